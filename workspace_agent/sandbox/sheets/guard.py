"""Which cells a request of `batchUpdate` touches, so that protection binds all of them."""

from __future__ import annotations

from collections.abc import Iterator

from workspace_agent.sandbox.call import Json
from workspace_agent.sandbox.sheets.a1 import Area, Region
from workspace_agent.sandbox.sheets.grid import area_of
from workspace_agent.sandbox.sheets.model import Book, RefusedError, Sheet
from workspace_agent.sandbox.sheets.protect import refuse_protected, refuse_protection_change

_BY_RANGE = {
    "copyPaste": ("destination",),
    "cutPaste": ("source", "destination"),
    "deleteDimension": ("range",),
    "deleteDuplicates": ("range",),
    "deleteRange": ("range",),
    "findReplace": ("range",),
    "insertDimension": ("range",),
    "insertRange": ("range",),
    "mergeCells": ("range",),
    "moveDimension": ("source",),
    "pasteData": ("coordinate",),
    "randomizeRange": ("range",),
    "repeatCell": ("range",),
    "setDataValidation": ("range",),
    "sortRange": ("range",),
    "textToColumns": ("source",),
    "trimWhitespace": ("range",),
    "unmergeCells": ("range",),
    "updateBorders": ("range",),
    "updateCells": ("range", "start"),
    "updateDimensionProperties": ("range",),
}
_WHOLE_SHEET = frozenset({"appendCells", "deleteSheet"})
_PROTECTION = frozenset({"deleteProtectedRange", "updateProtectedRange"})


def refuse_guarded(book: Book, kind: str, request: Json, user: str) -> None:
    """Refuse a request that touches cells which are closed to the user.

    Raises:
        ApiError: Some cell that it touches is protected.
    """
    if kind in _PROTECTION:
        wanted = (request.get("protectedRange") or request).get("protectedRangeId")
        refuse_protection_change(book, wanted, user)
    for sheet, region in _touched(book, kind, request):
        refuse_protected(book, sheet, region, user)


def _touched(book: Book, kind: str, request: Json) -> Iterator[tuple[Sheet, Region]]:
    if kind in _WHOLE_SHEET:
        sheet = _sheet(book, request)
        yield from [(sheet, sheet.grid)] if sheet else []
    if kind == "findReplace" and "range" not in request:
        chosen = book.sheets if request.get("allSheets") else [_sheet(book, request)]
        yield from ((sheet, sheet.grid) for sheet in chosen if sheet)
    if kind == "autoFill":
        yield from _filled(book, request)
    for name in _BY_RANGE.get(kind, ()):
        given = request.get(name)
        sheet = _sheet(book, given) if given is not None else None
        if given is not None and sheet:
            yield sheet, _region(sheet, given, request)


def _filled(book: Book, request: Json) -> Iterator[tuple[Sheet, Region]]:
    """The range, or the source with what is filled from it."""
    both = request.get("sourceAndDestination") or {}
    given = request.get("range") or both.get("source") or {}
    sheet = _sheet(book, given)
    if sheet is None:
        return
    region, length = sheet.region(area_of(given)), int(both.get("fillLength") or 0)
    before, after = min(length, 0), max(length, 0)
    if both.get("dimension") == "COLUMNS":
        yield sheet, Region(region.top, region.left + before, region.bottom, region.right + after)
    else:
        yield sheet, Region(region.top + before, region.left, region.bottom + after, region.right)


def _sheet(book: Book, given: Json) -> Sheet | None:
    """The sheet; one that does not exist is refused where the request is carried out."""
    try:
        return book.sheet(int(given.get("sheetId") or 0))
    except RefusedError:
        return None


def _region(sheet: Sheet, given: Json, request: Json) -> Region:
    if "dimension" in given:
        start, end = given.get("startIndex"), given.get("endIndex")
        by_rows = given["dimension"] == "ROWS"
        return sheet.region(Area(top=start, bottom=end) if by_rows else Area(left=start, right=end))
    if {"rowIndex", "columnIndex"} & set(given):
        return _from_start(given, request)
    return sheet.region(area_of(given))


def _from_start(start: Json, request: Json) -> Region:
    """The block that starts at a cell: as large as its rows, or as what is cut."""
    top, left = int(start.get("rowIndex") or 0), int(start.get("columnIndex") or 0)
    rows = request.get("rows") or []
    width = max((len((row or {}).get("values") or []) for row in rows), default=1)
    cut = area_of(request.get("source") or {}).within(1, 1)
    return Region(top, left, top + max(len(rows), cut.height, 1), left + max(width, cut.width, 1))
