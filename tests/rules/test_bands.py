"""How many due dates lie where: the edges of each band."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from tests.builders import TODAY, a_department, a_policy, a_student, unreadable
from workspace_agent.model.vocabulary import PlanType
from workspace_agent.rules.bands import band, bands_of


@pytest.mark.parametrize(
    ("days", "name"),
    [
        (-1, "past due"),
        (0, "0-30 days"),
        (30, "0-30 days"),
        (31, "31-60 days"),
        (60, "31-60 days"),
        (61, "61-90 days"),
        (90, "61-90 days"),
        (91, "later"),
    ],
)
def test_the_due_day_itself_is_not_past(days: int, name: str) -> None:
    assert band(TODAY + dt.timedelta(days=days), TODAY) == name


def test_students_are_counted_by_what_is_due_and_a_date_that_cannot_be_read_is_unknown() -> None:
    department = a_department(
        a_student("student-1", annual=TODAY - dt.timedelta(days=370), evaluation=TODAY),
        a_student("student-2", annual=unreadable(), evaluation=unreadable()),
        a_student("student-3", plan=PlanType.S504, annual=TODAY - dt.timedelta(days=340), evaluation=None),
    )

    assert bands_of(department, a_policy(), TODAY) == {
        "Annual reviews due": {"student-1": "past due", "student-2": "unknown"},
        "Reevaluations due": {"student-1": "later", "student-2": "unknown"},
        "504 reviews due": {"student-3": "0-30 days"},
        "504 reevaluations due": {"student-3": "unknown"},
    }


@pytest.mark.parametrize(
    ("review", "evaluation", "bands"),
    [
        pytest.param("2025-11-20", "2023-11-20", ("0-30 days", "0-30 days"), id="wanted today"),
        pytest.param("2025-11-19", "2023-11-19", ("past due", "past due"), id="wanted yesterday"),
        pytest.param(None, None, ("unknown", "unknown"), id="nothing is on record"),
    ],
)
def test_a_504_plan_is_reviewed_each_year_and_its_student_reevaluated_every_three(
    review: str | None, evaluation: str | None, bands: tuple[str, str]
) -> None:
    typed = [one and dt.date.fromisoformat(one) for one in (review, evaluation)]
    student = a_student(plan=PlanType.S504, annual=typed[0] or None, evaluation=typed[1] or None)
    found = bands_of(a_department(student), a_policy(), TODAY)

    assert (found["504 reviews due"][student.ref], found["504 reevaluations due"][student.ref]) == bands
    assert found["Annual reviews due"] == found["Reevaluations due"] == {}


def test_a_passed_day_of_a_504_plan_is_unknown_while_the_form_cannot_be_read() -> None:
    student = a_student(plan=PlanType.S504, annual=dt.date(2024, 1, 1), evaluation=dt.date(2020, 1, 1))
    found = bands_of(a_department(student, form_unread=True), a_policy(), TODAY)

    assert {*found["504 reviews due"].values(), *found["504 reevaluations due"].values()} == {"unknown"}


LAWS: dict[str, dict[str, Any]] = {
    "annual_review": {"mode": "days365", "source": "a source"},
    "reevaluation": {"years": 2, "waivable": False, "source": "a source"},
}


@pytest.mark.parametrize(
    ("checked", "today", "band_of_both"),
    [
        pytest.param(None, "2024-02-28", "0-30 days", id="unchecked: the day before"),
        pytest.param(None, "2024-03-01", "0-30 days", id="unchecked: passed, but not past due on record"),
        pytest.param("2026-11-28", "2024-03-01", "past due", id="checked: the day after"),
    ],
)
def test_a_reading_of_the_state_is_past_due_only_where_it_was_checked(
    checked: str | None, today: str, band_of_both: str
) -> None:
    states = {"TX": {name: {**law, "checked": checked} for name, law in LAWS.items()}}
    student = a_student(annual=dt.date(2023, 3, 1), evaluation=dt.date(2022, 2, 28))
    found = bands_of(a_department(student), a_policy(states=states), dt.date.fromisoformat(today))

    assert found["Annual reviews due"] == found["Reevaluations due"] == {student.ref: band_of_both}
