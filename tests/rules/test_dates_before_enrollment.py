"""A first day that is still to come, and what shows that the student was here before it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.builders import (
    TODAY,
    a_cell,
    a_department,
    a_field,
    a_meeting,
    a_policy,
    a_response,
    a_row,
    a_student,
    an_attempt,
    day,
    unreadable,
)
from workspace_agent.model.field import Value
from workspace_agent.model.finding import Finding, Step
from workspace_agent.model.progress import CheckIn
from workspace_agent.model.vocabulary import Held, PlanType, Severity
from workspace_agent.rules import judge
from workspace_agent.rules.dates_before_enrollment import RULE

FIRST = day("2027-01-13")
LONG_BEFORE, WEEKS_BEFORE = day("2026-11-13"), day("2026-11-14")
"""61 and 60 days before the first day."""


def a_check_in(on: Any) -> CheckIn:
    return CheckIn("student-1", a_field(on), a_field(30), written=True, row=a_row(3, sheet=9))


def found(student: Any, **changes: Any) -> list[Finding]:
    return list(RULE.check(a_department(student, **changes), a_policy(), TODAY))


@pytest.mark.parametrize(
    ("enrolled", "is_told"),
    [
        pytest.param("2062-08-13", True, id="a slip in the century"),
        pytest.param("2027-08-13", True, id="next year for this one"),
        pytest.param("2027-05-23", True, id="184 days ahead"),
        pytest.param("2027-05-22", False, id="183 days ahead"),
        pytest.param("2026-11-20", False, id="today"),
        pytest.param("2026-08-13", False, id="last summer"),
    ],
)
def test_how_far_ahead_is_asked(enrolled: str, is_told: bool) -> None:
    late = a_student(annual=day("2024-09-15"), enrolled=day(enrolled))

    assert [one.severity for one in found(late)] == [Severity.DATA] * is_told


@pytest.mark.parametrize(
    ("changes", "is_told"),
    [
        pytest.param({}, False, id="nothing is on record"),
        pytest.param({"check_ins": (a_check_in(day("2026-11-19")),)}, True, id="a check-in"),
        pytest.param({"check_ins": (a_check_in(None),)}, False, id="one of no day"),
        pytest.param({"contacts": (an_attempt(LONG_BEFORE),)}, True, id="a contact long before"),
        pytest.param({"contacts": (an_attempt(WEEKS_BEFORE),)}, False, id="one in the weeks before"),
        pytest.param({"contacts": (an_attempt(unreadable()),)}, False, id="one of some day"),
        pytest.param({"meetings": (a_meeting(LONG_BEFORE, held=True),)}, True, id="a meeting was held"),
        pytest.param({"meetings": (a_meeting(LONG_BEFORE),)}, False, id="or was not"),
        pytest.param(
            {"meetings": (a_meeting(LONG_BEFORE, held=True, cancelled=True),)}, False, id="or was called off"
        ),
        pytest.param({"meetings": (a_meeting(None, held=True),)}, False, id="held on no day"),
        pytest.param({"meetings": (a_meeting(day("2026-12-15")),)}, False, id="one is planned"),
        pytest.param({"responses": (a_response(LONG_BEFORE),)}, True, id="by a form"),
        pytest.param({"responses": (a_response(None),)}, False, id="by one without a date"),
        pytest.param(
            {"responses": (a_response(LONG_BEFORE, held=Held.POSTPONED),)}, False, id="by its form put off"
        ),
    ],
)
def test_what_contradicts_the_day_of_enrollment(changes: dict[str, Any], is_told: bool) -> None:
    assert len(found(a_student(enrolled=FIRST), **changes)) == is_told


@pytest.mark.parametrize(
    ("student", "is_told"),
    [
        pytest.param({"plan": PlanType.S504}, True, id="a 504 plan"),
        pytest.param({"plan": None}, True, id="no plan yet"),
        pytest.param({"leaves": TODAY}, False, id="has left"),
        pytest.param({"leaves": unreadable()}, True, id="an exit that cannot be read"),
        pytest.param({"enrolled": None}, False, id="no day of enrollment"),
        pytest.param({"enrolled": unreadable()}, False, id="a Problem speaks about it"),
        pytest.param({"enrolled": None, "transferred_on": Value(FIRST, a_cell("O2"))}, True, id="a transfer"),
    ],
)
def test_of_whom_it_is_asked(student: dict[str, Any], is_told: bool) -> None:
    values = {"enrolled": FIRST} | student
    assert len(found(a_student(**values), contacts=(an_attempt(LONG_BEFORE),))) == is_told


def test_it_is_all_that_is_told_of_who_is_still_to_come() -> None:
    late = a_student(annual=day("2024-09-15"), enrolled=day("2062-08-13"))

    assert [one.rule for one in judge(a_department(late), a_policy(), TODAY)] == [RULE.id]


def test_the_latest_day_is_named() -> None:
    attempts = an_attempt(day("2026-11-02"), row=3), an_attempt(day("2026-11-09"), row=4)
    [finding] = found(a_student(enrolled=FIRST), contacts=attempts)

    assert finding.key == "dates_before_enrollment/student-1/2027-01-13"
    assert finding.place == a_cell("P2")
    assert finding.arithmetic == (
        "The day of enrollment is 13 Jan 2027, and something is on record long before it (contact: 9 Nov "
        "2026). Nothing that is due is told before the day of enrollment."
    )
    assert finding.steps == (
        Step("day of enrollment: 13 Jan 2027", a_cell("P2")),
        Step("contact: 9 Nov 2026", a_row(4, sheet=4)),
    )


def test_a_day_far_ahead_is_named_with_how_far() -> None:
    [finding] = found(a_student(enrolled=day("2027-08-13")))

    assert finding.arithmetic == (
        "The day of enrollment is 13 Aug 2027, which is 266 days ahead. Nothing that is due is told before "
        "the day of enrollment."
    )
    assert finding.steps[1] == Step("266 days after 20 Nov 2026")
