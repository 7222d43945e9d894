"""Requests of `batchUpdate` about cells."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from workspace_agent.sandbox.call import Json
from workspace_agent.sandbox.sheets.a1 import Place, Region
from workspace_agent.sandbox.sheets.colours import synced
from workspace_agent.sandbox.sheets.grid import region_on
from workspace_agent.sandbox.sheets.mask import Path, apply_mask, parse_mask
from workspace_agent.sandbox.sheets.model import Book, Cell, RefusedError, Sheet
from workspace_agent.sandbox.sheets.render import plain_number
from workspace_agent.sandbox.sheets.typed import Entered, Formula

_FIELDS = ("userEnteredValue", "userEnteredFormat", "note", "dataValidation", "textFormatRuns", "hyperlink")


def update_cells(book: Book, request: Json) -> Book:
    """`updateCells`: cells of a range without data lose the masked parts; from a start, they keep them."""
    paths = parse_mask(request.get("fields", ""))
    rows = _rows(request)
    if "range" in request:
        sheet, region = region_on(book, request["range"])
        blank: dict[Place, Json] = {place: {} for place in region.places()}
        given = blank | _placed(rows, region.top, region.left)
        _refuse_outside(given, region)
    else:
        start = request.get("start") or {}
        sheet = book.sheet(int(start.get("sheetId") or 0))
        given = _placed(rows, int(start.get("rowIndex") or 0), int(start.get("columnIndex") or 0))
        _refuse_outside(given, sheet.grid)
    return book.with_sheet(_masked(sheet, given, paths))


def _rows(request: Json) -> list[list[Json]]:
    return [row.get("values") or [] for row in request.get("rows") or []]


def _placed(rows: list[list[Json]], top: int, left: int) -> dict[Place, Json]:
    return {
        (top + down, left + across): data or {}
        for down, row in enumerate(rows)
        for across, data in enumerate(row)
    }


def _refuse_outside(given: Iterable[Place], region: Region) -> None:
    for row, column in given:
        if row >= region.bottom:
            raise RefusedError(
                f"Attempting to write row: {row}, beyond the last requested row of: {region.bottom - 1}"
            )
        if column >= region.right:
            last = region.right - 1
            raise RefusedError(
                f"Attempting to write column: {column}, beyond the last requested column of: {last}"
            )


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
    return Cell(
        after.get("userEnteredValue"),
        synced(cell.format, after.get("userEnteredFormat") or {}),
        after.get("note") or "",
        after.get("dataValidation"),
    )


def _entered(value: Json) -> Entered | None:
    """The value of an `ExtendedValue`; nothing in it is parsed."""
    if "formulaValue" in value:
        return Formula(value["formulaValue"])
    if "numberValue" in value:
        return plain_number(float(value["numberValue"]))
    entered: Entered | None = value.get("boolValue", value.get("stringValue"))
    return None if entered == "" else entered


def repeat_cell(book: Book, request: Json) -> Book:
    """`repeatCell`: the same data for every cell of a range."""
    paths = parse_mask(request.get("fields", ""))
    sheet, region = region_on(book, request.get("range") or {})
    data = request.get("cell") or {}
    return book.with_sheet(sheet.changed(region, lambda cell: masked_cell(cell, data, paths)))


def append_cells(book: Book, request: Json) -> Book:
    """`appendCells`: below the last row that holds anything; the grid grows as needed."""
    sheet = book.sheet(int(request.get("sheetId") or 0))
    rows = _rows(request)
    top = max((row + 1 for (row, _), cell in sheet.cells.items() if cell.entered is not None), default=0)
    given = _placed(rows, top, 0)
    roomy = sheet.resized(max(sheet.rows, top + len(rows)), sheet.columns)
    _refuse_outside(given, roomy.grid)
    return book.with_sheet(_masked(roomy, given, parse_mask(request.get("fields", ""))))


def set_data_validation(book: Book, request: Json) -> Book:
    """`setDataValidation`: without a rule, the rules of the range are cleared."""
    sheet, region = region_on(book, request.get("range") or {})
    rule = request.get("rule")
    return book.with_sheet(sheet.changed(region, lambda cell: replace(cell, validation=rule)))


def sort_range(book: Book, request: Json) -> Book:
    """`sortRange`: numbers before text before boxes, blanks last in either order."""
    sheet, region = region_on(book, request.get("range") or {})
    order = list(range(region.top, region.bottom))
    for spec in reversed(request.get("sortSpecs") or []):
        order = _sorted(
            sheet, order, spec.get("dimensionIndex") or 0, descending=spec.get("sortOrder") == "DESCENDING"
        )
    moved = {
        (target, column): sheet.cell((source, column))
        for target, source in enumerate(order, start=region.top)
        for column in range(region.left, region.right)
    }
    return book.with_sheet(sheet.with_cells(moved))


def _sorted(sheet: Sheet, order: list[int], column: int, *, descending: bool) -> list[int]:
    filled = [row for row in order if sheet.cell((row, column)).entered is not None]
    blank = [row for row in order if sheet.cell((row, column)).entered is None]
    return sorted(filled, key=lambda row: _sort_key(sheet.cell((row, column))), reverse=descending) + blank


def _sort_key(cell: Cell) -> tuple[int, Any]:
    value = cell.effective
    if isinstance(value, bool):
        return 2, value
    if isinstance(value, int | float):
        return 0, value
    return 1, str(value).casefold()


def copy_paste(book: Book, request: Json) -> Book:
    """`copyPaste`: the source is repeated as often as it fits into the destination."""
    source_sheet, source = region_on(book, request.get("source") or {})
    target_sheet, target = region_on(book, request.get("destination") or {})
    kind = request.get("pasteType") or "PASTE_NORMAL"
    height = max(source.height, target.height - target.height % source.height)
    width = max(source.width, target.width - target.width % source.width)
    area = Region(target.top, target.left, target.top + height, target.left + width)
    pasted = {
        (row, column): _pasted(
            target_sheet.cell((row, column)),
            source_sheet.cell(
                (
                    source.top + (row - area.top) % source.height,
                    source.left + (column - area.left) % source.width,
                )
            ),
            kind,
        )
        for row, column in area.places()
    }
    _refuse_outside(pasted, target_sheet.grid)
    return book.with_sheet(target_sheet.with_cells(pasted))


def _pasted(cell: Cell, source: Cell, kind: str) -> Cell:
    if kind in {"PASTE_NORMAL", "PASTE_NO_BORDERS"}:
        return source
    if kind == "PASTE_VALUES":
        value = source.effective
        return replace(cell, entered=value if isinstance(value, str | bool | int | float) else None)
    if kind == "PASTE_FORMULA":
        return replace(cell, entered=source.entered)
    if kind == "PASTE_FORMAT":
        return replace(cell, format=source.format)
    if kind == "PASTE_DATA_VALIDATION":
        return replace(cell, validation=source.validation)
    raise RefusedError(f"Unsupported pasteType: {kind}")


def cut_paste(book: Book, request: Json) -> Book:
    """`cutPaste`: the source is empty afterwards."""
    sheet, source = region_on(book, request.get("source") or {})
    to = request.get("destination") or {}
    down = int(to.get("rowIndex") or 0) - source.top
    across = int(to.get("columnIndex") or 0) - source.left
    moved = {(row + down, column + across): sheet.cell((row, column)) for row, column in source.places()}
    emptied = book.with_sheet(sheet.changed(source, lambda _: Cell()))
    target = emptied.sheet(int(to.get("sheetId") or 0))
    _refuse_outside(moved, target.grid)
    return emptied.with_sheet(target.with_cells(moved))
