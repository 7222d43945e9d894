from __future__ import annotations

from typing import Any

import pytest

from tests.sandbox.sheets_client import SheetsClient, refused, rows
from workspace_agent.sandbox.call import Json


@pytest.fixture
def sheets() -> SheetsClient:
    sheets = SheetsClient()
    sheets.type_in("A1", [["head"], ["a"], ["b"], ["c"]])
    return sheets


def tag(sheets: SheetsClient, location: Json, key: str = "student", **more: Any) -> Json:
    given = {"metadataKey": key, "location": location, "visibility": "DOCUMENT", **more}
    made: Json = sheets.change("createDeveloperMetadata", {"developerMetadata": given})["developerMetadata"]
    return made


def lookup(**wanted: Any) -> Json:
    return {"developerMetadataLookup": wanted}


def search(sheets: SheetsClient, *filters: Json) -> list[Json]:
    reply = sheets.here("developerMetadata.search", {"dataFilters": list(filters)})
    return [one["developerMetadata"] for one in reply.get("matchedDeveloperMetadata", [])]


def test_metadata_comes_back_with_its_id_and_kind_of_place(sheets: SheetsClient) -> None:
    made = tag(sheets, {"dimensionRange": rows(2, 3)}, metadataValue="b", metadataId=77)
    assert made["metadataId"] == 77
    assert made["location"] == {"locationType": "ROW", "dimensionRange": rows(2, 3)}
    assert sheets.here("developerMetadata.get", metadataId=77) == made


@pytest.mark.parametrize(
    ("location", "kind"),
    [
        ({"spreadsheet": True}, "SPREADSHEET"),
        ({"sheetId": 0}, "SHEET"),
        ({"dimensionRange": rows(0, 1, "COLUMNS")}, "COLUMN"),
    ],
)
def test_metadata_may_lie_on_larger_things(sheets: SheetsClient, location: Json, kind: str) -> None:
    made = tag(sheets, location)
    assert made["location"]["locationType"] == kind
    assert made["metadataId"] > 0
    assert search(sheets, lookup(locationType=kind)) == [made]


@pytest.mark.parametrize(
    ("requests", "row"),
    [
        pytest.param([{"insertDimension": {"range": rows(0, 2)}}], 4, id="rows above"),
        pytest.param([{"moveDimension": {"source": rows(2, 3), "destinationIndex": 1}}], 1, id="moved up"),
        pytest.param([{"deleteDimension": {"range": rows(0, 1)}}], 1, id="row above is gone"),
        pytest.param([{"deleteDimension": {"range": rows(2, 3)}}], None, id="row itself is gone"),
    ],
)
def test_metadata_sticks_to_its_row(sheets: SheetsClient, requests: list[Json], row: int | None) -> None:
    tag(sheets, {"dimensionRange": rows(2, 3)})
    sheets.here("batchUpdate", {"requests": requests})
    found = [one["location"]["dimensionRange"]["startIndex"] for one in search(sheets, lookup())]
    assert found == ([] if row is None else [row])


def test_metadata_goes_with_its_sheet(sheets: SheetsClient) -> None:
    sheets.change("addSheet", {"properties": {"title": "Log", "sheetId": 5}})
    tag(sheets, {"sheetId": 5})
    tag(sheets, {"dimensionRange": {**rows(0, 1), "sheetId": 5}})
    sheets.change("deleteSheet", {"sheetId": 5})
    assert search(sheets, lookup()) == []


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        pytest.param({"metadataKey": "student"}, ["b", "c"], id="key"),
        pytest.param({"metadataKey": "student", "metadataValue": "c"}, ["c"], id="key and value"),
        pytest.param({"metadataId": 2}, ["c"], id="id"),
        pytest.param({"metadataKey": "nothing"}, [], id="nothing"),
        pytest.param({"metadataLocation": {"dimensionRange": rows(1, 2)}}, ["b"], id="exact place"),
        pytest.param({"metadataLocation": {"sheetId": 0}}, ["all"], id="exactly the sheet"),
        pytest.param(
            {"metadataLocation": {"sheetId": 0}, "locationMatchingStrategy": "INTERSECTING_LOCATION"},
            ["b", "c", "all"],
            id="everything on the sheet",
        ),
    ],
)
def test_search_finds_by_everything_that_is_asked(
    sheets: SheetsClient, wanted: Json, found: list[str]
) -> None:
    tag(sheets, {"dimensionRange": rows(1, 2)}, metadataValue="b", metadataId=1)
    tag(sheets, {"dimensionRange": rows(2, 3)}, metadataValue="c", metadataId=2)
    tag(sheets, {"sheetId": 0}, "kind", metadataValue="all", metadataId=3)
    assert [one["metadataValue"] for one in search(sheets, lookup(**wanted))] == found


