"""Which calendars are looked at again before anything is written, and where a row waits for a person."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.builders import a_department, a_meeting, a_student
from tests.builders_seen import by_hand, nothing_seen, planned, settled
from workspace_agent.duties.meetings_afresh import watched_calendars, written_calendars
from workspace_agent.model.facts import Department, Meeting
from workspace_agent.model.plan import Plan
from workspace_agent.model.seen import Seen

HERS = frozenset({"manager-1@company.example"})
NONE: frozenset[str] = frozenset()
ROW = a_meeting()
BY_HAND = by_hand(dt.datetime(2026, 12, 15, 17, 30, tzinfo=dt.UTC), "student-1")
"""At the time of the row."""


def department(*meetings: Meeting) -> Department:
    return a_department(a_student(), meetings=meetings)


@pytest.mark.parametrize(
    ("meeting", "seen", "written"),
    [
        pytest.param(ROW, nothing_seen(), HERS, id="where something is booked"),
        pytest.param(ROW, settled(department(ROW)), NONE, id="not where all is as the sheet says"),
        pytest.param(a_meeting(book=False), nothing_seen(), NONE, id="nor where nothing is asked for"),
    ],
)
def test_a_calendar_is_written_to(meeting: Meeting, seen: Seen, written: frozenset[str]) -> None:
    assert written_calendars(planned(department(meeting), seen)) == written


@pytest.mark.parametrize(
    ("seen", "watched"),
    [
        pytest.param(nothing_seen(unmarked=(BY_HAND,)), HERS, id="where a question of an event stands"),
        pytest.param(nothing_seen(), NONE, id="not where the row is booked"),
    ],
)
def test_a_calendar_is_watched(seen: Seen, watched: frozenset[str]) -> None:
    whole = department(ROW)
    assert watched_calendars(planned(whole, seen), whole.organisation) == watched


def test_an_empty_plan_wants_no_calendar() -> None:
    assert written_calendars(Plan()) == watched_calendars(Plan(), department().organisation) == NONE
