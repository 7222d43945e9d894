"""Dial-in lines stay taken as long as it is not certain that they are free."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import replace

import pytest

from tests.builders import a_case_manager, a_department, a_meeting, a_student, an_organisation
from tests.builders_seen import CALENDAR, kinds, nothing_seen, planned, seen_after
from tests.duties.test_meetings_second_look import STAFF, problems
from workspace_agent.model.facts import Department, Meeting
from workspace_agent.model.meeting_settings import DialIn, MeetingSettings
from workspace_agent.model.organisation import CaseManager
from workspace_agent.model.problem_kinds import ProblemKind
from workspace_agent.model.seen import MarkedEvent, Seen

HERS, HIS = a_case_manager(), a_case_manager("manager-2")
HER_ROW = a_meeting(student="student-1")
HIS_ROW = a_meeting(student="student-2", row=3, case_manager="manager-2")
"""At the same time."""

BOTH = frozenset({CALENDAR, HIS.calendar})


def department(*meetings: Meeting, people: tuple[CaseManager, ...] = (HERS, HIS)) -> Department:
    """One student for each case manager; the department has one line."""
    settings = MeetingSettings(dial_in=(DialIn(number="+1 555 0100", pin="4321"),))
    keys = {person.key for person in people}
    students = (a_student(), a_student("student-2", initials="A.B.", case_manager="manager-2", row=3))
    return a_department(
        *(student for student in students if student.case_manager in keys),
        meetings=meetings,
        team=(STAFF, replace(STAFF, student_ref="student-2")),
        organisation=an_organisation(meetings=settings, case_managers=people),
    )


def run(whole: Department, seen: Seen, held: str = "") -> Seen:
    """What Google holds after a run, where it gives no telephone number; one student's actions wait."""
    plan = planned(whole, seen)
    actions = tuple(action for action in plan.actions if held == "" or action.student_ref != held)
    after = seen_after(replace(plan, actions=actions), seen)
    return replace(after, events=tuple(replace(event, dial_in=False) for event in after.events))


def runs(whole: Department, seen: Seen, held: str = "") -> Seen:
    for _ in range(3):
        seen = run(whole, seen, held)
    return seen


def lines(*events: MarkedEvent) -> Counter[str]:
    return Counter(event.mark.line for event in events if event.mark.line)


BOOKED = runs(department(HER_ROW), nothing_seen(calendars=BOTH))


def test_a_move_that_is_not_done_yet_frees_no_line() -> None:
    """Her row is paused, or a brake or Google refuses the move."""
    moving = department(a_meeting(student="student-1", start=dt.time(14)), HIS_ROW)
    seen = runs(moving, BOOKED, held="student-1")

    assert len(seen.events) == 2
    assert set(lines(*seen.events).values()) == {1}
    assert ProblemKind.NO_DIAL_IN in problems(planned(moving, seen))
    moved = runs(moving, seen)
    assert set(lines(*moved.events).values()) == {2}, "now it is free"
    assert planned(moving, moved).actions == ()


@pytest.mark.parametrize("people", [(HERS, HIS), (HIS,)], ids=["cannot be read", "is named no more"])
def test_a_line_stays_taken_while_the_calendar_of_its_event_is_out_of_sight(
    people: tuple[CaseManager, ...],
) -> None:
    whole = department(HIS_ROW, people=people)
    seen = runs(whole, replace(BOOKED, events=(), calendars=frozenset({HIS.calendar})))

    assert len(lines(*BOOKED.events)) == 1
    assert set(lines(*BOOKED.events, *seen.events).values()) == {1}
    assert ProblemKind.NO_DIAL_IN in problems(planned(whole, seen))
    later = department(replace(HIS_ROW, start=a_meeting(start=dt.time(12)).start), people=people)
    assert set(lines(*BOOKED.events, *runs(later, seen).events).values()) == {2}, "free at another time"


def test_a_line_whose_calendar_never_held_a_meeting_is_free() -> None:
    seen = runs(department(HIS_ROW), nothing_seen(calendars=frozenset({HIS.calendar})))

    assert len(lines(*seen.events)) == 1
    assert kinds(planned(department(HIS_ROW), seen)) == {}


@pytest.mark.parametrize("first", [True, False], ids=["the first row", "the second row"])
def test_of_two_events_on_one_line_the_one_that_nobody_dragged_keeps_it(*, first: bool) -> None:
    earlier = dt.time(8)
    rows = (replace(HER_ROW, start=a_meeting(start=earlier).start), HIS_ROW)
    whole = department(*(rows if first else (HER_ROW, replace(HIS_ROW, start=rows[0].start))))
    seen = runs(whole, nothing_seen(calendars=BOTH))
    assert set(lines(*seen.events).values()) == {2}

    stays = next(event for event in seen.events if event.start.hour != earlier.hour)
    goes = next(event for event in seen.events if event is not stays)
    moved = replace(
        goes, start=stays.start, end=stays.end, prints=replace(goes.prints, time="dragged"), dial_in=True
    )
    after = runs(whole, replace(seen, events=(replace(stays, dial_in=True), moved)))

    assert [event.event_id for event in after.events if event.mark.line] == [stays.event_id]
