"""Requests of `batchUpdate` that fill cells or shuffle them: `autoFill` and `randomizeRange`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from random import Random
from statistics import linear_regression

from workspace_agent.sandbox.call import Json
from workspace_agent.sandbox.sheets.a1 import Place, Region
from workspace_agent.sandbox.sheets.change_moves import reordered
from workspace_agent.sandbox.sheets.grid import region_on
from workspace_agent.sandbox.sheets.model import Book, Cell, RefusedError, Sheet
from workspace_agent.sandbox.sheets.refer import carried

_AXES = ("ROWS", "COLUMNS")


def randomize_range(book: Book, request: Json) -> Book:
    """`randomizeRange`: the same order in every run of the sandbox."""
    sheet, region = region_on(book, request.get("range") or {})
    order = list(range(region.top, region.bottom))
    Random(f"{book.book_id}/{region}").shuffle(order)  # noqa: S311 - nothing depends on what nobody can guess
    return reordered(book, sheet, region, order)


def auto_fill(book: Book, request: Json) -> Book:
    """`autoFill`: numbers go on in a line, formulas move along, all else is repeated.

    One number alone is repeated, or counted on with `useAlternateSeries`; for more numbers that turns around.
    """
    filling = (
        _both_named(book, request) if "sourceAndDestination" in request else _source_found(book, request)
    )
    changed: dict[Place, Cell] = {}
    for lane in filling.lanes:
        changed |= filling.lane(lane, alternate=bool(request.get("useAlternateSeries")))
    return book.with_sheet(filling.sheet.with_cells(changed))


def _both_named(book: Book, request: Json) -> _Filling:
    given = request["sourceAndDestination"] or {}
    sheet, source = region_on(book, given.get("source") or {})
    length, axis = int(given.get("fillLength") or 0), given.get("dimension")
    if axis not in _AXES:
        raise RefusedError("dimension must be specified.")
    filling = _Filling(book, sheet, source, length, by_rows=axis == "ROWS")
    first, last, edge = (
        (source.top, source.bottom, sheet.rows)
        if filling.by_rows
        else (source.left, source.right, sheet.columns)
    )
    if first + min(length, 0) < 0 or last + max(length, 0) > edge:
        raise RefusedError("The range to fill is outside the grid.")
    return filling


def _source_found(book: Book, request: Json) -> _Filling:
    """Of a range alone, the rows that hold anything are the source, or else the columns."""
    sheet, region = region_on(book, request.get("range") or {})
    filled = [place for place in region.places() if sheet.cell(place).entered is not None]
    bottom = max((row + 1 for row, _ in filled), default=region.bottom)
    right = max((column + 1 for _, column in filled), default=region.right)
    if bottom < region.bottom:
        return _Filling(book, sheet, replace(region, bottom=bottom), region.bottom - bottom, by_rows=True)
    return _Filling(book, sheet, replace(region, right=right), region.right - right, by_rows=False)


@dataclass(frozen=True, slots=True)
class _Filling:
    """What is filled from where; a negative length fills what comes before."""

    book: Book
    sheet: Sheet
    source: Region
    length: int
    by_rows: bool

    @property
    def lanes(self) -> range:
        source = self.source
        return range(source.left, source.right) if self.by_rows else range(source.top, source.bottom)

    def lane(self, lane: int, *, alternate: bool) -> dict[Place, Cell]:
        first = self.source.top if self.by_rows else self.source.left
        count = self.source.height if self.by_rows else self.source.width
        cells = [self.sheet.cell(self._place(first + step, lane)) for step in range(count)]
        numbers = [cell.entered for cell in cells if _is_number(cell.entered)]
        goes_on = len(numbers) == count and (count > 1) != alternate
        steps = range(count, count + self.length) if self.length > 0 else range(self.length, 0)
        return {
            self._place(first + step, lane): (
                replace(cells[step % count], entered=_on_line(numbers, step))
                if goes_on
                else self._repeated(cells, step)
            )
            for step in steps
        }

    def _place(self, along: int, lane: int) -> Place:
        return (along, lane) if self.by_rows else (lane, along)

    def _repeated(self, cells: list[Cell], step: int) -> Cell:
        moved = step - step % len(cells)
        offset = (moved, 0) if self.by_rows else (0, moved)
        return carried(cells[step % len(cells)], self.book.locale, *offset)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _on_line(numbers: Sequence[object], step: int) -> int | float:
    """The number at a step of the line that fits best; one number counts on by one."""
    known = [float(str(one)) for one in numbers]
    if len(known) == 1:
        value = known[0] + step
    else:
        line = linear_regression(range(len(known)), known)
        value = round(line.intercept + line.slope * step, 9)
    return int(value) if value.is_integer() else value
