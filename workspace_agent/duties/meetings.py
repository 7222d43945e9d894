"""Book the meetings of the Meetings sheet on the case manager's calendar, under initials.

A row is booked when its Book box is ticked. Without a recorded agreement of the parent it is a private
hold without guests (34 CFR 300.322(a)(2) asks for a mutually agreed time). People's own changes stand.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from workspace_agent.duties.folders import student_folder
from workspace_agent.duties.meetings_event import EventText, description, end_of, summary
from workspace_agent.duties.meetings_match import Wanted, match
from workspace_agent.model.action import Action, Decision
from workspace_agent.model.facts import Department, Meeting, Student
from workspace_agent.model.field import Missing, Unreadable, Value, known
from workspace_agent.model.place import LinkPlace
from workspace_agent.model.plan import Circumstances, Plan
from workspace_agent.model.problem import Problem, ProblemKind
from workspace_agent.model.seen import EventMark, EventState, MarkedEvent, Seen
from workspace_agent.model.vocabulary import Purpose, Role

_GUEST_ROLES: frozenset[Role | None] = frozenset(
    {
        Role.GENERAL_EDUCATION_TEACHER,
        Role.SPECIAL_EDUCATION_TEACHER,
        Role.AGENCY_REPRESENTATIVE,
        Role.SCHOOL_PSYCHOLOGIST,
        Role.OTHER_STAFF,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class BookMeeting(Action):
    """Insert an event that is not there yet."""

    calendar: str
    event_id: str
    text: EventText
    mark: EventMark


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeMeeting(Action):
    """Patch an event whose row changed while nobody touched the event.

    Attributes:
        etag: The event as last seen; a person's change since then makes Google refuse the patch.
        tell_guests: Only a change of time is told.
    """

    calendar: str
    event_id: str
    text: EventText
    mark: EventMark
    etag: str
    tell_guests: bool


@dataclass(frozen=True, slots=True)
class _Row:
    """A row that asks for an event, with everything that the event needs."""

    meeting: Meeting
    calendar: str
    text: EventText
    wanted: Wanted

    @property
    def is_hold(self) -> bool:
        return not isinstance(self.meeting.agreed_on, Value)


@dataclass(frozen=True, slots=True)
class _Desk:
    """One student's corner of the plan."""

    department: Department
    seen: Seen
    circumstances: Circumstances
    student: Student

    def decision(self, meeting: Meeting, verdict: str, because: str) -> Plan:
        found = Decision("meetings", verdict, because, meeting.row, meeting.case_manager, self.student.ref)
        return Plan(decisions=(found,))

    def question(self, meeting: Meeting, kind: ProblemKind, verdict: str, because: str) -> Plan:
        asked = Problem(kind, meeting.row, meeting.case_manager, self.student.ref)
        return Plan(problems=(asked,)) + self.decision(meeting, verdict, because)


def plan(department: Department, seen: Seen, circumstances: Circumstances) -> Plan:
    """What to book and change, with a verdict for every row that is still to come."""
    total = Plan()
    for student in department.students:
        meetings = [meeting for meeting in department.meetings if meeting.student_ref == student.ref]
        total += _plan_student(_Desk(department, seen, circumstances, student), meetings)
    return total


def _plan_student(desk: _Desk, meetings: list[Meeting]) -> Plan:
    outcomes = [_row_or_verdict(desk, meeting) for meeting in meetings]
    rows = [outcome for outcome in outcomes if isinstance(outcome, _Row)]
    verdicts = [outcome for outcome in outcomes if isinstance(outcome, Plan)]
    return sum(verdicts, Plan()) + _plan_events(desk, rows, meetings)


# ---- does the row ask for an event?


