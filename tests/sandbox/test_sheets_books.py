from __future__ import annotations

from typing import Any

import pytest

from tests.sandbox.sheets_client import SheetsClient, grid, refused
from workspace_agent.sandbox.call import Json


@pytest.fixture
def sheets() -> SheetsClient:
    return SheetsClient()


def test_new_spreadsheet_has_the_defaults_of_google(sheets: SheetsClient) -> None:
    book = sheets.here("get", includeGridData=False)
    assert book["properties"].items() >= {
        ("title", "Book"),
        ("locale", "en_US"),
        ("timeZone", "America/New_York"),
        ("autoRecalc", "ON_CHANGE"),
    }
    grid = {"rowCount": 1000, "columnCount": 26}
    sheet = {"sheetId": 0, "title": "Sheet1", "index": 0, "sheetType": "GRID", "gridProperties": grid}
    assert book["sheets"] == [{"properties": sheet}]
    assert book["spreadsheetUrl"] == f"https://docs.google.com/spreadsheets/d/{sheets.book_id}/edit"
    assert "namedRanges" not in book


def test_create_keeps_what_is_given() -> None:
    sheets = SheetsClient(
        locale="en_GB",
        sheets=[
            {"properties": {"title": "A", "sheetId": 7, "gridProperties": {"frozenRowCount": 1}}},
            {"properties": {"title": "B", "gridProperties": {"rowCount": 5, "columnCount": 3}}},
        ],
    )
    first, second = (sheet["properties"] for sheet in sheets.here("get")["sheets"])
    assert (first["sheetId"], first["index"], first["gridProperties"]["frozenRowCount"]) == (7, 0, 1)
    assert (second["title"], second["index"]) == ("B", 1)
    assert second["gridProperties"] == {"rowCount": 5, "columnCount": 3}
    assert sheets.state.drive.files[sheets.book_id].name == "Book"


def test_refused_create_leaves_no_file(sheets: SheetsClient) -> None:
    twice = [{"properties": {"title": "A"}}, {"properties": {"title": "a"}}]
    with refused(400, "already exists"):
        sheets.call("create", {"sheets": twice})
    assert [file.id for file in sheets.state.drive.files.values() if not file.is_root] == [sheets.book_id]


@pytest.mark.parametrize(
    ("typed", "data"),
    [
        pytest.param(
            "12/3/2026",
            {
                "userEnteredValue": {"numberValue": 46359},
                "effectiveValue": {"numberValue": 46359},
                "formattedValue": "12/3/2026",
                "userEnteredFormat": {"numberFormat": {"type": "DATE", "pattern": "m/d/yyyy"}},
            },
            id="date",
        ),
        pytest.param(
            "TRUE",
            {
                "userEnteredValue": {"boolValue": True},
                "effectiveValue": {"boolValue": True},
                "formattedValue": "TRUE",
            },
            id="box",
        ),
        pytest.param(
            "MQ",
            {
                "userEnteredValue": {"stringValue": "MQ"},
                "effectiveValue": {"stringValue": "MQ"},
                "formattedValue": "MQ",
            },
            id="text",
        ),
        pytest.param(
            "=NOPE()",
            {
                "userEnteredValue": {"formulaValue": "=NOPE()"},
                "effectiveValue": {"errorValue": {"type": "NAME", "message": "Unknown function: 'NOPE'."}},
                "formattedValue": "#NAME?",
            },
            id="error",
        ),
    ],
)
def test_cell_shows_value_format_and_text(sheets: SheetsClient, typed: str, data: Json) -> None:
    sheets.type_in("Sheet1!B2", [[typed]])
    shown = sheets.cell("Sheet1!B2")
    del shown["effectiveFormat"]
    assert shown == data


