"""Write the Agent tab whole, as plain text, in one request that applies altogether or not at all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from workspace_agent.duties.agent_tab import TITLE, WriteAgentTab
from workspace_agent.effects.perform import Done
from workspace_agent.google.retry import Repeat
from workspace_agent.google.sheets import Sheets
from workspace_agent.ledger.ledger import Entry

Json = dict[str, Any]

# Our own choice, so that adding the tab twice is refused instead of leaving two of them.
_SHEET_ID = 1_907_080_107
_COLUMN_WIDTHS = (90, 260, 140, 110, 380, 320, 220, 320)


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
        """Add the tab where it is missing, and write it."""
        sheet_id = _SHEET_ID if action.sheet_id is None else action.sheet_id
        added = [_add(sheet_id, len(action.rows))] if action.sheet_id is None else []
        looks = _looks(sheet_id) if action.sheet_id is None else []
        changes = [*added, _size(sheet_id, len(action.rows)), _write(sheet_id, action), *looks]
        self.sheets.batch_update(action.spreadsheet_id, changes, Repeat.IDEMPOTENT)
        url = f"https://docs.google.com/spreadsheets/d/{action.spreadsheet_id}/edit#gid={sheet_id}"
        return Done(str(sheet_id), url)


def _add(sheet_id: int, rows: int) -> Json:
    grid = {"rowCount": rows, "columnCount": len(_COLUMN_WIDTHS)}
    return {"addSheet": {"properties": {"sheetId": sheet_id, "title": TITLE, "gridProperties": grid}}}


def _size(sheet_id: int, rows: int) -> Json:
    """Exactly as many rows as are written, so that nothing of an older text stays below."""
    properties = {
        "sheetId": sheet_id,
        "gridProperties": {"rowCount": rows, "columnCount": len(_COLUMN_WIDTHS)},
    }
    fields = "gridProperties.rowCount,gridProperties.columnCount"
    return {"updateSheetProperties": {"properties": properties, "fields": fields}}


def _write(sheet_id: int, action: WriteAgentTab) -> Json:
    """`stringValue` is taken as it is: a text that begins with `=` stays a text."""
    padded = [row + ("",) * (len(_COLUMN_WIDTHS) - len(row)) for row in action.rows]
    rows = [{"values": [_cell(text) for text in row]} for row in padded]
    start = {"sheetId": sheet_id, "rowIndex": 0, "columnIndex": 0}
    return {"updateCells": {"rows": rows, "fields": "userEnteredValue", "start": start}}


def _cell(text: str) -> Json:
    return {"userEnteredValue": {"stringValue": text}} if text else {}


def _looks(sheet_id: int) -> list[Json]:
    """Wrapped text and widths, once: later changes of a person's taste stay."""
    wrap = {
        "repeatCell": {
            "range": {"sheetId": sheet_id},
            "cell": {"userEnteredFormat": {"wrapStrategy": "WRAP", "verticalAlignment": "TOP"}},
            "fields": "userEnteredFormat(wrapStrategy,verticalAlignment)",
        }
    }
    return [wrap, *(_width(sheet_id, index, pixels) for index, pixels in enumerate(_COLUMN_WIDTHS))]


def _width(sheet_id: int, index: int, pixels: int) -> Json:
    columns = {"sheetId": sheet_id, "dimension": "COLUMNS", "startIndex": index, "endIndex": index + 1}
    return {
        "updateDimensionProperties": {
            "range": columns,
            "properties": {"pixelSize": pixels},
            "fields": "pixelSize",
        }
    }