def test_search_by_range_finds_the_rows_in_it(sheets: SheetsClient) -> None:
    tag(sheets, {"dimensionRange": rows(2, 3)})
    tag(sheets, {"spreadsheet": True})
    assert len(search(sheets, {"a1Range": "Sheet1!A1:A3"})) == 1
    assert search(sheets, {"gridRange": {"startRowIndex": 3}}) == []


def test_metadata_is_changed_and_deleted_by_filter(sheets: SheetsClient) -> None:
    tag(sheets, {"dimensionRange": rows(1, 2)})
    request = {
        "dataFilters": [lookup(metadataKey="student")],
        "developerMetadata": {"metadataValue": "new", "location": {"dimensionRange": rows(3, 4)}},
        "fields": "metadataValue,location",
    }
    (changed,) = sheets.change("updateDeveloperMetadata", request)["developerMetadata"]
    assert (changed["metadataValue"], changed["location"]["dimensionRange"]) == ("new", rows(3, 4))
    gone = sheets.change("deleteDeveloperMetadata", {"dataFilter": lookup(metadataKey="student")})
    assert gone["deletedDeveloperMetadata"] == [changed]
    with refused(404, "No developer metadata"):
        sheets.here("developerMetadata.get", metadataId=changed["metadataId"])


@pytest.mark.parametrize(
    ("given", "message"),
    [
        pytest.param({"metadataKey": ""}, "metadataKey", id="no key"),
        pytest.param({"visibility": None}, "visibility", id="no visibility"),
        pytest.param({"location": {}}, "location must be specified", id="nowhere"),
        pytest.param({"location": {"dimensionRange": rows(1, 3)}}, "single row or column", id="two rows"),
        pytest.param({"location": {"dimensionRange": rows(5000, 5001)}}, "single row", id="no such row"),
        pytest.param({"location": {"sheetId": 8}}, "No grid with id: 8", id="no such sheet"),
        pytest.param({"metadataId": 1}, "already in use", id="id is taken"),
    ],
)
def test_impossible_metadata_is_refused(sheets: SheetsClient, given: Json, message: str) -> None:
    tag(sheets, {"spreadsheet": True}, metadataId=1)
    complete = {"metadataKey": "k", "visibility": "DOCUMENT", "location": {"spreadsheet": True}, **given}
    with refused(400, rf"Invalid requests\[0\].createDeveloperMetadata: .*{message}"):
        sheets.change("createDeveloperMetadata", {"developerMetadata": complete})


def test_metadata_of_a_project_is_for_its_own_app(sheets: SheetsClient) -> None:
    tag(sheets, {"sheetId": 0}, visibility="PROJECT")
    assert "developerMetadata" in sheets.sheet()
    other = sheets.as_app("another-app")
    assert search(other, lookup()) == []
    assert "developerMetadata" not in other.sheet()


def test_metadata_is_shown_where_it_lies(sheets: SheetsClient) -> None:
    on_row, on_book = tag(sheets, {"dimensionRange": rows(1, 2)}), tag(sheets, {"spreadsheet": True})
    shown = sheets.here("get", includeGridData=True)
    assert shown["developerMetadata"] == [on_book]
    lines = shown["sheets"][0]["data"][0]["rowMetadata"]
    assert [line.get("developerMetadata") for line in lines[:3]] == [None, [on_row], None]


