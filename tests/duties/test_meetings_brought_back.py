"""Meetings: a person brings an event back that the agent cancelled, and decides on it again."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from tests.builders import a_department, a_meeting
from tests.builders_seen import NOW, kinds, planned, seen_after, verdicts
from tests.duties.test_meetings_second_look import (
    EVENT,
    QUARTER,
    ROW,
    department,
    dragged,
    gone,
    problems,
    with_event,
)
from workspace_agent.model.facts import Department, Meeting
from workspace_agent.model.plan import Plan
from workspace_agent.model.problem_kinds import ProblemKind
from workspace_agent.model.seen import EventState, Seen

TICKED = a_meeting(cancelled=True)
DRAFT = a_meeting(book=False)
BACK = with_event(gone(), state=EventState.OPEN)
"""The agent cancelled the event, and a person took it out of the bin."""


def looked(row: Meeting, seen: Seen, quarters: int) -> tuple[Plan, Seen]:
    """One run, so many quarters of an hour after the first."""
    now = NOW + quarters * QUARTER
    plan = planned(department(row), seen, now)
    return plan, seen_after(plan, seen, now)


def noted(row: Meeting = ROW, seen: Seen = BACK) -> Seen:
    """The row asks for the event again, or at least not for its end, and the agent has noted it."""
    plan, after = looked(row, seen, 4)
    assert kinds(plan) == {"RenewMark": 1}
    assert after.events[0].mark.cancelled is False
    return after


def test_nothing_that_anybody_sees_is_changed_and_it_is_noted_once() -> None:
    plan, after = looked(ROW, BACK, 4)
    (action,) = plan.actions

    assert (action.key, verdicts(plan), problems(plan)) == ("back/student-1/1", ["booked"], [])
    assert looked(ROW, after, 5)[0].actions == ()
    assert after.events[0].prints == EVENT.prints


@pytest.mark.parametrize("row", [ROW, DRAFT], ids=["Cancelled unticked", "Book unticked too"])
@pytest.mark.parametrize("forgotten", [False, True], ids=["in the bin", "and Google forgot it"])
def test_if_a_person_then_deletes_it_that_date_is_not_booked_again(row: Meeting, forgotten: bool) -> None:
    seen = noted(row)
    deleted = replace(seen, events=()) if forgotten else with_event(seen, state=EventState.CANCELLED)
    plan, _ = looked(ROW, deleted, 8)

    assert (plan.actions, verdicts(plan)) == ((), ["deleted_by_person"])
    assert problems(plan) == [ProblemKind.EVENT_DELETED]


@pytest.mark.parametrize("row", [ROW, DRAFT], ids=["Cancelled unticked", "Book unticked too"])
def test_a_new_tick_cancels_it_again_and_what_is_unticked_then_is_booked_anew(row: Meeting) -> None:
    first, seen = looked(TICKED, noted(row), 5)
    second, seen = looked(TICKED, seen, 6)

    assert (first.actions, kinds(second)) == ((), {"CancelMeeting": 1})
    assert kinds(looked(ROW, replace(seen, events=(), numbers={"student-1": 1}), 7)[0])["BookMeeting"] == 1
    third = noted(row, with_event(seen, state=EventState.OPEN))
    assert verdicts(looked(ROW, replace(third, events=()), 8)[0]) == ["deleted_by_person"]


@pytest.mark.parametrize("seen", [BACK, replace(BACK, looks={}, done={})], ids=["", "the ledger was lost"])
def test_the_tick_that_led_to_it_does_not_cancel_it_again(seen: Seen) -> None:
    for quarters in (4, 5, 8):
        plan, seen = looked(TICKED, seen, quarters)
        assert (plan.actions, problems(plan)) == ((), [ProblemKind.CANCEL_REFUSED])


def test_if_it_stood_against_its_tick_and_a_person_deletes_it_the_unticked_row_is_not_booked_again() -> None:
    _, seen = looked(TICKED, BACK, 4)
    for quarters in (5, 6):
        plan, seen = looked(ROW, with_event(seen, state=EventState.CANCELLED), quarters)
        assert (plan.actions, verdicts(plan)) == ((), ["deleted_by_person"])


def test_that_it_stood_against_its_tick_is_known_to_the_ledger_alone() -> None:
    _, seen = looked(TICKED, BACK, 4)
    plan, _ = looked(ROW, with_event(replace(seen, looks={}), state=EventState.CANCELLED), 5)

    assert kinds(plan) == {"BookMeeting": 1}


def test_a_new_tick_counts_also_where_the_note_could_not_be_written() -> None:
    """The row was paused, or Google refused."""
    plan, _ = looked(ROW, BACK, 4)
    seen = seen_after(replace(plan, actions=()), BACK, NOW + 4 * QUARTER)
    for quarters, cancels in ((5, False), (6, True)):
        plan, seen = looked(TICKED, seen, quarters)
        assert ("CancelMeeting" in kinds(plan)) is cancels
        assert problems(plan) == []


def test_a_new_time_in_the_row_follows_the_note() -> None:
    moved = a_meeting(start=dt.time(11))
    after = noted(moved)

    assert kinds(looked(moved, after, 5)[0]) == {"ChangeMeeting": 1}


def test_what_a_person_changed_when_they_brought_it_back_stays() -> None:
    plan, after = looked(ROW, dragged(BACK), 4)
    again, _ = looked(ROW, after, 5)

    assert (kinds(plan), verdicts(plan)) == ({"RenewMark": 1}, ["changed_by_person"])
    assert (again.actions, verdicts(again)) == ((), ["changed_by_person"])
    both = noted(a_meeting(start=dt.time(11)), dragged(BACK))
    assert verdicts(looked(a_meeting(start=dt.time(11)), both, 5)[0]) == ["both_changed"]


def test_a_tick_and_a_change_after_the_note_keep_it() -> None:
    plan, _ = looked(TICKED, dragged(noted()), 5)

    assert (plan.actions, problems(plan)) == ((), [ProblemKind.CANCEL_REFUSED])


def test_one_that_is_over_is_left_as_it_was() -> None:
    evening = dt.datetime(2026, 12, 15, 23, tzinfo=dt.UTC)

    assert planned(department(ROW), BACK, evening).actions == ()


@pytest.mark.parametrize("while_it_was_gone", [ROW, TICKED], ids=["ticked with it", "ticked before"])
def test_what_a_person_deleted_and_brought_back_against_a_tick_is_kept(while_it_was_gone: Meeting) -> None:
    _, seen = looked(ROW, with_event(), 1)
    _, seen = looked(while_it_was_gone, with_event(seen, state=EventState.CANCELLED), 2)
    seen = with_event(seen, state=EventState.OPEN)
    for quarters in (3, 4, 8):
        plan, seen = looked(TICKED, seen, quarters)
        assert (plan.actions, problems(plan)) == ((), [ProblemKind.CANCEL_REFUSED])

    _, seen = looked(ROW, seen, 9)
    _, seen = looked(TICKED, seen, 10)
    assert kinds(looked(TICKED, seen, 11)[0]) == {"CancelMeeting": 1}


@pytest.mark.parametrize(
    "while_it_was_gone",
    [replace(a_department(), students=()), department()],
    ids=["the list of students was empty", "its row was gone"],
)
def test_a_deletion_that_no_row_asks_about_is_remembered_too(while_it_was_gone: Department) -> None:
    """Nothing but the mark is known of the event: the ledger was lost."""
    deleted = replace(with_event(state=EventState.CANCELLED), looks={}, done={})
    seen = seen_after(planned(while_it_was_gone, deleted), deleted)
    seen = with_event(seen, state=EventState.OPEN)
    for quarters in (3, 4, 8):
        plan, seen = looked(TICKED, seen, quarters)
        assert (plan.actions, problems(plan)) == ((), [ProblemKind.CANCEL_REFUSED])


def test_a_deletion_of_one_that_is_over_is_not_looked_at() -> None:
    seen = with_event(state=EventState.CANCELLED)
    evening = dt.datetime(2026, 12, 15, 23, tzinfo=dt.UTC)

    assert EVENT.event_id in {look.subject.rpartition("/")[2] for look in planned(department(), seen).looks}
    assert not [look for look in planned(department(), seen, evening).looks if EVENT.event_id in look.subject]
