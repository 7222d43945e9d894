"""Meetings: which rows are booked, and what becomes of their events."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from tests.builders import (
    a_department,
    a_district,
    a_meeting,
    a_student,
    a_team_member,
    an_organisation,
    day,
    unreadable,
)
from tests.builders_seen import by_hand, kinds, nothing_seen, planned, settled, verdicts
from workspace_agent.duties.meetings_actions import BookMeeting
from workspace_agent.model.facts import Department, Meeting
from workspace_agent.model.field import Missing
from workspace_agent.model.plan import Plan
from workspace_agent.model.problem_kinds import ProblemKind
from workspace_agent.model.vocabulary import ContactState, Existing, Mode, PlanType, Purpose, Role

STAFF = a_team_member(Role.GENERAL_EDUCATION_TEACHER, address="k.osei@sierravieja.example")


def department(*meetings: Meeting, **student: Any) -> Department:
    return a_department(a_student(**student), meetings=meetings, team=(STAFF,))


def booking(plan: Plan) -> BookMeeting:
    (action,) = [action for action in plan.actions if isinstance(action, BookMeeting)]
    return action


def problems(plan: Plan) -> list[ProblemKind]:
    return [problem.kind for problem in plan.problems]


@pytest.mark.parametrize(
    ("meeting", "verdict"),
    [
        pytest.param(a_meeting(), ["booked"], id="a ticked row with an agreement is booked"),
        pytest.param(a_meeting(agreed_on=None), ["hold"], id="without an agreement it is a private hold"),
        pytest.param(a_meeting(book=False), ["not_ticked"], id="an unticked row waits"),
        pytest.param(a_meeting(book=None), ["not_ticked"], id="a blank box is an unticked one"),
        pytest.param(a_meeting(None, book=False), ["undated"], id="an unticked row may be undated"),
        pytest.param(a_meeting(None), ["undated"], id="a ticked row without a date is a question"),
        pytest.param(a_meeting(start=None), ["no_time"], id="a ticked row without a time is a question"),
        pytest.param(a_meeting(unreadable()), ["undated"], id="an unreadable date books nothing"),
        pytest.param(a_meeting(start=unreadable()), ["no_time"], id="an unreadable time books nothing"),
        pytest.param(a_meeting(zone=unreadable()), ["waits"], id="nor an unreadable zone"),
        pytest.param(a_meeting(unknown_purpose=unreadable()), ["no_purpose"], id="nor an unknown purpose"),
        pytest.param(a_meeting(cancelled=True), ["cancelled"], id="a cancelled row is not booked"),
        pytest.param(a_meeting(held=True), [], id="a held meeting lies behind us"),
        pytest.param(a_meeting(day("2026-11-19")), [], id="so does yesterday's"),
        pytest.param(a_meeting(day("2026-11-20")), ["booked"], id="today's does not"),
    ],
)
def test_verdict_of_a_row(meeting: Meeting, verdict: list[str]) -> None:
    plan = planned(department(meeting))

    assert verdicts(plan) == verdict
    assert kinds(plan).get("BookMeeting", 0) == (verdict in (["booked"], ["hold"]))


def test_a_missing_time_is_asked_for_once() -> None:
    assert problems(planned(department(a_meeting(start=None)))) == [ProblemKind.BOOKED_WITHOUT_TIME]
    assert problems(planned(department(a_meeting(start=unreadable())))) == []


@pytest.mark.parametrize(
    ("row", "lacking"),
    [
        pytest.param(a_meeting(start=None), "the start", id="the start"),
        pytest.param(a_meeting(None), "the date", id="the date"),
        pytest.param(a_meeting(None, start=None), "the date and the start", id="both"),
    ],
)
def test_it_says_which_of_date_and_start_is_missing(row: Meeting, lacking: str) -> None:
    plan = planned(department(row))
    (problem,) = plan.problems

    assert problem.sentence == f"A meeting is wanted here, but the row lacks {lacking}."
    assert problem.advice == f"Fill in {lacking}."
    assert [one.because for one in plan.decisions] == [f"the row lacks {lacking}"]


def test_a_missing_purpose_is_asked_for() -> None:
    row = a_meeting()
    plan = planned(department(replace(row, purposes=Missing(row.row))))

    assert verdicts(plan) == ["no_purpose"]
    assert problems(plan) == [ProblemKind.BOOKED_WITHOUT_PURPOSE]


def test_nothing_is_booked_while_the_exit_date_cannot_be_read() -> None:
    assert verdicts(planned(department(a_meeting(), leaves=unreadable()))) == ["waits"]


def test_nothing_is_booked_or_changed_while_a_column_of_the_sheet_is_missing() -> None:
    broken = replace(department(a_meeting()), broken=frozenset({("manager-1", "meetings")}))

    assert verdicts(planned(broken)) == ["waits"]
    assert planned(broken, settled(department(a_meeting()))).problems == ()


def test_two_rows_at_the_same_time_are_one_meeting_and_a_question() -> None:
    plan = planned(department(a_meeting(), a_meeting(row=3)))

    assert verdicts(plan) == ["booked", "same_time"]
    assert problems(plan) == [ProblemKind.TWO_ROWS_ALIKE]
    assert a_meeting().row.url in plan.problems[0].advice
    assert kinds(plan)["BookMeeting"] == 1


def test_nothing_is_booked_for_a_student_who_has_left() -> None:
    plan = planned(department(a_meeting(), leaves=day("2026-10-09")))

    assert verdicts(plan) == ["exited"]
    assert "BookMeeting" not in kinds(plan)


def test_nothing_is_booked_while_it_is_open_who_the_student_is() -> None:
    assert verdicts(planned(department(a_meeting(), held=True))) == ["same_student"]


def test_nothing_is_booked_on_a_calendar_that_could_not_be_read() -> None:
    plan = planned(department(a_meeting()), nothing_seen(calendars=frozenset()))

    assert verdicts(plan) == ["calendar_not_read"]


def test_the_event_says_initials_and_purposes_only() -> None:
    meeting = a_meeting(day("2026-12-01"), Purpose.ANNUAL_REVIEW, Purpose.REEVALUATION)
    text = booking(planned(department(meeting, initials="B.O."))).text

    assert text.summary == "IEP annual review and reevaluation - B.O."
    assert text.start.isoformat() == "2026-12-01T10:00:00-07:00"
    assert (text.end - text.start) == dt.timedelta(minutes=60)
    assert text.zone == "America/Denver"


@pytest.mark.parametrize(
    ("purpose", "plan_type", "summary"),
    [
        pytest.param(Purpose.REVIEW_504, PlanType.S504, "504 review - J.S.", id="a 504 review is not an IEP"),
        pytest.param(Purpose.REVIEW_504, PlanType.IEP, "504 review - J.S.", id="nor is it under an IEP"),
        pytest.param(Purpose.INITIAL, PlanType.IEP, "initial IEP - J.S.", id="IEP is not said twice"),
        pytest.param(
            Purpose.PARENT_REQUESTED,
            PlanType.IEP,
            "IEP meeting (parent requested) - J.S.",
            id="parent requested",
        ),
        pytest.param(
            Purpose.PARENT_REQUESTED,
            PlanType.S504,
            "meeting (parent requested) - J.S.",
            id="parent requested, 504",
        ),
    ],
)
def test_summary(purpose: Purpose, plan_type: PlanType, summary: str) -> None:
    plan = planned(department(a_meeting(day("2026-12-01"), purpose), plan=plan_type))

    assert booking(plan).text.summary == summary


def test_guests_are_staff_and_the_districts_support_specialist() -> None:
    team = (
        STAFF,
        a_team_member(Role.PARENT, address="mother@home.example", state=ContactState.RESTRICTED),
        a_team_member(Role.INTERPRETER, address="bookings@interpreters.example"),
        a_team_member(Role.SPECIAL_EDUCATION_TEACHER, address="m.bravo@sierravieja.example"),
        a_team_member(Role.SCHOOL_PSYCHOLOGIST, student="student-2", address="h.quist@sierravieja.example"),
        a_team_member(Role.OTHER_STAFF, address="s.vega@sierravieja.example", state=ContactState.RESTRICTED),
        a_team_member(unreadable()),
    )
    in_person = a_meeting(mode=Mode.IN_PERSON)
    text = booking(planned(a_department(a_student(), meetings=(in_person,), team=team))).text

    assert text.guests == (
        "c.arroyo@company.example",
        "k.osei@sierravieja.example",
        "m.bravo@sierravieja.example",
    )
    assert "parent, general education teacher" not in text.description.casefold().split("\n")[0]
    assert "Taking part: parent, general education teacher" in text.description
    assert text.outside is False


@pytest.mark.parametrize(
    ("until", "comes"),
    [
        pytest.param("2026-11-30", False, id="gone by then"),
        pytest.param("2026-12-15", True, id="the last day is the meeting's"),
    ],
)
def test_a_support_specialist_who_has_left_by_the_day_of_the_meeting_is_no_guest(
    until: str, *, comes: bool
) -> None:
    css = {
        "name": "Celeste Arroyo",
        "email": "c.arroyo@company.example",
        "from": "2024-08-01",
        "until": until,
    }
    organisation = an_organisation(districts=(a_district(css=css | {"until": until}),))
    row = a_meeting(day("2026-12-15"), mode=Mode.IN_PERSON)
    plan = planned(replace(department(row), organisation=organisation))

    assert ("c.arroyo@company.example" in booking(plan).text.guests) is comes


def test_the_event_says_how_it_is_held_where_that_is_known() -> None:
    by_video = booking(planned(department(a_meeting()))).text.description
    nobody_knows = booking(planned(department(a_meeting(mode=None)))).text.description

    assert "By video." in by_video
    assert "By " not in nobody_knows


def test_a_hold_has_no_guests_and_says_why() -> None:
    text = booking(planned(department(a_meeting(agreed_on=None)))).text

    assert text.guests == ()
    assert "no agreement of the parent" in text.description


@pytest.mark.parametrize(
    ("zone", "workbook_zone", "start"),
    [
        pytest.param("America/New_York", "America/Denver", "2026-12-15T10:00:00-05:00", id="the row's zone"),
        pytest.param(None, "America/Denver", "2026-12-15T10:00:00-07:00", id="else the spreadsheet's"),
        pytest.param(None, "America/Phoenix", "2026-12-15T10:00:00-07:00", id="equal offsets are fine"),
        pytest.param(None, "GMT-07:00", "2026-12-15T10:00:00-07:00", id="a custom zone with that offset"),
        pytest.param(None, "GMT-08:00", None, id="a custom zone with another"),
        pytest.param(None, "Mars/Olympus", None, id="a zone that nobody knows is a question"),
        pytest.param(None, "America/Los_Angeles", None, id="unequal offsets are a question"),
    ],
)
def test_zone_of_a_typed_time(zone: str | None, workbook_zone: str, start: str | None) -> None:
    plan = planned(department(a_meeting(zone=zone, workbook_zone=workbook_zone)))

    if start is None:
        assert verdicts(plan) == ["zone_question"]
        assert problems(plan) == [ProblemKind.ZONE_QUESTION]
    else:
        assert booking(plan).text.start.isoformat() == start
        assert booking(plan).text.zone == (zone or "America/Denver")


def test_a_meeting_over_the_change_of_clocks_keeps_its_length() -> None:
    meeting = a_meeting(day("2027-03-14"), start=dt.time(1, 30), minutes=90, zone="America/New_York")
    text = booking(planned(department(meeting))).text

    assert text.end.isoformat() == "2027-03-14T04:00:00-04:00"


def test_the_students_folder_is_made_before_the_event() -> None:
    plan = planned(department(a_meeting()))
    keys = [action.key for action in plan.actions]

    assert keys.index("folder/student/student-1") < keys.index("meeting/student-1/1")
    assert booking(plan).needs == ("folder/student/student-1",)


def test_an_event_made_by_hand_is_asked_about_first() -> None:
    begins = dt.datetime(2026, 12, 15, 17, 30, tzinfo=dt.UTC)
    near = nothing_seen(unmarked=(by_hand(begins, "student-1"),))
    far = nothing_seen(unmarked=(by_hand(begins + dt.timedelta(minutes=1), "student-1"),))
    other = nothing_seen(unmarked=(by_hand(begins, "student-2"),))

    plan = planned(department(a_meeting()), near)
    assert verdicts(plan) == ["link_or_book"]
    assert problems(plan) == [ProblemKind.LINK_OR_BOOK]
    assert verdicts(planned(department(a_meeting()), far)) == ["booked"]
    assert verdicts(planned(department(a_meeting()), other)) == ["booked"]


# ---- where the event is ------------------------------------------------------------------------------------


def test_a_booked_row_says_where_its_event_is() -> None:
    booked = department(a_meeting())
    seen = settled(booked)
    (event,) = seen.events

    assert [one.link for one in planned(booked).decisions] == [""]
    assert [one.link for one in planned(booked, seen).decisions] == [event.link]


def test_so_does_a_row_whose_event_a_person_changed() -> None:
    booked = department(a_meeting())
    seen = settled(booked)
    (event,) = seen.events
    moved = replace(
        event, prints=replace(event.prints, time="elsewhere"), start=event.start + dt.timedelta(1)
    )

    (decision,) = planned(booked, replace(seen, events=(moved,))).decisions

    assert (decision.verdict, decision.link) == ("changed_by_person", event.link)


def test_and_a_row_that_is_linked_to_an_event_made_by_hand() -> None:
    start = dt.datetime(2026, 12, 15, 17, 0, tzinfo=dt.UTC)
    linked = department(a_meeting(existing=Existing.LINK))
    theirs = by_hand(start, "student-1")

    for event in (theirs, replace(theirs, own=False)):
        (decision,) = planned(linked, nothing_seen(unmarked=(event,))).decisions
        assert (decision.verdict, decision.link) == ("linked", event.link)
