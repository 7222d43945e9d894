"""A row that has no event yet: book one, link one that a person made, or ask."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from workspace_agent.duties.folders import student_folder
from workspace_agent.duties.meetings_actions import BookMeeting, LinkMeeting
from workspace_agent.duties.meetings_rows import Desk, Row, is_coming
from workspace_agent.model.field import known
from workspace_agent.model.plan import Plan
from workspace_agent.model.problem import ProblemKind
from workspace_agent.model.seen import EventMark, MarkedEvent, Prints, UnmarkedEvent
from workspace_agent.model.vocabulary import Existing


class Numbers:
    """Running numbers of a student's meetings, and the events that wait for a row.

    Args:
        desk: The student's corner of the plan.
        events: The student's events.
        left: Those to come that no row asks for.
    """

    def __init__(self, desk: Desk, events: list[MarkedEvent], left: tuple[MarkedEvent, ...]) -> None:
        self.left = left
        used = [event.mark.number for event in events]
        self._last = max([desk.seen.numbers.get(desk.student.ref, 0), *used])

    def next(self) -> int:
        """A number that was never used."""
        self._last += 1
        return self._last


def book_or_ask(desk: Desk, row: Row, numbers: Numbers) -> Plan:
    """What becomes of a row that has no event."""
    if row.text.start <= desk.circumstances.now:
        return desk.decision(row.meeting, "past", "its time has passed")
    unseen = _stands_unseen(desk, row)
    if unseen is not None and known(row.meeting.existing) is not Existing.BOOK:
        return unseen
    if _was_booked(desk, row):
        because = "a person deleted the event of this date"
        return desk.question(row.meeting, ProblemKind.EVENT_DELETED, "deleted_by_person", because)
    return _link_or_ask(desk, row, numbers) or _book(desk, row, numbers.next())


def _stands_unseen(desk: Desk, row: Row) -> Plan | None:
    """An event of this student was last seen on a calendar that is not read now; None where there is none.

    That a calendar cannot be read is told by itself; that the settings do not name it any more is told here.
    """
    readable = {desk.calendar_print(calendar) for calendar in desk.seen.calendars}
    people = desk.department.organisation.case_managers
    named = {desk.calendar_print(person.calendar) for person in people}
    unseen = {
        where for where, ends in _remembered_places(desk) if ends >= desk.circumstances.today
    } - readable
    if not unseen:
        return None
    because = "a calendar with a meeting of this student could not be read"
    waits = desk.decision(row.meeting, "waits", because)
    return waits if unseen <= named else waits + desk.row_problem(row.meeting, ProblemKind.CALENDAR_GONE)


def _remembered_places(desk: Desk) -> list[tuple[str, date]]:
    """Prints of the calendars where meetings of this student stood, and the day each ends."""
    prefix = f"meeting/{desk.student.ref}/"
    remembered = [look.shown.split() for key, look in desk.seen.looks.items() if key.startswith(prefix)]
    return [(where, date.fromisoformat(ends)) for where, ends in remembered]


def _was_booked(desk: Desk, row: Row) -> bool:
    """The ledger remembers this very meeting, and Google has forgotten it: deleted events fade in time.

    What the agent itself cancelled, and what is still to be seen, was not deleted by a person.
    """
    seen = {event.mark.number for event in desk.seen.events if event.mark.student_ref == desk.student.ref}
    return any(
        Prints.parse(fingerprint).same_meeting(row.prints)
        for kind, number, fingerprint in _remembered(desk)
        if kind in {"meeting", "change"} and number not in seen and not _was_cancelled(desk, number)
    )


def _remembered(desk: Desk) -> list[tuple[str, int, str]]:
    """Effects of this student's meetings in the ledger: kind, number, fingerprint."""
    parts = [(*key.split("/"), fingerprint) for key, fingerprint in desk.seen.done.items()]
    return [
        (part[0], int(part[2]), part[3])
        for part in parts
        if len(part) == 4 and part[1] == desk.student.ref and part[2].isdecimal()
    ]


def _was_cancelled(desk: Desk, number: int) -> bool:
    return f"cancel/{desk.student.ref}/{number}" in desk.seen.done


