"""Data filters: cells by range or by the developer metadata on them."""

from __future__ import annotations

from workspace_agent.sandbox.call import ApiError, Json
from workspace_agent.sandbox.sheets.a1 import Area, Region
from workspace_agent.sandbox.sheets.grid import area_of
from workspace_agent.sandbox.sheets.locate import locate
from workspace_agent.sandbox.sheets.model import Book, Note, RefusedError

_PLAIN = ("metadataId", "metadataKey", "metadataValue", "visibility")


def seen_by_client(note: Note, client_id: str) -> bool:
    """Whether an app may see metadata: `PROJECT` is for the app that made it."""
    return note.metadata["visibility"] == "DOCUMENT" or note.client_id == client_id


def matches(book: Book, note: Note, data_filter: Json, client_id: str) -> bool:
    """Whether a filter finds some metadata: by its fields, or because it lies in a range."""
    if not seen_by_client(note, client_id):
        return False
    lookup = data_filter.get("developerMetadataLookup")
    if lookup is None:
        return _meets(book, note.metadata["location"], region_of_range(book, data_filter))
    told = all(lookup[name] == note.metadata.get(name) for name in _PLAIN if lookup.get(name) is not None)
    kind = lookup.get("locationType")
    placed = kind in {None, note.metadata["location"]["locationType"]}
    return told and placed and _located(book, note.metadata["location"], lookup)


def _located(book: Book, location: Json, lookup: Json) -> bool:
    """By default a location matches exactly; or it lies inside, as a row does in its sheet."""
    wanted = lookup.get("metadataLocation")
    if not wanted:
        return True
    if lookup.get("locationMatchingStrategy") != "INTERSECTING_LOCATION":
        return _key(location) == _key(wanted)
    if wanted.get("spreadsheet") or location["locationType"] == "SPREADSHEET":
        return bool(wanted.get("spreadsheet"))
    return _meets(book, location, region_of_location(book, wanted))


def _key(location: Json) -> tuple[object, ...]:
    span = location.get("dimensionRange")
    if span:
        places = (int(span.get(name) or 0) for name in ("sheetId", "startIndex", "endIndex"))
        return (span.get("dimension"), *places)
    return ("spreadsheet",) if location.get("spreadsheet") else ("sheet", location.get("sheetId"))


def _meets(book: Book, location: Json, spanned: tuple[int, Region]) -> bool:
    if location["locationType"] == "SPREADSHEET":
        return False
    sheet_id, region = region_of_location(book, location)
    return sheet_id == spanned[0] and region.meets(spanned[1])


def region_of_location(book: Book, location: Json) -> tuple[int, Region]:
    """The cells that metadata lies on; that of a whole spreadsheet lies on its first sheet."""
    span = location.get("dimensionRange") or {}
    sheet_id = int(location.get("sheetId") or span.get("sheetId") or 0)
    if location.get("spreadsheet"):
        return book.sheets[0].sheet_id, book.sheets[0].grid
    start, end = span.get("startIndex"), span.get("endIndex")
    by_rows = span.get("dimension") == "ROWS"
    area = Area(top=start, bottom=end) if by_rows else Area(left=start, right=end)
    return sheet_id, book.sheet(sheet_id).region(area if span else Area())


def region_of_range(book: Book, data_filter: Json) -> tuple[int, Region]:
    """The cells of a filter that names a range.

    Raises:
        ApiError: It names neither range nor metadata, or no such sheet.
    """
    if data_filter.get("a1Range"):
        located = locate(book, data_filter["a1Range"])
        return located.sheet.sheet_id, located.region
    if data_filter.get("gridRange") is None:
        raise ApiError(400, "Must specify a data filter.", canonical="INVALID_ARGUMENT")
    try:
        return _cut(book, data_filter["gridRange"])
    except RefusedError as refusal:
        raise ApiError(400, str(refusal), canonical="INVALID_ARGUMENT") from refusal


def _cut(book: Book, given: Json) -> tuple[int, Region]:
    """What of a grid range lies on its sheet."""
    sheet = book.sheet(int(given.get("sheetId") or 0))
    asked = sheet.region(area_of(given))
    region = Region(asked.top, asked.left, min(asked.bottom, sheet.rows), min(asked.right, sheet.columns))
    if region.top >= region.bottom or region.left >= region.right:
        raise RefusedError(f"GridRange {given} holds no cell of the sheet.")
    return sheet.sheet_id, region
