"""The wire's `GridRange`: to areas and back."""

from __future__ import annotations

from collections.abc import Iterable

from workspace_agent.sandbox.call import Json
from workspace_agent.sandbox.sheets.a1 import Area, Place, Region
from workspace_agent.sandbox.sheets.model import Book, RefusedError, Sheet

_SIDES = ("startRowIndex", "startColumnIndex", "endRowIndex", "endColumnIndex")


def area_of(grid_range: Json) -> Area:
    """The area of a grid range; a missing index is unbounded.

    Raises:
        RefusedError: An index is negative.
    """
    return Area(*(_index(grid_range, side) for side in _SIDES))


def _index(given: Json, side: str) -> int | None:
    if given.get(side) is None:
        return None
    index = int(given[side])
    if index < 0:
        raise RefusedError(f"GridRange.{side} cannot be negative: {index}.")
    return index


def grid_range(sheet_id: int, area: Area | Region) -> Json:
    """The grid range of an area, as Google writes it: the sheet id 0 is left out."""
    sides = {
        "startRowIndex": area.top,
        "endRowIndex": area.bottom,
        "startColumnIndex": area.left,
        "endColumnIndex": area.right,
    }
    named = {side: index for side, index in sides.items() if index is not None}
    return {"sheetId": sheet_id, **named} if sheet_id else named


def tidy(given: Json) -> Json:
    """A grid range as somebody sent it, in the form in which Google answers it."""
    return grid_range(int(given.get("sheetId") or 0), area_of(given))


def region_on(book: Book, given: Json) -> tuple[Sheet, Region]:
    """The sheet and the region that a grid range of a request names.

    Raises:
        RefusedError: There is no such sheet, or the range begins outside its grid; what lies beyond the far
            sides is left out.
    """
    sheet = book.sheet(int(given.get("sheetId") or 0))
    asked = sheet.region(area_of(given))
    region = Region(asked.top, asked.left, min(asked.bottom, sheet.rows), min(asked.right, sheet.columns))
    if not (0 <= region.top < region.bottom and 0 <= region.left < region.right):
        raise RefusedError(
            f"GridRange {given} is outside the grid ({sheet.rows} rows, {sheet.columns} columns)."
        )
    return sheet, region


def refuse_outside(given: Iterable[Place], region: Region) -> None:
    """Refuse cells that lie outside a region."""
    for row, column in given:
        if row < region.top or column < region.left:
            raise RefusedError(f"Attempting to write outside the sheet: row {row}, column {column}")
        if row >= region.bottom:
            raise RefusedError(
                f"Attempting to write row: {row}, beyond the last requested row of: {region.bottom - 1}"
            )
        if column >= region.right:
            last = region.right - 1
            raise RefusedError(
                f"Attempting to write column: {column}, beyond the last requested column of: {last}"
            )
