"""Workbooks that hold one student: whose they are. The row in their Students sheet says it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from workspace_agent.intake.table import Sheet, StudentRow
from workspace_agent.model.place import SpreadsheetPlace
from workspace_agent.model.problem import Problem
from workspace_agent.model.problem_kinds import ProblemKind


def owners(named: Iterable[tuple[str, StudentRow]]) -> Mapping[str, str]:
    """The student of each workbook that holds one, by spreadsheet id; none where it cannot be told.

    Args:
        named: student_ref and row of everybody.
    """
    refs: dict[str, set[str]] = {}
    for ref, row in named:
        if row.row.sheet.of_one:
            refs.setdefault(row.row.sheet.table.spreadsheet_id, set()).add(ref)
    return {book: next(iter(found)) for book, found in refs.items() if len(found) == 1}


def problems(lists: Iterable[Sheet], named: Iterable[tuple[str, StudentRow]]) -> Iterator[Problem]:
    """Workbooks of one student in which no student stands, or a second one.

    Args:
        lists: Students sheets that could be read.
        named: See `owners`.
    """
    for sheet in lists:
        if sheet.of_one and not any(sheet.rows()):
            place = SpreadsheetPlace(sheet.table.spreadsheet_id)
            yield Problem(ProblemKind.NO_STUDENT, place, sheet.case_manager)
    first: dict[str, str] = {}
    for ref, row in named:
        sheet = row.row.sheet
        if sheet.of_one and first.setdefault(sheet.table.spreadsheet_id, ref) != ref:
            yield Problem(ProblemKind.TWO_STUDENTS, row.row.line, row.case_manager, ref)
