"""`spreadsheets.create` and `spreadsheets.get`."""

from __future__ import annotations

import zlib
from dataclasses import replace
from typing import Any

from workspace_agent.sandbox.call import ApiError, Call, Json
from workspace_agent.sandbox.fields import parse
from workspace_agent.sandbox.sheets.a1 import Region
from workspace_agent.sandbox.sheets.book_settings import refuse_unknown_settings
from workspace_agent.sandbox.sheets.defaults import PIXELS
from workspace_agent.sandbox.sheets.formulas import Calculation
from workspace_agent.sandbox.sheets.grid import grid_range
from workspace_agent.sandbox.sheets.limits import refuse_growth
from workspace_agent.sandbox.sheets.locate import locate
from workspace_agent.sandbox.sheets.model import Book, RefusedError, Sheet
from workspace_agent.sandbox.sheets.protect import seen_by
from workspace_agent.sandbox.sheets.render import cell_data
from workspace_agent.sandbox.sheets.state import new_book, new_sheet


def created_book(call: Call, book_id: str) -> Book:
    """The spreadsheet that a create request describes."""
    properties = call.body.get("properties") or {}
    try:
        refuse_unknown_settings(properties)
    except RefusedError as refusal:
        raise ApiError(400, f"Invalid properties: {refusal}", canonical="INVALID_ARGUMENT") from refusal
    sheets: list[Sheet] = []
    for given in call.body.get("sheets") or []:
        sheets.append(_created_sheet(given, book_id, sheets))
    book = new_book(book_id, properties, tuple(sheets), call.user)
    refuse_growth(replace(book, sheets=()), book)
    return book


def _created_sheet(given: Json, book_id: str, before: list[Sheet]) -> Sheet:
    properties = dict(given.get("properties") or {})
    title = properties.get("title") or f"Sheet{len(before) + 1}"
    if any(sheet.title.casefold() == title.casefold() for sheet in before):
        message = f'Invalid sheets[{len(before)}]: A sheet with the name "{title}" already exists.'
        raise ApiError(400, f"{message} Please enter another name.", canonical="INVALID_ARGUMENT")
    taken = {sheet.sheet_id for sheet in before}
    first = 0 if not before else mint_sheet_id(f"{book_id}/{title}", taken)
    return new_sheet({**properties, "title": title, "sheetId": properties.get("sheetId", first)})


def mint_sheet_id(seed: str, taken: set[int]) -> int:
    """A new sheet id: any large number, and the same one for the same history."""
    number = zlib.crc32(seed.encode()) & 0x7FFFFFFF
    while number in taken or number == 0:
        number = (number + 1) & 0x7FFFFFFF
    return number


def book_reply(
    book: Book, call: Call, *, wanted: dict[int, list[Region]] | None = None, grid_data: bool = False
) -> Json:
    """The wire's `Spreadsheet`.

    Args:
        book: The spreadsheet.
        call: Who asks, with which app.
        wanted: When given, only these sheets are listed, and only these of their cells are shown.
        grid_data: Whether cells are shown at all.
    """
    everything = {sheet.sheet_id: [sheet.grid] for sheet in book.sheets}
    reply: Json = {
        "spreadsheetId": book.book_id,
        "properties": book.properties,
        "sheets": _sheets(book, call, everything if wanted is None else wanted, grid_data=grid_data),
        "spreadsheetUrl": f"https://docs.google.com/spreadsheets/d/{book.book_id}/edit",
    }
    parts = {"namedRanges": list(book.named), "developerMetadata": _notes(book, call, "SPREADSHEET", 0)}
    return {**reply, **{name: part for name, part in parts.items() if part}}


def wanted_regions(book: Book, ranges: list[str] | None) -> dict[int, list[Region]] | None:
    """The regions that the ranges of a request name, by sheet; None where it names none."""
    wanted: dict[int, list[Region]] = {}
    for text in ranges or []:
        located = locate(book, text)
        wanted.setdefault(located.sheet.sheet_id, []).append(located.region)
    return wanted or None


def _notes(book: Book, call: Call, kind: str, sheet_id: int) -> list[Json]:
    """Developer metadata of the spreadsheet or of one whole sheet, as far as the app may see it."""
    return [
        note.metadata
        for note in book.notes
        if note.metadata["location"]["locationType"] == kind
        and note.metadata["location"].get("sheetId", 0) == sheet_id
        and (note.metadata["visibility"] == "DOCUMENT" or note.client_id == call.client_id)
    ]