def test_values_are_read_written_and_cleared_where_metadata_lies(sheets: SheetsClient) -> None:
    tag(sheets, {"dimensionRange": rows(2, 3)})
    sheets.change("insertDimension", {"range": rows(0, 1)})
    wanted = lookup(metadataKey="student")
    (found,) = sheets.here("values.batchGetByDataFilter", {"dataFilters": [wanted]})["valueRanges"]
    assert found["valueRange"]["range"] == "Sheet1!A4:Z4"
    assert (found["valueRange"]["values"], found["dataFilters"]) == ([["b"]], [wanted])
    data = {"dataFilter": wanted, "values": [["B", "37%"]]}
    body = {"valueInputOption": "USER_ENTERED", "data": [data], "includeValuesInResponse": True}
    reply = sheets.here("values.batchUpdateByDataFilter", body)
    assert (reply["totalUpdatedCells"], reply["responses"][0]["updatedRange"]) == (2, "Sheet1!A4:B4")
    assert reply["responses"][0]["updatedData"]["values"] == [["B", "37%"]]
    assert reply["responses"][0]["dataFilter"] == wanted
    sheets.here("values.batchClearByDataFilter", {"dataFilters": [wanted, {"a1Range": "A1:A2"}]})
    assert sheets.read("Sheet1") == [[], [], ["a"], [], ["c"]]


def test_nothing_found_is_nothing_read(sheets: SheetsClient) -> None:
    reply = sheets.here("values.batchGetByDataFilter", {"dataFilters": [lookup(metadataKey="x")]})
    assert reply == {"spreadsheetId": sheets.book_id}


@pytest.mark.parametrize(
    ("data_filter", "message"),
    [
        ({}, "Must specify a data filter"),
        ({"a1Range": "Nowhere!A1"}, "Unable to parse range"),
        ({"gridRange": {"sheetId": 9}}, "No grid with id: 9"),
    ],
)
def test_filter_that_names_nothing_is_refused(sheets: SheetsClient, data_filter: Json, message: str) -> None:
    with refused(400, message):
        sheets.here("values.batchGetByDataFilter", {"dataFilters": [data_filter]})


def test_spreadsheet_is_shown_by_filter(sheets: SheetsClient) -> None:
    sheets.change("addSheet", {"properties": {"title": "Log"}})
    body = {"dataFilters": [{"gridRange": {"startRowIndex": 1, "endRowIndex": 2}}], "includeGridData": True}
    (sheet,) = sheets.here("getByDataFilter", body)["sheets"]
    assert sheet["data"][0]["rowData"][0]["values"][0]["formattedValue"] == "a"
    assert len(sheets.here("getByDataFilter", {})["sheets"]) == 2


def test_sheet_is_copied_into_another_spreadsheet(sheets: SheetsClient) -> None:
    target = sheets.call("create", {"properties": {"title": "Other"}})["spreadsheetId"]
    sheets.type_in("B1", [["=A2"]])
    body = {"destinationSpreadsheetId": target}
    first = sheets.here("sheets.copyTo", body, sheetId=0)
    second = sheets.here("sheets.copyTo", body, sheetId=0)
    assert [first["title"], second["title"]] == ["Copy of Sheet1", "Copy of Sheet1 1"]
    assert (first["index"], second["index"], len({0, first["sheetId"], second["sheetId"]})) == (1, 2, 3)
    read = sheets.call("values.get", spreadsheetId=target, range="'Copy of Sheet1'!A1:B1")
    assert read["values"] == [["head", "a"]]
    with refused(404, "not found"):
        sheets.here("sheets.copyTo", body, sheetId=99)
    with refused(404, "not found"):
        sheets.here("sheets.copyTo", {"destinationSpreadsheetId": "nowhere"}, sheetId=0)
