"""Book the meetings of the Meetings sheet on the case manager's calendar, under initials.

A row is booked when its Book box is ticked. Without a recorded agreement of the parent it is a private
hold without guests (34 CFR 300.322(a)(2) asks for a mutually agreed time). People's own changes stand.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar

from workspace_agent.duties.folders import student_folder
from workspace_agent.duties.meetings_event import EventText
from workspace_agent.duties.meetings_match import Wanted, match
from workspace_agent.duties.meetings_rows import Desk, Row, row_or_verdict, with_present_guests
from workspace_agent.model.action import Action, Kind
from workspace_agent.model.facts import Department, Meeting
from workspace_agent.model.field import Unreadable, known
from workspace_agent.model.place import LinkPlace
from workspace_agent.model.plan import Circumstances, Plan
from workspace_agent.model.problem import Problem, ProblemKind
from workspace_agent.model.seen import EventMark, EventState, MarkedEvent, Seen, UnmarkedEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class BookMeeting(Action):
    """Insert an event that is not there yet."""

    duty: ClassVar[str] = "meetings"
    kind: ClassVar[Kind] = Kind.CREATE

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

    duty: ClassVar[str] = "meetings"
    kind: ClassVar[Kind] = Kind.CHANGE

    calendar: str
    event_id: str
    text: EventText
    mark: EventMark
    etag: str
    tell_guests: bool


def plan(department: Department, seen: Seen, circumstances: Circumstances) -> Plan:
    """What to book and change, with a verdict for every row that is still to come."""
    total = _strangers(department, seen, circumstances)
    for student in department.by_ref.values():
        meetings = [meeting for meeting in department.meetings if meeting.student_ref == student.ref]
        total += _plan_student(Desk(department, seen, circumstances, student), meetings)
    return total


def _strangers(department: Department, seen: Seen, circumstances: Circumstances) -> Plan:
    """Coming events of students whom nobody has on a list: kept, and told where the lists are whole."""
    owners = {person.calendar: person.key for person in department.organisation.case_managers}
    unread = {key for key, sheet in department.broken if sheet == "students"}
    events = (event for event in seen.events if event.mark.student_ref not in department.by_ref)
    return Plan(
        problems=tuple(
            Problem(ProblemKind.ROW_GONE, LinkPlace(event.link, "event"), owners[event.calendar])
            for event in events
            if _is_coming(event, circumstances) and owners[event.calendar] not in unread
        )
    )


def _is_coming(event: MarkedEvent, circumstances: Circumstances) -> bool:
    """It stands and has not ended. What has ended is never written again."""
    return event.state is EventState.OPEN and event.end > circumstances.now


def _plan_student(desk: Desk, meetings: list[Meeting]) -> Plan:
    """Every dated row claims its event, also one that asks for none; only then is anything decided."""
    dated = [(meeting, day) for meeting in meetings if (day := known(meeting.date)) is not None]
    outcomes = {id(meeting): row_or_verdict(desk, meeting) for meeting in meetings}
    claims = [_claim(meeting, day, outcomes[id(meeting)]) for meeting, day in dated]
    events = [event for event in desk.seen.events if event.mark.student_ref == desk.student.ref]
    matched = match(claims, events, desk.circumstances.now)
    events_of = {id(meeting): event for (meeting, _), event in zip(dated, matched.pairs, strict=True)}
    numbers = _Numbers(desk, events)
    total = Plan()
    for meeting in meetings:
        total += _decide(desk, meeting, outcomes[id(meeting)], events_of.get(id(meeting)), numbers)
    return total + _left_over(desk, matched.left, meetings)


def _claim(meeting: Meeting, day: date, outcome: Row | Plan) -> Wanted:
    if isinstance(outcome, Row):
        return outcome.wanted
    return Wanted(day, known(meeting.purposes) or frozenset(), "")


class _Numbers:
    """Running numbers of a student's meetings, and the starts that are taken in this plan."""

    def __init__(self, desk: Desk, events: list[MarkedEvent]) -> None:
        used = [event.mark.number for event in events]
        self._last = max([desk.seen.numbers.get(desk.student.ref, 0), *used])
        self.starts: set[object] = set()

    def next(self) -> int:
        """A number that was never used."""
        self._last += 1
        return self._last


def _decide(
    desk: Desk, meeting: Meeting, outcome: Row | Plan, event: MarkedEvent | None, numbers: _Numbers
) -> Plan:
    if isinstance(outcome, Plan):
        return outcome + _event_that_stands(desk, meeting, event)
    if event is None:
        return _book_or_ask(desk, outcome, numbers)
    numbers.starts.add(outcome.text.start)
    if event.state is EventState.OPEN and not _is_coming(event, desk.circumstances):
        return Plan()
    return _compare(desk, with_present_guests(desk, outcome, event), event)


def _event_that_stands(desk: Desk, meeting: Meeting, event: MarkedEvent | None) -> Plan:
    """The row does not ask for its event any more: as long as it stands, that is told."""
    if event is None or not _is_coming(event, desk.circumstances):
        return Plan()
    asks_no_more = meeting.cancelled or desk.has_left or known(meeting.book) is False
    return _problem(desk, ProblemKind.EVENT_STANDS, event) if asks_no_more else Plan()


