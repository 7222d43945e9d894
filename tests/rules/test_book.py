"""The rule book says what the rules say."""

from __future__ import annotations

import dataclasses
import sys
from importlib import import_module
from pathlib import Path

import pytest

from tests.rules.book import BOOK, GROUPS, book, by_group, chapter, severities
from workspace_agent.model.finding import Rule
from workspace_agent.model.vocabulary import Severity
from workspace_agent.rules import RULES, annual_review, office_hours, shared_with_link

EACH_RULE = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)


def test_the_book_is_what_the_rules_say_now() -> None:
    is_fresh = BOOK.read_text(encoding="utf8") == book(RULES)

    assert is_fresh, "docs/rules.md is older than the rules: run `make rules`"


@EACH_RULE
def test_each_rule_has_a_chapter_that_the_contents_lead_to(rule: Rule) -> None:
    text = BOOK.read_text(encoding="utf8")

    assert text.count(f"\n### {rule.id}\n") == 1
    assert f"[{rule.title}](#{rule.id})" in text


@EACH_RULE
def test_each_rule_says_how_serious_its_findings_are(rule: Rule) -> None:
    assert severities(rule)


def test_a_rule_that_leans_on_other_files_is_as_serious_as_they_say(tmp_path: Path) -> None:
    file = tmp_path / "leaning_rule.py"
    file.write_text(
        "from workspace_agent.rules.annual_review import check as theirs\n"
        "def check(*asked): return theirs(*asked)\n",
        encoding="utf8",
    )
    sys.path.insert(0, str(tmp_path))
    try:
        leaning = dataclasses.replace(annual_review.RULE, check=import_module("leaning_rule").check)
    finally:
        sys.path.remove(str(tmp_path))

    assert severities(leaning) == severities(annual_review.RULE)
    assert severities(annual_review.RULE)[0] is Severity.VIOLATION


def test_a_rule_whose_words_change_makes_the_book_stale() -> None:
    changed = tuple(dataclasses.replace(rule, title=f"{rule.title}!") for rule in RULES)

    assert book(changed) != book(RULES)


def test_a_chapter_says_all_that_a_reader_asks() -> None:
    text = chapter(dataclasses.replace(annual_review.RULE, parameters=("annual_review.alert_days",)))

    assert "**Annual review of the IEP.** The IEP Team reviews" in text
    assert "| authority | [34 CFR 300.324(b)(1)(i)](https://sites.ed.gov/" in text
    assert "| about | students with an IEP |" in text
    assert "`annual_review.alert_days` = 30" in text
    assert "| may say | past due on record, at risk, company practice, data to mend |" in text


def test_rules_stand_with_those_about_the_same() -> None:
    grouped = by_group(RULES)

    assert list(grouped) == [group for group in GROUPS if group in grouped]
    assert sum(map(len, grouped.values())) == len(RULES)
    assert shared_with_link.RULE in grouped[GROUPS[0]]
    assert annual_review.RULE in grouped[GROUPS[1]]
    assert office_hours.RULE in grouped[GROUPS[5]]
