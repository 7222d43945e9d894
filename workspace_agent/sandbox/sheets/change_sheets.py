"""Requests of `batchUpdate` about whole sheets and the spreadsheet."""

from __future__ import annotations

from dataclasses import replace

from workspace_agent.sandbox.call import ApiError, Json
from workspace_agent.sandbox.sheets.book_settings import refuse_unknown_settings
from workspace_agent.sandbox.sheets.books import mint_sheet_id, properties_reply
from workspace_agent.sandbox.sheets.change_groups import without_controls
from workspace_agent.sandbox.sheets.colours import synced
from workspace_agent.sandbox.sheets.mask import apply_mask, parse_mask
from workspace_agent.sandbox.sheets.model import Book, Note, RefusedError, Sheet
from workspace_agent.sandbox.sheets.refer import renamed
from workspace_agent.sandbox.sheets.shift import movement
from workspace_agent.sandbox.sheets.state import new_sheet

_SHEET_FIELDS = ("title", "index", "hidden", "gridProperties", "tabColor", "tabColorStyle", "rightToLeft")
_BOOK_FIELDS = (
    "title",
    "locale",
    "timeZone",
    "autoRecalc",
    "defaultFormat",
    "iterativeCalculationSettings",
    "spreadsheetTheme",
)


def add_sheet(book: Book, request: Json) -> tuple[Book, Json]:
    """`addSheet`: at its index, or at the end."""
    given = dict(request.get("properties") or {})
    title = given.get("title") or _free_title(book)
    sheet_id = given.get("sheetId")
    if sheet_id is None:
        sheet_id = _minted(book, title)
    elif any(sheet.sheet_id == sheet_id for sheet in book.sheets):
        raise RefusedError(f"A sheet with the id {sheet_id} already exists. Please use another id.")
    sheet = _tidied(new_sheet(synced({}, {**given, "title": title, "sheetId": sheet_id})))
    return _added(book, sheet, given.get("index"))


def _minted(book: Book, title: str) -> int:
    return mint_sheet_id(f"{book.book_id}/{title}", {sheet.sheet_id for sheet in book.sheets})


def _free_title(book: Book) -> str:
    number = len(book.sheets) + 1
    while book.titled(f"Sheet{number}") is not None:
        number += 1
    return f"Sheet{number}"


def _added(book: Book, sheet: Sheet, index: int | None) -> tuple[Book, Json]:
    _refuse_taken_title(book, sheet)
    place = len(book.sheets) if index is None else min(index, len(book.sheets))
    changed = replace(book, sheets=(*book.sheets[:place], sheet, *book.sheets[place:]))
    return changed, {"properties": properties_reply(sheet, place)}


def _refuse_taken_title(book: Book, sheet: Sheet) -> None:
    other = book.titled(sheet.title)
    if other is not None and other.sheet_id != sheet.sheet_id:
        raise RefusedError(
            f'A sheet with the name "{sheet.title}" already exists. Please enter another name.'
        )


def duplicate_sheet(book: Book, request: Json) -> tuple[Book, Json]:
    """`duplicateSheet`: cells, merges and rules under a new id."""
    source = book.sheet(int(request.get("sourceSheetId") or 0))
    title = request.get("newSheetName") or _copy_title(book, source.title)
    sheet_id = request.get("newSheetId") or _minted(book, title)
    properties = {**source.properties, "sheetId": sheet_id, "title": title}
    properties["gridProperties"] = without_controls(source)
    copy = replace(source, properties=properties, protected=())
    return _added(book, copy, request.get("insertSheetIndex") or 0)


def copied_to(source: Book, target: Book, sheet_id: int) -> tuple[Book, Json]:
    """The spreadsheet to which a sheet was copied, at its end, and the copy's properties.

    Raises:
        ApiError: There is no such sheet.
    """
    try:
        sheet = source.sheet(sheet_id)
    except RefusedError as refusal:
        raise ApiError(404, "Requested entity was not found.") from refusal
    title = _copy_title(target, sheet.title)
    properties = {**sheet.properties, "sheetId": _minted(target, title), "title": title}
    changed, reply = _added(target, replace(sheet, properties=properties, protected=()), None)
    copied: Json = reply["properties"]
    return changed, copied


