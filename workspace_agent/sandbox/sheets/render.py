"""Cells as replies show them: single values and `CellData`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from workspace_agent.sandbox.call import ApiError, Json
from workspace_agent.sandbox.sheets.a1 import Region, region_name
from workspace_agent.sandbox.sheets.formulas import Failure, outcome_of
from workspace_agent.sandbox.sheets.model import Cell, Sheet
from workspace_agent.sandbox.sheets.shown import MOMENT_KINDS, show_number
from workspace_agent.sandbox.sheets.typed import Formula, Scalar


@dataclass(frozen=True, slots=True)
class Rendering:
    """How values are to be shown in a reply."""

    locale: str
    value: str = "FORMATTED_VALUE"
    moment: str = "SERIAL_NUMBER"
    major: str = "ROWS"


def rendering(locale: str, options: Json, *, prefix: str = "") -> Rendering:
    """Read the render options of a request; what is missing has Google's default.

    Args:
        locale: Locale of the spreadsheet.
        options: Parameters or body of the request.
        prefix: `response` where the options are about what was written.
    """

    def option(name: str, default: str) -> str:
        return str(options.get(prefix + name[0].upper() + name[1:] if prefix else name) or default)

    major = option("majorDimension", "ROWS")
    return Rendering(
        locale,
        option("valueRenderOption", "FORMATTED_VALUE"),
        option("dateTimeRenderOption", "SERIAL_NUMBER"),
        "ROWS" if major == "DIMENSION_UNSPECIFIED" else major,
    )


def formatted(cell: Cell, locale: str) -> str:
    """The text that a cell shows."""
    value = cell.effective
    if isinstance(value, Failure):
        return value.shown
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int | float):
        return show_number(value, cell.number_format, locale)
    return value or ""


def value_of(cell: Cell, options: Rendering) -> Scalar:
    """One value of a `ValueRange`."""
    if options.value == "FORMATTED_VALUE":
        return formatted(cell, options.locale)
    if options.value == "FORMULA" and isinstance(cell.entered, Formula):
        return cell.entered.text
    return _unformatted(cell, options)


def _unformatted(cell: Cell, options: Rendering) -> Scalar:
    value = cell.effective
    if value is None or isinstance(value, Failure):
        return formatted(cell, options.locale)
    number_format = cell.number_format
    if options.moment == "FORMATTED_STRING" and number_format and number_format.kind in MOMENT_KINDS:
        return formatted(cell, options.locale)
    return plain_number(value) if isinstance(value, float) else value


def plain_number(value: float) -> int | float:
    """A number as JSON carries it: whole ones without a point."""
    return int(value) if value.is_integer() else value


def value_range(sheet: Sheet, region: Region, options: Rendering) -> Json:
    """A `ValueRange`: blank ends are left out, and so is `values` when nothing is left."""
    if options.major not in {"ROWS", "COLUMNS"}:
        raise ApiError(
            400, f"Invalid value at 'major_dimension': {options.major}", canonical="INVALID_ARGUMENT"
        )
    reply: Json = {"range": region_name(sheet.title, region), "majorDimension": options.major}
    values = _matrix(sheet, region, options)
    return {**reply, "values": values} if values else reply


def _matrix(sheet: Sheet, region: Region, options: Rendering) -> list[list[Scalar]]:
    matrix: list[list[Scalar]] = []
    for line, across, cell in sorted(_filled(sheet, region, options.major), key=lambda found: found[:2]):
        matrix.extend([] for _ in range(line + 1 - len(matrix)))
        matrix[line].extend("" for _ in range(across - len(matrix[line])))
        matrix[line].append(value_of(cell, options))
    return matrix


def _filled(sheet: Sheet, region: Region, major: str) -> Iterator[tuple[int, int, Cell]]:
    for (row, column), cell in sheet.cells.items():
        if cell.entered is None or not region.holds((row, column)):
            continue
        down, across = row - region.top, column - region.left
        yield (down, across, cell) if major == "ROWS" else (across, down, cell)


def cell_data(cell: Cell, locale: str) -> Json:
    """The wire's `CellData`; an empty dict for a blank cell."""
    shown = formatted(cell, locale) if cell.entered is not None else None
    number_format = cell.format
    data: Json = {
        "userEnteredValue": _extended(cell.entered),
        "effectiveValue": _extended(cell.effective),
        "formattedValue": shown,
        "userEnteredFormat": number_format or None,
        "effectiveFormat": number_format or None,
        "hyperlink": link_of(cell) or None,
        "note": cell.note or None,
        "dataValidation": cell.validation,
    }
    return {name: value for name, value in data.items() if value is not None}


def _extended(value: object) -> Json | None:
    """The wire's `ExtendedValue`."""
    if isinstance(value, Failure):
        return {"errorValue": {"type": value.kind, "message": value.message}}
    if isinstance(value, Formula):
        return {"formulaValue": value.text}
    if isinstance(value, bool):
        return {"boolValue": value}
    if isinstance(value, int | float):
        return {"numberValue": plain_number(float(value))}
    return None if value is None else {"stringValue": value}


def link_of(cell: Cell) -> str:
    """The address that a whole cell links to: by formula, by format, or because its text is one."""
    if isinstance(cell.entered, Formula):
        return outcome_of(cell.entered).link
    link: Any = cell.format.get("textFormat", {}).get("link", {}).get("uri", "")
    text = cell.entered if isinstance(cell.entered, str) else ""
    own = text if text.startswith(("http://", "https://")) and not text.split()[1:] else ""
    return str(link or own)
