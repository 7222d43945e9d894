"""Titles of workbooks and tabs that show a student's full name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Set

from workspace_agent.intake.recognise import Recognised
from workspace_agent.intake.table import RawWorkbook
from workspace_agent.model.place import Cell, SpreadsheetPlace
from workspace_agent.model.privacy import ShownName, Titled

Shows = Callable[[str], object]
"""Whose full names a text shows; empty where it shows none."""


def shown_names(
    books: Iterable[tuple[RawWorkbook, Recognised]], looked_at: Set[str], shows: Shows
) -> Iterator[ShownName]:
    """Titles that show a full name, but for those by which a department tells its students apart.

    A workbook of one student is known by the settings; tabs for each student by one that is read for whose
    name is its title. To have them renamed would be to have them read no more.

    Args:
        books: With what they turned out to hold.
        looked_at: As in the settings.
        shows: The name guard.
    """
    for book, found in books:
        if book.of_one and "workbooks of one student" not in looked_at:
            continue
        if "workbooks" in looked_at and shows(book.title):
            place = SpreadsheetPlace(book.spreadsheet_id)
            yield ShownName(Titled.WORKBOOK, place, book.case_manager, book.spreadsheet_id)
        if "tabs" in looked_at and not any(sheet.owner for sheet in found.sheets):
            yield from _tabs(book, shows)


def _tabs(book: RawWorkbook, shows: Shows) -> Iterator[ShownName]:
    for table in book.tables:
        if shows(table.title):
            place = Cell(book.spreadsheet_id, table.sheet_id, "A1")
            subject = f"{book.spreadsheet_id}/{table.sheet_id}"
            yield ShownName(Titled.TAB, place, book.case_manager, subject)