def _row_or_verdict(desk: _Desk, meeting: Meeting) -> _Row | Plan | None:
    """A row that asks for an event; or why not; or None for a row that lies behind us."""
    day = known(meeting.date)
    if meeting.held or (day is not None and day < desk.circumstances.today):
        return None
    if meeting.cancelled:
        return desk.decision(meeting, "cancelled", "Cancelled is ticked")
    if not known(meeting.book):
        undated = desk.decision(meeting, "undated", "no date typed")
        return undated if day is None else desk.decision(meeting, "not_ticked", "Book is not ticked")
    return _blocked_by_student(desk, meeting) or _timed_row(desk, meeting)


def _blocked_by_student(desk: _Desk, meeting: Meeting) -> Plan | None:
    left = known(desk.student.exit)
    if left is not None and left <= desk.circumstances.today:
        return desk.decision(meeting, "exited", "the student has left")
    if isinstance(desk.student.exit, Unreadable):
        return desk.decision(meeting, "waits", "the student's exit date cannot be read")
    if (meeting.case_manager, "meetings") in desk.department.broken:
        return desk.decision(meeting, "waits", "a column of the Meetings sheet was not found")
    if desk.student.held:
        return desk.decision(meeting, "same_student", "it is not settled which student this is")
    if desk.department.organisation.case_manager(meeting.case_manager).calendar not in desk.seen.calendars:
        return desk.decision(meeting, "calendar_not_read", "the calendar could not be read")
    return None


def _timed_row(desk: _Desk, meeting: Meeting) -> _Row | Plan:
    day, start, purposes = known(meeting.date), known(meeting.start), known(meeting.purposes)
    if day is None or start is None:
        return _without_time(desk, meeting)
    if purposes is None:
        return _without_purpose(desk, meeting)
    if any(isinstance(field, Unreadable) for field in (meeting.zone, meeting.minutes, meeting.agreed_on)):
        return desk.decision(meeting, "waits", "a cell of the row cannot be read")
    begins = _begins(desk, meeting, datetime.combine(day, start))
    if begins is None:
        because = "the spreadsheet and the calendar are in different time zones"
        return desk.question(meeting, ProblemKind.ZONE_QUESTION, "zone_question", because)
    return _row(desk, meeting, begins, purposes)


def _without_purpose(desk: _Desk, meeting: Meeting) -> Plan:
    if isinstance(meeting.purposes, Missing):
        return desk.question(meeting, ProblemKind.BOOKED_WITHOUT_PURPOSE, "no_purpose", "no purpose is typed")
    return desk.decision(meeting, "no_purpose", "no purpose that is known")


def _without_time(desk: _Desk, meeting: Meeting) -> Plan:
    """A Problem is raised only where none speaks yet: an unreadable cell has its own."""
    verdict = "undated" if known(meeting.date) is None else "no_time"
    if isinstance(meeting.date, Missing) or isinstance(meeting.start, Missing):
        return desk.question(meeting, ProblemKind.BOOKED_WITHOUT_TIME, verdict, "date or time is missing")
    return desk.decision(meeting, verdict, "date or time cannot be read")


def _begins(desk: _Desk, meeting: Meeting, local: datetime) -> datetime | None:
    """The start in the row's zone, else the spreadsheet's; None where that and the calendar's disagree."""
    typed = known(meeting.zone)
    if typed is not None:
        return local.replace(tzinfo=ZoneInfo(typed))
    person = desk.department.organisation.case_manager(meeting.case_manager)
    begins = local.replace(tzinfo=ZoneInfo(meeting.workbook_zone))
    in_calendar = local.replace(tzinfo=ZoneInfo(person.zone))
    return begins if begins.utcoffset() == in_calendar.utcoffset() else None


def _row(desk: _Desk, meeting: Meeting, begins: datetime, purposes: frozenset[Purpose]) -> _Row:
    agreed = known(meeting.agreed_on)
    minutes = known(meeting.minutes) or desk.circumstances.policy.meetings.default_length_minutes
    guests, roles = _guests(desk) if agreed is not None else ((), ())
    text = EventText(
        summary=summary(purposes, known(desk.student.plan_type), desk.student.initials),
        description=description(known(meeting.mode), roles, agreed),
        start=begins,
        end=end_of(begins, minutes),
        zone=str(begins.tzinfo),
        guests=guests,
    )
    calendar = desk.department.organisation.case_manager(meeting.case_manager).calendar
    wanted = Wanted(begins.date(), purposes, text.fingerprint(desk.circumstances.sign))
    return _Row(meeting, calendar, text, wanted)


