"""Requests of `batchUpdate` about cells."""

from __future__ import annotations

from dataclasses import replace

from workspace_agent.sandbox.call import Json
from workspace_agent.sandbox.sheets.a1 import Place
from workspace_agent.sandbox.sheets.chips import chipped
from workspace_agent.sandbox.sheets.colours import synced
from workspace_agent.sandbox.sheets.formulas import Calculation
from workspace_agent.sandbox.sheets.grid import area_of, refuse_outside, region_on
from workspace_agent.sandbox.sheets.limits import refuse_long_text
from workspace_agent.sandbox.sheets.mask import Path, apply_mask, parse_mask
from workspace_agent.sandbox.sheets.model import Book, Cell, Sheet
from workspace_agent.sandbox.sheets.render import plain_number
from workspace_agent.sandbox.sheets.typed import Entered, Formula

_FIELDS = (
    "userEnteredValue",
    "userEnteredFormat",
    "note",
    "dataValidation",
    "textFormatRuns",
    "hyperlink",
    "chipRuns",
)


def update_cells(book: Book, request: Json) -> Book:
    """`updateCells`: cells of a range without data lose the masked parts; from a start, they keep them."""
    paths = parse_mask(request.get("fields", ""))
    rows = _rows(request)
    if "range" in request:
        sheet, region = region_on(book, request["range"])
        blank: dict[Place, Json] = {place: {} for place in region.places()}
        given = blank | _placed(rows, region.top, region.left)
        refuse_outside(given, region)
    else:
        start = request.get("start") or {}
        sheet = book.sheet(int(start.get("sheetId") or 0))
        given = _placed(rows, int(start.get("rowIndex") or 0), int(start.get("columnIndex") or 0))
        refuse_outside(given, sheet.grid)
    return book.with_sheet(_masked(sheet, given, paths))


def _rows(request: Json) -> list[list[Json]]:
    return [row.get("values") or [] for row in request.get("rows") or []]


def _placed(rows: list[list[Json]], top: int, left: int) -> dict[Place, Json]:
    return {
        (top + down, left + across): data or {}
        for down, row in enumerate(rows)
        for across, data in enumerate(row)
    }


def _masked(sheet: Sheet, given: dict[Place, Json], paths: list[Path]) -> Sheet:
    return sheet.with_cells(
        {place: masked_cell(sheet.cell(place), data, paths) for place, data in given.items()}
    )


def masked_cell(cell: Cell, data: Json, paths: list[Path]) -> Cell:
    """A cell with the masked parts of some `CellData` taken over."""
    before: Json = {
        "userEnteredValue": cell.entered,
        "userEnteredFormat": cell.format,
        "note": cell.note,
        "dataValidation": cell.validation,
    }
    wanted = {**data, "userEnteredValue": _entered(data.get("userEnteredValue") or {})}
    after = apply_mask(before, wanted, paths, known=_FIELDS)
    entered, chips = after.get("userEnteredValue"), cell.chips
    named = {path[0] for path in paths}
    if named & {"*", "chipRuns", "userEnteredValue"}:
        # A new value takes the chips of the old one with it.
        entered, chips = chipped(entered, after.get("chipRuns") or ())
    return Cell(
        entered,
        synced(cell.format, after.get("userEnteredFormat") or {}),
        after.get("note") or "",
        after.get("dataValidation"),
        chips,
    )


def _entered(value: Json) -> Entered | None:
    """The value of an `ExtendedValue`; nothing in it is parsed."""
    if "formulaValue" in value:
        return Formula(value["formulaValue"])
    refuse_long_text(value.get("stringValue"))
    if "numberValue" in value:
        return plain_number(float(value["numberValue"]))
    entered: Entered | None = value.get("boolValue", value.get("stringValue"))
    return None if entered == "" else entered


def repeat_cell(book: Book, request: Json) -> Book:
    """`repeatCell`: the same data for every cell of a range, of which there may be none.

    Source: recorded in mvsjes2/p5-google-restapi.
    """
    paths = parse_mask(request.get("fields", ""))
    if area_of(request.get("range") or {}).is_empty:
        return book
    sheet, region = region_on(book, request.get("range") or {})
    data = request.get("cell") or {}
    return book.with_sheet(sheet.changed(region, lambda cell: masked_cell(cell, data, paths)))


def append_cells(book: Book, request: Json) -> Book:
    """`appendCells`: below the last row that holds anything; the grid grows as needed."""
    sheet = book.sheet(int(request.get("sheetId") or 0))
    rows = _rows(request)
    top = max((row + 1 for row, _ in Calculation(book).filled(sheet, sheet.grid)), default=0)
    given = _placed(rows, top, 0)
    roomy = sheet.resized(max(sheet.rows, top + len(rows)), sheet.columns)
    refuse_outside(given, roomy.grid)
    return book.with_sheet(_masked(roomy, given, parse_mask(request.get("fields", ""))))


def set_data_validation(book: Book, request: Json) -> Book:
    """`setDataValidation`: without a rule, the rules of the range are cleared."""
    sheet, region = region_on(book, request.get("range") or {})
    rule = request.get("rule")
    return book.with_sheet(sheet.changed(region, lambda cell: replace(cell, validation=rule)))
