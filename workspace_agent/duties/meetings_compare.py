"""A row and its event: what is changed, cancelled, kept or asked about."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from workspace_agent.duties.meetings_actions import (
    AskForVideo,
    CancelMeeting,
    ChangeMeeting,
    HideGuests,
    TakeGuestsOff,
)
from workspace_agent.duties.meetings_differences import differences
from workspace_agent.duties.meetings_event import EventText, guest_print
from workspace_agent.duties.meetings_guests import is_outside
from workspace_agent.duties.meetings_merge import (
    GuestChange,
    Merge,
    Standing,
    Wish,
    guest_change,
    last_standing,
    merge,
    next_standing,
    wish,
)
from workspace_agent.duties.meetings_rows import (
    Desk,
    Row,
    asks_to_cancel,
    is_coming,
    with_line,
)
from workspace_agent.duties.meetings_team import let_go, team_is_whole
from workspace_agent.model.facts import Meeting
from workspace_agent.model.field import known
from workspace_agent.model.plan import Plan
from workspace_agent.model.problem import ProblemKind
from workspace_agent.model.seen import EventField, EventState, Look, MarkedEvent, Video

_PEOPLES_OWN = frozenset({EventField.SUMMARY, EventField.DESCRIPTION, EventField.GUESTS})
"""Of an event that a person made, only the time is compared with the row."""

VIDEO = "video/"
"""Subject of the look that remembers since when guests have waited for a link."""

_OF_THE_TEAM = frozenset({EventField.DESCRIPTION, EventField.GUESTS})


@dataclass(frozen=True, slots=True)
class _Pair:
    """A row, its event, and what the last look showed of them."""

    desk: Desk
    row: Row
    event: MarkedEvent
    last: Standing

    @property
    def merged(self) -> Merge:
        """What the decision table says, before anything is left out."""
        return merge(self.last, self.row.prints, self.event.prints)

    @property
    def stands(self) -> Standing:
        """What the next look compares with."""
        return next_standing(self.last, self.row.prints, self.event.prints, self.merged)

    @property
    def guests(self) -> GuestChange:
        """Whom the row puts on the event, and takes off it."""
        return guest_change(self.last, self.row.prints, self.event.prints)

    @property
    def text(self) -> EventText:
        """The row's text, with the guests as row and people together leave them."""
        sign = self.desk.circumstances.sign
        came = {one for one in self.row.text.guests if guest_print(sign, one) in self.guests.on}
        stay = {one for one in self.event.guests if guest_print(sign, one) not in self.guests.off}
        outside = (self.row.text.outside or self.strangers(stay)) and not self.was_opened
        return replace(self.row.text, guests=tuple(sorted(came | stay)), outside=outside)

    def strangers(self, guests: Iterable[str]) -> bool:
        """Somebody from outside is among them."""
        return any(is_outside(self.desk.department, self.desk.student, one) for one in guests)

    @property
    def was_opened(self) -> bool:
        """A person opened the guest list again after the agent had closed it."""
        return self.event.mark.hidden and self.event.open_list

    @property
    def must_hide(self) -> bool:
        """Somebody from outside is on an event of ours whose guest list is open, and nobody chose that."""
        closes = self.event.open_list and not self.event.mark.hidden and not self.event.mark.linked
        return closes and self.strangers(self.event.guests)

    @property
    def lost_agreement(self) -> bool:
        """Guests were invited, and the parent's agreement is not on record any more: they stay invited."""
        return self.row.is_hold and bool(self.last.row.each_guest)

    @property
    def waits_for_video(self) -> bool:
        """Nobody new is invited before there is a link to join by."""
        has_link = self.event.video is Video.READY or not self.row.needs_video
        return bool(self.guests.on) and not has_link


def compare(desk: Desk, row: Row, event: MarkedEvent) -> Plan:
    """The decision table: both sides against what they were at the last look."""
    if event.state is EventState.CANCELLED:
        because = "a person deleted the event of this date"
        return desk.question(row.meeting, ProblemKind.EVENT_DELETED, "deleted_by_person", because)
    last = let_go(desk, row, last_standing(event, desk.seen.looks))
    row, missing = _with_dial_in(desk, row, event, last)
    pair = _Pair(desk, row, event, last)
    decided = _decide(pair, _without(_not_ours_now(pair), pair.merged))
    decided = _one_patch(_one_patch(decided, _hide(pair)), _video(pair))
    looked = Plan(looks=(pair.stands.look(event),))
    return decided + missing + _former_calendar(pair) + looked


def _one_patch(first: Plan, then: Plan) -> Plan:
    """Both, with one action at most: after the first, the etag of a second would be an old one."""
    return first + (replace(then, actions=()) if first.actions else then)


def _not_ours_now(pair: _Pair) -> frozenset[EventField]:
    """Fields that are left as they are, whatever the row says."""
    kept = _PEOPLES_OWN if pair.event.mark.linked else frozenset()
    if pair.lost_agreement or not team_is_whole(pair.desk):
        kept |= _OF_THE_TEAM
    if pair.waits_for_video:
        kept |= {EventField.GUESTS}
    return kept