def _book_or_ask(desk: Desk, row: Row, numbers: _Numbers) -> Plan:
    if row.text.start <= desk.circumstances.now:
        return desk.decision(row.meeting, "past", "its time has passed")
    if row.text.start in numbers.starts:
        because = "another row has the same date and time"
        return desk.question(row.meeting, ProblemKind.TWO_ROWS_ALIKE, "same_time", because)
    numbers.starts.add(row.text.start)
    if _was_booked(desk, row):
        because = "a person deleted the event of this date"
        return desk.question(row.meeting, ProblemKind.EVENT_DELETED, "deleted_by_person", because)
    if _looks_alike(desk, row):
        because = "an event that is there already looks like this meeting"
        return desk.question(row.meeting, ProblemKind.LINK_OR_BOOK, "link_or_book", because)
    return _book(desk, row, numbers.next())


def _was_booked(desk: Desk, row: Row) -> bool:
    """The ledger remembers this very meeting, and Google has forgotten it: deleted events fade in time."""
    prefix = f"meeting/{desk.student.ref}/"
    done = (print_ for key, print_ in desk.seen.done.items() if key.startswith(prefix))
    return row.wanted.row_print in done


def _looks_alike(desk: Desk, row: Row) -> bool:
    """An event made by hand under these initials, or one of ours for a student whom nobody knows any more."""
    near = timedelta(minutes=desk.circumstances.policy.meetings.look_alike_minutes)
    starts = [
        *(event.start for event in desk.seen.unmarked if _is_by_hand(desk, event, row.calendar)),
        *(event.start for event in desk.seen.events if _is_orphan(desk, event, row.calendar)),
    ]
    return any(abs(start - row.text.start) <= near for start in starts)


def _is_by_hand(desk: Desk, event: UnmarkedEvent, calendar: str) -> bool:
    return event.calendar == calendar and desk.student.ref in event.shows


def _is_orphan(desk: Desk, event: MarkedEvent, calendar: str) -> bool:
    unknown = event.mark.student_ref not in desk.department.by_ref
    return unknown and event.calendar == calendar and _is_coming(event, desk.circumstances)


def _compare(desk: Desk, row: Row, event: MarkedEvent) -> Plan:
    """The decision table: both sides against what they were at the last look."""
    if event.state is EventState.CANCELLED:
        because = "a person deleted the event of this date"
        return desk.question(row.meeting, ProblemKind.EVENT_DELETED, "deleted_by_person", because)
    row_changed = row.wanted.row_print != event.mark.row_print
    event_changed = event.current_print != event.mark.event_print
    if event_changed and event.current_print == row.wanted.row_print:
        # Both came to the same: only the last look is moved on, so that the next change is understood.
        return _change(desk, row, event)
    if row_changed and event_changed:
        because = "row and event were both changed"
        return desk.question(row.meeting, ProblemKind.BOTH_CHANGED, "both_changed", because)
    if event_changed:
        because = "a person changed the event; it stays"
        return desk.question(row.meeting, ProblemKind.EVENT_CHANGED, "changed_by_person", because)
    return _change(desk, row, event) if row_changed else _stands(desk, row)


def _stands(desk: Desk, row: Row) -> Plan:
    return desk.decision(row.meeting, _booked_word(row), _because(row))


def _booked_word(row: Row) -> str:
    return "hold" if row.is_hold else "booked"


def _because(row: Row) -> str:
    if row.is_hold:
        return "no agreement of the parent is on record"
    return "Book is ticked and the parent agreed"


def _book(desk: Desk, row: Row, number: int) -> Plan:
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


def _change(desk: Desk, row: Row, event: MarkedEvent) -> Plan:
    number = event.mark.number
    moved = (event.start, event.end) != (row.text.start, row.text.end)
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
        tell_guests=moved or not set(row.text.guests) <= set(event.guests),
    )
    return Plan(actions=(action,)) + _stands(desk, row)


def _mark(desk: Desk, row: Row, number: int) -> EventMark:
    own = row.wanted.row_print
    return EventMark(desk.student.ref, number, row.wanted.day, row.wanted.purposes, own, own)


def _left_over(desk: Desk, events: tuple[MarkedEvent, ...], meetings: list[Meeting]) -> Plan:
    """Coming events that no row claims: kept, never cancelled because a row vanished."""
    coming = [event for event in events if _is_coming(event, desk.circumstances)]
    if not _rows_are_whole(desk, meetings):
        return Plan()
    return sum((_problem(desk, ProblemKind.ROW_GONE, event) for event in coming), Plan())


def _rows_are_whole(desk: Desk, meetings: list[Meeting]) -> bool:
    """Only then does a missing row mean anything: no cell, column or row may hide it."""
    sheet = (desk.student.case_manager, "meetings")
    unread = any(isinstance(meeting.date, Unreadable) for meeting in meetings)
    return not unread and sheet not in desk.department.broken | desk.department.unsettled


def _problem(desk: Desk, kind: ProblemKind, event: MarkedEvent) -> Plan:
    place, person = LinkPlace(event.link, "event"), desk.student.case_manager
    return Plan(problems=(Problem(kind, place, person, desk.student.ref),))
