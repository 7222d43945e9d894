"""What holds for every rule, checked once for all of them."""

from __future__ import annotations

import dataclasses
import datetime as dt
import random
import sys
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.builders import (
    TODAY,
    a_department,
    a_meeting,
    a_policy,
    a_response,
    a_student,
    office_hours_on,
)
from tests.rules.drawn import departments, near, refs, shuffled
from tests.rules.found_in import FOUND_IN, POLICY
from workspace_agent.model.facts import Department
from workspace_agent.model.field import known
from workspace_agent.model.finding import CompanyPolicy, Finding, Law, Rule
from workspace_agent.model.vocabulary import Purpose, Severity
from workspace_agent.rules import RULES, UNTIL, annual_review, judge

HERE = Path(__file__).parent
EACH_RULE = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
A_FEW = settings(max_examples=40, deadline=None)
LEGAL = (Severity.VIOLATION, Severity.AT_RISK)
PLANS_OF = {rule.id: rule.plans for rule in RULES}


def own_words(rule: Rule) -> str:
    return sys.modules[rule.check.__module__].__doc__ or ""


def test_ids_are_unique() -> None:
    assert len({rule.id for rule in RULES}) == len(RULES)


def test_titles_are_unique() -> None:
    assert len({rule.title for rule in RULES}) == len(RULES)


@EACH_RULE
def test_the_id_is_the_file_name(rule: Rule) -> None:
    assert rule.check.__module__ == f"workspace_agent.rules.{rule.id}"


@EACH_RULE
def test_the_docstring_is_the_requirement_with_its_source_and_what_restarts_it(rule: Rule) -> None:
    words = own_words(rule)
    source = rule.citation.url if isinstance(rule.citation, Law) else "Company practice"

    assert words.partition("\n")[0].endswith(".")
    assert source in words
    assert any(word in words for word in ("Restarted by", "restarts it", "begins the count anew"))


@EACH_RULE
def test_the_citation_names_law_with_a_link_or_company_practice(rule: Rule) -> None:
    if isinstance(rule.citation, Law):
        assert rule.citation.section.startswith("34 CFR ")
        assert rule.citation.url.startswith("https://")
    else:
        assert rule.citation.name


@EACH_RULE
def test_there_is_a_test_file(rule: Rule) -> None:
    assert (HERE / f"test_{rule.id}.py").is_file()


@EACH_RULE
def test_a_healthy_department_has_no_findings(rule: Rule) -> None:
    assert list(rule.check(a_department(), a_policy(), TODAY)) == []


def test_every_file_with_a_rule_is_in_the_list() -> None:
    folder = Path(sys.modules["workspace_agent.rules"].__file__ or "").parent
    files = {path.stem for path in folder.glob("*.py") if "\nRULE = " in path.read_text(encoding="utf-8")}

    assert files == {rule.id for rule in RULES}


@EACH_RULE
def test_there_is_a_department_in_which_it_finds_something(rule: Rule) -> None:
    assert rule.id in FOUND_IN, "give it a line in tests/rules/found_in.py"
    assert rule.id in {finding.rule for finding in rule.check(FOUND_IN[rule.id], POLICY, TODAY)}


ONE_LOOK = frozenset(
    {"approved_platforms", "names_in_titles", "manager_cannot_open", "sharing_not_seen", "shared_with_link"}
    | {"shared_outside", "shared_widely", "readers_left", "readers_inside", "readers_unknown"}
)
"""What they find stands in one place and is worked out from nothing else: the finding's own place is all."""


@EACH_RULE
def test_what_is_worked_out_is_shown_line_by_line(rule: Rule) -> None:
    found = [*rule.check(FOUND_IN[rule.id], POLICY, TODAY)]

    assert all(one.steps for one in found) is (rule.id not in ONE_LOOK)


@EACH_RULE
def test_what_it_finds_there_is_as_all_findings_are(rule: Rule) -> None:
    department = FOUND_IN[rule.id]
    in_another_order = shuffled(department, random.Random(1))  # noqa: S311 - an order, not a secret
    findings = judge(department, POLICY, TODAY)

    assert findings == judge(in_another_order, POLICY, TODAY)
    hold_for_each_finding(department, findings)


@EACH_RULE
def test_what_it_finds_there_is_never_less_urgent_a_day_later(rule: Rule) -> None:
    if rule.id in MAY_GO:
        return
    days = [TODAY + dt.timedelta(days=ahead) for ahead in range(60)]
    worst = [_urgency(rule.check(FOUND_IN[rule.id], POLICY, day)) for day in days]

    less = [_less_urgent(now, later) for now, later in pairwise(worst)]

    assert not any(less), "say what ends it by itself: Rule.until"


