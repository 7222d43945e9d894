"""Requests of `batchUpdate` that carry cells elsewhere; relative references follow their formula."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from workspace_agent.sandbox.call import Json
from workspace_agent.sandbox.sheets.a1 import Place, Region
from workspace_agent.sandbox.sheets.formulas import Calculation
from workspace_agent.sandbox.sheets.grid import refuse_outside, region_on
from workspace_agent.sandbox.sheets.model import Book, Cell, RefusedError, Sheet
from workspace_agent.sandbox.sheets.outcomes import Failure
from workspace_agent.sandbox.sheets.refer import carried


def sort_range(book: Book, request: Json) -> Book:
    """`sortRange`: numbers before text before boxes, blanks last in either order."""
    sheet, region = region_on(book, request.get("range") or {})
    return sorted_by(book, sheet, region, request.get("sortSpecs") or [])


def sorted_by(book: Book, sheet: Sheet, region: Region, specs: list[Json]) -> Book:
    """The spreadsheet with the rows of a region in another order."""
    if not specs:
        return book
    calculation = Calculation(book)
    order = list(range(region.top, region.bottom))
    for spec in reversed(specs):
        column = int(spec.get("dimensionIndex") or 0)
        order = _sorted(calculation, sheet, order, column, descending=spec.get("sortOrder") == "DESCENDING")
    return reordered(book, sheet, region, order)


def reordered(book: Book, sheet: Sheet, region: Region, order: list[int]) -> Book:
    """The spreadsheet with the rows of a region as a list of them says."""
    moved = {
        (target, column): carried(sheet.cell((source, column)), book.locale, target - source, 0)
        for target, source in enumerate(order, start=region.top)
        for column in range(region.left, region.right)
    }
    return book.with_sheet(sheet.with_cells(moved))


def _sorted(
    calculation: Calculation, sheet: Sheet, order: list[int], column: int, *, descending: bool
) -> list[int]:
    found = {row: calculation.outcome(sheet, (row, column)).value for row in order}
    filled = [row for row in order if found[row] is not None]
    blank = [row for row in order if found[row] is None]
    return sorted(filled, key=lambda row: _sort_key(found[row]), reverse=descending) + blank


def _sort_key(value: object) -> tuple[int, Any]:
    if isinstance(value, bool):
        return 2, value
    if isinstance(value, int | float):
        return 0, value
    return (3, "") if isinstance(value, Failure) else (1, str(value).casefold())


def copy_paste(book: Book, request: Json) -> Book:
    """`copyPaste`: the source is repeated as often as it fits into the destination."""
    source_sheet, source = region_on(book, request.get("source") or {})
    target_sheet, target = region_on(book, request.get("destination") or {})
    copied = _Copied(book, source_sheet, source, request.get("pasteType") or "PASTE_NORMAL")
    height = max(source.height, target.height - target.height % source.height)
    width = max(source.width, target.width - target.width % source.width)
    area = Region(target.top, target.left, target.top + height, target.left + width)
    turned = request.get("pasteOrientation") == "TRANSPOSE"
    if turned:
        area = Region(target.top, target.left, target.top + source.width, target.left + source.height)
    pasted = {
        place: copied.onto(target_sheet, place, copied.source_of(place, area, turned=turned))
        for place in area.places()
    }
    refuse_outside(pasted, target_sheet.grid)
    return book.with_sheet(target_sheet.with_cells(pasted))


class _Copied:
    def __init__(self, book: Book, sheet: Sheet, source: Region, kind: str) -> None:
        self._calculation = Calculation(book)
        self._sheet = sheet
        self._source = source
        self._kind = kind

    def source_of(self, place: Place, area: Region, *, turned: bool) -> Place:
        down, across = place[0] - area.top, place[1] - area.left
        if turned:
            down, across = across, down
        return self._source.top + down % self._source.height, self._source.left + across % self._source.width

    def onto(self, target: Sheet, place: Place, origin: Place) -> Cell:
        cell, source = target.cell(place), self._sheet.cell(origin)
        offset = place[0] - origin[0], place[1] - origin[1]
        moved = carried(source, self._calculation.book.locale, *offset)
        changes: dict[str, Any] = {
            "PASTE_NORMAL": {
                "entered": moved.entered,
                "chips": moved.chips,
                "format": source.format,
                "note": source.note,
                "validation": source.validation,
            },
            "PASTE_NO_BORDERS": {
                "entered": moved.entered,
                "chips": moved.chips,
                "format": _borderless(source.format),
            },
            "PASTE_FORMULA": {"entered": moved.entered, "chips": moved.chips},
            "PASTE_FORMAT": {"format": source.format},
            "PASTE_DATA_VALIDATION": {"validation": source.validation},
            "PASTE_VALUES": {"entered": self._value(origin), "chips": ()},
        }
        if self._kind not in changes:
            raise RefusedError(f"Unsupported pasteType: {self._kind}")
        return replace(cell, **changes[self._kind])

    def _value(self, origin: Place) -> str | bool | int | float | None:
        value = self._calculation.outcome(self._sheet, origin).value
        return None if isinstance(value, Failure) else value


def _borderless(format_: Json) -> Json:
    return {name: part for name, part in format_.items() if name != "borders"}


def cut_paste(book: Book, request: Json) -> Book:
    """`cutPaste`: the source is empty afterwards."""
    sheet, source = region_on(book, request.get("source") or {})
    to = request.get("destination") or {}
    down = int(to.get("rowIndex") or 0) - source.top
    across = int(to.get("columnIndex") or 0) - source.left
    moved = {(row + down, column + across): sheet.cell((row, column)) for row, column in source.places()}
    emptied = book.with_sheet(sheet.changed(source, lambda _: Cell()))
    target = emptied.sheet(int(to.get("sheetId") or 0))
    refuse_outside(moved, target.grid)
    return emptied.with_sheet(target.with_cells(moved))
