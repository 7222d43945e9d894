"""How the annual review stands that is due within a period: the statuses of the reports of schools."""

from __future__ import annotations

from typing import Any

import pytest

from tests.builders import a_department, a_policy, a_response, a_student, day, unreadable
from workspace_agent.model.vocabulary import PlanType
from workspace_agent.rules.review_history import (
    AnnualStatus,
    Period,
    annual_status,
    annual_statuses,
    review_history,
)

SEPTEMBER = Period(day("2025-09-01"), day("2025-09-30"))
YEAR = Period(day("2025-07-01"), day("2026-06-30"))
TIMELY, LATE = AnnualStatus.TIMELY, AnnualStatus.HELD_LATE
NOT_HELD, PENDING = AnnualStatus.NOT_HELD, AnnualStatus.PENDING


def status(
    student: Any, *responses: Any, period: Period = SEPTEMBER, today: str = "2025-10-06", **changes: Any
) -> AnnualStatus | None:
    department = a_department(student, responses=responses, **changes)
    return annual_status(department, student, a_policy(), period, day(today))


def due(on: str, **changes: Any) -> Any:
    """A student whose last review was a year before a day."""
    last = day(on).replace(year=day(on).year - 1)
    return a_student(annual=last, **changes)


@pytest.mark.parametrize(
    ("held", "today", "expected"),
    [
        pytest.param(None, "2025-09-29", PENDING, id="the day before"),
        pytest.param(None, "2025-09-30", PENDING, id="the due day itself is not past"),
        pytest.param(None, "2025-10-01", NOT_HELD, id="the day after"),
        pytest.param("2025-08-01", "2025-10-01", TIMELY, id="held before the period"),
        pytest.param("2025-09-30", "2025-10-01", TIMELY, id="held on the day"),
        pytest.param("2025-10-01", "2025-10-01", LATE, id="held the day after"),
        pytest.param("2025-12-01", "2025-12-01", LATE, id="held after the period"),
    ],
)
def test_a_review_due_on_the_last_of_september(held: str | None, today: str, expected: AnnualStatus) -> None:
    responses = (a_response(day(held)),) if held else ()

    assert status(due("2025-09-30"), *responses, today=today) is expected


@pytest.mark.parametrize(
    ("leaves", "today", "expected"),
    [
        pytest.param("2025-10-05", "2025-10-06", NOT_HELD, id="left after it was due: not held"),
        pytest.param("2025-10-01", "2025-10-06", NOT_HELD, id="left the day after it was due"),
        pytest.param("2025-09-30", "2025-10-06", None, id="left on the day it was due: excluded"),
        pytest.param("2025-09-15", "2025-10-06", None, id="left before it was due: excluded"),
        pytest.param("2026-05-21", "2025-10-06", NOT_HELD, id="leaves later: goes on as for everybody"),
        pytest.param("2025-09-29", "2025-09-28", PENDING, id="leaves tomorrow, before it is due"),
        pytest.param("2025-09-28", "2025-09-28", None, id="left today, before it is due"),
    ],
)
def test_who_left_stays_in_the_report_if_it_was_past_due(
    leaves: str, today: str, expected: AnnualStatus | None
) -> None:
    assert status(due("2025-09-30", leaves=day(leaves)), today=today) is expected


def test_who_left_after_a_review_in_time_stays_as_timely() -> None:
    student = due("2025-09-30", leaves=day("2025-09-20"))

    assert status(student, a_response(day("2025-09-10"))) is TIMELY


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        pytest.param("2025-08-31", None, id="the day before the period"),
        pytest.param("2025-09-01", NOT_HELD, id="its first day"),
        pytest.param("2025-09-30", NOT_HELD, id="its last day"),
        pytest.param("2025-10-01", None, id="the day after it"),
    ],
)
def test_a_period_has_both_its_ends(on: str, expected: AnnualStatus | None) -> None:
    assert status(due(on)) is expected


@pytest.mark.parametrize(
    ("student", "changes", "expected"),
    [
        pytest.param(due("2025-09-10", plan=PlanType.S504), {}, None, id="a 504 plan"),
        pytest.param(due("2025-09-10", plan=None), {}, None, id="an unknown plan"),
        pytest.param(a_student(annual=None), {}, None, id="no date is on record"),
        pytest.param(a_student(annual=unreadable()), {}, None, id="no date can be read"),
        pytest.param(a_student(annual=None, annual_due=day("2025-09-10")), {}, NOT_HELD, id="typed as due"),
        pytest.param(due("2025-09-10"), {"form_unread": True}, PENDING, id="the form could not be read"),
        pytest.param(due("2025-09-10", leaves=unreadable()), {}, PENDING, id="the exit cannot be read"),
        pytest.param(
            due("2025-09-10", annual_due=day("2025-10-02")), {}, None, id="of two dates the later one counts"
        ),
    ],
)
def test_who_has_a_status(student: Any, changes: dict[str, Any], expected: AnnualStatus | None) -> None:
    assert status(student, **changes) is expected


def test_of_two_due_dates_in_a_year_the_later_counts() -> None:
    """The first was met early, so that the second falls into the same year."""
    early = a_response(day("2025-06-20"))

    assert status(due("2025-09-30"), early, period=YEAR, today="2026-06-19") is PENDING
    assert status(due("2025-09-30"), early, period=YEAR, today="2026-06-21") is NOT_HELD


def test_the_history_is_by_form_and_in_order() -> None:
    student = a_student(annual=day("2024-11-14"))
    forms = tuple(
        a_response(day(on), response_id=key) for on, key in (("2026-11-10", "b"), ("2025-12-01", "a"))
    )
    history = review_history(a_department(student, responses=forms), student, a_policy())

    assert [(one.due, one.held, one.days_late, one.next_due) for one in history] == [
        (day("2025-11-14"), day("2025-12-01"), 17, day("2026-12-01")),
        (day("2026-12-01"), day("2026-11-10"), 0, day("2027-11-10")),
    ]


def test_a_first_review_on_record_is_not_late() -> None:
    student = a_student(annual=None)
    [only] = review_history(
        a_department(student, responses=(a_response(day("2025-12-01")),)), student, a_policy()
    )

    assert (only.due, only.days_late) == (None, 0)


def test_a_later_date_in_the_row_is_no_review_by_form() -> None:
    student = a_student(annual=day("2026-10-01"))
    [only] = review_history(
        a_department(student, responses=(a_response(day("2025-12-01")),)), student, a_policy()
    )

    assert only.held == day("2025-12-01")


def test_all_students_of_a_period_are_counted_by_case_manager() -> None:
    students = (
        a_student("student-1", annual=day("2024-09-30")),
        a_student("student-2", annual=day("2024-09-30"), row=3),
        a_student("student-3", annual=day("2024-09-10"), leaves=day("2025-10-02"), row=4),
        a_student("student-4", annual=day("2024-09-30"), leaves=day("2025-09-15"), row=5),
        a_student("student-5", annual=day("2024-09-30"), plan=PlanType.S504, row=6),
        a_student("student-6", annual=day("2024-09-30"), case_manager="manager-2", row=7),
    )
    held = a_response(day("2025-09-12"), student="student-2")
    counts = annual_statuses(
        a_department(*students, responses=(held,)), a_policy(), SEPTEMBER, day("2025-10-06")
    )

    assert counts == {"manager-1": {TIMELY: 1, NOT_HELD: 2}, "manager-2": {NOT_HELD: 1}}
