"""A row that has no event yet: book one, link one that a person made, or ask."""

from __future__ import annotations

from dataclasses import replace

from workspace_agent.duties.folders import student_folder
from workspace_agent.duties.meetings_actions import BookMeeting, LinkMeeting
from workspace_agent.duties.meetings_invited import invited
from workspace_agent.duties.meetings_rows import Booking, Case, is_coming
from workspace_agent.duties.meetings_sight import calendar_print, out_of_sight
from workspace_agent.duties.meetings_theirs import is_near, linked, linked_before
from workspace_agent.model.field import known
from workspace_agent.model.plan import Plan
from workspace_agent.model.problem_kinds import ProblemKind
from workspace_agent.model.row_verdict import RowVerdict
from workspace_agent.model.seen import EventMark, MarkedEvent, Prints, UnmarkedEvent
from workspace_agent.model.vocabulary import Existing


class Numbers:
    """Running numbers of a student's meetings, and the events that wait for a row.

    Args:
        case: The student's.
        events: The student's events.
        left: Those to come that no row asks for.
    """

    def __init__(self, case: Case, events: list[MarkedEvent], left: tuple[MarkedEvent, ...]) -> None:
        self.left = left
        used = [event.mark.number for event in events]
        self._last = max([case.seen.numbers.get(case.student.ref, 0), *used])

    def next(self) -> int:
        """A number that was never used."""
        self._last += 1
        return self._last


def book_or_ask(case: Case, booking: Booking, numbers: Numbers) -> Plan:
    """What becomes of a row that has no event."""
    if booking.text.start <= case.circumstances.now:
        return case.decision(booking.meeting, RowVerdict.PAST, "its time has passed")
    unseen = _is_out_of_sight(case, booking)
    if unseen is not None and known(booking.meeting.existing) is not Existing.BOOK:
        return unseen
    if _was_booked(case, booking):
        because = "a person deleted the event of this date"
        return case.question(
            booking.meeting, ProblemKind.EVENT_DELETED, RowVerdict.DELETED_BY_PERSON, because
        )
    return _link_or_ask(case, booking, numbers) or _book(case, booking, numbers.next())


def _is_out_of_sight(case: Case, booking: Booking) -> Plan | None:
    """An event of this student was last seen on a calendar that is not read now; None where there is none.

    That a calendar cannot be read is told by itself; that the settings do not name it any more is told here.
    """
    unseen = [one for one in out_of_sight(case.seen, case.circumstances) if one.is_of(case.student.ref)]
    if not unseen:
        return None
    because = "a calendar with a meeting of this student could not be read"
    waits = case.decision(booking.meeting, RowVerdict.WAITS, because)
    people, sign = case.department.organisation.case_managers, case.circumstances.sign
    named = {calendar_print(sign, person.calendar) for person in people}
    is_named = all(one.calendar in named for one in unseen)
    return waits if is_named else waits + case.row_problem(booking.meeting, ProblemKind.CALENDAR_GONE)


def _was_booked(case: Case, booking: Booking) -> bool:
    """The ledger remembers this very meeting, and Google has forgotten it: deleted events fade in time.

    What the agent itself cancelled, and what is still to be seen, was not deleted by a person.
    """
    seen = {event.mark.number for event in case.seen.events if event.mark.student_ref == case.student.ref}
    return any(
        Prints.parse(fingerprint).same_meeting(booking.prints)
        for kind, number, fingerprint in _remembered(case)
        if kind in {"meeting", "change"} and number not in seen and not _was_cancelled(case, number)
    )


def _remembered(case: Case) -> list[tuple[str, int, str]]:
    """Effects of this student's meetings in the ledger: kind, number, fingerprint."""
    parts = [(*key.split("/"), fingerprint) for key, fingerprint in case.seen.done.items()]
    return [
        (part[0], int(part[2]), part[3])
        for part in parts
        if len(part) == 4 and part[1] == case.student.ref and part[2].isdecimal()
    ]


def _was_cancelled(case: Case, number: int) -> bool:
    return case.cancelled(number) != case.brought_back(number)


