"""Inserting, deleting and moving rows and columns: everything tied to them moves along."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from workspace_agent.sandbox.call import Json
from workspace_agent.sandbox.sheets.a1 import Area, Place, Region
from workspace_agent.sandbox.sheets.grid import area_of, grid_range
from workspace_agent.sandbox.sheets.model import Book, Note, RefusedError, Sheet
from workspace_agent.sandbox.sheets.refer import following

Remap = Callable[[int], int | None]


def insertion(start: int, count: int) -> Remap:
    """Where each row or column goes when some are inserted."""
    return lambda index: index + count if index >= start else index


def deletion(start: int, end: int) -> Remap:
    """Where each row or column goes when some are deleted; None is gone."""

    def remap(index: int) -> int | None:
        if start <= index < end:
            return None
        return index - (end - start) if index >= end else index

    return remap


def movement(start: int, end: int, destination: int) -> Remap:
    """Where each row or column goes when a block moves before `destination`, counted before the move."""
    size = end - start
    target = destination if destination <= start else destination - size

    def remap(index: int) -> int | None:
        if start <= index < end:
            return target + index - start
        closed_up = index - size if index >= end else index
        return closed_up + size if closed_up >= target else closed_up

    return remap


def shift(book: Book, sheet: Sheet, axis: str, remap: Remap, growth: int) -> Book:
    """The spreadsheet with the rows or columns of one sheet moved; named ranges follow.

    Args:
        book: The spreadsheet.
        sheet: The sheet whose rows or columns move.
        axis: `ROWS` or `COLUMNS`.
        remap: Where each index goes.
        growth: How many rows or columns the grid gains; negative when it loses some.

    Raises:
        RefusedError: Nothing of the grid would be left.
    """
    if (sheet.rows if axis == "ROWS" else sheet.columns) + growth < 1:
        raise RefusedError(f"You can't delete all the {axis.lower()} on the sheet.")
    changed = book.with_sheet(_shifted(sheet, axis, remap, growth))
    named = (_named(entry, sheet.sheet_id, axis, remap) for entry in book.named)
    followed = replace(changed, named=tuple(entry for entry in named if entry is not None))
    moved_notes = (_note(note, sheet.sheet_id, axis, remap) for note in followed.notes)
    followed = replace(followed, notes=tuple(note for note in moved_notes if note is not None))
    return following(followed, sheet.sheet_id, lambda area: _moved(area, axis, remap))


def _note(note: Note, sheet_id: int, axis: str, remap: Remap) -> Note | None:
    """Metadata sticks to its row or column, and goes with it."""
    location = note.metadata["location"]
    span = location.get("dimensionRange", {})
    if (span.get("sheetId"), span.get("dimension")) != (sheet_id, axis):
        return note
    index = remap(span["startIndex"])
    if index is None:
        return None
    line = {**span, "startIndex": index, "endIndex": index + 1}
    return replace(note, metadata={**note.metadata, "location": {**location, "dimensionRange": line}})


def _named(entry: Json, sheet_id: int, axis: str, remap: Remap) -> Json | None:
    if entry["range"].get("sheetId", 0) != sheet_id:
        return entry
    area = _moved(area_of(entry["range"]), axis, remap)
    return None if area is None else {**entry, "range": grid_range(sheet_id, area)}


def _shifted(sheet: Sheet, axis: str, remap: Remap, growth: int) -> Sheet:
    rows = sheet.rows + (growth if axis == "ROWS" else 0)
    columns = sheet.columns + (growth if axis == "COLUMNS" else 0)
    targets = ((_place(place, axis, remap), cell) for place, cell in sheet.cells.items())
    moved = replace(
        sheet,
        cells={place: cell for place, cell in targets if place is not None},
        merges=_merges(sheet, axis, remap),
        protected=_with_ranges(sheet, sheet.protected, axis, remap),
        conditional=_with_range_lists(sheet, axis, remap),
        basic_filter=_filter(sheet, axis, remap),
        banded=_with_ranges(sheet, sheet.banded, axis, remap),
        filter_views=_with_ranges(sheet, sheet.filter_views, axis, remap),
        groups=_groups(sheet, axis, remap),
        sizes=_sizes(sheet, axis, remap),
    )
    return moved.resized(rows, columns)


def _place(place: Place, axis: str, remap: Remap) -> Place | None:
    row, column = place
    target = remap(row if axis == "ROWS" else column)
    if target is None:
        return None
    return (target, column) if axis == "ROWS" else (row, target)


def _moved(area: Area, axis: str, remap: Remap) -> Area | None:
    start, end = (area.top, area.bottom) if axis == "ROWS" else (area.left, area.right)
    if start is None and end is None:
        return area
    span = _span(start, end, remap)
    if span is None:
        return None
    if axis == "ROWS":
        return replace(area, top=span[0], bottom=span[1])
    return replace(area, left=span[0], right=span[1])


def _span(start: int | None, end: int | None, remap: Remap) -> tuple[int | None, int | None] | None:
    if end is None:
        return (next(index for index in map(remap, range(start or 0, 10**7)) if index is not None), None)
    kept = [index for index in map(remap, range(start or 0, end)) if index is not None]
    if not kept:
        return None
    return (None if start is None else min(kept), max(kept) + 1)


def _merges(sheet: Sheet, axis: str, remap: Remap) -> tuple[Region, ...]:
    areas = (
        _moved(Area(merge.top, merge.left, merge.bottom, merge.right), axis, remap) for merge in sheet.merges
    )
    regions = (area.within(0, 0) for area in areas if area is not None)
    return tuple(region for region in regions if region.height * region.width > 1)


def _with_ranges(sheet: Sheet, entries: tuple[Json, ...], axis: str, remap: Remap) -> tuple[Json, ...]:
    moved = ((entry, _moved(area_of(entry.get("range", {})), axis, remap)) for entry in entries)
    return tuple(
        {**entry, "range": grid_range(sheet.sheet_id, area)} for entry, area in moved if area is not None
    )


def _groups(sheet: Sheet, axis: str, remap: Remap) -> tuple[Json, ...]:
    groups: list[Json] = []
    for group in sheet.groups:
        span = group["range"]
        moved = (
            _span(span.get("startIndex", 0), span["endIndex"], remap)
            if span["dimension"] == axis
            else (span.get("startIndex", 0), span["endIndex"])
        )
        if moved is not None:
            groups.append({**group, "range": {**span, "startIndex": moved[0], "endIndex": moved[1]}})
    return tuple(groups)


def _filter(sheet: Sheet, axis: str, remap: Remap) -> Json | None:
    own = () if sheet.basic_filter is None else (sheet.basic_filter,)
    return next(iter(_with_ranges(sheet, own, axis, remap)), None)


def _with_range_lists(sheet: Sheet, axis: str, remap: Remap) -> tuple[Json, ...]:
    rules: list[Json] = []
    for rule in sheet.conditional:
        areas = [_moved(area_of(given), axis, remap) for given in rule.get("ranges", [])]
        ranges = [grid_range(sheet.sheet_id, area) for area in areas if area is not None]
        if ranges:
            rules.append({**rule, "ranges": ranges})
    return tuple(rules)


def _sizes(sheet: Sheet, axis: str, remap: Remap) -> dict[tuple[str, int], Json]:
    moved: dict[tuple[str, int], Json] = {}
    for (own, index), size in sheet.sizes.items():
        target = remap(index) if own == axis else index
        if target is not None:
            moved[own, target] = size
    return moved
