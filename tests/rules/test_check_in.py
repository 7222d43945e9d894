"""Company practice on check-ins: one of thirty minutes for each student in the school year."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from tests.builders import (
    TODAY,
    a_department,
    a_district,
    a_field,
    a_policy,
    a_row,
    a_student,
    an_organisation,
    day,
    unreadable,
    with_next_year,
)
from workspace_agent.model.finding import Finding, Step
from workspace_agent.model.policy import Policy
from workspace_agent.model.progress import CheckIn
from workspace_agent.model.vocabulary import PlanType, Severity
from workspace_agent.rules.check_in import RULE, is_met

SUMMER = day("2027-06-01")
"""The last day of school was 28 May."""
KEPT = frozenset({("manager-1", "check_ins")})


def met(minutes: Any = 30, on: Any = TODAY, *, student: str = "student-1", row: int = 2) -> CheckIn:
    return CheckIn(student, a_field(on), a_field(minutes), written=True, row=a_row(row))


def found(
    *check_ins: CheckIn, today: dt.date = SUMMER, policy: Policy | None = None, **changes: Any
) -> list[Finding]:
    changes.setdefault("kept", KEPT)
    department = a_department(*changes.pop("students", ()), check_ins=check_ins, **changes)
    return list(RULE.check(department, policy or a_policy(), today))


@pytest.mark.parametrize(
    ("check_ins", "count"),
    [
        pytest.param((), 1, id="none"),
        pytest.param((met(),), 0, id="thirty minutes"),
        pytest.param((met(29),), 1, id="a minute short"),
        pytest.param((met(25), met(10, row=3)), 1, id="two that are short do not add up"),
        pytest.param((met(25), met(45, row=3)), 0, id="one of two is long enough"),
        pytest.param((met(student="student-2"),), 1, id="another student's"),
        pytest.param((met(on=day("2026-07-01")),), 0, id="on the first day of the year"),
        pytest.param((met(on=day("2026-06-30")),), 1, id="in the year before"),
        pytest.param((met(on=day("2027-06-30")),), 0, id="on the last day of the year"),
        pytest.param((met(on=day("2027-07-01")),), 1, id="in the year after"),
        pytest.param((met(on=None),), 1, id="without a date"),
        pytest.param((met(None),), 1, id="without a length"),
        pytest.param((met(on=unreadable()),), 0, id="a Problem speaks about its date"),
        pytest.param((met(unreadable()),), 0, id="a Problem speaks about its length"),
    ],
)
def test_one_of_thirty_minutes_is_wanted(check_ins: tuple[CheckIn, ...], count: int) -> None:
    assert len(found(*check_ins)) == count


@pytest.mark.parametrize(
    ("today", "count"),
    [
        pytest.param("2026-11-20", 0, id="in the school year"),
        pytest.param("2027-05-28", 0, id="on its last day"),
        pytest.param("2027-05-29", 1, id="the day after"),
    ],
)
def test_it_is_told_when_the_school_year_is_over(today: str, count: int) -> None:
    assert len(found(today=day(today))) == count


@pytest.mark.parametrize(
    ("today", "cycles"),
    [
        pytest.param("2027-08-15", ["2026"], id="in the summer before the next school year"),
        pytest.param("2027-08-16", [], id="on its first day"),
        pytest.param("2028-05-26", [], id="on its last day"),
        pytest.param("2028-05-27", ["2027"], id="the day after: of that year"),
    ],
)
def test_a_calendar_of_the_next_year_begins_the_count_anew(today: str, cycles: list[str]) -> None:
    asked = found(met(), met(29, row=3), today=day(today), organisation=with_next_year())
    assert [one.cycle for one in found(today=day(today), organisation=with_next_year())] == cycles
    assert [one.cycle for one in asked] == [cycle for cycle in cycles if cycle != "2026"]


@pytest.mark.parametrize(
    ("changes", "count"),
    [
        pytest.param({"students": (a_student(plan=PlanType.S504),)}, 1, id="a 504 plan"),
        pytest.param({"students": (a_student(leaves=SUMMER),)}, 0, id="the student has left"),
        pytest.param({"kept": frozenset()}, 0, id="the case manager has no such sheet"),
        pytest.param({"kept": frozenset({("manager-2", "check_ins")})}, 0, id="only somebody else has one"),
        pytest.param({"broken": KEPT}, 0, id="the sheet could not be read whole"),
        pytest.param({"unsettled": KEPT}, 0, id="a row of it is nobody's"),
    ],
)
def test_where_it_applies(changes: dict[str, Any], count: int) -> None:
    assert len(found(**changes)) == count


def test_a_school_that_begins_in_january_is_in_the_year_that_began_in_july() -> None:
    district = a_district(first_day="2027-01-11")
    [finding] = found(organisation=an_organisation(districts=(district,)))

    assert finding.cycle == "2026"


def test_the_minutes_are_the_policys() -> None:
    assert found(met(20), policy=a_policy(check_in={"minutes": 20})) == []


@pytest.mark.parametrize(
    ("check_ins", "said", "steps"),
    [
        pytest.param(
            (), "No check-in is on record since 1 Jul 2026.", [Step("one of 30 minutes: none")], id="none"
        ),
        pytest.param(
            (met(25),),
            "The only check-in since 1 Jul 2026 took 25 of 30 minutes.",
            [Step("20 Nov 2026: 25 minutes", a_row(2)), Step("one of 30 minutes: none")],
            id="one that is short",
        ),
        pytest.param(
            (met(10, row=3), met(25), met(20, day("2026-06-30"), row=4)),
            "The longest of 2 check-ins since 1 Jul 2026 took 25 of 30 minutes; shorter ones do not add up.",
            [
                Step("20 Nov 2026: 25 minutes", a_row(2)),
                Step("20 Nov 2026: 10 minutes", a_row(3)),
                Step("one of 30 minutes: none"),
            ],
            id="25 and 10 minutes, and one of the year before",
        ),
        pytest.param(
            (met(None), met(None, day("2026-10-01"), row=3)),
            "No check-in since 1 Jul 2026 has its length on record.",
            [
                Step("1 Oct 2026: no length", a_row(3)),
                Step("20 Nov 2026: no length", a_row(2)),
                Step("one of 30 minutes: none"),
            ],
            id="without a length",
        ),
    ],
)
def test_the_finding_explains_itself(check_ins: tuple[CheckIn, ...], said: str, steps: list[Step]) -> None:
    [finding] = found(*check_ins)

    assert finding.key == "check_in/student-1/2026"
    assert (finding.due, finding.place) == (day("2027-05-28"), a_row(2))
    assert finding.arithmetic == said
    assert list(finding.steps) == steps


CAME = "The student came on {}, {} before the last day of school. No check-in is on record since 1 Jul 2026."


@pytest.mark.parametrize(
    ("enrolled", "severity", "said"),
    [
        pytest.param(None, Severity.POLICY, None, id="nobody typed when the student came"),
        pytest.param(day("2024-08-12"), Severity.POLICY, None, id="came years ago"),
        pytest.param(day("2027-04-28"), Severity.POLICY, None, id="came 30 days before the end"),
        pytest.param(
            day("2027-04-29"), Severity.INFO, CAME.format("29 Apr 2027", "29 days"), id="came 29 days before"
        ),
        pytest.param(
            day("2027-05-27"), Severity.INFO, CAME.format("27 May 2027", "1 day"), id="came the day before"
        ),
        pytest.param(
            day("2027-05-28"), Severity.INFO, CAME.format("28 May 2027", "0 days"), id="came on the last day"
        ),
    ],
)  # fmt: skip
def test_who_came_at_the_end_of_the_year(enrolled: Any, severity: Severity, said: str | None) -> None:
    [finding] = found(students=(a_student(enrolled=enrolled),))

    assert finding.severity is severity
    assert finding.arithmetic == (said or "No check-in is on record since 1 Jul 2026.")


@pytest.mark.parametrize(
    "enrolled",
    [
        pytest.param(day("2027-05-29"), id="came after the last day of school"),
        pytest.param(unreadable(), id="a Problem speaks about it"),
    ],
)
def test_nothing_is_said_of_who_came_later(enrolled: Any) -> None:
    assert found(students=(a_student(enrolled=enrolled),)) == []


def test_the_days_before_the_end_are_the_policys() -> None:
    students = (a_student(enrolled=day("2027-05-08")),)
    [finding] = found(students=students, policy=a_policy(check_in={"late_days": 20}))

    assert finding.severity is Severity.POLICY


@pytest.mark.parametrize(
    ("check_ins", "expected"),
    [
        pytest.param((), False, id="none"),
        pytest.param((met(),), True, id="one of thirty minutes"),
        pytest.param((met(29), met(29, row=3)), False, id="shorter ones do not add up"),
        pytest.param((met(None),), False, id="nobody typed how long"),
        pytest.param((met(on=day("2026-06-30")),), False, id="in the school year before"),
        pytest.param((met(unreadable()),), None, id="its length cannot be read"),
        pytest.param((met(on=unreadable()),), None, id="its day cannot be read"),
        pytest.param((met(on=unreadable()), met(row=3)), True, id="another one is enough"),
        pytest.param((met(student="student-2"),), False, id="another student's"),
    ],
)
def test_whether_a_student_was_met_this_school_year(
    check_ins: tuple[CheckIn, ...],
    expected: bool | None,
) -> None:
    student = a_student()

    assert is_met(a_department(student, check_ins=check_ins), student, a_policy(), TODAY) is expected


def test_in_the_next_school_year_nobody_was_met_yet() -> None:
    student = a_student()
    department = a_department(student, check_ins=(met(),), organisation=with_next_year())

    assert is_met(department, student, a_policy(), day("2027-08-15")) is True
    assert is_met(department, student, a_policy(), day("2027-08-16")) is False
