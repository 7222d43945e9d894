"""The event of a row that does not ask for it any more: cancelled if the row says so, else kept and told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from workspace_agent.duties.meetings_actions import CancelMeeting, RenewMark
from workspace_agent.duties.meetings_merge import Sides, Wish, last_sides, wish
from workspace_agent.duties.meetings_rows import Case, asks_to_cancel, is_coming
from workspace_agent.model.facts import Meeting
from workspace_agent.model.field import known
from workspace_agent.model.plan import Circumstances, Plan
from workspace_agent.model.problem_kinds import ProblemKind
from workspace_agent.model.seen import EventState, LastLook, Look, MarkedEvent, Seen


def event_not_asked_for(case: Case, meeting: Meeting, event: MarkedEvent | None) -> Plan:
    """The event of a row that does not ask for it: cancelled if the row says so, else told."""
    if event is None or not is_coming(event, case.circumstances):
        return Plan()
    if asks_to_cancel(case, meeting):
        return _cancel(case, meeting, event)
    if meeting.cancelled:
        return case.event_problem(ProblemKind.EVENT_STANDS, event)
    asks_no_more = meeting.held or (meeting.has_box and known(meeting.book) is False)
    return _stands(case, meeting, event) if asks_no_more else Plan()


def is_over(event: MarkedEvent, looks: Mapping[str, LastLook]) -> bool:
    """The agent cancelled it. One that stood again at the last look, against its tick, a person deleted."""
    is_gone = event.state is EventState.CANCELLED and event.mark.cancelled
    return is_gone and last_sides(event, looks).wish is not Wish.KEPT


def deletions_looked(seen: Seen, circumstances: Circumstances) -> Iterator[Look]:
    """Events that people deleted, also where no row claims them: the row, or a whole list, may be gone.

    Should a person bring one back, that is newer than any tick that stands by then.
    """
    for event in seen.events:
        is_theirs = event.state is EventState.CANCELLED and not is_over(event, seen.looks)
        if is_theirs and event.end > circumstances.now:
            yield replace(last_sides(event, seen.looks), wish=Wish.KEPT).look(event)


def _stands(case: Case, meeting: Meeting, event: MarkedEvent) -> Plan:
    """Neither asked for nor to be cancelled: a later tick of Cancelled is a new wish."""
    unwished = replace(last_sides(event, case.seen.looks), wish=Wish.NONE)
    told = case.event_problem(ProblemKind.EVENT_STANDS, event)
    return told + Plan(looks=(unwished.look(event),)) + note_brought_back(case, meeting, event)


def note_brought_back(case: Case, meeting: Meeting, event: MarkedEvent) -> Plan:
    """The agent cancelled an event, a person brought it back, and its row does not ask for its end any more.

    Else a later deletion, by a person, would be taken for the agent's own, and the meeting booked again.
    What the last look showed goes into the mark, so that the next one decides as this one did.
    """
    if not event.mark.cancelled:
        return Plan()
    last, number = last_sides(event, case.seen.looks), event.mark.number
    action = RenewMark(
        key=f"back/{case.student.ref}/{number}",
        fingerprint=case.cancelled(number),
        summary=f"note that a person brought it back: meeting {number} of {case.student.ref}",
        **case.about(meeting),
        calendar=event.calendar,
        event_id=event.event_id,
        mark=replace(event.mark, row=last.row, event=last.event, cancelled=False),
        etag=event.etag,
    )
    return Plan(actions=(action,))


def _cancel(case: Case, meeting: Meeting, event: MarkedEvent) -> Plan:
    """Seen twice, some time apart, with the event as it was at the first look; else it stays.

    So does one that the agent has cancelled already, and that a person brought back against this very tick.
    """
    last = last_sides(event, case.seen.looks)
    is_back = event.mark.cancelled and last.since is None
    touched = is_back or _rest_was_changed(case, event)
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
    """Where the ledger knows of no look, the event is compared with how the agent made it."""
    last = case.seen.looks.get(look_at_rest(event).subject)
    return event.rest != (last.shown if last else "")


def _cancellation(case: Case, meeting: Meeting, event: MarkedEvent) -> CancelMeeting:
    """Under a fingerprint other than that of a cancellation which was taken back."""
    number, prints = event.mark.number, str(event.prints)
    again = case.brought_back(number) == prints
    return CancelMeeting(
        key=f"cancel/{case.student.ref}/{number}",
        fingerprint=f"{prints} again" if again else prints,
        summary=f"cancel: meeting {number} of {case.student.ref}",
        **case.about(meeting),
        calendar=event.calendar,
        event_id=event.event_id,
        mark=replace(event.mark, event=event.prints, cancelled=True),
        etag=event.etag,
        tell_guests=bool(event.guests),
    )