def _link_or_ask(desk: Desk, row: Row, numbers: Numbers) -> Plan | None:
    """An event by hand that looks like this meeting is linked or left, as the row says; else a question."""
    alike = [event for event in desk.seen.unmarked if _looks_alike(desk, row, event)]
    orphans = [event for event in desk.seen.events if _is_orphan(desk, row, event)]
    answer = known(row.meeting.existing)
    if not alike and not orphans:
        return None
    if answer is Existing.BOOK and not orphans:
        return None
    if answer is Existing.LINK and len(alike) == 1 and not orphans:
        return _link(desk, row, alike[0], numbers)
    because = "an event that is there already looks like this meeting"
    kind = ProblemKind.EVENT_OF_NOBODY if orphans else ProblemKind.LINK_OR_BOOK
    return desk.question(row.meeting, kind, "link_or_book", because)


def _link(desk: Desk, row: Row, event: UnmarkedEvent, numbers: Numbers) -> Plan:
    if not event.own:
        return desk.decision(row.meeting, "linked", "somebody else made the event; it is never written")
    number = numbers.next()
    mark = replace(new_mark(desk, row, number), row=row.prints, event=event.prints, linked=True)
    action = LinkMeeting(
        key=_key(desk, number),
        fingerprint=str(row.prints),
        needs=(student_folder(desk.student.ref),),
        summary=f"link: meeting {number} of {desk.student.ref}, {row.wanted.day.isoformat()}",
        **desk.about(row.meeting),
        calendar=event.calendar,
        event_id=event.event_id,
        mark=mark,
        etag=event.etag,
    )
    return Plan(actions=(action,)) + desk.decision(
        row.meeting, "linked", "the row says that it is this event"
    )


def _looks_alike(desk: Desk, row: Row, event: UnmarkedEvent) -> bool:
    """About the same time, and with the student's initials in its title or somebody of the team invited."""
    css = desk.department.organisation.district(desk.student.district).css.email
    shows = desk.student.ref in event.shows or bool(event.guests & (desk.team_addresses - {css}))
    return event.calendar == row.calendar and shows and _is_near(desk, row, event)


def _is_orphan(desk: Desk, row: Row, event: MarkedEvent) -> bool:
    """One of ours for a student whom nobody knows any more."""
    unknown = event.mark.student_ref not in desk.department.by_ref
    coming = is_coming(event, desk.circumstances)
    return unknown and event.calendar == row.calendar and coming and _is_near(desk, row, event)


def _is_near(desk: Desk, row: Row, event: MarkedEvent | UnmarkedEvent) -> bool:
    near = timedelta(minutes=desk.circumstances.policy.meetings.look_alike_minutes)
    return abs(event.start - row.text.start) <= near


def new_mark(desk: Desk, row: Row, number: int) -> EventMark:
    """The mark of an event that shows just what its row asks for."""
    return EventMark(desk.student.ref, number, row.wanted.day, row.wanted.purposes, row.prints, row.prints)


def _key(desk: Desk, number: int) -> str:
    return f"meeting/{desk.student.ref}/{number}"


def _book(desk: Desk, row: Row, number: int) -> Plan:
    """Where a link is needed nobody is invited yet: the guests are added once it is there."""
    key = _key(desk, number)
    text = replace(row.text, guests=()) if row.needs_video else row.text
    prints = text.prints(desk.circumstances.sign)
    mark = replace(new_mark(desk, row, number), row=prints, event=prints, asked=int(row.needs_video))
    action = BookMeeting(
        key=key,
        fingerprint=str(row.prints),
        needs=(student_folder(desk.student.ref),),
        summary=f"{row.deed}: meeting {number} of {desk.student.ref}, {row.wanted.day.isoformat()}",
        **desk.about(row.meeting),
        calendar=row.calendar,
        # Hexadecimal digits lie within Google's alphabet for event ids (a-v, 0-9).
        event_id=desk.circumstances.sign(key),
        mark=mark,
        text=text,
        request_id=desk.request_id(mark) if row.needs_video else "",
    )
    return Plan(actions=(action,)) + desk.decision(row.meeting, row.word, row.because)