def hold_for_each_finding(department: Department, findings: Sequence[Finding]) -> None:
    """What holds for whatever a rule finds."""
    for finding in findings:
        assert_law_and_company_practice_are_not_mixed(finding)
        assert_it_is_whole_sentences_with_a_link(finding)
        assert_it_is_about_a_plan_that_the_rule_is_about(department, finding)
    keys = [finding.key for finding in findings]
    assert len(keys) == len(set(keys)), sorted(key for key in keys if keys.count(key) > 1)


def assert_law_and_company_practice_are_not_mixed(finding: Finding) -> None:
    legal = isinstance(finding.citation, Law)
    assert legal or finding.severity not in LEGAL
    assert isinstance(finding.citation, CompanyPolicy) or finding.severity is not Severity.POLICY


def assert_it_is_whole_sentences_with_a_link(finding: Finding) -> None:
    assert finding.arithmetic.endswith(".")
    assert finding.advice.endswith(".")
    assert finding.place.url.startswith("https://")


def assert_it_is_about_a_plan_that_the_rule_is_about(department: Department, finding: Finding) -> None:
    student = department.by_ref.get(finding.student_ref)
    plan = known(student.plan_type) if student else None
    if student is not None and plan is not None and not student.two_plans:
        assert plan in PLANS_OF[finding.rule]


@A_FEW
@given(departments)
def test_what_holds_for_each_finding(department: Department) -> None:
    hold_for_each_finding(department, judge(department, POLICY, TODAY))


@A_FEW
@given(departments, st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(department: Department, chance: random.Random) -> None:
    assert judge(department, POLICY, TODAY) == judge(shuffled(department, chance), POLICY, TODAY)


MAY_GO = frozenset(UNTIL) | {"decision_makers"}
"""What may have gone a day later: what ends by itself, and who decides, asked of the next meeting's day."""


@A_FEW
@given(departments, st.integers(1, 40))
def test_a_day_later_is_never_less_urgent(department: Department, ahead: int) -> None:
    today = TODAY + dt.timedelta(days=ahead)
    tomorrow = today + dt.timedelta(days=1)
    assume(not any(known(one.exit) == tomorrow for one in department.students))
    now, later = (_urgency(judge(department, POLICY, day)) for day in (today, tomorrow))

    assert not _less_urgent(now, later)


Urgency = Mapping[tuple[str, str], Severity]


def _urgency(findings: Iterable[Finding]) -> Urgency:
    """The worst of each rule about each student or case manager."""
    return {
        (finding.rule, finding.student_ref or finding.case_manager): finding.severity
        for finding in sorted(findings, key=lambda one: one.severity, reverse=True)
    }


def _less_urgent(now: Urgency, later: Urgency) -> Mapping[tuple[str, str], tuple[str, Severity | None]]:
    """What is told of both days, or of today alone, and may not become less: rule and student."""
    return {
        key: (severity.name, later.get(key))
        for key, severity in now.items()
        if key[0] not in MAY_GO and later.get(key, Severity.INFO + 1) > severity
    }


@A_FEW
@given(departments, near, refs)
def test_an_amendment_moves_no_review(department: Department, met: dt.date | None, ref: str) -> None:
    amended = dataclasses.replace(
        department,
        meetings=(*department.meetings, a_meeting(met, Purpose.AMENDMENT, student=ref, held=True, row=99)),
        responses=(
            *department.responses,
            a_response(met, Purpose.AMENDMENT, student=ref, response_id="amendment"),
        ),
    )
    before, after = (
        {(one.key, one.severity, one.due) for one in annual_review.check(of, POLICY, TODAY)}
        for of in (department, amended)
    )

    assert before == after


def test_the_worst_come_first_then_the_earliest_then_the_key() -> None:
    people = (
        a_student("student-1", annual=None),
        a_student("student-2", annual=dt.date(2025, 12, 10)),
        a_student("student-4", annual=dt.date(2025, 11, 18), evaluation=dt.date(2023, 1, 1)),
        a_student("student-3", annual=dt.date(2025, 11, 18)),
    )
    keys = [finding.key for finding in judge(a_department(*people), a_policy(), TODAY)]

    assert keys == [
        "reevaluation/student-4/2026-01-01",
        "annual_review/student-3/2026-11-18",
        "annual_review/student-4/2026-11-18",
        "annual_review/student-2/2026-12-10",
        "annual_review/student-1/unknown",
    ]


def test_a_law_at_risk_comes_before_an_earlier_day_of_company_practice() -> None:
    at_risk = a_student(annual=dt.date(2025, 12, 10))
    findings = judge(a_department(at_risk, hours=()), a_policy(), dt.date(2026, 11, 12))

    assert [finding.rule for finding in findings] == ["annual_review", "office_hours", "office_hours"]


def test_the_undated_come_last_among_equals() -> None:
    without_friday = tuple(office_hours_on(weekday) for weekday in range(4))
    department = a_department(hours=(), office_hours=without_friday)

    rules = [finding.rule for finding in judge(department, a_policy(), dt.date(2026, 11, 10))]

    assert rules == ["office_hours", "published_hours"]
