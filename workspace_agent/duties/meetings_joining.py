"""How a meeting is joined: the video link, and a telephone number where the link brings none."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from workspace_agent.duties.meetings_actions import AskForVideo
from workspace_agent.duties.meetings_merge import Sides
from workspace_agent.duties.meetings_pair import Pair
from workspace_agent.duties.meetings_rows import Booking, Case, with_line
from workspace_agent.model.field import Unreadable
from workspace_agent.model.plan import Plan
from workspace_agent.model.problem_kinds import ProblemKind
from workspace_agent.model.seen import Look, MarkedEvent, Video

LATE = "video/"
"""Subject of the look that remembers since when guests have waited for a link."""

_FAILED = "no-video/"
"""Subject of the look that remembers since when a link has been refused."""

_A_DAY = timedelta(days=1)


def with_dial_in(case: Case, booking: Booking, event: MarkedEvent, last: Sides) -> tuple[Booking, Plan]:
    """A line of the company's where Google gave no telephone number, and the row is ready to be told."""
    needs_none = (
        booking.is_hold or not booking.needs_link or event.mark.linked or event.video is not Video.READY
    )
    if needs_none or (event.dial_in and not event.mark.line):
        return booking, Plan()
    begins, ends = _span(booking, event, last)
    found = case.lines.take(begins, ends, event.mark.line, event.event_id)
    if found is None:
        return booking, case.row_problem(booking.meeting, ProblemKind.NO_DIAL_IN)
    return with_line(case, booking, *found), Plan()


def _span(booking: Booking, event: MarkedEvent, last: Sides) -> tuple[datetime, datetime]:
    """When the meeting will be: as a person left it in the event, or as the row moves it."""
    moves = booking.prints.time != last.row.time
    return (booking.text.start, booking.text.end) if moves else (event.start, event.end)


def video(pair: Pair) -> Plan:
    """Ask for the link, and again where Google could not make it; else a person has to put one in."""
    case, booking, event = pair.case, pair.booking, pair.event
    if pair.has_link:
        return Plan()
    if event.video is Video.PENDING:
        return _late(pair)
    if event.mark.linked or not booking.asks_for_meet:
        return _awaited_from_person(pair)
    if event.video is Video.FAILED:
        return _failed(pair)
    if event.mark.asked == 0:
        return Plan(actions=(_ask_for_video(case, booking, event),))
    return case.row_problem(booking.meeting, ProblemKind.NO_VIDEO)


def _awaited_from_person(pair: Pair) -> Plan:
    """Told once: about a mode that cannot be read its cell speaks already."""
    meeting = pair.booking.meeting
    if isinstance(meeting.mode, Unreadable):
        return Plan()
    kind = ProblemKind.LINKED_WITHOUT_VIDEO if pair.event.mark.linked else ProblemKind.NO_LINK_YET
    return pair.case.row_problem(meeting, kind)


def _failed(pair: Pair) -> Plan:
    """Ask anew some time after a failure; the last one of a day is told, and the next follows a day later."""
    case, asked = pair.case, pair.event.mark.asked
    attempts = case.circumstances.policy.meetings.video_attempts
    look = Look(f"{_FAILED}{pair.event.event_id}", str(asked))
    told = case.row_problem(pair.booking.meeting, ProblemKind.NO_VIDEO) if asked >= attempts else Plan()
    last_of_day = asked % attempts == 0
    if case.is_unchanged(look, _A_DAY) if last_of_day else case.is_settled(look):
        return told + Plan(actions=(_ask_for_video(case, pair.booking, pair.event),))
    return told + Plan(looks=(look,))


def _late(pair: Pair) -> Plan:
    """Google makes a link within moments; one that takes longer is told."""
    if not pair.waits_for_video:
        return Plan()
    look = Look(f"{LATE}{pair.event.event_id}", f"pending {pair.event.mark.asked}")
    if not pair.case.is_settled(look):
        return Plan(looks=(look,))
    return Plan(looks=(look,)) + pair.case.row_problem(pair.booking.meeting, ProblemKind.VIDEO_LATE)


def _ask_for_video(case: Case, booking: Booking, event: MarkedEvent) -> AskForVideo:
    mark = replace(event.mark, asked=event.mark.asked + 1)
    return AskForVideo(
        key=f"video/{case.student.ref}/{mark.number}",
        fingerprint=str(mark.asked),
        summary=f"video link: meeting {mark.number} of {case.student.ref}",
        **case.about(booking.meeting),
        calendar=event.calendar,
        event_id=event.event_id,
        mark=mark,
        request_id=case.request_id(mark),
        etag=event.etag,
    )
