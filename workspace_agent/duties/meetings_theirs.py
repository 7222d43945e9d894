"""A row that is linked to an event which the agent never writes: somebody else made it, or it repeats.

Such an event carries no mark of ours, so the looks remember whose it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from workspace_agent.duties.meetings_rows import Booking, Case, which
from workspace_agent.model.field import known
from workspace_agent.model.plan import Plan
from workspace_agent.model.problem_kinds import ProblemKind
from workspace_agent.model.row_verdict import RowVerdict
from workspace_agent.model.seen import Look, MarkedEvent, UnmarkedEvent
from workspace_agent.model.vocabulary import Existing


def linked(case: Case, booking: Booking, event: UnmarkedEvent) -> Plan:
    """The row's event, to be remembered."""
    because = "the event repeats, or somebody else made it; the agent never writes it"
    look = Look(_subject(case, event), which(booking.meeting))
    return Plan(looks=(look,)) + case.decision(booking.meeting, RowVerdict.LINKED, because, event.link)


def linked_before(case: Case, booking: Booking) -> Plan | None:
    """What becomes of a row that was linked to such an event; None where it was not.

    Where people deleted the event nothing is booked for that date, as with the agent's own.
    """
    look = _remembered(case, booking)
    if look is None:
        return None
    events = (event for event in case.seen.unmarked if _subject(case, event) == look.subject)
    event = next(events, None)
    if event is None:
        return _deleted(case, booking, look)
    if is_near(case, booking, event):
        return linked(case, booking, event)
    because = "its event is at another time, and the agent never writes that event"
    told = case.row_problem(booking.meeting, ProblemKind.LINKED_ELSEWHERE, link=event.link)
    elsewhere = case.decision(booking.meeting, RowVerdict.LINKED_ELSEWHERE, because, event.link)
    return Plan(looks=(look,)) + told + elsewhere


def is_near(case: Case, booking: Booking, event: MarkedEvent | UnmarkedEvent) -> bool:
    """The event begins about when the row does."""
    near = timedelta(minutes=case.circumstances.policy.meetings.look_alike_minutes)
    return abs(event.start - booking.text.start) <= near


def _deleted(case: Case, booking: Booking, look: Look) -> Plan | None:
    if look.shown.split()[:1] != [booking.wanted.day.isoformat()]:
        return None
    because = "a person deleted the event of this date"
    asked = case.question(booking.meeting, ProblemKind.EVENT_DELETED, RowVerdict.DELETED_BY_PERSON, because)
    return Plan(looks=(look,)) + asked


def _remembered(case: Case, booking: Booking) -> Look | None:
    """The row's own; or that of a row with its purposes which stands for that day no more."""
    if known(booking.meeting.existing) is not Existing.LINK:
        return None
    looks = list(_looks(case))
    own = (look for look in looks if look.shown == which(booking.meeting))
    others = {which(one) for one in case.department.meetings_of.get(case.student.ref, ())}
    left = (look for look in looks if look.shown not in others and _may_be(booking, look))
    return next(own, None) or next(left, None)


def _may_be(booking: Booking, look: Look) -> bool:
    """The row was redated, or other purposes were typed into it."""
    day, *purposes = which(booking.meeting).split()
    was, *were = look.shown.split()
    return day == was or purposes == were


def _looks(case: Case) -> Iterator[Look]:
    prefix = f"theirs/{case.student.ref}/"
    return (Look(key, look.shown) for key, look in case.seen.looks.items() if key.startswith(prefix))


def _subject(case: Case, event: UnmarkedEvent) -> str:
    named = case.circumstances.sign(f"theirs\n{event.event_id}")[:20]
    return f"theirs/{case.student.ref}/{named}"