def _copy_title(book: Book, title: str) -> str:
    """`Copy of X`, then `Copy of X 1` and so on."""
    name, number = f"Copy of {title}", 0
    while book.titled(name) is not None:
        number += 1
        name = f"Copy of {title} {number}"
    return name


def delete_sheet(book: Book, request: Json) -> Book:
    """`deleteSheet`: never the last one that can be seen; its named ranges go with it."""
    gone = book.sheet(int(request.get("sheetId") or 0))
    rest = tuple(sheet for sheet in book.sheets if sheet is not gone)
    if not rest:
        raise RefusedError("You can't remove all the sheets in a document.")
    if all(sheet.properties.get("hidden") for sheet in rest):
        raise RefusedError("You can't remove all the visible sheets in a document.")
    named = tuple(entry for entry in book.named if entry["range"].get("sheetId", 0) != gone.sheet_id)
    notes = tuple(note for note in book.notes if not _lies_on(note, gone))
    return renamed(replace(book, sheets=rest, named=named, notes=notes), gone.title, None)


def _lies_on(note: Note, sheet: Sheet) -> bool:
    location = note.metadata["location"]
    return bool(sheet.sheet_id == location.get("dimensionRange", location).get("sheetId"))


def update_sheet_properties(book: Book, request: Json) -> Book:
    """`updateSheetProperties`: what the mask names; an index counts places before the move."""
    given = dict(request.get("properties") or {})
    sheet = book.sheet(int(given.get("sheetId") or 0))
    paths = parse_mask(request.get("fields", ""))
    masked = apply_mask(sheet.properties, given, paths, known=_SHEET_FIELDS)
    changed = _tidied(_with_grid(sheet, synced(sheet.properties, masked)))
    _refuse_taken_title(book, changed)
    updated = book.with_sheet(changed)
    if changed.title != sheet.title:
        updated = renamed(updated, sheet.title, changed.title)
    if all(each.properties.get("hidden") for each in updated.sheets):
        raise RefusedError("You can't hide all the sheets in a document.")
    moves = "index" in given and any(path[0] in {"index", "*"} for path in paths)
    return _moved(updated, changed, given["index"]) if moves else updated


def _with_grid(sheet: Sheet, properties: Json) -> Sheet:
    """The sheet with masked properties; a title or grid size cannot be cleared."""
    named = {"title": properties.get("title") or sheet.title}
    grid = {"rowCount": sheet.rows, "columnCount": sheet.columns, **(properties.get("gridProperties") or {})}
    rest = {name: value for name, value in properties.items() if name != "index"}
    updated = replace(sheet, properties={**rest, **named, "gridProperties": grid})
    if grid["rowCount"] < 1 or grid["columnCount"] < 1:
        raise RefusedError("A sheet must have at least one row and one column.")
    return updated.resized(grid["rowCount"], grid["columnCount"])


def _tidied(sheet: Sheet) -> Sheet:
    """The sheet without properties that say nothing; Google leaves false and 0 out."""
    grid = {name: value for name, value in sheet.properties["gridProperties"].items() if value}
    if grid.get("frozenRowCount", 0) >= sheet.rows or grid.get("frozenColumnCount", 0) >= sheet.columns:
        raise RefusedError("You can't freeze all visible rows or columns on the sheet.")
    said = {name: value for name, value in sheet.properties.items() if value is not False}
    return replace(sheet, properties={**said, "gridProperties": grid})


def _moved(book: Book, sheet: Sheet, destination: int) -> Book:
    start = book.sheets.index(sheet)
    remap = movement(start, start + 1, min(destination, len(book.sheets)))
    placed = {remap(index): each for index, each in enumerate(book.sheets)}
    return replace(book, sheets=tuple(placed[index] for index in range(len(book.sheets))))


def update_book_properties(book: Book, request: Json) -> Book:
    """`updateSpreadsheetProperties`: what the mask names; nothing that a spreadsheet needs is cleared."""
    paths = parse_mask(request.get("fields", ""))
    masked = apply_mask(book.properties, request.get("properties") or {}, paths, known=_BOOK_FIELDS)
    refuse_unknown_settings(masked)
    return replace(book, properties={**book.properties, **masked})
