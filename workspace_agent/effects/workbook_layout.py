"""What a new workbook looks like, as requests of one batch: tabs, headings, what may be typed in.

Source: developers.google.com/workspace/sheets/api/reference/rest/v4/spreadsheets/request
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from workspace_agent.duties.workbook_columns import Cells, Column, Look, Signal, Tab
from workspace_agent.duties.workbooks import INSTRUCTIONS, FillWorkbook
from workspace_agent.model.place import letters

Json = dict[str, Any]

SHEET_IDS = range(1_907_090_001, 1_907_090_100)
"""Ids of the tabs are our own choice, in order, so that filling twice is refused."""

_LOCALE = "en_US"
_INSTRUCTION_WIDTHS = (150, 330, 560)
_HEADING = {"red": 0.85, "green": 0.91, "blue": 0.95}
_ORANGE = {"red": 1.0, "green": 0.85, "blue": 0.6}
_GREY = {"red": 0.45, "green": 0.45, "blue": 0.45}
_LOOKS = {
    Look.WARNING: {"backgroundColor": _ORANGE, "textFormat": {"bold": True}},
    Look.OVER: {"textFormat": {"strikethrough": True, "foregroundColor": _GREY}},
}
_FORMATS = {
    Cells.DATE: {"type": "DATE", "pattern": "mmm d, yyyy"},
    Cells.TIME: {"type": "TIME", "pattern": "h:mm am/pm"},
    Cells.DIGITS: {"type": "TEXT"},
}
_WIDTHS = {Cells.BOX: 90, Cells.DATE: 120, Cells.TIME: 95, Cells.NUMBER: 90, Cells.SUGGESTION: 160}
_WIDTH = 140
_LAST_MOMENT = "0.99999"
"""A time is a part of a day."""

_STRICT = frozenset({Cells.DATE, Cells.TIME, Cells.BOX, Cells.CHOICE})


def layout(action: FillWorkbook, first: int) -> list[Json]:
    """All requests, for a workbook with one empty sheet.

    Args:
        action: What goes into it.
        first: Id of that sheet, which becomes the instructions.
    """
    settings = {"locale": _LOCALE, "timeZone": action.zone}
    requests: list[Json] = [
        {"updateSpreadsheetProperties": {"properties": settings, "fields": "locale,timeZone"}},
        *_instructions(action, first),
    ]
    for at, tab in enumerate(action.tabs):
        requests += _tab(tab, SHEET_IDS[at], at + 1)
    return requests


def _instructions(action: FillWorkbook, sheet: int) -> Iterator[Json]:
    texts = action.instructions
    grid = {"rowCount": len(texts), "columnCount": len(_INSTRUCTION_WIDTHS)}
    properties = {"sheetId": sheet, "title": INSTRUCTIONS, "gridProperties": grid}
    fields = "title,gridProperties(rowCount,columnCount)"
    yield {"updateSheetProperties": {"properties": properties, "fields": fields}}
    yield _write(sheet, [{"values": [_text(text) for text in row]} for row in texts], "userEnteredValue")
    yield _format({"sheetId": sheet}, {"wrapStrategy": "WRAP", "verticalAlignment": "TOP"})
    yield from (_width(sheet, at, pixels) for at, pixels in enumerate(_INSTRUCTION_WIDTHS))
    for row, line in enumerate(texts):
        if len(line) == 1:
            yield {"mergeCells": {"range": _whole_row(sheet, row), "mergeType": "MERGE_ALL"}}
            yield _height(sheet, row, line[0])
    explained = texts.index(()) + 1
    bold = {"textFormat": {"bold": True}}
    yield from (_format(_area(sheet, row, row + 1), bold) for row in (0, explained))
    yield _format(_area(sheet, explained, len(texts)) | {"startColumnIndex": 0, "endColumnIndex": 1}, bold)
    yield _protect({"sheetId": sheet}, "How the agent reads this workbook")


def _whole_row(sheet: int, row: int) -> Json:
    return _area(sheet, row, row + 1) | {"startColumnIndex": 0, "endColumnIndex": len(_INSTRUCTION_WIDTHS)}


def _height(sheet: int, row: int, text: str) -> Json:
    """Sheets does not make a row higher for the text of merged cells."""
    lines = 1 + len(text) * 7 // sum(_INSTRUCTION_WIDTHS)
    span = {"sheetId": sheet, "dimension": "ROWS", "startIndex": row, "endIndex": row + 1}
    return _dimension(span, 8 + 17 * lines)


def _tab(tab: Tab, sheet: int, index: int) -> Iterator[Json]:
    grid = {"rowCount": tab.rows + 1, "columnCount": len(tab.columns), "frozenRowCount": 1}
    properties = {"sheetId": sheet, "title": tab.title, "index": index, "gridProperties": grid}
    yield {"addSheet": {"properties": properties}}
    yield _write(sheet, [{"values": [_heading(one) for one in tab.columns]}], "userEnteredValue,note")
    look = {"backgroundColor": _HEADING, "textFormat": {"bold": True}, "wrapStrategy": "WRAP"}
    yield _format(_area(sheet, 0, 1), look)
    for at, column in enumerate(tab.columns):
        yield from _column(sheet, at, column)
    for at, signal in enumerate(tab.signals):
        if signal_fields(signal) <= tab.fields.keys():
            yield _signal(tab, sheet, at, signal)
    yield _protect(_area(sheet, 0, 1), "The agent reads by these headings")


def _heading(column: Column) -> Json:
    return {**_text(column.heading), "note": column.hint}


def _column(sheet: int, at: int, column: Column) -> Iterator[Json]:
    cells = {"sheetId": sheet, "startRowIndex": 1, "startColumnIndex": at, "endColumnIndex": at + 1}
    if column.cells in _FORMATS:
        yield _format(cells, {"numberFormat": _FORMATS[column.cells]})
    if condition := _condition(column):
        rule = {
            "condition": condition,
            "strict": column.cells in _STRICT,
            "showCustomUi": True,
            "inputMessage": column.hint,
        }
        yield {"setDataValidation": {"range": cells, "rule": rule}}
    yield _width(sheet, at, _WIDTHS.get(column.cells, _WIDTH))


def _condition(column: Column) -> Json | None:
    match column.cells:
        case Cells.DATE:
            return {"type": "DATE_IS_VALID"}
        case Cells.TIME:
            return {"type": "NUMBER_BETWEEN", "values": _values("0", _LAST_MOMENT)}
        case Cells.NUMBER:
            return {"type": "NUMBER_GREATER", "values": _values("0")}
        case Cells.BOX:
            return {"type": "BOOLEAN"}
        case Cells.CHOICE | Cells.SUGGESTION if column.choices:
            return {"type": "ONE_OF_LIST", "values": _values(*column.choices)}
        case _:
            return None


def _values(*texts: str) -> list[Json]:
    return [{"userEnteredValue": text} for text in texts]


def signal_fields(signal: Signal) -> set[str]:
    """Fields that a signal is about."""
    parts = signal.formula.split("{")[1:]
    return {part.partition("}")[0] for part in parts} | set(signal.shown)


def _signal(tab: Tab, sheet: int, at: int, signal: Signal) -> Json:
    places = tab.fields
    formula = "=" + signal.formula.format(**{name: f"${letters(place)}2" for name, place in places.items()})
    shown = [(places[name], places[name] + 1) for name in signal.shown] or [(0, len(tab.columns))]
    ranges = [
        {"sheetId": sheet, "startRowIndex": 1, "startColumnIndex": start, "endColumnIndex": end}
        for start, end in shown
    ]
    condition = {"type": "CUSTOM_FORMULA", "values": _values(formula)}
    rule = {"ranges": ranges, "booleanRule": {"condition": condition, "format": _LOOKS[signal.look]}}
    return {"addConditionalFormatRule": {"rule": rule, "index": at}}


def _text(text: str) -> Json:
    return {"userEnteredValue": {"stringValue": text}} if text else {}


def _write(sheet: int, rows: list[Json], fields: str) -> Json:
    start = {"sheetId": sheet, "rowIndex": 0, "columnIndex": 0}
    return {"updateCells": {"rows": rows, "fields": fields, "start": start}}


def _area(sheet: int, start: int, end: int) -> Json:
    return {"sheetId": sheet, "startRowIndex": start, "endRowIndex": end}


def _format(area: Json, look: Json) -> Json:
    fields = f"userEnteredFormat({','.join(look)})"
    return {"repeatCell": {"range": area, "cell": {"userEnteredFormat": look}, "fields": fields}}


def _width(sheet: int, at: int, pixels: int) -> Json:
    return _dimension(
        {"sheetId": sheet, "dimension": "COLUMNS", "startIndex": at, "endIndex": at + 1}, pixels
    )


def _dimension(span: Json, pixels: int) -> Json:
    size = {"range": span, "properties": {"pixelSize": pixels}, "fields": "pixelSize"}
    return {"updateDimensionProperties": size}


def _protect(area: Json, description: str) -> Json:
    """With a warning only: people may change it if they mean to."""
    protected = {"range": area, "description": description, "warningOnly": True}
    return {"addProtectedRange": {"protectedRange": protected}}
