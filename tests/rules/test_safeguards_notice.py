"""The procedural safeguards notice: once in each school year."""

from __future__ import annotations

from typing import Any

import pytest

from tests.builders import (
    TODAY,
    a_cell,
    a_department,
    a_meeting,
    a_policy,
    a_student,
    day,
    unreadable,
)
from workspace_agent.model.facts import Student
from workspace_agent.model.field import Value
from workspace_agent.model.finding import Finding
from workspace_agent.model.vocabulary import PlanType, Severity
from workspace_agent.rules.safeguards_notice import RULE, due_after

PAST, RISK, DATA = Severity.VIOLATION, Severity.AT_RISK, Severity.DATA


def given(on: Any, **changes: Any) -> Student:
    return a_student(safeguards_given=day(on) if isinstance(on, str) else on, **changes)


def found(student: Student, today: str = "2026-11-20", **changes: Any) -> list[Finding]:
    return list(RULE.check(a_department(student, **changes), a_policy(), day(today)))


@pytest.mark.parametrize(
    ("last", "came", "due"),
    [
        pytest.param("2025-05-30", None, "2026-06-30", id="R15 given in May: due in the next school year"),
        pytest.param("2025-08-20", None, "2027-06-30", id="R15 given in August: good for that school year"),
        pytest.param("2026-06-30", None, "2027-06-30", id="given on the last day of a school year"),
        pytest.param("2026-07-01", None, "2028-06-30", id="given on the first day of the next"),
        pytest.param("2024-03-01", "2026-08-10", "2027-06-30", id="came two school years later"),
        pytest.param("2025-05-30", "2025-07-01", "2026-06-30", id="came in the year in which it is due"),
        pytest.param("2025-05-30", "2024-08-01", "2026-06-30", id="came before"),
    ],
)
def test_when_the_next_one_is_due(last: str, came: str | None, due: str) -> None:
    assert due_after(day(last), day(came) if came else None) == day(due)


@pytest.mark.parametrize(
    ("last", "today", "expected"),
    [
        pytest.param("2025-05-30", "2025-09-01", [], id="R15 due in the year, which is far from over"),
        pytest.param("2025-05-30", "2026-04-30", [], id="61 days before its end"),
        pytest.param("2025-05-30", "2026-05-01", [RISK], id="60 days before its end"),
        pytest.param("2025-05-30", "2026-06-30", [RISK], id="the last day"),
        pytest.param("2025-05-30", "2026-07-01", [PAST], id="the day after it"),
        pytest.param("2025-08-20", "2026-06-30", [], id="R15 given in the year"),
        pytest.param("2025-08-20", "2026-07-01", [], id="R15 due again, and a year is left"),
        pytest.param("2025-08-20", "2027-05-01", [RISK], id="due again, 60 days are left"),
        pytest.param("2023-09-01", "2026-11-20", [PAST], id="not given for years"),
        pytest.param(None, "2026-11-20", [DATA], id="nobody typed when"),
        pytest.param(None, "2027-06-30", [DATA], id="and on the last day of the year"),
        pytest.param(unreadable(), "2026-11-20", [], id="a Problem speaks about the day"),
    ],
)
def test_once_in_each_school_year(last: Any, today: str, expected: list[Severity]) -> None:
    assert [finding.severity for finding in found(given(last), today)] == expected


@pytest.mark.parametrize(
    ("student", "expected"),
    [
        pytest.param(a_student(), [], id="the sheet has no such column"),
        pytest.param(given("2024-05-30", plan=PlanType.S504), [], id="a 504 plan"),
        pytest.param(given("2024-05-30", leaves=TODAY), [], id="the student has left"),
        pytest.param(given("2024-05-30", leaves=unreadable()), [RISK], id="who may have left"),
        pytest.param(given("2024-05-30", enrolled=day("2026-08-10")), [], id="who came this school year"),
        pytest.param(given("2024-05-30", enrolled=unreadable()), [RISK], id="who may have come this year"),
        pytest.param(
            given("2024-05-30", transferred_on=Value(day("2026-08-10"), a_cell("J2"))),
            [],
            id="who transferred in this school year",
        ),
        pytest.param(
            given(
                "2024-05-30",
                enrolled=day("2024-08-10"),
                transferred_on=Value(day("2026-08-10"), a_cell("J2")),
            ),
            [],
            id="whose later first day counts",
        ),
        pytest.param(
            given("2024-05-30", transferred_on=unreadable()), [RISK], id="who may have transferred in"
        ),
    ],
)
def test_whose_notice(student: Student, expected: list[Severity]) -> None:
    assert [finding.severity for finding in found(student)] == expected


def test_what_has_passed_explains_itself() -> None:
    [finding] = found(given("2025-05-30"), "2026-07-02")

    assert (finding.key, finding.due) == ("safeguards_notice/student-1/2026-06-30", day("2026-06-30"))
    assert finding.place == a_cell("P2")
    assert finding.arithmetic == (
        "The last notice was given on 30 May 2025, so that of the school year 2025-26 was due by "
        "30 Jun 2026: 2 days past due on record."
    )
    assert finding.advice == "Give the parent the procedural safeguards notice, and write down the day."
    assert [(step.words, step.place) for step in finding.steps] == [
        ("safeguards notice given: 30 May 2025", a_cell("P2")),
        ("school year 2025-26 ends on 30 Jun 2026", None),
        ("today: 2 Jul 2026, 2 days after 30 Jun 2026", None),
    ]


def test_what_is_due_says_how_long_is_left() -> None:
    [finding] = found(given("2025-05-30"), "2026-06-29")

    assert finding.arithmetic.endswith("the school year 2025-26 is due by 30 Jun 2026: in 1 day.")
    assert finding.steps[-1].words == "today: 29 Jun 2026, 1 day before 30 Jun 2026"


def test_on_the_last_day_it_is_due_today() -> None:
    [finding] = found(given("2025-05-30"), "2026-06-30")

    assert finding.steps[-1].words == "today: 30 Jun 2026"


def test_a_doubt_is_told_instead() -> None:
    [finding] = found(given("2025-05-30", enrolled=unreadable()), "2026-07-01")

    assert finding.arithmetic.endswith(
        "was due by 30 Jun 2026. The day of enrollment cannot be read, so the student may have come later."
    )
    assert finding.advice == "Mend the day of enrollment in the Students sheet."


@pytest.mark.parametrize(
    ("meeting", "advice"),
    [
        pytest.param("2027-06-30", ", at the annual review of 30 Jun 2027 at the latest", id="in time"),
        pytest.param("2027-07-01", "", id="too late"),
    ],
)
def test_an_annual_review_in_the_year_is_an_occasion(meeting: str, advice: str) -> None:
    [finding] = found(given(None), meetings=(a_meeting(day(meeting)),))

    assert finding.key == "safeguards_notice/student-1/unknown"
    assert finding.arithmetic == (
        "No day is on record on which the parent got the safeguards notice; one is due in each school year, "
        "and this one ends on 30 Jun 2027."
    )
    assert finding.advice == (
        f"Fill in the day if it was given. Give the parent the procedural safeguards notice{advice}, "
        "and write down the day."
    )
    assert [(step.words, step.place) for step in finding.steps] == [
        ("safeguards notice given: not on record", a_cell("P2")),
        ("this school year ends on 30 Jun 2027", None),
    ]
