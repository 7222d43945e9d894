"""Rows without a box to tick: their date and time are booked when they have stood unchanged for a while."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from workspace_agent.model.facts import Department, Meeting
from workspace_agent.model.field import known
from workspace_agent.model.plan import Circumstances
from workspace_agent.model.seen import Look, Seen

_ROW, _DATED, _GONE = "row/", "dated", "gone"


def look_at_date(meeting: Meeting, sign: Callable[[str], str]) -> Look | None:
    """Date and time of a row without a box, as they were typed; None where there are none to book."""
    day, start = known(meeting.date), known(meeting.start)
    if meeting.has_box or day is None or start is None:
        return None
    minutes, zone = known(meeting.minutes), known(meeting.zone)
    return Look(f"{_ROW}{meeting.student_ref}/{sign(f'{day} {start} {minutes} {zone}')[:20]}", _DATED)


def dates_looked(department: Department, seen: Seen, circumstances: Circumstances) -> tuple[Look, ...]:
    """For the next look to compare with: which dates stand, and which stood at the last look and do not now.

    One that comes back has not stood unchanged. What nobody could look at now has not gone.
    """
    found = (look_at_date(meeting, circumstances.sign) for meeting in department.meetings)
    standing = {look.subject: look for look in found if look is not None}
    gone = (subject for subject in _stood(seen) if subject not in standing and _is_seen(department, subject))
    return (*standing.values(), *(Look(subject, _GONE) for subject in gone))


def _stood(seen: Seen) -> Iterator[str]:
    dated = (subject for subject, last in seen.looks.items() if last.shown == _DATED)
    return (subject for subject in dated if subject.startswith(_ROW))


def _is_seen(department: Department, subject: str) -> bool:
    """The student is on a list, and the Meetings sheet that the row stood in is whole."""
    student = department.by_ref.get(subject.split("/")[1])
    return student is not None and not department.is_broken(student, "meetings")
