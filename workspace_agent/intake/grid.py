"""From the cells of a spreadsheet as Google gives them to tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import zip_longest
from typing import Any

from workspace_agent.intake.chips import link_of, spelled
from workspace_agent.intake.table import NOTHING, Kind, RawCell, Table
from workspace_agent.model.agent_tab import MARK

_FORMATS = {kind.value: kind for kind in (Kind.DATE, Kind.TIME, Kind.DATE_TIME, Kind.PERCENT)}
_ROWS_OF_HEADINGS = 10

_LOADING = "Loading..."
"""What stands in a cell while its formula still waits for another source."""


def tables(spreadsheet: Mapping[str, Any]) -> tuple[Table, ...]:
    """All sheets of a `spreadsheets.get` answer that was asked for with grid data.

    Source: developers.google.com/workspace/sheets/api/reference/rest/v4/spreadsheets/sheets (GridData)
    """
    alike: dict[object, RawCell] = {}
    return tuple(
        _table(spreadsheet["spreadsheetId"], sheet, alike) for sheet in spreadsheet.get("sheets", ())
    )


def _table(spreadsheet_id: str, sheet: Mapping[str, Any], alike: dict[object, RawCell]) -> Table:
    properties = sheet["properties"]
    rows: list[list[RawCell]] = []
    for grid in sheet.get("data", ()):
        _put(grid, rows, alike)
    for merge in sheet.get("merges", ()):
        _spread(rows, merge)
    marks = (mark for mark in sheet.get("developerMetadata", ()) if mark["metadataKey"] == MARK)
    return Table(
        spreadsheet_id,
        properties.get("sheetId", 0),
        tuple(map(tuple, rows)),
        properties.get("title", ""),
        next((mark["metadataValue"] for mark in marks), ""),
        dict(span for merge in sheet.get("merges", ()) for span in _spans(merge)),
        dict(link for grid in sheet.get("data", ()) for link in _links(grid)),
    )


def _put(grid: Mapping[str, Any], rows: list[list[RawCell]], alike: dict[object, RawCell]) -> None:
    """Lay the cells of a grid over what is there; neither rows nor table end with blank ones."""
    left = [NOTHING] * grid.get("startColumn", 0)
    for index, row in enumerate(grid.get("rowData", ()), grid.get("startRow", 0)):
        cells = left + [_cell(value, alike) for value in row.get("values", ())]
        while cells and cells[-1] is NOTHING:
            cells.pop()
        if cells:
            rows.extend([] for _ in range(len(rows), index + 1))
            rows[index] = _over(rows[index], cells) if rows[index] else cells


def _links(grid: Mapping[str, Any]) -> Iterator[tuple[tuple[int, int], str]]:
    """Where cells lead: a formula's HYPERLINK, the one link that was put on a text, a file's smart chip."""
    for row, cells in enumerate(grid.get("rowData", ()), grid.get("startRow", 0)):
        for column, value in enumerate(cells.get("values", ()), grid.get("startColumn", 0)):
            if link := value.get("hyperlink") or link_of(value.get("chipRuns", ())):
                yield (row, column), link


def _over(below: list[RawCell], above: list[RawCell]) -> list[RawCell]:
    return [low if high is NOTHING else high for low, high in zip_longest(below, above, fillvalue=NOTHING)]


def _cell(value: Mapping[str, Any], alike: dict[object, RawCell]) -> RawCell:
    """A cell; cells that are alike are one, because a workbook holds many of few kinds."""
    effective = value.get("effectiveValue")
    if not effective:
        return NOTHING
    if "stringValue" in effective:
        text = effective["stringValue"]
        meant = spelled(text, value["chipRuns"]) if "chipRuns" in value else ""
        key = (text, meant) if meant else text
        return (alike.get(key) or alike.setdefault(key, _text(text, meant))) if text else NOTHING
    if "numberValue" in effective:
        number = effective["numberValue"]
        shown = value.get("effectiveFormat", {}).get("numberFormat", {}).get("type", "")
        return alike.get((shown, number)) or alike.setdefault((shown, number), _number(shown, number))
    return RawCell(Kind.ERROR) if "errorValue" in effective else RawCell(Kind.BOOLEAN, effective["boolValue"])


def _text(text: str, meant: str) -> RawCell:
    return RawCell(Kind.ERROR) if text == _LOADING else RawCell(Kind.TEXT, text, meant)


def _number(shown: str, number: float) -> RawCell:
    return RawCell(_FORMATS.get(shown, Kind.NUMBER), float(number))


def _spread(rows: list[list[RawCell]], merge: Mapping[str, int]) -> None:
    """A merged cell's value goes down, so that each row has it; sideways it would double a heading."""
    top, left = merge.get("startRowIndex", 0), merge.get("startColumnIndex", 0)
    if top >= len(rows) or left >= len(rows[top]):
        return
    value = rows[top][left]
    if value is not NOTHING:
        for cells in rows[top : merge.get("endRowIndex")]:
            cells.extend([NOTHING] * (left + 1 - len(cells)))
            cells[left] = value


def _spans(merge: Mapping[str, int]) -> Iterator[tuple[tuple[int, int], int]]:
    """Near the top all rows of each, as headings lie there; further down the first: it may be a caption."""
    top, left = merge.get("startRowIndex", 0), merge.get("startColumnIndex", 0)
    right = merge.get("endColumnIndex", left + 1)
    if right - left > 1:
        last = min(merge.get("endRowIndex", top + 1), _ROWS_OF_HEADINGS)
        yield from (((row, left), right) for row in range(top, max(last, top + 1)))
