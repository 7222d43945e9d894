"""Meetings: the video link, the telephone line, events made by hand, and guests from outside."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from tests.builders import (
    a_cell,
    a_department,
    a_field,
    a_meeting,
    a_row,
    a_student,
    a_team_member,
    an_organisation,
    day,
    unreadable,
)
from tests.builders_seen import (
    CALENDAR,
    NOW,
    by_hand,
    kinds,
    nothing_seen,
    planned,
    seen_after,
    settled,
    sign,
    verdicts,
)
from tests.duties.test_meetings_second_look import GUESTS, STAFF, booking, change, department, problems
from workspace_agent.duties.meetings import awaits_links
from workspace_agent.duties.meetings_actions import AskForVideo, LinkMeeting
from workspace_agent.duties.meetings_lines import Lines, taken_by
from workspace_agent.model.consents import AgencyConsent
from workspace_agent.model.facts import Department, Meeting
from workspace_agent.model.field import Missing
from workspace_agent.model.meeting_settings import DialIn, MeetingSettings
from workspace_agent.model.plan import Plan
from workspace_agent.model.problem_kinds import ProblemKind
from workspace_agent.model.seen import EventField, EventState, Prints, Seen, Video
from workspace_agent.model.vocabulary import ContactState, Existing, Mode, PlanType, Purpose, Role

ROW = a_meeting()
BOOKED = seen_after(planned(department(ROW)))
FIRST, SECOND = DialIn(number="+1 555 0100", pin="4321"), DialIn(number="+1 555 0101")


def with_video(video: Video, *, dial_in: bool = True, asked: int = 1, seen: Seen = BOOKED) -> Seen:
    events = tuple(
        replace(event, video=video, dial_in=dial_in, mark=replace(event.mark, asked=asked))
        for event in seen.events
    )
    return replace(seen, events=events)


def asked_for(plan: Plan) -> AskForVideo:
    (action,) = [action for action in plan.actions if isinstance(action, AskForVideo)]
    return action


# ---- the link


def test_nobody_is_invited_while_the_link_is_pending() -> None:
    seen = with_video(Video.PENDING)
    first = planned(department(ROW), seen)
    assert (first.actions, first.problems, verdicts(first)) == ((), (), ["booked"])

    later = planned(department(ROW), seen_after(first, seen), NOW + dt.timedelta(minutes=15))
    assert (later.actions, problems(later)) == ((), [ProblemKind.VIDEO_LATE])
    ready = with_video(Video.READY, seen=seen_after(first, seen))
    assert change(planned(department(ROW), ready)).fields == {EventField.GUESTS}


def test_where_nobody_is_to_be_invited_a_late_link_is_no_trouble() -> None:
    hold = department(a_meeting(agreed_on=None))
    seen = with_video(Video.PENDING, seen=seen_after(planned(hold)))
    first = planned(hold, seen)

    assert planned(hold, seen_after(first, seen), NOW + dt.timedelta(hours=1)).problems == ()
    assert not awaits_links(first)
    assert awaits_links(planned(department(ROW), with_video(Video.PENDING)))


def test_a_new_time_does_not_wait_for_the_link() -> None:
    plan = planned(department(a_meeting(start=dt.time(11))), with_video(Video.PENDING))

    assert change(plan).fields == {EventField.TIME}
    after = with_video(Video.READY, seen=seen_after(plan, BOOKED))
    assert change(planned(department(a_meeting(start=dt.time(11))), after)).fields == {EventField.GUESTS}


def failing(asked: int, first_seen: dt.datetime = NOW) -> Seen:
    """Google has refused the link, which was seen at a moment."""
    seen = with_video(Video.FAILED, asked=asked)
    return seen_after(planned(department(ROW), seen, first_seen), seen, first_seen)


def test_a_link_that_failed_is_asked_for_a_quarter_of_an_hour_later_under_a_new_request() -> None:
    first = planned(department(ROW), with_video(Video.FAILED))
    assert (first.actions, first.problems, awaits_links(first)) == ((), (), False)

    action = asked_for(planned(department(ROW), failing(1), NOW + dt.timedelta(minutes=15)))
    assert action.mark.asked == 2
    assert action.request_id != booking(planned(department(ROW))).request_id


@pytest.mark.parametrize(
    ("asked", "hours", "tries", "told"),
    [
        pytest.param(1, 0, False, [], id="right after the first failure"),
        pytest.param(2, 1, True, [], id="an hour after the second"),
        pytest.param(3, 23, False, [ProblemKind.NO_VIDEO], id="the third of a day is told"),
        pytest.param(3, 24, True, [ProblemKind.NO_VIDEO], id="and tried again the next day"),
        pytest.param(4, 1, True, [ProblemKind.NO_VIDEO], id="which is told as long as it fails"),
        pytest.param(6, 1, False, [ProblemKind.NO_VIDEO], id="and bounded on each day"),
    ],
)
def test_a_link_is_asked_for_a_few_times_a_day(
    asked: int, hours: int, tries: bool, told: list[ProblemKind]
) -> None:
    plan = planned(department(ROW), failing(asked), NOW + dt.timedelta(hours=hours))

    assert (kinds(plan).get("AskForVideo", 0) == 1) is tries
    assert problems(plan) == told


def test_a_link_that_comes_in_the_end_invites_the_guests() -> None:
    ready = with_video(Video.READY, asked=5, seen=failing(4))
    plan = planned(department(ROW), ready, NOW + dt.timedelta(days=2))

    assert (change(plan).text.guests, plan.problems) == (GUESTS, ())


# ---- another platform


ZOOM = a_meeting(mode=Mode.OTHER_PLATFORM)
UNREAD = a_meeting(mode=unreadable(ProblemKind.NOT_A_CHOICE))


@pytest.mark.parametrize(
    ("row", "told"),
    [
        pytest.param(ZOOM, [ProblemKind.NO_LINK_YET], id="another platform: a person makes the link"),
        pytest.param(UNREAD, [], id="a mode that cannot be read: its cell is told"),
    ],
)
def test_without_meet_the_time_is_booked_and_guests_wait_for_a_link_of_a_persons(
    row: Meeting, told: list[ProblemKind]
) -> None:
    plan = planned(department(row))
    assert (booking(plan).request_id, booking(plan).text.guests) == ("", ())
    booked = with_video(Video.NONE, asked=booking(plan).mark.asked, seen=seen_after(plan))

    waiting = planned(department(row), booked)
    assert (waiting.actions, problems(waiting)) == ((), told)
    ready = with_video(Video.READY, asked=0, seen=seen_after(waiting, booked))
    assert change(planned(department(row), ready)).text.guests == GUESTS


@pytest.mark.parametrize(("only_meet", "told"), [(True, [ProblemKind.NO_LINK_YET]), (False, [])])
def test_googles_own_link_is_not_the_one_of_another_platform(
    only_meet: bool, told: list[ProblemKind]
) -> None:
    booked = seen_after(planned(department(ZOOM)))
    ready = with_video(Video.READY, seen=booked)
    events = tuple(replace(event, only_meet=only_meet) for event in ready.events)
    plan = planned(department(ZOOM), replace(booked, events=events))

    assert (problems(plan), "ChangeMeeting" in kinds(plan)) == (told, not only_meet)


def test_a_mode_that_is_corrected_to_meet_gets_its_link() -> None:
    booked = with_video(Video.NONE, asked=0, seen=seen_after(planned(department(UNREAD))))
    after = seen_after(planned(department(ROW), booked), booked)  # the text first: one patch at a time

    assert asked_for(planned(department(ROW), after)).mark.asked == 1


def test_a_link_that_a_person_took_out_is_not_put_back() -> None:
    plan = planned(department(ROW), with_video(Video.NONE))

    assert (plan.actions, problems(plan)) == ((), [ProblemKind.NO_VIDEO])


def test_a_meeting_that_is_not_in_person_any_more_gets_a_link() -> None:
    seen = settled(department(a_meeting(mode=Mode.IN_PERSON)))
    by_video = department(a_meeting(mode=Mode.VIDEO))
    seen = seen_after(planned(by_video, seen), seen)  # the text first: one patch at a time

    assert asked_for(planned(by_video, seen)).mark.asked == 1


def test_a_meeting_in_person_needs_none() -> None:
    in_person = department(a_meeting(mode=Mode.IN_PERSON))

    assert planned(in_person, settled(in_person)).problems == ()


# ---- the telephone line


def with_lines(*lines: DialIn, meetings: tuple[Meeting, ...] = (ROW,), **changes: Any) -> Department:
    organisation = an_organisation(meetings=MeetingSettings(dial_in=lines))
    students = (a_student(), a_student("student-2", initials="A.B."), a_student("student-3", initials="C.D."))
    return a_department(*students, meetings=meetings, team=(STAFF,), organisation=organisation, **changes)


def said(plan: Plan) -> str:
    return change(plan).text.description


def test_googles_own_number_is_enough() -> None:
    assert "phone" not in said(planned(with_lines(FIRST), with_video(Video.READY)))


def test_without_googles_number_a_line_of_the_department_is_told_with_the_invitation() -> None:
    plan = planned(with_lines(FIRST), with_video(Video.READY, dial_in=False))

    assert "To join by phone: +1 555 0100, PIN 4321#." in said(plan)
    assert change(plan).fields == {EventField.GUESTS, EventField.DESCRIPTION}
    after = with_video(Video.READY, dial_in=True, seen=seen_after(plan, BOOKED))
    assert planned(with_lines(FIRST), after).actions == ()


def test_a_line_without_a_pin() -> None:
    assert "by phone: +1 555 0101.\n" in said(
        planned(with_lines(SECOND), with_video(Video.READY, dial_in=False))
    )


def test_where_no_line_is_free_that_is_told_and_the_guests_are_invited_all_the_same() -> None:
    plan = planned(with_lines(), with_video(Video.READY, dial_in=False))

    assert change(plan).fields == {EventField.GUESTS}
    assert problems(plan) == [ProblemKind.NO_DIAL_IN]


def test_a_hold_needs_no_line_yet() -> None:
    hold = with_lines(FIRST, meetings=(a_meeting(agreed_on=None),))
    seen = with_video(Video.READY, dial_in=False, seen=seen_after(planned(hold)))

    assert (planned(hold, seen).actions, planned(hold, seen).problems) == ((), ())


@pytest.mark.parametrize(
    ("start", "lines"),
    [
        pytest.param(dt.time(10, 0), {FIRST.number, SECOND.number}, id="at the same time: two lines"),
        pytest.param(dt.time(11, 29), {FIRST.number, SECOND.number}, id="29 minutes after: two lines"),
        pytest.param(dt.time(11, 30), {FIRST.number}, id="30 minutes after: the same line"),
        pytest.param(dt.time(8, 31), {FIRST.number, SECOND.number}, id="29 minutes before: two lines"),
        pytest.param(dt.time(8, 30), {FIRST.number}, id="30 minutes before: the same line"),
    ],
)
def test_two_meetings_never_meet_on_one_line(start: dt.time, lines: set[str]) -> None:
    rows = (ROW, a_meeting(student="student-2", start=start, row=3))
    whole = with_lines(FIRST, SECOND, meetings=rows)
    seen = with_video(Video.READY, dial_in=False, seen=seen_after(planned(whole)))
    texts = [action.text.description for action in planned(whole, seen).actions]  # type: ignore[attr-defined]  # all of them book

    assert {line for line in (FIRST.number, SECOND.number) if any(line in text for text in texts)} == lines


def test_a_meeting_that_moves_onto_a_taken_line_gets_another() -> None:
    rows = (ROW, a_meeting(student="student-2", start=dt.time(14), row=3))
    whole = with_lines(FIRST, SECOND, meetings=rows)
    seen = with_video(Video.READY, dial_in=False, seen=seen_after(planned(whole)))
    seen = with_video(Video.READY, dial_in=False, seen=seen_after(planned(whole, seen), seen))
    moved = replace(whole, meetings=(ROW, a_meeting(student="student-2", start=dt.time(11), row=3)))
    plan = planned(moved, seen)

    assert SECOND.number in said(plan)
    assert change(plan).student_ref == "student-2"


def test_a_cancelled_meeting_frees_its_line() -> None:
    seen = with_video(Video.READY, dial_in=False)
    plan = planned(with_lines(FIRST), seen)
    (event,) = seen_after(plan, seen).events
    off = replace(event, state=EventState.CANCELLED)
    taken, free = (Lines((FIRST,), taken_by([one]), dt.timedelta(minutes=30), sign) for one in (event, off))

    assert taken.take(event.start, event.end, "", "another") is None
    assert free.take(event.start, event.end, "", "another") is not None
    assert taken.take(event.start, event.end, event.mark.line, event.event_id) is not None


# ---- events made by hand

STARTS = dt.datetime(2026, 12, 15, 17, 15, tzinfo=dt.UTC)
BY_HAND = replace(
    by_hand(STARTS, "student-1"), prints=Prints("their title", "", "their time", "their guests")
)


def linked(plan: Plan) -> LinkMeeting:
    (action,) = [action for action in plan.actions if isinstance(action, LinkMeeting)]
    return action


def test_somebody_of_the_team_among_the_guests_makes_an_event_look_alike_too() -> None:
    invited = replace(by_hand(STARTS), guests=frozenset({"k.osei@sierravieja.example"}))
    css_only = replace(by_hand(STARTS), guests=frozenset({"c.arroyo@company.example"}))

    assert verdicts(planned(department(ROW), nothing_seen(unmarked=(invited,)))) == ["link_or_book"]
    assert verdicts(planned(department(ROW), nothing_seen(unmarked=(css_only,)))) == ["booked"]


def test_book_books_beside_it() -> None:
    row = a_meeting(existing=Existing.BOOK)

    assert verdicts(planned(department(row), nothing_seen(unmarked=(BY_HAND,)))) == ["booked"]


def test_link_marks_it_and_changes_nothing_else() -> None:
    plan = planned(department(a_meeting(existing=Existing.LINK)), nothing_seen(unmarked=(BY_HAND,)))
    action = linked(plan)

    assert (action.event_id, action.etag, action.calendar) == ("hand-1", '"7"', CALENDAR)
    assert (action.mark.linked, action.mark.number, action.mark.event) == (True, 1, BY_HAND.prints)
    assert "folder/student/student-1" in action.needs


def test_of_a_linked_event_only_the_time_is_the_agents_business() -> None:
    seen = nothing_seen(unmarked=(BY_HAND,))
    link = department(a_meeting(existing=Existing.LINK))
    seen = seen_after(planned(link, seen), seen)
    assert planned(link, seen).actions == ()
    assert problems(planned(link, seen)) == [ProblemKind.EVENT_CHANGED], "row and event differ in time"

    moved = planned(department(a_meeting(start=dt.time(14), existing=Existing.LINK)), seen)
    assert change(moved).fields == {EventField.TIME}
    assert problems(moved) == []
    no_link = with_video(Video.NONE, asked=0, seen=seen)
    assert ProblemKind.LINKED_WITHOUT_VIDEO in problems(planned(link, no_link))


def test_an_event_of_somebody_elses_is_known_and_never_written() -> None:
    theirs = replace(BY_HAND, own=False)
    plan = planned(department(a_meeting(existing=Existing.LINK)), nothing_seen(unmarked=(theirs,)))

    assert (verdicts(plan), plan.problems, "LinkMeeting" in kinds(plan)) == (["linked"], (), False)


THEIRS = replace(BY_HAND, own=False)
LINK = a_meeting(existing=Existing.LINK)
KNOWN = seen_after(
    planned(department(LINK), nothing_seen(unmarked=(THEIRS,))), nothing_seen(unmarked=(THEIRS,))
)
ELSEWHERE = [
    pytest.param(a_meeting(start=dt.time(14), existing=Existing.LINK), KNOWN, id="the row has a new time"),
    pytest.param(a_meeting(day("2026-12-17"), existing=Existing.LINK), KNOWN, id="a new date"),
    pytest.param(
        a_meeting(day("2026-12-15"), Purpose.AMENDMENT, start=dt.time(14), existing=Existing.LINK),
        KNOWN,
        id="a new time and other purposes",
    ),
    pytest.param(
        LINK,
        replace(KNOWN, unmarked=(replace(THEIRS, start=STARTS + dt.timedelta(hours=3)),)),
        id="whoever made the event moved it",
    ),
]


@pytest.mark.parametrize(("row", "seen"), ELSEWHERE)
def test_where_it_is_elsewhere_then_nothing_is_booked_and_that_is_told(row: Meeting, seen: Seen) -> None:
    plan = planned(department(row), seen)
    again = planned(department(row), seen_after(plan, seen))

    for one in (plan, again):
        assert (kinds(one).get("BookMeeting"), verdicts(one)) == (None, ["linked_elsewhere"])
        assert problems(one) == [ProblemKind.LINKED_ELSEWHERE]
        assert THEIRS.link in one.problems[0].advice
    answered = replace(row, existing=a_field(Existing.BOOK))
    assert verdicts(planned(department(answered), seen_after(plan, seen))) == ["booked"]


def test_a_new_title_of_theirs_does_not_make_it_another_event() -> None:
    retitled = replace(KNOWN, unmarked=(replace(THEIRS, shows=frozenset()),))

    assert verdicts(planned(department(LINK), retitled)) == ["linked"]


def test_theirs_deleted_is_not_booked_for_that_date() -> None:
    gone = replace(KNOWN, unmarked=())
    plan = planned(department(LINK), gone)
    again = planned(department(LINK), seen_after(plan, gone))

    for one in (plan, again):
        assert (kinds(one).get("BookMeeting"), verdicts(one)) == (None, ["deleted_by_person"])
    redated = a_meeting(day("2026-12-17"), existing=Existing.LINK)
    assert verdicts(planned(department(redated), gone)) == ["booked"]


def test_another_row_is_not_taken_for_the_one_that_is_linked_to_theirs() -> None:
    another = a_meeting(day("2027-01-12"), row=3, existing=Existing.LINK)

    assert verdicts(planned(department(LINK, another), KNOWN)) == ["linked", "booked"]
    assert verdicts(planned(department(replace(another, existing=a_field(None))), KNOWN)) == ["booked"]


def test_a_row_that_is_linked_to_theirs_takes_no_other_event() -> None:
    """The row of another meeting with the same purposes is gone: its event stays where it is."""
    another = a_meeting(day("2027-01-12"), row=3)
    both = settled(department(LINK, another), KNOWN)
    plan = planned(department(LINK), both)

    assert (plan.actions, verdicts(plan)) == ((), ["linked"])


@pytest.mark.parametrize(
    ("row", "unmarked"),
    [
        pytest.param(a_meeting(existing=unreadable()), (BY_HAND,), id="an unreadable answer answers nothing"),
        pytest.param(
            a_meeting(existing=Existing.LINK),
            (BY_HAND, replace(BY_HAND, event_id="hand-2")),
            id="link, but there are two",
        ),
    ],
)
def test_it_stays_a_question(row: Meeting, unmarked: Any) -> None:
    plan = planned(department(row), nothing_seen(unmarked=unmarked))
    answers_nothing = len(unmarked) == 1

    assert verdicts(plan) == ["link_or_book"]
    assert problems(plan) == [ProblemKind.LINK_OR_BOOK if answers_nothing else ProblemKind.MANY_TO_LINK]


# ---- guests from outside


def with_team(invite: frozenset[Any], *team: Any, **changes: Any) -> Department:
    organisation = an_organisation(meetings=MeetingSettings(invite=invite))
    row = a_meeting(mode=Mode.IN_PERSON)
    return a_department(
        a_student(plan=PlanType.IEP),
        meetings=(row,),
        team=(STAFF, *team),
        organisation=organisation,
        **changes,
    )


def invited(department: Department) -> tuple[set[str], bool]:
    text = booking(planned(department)).text
    return set(text.guests) - set(GUESTS), text.outside


MOTHER = "mother@home.example"


@pytest.mark.parametrize(
    ("state", "comes"),
    [
        pytest.param(ContactState.HOLDS_RIGHTS, True, id="holds rights"),
        pytest.param(ContactState.PRESUMED, True, id="presumed to"),
        pytest.param(None, True, id="nothing typed: presumed to"),
        pytest.param(ContactState.UNSURE, False, id="unsure"),
        pytest.param(ContactState.RESTRICTED, False, id="restricted"),
    ],
)
def test_a_parent_is_invited_only_by_setting_and_only_who_may_be(
    state: ContactState | None, comes: bool
) -> None:
    parent = a_team_member(Role.PARENT, address=MOTHER, state=state)

    assert invited(with_team(frozenset({"parent"}), parent)) == (
        ({MOTHER}, True) if comes else (set(), False)
    )


AGENCY = "worker@agency.example"


@pytest.mark.parametrize(
    ("signed", "until", "comes"),
    [
        pytest.param("2026-09-01", "2026-12-31", True, id="a consent that covers the day"),
        pytest.param("2026-09-01", None, True, id="without an end"),
        pytest.param("2026-09-01", "2026-12-14", False, id="run out the day before"),
        pytest.param("2026-12-16", None, False, id="signed the day after"),
        pytest.param(None, "2026-12-31", False, id="not signed"),
        pytest.param("2026-09-01", "unreadable", False, id="an end that cannot be read"),
    ],
)
def test_an_agency_needs_a_consent_that_covers_the_day(
    signed: str | None, until: str | None, comes: bool
) -> None:
    ends = unreadable() if until == "unreadable" else day(until) if until else None
    begins = day(signed) if signed else None
    consent = AgencyConsent("student-1", a_field(begins), a_field(ends), a_row(2))
    agency = a_team_member(Role.OUTSIDE_AGENCY, address=AGENCY)
    whole = with_team(frozenset({"outside agency"}), agency, consents=(consent,))

    assert invited(whole) == (({AGENCY}, True) if comes else (set(), False))


def test_a_consent_is_for_one_student() -> None:
    consent = AgencyConsent("student-2", a_field(day("2026-09-01")), Missing(a_cell()), a_row(2))
    agency = a_team_member(Role.OUTSIDE_AGENCY, address=AGENCY)

    assert invited(with_team(frozenset({"outside agency"}), agency, consents=(consent,))) == (set(), False)
