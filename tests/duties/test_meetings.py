"""Meetings: which rows are booked, and what becomes of their events."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from tests.builders import (
    a_case_manager,
    a_department,
    a_meeting,
    a_student,
    a_team_member,
    an_organisation,
    day,
    unreadable,
)
from tests.builders_seen import (
    by_hand,
    event_of,
    kinds,
    nothing_seen,
    planned,
    seen_after,
    verdicts,
)
from workspace_agent.duties.meetings import BookMeeting, ChangeMeeting
from workspace_agent.model.facts import Department, Meeting
from workspace_agent.model.field import Missing
from workspace_agent.model.plan import Plan
from workspace_agent.model.problem import ProblemKind
from workspace_agent.model.seen import EventState
from workspace_agent.model.vocabulary import PlanType, Purpose, Role

STAFF = a_team_member(Role.GENERAL_EDUCATION_TEACHER, address="k.osei@sierravieja.example")


def department(*meetings: Meeting, **student: Any) -> Department:
    return a_department(a_student(**student), meetings=meetings, team=(STAFF,))


def booking(plan: Plan) -> BookMeeting:
    (action,) = [action for action in plan.actions if isinstance(action, BookMeeting)]
    return action


def change(plan: Plan) -> ChangeMeeting:
    (action,) = [action for action in plan.actions if isinstance(action, ChangeMeeting)]
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


def test_a_missing_purpose_is_asked_for() -> None:
    row = a_meeting()
    plan = planned(department(replace(row, purposes=Missing(row.row))))

    assert verdicts(plan) == ["no_purpose"]
    assert problems(plan) == [ProblemKind.BOOKED_WITHOUT_PURPOSE]


def test_nothing_is_booked_while_the_exit_date_cannot_be_read() -> None:
    assert verdicts(planned(department(a_meeting(), leaves=unreadable()))) == ["waits"]


def test_nothing_is_booked_or_changed_while_a_column_of_the_sheet_is_missing() -> None:
    broken = replace(department(ROW), broken=frozenset({("manager-1", "meetings")}))

    assert verdicts(planned(broken)) == ["waits"]
    assert planned(broken, AFTER).problems == ()


def test_two_rows_at_the_same_time_are_one_meeting_and_a_question() -> None:
    plan = planned(department(a_meeting(), a_meeting(row=3)))

    assert verdicts(plan) == ["booked", "same_time"]
    assert problems(plan) == [ProblemKind.TWO_ROWS_ALIKE]
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
        a_team_member(Role.PARENT, address="mother@home.example"),
        a_team_member(Role.INTERPRETER, address="bookings@interpreters.example"),
        a_team_member(Role.SPECIAL_EDUCATION_TEACHER, address="m.bravo@sierravieja.example"),
        a_team_member(Role.SCHOOL_PSYCHOLOGIST, student="student-2", address="h.quist@sierravieja.example"),
        a_team_member(unreadable()),
    )
    plan = planned(a_department(a_student(), meetings=(a_meeting(),), team=team))

    assert booking(plan).text.guests == (
        "c.arroyo@company.example",
        "k.osei@sierravieja.example",
        "m.bravo@sierravieja.example",
    )
    assert "parent, general education teacher" not in booking(plan).text.description.casefold().split("\n")[0]
    assert "Taking part: parent, general education teacher" in booking(plan).text.description


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


# ---- the second look


ROW_DAY = day("2026-12-15")
ROW = a_meeting(ROW_DAY)
FIRST = planned(department(ROW))
AFTER = seen_after(FIRST)
EVENT = event_of(booking(FIRST))


def with_event(**changes: Any) -> Any:
    return replace(AFTER, events=(replace(EVENT, **changes),))


def test_a_second_look_finds_nothing_to_do() -> None:
    assert planned(department(ROW), AFTER).actions == ()
    assert verdicts(planned(department(ROW), AFTER)) == ["booked"]


def test_a_changed_time_is_patched_and_told() -> None:
    action = change(planned(department(a_meeting(start=dt.time(11, 0))), AFTER))

    assert (action.event_id, action.etag, action.tell_guests) == (EVENT.event_id, EVENT.etag, True)
    assert action.mark.number == 1


def test_a_redated_row_keeps_its_event() -> None:
    action = change(planned(department(a_meeting(day("2026-12-16"))), AFTER))

    assert action.event_id == EVENT.event_id
    assert action.mark.day == day("2026-12-16")


def test_a_new_guest_is_told() -> None:
    team = (STAFF, a_team_member(Role.SPECIAL_EDUCATION_TEACHER, address="m.bravo@sierravieja.example"))
    seen = with_event(guests=booking(FIRST).text.guests)
    plan = planned(a_department(a_student(), meetings=(ROW,), team=team), seen)

    assert change(plan).tell_guests is True


def test_a_guest_less_is_patched_without_a_mail() -> None:
    seen = with_event(guests=booking(FIRST).text.guests)

    assert change(planned(a_department(a_student(), meetings=(ROW,)), seen)).tell_guests is False


def test_an_agreement_on_record_turns_a_hold_into_an_invitation() -> None:
    hold = planned(department(a_meeting(agreed_on=None)))
    action = change(planned(department(a_meeting()), seen_after(hold)))

    assert action.tell_guests is True
    assert action.text.guests == booking(FIRST).text.guests


def test_a_patched_event_is_settled() -> None:
    moved = department(a_meeting(day("2026-12-16")))
    after = seen_after(planned(moved, AFTER), AFTER)

    assert planned(moved, after).actions == ()


@pytest.mark.parametrize(
    ("row", "event", "verdict", "problem"),
    [
        pytest.param(
            ROW,
            {"current_print": "theirs"},
            "changed_by_person",
            ProblemKind.EVENT_CHANGED,
            id="event changed: theirs",
        ),
        pytest.param(
            a_meeting(start=dt.time(11, 0)),
            {"current_print": "theirs"},
            "both_changed",
            ProblemKind.BOTH_CHANGED,
            id="both changed, differently: a question",
        ),
        pytest.param(
            ROW,
            {"state": EventState.CANCELLED},
            "deleted_by_person",
            ProblemKind.EVENT_DELETED,
            id="deleted by a person: not booked again for that date",
        ),
    ],
)
def test_people_win(row: Meeting, event: dict[str, Any], verdict: str, problem: ProblemKind) -> None:
    plan = planned(department(row), with_event(**event))

    assert plan.actions == ()
    assert verdicts(plan) == [verdict]
    assert problems(plan) == [problem]


def test_both_changed_to_the_same_only_moves_the_last_look_on() -> None:
    moved = a_meeting(start=dt.time(11, 0))
    wanted = booking(planned(department(moved)))
    same = with_event(
        current_print=wanted.mark.row_print,
        start=wanted.text.start,
        end=wanted.text.end,
        guests=wanted.text.guests,
    )
    plan = planned(department(moved), same)

    assert verdicts(plan) == ["booked"]
    assert change(plan).tell_guests is False
    assert planned(department(moved), seen_after(plan, same)).actions == ()


def test_a_new_date_after_a_deletion_is_a_new_event_with_the_next_number() -> None:
    plan = planned(department(a_meeting(day("2026-12-17"))), with_event(state=EventState.CANCELLED))

    assert booking(plan).mark.number == 2
    assert booking(plan).event_id != EVENT.event_id


def test_a_vanished_row_is_reported_and_the_event_stays() -> None:
    plan = planned(department(), AFTER)

    assert plan.actions == ()
    assert problems(plan) == [ProblemKind.ROW_GONE]


@pytest.mark.parametrize(
    "hidden",
    [
        pytest.param({"unsettled": frozenset({("manager-1", "meetings")})}, id="some row is nobody's"),
        pytest.param({"broken": frozenset({("manager-1", "meetings")})}, id="the sheet lost a column"),
        pytest.param({"meetings": (a_meeting(unreadable()),)}, id="a date of the student cannot be read"),
    ],
)
def test_a_row_that_may_only_be_hidden_is_not_a_vanished_one(hidden: dict[str, Any]) -> None:
    assert problems(planned(replace(department(), **hidden), AFTER)) == []


@pytest.mark.parametrize(
    "unclear",
    [
        pytest.param({"broken": frozenset({("manager-1", "team")})}, id="its sheet lost a column"),
        pytest.param({"unsettled": frozenset({("manager-1", "team")})}, id="a row of it is nobody's"),
        pytest.param({"team": (a_team_member(unreadable()),)}, id="a role cannot be read"),
    ],
)
def test_a_team_that_is_not_whole_takes_nobody_off_an_event(unclear: dict[str, Any]) -> None:
    there = with_event(guests=booking(FIRST).text.guests)
    bare = replace(department(ROW), **({"team": ()} | unclear))

    assert planned(bare, there).actions == ()
    assert kinds(planned(replace(bare, broken=frozenset(), unsettled=frozenset(), team=()), there)) == {
        "ChangeMeeting": 1
    }


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param({"book": False}, id="Book is unticked"),
        pytest.param({"cancelled": True}, id="Cancelled is ticked"),
    ],
)
def test_an_event_that_is_not_asked_for_any_more_is_told_as_long_as_it_stands(
    changed: dict[str, Any],
) -> None:
    plan = planned(department(a_meeting(**changed)), AFTER)

    assert plan.actions == ()
    assert problems(plan) == [ProblemKind.EVENT_STANDS]


def test_so_is_the_event_of_a_student_who_has_left() -> None:
    assert problems(planned(department(ROW, leaves=day("2026-11-18")), AFTER)) == [ProblemKind.EVENT_STANDS]


def test_a_meeting_that_ended_today_is_left_as_it_was() -> None:
    evening = dt.datetime(2026, 12, 15, 23, tzinfo=dt.UTC)

    assert planned(department(ROW), AFTER, evening).actions == ()
    assert "BookMeeting" not in kinds(planned(department(ROW), nothing_seen(), evening))


def test_two_meetings_on_one_day_keep_their_own_events() -> None:
    review, amendment = a_meeting(), a_meeting(ROW_DAY, Purpose.AMENDMENT, start=dt.time(15), row=3)
    after = seen_after(planned(department(review, amendment)))
    plan = planned(department(a_meeting(start=dt.time(11))), after)

    assert change(plan).mark.number == 1
    assert problems(plan) == [ProblemKind.ROW_GONE]


def test_a_new_time_keeps_all_guests_while_the_team_cannot_be_read() -> None:
    there = with_event(guests=booking(FIRST).text.guests)
    bare = replace(department(a_meeting(start=dt.time(11))), team=(a_team_member(unreadable()),))

    assert change(planned(bare, there)).text.guests == booking(FIRST).text.guests


def test_a_cancelled_row_keeps_its_event_from_a_new_row_of_the_same_purpose() -> None:
    rows = (a_meeting(cancelled=True), a_meeting(day("2026-12-17"), row=3))
    plan = planned(department(*rows), AFTER)

    assert booking(plan).mark.number == 2
    assert problems(plan) == [ProblemKind.EVENT_STANDS]


def test_a_deletion_is_remembered_when_google_has_forgotten_it() -> None:
    done = {action.key: action.fingerprint for action in FIRST.actions}
    plan = planned(department(ROW), nothing_seen(done=done))

    assert verdicts(plan) == ["deleted_by_person"]
    assert "BookMeeting" not in kinds(plan)


def test_the_event_of_a_student_who_is_on_no_list_is_told_and_not_doubled() -> None:
    stranger = replace(EVENT, mark=replace(EVENT.mark, student_ref="somebody-else"))
    plan = planned(department(ROW), replace(AFTER, events=(stranger,)))

    assert problems(plan) == [ProblemKind.ROW_GONE, ProblemKind.LINK_OR_BOOK]
    unread = replace(department(), broken=frozenset({("manager-1", "students")}))
    assert planned(unread, replace(AFTER, events=(stranger,))).problems == ()


def test_an_ended_event_is_never_written_again() -> None:
    later = dt.datetime(2026, 12, 16, 12, tzinfo=dt.UTC)
    plan = planned(department(ROW, a_meeting(day("2026-12-18"))), AFTER, later)

    assert "ChangeMeeting" not in kinds(plan)
    assert booking(plan).mark.number == 2


def test_two_rows_of_one_student_become_two_events() -> None:
    rows = (a_meeting(), a_meeting(day("2027-01-12"), Purpose.REEVALUATION, row=3))
    plan = planned(department(*rows))

    assert [a.key for a in plan.actions if isinstance(a, BookMeeting)] == [
        "meeting/student-1/1",
        "meeting/student-1/2",
    ]
    assert planned(department(*reversed(rows)), seen_after(plan)).actions == ()


def test_numbers_in_the_ledger_are_never_used_again() -> None:
    plan = planned(department(a_meeting()), nothing_seen(numbers={"student-1": 4}))

    assert booking(plan).mark.number == 5


def test_meetings_go_to_their_own_case_managers_calendar() -> None:
    people = (a_case_manager(), a_case_manager("manager-2", zone="America/Denver"))
    whole = a_department(
        a_student(case_manager="manager-2"),
        meetings=(a_meeting(case_manager="manager-2"),),
        organisation=an_organisation(case_managers=people),
    )
    seen = nothing_seen(calendars=frozenset({"manager-2@company.example"}))

    assert booking(planned(whole, seen)).calendar == "manager-2@company.example"
