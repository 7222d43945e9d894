"""The event of a row that does not ask for it any more: cancelled if the row says so, else kept and told."""

from __future__ import annotations

from dataclasses import replace

from workspace_agent.duties.meetings_actions import CancelMeeting
from workspace_agent.duties.meetings_merge import Sides, Wish, last_sides, wish
from workspace_agent.duties.meetings_rows import Case, asks_to_cancel, is_coming
from workspace_agent.model.facts import Meeting
from workspace_agent.model.field import known
from workspace_agent.model.plan import Plan
from workspace_agent.model.problem import ProblemKind
from workspace_agent.model.seen import Look, MarkedEvent


def event_not_asked_for(case: Case, meeting: Meeting, event: MarkedEvent | None) -> Plan:
    """The event of a row that does not ask for it: cancelled if the row says so, else told."""
    if event is None or not is_coming(event, case.circumstances):
        return Plan()
    if asks_to_cancel(case, meeting):
        return _cancel(case, meeting, event)
    asks_no_more = meeting.held or meeting.cancelled or (meeting.has_box and known(meeting.book) is False)
    return case.event_problem(ProblemKind.EVENT_STANDS, event) if asks_no_more else Plan()


def _cancel(case: Case, meeting: Meeting, event: MarkedEvent) -> Plan:
    """Seen twice, some time apart, with the event as it was at the first look; else it stays."""
    last = last_sides(event, case.seen.looks)
    touched = event.mark.cancelled or _rest_was_changed(case, event)
    wished = Wish.KEPT if touched else wish(last, event.prints)
    sides = Sides(last.row, event.prints, last.questions, wished)
    looked = Plan(looks=(sides.look(event),))
    if wished is Wish.KEPT:
        return looked + case.event_problem(ProblemKind.CANCEL_REFUSED, event)
    if not case.is_settled(sides.look(event)):
        return looked
    return looked + Plan(actions=(_cancellation(case, meeting, event),))


def look_at_rest(event: MarkedEvent) -> Look:
    """What only people change in an event: it is theirs and not compared, but an event so changed is kept."""
    return Look(f"rest/{event.event_id}", event.rest)


def _rest_was_changed(case: Case, event: MarkedEvent) -> bool:
    last = case.seen.looks.get(look_at_rest(event).subject)
    return last is not None and last.shown != event.rest


def _cancellation(case: Case, meeting: Meeting, event: MarkedEvent) -> CancelMeeting:
    number = event.mark.number
    return CancelMeeting(
        key=f"cancel/{case.student.ref}/{number}",
        fingerprint=str(event.prints),
        summary=f"cancel: meeting {number} of {case.student.ref}",
        **case.about(meeting),
        calendar=event.calendar,
        event_id=event.event_id,
        mark=replace(event.mark, event=event.prints, cancelled=True),
        etag=event.etag,
        tell_guests=bool(event.guests),
    )
