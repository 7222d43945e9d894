"""`spreadsheets.create` and `spreadsheets.get`."""

from __future__ import annotations

import zlib
from typing import Any

from workspace_agent.sandbox.call import ApiError, Call, Json
from workspace_agent.sandbox.fields import parse
from workspace_agent.sandbox.sheets.a1 import Region
from workspace_agent.sandbox.sheets.defaults import PIXELS
from workspace_agent.sandbox.sheets.formulas import Calculation
from workspace_agent.sandbox.sheets.grid import grid_range
from workspace_agent.sandbox.sheets.locate import locate
from workspace_agent.sandbox.sheets.model import Book, Sheet
from workspace_agent.sandbox.sheets.protect import seen_by
from workspace_agent.sandbox.sheets.render import cell_data
from workspace_agent.sandbox.sheets.state import new_book, new_sheet


def created_book(call: Call, book_id: str) -> Book:
    """The spreadsheet that a create request describes."""
    sheets: list[Sheet] = []
    for given in call.body.get("sheets") or []:
        sheets.append(_created_sheet(given, book_id, sheets))
    return new_book(book_id, call.body.get("properties") or {}, tuple(sheets), call.user)


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


def book_reply(book: Book, user: str, *, ranges: list[str] | None = None, grid_data: bool = False) -> Json:
    """The wire's `Spreadsheet`.

    Args:
        book: The spreadsheet.
        user: Who asks.
        ranges: When given, only sheets that a range touches are listed, and only those cells are shown.
        grid_data: Whether cells are shown at all.
    """
    reply: Json = {
        "spreadsheetId": book.book_id,
        "properties": book.properties,
        "sheets": _sheets(book, user, _wanted(book, ranges), grid_data=grid_data),
        "spreadsheetUrl": f"https://docs.google.com/spreadsheets/d/{book.book_id}/edit",
    }
    return {**reply, "namedRanges": list(book.named)} if book.named else reply


def _wanted(book: Book, ranges: list[str] | None) -> dict[int, list[Region]]:
    if not ranges:
        return {sheet.sheet_id: [sheet.grid] for sheet in book.sheets}
    wanted: dict[int, list[Region]] = {}
    for text in ranges:
        located = locate(book, text)
        wanted.setdefault(located.sheet.sheet_id, []).append(located.region)
    return wanted


def _sheets(book: Book, user: str, wanted: dict[int, list[Region]], *, grid_data: bool) -> list[Json]:
    calculation = Calculation(book)
    replies: list[Json] = []
    for index, sheet in enumerate(book.sheets):
        if sheet.sheet_id not in wanted:
            continue
        reply = _sheet_reply(book, sheet, index, user)
        if grid_data:
            reply["data"] = [_grid_data(calculation, sheet, region) for region in wanted[sheet.sheet_id]]
        replies.append(reply)
    return replies


def properties_reply(sheet: Sheet, index: int) -> Json:
    """The wire's `SheetProperties`."""
    named = {"sheetId": sheet.sheet_id, "title": sheet.title, "index": index}
    return {**named, **{name: value for name, value in sheet.properties.items() if name not in named}}


def _sheet_reply(book: Book, sheet: Sheet, index: int, user: str) -> Json:
    """The wire's `Sheet` without cells; what the sheet does not have is left out."""
    parts: dict[str, Any] = {
        "merges": [grid_range(sheet.sheet_id, merge) for merge in sheet.merges],
        "conditionalFormats": list(sheet.conditional),
        "protectedRanges": [seen_by(book, protection, user) for protection in sheet.protected],
        "basicFilter": sheet.basic_filter,
    }
    present = {name: part for name, part in parts.items() if part}
    return {"properties": properties_reply(sheet, index), **present}


def _grid_data(calculation: Calculation, sheet: Sheet, region: Region) -> Json:
    block: Json = {
        "startRow": region.top,
        "startColumn": region.left,
        "rowData": _rows(calculation, sheet, region),
        "rowMetadata": _metadata(sheet, "ROWS", region.top, region.bottom),
        "columnMetadata": _metadata(sheet, "COLUMNS", region.left, region.right),
    }
    return {name: part for name, part in block.items() if part}


def _rows(calculation: Calculation, sheet: Sheet, region: Region) -> list[Json]:
    rows: list[Json] = []
    for row, column in sorted(place for place in sheet.cells if region.holds(place)):
        rows.extend({} for _ in range(row - region.top + 1 - len(rows)))
        values = rows[-1].setdefault("values", [])
        values.extend({} for _ in range(column - region.left - len(values)))
        values.append(cell_data(calculation, sheet, (row, column)))
    return rows


def _metadata(sheet: Sheet, axis: str, start: int, end: int) -> list[Json]:
    plain = {"pixelSize": PIXELS[axis]}
    return [{**plain, **sheet.sizes.get((axis, index), {})} for index in range(start, end)]


def get_book(book: Book, call: Call) -> Json:
    """`spreadsheets.get`."""
    grid_data = shows_cells(call, asked=bool(call.params.get("includeGridData")))
    return book_reply(book, call.user, ranges=call.params.get("ranges"), grid_data=grid_data)


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
