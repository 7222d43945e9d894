"""The one thing that comes next for each student, with its day."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from tests.builders import (
    TODAY,
    a_department,
    a_district,
    a_meeting,
    a_policy,
    a_response,
    a_row,
    a_student,
    an_attempt,
    an_organisation,
    day,
    unreadable,
)
from tests.builders_follow_up import a_form
from workspace_agent.model.facts import Department
from workspace_agent.model.place import Cell
from workspace_agent.model.vocabulary import Method, PlanType, Purpose
from workspace_agent.rules.next_steps import NextStep, ToDo, next_steps

SOON = day("2026-12-15")
HAVE_IT_BOOKED = "Have the meeting of 15 Dec 2026 booked, then hold it."
UNREAD: dict[str, Any] = {"annual": unreadable(), "evaluation": unreadable()}


def step(department: Department, today: dt.date = TODAY) -> NextStep | None:
    found = next_steps(department, a_policy(), today)
    assert len(found) <= 1
    return found[0] if found else None


def what(department: Department) -> tuple[ToDo, str] | None:
    found = step(department)
    return (found.what, found.by.isoformat()) if found else None


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        pytest.param({}, (ToDo.PLAN, "2027-08-18"), id="nothing planned: weeks before the review"),
        pytest.param(
            {"meetings": (a_meeting(SOON),)}, (ToDo.HOLD, "2026-12-15"), id="a meeting that is agreed on"
        ),
        pytest.param(
            {"meetings": (a_meeting(SOON, agreed_on=None),)}, (ToDo.ATTEMPTS, "2026-12-14"),
            id="not agreed on, too few attempts",
        ),
        pytest.param(
            {
                "meetings": (a_meeting(SOON, agreed_on=None),),
                "contacts": tuple(
                    an_attempt(day(f"2026-11-1{number}"), method, row=number)
                    for number, method in enumerate((Method.PHONE, Method.EMAIL, Method.LETTER))
                ),
            },
            (ToDo.HOLD, "2026-12-15"), id="not agreed on, attempts enough",
        ),
        pytest.param(
            {"meetings": (a_meeting(SOON, notice_sent=None),)}, (ToDo.NOTICE, "2026-12-08"),
            id="no notice on record: five school days before",
        ),
        pytest.param(
            {"meetings": (a_meeting(SOON, agreed_on=day("2025-11-19")),)}, (ToDo.ATTEMPTS, "2026-12-14"),
            id="agreed on the meeting of last year",
        ),
        pytest.param(
            {"meetings": (a_meeting(SOON, notice_sent=day("2025-11-19")),)}, (ToDo.NOTICE, "2026-12-08"),
            id="the notice of the meeting of last year",
        ),
        pytest.param(
            {"meetings": (a_meeting(SOON, notice_sent=day("2026-11-19")),)}, (ToDo.HOLD, "2026-12-15"),
            id="the notice is sent",
        ),
        pytest.param(
            {"meetings": (a_meeting(day("2026-11-18"), held=True),)}, (ToDo.FORM, "2026-11-20"),
            id="held, and no form yet",
        ),
        pytest.param(
            {"responses": (a_form(day("2026-11-10"), in_pli_connect=False, about={"filed_on": TODAY}),)},
            (ToDo.PLI_CONNECT, "2026-11-30"), id="the form is there, PLI Connect is not",
        ),
        pytest.param(
            {"responses": (a_form(day("2026-11-10"), notice_given=None),)},
            (ToDo.PRIOR_WRITTEN_NOTICE, "2026-11-13"), id="no prior written notice",
        ),
        pytest.param(
            {
                "responses": (a_form(day("2026-11-10"), notice_given=None),),
                "meetings": (a_meeting(day("2026-11-12"), held=True),),
            },
            (ToDo.PRIOR_WRITTEN_NOTICE, "2026-11-13"), id="the earliest of them",
        ),
    ],
)  # fmt: skip
def test_the_earliest_of_all_that_has_to_be_done(facts: dict[str, Any], expected: tuple[ToDo, str]) -> None:
    assert what(a_department(**facts)) == expected


@pytest.mark.parametrize(
    "student",
    [
        pytest.param(a_student(leaves=TODAY), id="has left"),
        pytest.param(a_student(plan=None), id="no plan"),
        pytest.param(a_student(**UNREAD), id="nothing can be read"),
        pytest.param(
            a_student(plan=PlanType.S504, annual=unreadable(), evaluation=unreadable()),
            id="nor of a 504 plan",
        ),
    ],
)
def test_nothing_comes_next_where_nothing_is_known(student: Any) -> None:
    assert step(a_department(student)) is None


def test_where_the_meetings_cannot_be_read_nobody_is_told_to_plan_one() -> None:
    assert step(a_department(broken=frozenset({("manager-1", "meetings")}))) is None
    assert step(a_department(meetings=(a_meeting(unreadable()),))) is None


@pytest.mark.parametrize(
    ("plan", "eligible", "expected"),
    [
        pytest.param(None, "2026-11-01", "is due by 1 Dec 2026", id="no plan yet"),
        pytest.param(PlanType.IEP, "2026-11-01", "is due by 1 Dec 2026", id="the plan is typed already"),
        pytest.param(None, "2026-10-01", "was due by 31 Oct 2026", id="past due"),
        pytest.param(PlanType.S504, "2026-11-01", "is due by 1 Dec 2026", id="a 504 plan until now"),
        pytest.param(unreadable(), "2026-11-01", None, id="a Problem speaks about the plan"),
    ],
)
def test_a_first_iep_is_to_be_planned(plan: Any, eligible: str, expected: str | None) -> None:
    child = a_student(plan=plan, annual=None, evaluation=None, eligible_on=day(eligible))
    found = step(a_department(child))
    words = f"Agree on a date for the initial IEP with the parent, and have it booked: it {expected}."

    assert (found.words if found else None) == (words if expected else None)


def test_a_first_iep_that_is_written_is_reviewed() -> None:
    assert what(a_department(a_student(eligible_on=day("2026-09-01")))) == (ToDo.PLAN, "2027-08-18")


@pytest.mark.parametrize(
    ("purpose", "row", "words"),
    [
        pytest.param(
            Purpose.REVIEW_504, a_student(plan=PlanType.S504),
            "Agree on a date for the 504 review with the parent, and have it booked: it is due by "
            "15 Sep 2027.",
            id="the review of a 504 plan",
        ),
        pytest.param(
            Purpose.REEVALUATION_504, a_student(plan=PlanType.S504, evaluation=day("2023-12-20")),
            "Agree on a date for the 504 reevaluation with the parent, and have it booked: it is due by "
            "20 Dec 2026.", id="its reevaluation",
        ),
        pytest.param(
            Purpose.REEVALUATION, a_student(evaluation=day("2023-12-20")),
            "Agree on a date for the reevaluation with the parent, and have it booked: it is due by "
            "20 Dec 2026.",
            id="a reevaluation",
        ),
    ],
)  # fmt: skip
def test_what_is_to_be_planned_is_said_with_its_due_date(purpose: Purpose, row: Any, words: str) -> None:
    found = step(a_department(row))
    assert found is not None
    assert (found.what, found.words, found.place) == (ToDo.PLAN, words, a_row(2))

    planned = a_meeting(day("2026-12-18"), purpose)
    assert what(a_department(row, meetings=(planned,))) == (ToDo.HOLD, "2026-12-18")


@pytest.mark.parametrize(
    ("due", "met", "words"),
    [
        pytest.param(
            "2026-12-20", "2027-01-20",
            "The meeting of 20 Jan 2027 is too late: move it to 20 Dec 2026 or before.",
            id="too late",
        ),
        pytest.param("2026-12-20", "2026-12-20", "Hold the meeting of 20 Dec 2026.", id="on the due day"),
        pytest.param("2026-11-19", "2027-01-20", "Hold the meeting of 20 Jan 2027.", id="due before today"),
        pytest.param(
            "2026-11-19", None,
            "Agree on a date for the reevaluation with the parent, and have it booked: it was due by "
            "19 Nov 2026.", id="due before today, and none planned",
        ),
    ],
)  # fmt: skip
def test_a_meeting_that_is_too_late_is_to_be_moved(due: str, met: str | None, words: str) -> None:
    student = a_student(evaluation=day(due).replace(year=2023))
    meetings = (a_meeting(day(met), Purpose.REEVALUATION),) if met else ()
    found = step(a_department(student, meetings=meetings))

    assert found is not None
    assert found.words == words


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        pytest.param({}, "Hold the meeting of 15 Dec 2026.", id="its box is ticked"),
        pytest.param({"book": False}, HAVE_IT_BOOKED, id="not ticked"),
        pytest.param({"book": None, "start": None}, HAVE_IT_BOOKED, id="no start"),
    ],
)  # fmt: skip
def test_a_meeting_that_is_not_to_be_booked_yet(changes: dict[str, Any], words: str) -> None:
    found = step(a_department(meetings=(a_meeting(SOON, **changes),)))

    assert found is not None
    assert found.words == words


def test_too_few_days_for_the_attempts_are_said() -> None:
    found = step(a_department(meetings=(a_meeting(day("2026-11-21"), agreed_on=None),)))

    assert found is not None
    assert found.words == (
        "Contact the parent about the meeting of 21 Nov 2026: 3 more attempts, each on another day, by 2 "
        "other methods. Too few days are left for that before the meeting, so it may have to be moved."
    )


def test_a_504_meeting_needs_neither_notice_nor_attempts() -> None:
    meeting = a_meeting(SOON, Purpose.REVIEW_504, agreed_on=None, notice_sent=None)

    assert what(a_department(a_student(plan=PlanType.S504), meetings=(meeting,))) == (ToDo.HOLD, "2026-12-15")


@pytest.mark.parametrize(
    "meeting",
    [
        pytest.param(a_meeting(SOON, cancelled=True), id="cancelled"),
        pytest.param(a_meeting(day("2026-11-19"), fell_through=True), id="it did not take place"),
        pytest.param(a_meeting(None), id="without a date"),
    ],
)
def test_a_meeting_that_will_not_be_held_is_none(meeting: Any) -> None:
    assert what(a_department(meetings=(meeting,))) == (ToDo.PLAN, "2027-08-18")


PASSED = day("2026-11-05")
SAY_WHETHER = (
    "Say whether the meeting of 5 Nov 2026 took place: tick Held and send its Post IEP Meeting Form, or give "
    "it a new date."
)


@pytest.mark.parametrize(
    ("student", "meeting"),
    [
        pytest.param(
            a_student(annual=day("2025-10-22")), a_meeting(PASSED), id="the annual review is past due"
        ),
        pytest.param(
            a_student(annual=day("2025-10-22")), a_meeting(PASSED, book=False), id="it was never booked"
        ),
        pytest.param(a_student(), a_meeting(PASSED, Purpose.PARENT_REQUESTED), id="of whatever purpose"),
        pytest.param(
            a_student(evaluation=day("2023-10-22")), a_meeting(PASSED, Purpose.REEVALUATION),
            id="the reevaluation is past due",
        ),
        pytest.param(
            a_student(plan=PlanType.S504, annual=day("2025-10-22")), a_meeting(PASSED, Purpose.ANNUAL_REVIEW),
            id="a 504 plan: the shorter word means the same",
        ),
        pytest.param(
            a_student(plan=None, annual=None, evaluation=None, eligible_on=day("2026-09-20")),
            a_meeting(PASSED, Purpose.INITIAL), id="the first IEP is past due",
        ),
    ],
)  # fmt: skip
def test_nobody_plans_a_second_meeting_before_it_is_said_what_became_of_the_first(
    student: Any, meeting: Any
) -> None:
    assert step(a_department(student, meetings=(meeting,))) == NextStep(
        "student-1", "manager-1", ToDo.TOOK_PLACE, PASSED, SAY_WHETHER, meeting.row
    )


def test_a_meeting_that_may_have_been_held_leaves_the_other_review_to_be_planned() -> None:
    late = a_student(evaluation=day("2023-10-22"))

    assert what(a_department(late, meetings=(a_meeting(PASSED),))) == (ToDo.PLAN, "2026-09-24")


def test_the_meeting_whose_day_passed_first_is_asked_about_first() -> None:
    meetings = a_meeting(day("2026-11-12")), a_meeting(PASSED, row=3), a_meeting(SOON, row=4)
    found = step(a_department(meetings=meetings))

    assert found is not None
    assert (found.words, found.place) == (SAY_WHETHER, a_row(3, sheet=2))


def test_where_the_school_calendar_does_not_reach_no_day_for_the_notice_is_made_up() -> None:
    known = an_organisation(districts=(a_district(first_day="2026-12-14"),))
    meeting = a_meeting(SOON, notice_sent=None)

    assert what(a_department(meetings=(meeting,), organisation=known)) == (ToDo.HOLD, "2026-12-15")


def test_students_stand_in_the_order_of_their_days() -> None:
    people = a_student("student-1", row=2), a_student("student-2", row=3)
    meetings = a_meeting(SOON), a_meeting(day("2026-12-01"), student="student-2", row=3)
    found = next_steps(a_department(*people, meetings=meetings), a_policy(), TODAY)

    assert [one.student_ref for one in found] == ["student-2", "student-1"]


def test_a_response_of_nobody_is_nobodys_next_step() -> None:
    form = a_response(day("2026-11-10"), student="")

    assert what(a_department(responses=(form,))) == (ToDo.PLAN, "2027-08-18")


@pytest.mark.parametrize(
    ("facts", "row"),
    [
        pytest.param({"meetings": (a_meeting(SOON),)}, a_row(2, sheet=2), id="the meeting to hold"),
        pytest.param(
            {"meetings": (a_meeting(SOON, notice_sent=None),)},
            a_row(2, sheet=2),
            id="the meeting of which notice is due",
        ),
        pytest.param({}, None, id="none has a date"),
    ],
)
def test_a_step_knows_its_coming_meeting(facts: dict[str, Any], row: Cell | None) -> None:
    found = step(a_department(**facts))

    assert found is not None
    assert found.meeting == row
