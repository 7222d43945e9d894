"""Requests of `batchUpdate` that push part of a grid aside: `insertRange` and `deleteRange`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from workspace_agent.sandbox.call import Json
from workspace_agent.sandbox.sheets.a1 import Area, Place, Region
from workspace_agent.sandbox.sheets.grid import region_on
from workspace_agent.sandbox.sheets.model import Book, Cell, RefusedError, Sheet
from workspace_agent.sandbox.sheets.refer import following


def _axis(request: Json) -> str:
    axis = str(request.get("shiftDimension"))
    if axis not in {"ROWS", "COLUMNS"}:
        raise RefusedError("shiftDimension must be specified.")
    return axis


def insert_range(book: Book, request: Json) -> Book:
    """`insertRange`: cells below or to the right make room; the grid grows where they would fall off."""
    sheet, region = region_on(book, request.get("range") or {})
    down, across = (region.height, 0) if _axis(request) == "ROWS" else (0, region.width)

    def aside(place: Place) -> Place | None:
        return (place[0] + down, place[1] + across) if _behind(place, region, down) else place

    moved = _shifted(sheet, region, aside, down)
    rows = max((row + 1 for row, _ in moved), default=0)
    columns = max((column + 1 for _, column in moved), default=0)
    roomy = sheet.resized(max(sheet.rows, rows), max(sheet.columns, columns))
    changed = book.with_sheet(replace(roomy, cells=moved))
    return following(changed, sheet.sheet_id, lambda area: _area(area, aside))


def delete_range(book: Book, request: Json) -> Book:
    """`deleteRange`: cells below or to the right close up."""
    sheet, region = region_on(book, request.get("range") or {})
    down, across = (region.height, 0) if _axis(request) == "ROWS" else (0, region.width)

    def closer(place: Place) -> Place | None:
        if region.holds(place):
            return None
        return (place[0] - down, place[1] - across) if _behind(place, region, down) else place

    changed = book.with_sheet(replace(sheet, cells=_shifted(sheet, region, closer, down)))
    return following(changed, sheet.sheet_id, lambda area: _area(area, closer))


def _behind(place: Place, region: Region, down: int) -> bool:
    """Whether a cell lies where it has to move: in the strip from the region to the edge."""
    if down:
        return region.left <= place[1] < region.right and place[0] >= region.top
    return region.top <= place[0] < region.bottom and place[1] >= region.left


def _shifted(
    sheet: Sheet, region: Region, move: Callable[[Place], Place | None], down: int
) -> dict[Place, Cell]:
    strip = (
        Region(region.top, region.left, sheet.rows, region.right)
        if down
        else Region(region.top, region.left, region.bottom, sheet.columns)
    )
    if any(merge.meets(strip) for merge in sheet.merges):
        raise RefusedError("You can't shift cells that are part of a merged range.")
    targets = ((move(place), cell) for place, cell in sheet.cells.items())
    return {place: cell for place, cell in targets if place is not None}


def _area(area: Area, move: Callable[[Place], Place | None]) -> Area | None:
    """Where a reference to one cell went; wider ones stay as they are."""
    if None in {area.top, area.left, area.bottom, area.right}:
        return area
    region = area.within(0, 0)
    if region.height * region.width != 1:
        return area
    place = move((region.top, region.left))
    return None if place is None else Area(place[0], place[1], place[0] + 1, place[1] + 1)