def _without(fields: frozenset[EventField], merged: Merge) -> Merge:
    return Merge(merged.patch - fields, merged.theirs - fields, merged.questions - fields)


def _decide(pair: _Pair, merged: Merge) -> Plan:
    desk, row = pair.desk, pair.row
    if merged.questions:
        because = "row and event were both changed"
        asked = _differ(pair, ProblemKind.BOTH_CHANGED, merged.questions)
        return asked + desk.decision(row.meeting, "both_changed", because)
    if EventField.TIME in merged.patch and _is_far(pair):
        because = "the row was moved so far that it may be another meeting"
        return desk.question(row.meeting, ProblemKind.MOVED_FAR, "moved_far", because)
    changed = _change(pair, merged) if merged.patch else Plan()
    if pair.lost_agreement:
        because = "guests are invited, but no agreement of the parent is on record"
        return changed + desk.question(row.meeting, ProblemKind.AGREEMENT_GONE, "agreement_gone", because)
    if merged.theirs:
        because = "row and event differ; the event stays as it is"
        told = _differ(pair, ProblemKind.EVENT_CHANGED, merged.theirs)
        return changed + told + desk.decision(row.meeting, "changed_by_person", because)
    return changed + desk.decision(row.meeting, row.word, row.because)


def _differ(pair: _Pair, kind: ProblemKind, fields: frozenset[EventField]) -> Plan:
    said = differences(fields, pair.row.text, pair.event, pair.desk.circumstances.sign)
    if EventField.GUESTS in fields and pair.strangers(pair.event.guests) and not pair.was_opened:
        said += "; somebody from outside is a guest, so guests do not see one another"
    return pair.desk.row_problem(pair.row.meeting, kind, said, pair.event.link)


def _is_far(pair: _Pair) -> bool:
    days = pair.desk.circumstances.policy.meetings.far_days
    return abs(pair.row.text.start - pair.event.start) > timedelta(days=days)


def _change(pair: _Pair, merged: Merge) -> Plan:
    desk, row, event, text = pair.desk, pair.row, pair.event, pair.text
    invites = EventField.GUESTS in merged.patch and bool(pair.guests.on)
    mark = replace(
        event.mark,
        day=row.wanted.day,
        purposes=row.wanted.purposes,
        row=pair.stands.row.taking(merged.patch, row.prints),
        event=event.prints.taking(merged.patch, text.prints(desk.circumstances.sign)),
        line=row.line,
        hidden=_is_hidden(pair, merged),
    )
    takes_off = EventField.GUESTS in merged.patch and bool(pair.guests.off)
    change = TakeGuestsOff if takes_off else ChangeMeeting
    action = change(
        key=f"change/{desk.student.ref}/{mark.number}",
        fingerprint=str(row.prints),
        summary=f"{_verb(merged, pair.guests)}: meeting {mark.number} of {desk.student.ref}",
        **desk.about(row.meeting),
        calendar=event.calendar,
        event_id=event.event_id,
        mark=mark,
        text=text,
        fields=merged.patch,
        etag=event.etag,
        tell_guests=EventField.TIME in merged.patch or invites,
    )
    return Plan(actions=(action,))


def _is_hidden(pair: _Pair, merged: Merge) -> bool:
    """Whether the agent has closed the guest list, and a person who opens it again has done so on purpose."""
    if EventField.GUESTS not in merged.patch:
        return pair.event.mark.hidden
    return pair.text.outside or pair.was_opened


def _hide(pair: _Pair) -> Plan:
    """Whoever was put on from outside sees and invites nobody; that they are on the event is told anyway."""
    desk, event = pair.desk, pair.event
    if not pair.must_hide:
        return Plan()
    action = HideGuests(
        key=f"hide/{desk.student.ref}/{event.mark.number}",
        fingerprint=str(event.prints),
        summary=f"hide guests from one another: meeting {event.mark.number} of {desk.student.ref}",
        **desk.about(pair.row.meeting),
        calendar=event.calendar,
        event_id=event.event_id,
        mark=replace(event.mark, hidden=True),
        etag=event.etag,
    )
    return Plan(actions=(action,))


def _verb(merged: Merge, change: GuestChange) -> str:
    if EventField.TIME in merged.patch:
        return "move"
    return "invite" if EventField.GUESTS in merged.patch and change.on else "change"


# ---- how to join


def _with_dial_in(desk: Desk, row: Row, event: MarkedEvent, last: Standing) -> tuple[Row, Plan]:
    """A line of the company's where Google gave no telephone number, and the row is ready to be told."""
    needs_none = row.is_hold or not row.needs_video or event.mark.linked or event.video is not Video.READY
    if needs_none or (event.dial_in and not event.mark.line):
        return row, Plan()
    begins, ends = _span(row, event, last)
    found = desk.lines.take(begins, ends, event.mark.line, event.event_id)
    if found is None:
        return row, desk.row_problem(row.meeting, ProblemKind.NO_DIAL_IN)
    return with_line(desk, row, *found), Plan()


