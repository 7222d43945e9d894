"""How many due dates lie where: the edges of each band."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.builders import TODAY, a_department, a_policy, a_student, unreadable
from workspace_agent.model.vocabulary import PlanType
from workspace_agent.rules.bands import band, due_bands


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
        a_student("student-3", plan=PlanType.S504),
    )

    assert due_bands(department, a_policy(), TODAY) == {
        "Annual reviews due": {"past due": 1, "unknown": 1},
        "Reevaluations due": {"later": 1, "unknown": 1},
    }
