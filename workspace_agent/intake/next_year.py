"""Next year's workbook beside this year's, before school has begun: which of them is read.

A template that was copied in June, with two students in it, must not make the others vanish. So this year's
is read until next year's holds as many as most of its students, and that is told.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from workspace_agent.intake.headings import Headings
from workspace_agent.intake.recognise import recognise
from workspace_agent.intake.table import RawWorkbook, WorkbookFailure
from workspace_agent.model.organisation import FoundWorkbook, Organisation

AnyWorkbook = RawWorkbook | WorkbookFailure


def settled(
    organisation: Organisation, workbooks: Sequence[AnyWorkbook], headings: Headings
) -> tuple[Organisation, list[AnyWorkbook]]:
    """Settings and workbooks without those of the other school year; what has to wait is a failure.

    Args:
        organisation: With all workbooks that may count.
        workbooks: Read, or not.
        headings: `sheets.toml`.
    """
    read = {book.spreadsheet_id: book for book in workbooks}
    waiting: dict[str, AnyWorkbook] = {}
    dropped: set[str] = set()
    for book in organisation.found_workbooks:
        if not book.follows or book.id not in read:
            continue
        detail = _too_few(book, read, headings)
        if detail is None:
            dropped |= {*book.follows}
        else:
            waiting[book.id] = _left(read[book.id], detail)
    books = {
        person.key: tuple(book for book in person.workbooks if book.id not in dropped | waiting.keys())
        for person in organisation.case_managers
    }
    left = (book for book in workbooks if book.spreadsheet_id not in dropped)
    return organisation.with_workbooks(books), [waiting.get(book.spreadsheet_id, book) for book in left]


def _too_few(book: FoundWorkbook, read: Mapping[str, AnyWorkbook], headings: Headings) -> str | None:
    """Why it is not read, where it does not hold most students of those before it."""
    now = students_in(read[book.id], headings)
    before = [students_in(read[one], headings) for one in book.follows if one in read]
    if now is None or None in before:
        return "this year's cannot be compared with it now"
    count = sum(one or 0 for one in before)
    if not count or 2 * now > count:
        return None
    return f"it holds {now} student{'s' * (now != 1)}, and this year's {count}"


def students_in(book: AnyWorkbook, headings: Headings) -> int | None:
    """How many rows its lists of students have; None where it could not be opened."""
    if isinstance(book, WorkbookFailure):
        return None
    sheets = recognise(book, headings, headings.sheets.keys()).sheets
    lists = (sheet for sheet in sheets if headings.serves(sheet.name) == "students")
    return sum(len([*sheet.rows()]) for sheet in lists)


def _left(book: AnyWorkbook, detail: str) -> WorkbookFailure:
    """What is told of the one that waits; one that could not be opened tells that."""
    if isinstance(book, WorkbookFailure):
        return book
    return WorkbookFailure(book.spreadsheet_id, book.case_manager, "next_year", detail)
