"""A row and its event: what is changed, kept or asked about."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from workspace_agent.duties.meetings_actions import (
    ChangeMeeting,
    HideGuests,
    RenewMark,
    TakeGuestsOff,
)
from workspace_agent.duties.meetings_cancel import note_brought_back
from workspace_agent.duties.meetings_differences import differences
from workspace_agent.duties.meetings_invited import invited, uninvited
from workspace_agent.duties.meetings_joining import video, with_dial_in
from workspace_agent.duties.meetings_merge import GuestChange, Merge, last_sides
from workspace_agent.duties.meetings_pair import Pair
from workspace_agent.duties.meetings_rows import Booking, Case
from workspace_agent.duties.meetings_team import let_go, team_is_whole
from workspace_agent.model.access import Disclosure
from workspace_agent.model.dates import days
from workspace_agent.model.field import Unreadable
from workspace_agent.model.plan import Plan
from workspace_agent.model.problem_kinds import ProblemKind
from workspace_agent.model.row_verdict import RowVerdict
from workspace_agent.model.seen import EventField, EventState, MarkedEvent

_PEOPLES_OWN = frozenset({EventField.SUMMARY, EventField.DESCRIPTION, EventField.GUESTS})
"""Of an event that a person made, only the time is compared with the row."""

_OF_THE_TEAM = frozenset({EventField.DESCRIPTION, EventField.GUESTS})


def compare(case: Case, booking: Booking, event: MarkedEvent) -> Plan:
    """The decision table: both sides against what they were at the last look."""
    if event.state is EventState.CANCELLED:
        because = "a person deleted the event of this date"
        return case.question(
            booking.meeting, ProblemKind.EVENT_DELETED, RowVerdict.DELETED_BY_PERSON, because
        )
    last = let_go(case, booking, last_sides(event, case.seen.looks))
    booking, missing = with_dial_in(case, booking, event, last)
    pair = Pair(case, booking, event, last)
    decided = _decide(pair, _without(_not_ours_now(pair), pair.merged))
    decided = _one_patch(_one_patch(decided, _hide(pair)), video(pair))
    decided = _one_patch(note_brought_back(case, booking.meeting, event), decided)
    decided = _one_patch(decided, _renew(pair))
    looked = Plan(looks=(pair.sides.look(event),))
    return _linked(decided, event) + missing + _former_calendar(pair) + looked


def _linked(decided: Plan, event: MarkedEvent) -> Plan:
    """Whatever was decided about the row, this is its event."""
    return replace(decided, decisions=tuple(replace(one, link=event.link) for one in decided.decisions))


def _one_patch(first: Plan, then: Plan) -> Plan:
    """Both, with one action at most: after the first, the etag of a second would be an old one."""
    return first + (replace(then, actions=()) if first.actions else then)


def _not_ours_now(pair: Pair) -> frozenset[EventField]:
    """Fields that are left as they are, whatever the row says."""
    kept = _PEOPLES_OWN if pair.event.mark.linked else frozenset()
    if pair.lost_agreement or not team_is_whole(pair.case):
        kept |= _OF_THE_TEAM
    if pair.waits_for_video:
        kept |= {EventField.GUESTS}
    if isinstance(pair.case.student.plan_type, Unreadable):
        kept |= {EventField.SUMMARY}
    return kept


def _without(fields: frozenset[EventField], merged: Merge) -> Merge:
    return Merge(merged.patch - fields, merged.theirs - fields, merged.questions - fields)


def _decide(pair: Pair, merged: Merge) -> Plan:
    case, booking = pair.case, pair.booking
    if merged.questions:
        because = "row and event were both changed"
        asked = _differ(pair, ProblemKind.BOTH_CHANGED, merged.questions)
        return asked + case.decision(booking.meeting, RowVerdict.BOTH_CHANGED, because)
    if EventField.TIME in merged.patch and _is_far(pair):
        because = "the row was moved so far that it may be another meeting"
        asked = case.row_problem(booking.meeting, ProblemKind.MOVED_FAR, days(_far_days(pair)))
        return asked + case.decision(booking.meeting, RowVerdict.MOVED_FAR, because)
    changed = _change(pair, merged) if merged.patch else Plan()
    if pair.lost_agreement:
        because = "guests are invited, but no agreement of the parent is on record"
        return changed + case.question(
            booking.meeting, ProblemKind.AGREEMENT_GONE, RowVerdict.AGREEMENT_GONE, because
        )
    if merged.theirs:
        because = "row and event differ; the event stays as it is"
        told = _differ(pair, ProblemKind.EVENT_CHANGED, merged.theirs)
        return changed + told + case.decision(booking.meeting, RowVerdict.CHANGED_BY_PERSON, because)
    return changed + case.decision(booking.meeting, booking.word, booking.because)


def _differ(pair: Pair, kind: ProblemKind, fields: frozenset[EventField]) -> Plan:
    said = differences(fields, pair.booking.text, pair.event, pair.case.circumstances.sign)
    if EventField.GUESTS in fields and pair.strangers(pair.event.guests) and not pair.was_opened:
        said += "; somebody from outside is a guest, so guests do not see one another"
    return pair.case.row_problem(pair.booking.meeting, kind, said, pair.event.link)


def _is_far(pair: Pair) -> bool:
    return abs(pair.booking.text.start - pair.event.start) > timedelta(days=_far_days(pair))


def _far_days(pair: Pair) -> int:
    return pair.case.circumstances.policy.meetings.far_days


def _change(pair: Pair, merged: Merge) -> Plan:
    case, booking, event, text = pair.case, pair.booking, pair.event, pair.text
    invites = EventField.GUESTS in merged.patch and bool(pair.guests.on)
    mark = replace(
        event.mark,
        day=booking.wanted.day,
        purposes=booking.wanted.purposes,
        row=pair.sides.row.taking(merged.patch, booking.prints),
        event=event.prints.taking(merged.patch, text.prints(case.circumstances.sign)),
        line=booking.line,
        hidden=_is_hidden(pair, merged),
    )
    takes_off = EventField.GUESTS in merged.patch and bool(pair.guests.off)
    change = TakeGuestsOff if takes_off else ChangeMeeting
    action = change(
        key=f"change/{case.student.ref}/{mark.number}",
        fingerprint=str(booking.prints),
        summary=f"{_verb(merged, pair.guests)}: meeting {mark.number} of {case.student.ref}",
        **case.about(booking.meeting),
        discloses=_disclosed(pair) if EventField.GUESTS in merged.patch else (),
        calendar=event.calendar,
        event_id=event.event_id,
        mark=mark,
        text=text,
        fields=merged.patch,
        etag=event.etag,
        tell_guests=EventField.TIME in merged.patch or invites,
        open_list=_opens_list(pair) if EventField.GUESTS in merged.patch else None,
    )
    return Plan(actions=(action,))


def _disclosed(pair: Pair) -> tuple[Disclosure, ...]:
    """Who is invited by the change, and who is not any more."""
    now, before = set(pair.text.guests), set(pair.event.guests)
    return (*invited(pair.case, sorted(now - before)), *uninvited(pair.case, sorted(before - now)))


def _is_hidden(pair: Pair, merged: Merge) -> bool:
    """Whether the agent has closed the guest list, and a person who opens it again has done so on purpose."""
    if EventField.GUESTS not in merged.patch:
        return pair.event.mark.hidden
    return pair.text.outside or pair.was_opened


def _opens_list(pair: Pair) -> bool | None:
    """The guest list is closed where somebody from outside is on it, and opened where the agent closed it.

    Else it stays as people have it.
    """
    if pair.text.outside:
        return False
    closed_by_agent = pair.event.mark.hidden and not pair.event.open_list
    return True if closed_by_agent else None


def _hide(pair: Pair) -> Plan:
    """Whoever was put on from outside sees and invites nobody; that they are on the event is told anyway."""
    case, event = pair.case, pair.event
    if not pair.must_hide:
        return Plan()
    action = HideGuests(
        key=f"hide/{case.student.ref}/{event.mark.number}",
        fingerprint=str(event.prints),
        summary=f"hide guests from one another: meeting {event.mark.number} of {case.student.ref}",
        **case.about(pair.booking.meeting),
        calendar=event.calendar,
        event_id=event.event_id,
        mark=replace(event.mark, hidden=True),
        etag=event.etag,
    )
    return Plan(actions=(action,))


def _renew(pair: Pair) -> Plan:
    """Where people changed row and event to the same day, the row is known by that day from now on."""
    case, event, wanted = pair.case, pair.event, pair.booking.wanted
    differs = EventField.TIME in pair.booking.prints.differing(event.prints)
    known_by_it = (event.mark.day, event.mark.purposes) == (wanted.day, wanted.purposes)
    if differs or known_by_it or not event.mark.row.time or pair.merged.questions:
        return Plan()
    mark = replace(
        event.mark, day=wanted.day, purposes=wanted.purposes, row=pair.sides.row, event=event.prints
    )
    action = RenewMark(
        key=f"change/{case.student.ref}/{mark.number}",
        fingerprint=str(pair.booking.prints),
        summary=f"mark anew: meeting {mark.number} of {case.student.ref}",
        **case.about(pair.booking.meeting),
        calendar=event.calendar,
        event_id=event.event_id,
        mark=mark,
        etag=event.etag,
    )
    return Plan(actions=(action,))


def _verb(merged: Merge, change: GuestChange) -> str:
    if EventField.TIME in merged.patch:
        return "move"
    return "invite" if EventField.GUESTS in merged.patch and change.on else "change"


def _former_calendar(pair: Pair) -> Plan:
    """The student has another case manager now; the event stays where it was booked."""
    if pair.event.calendar == pair.booking.calendar:
        return Plan()
    return pair.case.row_problem(pair.booking.meeting, ProblemKind.ON_FORMER_CALENDAR)