def _worded(desk: _Desk, row: _Row, text: EventText) -> _Row:
    print_ = text.fingerprint(desk.circumstances.sign)
    return replace(row, text=text, wanted=replace(row.wanted, row_print=print_))


def _guests(desk: _Desk) -> tuple[tuple[str, ...], tuple[Role, ...]]:
    """Staff of the district and the district's CSS. Students and parents are not guests."""
    student = desk.student
    on_team = [row for row in desk.department.team if row.student_ref == student.ref]
    roles = {role for row in on_team if (role := known(row.role)) is not None}
    addresses = {
        address
        for row in on_team
        if (address := known(row.address)) is not None and known(row.role) in _GUEST_ROLES
    }
    css = desk.department.organisation.district(student.district).css.email
    return tuple(sorted(addresses | {css})), tuple(role for role in Role if role in roles)


# ---- what becomes of the event


def _plan_events(desk: _Desk, rows: list[_Row], meetings: list[Meeting]) -> Plan:
    events = [event for event in desk.seen.events if event.mark.student_ref == desk.student.ref]
    coming = [event for event in events if event.end > desk.circumstances.now]
    matched = match([row.wanted for row in rows], coming)
    numbers = [event.mark.number for event in events]
    number = max([desk.seen.numbers.get(desk.student.ref, 0), *numbers])
    total = Plan()
    for row, event in zip(rows, matched.pairs, strict=True):
        if event is not None:
            total += _compare(desk, _with_present_guests(desk, row, event), event)
            continue
        if any(row.text.start == other.text.start for other in rows[: rows.index(row)]):
            because = "another row has the same date and time"
            total += desk.question(row.meeting, ProblemKind.TWO_ROWS_ALIKE, "same_time", because)
            continue
        booked = _book(desk, row, number + 1)
        number += len(booked.actions)
        total += booked
    return total + _left_over(desk, matched.left, meetings)


def _compare(desk: _Desk, row: _Row, event: MarkedEvent) -> Plan:
    """The decision table: both sides against what they were at the last look."""
    if event.state is EventState.CANCELLED:
        because = "a person deleted the event of this date"
        return desk.question(row.meeting, ProblemKind.EVENT_DELETED, "deleted_by_person", because)
    row_changed = row.wanted.row_print != event.mark.row_print
    event_changed = event.current_print != event.mark.event_print
    if event_changed and event.current_print == row.wanted.row_print:
        return desk.decision(row.meeting, _booked_word(row), "row and event agree")
    if row_changed and event_changed:
        because = "row and event were both changed"
        return desk.question(row.meeting, ProblemKind.BOTH_CHANGED, "both_changed", because)
    if event_changed:
        because = "a person changed the event; it stays"
        return desk.question(row.meeting, ProblemKind.EVENT_CHANGED, "changed_by_person", because)
    return _change(desk, row, event) if row_changed else _stands(desk, row)


def _stands(desk: _Desk, row: _Row) -> Plan:
    return desk.decision(row.meeting, _booked_word(row), _because(row))


def _booked_word(row: _Row) -> str:
    return "hold" if row.is_hold else "booked"


def _because(row: _Row) -> str:
    return (
        "no agreement of the parent is on record" if row.is_hold else "Book is ticked and the parent agreed"
    )


