"""Which rows are open as to whether their meeting took place."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from tests.builders import (
    TODAY,
    a_department,
    a_meeting,
    a_policy,
    a_response,
    a_row,
    a_student,
    an_organisation,
    day,
    unreadable,
)
from workspace_agent.model.facts import Meeting, Student
from workspace_agent.model.field import Missing
from workspace_agent.model.finding import Finding
from workspace_agent.model.vocabulary import Held, PlanType, Purpose
from workspace_agent.rules import annual_review, reevaluation, reevaluation_504, review_504
from workspace_agent.rules.unsaid import say_whether, unsaid

PASSED = day("2026-11-05")
OF_NO_PURPOSE = replace(a_meeting(PASSED), purposes=Missing(a_row(2, sheet=2)))
BOTH = Purpose.ANNUAL_REVIEW, Purpose.REEVALUATION


def days(*meetings: Meeting, student: Student | None = None, **facts: Any) -> list[dt.date]:
    student = student or a_student()
    found = unsaid(a_department(student, meetings=meetings, **facts), student, TODAY)
    return [on for on, _ in found]


@pytest.mark.parametrize(
    ("meeting", "is_open"),
    [
        pytest.param(a_meeting(PASSED), True, id="its day has passed, and nobody says anything"),
        pytest.param(a_meeting(PASSED, book=False), True, id="never booked"),
        pytest.param(a_meeting(PASSED, Purpose.PARENT_REQUESTED), True, id="of another purpose"),
        pytest.param(OF_NO_PURPOSE, True, id="of no purpose"),
        pytest.param(a_meeting(PASSED, unknown_purpose=unreadable()), True, id="of one that cannot be read"),
        pytest.param(a_meeting(PASSED, held=True), False, id="held"),
        pytest.param(a_meeting(PASSED, cancelled=True), False, id="cancelled"),
        pytest.param(a_meeting(PASSED, fell_through=True), False, id="it did not take place"),
        pytest.param(a_meeting(None), False, id="no date"),
        pytest.param(a_meeting(unreadable()), False, id="an unreadable date is a Problem's"),
        pytest.param(a_meeting(PASSED, student="student-2"), False, id="another student's"),
        pytest.param(a_meeting(TODAY), False, id="today: it may still be held"),
        pytest.param(a_meeting(day("2026-11-19")), True, id="yesterday"),
        pytest.param(a_meeting(day("2026-09-21")), True, id="60 days ago"),
        pytest.param(a_meeting(day("2026-09-20")), False, id="61 days ago"),
    ],
)
def test_it_is_open_until_somebody_says_what_became_of_it(meeting: Meeting, is_open: bool) -> None:
    assert bool(days(meeting, student=a_student(annual=day("2025-11-18")))) is is_open


@pytest.mark.parametrize(
    ("changes", "is_open"),
    [
        pytest.param({"responses": (a_response(PASSED),)}, False, id="held, by its form"),
        pytest.param(
            {"responses": (a_response(PASSED, held=Held.PARENT_DID_NOT_COME),)}, False,
            id="not held, by its form",
        ),
        pytest.param(
            {"responses": (a_response(day("2026-11-08"), Purpose.AMENDMENT),)}, False,
            id="dated three days later",
        ),
        pytest.param(
            {"responses": (a_response(day("2026-11-09"), Purpose.AMENDMENT),)}, True,
            id="dated four days later: of another meeting",
        ),
        pytest.param({"responses": (a_response(None),)}, True, id="a form without a date"),
        pytest.param(
            {"responses": (a_response(PASSED, student="student-2"),)}, True, id="another student's form"
        ),
        pytest.param({"organisation": an_organisation(form=None)}, True, id="no form is kept"),
    ],
)  # fmt: skip
def test_a_form_near_its_day_says_what_became_of_it(changes: dict[str, Any], is_open: bool) -> None:
    meeting = a_meeting(PASSED)

    assert bool(days(meeting, student=a_student(annual=day("2025-11-18")), **changes)) is is_open


@pytest.mark.parametrize(
    ("student", "purposes", "is_open"),
    [
        pytest.param({"annual": day("2026-11-04")}, (), True, id="reviewed the day before"),
        pytest.param({"annual": PASSED}, (), False, id="reviewed that day"),
        pytest.param({"annual": day("2026-11-06")}, (), False, id="reviewed later"),
        pytest.param({"annual": None, "annual_due": PASSED.replace(year=2027)}, (), False, id="the due date"),
        pytest.param({"annual": None}, (), True, id="nothing on record"),
        pytest.param({"annual": unreadable()}, (), True, id="the review cannot be read"),
        pytest.param({"annual": PASSED}, (Purpose.AMENDMENT,), True, id="an amendment"),
        pytest.param({"annual": PASSED}, (Purpose.INITIAL,), False, id="the first IEP"),
        pytest.param({"evaluation": PASSED}, (Purpose.REEVALUATION,), False, id="a reevaluation"),
        pytest.param({"annual": PASSED}, BOTH, True, id="only one of two purposes"),
        pytest.param({"annual": PASSED, "evaluation": PASSED}, BOTH, False, id="both purposes"),
        pytest.param(
            {"plan": PlanType.S504, "annual": PASSED}, (Purpose.REVIEW_504,), False, id="a 504 review"
        ),
        pytest.param(
            {"plan": PlanType.S504, "evaluation": PASSED}, (Purpose.REEVALUATION_504,), False,
            id="a 504 reevaluation",
        ),
    ],
)  # fmt: skip
def test_a_review_on_record_for_its_day_or_later_settles_it(
    student: dict[str, Any], purposes: tuple[Purpose, ...], is_open: bool
) -> None:
    assert bool(days(a_meeting(PASSED, *purposes), student=a_student(**student))) is is_open


def test_the_earliest_comes_first() -> None:
    later, earlier = a_meeting(day("2026-11-12")), a_meeting(PASSED, row=3)

    assert days(later, earlier) == [PASSED, day("2026-11-12")]


@pytest.mark.parametrize(
    ("rule", "plan", "purpose"),
    [
        pytest.param(annual_review.RULE, PlanType.IEP, Purpose.ANNUAL_REVIEW, id="annual review"),
        pytest.param(reevaluation.RULE, PlanType.IEP, Purpose.REEVALUATION, id="reevaluation"),
        pytest.param(review_504.RULE, PlanType.S504, Purpose.REVIEW_504, id="504 review"),
        pytest.param(review_504.RULE, PlanType.S504, Purpose.ANNUAL_REVIEW, id="504 review, shorter word"),
        pytest.param(reevaluation_504.RULE, PlanType.S504, Purpose.REEVALUATION_504, id="504 reevaluation"),
    ],
)
def test_every_due_date_asks_before_it_advises_to_hold_another(
    rule: Any, plan: PlanType, purpose: Purpose
) -> None:
    due = day("2026-11-01")
    student = a_student(plan=plan, annual=due.replace(year=2025), evaluation=due.replace(year=2023))
    asked = _only(rule, a_department(student, meetings=(a_meeting(PASSED, purpose),)))
    without = _only(rule, a_department(student))

    assert asked.advice == say_whether(PASSED)
    assert replace(asked, advice="") == replace(without, advice="")
    assert without.advice.startswith("Hold the ")


def _only(rule: Any, department: Any) -> Finding:
    [finding] = rule.check(department, a_policy(), TODAY)
    assert isinstance(finding, Finding)
    return finding
