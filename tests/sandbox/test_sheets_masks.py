from __future__ import annotations

from typing import Any

import pytest

from tests.sandbox.world import Json, Person

BOOKS = "/v4/spreadsheets"


@pytest.fixture
def book(robot: Person) -> str:
    made = str(robot.post(BOOKS, {"properties": {"title": "Hours"}})["spreadsheetId"])
    note = {"note": "late", "userEnteredValue": {"stringValue": "x"}}
    cells = {"start": {"rowIndex": 1, "columnIndex": 1}, "rows": [{"values": [note]}], "fields": "*"}
    robot.post(f"{BOOKS}/{made}:batchUpdate", {"requests": [{"updateCells": cells}]})
    return made


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        pytest.param(
            "sheets.data.rowData.values.note",
            {"sheets": [{"data": [{"rowData": [{}, {"values": [{}, {"note": "late"}]}]}]}]},
            id="notes",
        ),
        pytest.param(
            "sheets/data/rowData/values/formattedValue",
            {"sheets": [{"data": [{"rowData": [{}, {"values": [{}, {"formattedValue": "x"}]}]}]}]},
            id="slashes",
        ),
        pytest.param(
            "sheets.properties.title", {"sheets": [{"properties": {"title": "Sheet1"}}]}, id="no cells"
        ),
        pytest.param("properties.title", {"properties": {"title": "Hours"}}, id="no sheets"),
    ],
)
@pytest.mark.parametrize("asked", ["true", "false", None])
def test_field_mask_decides_about_cells_whatever_the_parameter_says(
    robot: Person, book: str, fields: str, expected: Json, asked: str | None
) -> None:
    params = {"fields": fields} | ({"includeGridData": asked} if asked else {})
    assert robot.get(f"{BOOKS}/{book}", **params) == expected


@pytest.mark.parametrize(
    ("fields", "shown"), [("sheets", True), ("*", True), ("sheets(data)", True), ("", False)]
)
def test_mask_that_holds_everything_holds_cells(robot: Person, book: str, fields: str, shown: bool) -> None:
    params = {"fields": fields} if fields else {}
    assert ("data" in robot.get(f"{BOOKS}/{book}", **params)["sheets"][0]) is shown


def test_changed_spreadsheet_comes_back_with_the_ranges_asked_for(robot: Person, book: str) -> None:
    request: Any = {
        "requests": [{"addSheet": {"properties": {"title": "Log"}}}],
        "includeSpreadsheetInResponse": True,
        "responseRanges": ["Sheet1!B2"],
        "responseIncludeGridData": True,
    }
    (sheet,) = robot.post(f"{BOOKS}/{book}:batchUpdate", request)["updatedSpreadsheet"]["sheets"]
    assert sheet["data"][0]["rowData"][0]["values"][0]["note"] == "late"
    request["requests"] = [{"addSheet": {"properties": {"title": "Log 2"}}}]
    masked = robot.post(f"{BOOKS}/{book}:batchUpdate", request, fields="updatedSpreadsheet.properties.title")
    assert masked == {"updatedSpreadsheet": {"properties": {"title": "Hours"}}}


def test_new_title_reaches_the_file_and_the_other_way_round(robot: Person, book: str) -> None:
    new = {"properties": {"title": "Hours of May"}, "fields": "title"}
    robot.post(f"{BOOKS}/{book}:batchUpdate", {"requests": [{"updateSpreadsheetProperties": new}]})
    assert robot.get(f"/drive/v3/files/{book}", fields="name") == {"name": "Hours of May"}
    robot.patch(f"/drive/v3/files/{book}", {"name": "Hours of June"})
    assert robot.get(f"{BOOKS}/{book}", fields="properties.title")["properties"]["title"] == "Hours of June"
    robot.post(f"{BOOKS}/{book}/values/A1:clear", {})
    assert robot.get(f"/drive/v3/files/{book}", fields="name") == {"name": "Hours of June"}


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        pytest.param({"red": 1, "green": 0, "blue": 0.5}, {"red": 1, "blue": 0.49803922}, id="eight bits"),
        pytest.param({"red": 0.25882354}, {"red": 0.25882354}, id="as Google prints it"),
        pytest.param({"red": 0, "green": 0, "blue": 0}, {}, id="black"),
    ],
)
def test_colour_is_kept_with_eight_bits_under_both_names(
    robot: Person, book: str, given: Json, kept: Json
) -> None:
    style = {"properties": {"sheetId": 0, "tabColorStyle": {"rgbColor": given}}, "fields": "tabColorStyle"}
    robot.post(f"{BOOKS}/{book}:batchUpdate", {"requests": [{"updateSheetProperties": style}]})
    (sheet,) = robot.get(f"{BOOKS}/{book}", fields="sheets.properties(tabColor,tabColorStyle)")["sheets"]
    assert sheet["properties"] == {"tabColor": kept, "tabColorStyle": {"rgbColor": kept}}
    clear = {"properties": {"sheetId": 0, "tabColorStyle": {"rgbColor": None}}, "fields": "tabColorStyle"}
    robot.post(f"{BOOKS}/{book}:batchUpdate", {"requests": [{"updateSheetProperties": clear}]})
    (sheet,) = robot.get(f"{BOOKS}/{book}", fields="sheets.properties(tabColor,tabColorStyle)")["sheets"]
    assert sheet == {"properties": {}}