def test_effective_format_is_the_default_with_what_the_cell_adds(sheets: SheetsClient) -> None:
    sheets.type_in("A1", [["12/3/2026", "MQ", "TRUE"]])
    bold = {"userEnteredFormat": {"textFormat": {"bold": True}, "backgroundColor": {"red": 1}}}
    fields = "userEnteredFormat(textFormat.bold,backgroundColor)"
    sheets.change("repeatCell", {"range": grid(0, 1, 1, 2), "cell": bold, "fields": fields})
    dated, text, box = (sheets.cell(name)["effectiveFormat"] for name in ("A1", "B1", "C1"))
    assert dated["numberFormat"] == {"type": "DATE", "pattern": "m/d/yyyy"}
    assert [each["horizontalAlignment"] for each in (dated, text, box)] == ["RIGHT", "LEFT", "CENTER"]
    assert (text["textFormat"]["bold"], text["textFormat"]["fontSize"]) == (True, 10)
    assert (text["backgroundColor"], dated["backgroundColor"]["green"]) == ({"red": 1}, 1)
    assert "numberFormat" not in text


def test_grid_data_is_trimmed_and_leaves_out_a_start_of_zero(sheets: SheetsClient) -> None:
    sheets.type_in("Sheet1!B2", [["x"]])
    block = sheets.here("get", includeGridData=True)["sheets"][0]["data"][0]
    assert [list(row) for row in block["rowData"]] == [[], ["values"]]
    assert block["rowData"][1]["values"][0] == {}
    assert len(block["rowData"][1]["values"]) == 2
    assert {"startRow", "startColumn"}.isdisjoint(block)
    assert (len(block["rowMetadata"]), len(block["columnMetadata"])) == (1000, 26)


def test_grid_data_of_an_empty_sheet_has_no_rows(sheets: SheetsClient) -> None:
    assert "rowData" not in sheets.here("get", includeGridData=True)["sheets"][0]["data"][0]


def test_ranges_select_sheets_and_blocks() -> None:
    sheets = SheetsClient(sheets=[{"properties": {"title": title}} for title in ("A", "B")])
    assert [each["properties"]["title"] for each in sheets.here("get", ranges=["B!A1"])["sheets"]] == ["B"]
    (only,) = sheets.here("get", ranges=["B!C3:D4", "B!A1"], includeGridData=True)["sheets"]
    starts: list[tuple[Any, Any]] = [(each.get("startRow"), each.get("startColumn")) for each in only["data"]]
    assert starts == [(2, 2), (None, None)]


def test_cells_are_shown_only_on_request(sheets: SheetsClient) -> None:
    assert "data" not in sheets.sheet()


def test_unknown_spreadsheet_is_not_found(sheets: SheetsClient) -> None:
    with refused(404, "Requested entity was not found."):
        sheets.call("get", spreadsheetId="nowhere")


def test_reader_may_read_and_not_write(sheets: SheetsClient) -> None:
    sheets.share("reader@dept.example", "reader")
    assert sheets.here("values.get", range="A1", user="reader@dept.example")["range"] == "Sheet1!A1"
    with refused(403, "permission"):
        sheets.here("values.clear", range="A1", user="reader@dept.example")


def test_every_write_touches_the_file_once_and_no_read_does(sheets: SheetsClient) -> None:
    sheets.type_in("A1", [["x"]])
    sheets.change("addSheet", {})
    sheets.read("A1")
    with refused(400, "Unable to parse range"):
        sheets.type_in("Nowhere!A1", [["x"]])
    assert sheets.state.drive.files[sheets.book_id].version == 1 + 2


def test_dump_lists_every_sheet_as_shown(sheets: SheetsClient) -> None:
    sheets.type_in("A1", [["12/3/2026", "37%"]])
    shown = {"title": "Book", "sheets": {"Sheet1": [["12/3/2026", "37%"]]}}
    assert sheets.state.sheets.dump() == {sheets.book_id: shown}


def test_spreadsheet_follows_its_file_in_drive(sheets: SheetsClient) -> None:
    state = sheets.state.sheets
    sheets.type_in("A1", [["x"]])
    state.adopt("made-in-drive", title="Log")
    state.rename(sheets.book_id, "New name")
    state.duplicate(sheets.book_id, "copy", title="Copy of Book")
    sheets.type_in("A1", [["changed"]])
    state.forget("made-in-drive")
    assert state.dump() == {
        sheets.book_id: {"title": "New name", "sheets": {"Sheet1": [["changed"]]}},
        "copy": {"title": "Copy of Book", "sheets": {"Sheet1": [["x"]]}},
    }
