"""References of formulas when their cells, or the cells that they name, go elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from workspace_agent.sandbox.sheets.a1 import Area
from workspace_agent.sandbox.sheets.formula_text import Reference, rewritten
from workspace_agent.sandbox.sheets.locales import locale_of
from workspace_agent.sandbox.sheets.model import Book, Cell, Sheet
from workspace_agent.sandbox.sheets.typed import Formula


def carried(cell: Cell, locale: str, down: int, across: int) -> Cell:
    """A cell as it arrives elsewhere: references without a dollar sign keep their distance."""
    if not isinstance(cell.entered, Formula):
        return cell
    text = rewritten(
        cell.entered.text, locale_of(locale).decimal, lambda reference: _offset(reference, down, across)
    )
    return replace(cell, entered=Formula(text))


def _offset(reference: Reference, down: int, across: int) -> Reference | None:
    column_fixed, row_fixed, last_column_fixed, last_row_fixed = reference.fixed
    area = Area(
        _moved(reference.area.top, 0 if row_fixed else down),
        _moved(reference.area.left, 0 if column_fixed else across),
        _moved(reference.area.bottom, 0 if last_row_fixed else down),
        _moved(reference.area.right, 0 if last_column_fixed else across),
    )
    lost = min(area.top or 0, area.left or 0) < 0
    return None if lost else replace(reference, area=area)


def _moved(index: int | None, distance: int) -> int | None:
    return None if index is None else index + distance


def following(book: Book, sheet_id: int, move: Callable[[Area], Area | None]) -> Book:
    """The spreadsheet whose formulas follow the cells of one sheet to where they went.

    Args:
        book: The spreadsheet, its cells moved already.
        sheet_id: The sheet whose cells moved.
        move: Where an area of that sheet went; None where nothing of it is left.
    """

    def change(own: Sheet, reference: Reference) -> Reference | None:
        there = book.titled(reference.title) if reference.title else own
        if there is None or there.sheet_id != sheet_id:
            return reference
        area = move(reference.area)
        return None if area is None else replace(reference, area=area)

    return _rewritten(book, change)


def renamed(book: Book, before: str, after: str | None) -> Book:
    """The spreadsheet whose formulas name a sheet by its new title; None where the sheet is gone."""

    def change(_: Sheet, reference: Reference) -> Reference | None:
        if reference.title.casefold() != before.casefold():
            return reference
        return None if after is None else replace(reference, title=after)

    return _rewritten(book, change)


def _rewritten(book: Book, change: Callable[[Sheet, Reference], Reference | None]) -> Book:
    decimal = locale_of(book.locale).decimal
    for sheet in book.sheets:
        formulas = {
            place: replace(cell, entered=_changed(cell.entered, decimal, sheet, change))
            for place, cell in sheet.cells.items()
            if isinstance(cell.entered, Formula)
        }
        if formulas:
            book = book.with_sheet(replace(sheet, cells={**sheet.cells, **formulas}))
    return book


def _changed(
    formula: Formula,
    decimal: str,
    sheet: Sheet,
    change: Callable[[Sheet, Reference], Reference | None],
) -> Formula:
    return Formula(rewritten(formula.text, decimal, lambda reference: change(sheet, reference)))
