"""Entering blocks of values into a sheet."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import zip_longest
from typing import Any

from workspace_agent.sandbox.call import ApiError, Json
from workspace_agent.sandbox.sheets.a1 import Area, Place, Region, column_letters, region_name
from workspace_agent.sandbox.sheets.limits import refuse_long_text
from workspace_agent.sandbox.sheets.locate import Located
from workspace_agent.sandbox.sheets.model import Cell, Sheet
from workspace_agent.sandbox.sheets.shown import MOMENT_KINDS
from workspace_agent.sandbox.sheets.typed import NumberFormat, Scalar, Typed, read_number, read_typed
from workspace_agent.sandbox.sheets.validation import refuse_invalid

Block = Sequence[Sequence[Any]]


@dataclass(frozen=True, slots=True)
class Entry:
    """How values are to be entered: `RAW` or `USER_ENTERED`, and what reading them depends on."""

    option: str
    locale: str
    today: date


@dataclass(frozen=True, slots=True)
class Written:
    """What one write touched.

    Attributes:
        sheet: The sheet afterwards.
        region: As large as the data.
        places: Where something was entered; cells that were skipped are not among them.
        asked: The range of the request where that is larger.
    """

    sheet: Sheet
    region: Region
    places: frozenset[Place]
    asked: Region


def entry_option(options: Json) -> str:
    """The value input option of a request.

    Raises:
        ApiError: It is missing; the API has no default.
    """
    option = options.get("valueInputOption")
    if option not in {"RAW", "USER_ENTERED"}:
        message = "'valueInputOption' is required but not specified"
        raise ApiError(400, message, canonical="INVALID_ARGUMENT")
    return str(option)


def block_of(body: Json) -> Block:
    """The rows of a `ValueRange`.

    Raises:
        ApiError: `values` is not a list of lists of single values.
    """
    values = body.get("values") or []
    if not isinstance(values, list) or not all(isinstance(row, list) for row in values):
        message = (
            f"Invalid value at 'data.values' (type.googleapis.com/google.protobuf.ListValue), {_json(values)}"
        )
        raise ApiError(400, message, canonical="INVALID_ARGUMENT")
    _refuse_nested(values)
    if body.get("majorDimension") == "COLUMNS":
        return list(zip_longest(*values))
    return values


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _refuse_nested(rows: Block) -> None:
    for row, values in enumerate(rows):
        for column, value in enumerate(values):
            if isinstance(value, dict | list):
                kind = "list_value" if isinstance(value, list) else "struct_value"
                message = f"Invalid values[{row}][{column}]: {kind} {_json(value)}"
                raise ApiError(400, message, canonical="INVALID_ARGUMENT")


def write_at(located: Located, block: Block, entry: Entry) -> Written:
    """Enter a block where a range says.

    A range of one cell is only where the block starts; a larger one must hold the whole block.

    Raises:
        ApiError: The block leaves the range or the grid.
    """
    asked = located.sheet.region(located.area)
    region = _extent(asked.top, asked.left, block)
    if not _one_cell(located.area):
        _refuse_outside(located, asked, region)
    if region.bottom > located.sheet.rows or region.right > located.sheet.columns:
        raise located.beyond_grid()
    written = write_block(located.sheet, region, block, entry)
    return written if _one_cell(located.area) else replace(written, asked=located.region)


def _one_cell(area: Area) -> bool:
    return None not in {area.bottom, area.right} and area.within(0, 0).height == 1 == area.within(0, 0).width


def _extent(top: int, left: int, block: Block) -> Region:
    width = max((len(row) for row in block), default=0)
    return Region(top, left, top + max(len(block), 1), left + max(width, 1))


def _refuse_outside(located: Located, asked: Region, region: Region) -> None:
    beyond = ""
    if region.right > asked.right:
        beyond = f"column [{column_letters(asked.right)}]"
    elif region.bottom > asked.bottom:
        beyond = f"row [{asked.bottom + 1}]"
    if beyond:
        name = region_name(located.sheet.title, asked)
        message = f"Requested writing within range [{name}], but tried writing to {beyond}"
        raise ApiError(400, message, canonical="INVALID_ARGUMENT")


def write_block(sheet: Sheet, region: Region, block: Block, entry: Entry) -> Written:
    """Enter a block into a region of its size; null skips a cell, an empty text clears it."""
    values = {
        (region.top + down, region.left + across): value
        for down, row in enumerate(block)
        for across, value in enumerate(row)
        if value is not None
    }
    # Below a merge there is nothing to type into: only its top-left cell keeps a value.
    open_cells = {place: value for place, value in values.items() if not sheet.hidden_by_merge(place)}
    changed = {place: enter(sheet.cell(place), value, entry) for place, value in open_cells.items()}
    for place, cell in changed.items():
        refuse_invalid(place, cell)
    return Written(sheet.with_cells(changed), region, frozenset(values), region)


def enter(cell: Cell, value: Scalar, entry: Entry) -> Cell:
    """A cell after a value was entered; its format stays unless the typed text asks for another."""
    refuse_long_text(value)
    if value == "":
        return cell.holding(None)
    if entry.option == "RAW" or not isinstance(value, str) or _holds_text(cell):
        return cell.holding(value)
    typed = read_typed(_as_percent(cell, value, entry.locale), locale=entry.locale, today=entry.today)
    return replace(cell.holding(typed.value), format=_format_after(cell, typed))


def _as_percent(cell: Cell, text: str, locale: str) -> str:
    """A plain number typed into a percent cell is so many percent."""
    number_format = cell.number_format
    if number_format is None or number_format.kind != "PERCENT":
        return text
    plain = read_number(text.strip(), locale)
    return f"{text.strip()}%" if plain is not None and plain.format is None else text


def _holds_text(cell: Cell) -> bool:
    number_format = cell.number_format
    return number_format is not None and number_format.kind == "TEXT"


def _format_after(cell: Cell, typed: Typed) -> Json:
    if typed.format is None or _same_family(cell.number_format, typed.format):
        return cell.format
    return {**cell.format, "numberFormat": {"type": typed.format.kind, "pattern": typed.format.pattern}}


def _same_family(own: NumberFormat | None, typed: NumberFormat) -> bool:
    if own is None:
        return False
    return own.kind == typed.kind or (own.kind in MOMENT_KINDS and typed.kind in MOMENT_KINDS)


def update_reply(book_id: str, written: Written) -> Json:
    """The wire's `UpdateValuesResponse`; counts of zero are left out."""
    counts = {
        "updatedRows": len({row for row, _ in written.places}),
        "updatedColumns": len({column for _, column in written.places}),
        "updatedCells": len(written.places),
    }
    named = {"spreadsheetId": book_id, "updatedRange": region_name(written.sheet.title, written.region)}
    return {**named, **{name: count for name, count in counts.items() if count}}
