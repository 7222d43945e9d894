"""Two rows of one student at one time are one meeting and a question, whichever of them comes first."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from tests.builders import a_department, a_field, a_meeting, a_student, day
from tests.builders_seen import kinds, planned, settled, verdicts
from workspace_agent.model.facts import Department, Meeting
from workspace_agent.model.problem_kinds import ProblemKind
from workspace_agent.model.vocabulary import Existing, Purpose


def department(*meetings: Meeting) -> Department:
    return a_department(a_student(), meetings=meetings)


def test_a_row_above_one_that_is_booked_is_not_booked_for_the_same_time() -> None:
    booked = a_meeting(row=3)
    plan = planned(
        department(a_meeting(day("2026-12-15"), Purpose.REEVALUATION), booked), settled(department(booked))
    )

    assert kinds(plan) == {}
    assert verdicts(plan) == ["same_time", "booked"]


def test_an_event_is_not_moved_to_where_another_of_the_student_stands() -> None:
    morning, afternoon = a_meeting(row=2), a_meeting(row=3, start=dt.time(13, 30))
    seen = settled(department(morning, replace(afternoon, existing=a_field(Existing.BOOK))))
    plan = planned(department(afternoon, a_meeting(row=4, start=dt.time(13, 30))), seen)

    assert kinds(plan) == {}
    assert ProblemKind.TWO_ROWS_ALIKE in [problem.kind for problem in plan.problems]


def test_two_events_may_change_places() -> None:
    """Each row takes the time that the other gives up."""
    rows = (a_meeting(row=2), a_meeting(day("2026-12-16"), row=3))
    swapped = (a_meeting(day("2026-12-16"), row=2), a_meeting(row=3))

    assert planned(department(*swapped), settled(department(*rows))).problems == ()


def test_of_two_new_rows_the_first_is_booked() -> None:
    plan = planned(department(a_meeting(row=2), a_meeting(row=3)))

    assert verdicts(plan) == ["booked", "same_time"]