def _sheets(book: Book, call: Call, wanted: dict[int, list[Region]], *, grid_data: bool) -> list[Json]:
    calculation = call.state.sheets.calculations.of(book)
    replies: list[Json] = []
    for index, sheet in enumerate(book.sheets):
        if sheet.sheet_id not in wanted:
            continue
        reply = _sheet_reply(book, sheet, index, call)
        if grid_data:
            reply["data"] = [
                _grid_data(calculation, sheet, region, call) for region in wanted[sheet.sheet_id]
            ]
        replies.append(reply)
    return replies


def properties_reply(sheet: Sheet, index: int) -> Json:
    """The wire's `SheetProperties`."""
    named = {"sheetId": sheet.sheet_id, "title": sheet.title, "index": index}
    return {**named, **{name: value for name, value in sheet.properties.items() if name not in named}}


def _sheet_reply(book: Book, sheet: Sheet, index: int, call: Call) -> Json:
    """The wire's `Sheet` without cells; what the sheet does not have is left out."""
    parts: dict[str, Any] = {
        "merges": [grid_range(sheet.sheet_id, merge) for merge in sheet.merges],
        "conditionalFormats": list(sheet.conditional),
        "protectedRanges": [seen_by(book, protection, call.user) for protection in sheet.protected],
        "basicFilter": sheet.basic_filter,
        "developerMetadata": _notes(book, call, "SHEET", sheet.sheet_id),
        "bandedRanges": list(sheet.banded),
        "filterViews": list(sheet.filter_views),
        "rowGroups": _groups(sheet, "ROWS"),
        "columnGroups": _groups(sheet, "COLUMNS"),
    }
    present = {name: part for name, part in parts.items() if part}
    return {"properties": properties_reply(sheet, index), **present}


def _groups(sheet: Sheet, axis: str) -> list[Json]:
    return [group for group in sheet.groups if group["range"]["dimension"] == axis]


def _grid_data(calculation: Calculation, sheet: Sheet, region: Region, call: Call) -> Json:
    rows, columns = (region.top, region.bottom), (region.left, region.right)
    block: Json = {
        "startRow": region.top,
        "startColumn": region.left,
        "rowData": _rows(calculation, sheet, region),
        "rowMetadata": _metadata(sheet, "ROWS", rows, _line_notes(calculation.book, sheet, "ROWS", call)),
        "columnMetadata": _metadata(
            sheet, "COLUMNS", columns, _line_notes(calculation.book, sheet, "COLUMNS", call)
        ),
    }
    return {name: part for name, part in block.items() if part}


def _rows(calculation: Calculation, sheet: Sheet, region: Region) -> list[Json]:
    rows: list[Json] = []
    for row, column in calculation.held(sheet, region):
        rows.extend({} for _ in range(row - region.top + 1 - len(rows)))
        values = rows[-1].setdefault("values", [])
        values.extend({} for _ in range(column - region.left - len(values)))
        values.append(cell_data(calculation, sheet, (row, column)))
    return rows


def _metadata(sheet: Sheet, axis: str, span: tuple[int, int], notes: dict[int, list[Json]]) -> list[Json]:
    plain = {"pixelSize": PIXELS[axis]}
    found: list[Json] = []
    for index in range(*span):
        told = {"developerMetadata": notes[index]} if index in notes else {}
        found.append({**plain, **sheet.sizes.get((axis, index), {}), **told})
    return found


def _line_notes(book: Book, sheet: Sheet, axis: str, call: Call) -> dict[int, list[Json]]:
    """Developer metadata of rows or columns, by their index."""
    found: dict[int, list[Json]] = {}
    for metadata in _notes(book, call, axis.removesuffix("S"), 0):
        span = metadata["location"]["dimensionRange"]
        if span["sheetId"] == sheet.sheet_id:
            found.setdefault(span["startIndex"], []).append(metadata)
    return found


def get_book(book: Book, call: Call) -> Json:
    """`spreadsheets.get`."""
    grid_data = shows_cells(call, asked=bool(call.params.get("includeGridData")))
    return book_reply(book, call, wanted=wanted_regions(book, call.params.get("ranges")), grid_data=grid_data)


def shows_cells(call: Call, *, asked: bool, above: tuple[str, ...] = ()) -> bool:
    """Whether a reply holds cells.

    Google ignores `includeGridData` where a field mask is set: then the mask decides.

    Args:
        call: The request.
        asked: What the request says where there is no mask.
        above: Names on the way down to the spreadsheet in the reply.
    """
    if not call.fields:
        return asked
    mask = parse(call.fields)
    for name in (*above, "sheets", "data"):
        found = mask.get(name, mask.get("*"))
        if found is None:
            return False
        if not found:
            return True
        mask = found
    return True
