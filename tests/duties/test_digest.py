"""The manager's digest: its sentence, what changed, and of whom it tells."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from tests.builders_digest import a_recipient, changes, sections
from tests.builders_manager_digest import (
    PRACTICE,
    ROW,
    decision,
    department,
    finding,
    organisation,
    problem,
    told,
)
from workspace_agent.duties.digest_send import send
from workspace_agent.duties.unread import Unread
from workspace_agent.model.access import Act, Basis, Disclosure
from workspace_agent.model.problem_kinds import ProblemKind
from workspace_agent.model.vocabulary import Severity


@pytest.mark.parametrize(
    ("late", "near", "summary"),
    [
        pytest.param(
            0, 0, "Nothing is past due, nothing is at risk, and nothing else is open.", id="an empty week"
        ),
        pytest.param(1, 0, "1 date is past due on record, nothing is at risk.", id="one past due"),
        pytest.param(0, 2, "Nothing is past due on record, 2 dates are at risk.", id="only near dates"),
    ],
)
def test_the_summary_is_one_sentence_and_the_subject_only_counts(late: int, near: int, summary: str) -> None:
    past = tuple(finding(cycle=str(n)) for n in range(late))
    close = tuple(finding(Severity.AT_RISK, cycle=str(n)) for n in range(near))

    digest = told(past + close)

    assert digest.summary == summary
    assert digest.subject == f"IEP compliance: {late} past due, {near} at risk (week of 16 Nov 2026)"


def test_only_where_nothing_is_open_at_all_the_week_is_empty() -> None:
    practice = told((finding(Severity.POLICY, citation=PRACTICE),))

    assert (
        practice.summary == told(problems=(problem(),)).summary == "Nothing is past due, nothing is at risk."
    )


def test_sections_stand_in_order_and_an_empty_one_says_so() -> None:
    digest = told()

    assert [part.title for part in sections(digest)] == [
        "Past due on record",
        "At risk",
        "Company practice",
        "Upcoming meetings",
        "Filed records",
        "Data to mend",
        "What the agent did in this run",
    ]
    assert all(part.empty and part.total == 0 for part in sections(digest))


def test_the_first_digest_calls_nothing_new() -> None:
    digest = told((finding(),), (problem(),), previous=None)

    assert (changes(digest).new, changes(digest).still_open) == (None, 2)
    assert "first digest" in changes(digest).note
    assert not any(row.new for part in sections(digest) for row in part.rows)


def test_new_open_and_resolved_are_told_by_key() -> None:
    old, fresh = finding(ref="s1"), finding(ref="s2")
    previous = frozenset({old.key, "gone/s9/2025", problem().key})

    digest = told((old, fresh), (problem(),), previous=previous)

    assert (changes(digest).new, changes(digest).still_open, changes(digest).resolved) == (1, 2, 1)
    assert {row.student: row.new for row in sections(digest)[0].rows} == {"J.P.": False, "M.W.": True}
    assert digest.told == {old.key, fresh.key, problem().key}


def test_what_was_told_of_students_on_no_list_any_more_is_not_resolved() -> None:
    """Whoever trashed a workbook has resolved nothing."""
    rules = ("annual_review", "office_hours", "names_in_titles")
    titles = {rule: rule for rule in rules}
    previous = {
        "names_in_titles/manager/opaque",
        "annual_review/s9/2025",
        "annual_review/s1/2025",
        "office_hours/ana/2026-11-09",
        "not_a_date/x",
    }

    found = changes(told((), titles=titles, previous=frozenset(previous)))

    assert found.resolved == 4
    assert (
        "1 of what the last digest told is about students who stand on no list of this digest any more"
        in found.note
    )


def test_what_is_only_for_information_is_not_told() -> None:
    digest = told((finding(Severity.INFO),))

    assert digest.told == frozenset()
    assert not any(part.rows for part in sections(digest))


def test_the_same_facts_in_another_order_make_the_same_digest() -> None:
    findings = (finding(), finding(Severity.AT_RISK, ref="s2"), finding(ref="s3", owner="theo"))
    problems = (problem(), problem(ProblemKind.NOT_A_DATE), problem(owner="theo"))

    assert told(findings, problems) == told(findings[::-1], problems[::-1])


def test_a_digest_knows_of_whom_it_tells() -> None:
    digest = told((finding(ref="s2"),), decisions=(decision("not_ticked", ROW, "s3"),))

    assert set(digest.students) == {"s2", "s3"}
    assert told().students == ()


def test_it_knows_of_whom_it_tells_that_nothing_could_be_read_or_found() -> None:
    gone = replace(department(), absent={"s9": "B.S.", "s8": "C.D."})
    missed = (problem(ProblemKind.WORKBOOK_GONE, ref="s9"),)
    unopened = Unread(
        problem(ProblemKind.WORKBOOK_UNAVAILABLE, ref="s3"), datetime(2026, 11, 20, 12, tzinfo=UTC)
    )

    assert set(told(problems=missed, of=gone).students) == {"s9"}
    assert set(told(unread=(unopened,)).students) == {"s3"}


def test_sending_it_shows_them_to_the_manager() -> None:
    digest = told((finding(ref="s2"),))
    action = send(organisation(), a_recipient(), digest, "digest/manager/2026-W47", str)

    assert action.discloses == (Disclosure(Act.MAILED, "digest", "manager", Basis.OFFICIAL, ("s2",)),)