def _link_or_ask(case: Case, booking: Booking, numbers: Numbers) -> Plan | None:
    """An event by hand that looks like this meeting is linked or left, as the row says; else a question."""
    alike = [event for event in case.seen.unmarked if _looks_alike(case, booking, event)]
    orphans = [event for event in case.seen.events if _is_orphan(case, booking, event)]
    answer = known(booking.meeting.existing)
    if not alike and not orphans:
        return linked_before(case, booking)
    if answer is Existing.BOOK and not orphans:
        return None
    if answer is Existing.LINK and len(alike) == 1 and not orphans:
        return _link(case, booking, alike[0], numbers)
    because = "an event that is there already looks like this meeting"
    kind = ProblemKind.EVENT_OF_NOBODY if orphans else ProblemKind.LINK_OR_BOOK
    if answer is Existing.LINK and not orphans:
        kind = ProblemKind.MANY_TO_LINK
    return case.question(booking.meeting, kind, RowVerdict.LINK_OR_BOOK, because)


def _link(case: Case, booking: Booking, event: UnmarkedEvent, numbers: Numbers) -> Plan:
    if not event.own:
        return linked(case, booking, event)
    number = numbers.next()
    mark = replace(new_mark(case, booking, number), row=booking.prints, event=event.prints, linked=True)
    action = LinkMeeting(
        key=_key(case, number),
        fingerprint=str(booking.prints),
        needs=(student_folder(case.student.ref),),
        summary=f"link: meeting {number} of {case.student.ref}, {booking.wanted.day.isoformat()}",
        **case.about(booking.meeting),
        calendar=event.calendar,
        event_id=event.event_id,
        mark=mark,
        etag=event.etag,
    )
    return Plan(actions=(action,)) + case.decision(
        booking.meeting, RowVerdict.LINKED, "the row says that it is this event", event.link
    )


def _looks_alike(case: Case, booking: Booking, event: UnmarkedEvent) -> bool:
    """About the same time, and with the student's initials in its title or somebody of the team invited."""
    css = case.department.organisation.district(case.student.district).css.email
    shows = case.student.ref in event.shows or bool(event.guests & (case.team_addresses - {css}))
    return event.calendar == booking.calendar and shows and is_near(case, booking, event)


def _is_orphan(case: Case, booking: Booking, event: MarkedEvent) -> bool:
    """One of ours for a student whom nobody knows any more."""
    unknown = event.mark.student_ref not in case.department.by_ref
    coming = is_coming(event, case.circumstances)
    return unknown and event.calendar == booking.calendar and coming and is_near(case, booking, event)


def new_mark(case: Case, booking: Booking, number: int) -> EventMark:
    """The mark of an event that shows just what its row asks for."""
    return EventMark(
        case.student.ref, number, booking.wanted.day, booking.wanted.purposes, booking.prints, booking.prints
    )


def _key(case: Case, number: int) -> str:
    return f"meeting/{case.student.ref}/{number}"


def _book(case: Case, booking: Booking, number: int) -> Plan:
    """Where a link is needed nobody is invited yet: the guests are added once it is there."""
    key = _key(case, number)
    text = replace(booking.text, guests=()) if booking.needs_link else booking.text
    prints = text.prints(case.circumstances.sign)
    mark = replace(
        new_mark(case, booking, number), row=prints, event=prints, asked=int(booking.asks_for_meet)
    )
    mark = replace(mark, hidden=text.outside)
    action = BookMeeting(
        key=key,
        fingerprint=str(booking.prints),
        needs=(student_folder(case.student.ref),),
        summary=f"{booking.deed}: meeting {number} of {case.student.ref}, {booking.wanted.day.isoformat()}",
        **case.about(booking.meeting),
        discloses=invited(case, text.guests),
        calendar=booking.calendar,
        # Hexadecimal digits lie within Google's alphabet for event ids (a-v, 0-9).
        event_id=case.circumstances.sign(key),
        mark=mark,
        text=text,
        request_id=case.request_id(mark) if booking.asks_for_meet else "",
    )
    return Plan(actions=(action,)) + case.decision(booking.meeting, booking.word, booking.because)