def _span(row: Row, event: MarkedEvent, last: Standing) -> tuple[datetime, datetime]:
    """When the meeting will be: as a person left it in the event, or as the row moves it."""
    moves = row.prints.time != last.row.time
    return (row.text.start, row.text.end) if moves else (event.start, event.end)


def _video(pair: _Pair) -> Plan:
    """Ask for the link again with a new request, a few times; then a person has to put one in."""
    desk, row, event = pair.desk, pair.row, pair.event
    if not row.needs_video or event.video is Video.READY:
        return Plan()
    if event.video is Video.PENDING:
        return _late(pair)
    never_asked = event.video is Video.NONE and event.mark.asked == 0
    attempts = desk.circumstances.policy.meetings.video_attempts
    failed = event.video is Video.FAILED and event.mark.asked < attempts
    if event.mark.linked or not (never_asked or failed):
        return desk.row_problem(row.meeting, ProblemKind.NO_VIDEO)
    return Plan(actions=(_ask_for_video(desk, row, event),))


def _late(pair: _Pair) -> Plan:
    """Google makes a link within moments; one that takes longer is told."""
    if not pair.waits_for_video:
        return Plan()
    look = Look(f"{VIDEO}{pair.event.event_id}", f"pending {pair.event.mark.asked}")
    if not pair.desk.has_stood_as(look):
        return Plan(looks=(look,))
    return Plan(looks=(look,)) + pair.desk.row_problem(pair.row.meeting, ProblemKind.VIDEO_LATE)


def _ask_for_video(desk: Desk, row: Row, event: MarkedEvent) -> AskForVideo:
    mark = replace(event.mark, asked=event.mark.asked + 1)
    return AskForVideo(
        key=f"video/{desk.student.ref}/{mark.number}",
        fingerprint=str(mark.asked),
        summary=f"video link: meeting {mark.number} of {desk.student.ref}",
        **desk.about(row.meeting),
        calendar=event.calendar,
        event_id=event.event_id,
        mark=mark,
        request_id=desk.request_id(mark),
        etag=event.etag,
    )


def _former_calendar(pair: _Pair) -> Plan:
    """The student has another case manager now; the event stays where it was booked."""
    if pair.event.calendar == pair.row.calendar:
        return Plan()
    return pair.desk.row_problem(pair.row.meeting, ProblemKind.ON_FORMER_CALENDAR)


# ---- rows that ask for no event any more


def event_not_asked_for(desk: Desk, meeting: Meeting, event: MarkedEvent | None) -> Plan:
    """The event of a row that does not ask for it: cancelled if the row says so, else told."""
    if event is None or not is_coming(event, desk.circumstances):
        return Plan()
    if asks_to_cancel(desk, meeting):
        return _cancel(desk, meeting, event)
    asks_no_more = meeting.held or meeting.cancelled or (meeting.has_box and known(meeting.book) is False)
    return desk.event_problem(ProblemKind.EVENT_STANDS, event) if asks_no_more else Plan()


def _cancel(desk: Desk, meeting: Meeting, event: MarkedEvent) -> Plan:
    """Seen twice, some time apart, with the event as it was at the first look; else it stays."""
    last = last_standing(event, desk.seen.looks)
    touched = event.mark.cancelled or _rest_was_changed(desk, event)
    wished = Wish.KEPT if touched else wish(last, event.prints)
    stands = Standing(last.row, event.prints, last.questions, wished)
    looked = Plan(looks=(stands.look(event),))
    if wished is Wish.KEPT:
        return looked + desk.event_problem(ProblemKind.CANCEL_REFUSED, event)
    if not desk.has_stood_as(stands.look(event)):
        return looked
    return looked + Plan(actions=(_cancellation(desk, meeting, event),))


def look_at_rest(event: MarkedEvent) -> Look:
    """What only people change in an event: it is theirs and not compared, but an event so changed is kept."""
    return Look(f"rest/{event.event_id}", event.rest)


def _rest_was_changed(desk: Desk, event: MarkedEvent) -> bool:
    last = desk.seen.looks.get(look_at_rest(event).subject)
    return last is not None and last.shown != event.rest


def _cancellation(desk: Desk, meeting: Meeting, event: MarkedEvent) -> CancelMeeting:
    number = event.mark.number
    return CancelMeeting(
        key=f"cancel/{desk.student.ref}/{number}",
        fingerprint=str(event.prints),
        summary=f"cancel: meeting {number} of {desk.student.ref}",
        **desk.about(meeting),
        calendar=event.calendar,
        event_id=event.event_id,
        mark=replace(event.mark, event=event.prints, cancelled=True),
        etag=event.etag,
        tell_guests=bool(event.guests),
    )
