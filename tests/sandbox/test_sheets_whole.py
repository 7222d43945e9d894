from __future__ import annotations

import pytest

from tests.sandbox.sheets_client import SheetsClient, refused
from workspace_agent.sandbox.call import Json


@pytest.fixture
def sheets() -> SheetsClient:
    return SheetsClient()


def titles(sheets: SheetsClient) -> list[str]:
    return [sheet["properties"]["title"] for sheet in sheets.here("get")["sheets"]]


def test_added_sheet_is_described_in_the_reply(sheets: SheetsClient) -> None:
    given = {"title": "Log", "sheetType": "GRID", "gridProperties": {"rowCount": 1, "columnCount": 1}}
    made = sheets.change("addSheet", {"properties": given})["properties"]
    assert made.pop("sheetId") > 0
    assert made == {**given, "index": 1}


def test_sheet_is_added_at_its_index(sheets: SheetsClient) -> None:
    sheets.change("addSheet", {"properties": {"title": "First", "index": 0}})
    assert titles(sheets) == ["First", "Sheet1"]


def test_title_is_taken_in_any_letter_case(sheets: SheetsClient) -> None:
    message = (
        r'Invalid requests\[0\].addSheet: A sheet with the name "sheet1" already exists. '
        r"Please enter another name."
    )
    with refused(400, message):
        sheets.change("addSheet", {"properties": {"title": "sheet1"}})


def test_sheet_keeps_its_id_under_a_new_title(sheets: SheetsClient) -> None:
    sheet_id = sheets.change("addSheet", {"properties": {"title": "Log"}})["properties"]["sheetId"]
    new = {"sheetId": sheet_id, "title": "Diary", "hidden": True}
    sheets.change("updateSheetProperties", {"properties": new, "fields": "title"})
    after = sheets.sheet(1)["properties"]
    assert (after["title"], after["sheetId"], "hidden" in after) == ("Diary", sheet_id, False)


@pytest.mark.parametrize(
    ("index", "order"),
    [
        pytest.param(0, "ABC", id="to where it is"),
        pytest.param(1, "ABC", id="before its neighbour is where it is"),
        pytest.param(2, "BAC", id="one further"),
        pytest.param(3, "BCA", id="to the end"),
    ],
)
def test_index_counts_places_before_the_move(index: int, order: str) -> None:
    names = [{"properties": {"title": title, "sheetId": at}} for at, title in enumerate("ABC")]
    sheets = SheetsClient(sheets=names)
    sheets.change("updateSheetProperties", {"properties": {"sheetId": 0, "index": index}, "fields": "index"})
    assert "".join(titles(sheets)) == order


def test_grid_is_resized_with_slashes_in_the_mask(sheets: SheetsClient) -> None:
    sheets.type_in("A1", [["keep", "lose"]])
    new = {"sheetId": 0, "gridProperties": {"rowCount": 3, "columnCount": 1}}
    fields = "gridProperties/rowCount,gridProperties/columnCount"
    sheets.change("updateSheetProperties", {"properties": new, "fields": fields})
    assert sheets.read("Sheet1") == [["keep"]]
    assert sheets.sheet()["properties"]["gridProperties"] == {"rowCount": 3, "columnCount": 1}


def test_frozen_rows_and_tab_colour_come_and_go(sheets: SheetsClient) -> None:
    red: Json = {"red": 1}
    new = {"sheetId": 0, "gridProperties": {"frozenRowCount": 1}, "tabColor": red}
    fields = "gridProperties.frozenRowCount,tabColor"
    sheets.change("updateSheetProperties", {"properties": new, "fields": fields})
    after = sheets.sheet()["properties"]
    assert after["gridProperties"]["frozenRowCount"] == 1
    assert (after["tabColor"], after["tabColorStyle"]) == (red, {"rgbColor": red})
    sheets.change("updateSheetProperties", {"properties": {"sheetId": 0}, "fields": fields})
    after = sheets.sheet()["properties"]
    assert after["gridProperties"] == {"rowCount": 1000, "columnCount": 26}
    assert {"tabColor", "tabColorStyle"}.isdisjoint(after)


def test_copy_of_a_sheet_has_its_cells_and_its_own_id(sheets: SheetsClient) -> None:
    sheets.type_in("A1", [["x"]])
    made = sheets.change("duplicateSheet", {"sourceSheetId": 0, "newSheetName": "Two", "insertSheetIndex": 1})
    assert made["properties"]["sheetId"] != 0
    assert sheets.read("Two!A1") == [["x"]]


def test_spreadsheet_takes_a_new_title_and_zone(sheets: SheetsClient) -> None:
    new = {"title": "New", "timeZone": "America/Phoenix", "locale": "en_GB"}
    sheets.change("updateSpreadsheetProperties", {"properties": new, "fields": "title,timeZone"})
    after = sheets.here("get")["properties"]
    assert (after["title"], after["timeZone"], after["locale"]) == ("New", "America/Phoenix", "en_US")


def test_hidden_sheet_is_not_where_bare_cells_are(sheets: SheetsClient) -> None:
    sheets.change("addSheet", {"properties": {"title": "Seen"}})
    sheets.change("updateSheetProperties", {"properties": {"hidden": True}, "fields": "hidden"})
    assert sheets.here("values.get", range="A1")["range"] == "Seen!A1"
    with refused(400, "You can't remove all the visible sheets"):
        sheets.change("deleteSheet", {"sheetId": sheets.sheet(1)["properties"]["sheetId"]})


def test_sheet_without_a_title_gets_a_free_one(sheets: SheetsClient) -> None:
    sheets.change("addSheet", {"properties": {"title": "Sheet3"}})
    assert sheets.change("addSheet", {})["properties"]["title"] == "Sheet4"


def test_colour_may_be_given_by_its_new_name(sheets: SheetsClient) -> None:
    style = {"rgbColor": {"blue": 1}}
    sheets.change(
        "updateSheetProperties", {"properties": {"tabColorStyle": style}, "fields": "tabColorStyle"}
    )
    assert sheets.sheet()["properties"]["tabColor"] == {"blue": 1}
