from __future__ import annotations

from typing import Any

import pytest

from tests.sandbox.sheets_client import SheetsClient, grid, refused, rows
from workspace_agent.sandbox.call import Json


@pytest.fixture
def sheets() -> SheetsClient:
    return SheetsClient()


def test_columns_are_hidden_and_shown_again(sheets: SheetsClient) -> None:
    columns = rows(0, 1, "COLUMNS")
    for hidden in (True, False):
        new = {"range": columns, "properties": {"hiddenByUser": hidden}, "fields": "hiddenByUser"}
        sheets.change("updateDimensionProperties", new)
        block = sheets.here("get", includeGridData=True)["sheets"][0]["data"][0]
        assert block["columnMetadata"][0].get("hiddenByUser", False) is hidden
    sheets.change("autoResizeDimensions", {"dimensions": columns})


@pytest.mark.parametrize(
    ("kind", "request_body", "values"),
    [
        pytest.param("insertDimension", {"range": rows(1, 3)}, [["a"], [], [], ["b"], ["c"]], id="insert"),
        pytest.param("deleteDimension", {"range": rows(1, 2)}, [["a"], ["c"]], id="delete"),
        pytest.param(
            "moveDimension",
            {"source": rows(0, 1), "destinationIndex": 2},
            [["b"], ["a"], ["c"]],
            id="move down",
        ),
        pytest.param(
            "moveDimension",
            {"source": rows(2, 3), "destinationIndex": 0},
            [["c"], ["a"], ["b"]],
            id="move up",
        ),
        pytest.param(
            "insertDimension", {"range": rows(0, 1, "COLUMNS")}, [["", x] for x in "abc"], id="columns"
        ),
    ],
)
def test_rows_keep_their_cells_together(
    sheets: SheetsClient, kind: str, request_body: Json, values: list[list[Any]]
) -> None:
    sheets.type_in("A1", [["a"], ["b"], ["c"]])
    sheets.change(kind, request_body)
    assert sheets.read("Sheet1") == values


def test_what_is_tied_to_rows_moves_with_them(sheets: SheetsClient) -> None:
    sheets.change("mergeCells", {"range": grid(1, 0, 2, 2), "mergeType": "MERGE_ALL"})
    sheets.change("addProtectedRange", {"protectedRange": {"range": grid(1, 0, 2, 2)}})
    sheets.change("addNamedRange", {"namedRange": {"name": "Names", "range": grid(1, 0, 2, 2)}})
    sheets.change("setBasicFilter", {"filter": {"range": grid(1, 0, 2, 2)}})
    rule = {"ranges": [grid(1, 0, 2, 2)], "booleanRule": {}}
    sheets.change("addConditionalFormatRule", {"rule": rule, "index": 0})
    hidden = {"range": rows(1, 2), "properties": {"hiddenByUser": True}, "fields": "hiddenByUser"}
    sheets.change("updateDimensionProperties", hidden)
    sheets.change("insertDimension", {"range": rows(0, 3)})
    book = sheets.here("get", includeGridData=True)
    (sheet,) = book["sheets"]
    assert sheet["merges"] == [grid(4, 0, 5, 2)]
    assert sheet["protectedRanges"][0]["range"] == grid(4, 0, 5, 2)
    assert sheet["basicFilter"]["range"] == grid(4, 0, 5, 2)
    assert sheet["conditionalFormats"][0]["ranges"] == [grid(4, 0, 5, 2)]
    assert book["namedRanges"][0]["range"] == grid(4, 0, 5, 2)
    assert sheet["data"][0]["rowMetadata"][4] == {"pixelSize": 21, "hiddenByUser": True}
    assert sheet["properties"]["gridProperties"]["rowCount"] == 1003


def test_range_shrinks_with_deleted_rows_and_goes_with_the_last(sheets: SheetsClient) -> None:
    sheets.change("addNamedRange", {"namedRange": {"name": "Names", "range": grid(1, 0, 4, 2)}})
    sheets.change("deleteDimension", {"range": rows(0, 3)})
    assert sheets.here("get")["namedRanges"][0]["range"] == grid(0, 0, 1, 2)
    sheets.change("deleteDimension", {"range": rows(0, 1)})
    assert "namedRanges" not in sheets.here("get")


def test_open_range_stays_open(sheets: SheetsClient) -> None:
    protected = {"startRowIndex": 1, "sheetId": 0}
    sheets.change("addProtectedRange", {"protectedRange": {"range": protected}})
    sheets.change("insertDimension", {"range": rows(0, 2)})
    assert sheets.sheet()["protectedRanges"][0]["range"] == {"startRowIndex": 3}


def test_rows_are_appended_to_the_grid(sheets: SheetsClient) -> None:
    sheets.change("appendDimension", {"sheetId": 0, "dimension": "COLUMNS", "length": 2})
    assert sheets.sheet()["properties"]["gridProperties"]["columnCount"] == 28


def test_merge_goes_when_one_cell_of_it_is_left(sheets: SheetsClient) -> None:
    sheets.change("mergeCells", {"range": grid(0, 0, 2, 1), "mergeType": "MERGE_ALL"})
    sheets.change("deleteDimension", {"range": rows(0, 1)})
    assert "merges" not in sheets.sheet()


def test_rows_of_one_sheet_leave_other_sheets_alone(sheets: SheetsClient) -> None:
    other = sheets.change("addSheet", {"properties": {"title": "Other"}})["properties"]["sheetId"]
    spanned = {**grid(1, 0, 2, 1), "sheetId": other}
    sheets.change("addNamedRange", {"namedRange": {"name": "Names", "range": spanned}})
    sheets.change("deleteDimension", {"range": rows(0, 5)})
    assert sheets.here("get")["namedRanges"][0]["range"] == spanned


def test_frozen_rows_cannot_be_all_that_is_left(sheets: SheetsClient) -> None:
    frozen = {
        "properties": {"gridProperties": {"frozenRowCount": 2}},
        "fields": "gridProperties.frozenRowCount",
    }
    sheets.change("updateSheetProperties", frozen)
    with refused(400, "not possible to delete all non-frozen rows"):
        sheets.change("deleteDimension", {"range": rows(2, 1000)})
