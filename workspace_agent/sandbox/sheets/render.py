"""Cells as replies show them: single values and `CellData`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from workspace_agent.sandbox.call import ApiError, Json
from workspace_agent.sandbox.sheets.a1 import Place, Region, region_name
from workspace_agent.sandbox.sheets.formulas import Calculation
from workspace_agent.sandbox.sheets.locales import locale_of
from workspace_agent.sandbox.sheets.model import Book, Cell, Sheet
from workspace_agent.sandbox.sheets.outcomes import Failure, Outcome, text_in
from workspace_agent.sandbox.sheets.shown import MOMENT_KINDS
from workspace_agent.sandbox.sheets.typed import Formula, NumberFormat, Scalar


@dataclass(frozen=True, slots=True)
class Rendering:
    """How values are to be shown in a reply."""

    value: str = "FORMATTED_VALUE"
    moment: str = "SERIAL_NUMBER"
    major: str = "ROWS"


def rendering(options: Json, *, prefix: str = "") -> Rendering:
    """Read the render options of a request; what is missing has Google's default.

    Args:
        options: Parameters or body of the request.
        prefix: `response` where the options are about what was written.
    """

    def option(name: str, default: str) -> str:
        return str(options.get(prefix + name[0].upper() + name[1:] if prefix else name) or default)

    major = option("majorDimension", "ROWS")
    return Rendering(
        option("valueRenderOption", "FORMATTED_VALUE"),
        option("dateTimeRenderOption", "SERIAL_NUMBER"),
        "ROWS" if major == "DIMENSION_UNSPECIFIED" else major,
    )


def _value_of(cell: Cell, outcome: Outcome, options: Rendering, locale: str) -> Scalar:
    """One value of a `ValueRange`."""
    if options.value == "FORMULA" and isinstance(cell.entered, Formula):
        return cell.entered.text
    value, number_format = outcome.value, outcome.number_format
    is_moment = number_format is not None and number_format.kind in MOMENT_KINDS
    if options.value == "FORMATTED_VALUE" or value is None or isinstance(value, Failure):
        return text_in(outcome, locale)
    if is_moment and options.moment == "FORMATTED_STRING" and not isinstance(value, bool):
        return text_in(outcome, locale)
    return plain_number(value) if isinstance(value, float) else value


def plain_number(value: float) -> int | float:
    """A number as JSON carries it: whole ones without a point."""
    return int(value) if value.is_integer() else value


def value_range(calculation: Calculation, sheet: Sheet, region: Region, options: Rendering) -> Json:
    """A `ValueRange`: blank ends are left out, and so is `values` when nothing is left."""
    if options.major not in {"ROWS", "COLUMNS"}:
        raise ApiError(
            400, f"Invalid value at 'major_dimension': {options.major}", canonical="INVALID_ARGUMENT"
        )
    reply: Json = {"range": region_name(sheet.title, region), "majorDimension": options.major}
    values = _matrix(calculation, sheet, region, options)
    return {**reply, "values": values} if values else reply


def _matrix(calculation: Calculation, sheet: Sheet, region: Region, options: Rendering) -> list[list[Scalar]]:
    matrix: list[list[Scalar]] = []
    for line, across, place in sorted(_filled(calculation, sheet, region, options.major)):
        matrix.extend([] for _ in range(line + 1 - len(matrix)))
        matrix[line].extend("" for _ in range(across - len(matrix[line])))
        outcome = calculation.outcome(sheet, place)
        matrix[line].append(_value_of(sheet.cell(place), outcome, options, calculation.book.locale))
    return matrix


def _filled(
    calculation: Calculation, sheet: Sheet, region: Region, major: str
) -> Iterator[tuple[int, int, Place]]:
    for row, column in calculation.filled(sheet, region):
        down, across = row - region.top, column - region.left
        yield (down, across, (row, column)) if major == "ROWS" else (across, down, (row, column))


def cell_data(calculation: Calculation, sheet: Sheet, place: Place) -> Json:
    """The wire's `CellData`; an empty dict for a blank cell."""
    cell, outcome = sheet.cell(place), calculation.outcome(sheet, place)
    data: Json = {
        "userEnteredValue": _extended(cell.entered),
        "effectiveValue": _extended(outcome.value),
        "formattedValue": text_in(outcome, calculation.book.locale) if _shows(cell, outcome) else None,
        "userEnteredFormat": cell.format or None,
        "effectiveFormat": _effective_format(calculation.book, cell, outcome),
        "hyperlink": _link_of(cell, outcome) or None,
        "note": cell.note or None,
        "dataValidation": cell.validation,
        "chipRuns": list(cell.chips) or None,
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


def _effective_format(book: Book, cell: Cell, outcome: Outcome) -> Json | None:
    """The default format with the cell's own over it; a blank cell without a format shows none."""
    if not cell.format and not _shows(cell, outcome):
        return None
    found = _overlaid(book.properties["defaultFormat"], cell.format)
    if outcome.number_format is not None and "numberFormat" not in cell.format:
        found["numberFormat"] = _number_format(outcome.number_format, book.locale)
    found.setdefault("horizontalAlignment", _alignment(outcome.value))
    found.setdefault("hyperlinkDisplayType", "LINKED" if _link_of(cell, outcome) else "PLAIN_TEXT")
    return found


def _shows(cell: Cell, outcome: Outcome) -> bool:
    """Whether a cell shows anything, of its own or as part of an array."""
    return cell.filled or outcome.value is not None


def _overlaid(below: Json, above: Json) -> Json:
    found = dict(below)
    for name, part in above.items():
        both = isinstance(part, dict) and isinstance(below.get(name), dict) and "olor" not in name
        found[name] = _overlaid(below[name], part) if both else part
    return found


def _number_format(found: NumberFormat, locale: str) -> Json:
    return {"type": found.kind, "pattern": found.pattern or locale_of(locale).patterns.get(found.kind, "")}


def _alignment(value: object) -> str:
    if isinstance(value, bool | Failure):
        return "CENTER"
    return "RIGHT" if isinstance(value, int | float) else "LEFT"


def _link_of(cell: Cell, outcome: Outcome) -> str:
    """The address that a whole cell links to: by formula, by format, or because its text is one."""
    if isinstance(cell.entered, Formula):
        return outcome.link
    link: Any = cell.format.get("textFormat", {}).get("link", {}).get("uri", "")
    text = cell.entered if isinstance(cell.entered, str) else ""
    own = text if text.startswith(("http://", "https://")) and not text.split()[1:] else ""
    return str(link or own)
