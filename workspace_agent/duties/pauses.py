"""Which pauses are in force, and since when. A Paused box that cannot be read counts as ticked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, tzinfo

from workspace_agent.duties import columns
from workspace_agent.model.facts import Department, Meeting, Student
from workspace_agent.model.field import Unreadable, known
from workspace_agent.model.place import LinkPlace
from workspace_agent.model.plan import Circumstances
from workspace_agent.model.seen import Look, Seen
from workspace_agent.model.waits import Pause

_STANDS, _OVER = "paused", "not paused"


def in_force(department: Department, seen: Seen, circumstances: Circumstances) -> tuple[Pause, ...]:
    """All pauses of this moment, the widest first."""
    boxes = columns.lost_boxes(department, seen, circumstances)
    found = dict.fromkeys((*_settings(department), *department.pauses, *boxes, *_rows(department)))
    zone = department.organisation.time_zone
    return tuple(
        replace(pause, since=_seen_since(pause, seen, zone) or circumstances.today) for pause in found
    )


def looks(pauses: tuple[Pause, ...], seen: Seen) -> tuple[Look, ...]:
    """For the next look to compare with: which pauses stand, and which ended since the last look."""
    standing = {pause.subject for pause in pauses}
    known_of = {subject for subject, last in seen.looks.items() if last.shown == _STANDS}
    ended = sorted(subject for subject in known_of - standing if subject.startswith("paused/"))
    return (*(Look(one, _STANDS) for one in sorted(standing)), *(Look(one, _OVER) for one in ended))


def _settings(department: Department) -> Iterator[Pause]:
    if department.organisation.paused:
        yield Pause(LinkPlace("", "agent.toml"))


def _rows(department: Department) -> Iterator[Pause]:
    for student in department.students:
        yield from _box(student, Pause(student.row, student.case_manager, student.ref))
    for meeting in department.meetings:
        row = meeting.row
        yield from _box(meeting, Pause(row, meeting.case_manager, meeting.student_ref, row))


def _box(row: Student | Meeting, pause: Pause) -> Iterator[Pause]:
    box = row.paused
    if box is not None and (isinstance(box, Unreadable) or known(box)):
        yield replace(pause, place=box.cell, unreadable=isinstance(box, Unreadable))


def _seen_since(pause: Pause, seen: Seen, zone: tzinfo) -> date | None:
    last = seen.looks.get(pause.subject)
    return last.since.astimezone(zone).date() if last and last.shown == _STANDS else None
