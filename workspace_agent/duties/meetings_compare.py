"""A row and its event: what is changed, cancelled, kept or asked about."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from workspace_agent.duties.meetings_actions import AskForVideo, CancelMeeting, ChangeMeeting
from workspace_agent.duties.meetings_merge import (
    Merge,
    Standing,
    Wish,
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
    team_is_whole,
    with_line,
)
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


def compare(desk: Desk, row: Row, event: MarkedEvent) -> Plan:
    """The decision table: both sides against what they were at the last look."""
    if event.state is EventState.CANCELLED:
        because = "a person deleted the event of this date"
        return desk.question(row.meeting, ProblemKind.EVENT_DELETED, "deleted_by_person", because)
    last = last_standing(event, desk.seen.looks)
    row, missing = _with_dial_in(desk, row, event, last)
    merged = merge(last, row.prints, event.prints)
    stands = next_standing(last, row.prints, event.prints, merged)
    decided = _decide(desk, row, event, stands, _without(_not_ours_now(desk, row, event), merged))
    looked = Plan(looks=(stands.look(event),))
    return decided + missing + _video(desk, row, event) + _former_calendar(desk, row, event) + looked


def _not_ours_now(desk: Desk, row: Row, event: MarkedEvent) -> frozenset[EventField]:
    """Fields that are left as they are, whatever the row says."""
    kept = _PEOPLES_OWN if event.mark.linked else frozenset()
    if not row.is_hold and not team_is_whole(desk, row.meeting):
        kept |= _OF_THE_TEAM
    if _waits_for_video(row, event):
        kept |= {EventField.GUESTS}
    return kept


def _without(fields: frozenset[EventField], merged: Merge) -> Merge:
    return Merge(merged.patch - fields, merged.theirs - fields, merged.questions - fields)


def _waits_for_video(row: Row, event: MarkedEvent) -> bool:
    """Nobody new is invited before there is a link to join by."""
    newcomers = set(row.text.guests) - set(event.guests)
    return bool(newcomers) and row.needs_video and event.video is not Video.READY


def _decide(desk: Desk, row: Row, event: MarkedEvent, stands: Standing, merged: Merge) -> Plan:
    if merged.questions:
        because = "row and event were both changed"
        return desk.question(row.meeting, ProblemKind.BOTH_CHANGED, "both_changed", because)
    if EventField.TIME in merged.patch and _is_far(desk, row, event):
        because = "the row was moved so far that it may be another meeting"
        return desk.question(row.meeting, ProblemKind.MOVED_FAR, "moved_far", because)
    changed = _change(desk, row, event, stands, merged) if merged.patch else Plan()
    if merged.theirs:
        because = "a person changed the event; it stays"
        return changed + desk.question(row.meeting, ProblemKind.EVENT_CHANGED, "changed_by_person", because)
    return changed + desk.decision(row.meeting, row.word, row.because)


def _is_far(desk: Desk, row: Row, event: MarkedEvent) -> bool:
    return abs(row.text.start - event.start) > timedelta(days=desk.circumstances.policy.meetings.far_days)


def _change(desk: Desk, row: Row, event: MarkedEvent, stands: Standing, merged: Merge) -> Plan:
    number = event.mark.number
    invites = EventField.GUESTS in merged.patch
    newcomers = set(row.text.guests) - set(event.guests) if invites else set()
    mark = replace(
        event.mark,
        day=row.wanted.day,
        purposes=row.wanted.purposes,
        row=stands.row.taking(merged.patch, row.prints),
        event=event.prints.taking(merged.patch, row.prints),
        line=row.line,
    )
    action = ChangeMeeting(
        key=f"change/{desk.student.ref}/{number}",
        fingerprint=str(row.prints),
        summary=f"{_verb(merged, newcomers)}: meeting {number} of {desk.student.ref}",
        case_manager=row.meeting.case_manager,
        student_ref=desk.student.ref,
        place=row.meeting.row,
        calendar=event.calendar,
        event_id=event.event_id,
        mark=mark,
        text=row.text,
        fields=merged.patch,
        etag=event.etag,
        tell_guests=EventField.TIME in merged.patch or bool(newcomers),
    )
    return Plan(actions=(action,))


def _verb(merged: Merge, newcomers: set[str]) -> str:
    if EventField.TIME in merged.patch:
        return "move"
    return "invite" if newcomers else "change"


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


def _video(desk: Desk, row: Row, event: MarkedEvent) -> Plan:
    """Ask for the link again with a new request, a few times; then a person has to put one in."""
    if not row.needs_video or event.video is Video.READY:
        return Plan()
    if event.video is Video.PENDING:
        return _late(desk, row, event)
    never_asked = event.video is Video.NONE and event.mark.asked == 0
    failed = (
        event.video is Video.FAILED and event.mark.asked < desk.circumstances.policy.meetings.video_attempts
    )
    if event.mark.linked or not (never_asked or failed):
        return desk.row_problem(row.meeting, ProblemKind.NO_VIDEO)
    return Plan(actions=(_ask_for_video(desk, row, event),))


def _late(desk: Desk, row: Row, event: MarkedEvent) -> Plan:
    """Google makes a link within moments; one that takes longer is told."""
    if not _waits_for_video(row, event):
        return Plan()
    look = Look(f"{VIDEO}{event.event_id}", f"pending {event.mark.asked}")
    late = desk.has_stood_as(look)
    return Plan(looks=(look,)) + (desk.row_problem(row.meeting, ProblemKind.VIDEO_LATE) if late else Plan())


def _ask_for_video(desk: Desk, row: Row, event: MarkedEvent) -> AskForVideo:
    mark = replace(event.mark, asked=event.mark.asked + 1)
    return AskForVideo(
        key=f"video/{desk.student.ref}/{mark.number}",
        fingerprint=str(mark.asked),
        summary=f"video link: meeting {mark.number} of {desk.student.ref}",
        case_manager=row.meeting.case_manager,
        student_ref=desk.student.ref,
        place=row.meeting.row,
        calendar=event.calendar,
        event_id=event.event_id,
        mark=mark,
        request_id=desk.request_id(mark),
        etag=event.etag,
    )


def _former_calendar(desk: Desk, row: Row, event: MarkedEvent) -> Plan:
    """The student has another case manager now; the event stays where it was booked."""
    if event.calendar == row.calendar:
        return Plan()
    return desk.row_problem(row.meeting, ProblemKind.ON_FORMER_CALENDAR)


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
    wished = Wish.KEPT if event.mark.cancelled else wish(last, event.prints)
    stands = Standing(last.row, event.prints, last.questions, wished)
    looked = Plan(looks=(stands.look(event),))
    if wished is Wish.KEPT:
        return looked + desk.event_problem(ProblemKind.CANCEL_REFUSED, event)
    if not desk.has_stood_as(stands.look(event)):
        return looked
    return looked + Plan(actions=(_cancellation(desk, meeting, event),))


def _cancellation(desk: Desk, meeting: Meeting, event: MarkedEvent) -> CancelMeeting:
    number = event.mark.number
    return CancelMeeting(
        key=f"cancel/{desk.student.ref}/{number}",
        fingerprint=str(event.prints),
        summary=f"cancel: meeting {number} of {desk.student.ref}",
        case_manager=meeting.case_manager,
        student_ref=desk.student.ref,
        place=meeting.row,
        calendar=event.calendar,
        event_id=event.event_id,
        mark=replace(event.mark, event=event.prints, cancelled=True),
        etag=event.etag,
        tell_guests=bool(event.guests),
    )
