from __future__ import annotations

import pytest

from tests.sandbox.sheets_client import SheetsClient, grid


@pytest.fixture
def sheets() -> SheetsClient:
    return SheetsClient()


def test_update_cells_sets_masked_parts_only(sheets: SheetsClient) -> None:
    sheets.type_in("A1", [["old"]])
    data = {"userEnteredValue": {"stringValue": "new"}, "note": "read my note"}
    request = {"start": {"sheetId": 0}, "rows": [{"values": [data]}], "fields": "note"}
    sheets.change("updateCells", request)
    assert (sheets.cell("A1")["note"], sheets.cell("A1")["formattedValue"]) == ("read my note", "old")


def test_update_cells_parses_nothing(sheets: SheetsClient) -> None:
    values = [
        {"userEnteredValue": {"stringValue": "12/3/2026"}},
        {"userEnteredValue": {"numberValue": 2.0}},
        {"userEnteredValue": {"boolValue": False}},
        {"userEnteredValue": {"formulaValue": "=NA()"}},
    ]
    sheets.change("updateCells", {"start": {}, "rows": [{"values": values}], "fields": "userEnteredValue"})
    assert sheets.read("1:1", valueRenderOption="UNFORMATTED_VALUE") == [["12/3/2026", 2, False, "#N/A"]]


def test_update_cells_in_a_range_clears_what_it_does_not_give(sheets: SheetsClient) -> None:
    sheets.type_in("A1", [["a", "b"], ["c", "d"]])
    given = [{"values": [{"userEnteredValue": {"stringValue": "x"}}]}]
    sheets.change("updateCells", {"range": grid(0, 0, 2, 2), "rows": given, "fields": "userEnteredValue"})
    assert sheets.read("Sheet1") == [["x"]]


def test_format_of_a_range_is_merged_by_mask(sheets: SheetsClient) -> None:
    bold = {"userEnteredFormat": {"textFormat": {"bold": True}, "horizontalAlignment": "CENTER"}}
    request = {
        "range": grid(0, 0, 1, 2),
        "cell": bold,
        "fields": "userEnteredFormat(textFormat,horizontalAlignment)",
    }
    sheets.type_in("A1", [["37%"]])
    sheets.change("repeatCell", request)
    assert sheets.cell("A1")["userEnteredFormat"] == {
        "numberFormat": {"type": "PERCENT", "pattern": "0%"},
        "textFormat": {"bold": True},
        "horizontalAlignment": "CENTER",
    }
    assert set(sheets.cell("B1")) == {"userEnteredFormat", "effectiveFormat"}


def test_number_format_changes_what_is_shown(sheets: SheetsClient) -> None:
    sheets.type_in("A1", [["46359"]])
    as_date = {"userEnteredFormat": {"numberFormat": {"type": "DATE", "pattern": "yyyy-mm-dd"}}}
    request = {"range": grid(0, 0, 1, 1), "cell": as_date, "fields": "userEnteredFormat.numberFormat"}
    sheets.change("repeatCell", request)
    assert sheets.read("A1") == [["2026-12-03"]]


def test_drop_down_is_set_and_cleared(sheets: SheetsClient) -> None:
    rule = {"condition": {"type": "ONE_OF_LIST", "values": [{"userEnteredValue": "y"}]}, "strict": True}
    sheets.change("setDataValidation", {"range": grid(0, 0, 1, 1), "rule": rule})
    assert sheets.cell("A1") == {"dataValidation": rule}
    sheets.change("setDataValidation", {"range": grid(0, 0, 1, 1)})
    assert sheets.cell("A1") == {}


def test_cells_are_appended_below_the_last_filled_row(sheets: SheetsClient) -> None:
    sheets.type_in("A1", [["a"], [""], ["b"]])
    given = [{"values": [{"userEnteredValue": {"stringValue": "c"}}]}]
    sheets.change("appendCells", {"sheetId": 0, "rows": given, "fields": "*"})
    assert sheets.read("Sheet1") == [["a"], [], ["b"], ["c"]]


def test_rows_are_sorted_with_blanks_last(sheets: SheetsClient) -> None:
    sheets.type_in("A1", [["b", "1"], ["", "2"], ["TRUE", "3"], ["a", "4"], ["7", "5"]])
    order = [{"dimensionIndex": 0, "sortOrder": "ASCENDING"}]
    sheets.change("sortRange", {"range": grid(0, 0, 5, 2), "sortSpecs": order})
    assert [row[1] for row in sheets.read("A1:B5")] == ["5", "4", "1", "3", "2"]


def test_copied_cell_fills_the_destination(sheets: SheetsClient) -> None:
    sheets.type_in("A1", [["37%"]])
    sheets.change("copyPaste", {"source": grid(0, 0, 1, 1), "destination": grid(1, 0, 3, 2)})
    assert sheets.read("Sheet1") == [["37%"], ["37%", "37%"], ["37%", "37%"]]


@pytest.mark.parametrize(
    ("kind", "shown", "formats"),
    [
        pytest.param("PASTE_VALUES", None, False, id="values, and an error is none"),
        pytest.param("PASTE_FORMULA", "#NAME?", False, id="formulas"),
        pytest.param("PASTE_FORMAT", None, True, id="formats"),
        pytest.param("PASTE_DATA_VALIDATION", None, False, id="rules"),
    ],
)
def test_parts_of_a_cell_are_pasted(
    sheets: SheetsClient, kind: str, shown: str | None, formats: bool
) -> None:
    bold = {"userEnteredFormat": {"textFormat": {"bold": True}}}
    sheets.change("repeatCell", {"range": grid(0, 0, 1, 1), "cell": bold, "fields": "userEnteredFormat"})
    sheets.type_in("A1", [["=NOPE()"]])
    request = {"source": grid(0, 0, 1, 1), "destination": grid(0, 1, 1, 2), "pasteType": kind}
    sheets.change("copyPaste", request)
    pasted = sheets.cell("B1")
    assert pasted.get("formattedValue") == shown
    assert ("userEnteredFormat" in pasted) is formats


def test_cut_cells_are_gone_where_they_were(sheets: SheetsClient) -> None:
    sheets.type_in("A1", [["a"], ["b"]])
    to = {"sheetId": 0, "rowIndex": 1, "columnIndex": 2}
    sheets.change("cutPaste", {"source": grid(0, 0, 2, 1), "destination": to})
    assert sheets.read("Sheet1") == [[], ["", "", "a"], ["", "", "b"]]
