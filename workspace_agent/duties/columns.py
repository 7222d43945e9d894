"""A column that was there and is gone: whoever renamed its heading did not mean to change every meeting.

A sheet may do without these columns. One that had them and lost one would suddenly mean something else:
every meeting an hour long, every leaver back, every restricted parent free to be invited. So nothing of it
moves an event until the heading is back, or until it has been gone for a week, and so was meant. Where boxes
were that pause, everything rests so long.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

from workspace_agent.model.facts import Department, Workbook
from workspace_agent.model.place import SpreadsheetPlace
from workspace_agent.model.plan import Circumstances, Plan
from workspace_agent.model.problem import Problem
from workspace_agent.model.problem_kinds import ProblemKind
from workspace_agent.model.seen import Look, Seen
from workspace_agent.model.waits import Pause

_WATCHED: Mapping[str, frozenset[str]] = {
    "students": frozenset({"exit", "paused", "id", "preferred", "district", "transfer"}),
    "meetings": frozenset({"zone", "length", "mode", "existing", "paused"}),
    "team": frozenset({"contact_state"}),
}
_BOX = frozenset({"book"})
"""Where the settings could do without it, all dates that nobody ticked would be booked without it."""
_MEANT_AFTER = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class _Sheet:
    """The watched columns of one sheet: now, and at the last good look."""

    workbook: Workbook
    name: str
    now: frozenset[str]
    before: frozenset[str]

    @property
    def subject(self) -> str:
        return f"columns/{self.workbook.spreadsheet_id}/{self.name}"

    @property
    def gone(self) -> frozenset[str]:
        return self.before - self.now

    @property
    def look_at_gone(self) -> Look:
        return Look(f"{self.subject}/gone", _said(self.gone))


def watch(department: Department, seen: Seen, circumstances: Circumstances) -> tuple[Department, Plan]:
    """The department, with the sheets that lost a column counted as broken; and what is to be told."""
    sheets = list(_sheets(department, seen))
    lost = [sheet for sheet in sheets if sheet.gone and not _is_meant(sheet, seen, circumstances)]
    broken = {(sheet.workbook.whose, "meetings") for sheet in lost}
    columns = (Look(s.subject, _said(s.before if s in lost else s.now)) for s in sheets)
    told = Plan(
        problems=tuple(problem for sheet in lost for problem in _problems(sheet)),
        looks=(*columns, *_looks_at_gone(sheets, lost, seen)),
    )
    return replace(department, broken=department.broken | broken), told


def lost_boxes(department: Department, seen: Seen, circumstances: Circumstances) -> Iterator[Pause]:
    """Where a column `Paused` was that is gone, it cannot be seen who was to rest: all of the workbook do."""
    owners = {student.row.spreadsheet_id: student.ref for student in department.students}
    for sheet in _sheets(department, seen):
        if "paused" in sheet.gone and not _is_meant(sheet, seen, circumstances):
            book = sheet.workbook
            owner = owners.get(book.spreadsheet_id, "") if book.of_one else ""
            place = SpreadsheetPlace(book.spreadsheet_id)
            yield Pause(place, book.case_manager, owner, unreadable=True)


def _sheets(department: Department, seen: Seen) -> Iterator[_Sheet]:
    for workbook in department.workbooks:
        for name in sorted(_WATCHED.keys() & workbook.columns.keys()):
            now = workbook.columns[name] & _watched(department, workbook, name)
            sheet = _Sheet(workbook, name, now, now)
            last = seen.looks.get(sheet.subject)
            yield replace(sheet, before=frozenset(last.shown.split())) if last else sheet


def _watched(department: Department, workbook: Workbook, name: str) -> frozenset[str]:
    may_lack_box = name == "meetings" and department.organisation.is_settled(workbook.spreadsheet_id)
    return _WATCHED[name] | (_BOX if may_lack_box else frozenset())


def _looks_at_gone(sheets: Iterable[_Sheet], lost: Collection[_Sheet], seen: Seen) -> Iterator[Look]:
    """Since when a sheet lacks what it had; once that is back, or was meant, the next loss is another."""
    for sheet in sheets:
        if sheet in lost:
            yield sheet.look_at_gone
        elif (last := seen.looks.get(sheet.look_at_gone.subject)) and last.shown:
            yield Look(sheet.look_at_gone.subject, "")


def _is_meant(sheet: _Sheet, seen: Seen, circumstances: Circumstances) -> bool:
    last = seen.looks.get(sheet.look_at_gone.subject)
    since = last.since if last and last.shown == sheet.look_at_gone.shown else circumstances.now
    return circumstances.now - since >= _MEANT_AFTER


def _problems(sheet: _Sheet) -> Iterator[Problem]:
    place = SpreadsheetPlace(sheet.workbook.spreadsheet_id)
    for field in sorted(sheet.gone):
        yield Problem(ProblemKind.COLUMN_GONE, place, sheet.workbook.case_manager, detail=field)


def _said(fields: frozenset[str]) -> str:
    return " ".join(sorted(fields))
