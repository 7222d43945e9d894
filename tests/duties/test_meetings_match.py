"""Meetings: which row is which event, after people changed both."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from tests.builders import a_department, a_meeting, a_student, day
from tests.builders_seen import NOW, kinds, planned, seen_after, settled, verdicts
from workspace_agent.duties.meetings_actions import RenewMark
from workspace_agent.model.facts import Department, Meeting
from workspace_agent.model.plan import Plan
from workspace_agent.model.problem_kinds import ProblemKind
from workspace_agent.model.seen import EventState, MarkedEvent, Prints, Seen
from workspace_agent.model.vocabulary import Existing, Purpose

QUARTER = dt.timedelta(minutes=15)


def department(*meetings: Meeting, **student: Any) -> Department:
    return a_department(a_student(**student), meetings=meetings)


def on(date: str, row: int = 2, **changes: Any) -> Meeting:
    return a_meeting(day(date), row=row, **changes)


def problems(plan: Plan) -> list[ProblemKind]:
    return [problem.kind for problem in plan.problems]


def event_of(row: Meeting) -> MarkedEvent:
    (event,) = settled(department(row)).events
    return event


def dragged(seen: Seen, to: Meeting, number: int = 1) -> Seen:
    """Somebody drags an event to where this row would have it."""
    there = event_of(to)

    def drag(event: MarkedEvent) -> MarkedEvent:
        prints = replace(event.prints, time=there.prints.time)
        return replace(event, prints=prints, start=there.start, end=there.end)

    events = (drag(event) if event.mark.number == number else event for event in seen.events)
    return replace(seen, events=tuple(events))


def looked(seen: Seen, *rows: Meeting, now: dt.datetime = NOW) -> Seen:
    """The agent looks and does what is to be done, until nothing is."""
    for _ in range(4):
        plan = planned(department(*rows), seen, now)
        seen = seen_after(plan, seen, now)
        if not plan.actions:
            return seen
    raise AssertionError(f"never done: {[action.key for action in plan.actions]}")


def deleted(seen: Seen) -> Seen:
    return replace(seen, events=tuple(replace(event, state=EventState.CANCELLED) for event in seen.events))


def starts(seen: Seen) -> dict[int, dt.date]:
    return {event.mark.number: event.start.date() for event in seen.events}


# ---- the row follows an event that was dragged to another day

FIRST, THERE = on("2026-12-02"), on("2026-12-09")
DRAGGED = dragged(settled(department(FIRST)), THERE)
FOLLOWED = [
    pytest.param(looked(DRAGGED, FIRST), id="after it was told"),
    pytest.param(DRAGGED, id="between two looks"),
]


@pytest.mark.parametrize("seen", FOLLOWED)
def test_where_the_row_follows_only_the_mark_is_written_and_once(seen: Seen) -> None:
    plan = planned(department(THERE), seen)
    (action,) = plan.actions

    assert isinstance(action, RenewMark)
    assert (action.mark.day, action.etag, action.mails) == (day("2026-12-09"), '"1"', False)
    assert (verdicts(plan), plan.problems) == (["booked"], ())
    assert planned(department(THERE), seen_after(plan, seen)).actions == ()


@pytest.mark.parametrize("seen", FOLLOWED)
def test_deleted_then_it_is_not_booked_again(seen: Seen) -> None:
    gone = deleted(looked(seen, THERE))

    assert verdicts(planned(department(THERE), gone)) == ["deleted_by_person"]
    assert verdicts(planned(department(THERE), replace(gone, looks={}, done={}))) == ["deleted_by_person"]
    forgotten = replace(gone, events=())
    assert verdicts(planned(department(THERE), forgotten)) == ["deleted_by_person"]


@pytest.mark.parametrize("seen", FOLLOWED)
def test_cancelled_then_its_event_is_cancelled(seen: Seen) -> None:
    wish = replace(THERE, cancelled=True)
    first = looked(looked(seen, THERE), wish)

    assert kinds(planned(department(wish), first, NOW + QUARTER)) == {"CancelMeeting": 1}


@pytest.mark.parametrize("seen", FOLLOWED)
def test_cancelled_in_the_same_interval_it_is_known_nevertheless(seen: Seen) -> None:
    plan = planned(department(replace(THERE, cancelled=True)), seen)

    assert ProblemKind.ROW_GONE not in problems(plan)


@pytest.mark.parametrize("seen", [*FOLLOWED, pytest.param(looked(DRAGGED, THERE), id="and it was seen")])
def test_a_second_row_for_the_old_date_is_another_meeting(seen: Seen) -> None:
    new = on("2026-12-02", row=3)
    after = looked(seen, THERE, new)

    assert starts(after) == {1: day("2026-12-09"), 2: day("2026-12-02")}
    assert planned(department(THERE, new), after).problems == ()


def test_two_events_that_people_dragged_stay_with_the_rows_that_booked_them() -> None:
    rows = (on("2026-12-02"), on("2026-12-09", row=3))
    seen = dragged(settled(department(*rows)), on("2026-12-09", start=dt.time(15)), number=2)
    seen = dragged(seen, on("2026-12-09"))

    assert planned(department(*rows), seen).actions == ()


def test_a_mark_that_is_not_whole_is_not_renewed() -> None:
    seen = settled(department(FIRST))
    (event,) = seen.events
    spoilt = replace(event.mark, row=Prints(), event=Prints(), purposes=frozenset())

    assert planned(department(FIRST), replace(seen, events=(replace(event, mark=spoilt),))).actions == ()


# ---- several meetings of one student with the same purposes

EARLY, LATE = on("2026-12-02"), on("2026-12-16", row=3)
BOTH = settled(department(EARLY, LATE))


@pytest.mark.parametrize("order", [1, -1], ids=["as they were", "sorted"])
def test_each_redated_row_keeps_the_nearest_event(order: int) -> None:
    rows = (on("2026-12-03"), on("2026-12-17", row=3))[::order]

    assert starts(looked(BOTH, *rows)) == {1: day("2026-12-03"), 2: day("2026-12-17")}


def test_a_new_row_beside_a_redated_one_gets_its_own_event() -> None:
    seen = settled(department(EARLY))

    assert starts(looked(seen, on("2027-01-12"), on("2026-12-03", row=3))) == {
        1: day("2026-12-03"),
        2: day("2027-01-12"),
    }


def test_nearest_to_where_a_person_put_it() -> None:
    seen = looked(dragged(BOTH, on("2026-12-21")), EARLY, LATE)

    assert starts(looked(seen, on("2026-12-20"), on("2026-12-23", row=3)))[1] == day("2026-12-20")


def test_which_of_two_events_a_row_had_is_asked_and_answered_in_calendar() -> None:
    """One of two rows is deleted and the other redated at once: nobody can say whose event is whose."""
    row = on("2026-12-10")
    plan = planned(department(row), BOTH)

    assert (plan.actions, verdicts(plan)) == ((), ["which_of_them"])
    assert problems(plan) == [ProblemKind.WHICH_OF_THEM]
    assert "2 events" in plan.problems[0].sentence
    linked = planned(department(on("2026-12-10", existing=Existing.LINK)), BOTH)
    assert problems(linked) == [ProblemKind.WHICH_OF_THEM], "link does not say which"
    asked = seen_after(plan, BOTH)
    assert problems(planned(department(row), asked)) == [ProblemKind.WHICH_OF_THEM], "it stays a question"
    back = looked(asked, LATE)
    assert starts(looked(back, row)) == {1: day("2026-12-02"), 2: day("2026-12-10")}
    (first, second) = BOTH.events
    one = replace(BOTH, events=(replace(first, state=EventState.CANCELLED), second))
    assert starts(looked(one, row))[2] == day("2026-12-10")


def test_an_event_whose_row_was_gone_before_is_not_what_another_row_had() -> None:
    alone = looked(BOTH, LATE)

    assert starts(looked(alone, on("2026-12-04"))) == {1: day("2026-12-02"), 2: day("2026-12-04")}


# ---- a row that asks for nothing any more, and was redated before the next look


REDATED = [
    pytest.param(on("2026-12-11", cancelled=True), id="cancelled"),
    pytest.param(on("2026-12-11", book=False), id="Book is unticked"),
    pytest.param(on("2025-12-02"), id="a slip of the pen in the year"),
    pytest.param(on("2025-12-02", book=False, has_box=False), id="the same where there is no box"),
    pytest.param(a_meeting(None), id="the date was cleared"),
]


@pytest.mark.parametrize("row", REDATED)
def test_a_redated_row_that_asks_for_nothing_is_asked_about_itself(row: Meeting) -> None:
    seen = settled(department(FIRST))
    plan = planned(department(row), seen)
    (problem,) = [one for one in plan.problems if one.kind is not ProblemKind.BOOKED_WITHOUT_TIME]

    assert (plan.actions, problem.kind, problem.place) == ((), ProblemKind.ROW_REDATED, row.row)
    assert seen.events[0].link in problem.advice


def test_its_former_date_makes_it_the_events_row_again() -> None:
    seen = looked(settled(department(FIRST)), on("2026-12-11", cancelled=True))
    back = replace(FIRST, cancelled=True)

    assert kinds(planned(department(back), looked(seen, back), NOW + QUARTER)) == {"CancelMeeting": 1}


def test_a_cancelled_row_with_an_event_of_its_own_explains_no_other() -> None:
    assert problems(planned(department(replace(EARLY, cancelled=True)), BOTH)) == [ProblemKind.ROW_GONE]


@pytest.mark.parametrize(
    "row",
    [
        pytest.param(on("2026-11-11", held=True), id="a meeting that was held"),
        pytest.param(on("2026-11-11", cancelled=True), id="one that was cancelled and is past"),
        pytest.param(on("2026-11-11", book=False), id="a draft that is past"),
        pytest.param(a_meeting(day("2026-12-11"), Purpose.AMENDMENT, cancelled=True), id="another purpose"),
    ],
)
def test_a_row_that_was_another_meeting_is_not_asked_about(row: Meeting) -> None:
    assert problems(planned(department(row), settled(department(FIRST)))) == [ProblemKind.ROW_GONE]
