"""Workbooks that were in a folder and are gone: remembered one by one, so that a slow loss adds up.

A workbook in which students stood is missed until it is back, until they stand elsewhere, or until a person
approves its loss. It is remembered once, with the folder where it lay last: people move it from one to
another. Of who has left nothing is remembered: whoever types the day of exit takes leave of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from workspace_agent.model.facts import Department
from workspace_agent.model.place import SpreadsheetPlace
from workspace_agent.model.problem import Problem
from workspace_agent.model.problem_kinds import ProblemKind
from workspace_agent.model.seen import LastLook, Look
from workspace_agent.model.waits import Item
from workspace_agent.model.workbook_folders import GoneWorkbook

_SUBJECT = "workbook/"


@dataclass(frozen=True, slots=True)
class Remembered:
    """A workbook that was in a folder at an earlier look, and the refs of the students in it."""

    spreadsheet_id: str
    folder_id: str
    students: frozenset[str]


def remembered(looks: Mapping[str, LastLook]) -> tuple[Remembered, ...]:
    """Workbooks with students that are not known to be gone for good."""
    found = (
        (subject.removeprefix(_SUBJECT), *look.shown.split())
        for subject, look in looks.items()
        if subject.startswith(_SUBJECT) and look.shown
    )
    return tuple(Remembered(book, folder, frozenset(refs)) for book, folder, *refs in found)


def looks(department: Department, approved: frozenset[Item]) -> Iterator[Look]:
    """For the next look to compare with. Where a list lies empty what was known stays."""
    folders = {book.id: book.folder for book in department.organisation.found_workbooks}
    for book in department.workbooks:
        if book.spreadsheet_id in folders and book.rows.get("students"):
            yield _look(book.spreadsheet_id, folders[book.spreadsheet_id], book.students)
    for lost in department.gone:
        missed_still = frozenset[str]() if item(lost) in approved else lost.students
        yield _look(lost.spreadsheet_id, lost.folder_id, missed_still)


def missed(department: Department, approved: frozenset[Item]) -> tuple[GoneWorkbook, ...]:
    """Those whose loss nobody has approved."""
    return tuple(one for one in department.gone if one.students and item(one) not in approved)


def item(book: GoneWorkbook) -> Item:
    """What an approval of its loss covers."""
    return (f"{_SUBJECT}{book.spreadsheet_id}", _said(book.students))


def problem(book: GoneWorkbook, approval: str) -> Problem:
    """What is told of it; with the student where there is only one."""
    refs = sorted(book.students)
    return Problem(
        ProblemKind.WORKBOOK_GONE,
        SpreadsheetPlace(book.spreadsheet_id),
        book.case_manager,
        refs[0] if len(refs) == 1 else "",
        detail="its student is" if len(refs) == 1 else f"{len(refs)} of its students are",
        approval=approval,
    )


def _look(spreadsheet_id: str, folder_id: str, students: frozenset[str]) -> Look:
    """Nothing is kept of one in which nobody stood, or whose loss is approved."""
    return Look(f"{_SUBJECT}{spreadsheet_id}", f"{folder_id} {_said(students)}" if students else "")


def _said(students: frozenset[str]) -> str:
    return " ".join(sorted(students))