def _book(desk: _Desk, row: _Row, number: int) -> Plan:
    if _looks_alike(desk, row):
        because = "an event made by hand looks like this meeting"
        return desk.question(row.meeting, ProblemKind.LINK_OR_BOOK, "link_or_book", because)
    key = f"meeting/{desk.student.ref}/{number}"
    action = BookMeeting(
        key=key,
        fingerprint=row.wanted.row_print,
        needs=(student_folder(desk.student.ref),),
        summary=f"{_booked_word(row)}: meeting {number} of {desk.student.ref}, {row.wanted.day.isoformat()}",
        case_manager=row.meeting.case_manager,
        student_ref=desk.student.ref,
        place=row.meeting.row,
        calendar=row.calendar,
        # Hexadecimal digits lie within Google's alphabet for event ids (a-v, 0-9).
        event_id=desk.circumstances.sign(key),
        text=row.text,
        mark=_mark(desk, row, number),
    )
    return Plan(actions=(action,)) + _stands(desk, row)


def _looks_alike(desk: _Desk, row: _Row) -> bool:
    near = timedelta(minutes=desk.circumstances.policy.meetings.look_alike_minutes)
    return any(
        event.calendar == row.calendar
        and desk.student.ref in event.shows
        and abs(event.start - row.text.start) <= near
        for event in desk.seen.unmarked
    )


def _change(desk: _Desk, row: _Row, event: MarkedEvent) -> Plan:
    number = event.mark.number
    action = ChangeMeeting(
        key=f"meeting/{desk.student.ref}/{number}",
        fingerprint=row.wanted.row_print,
        summary=f"change: meeting {number} of {desk.student.ref}, row changed",
        case_manager=row.meeting.case_manager,
        student_ref=desk.student.ref,
        place=row.meeting.row,
        calendar=event.calendar,
        event_id=event.event_id,
        text=row.text,
        mark=_mark(desk, row, number),
        etag=event.etag,
        tell_guests=(event.start, event.end) != (row.text.start, row.text.end),
    )
    return Plan(actions=(action,)) + _stands(desk, row)


def _mark(desk: _Desk, row: _Row, number: int) -> EventMark:
    own = row.wanted.row_print
    return EventMark(desk.student.ref, number, row.wanted.day, row.wanted.purposes, own, own)


def _with_present_guests(desk: _Desk, row: _Row, event: MarkedEvent) -> _Row:
    """Where the team cannot be read whole, nobody who is on the event is taken off it."""
    if row.is_hold or _team_is_whole(desk, row.meeting):
        return row
    guests = tuple(sorted({*row.text.guests, *event.guests}))
    return _worded(desk, row, replace(row.text, guests=guests))


def _team_is_whole(desk: _Desk, meeting: Meeting) -> bool:
    sheet = (meeting.case_manager, "team")
    unclear = any(
        isinstance(member.role, Unreadable) or isinstance(member.address, Unreadable)
        for member in desk.department.team
        if member.student_ref == desk.student.ref
    )
    return not unclear and sheet not in desk.department.broken | desk.department.unsettled


def _left_over(desk: _Desk, events: tuple[MarkedEvent, ...], meetings: list[Meeting]) -> Plan:
    """Open events that no row asks for: kept, never cancelled because a row vanished."""
    cancelled = {known(meeting.date): meeting for meeting in meetings if meeting.cancelled}
    standing = {known(meeting.date) for meeting in meetings} - cancelled.keys()
    total = Plan()
    for event in events:
        if event.mark.day in cancelled:
            total += _problem(desk, ProblemKind.CANCELLED_EVENT_STANDS, event)
        elif event.mark.day not in standing and _rows_are_whole(desk, meetings):
            total += _problem(desk, ProblemKind.ROW_GONE, event)
    return total


def _rows_are_whole(desk: _Desk, meetings: list[Meeting]) -> bool:
    """Only then does a missing row mean anything: no cell, column or row may hide it."""
    sheet = (desk.student.case_manager, "meetings")
    unread = any(isinstance(meeting.date, Unreadable) for meeting in meetings)
    return not unread and sheet not in desk.department.broken | desk.department.unsettled


def _problem(desk: _Desk, kind: ProblemKind, event: MarkedEvent) -> Plan:
    place, person = LinkPlace(event.link, "event"), desk.student.case_manager
    return Plan(problems=(Problem(kind, place, person, desk.student.ref),))
