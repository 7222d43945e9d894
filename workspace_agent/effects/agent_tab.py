"""Write the Agent tab whole, as plain text, in one request that applies altogether or not at all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from workspace_agent.duties.agent_tab import WriteAgentTab
from workspace_agent.effects.perform import Done
from workspace_agent.google.retry import Repeat
from workspace_agent.google.sheets import Sheets
from workspace_agent.ledger.rows import Entry
from workspace_agent.model.agent_tab import MARK, SHEET_ID, TITLE, copy_id, copy_title, line_print, trimmed

Json = dict[str, Any]

_COLUMN_WIDTHS = (90, 260, 140, 110, 380, 320, 220, 320)

_UNMERGE: Json = {"unmergeCells": {"range": {"sheetId": SHEET_ID}}}
"""Cells that people merged would never read as they were written."""


@dataclass(frozen=True, slots=True)
class WriteAgentTabEffect:
    """Repeating it writes the same again."""

    sheets: Sheets

    def reserve(self, action: WriteAgentTab) -> str:
        """Nothing to reserve."""
        return ""

    def find(self, action: WriteAgentTab, entry: Entry) -> Done | None:
        """Never: the whole tab is simply written again."""
        return None

    def perform(self, action: WriteAgentTab, entry: Entry) -> Done:
        """Add the tab where it is missing, keep a copy of what people typed into it, and write it."""
        before = _kept(action) if action.tab is not None else [_add(action)]
        looks = _looks() if action.tab is None else []
        changes = [*before, _UNMERGE, _size(len(action.rows)), _write(action), *looks, _mark(action)]
        self.sheets.batch_update(action.spreadsheet_id, changes, Repeat.IDEMPOTENT)
        url = f"https://docs.google.com/spreadsheets/d/{action.spreadsheet_id}/edit#gid={SHEET_ID}"
        return Done(str(SHEET_ID), url)


def _kept(action: WriteAgentTab) -> list[Json]:
    """A copy beside the tab, which from then on is the person's."""
    if action.tab is None or not action.copy:
        return []
    made = {"newSheetId": copy_id(action.copy), "newSheetName": copy_title(action.copy)}
    return [
        {"duplicateSheet": {"sourceSheetId": SHEET_ID, "insertSheetIndex": action.tab.position + 1, **made}}
    ]


def _mark(action: WriteAgentTab) -> Json:
    """Prints of the lines, by which the next look tells what people typed from what was written."""
    value = " ".join(dict.fromkeys(map(line_print, trimmed(action.rows))))
    if action.tab is not None and action.tab.written:
        lookup = {"metadataKey": MARK, "metadataLocation": {"sheetId": SHEET_ID}}
        found = {"dataFilters": [{"developerMetadataLookup": lookup}], "fields": "metadataValue"}
        return {"updateDeveloperMetadata": {**found, "developerMetadata": {"metadataValue": value}}}
    metadata = {"metadataKey": MARK, "metadataValue": value, "visibility": "DOCUMENT"}
    return {"createDeveloperMetadata": {"developerMetadata": {**metadata, "location": {"sheetId": SHEET_ID}}}}


def _add(action: WriteAgentTab) -> Json:
    """Behind people's own tabs; but before the empty one with which a spreadsheet of our own begins."""
    grid = {"rowCount": len(action.rows), "columnCount": len(_COLUMN_WIDTHS)}
    properties = {"sheetId": SHEET_ID, "title": TITLE, "gridProperties": grid}
    return {"addSheet": {"properties": properties | ({"index": 0} if action.alone else {})}}


def _size(rows: int) -> Json:
    """Exactly as many rows as are written, so that nothing of an older text stays below."""
    properties = {
        "sheetId": SHEET_ID,
        "gridProperties": {"rowCount": rows, "columnCount": len(_COLUMN_WIDTHS)},
    }
    fields = "gridProperties.rowCount,gridProperties.columnCount"
    return {"updateSheetProperties": {"properties": properties, "fields": fields}}


def _write(action: WriteAgentTab) -> Json:
    """`stringValue` is taken as it is: a text that begins with `=` stays a text."""
    padded = [row + ("",) * (len(_COLUMN_WIDTHS) - len(row)) for row in action.rows]
    rows = [{"values": [_cell(text) for text in row]} for row in padded]
    start = {"sheetId": SHEET_ID, "rowIndex": 0, "columnIndex": 0}
    return {"updateCells": {"rows": rows, "fields": "userEnteredValue", "start": start}}


def _cell(text: str) -> Json:
    return {"userEnteredValue": {"stringValue": text}} if text else {}


def _looks() -> list[Json]:
    """Wrapped text and widths, once: later changes of a person's taste stay."""
    wrap = {
        "repeatCell": {
            "range": {"sheetId": SHEET_ID},
            "cell": {"userEnteredFormat": {"wrapStrategy": "WRAP", "verticalAlignment": "TOP"}},
            "fields": "userEnteredFormat(wrapStrategy,verticalAlignment)",
        }
    }
    return [wrap, *(_width(index, pixels) for index, pixels in enumerate(_COLUMN_WIDTHS))]


def _width(index: int, pixels: int) -> Json:
    columns = {"sheetId": SHEET_ID, "dimension": "COLUMNS", "startIndex": index, "endIndex": index + 1}
    return {
        "updateDimensionProperties": {
            "range": columns,
            "properties": {"pixelSize": pixels},
            "fields": "pixelSize",
        }
    }
