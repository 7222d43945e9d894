from __future__ import annotations

from typing import Any

import pytest

from tests.sandbox.sheets_client import SheetsClient, grid, refused, rows
from workspace_agent.sandbox.call import Json

GUEST = "guest@dept.example"


@pytest.fixture
def sheets() -> SheetsClient:
    return SheetsClient()


@pytest.mark.parametrize(
    ("kind", "request_body"),
    [
        pytest.param(
            "updateSheetProperties",
            {"properties": {"gridProperties": {"rowCount": 400_000}}, "fields": "gridProperties.rowCount"},
            id="resized",
        ),
        pytest.param("appendDimension", {"dimension": "ROWS", "length": 400_000}, id="rows appended"),
        pytest.param(
            "addSheet",
            {"properties": {"gridProperties": {"rowCount": 10_000, "columnCount": 1000}}},
            id="new",
        ),
    ],
)
def test_ten_million_cells_are_the_most(sheets: SheetsClient, kind: str, request_body: Json) -> None:
    message = (
        rf"Invalid requests\[0\].{kind}: This action would increase the number of cells in the workbook "
        "above the limit of 10000000 cells."
    )
    with refused(400, message):
        sheets.change(kind, request_body)


def test_append_beyond_ten_million_cells_is_refused() -> None:
    full = {"gridProperties": {"rowCount": 10_000_000, "columnCount": 1}}
    sheets = SheetsClient(sheets=[{"properties": full}])
    sheets.type_in("A10000000", [["last"]])
    with refused(400, "^This action would increase the number of cells"):
        body = {"values": [["one more"]]}
        sheets.here("values.append", body, range="Sheet1", valueInputOption="RAW")
    with refused(400, "above the limit of 10000000 cells"):
        sheets.call("create", {"sheets": [{"properties": full}, {"properties": {}}]})


def test_cell_holds_fifty_thousand_characters(sheets: SheetsClient) -> None:
    sheets.type_in("A1", [["x" * 50_000]])
    message = "Your input contains more than the maximum of 50000 characters in a single cell."
    with refused(400, message):
        sheets.type_in("A2", [["x" * 50_001]])
    with refused(400, message):
        cell = {"userEnteredValue": {"stringValue": "x" * 50_001}}
        sheets.change("repeatCell", {"range": grid(0, 0, 1, 1), "cell": cell, "fields": "*"})


@pytest.mark.parametrize(
    ("kind", "request_body"),
    [
        ("copyPaste", {"source": grid(9, 0, 10, 1), "destination": grid(0, 0, 1, 1)}),
        ("cutPaste", {"source": grid(9, 0, 10, 1), "destination": {"rowIndex": 0, "columnIndex": 0}}),
        ("cutPaste", {"source": grid(0, 0, 1, 1), "destination": {"rowIndex": 9, "columnIndex": 0}}),
        ("deleteDimension", {"range": rows(1, 2)}),
        ("insertDimension", {"range": rows(1, 2)}),
        ("moveDimension", {"source": rows(0, 1), "destinationIndex": 5}),
        ("updateDimensionProperties", {"range": rows(0, 1), "properties": {}, "fields": "pixelSize"}),
        ("findReplace", {"find": "x", "allSheets": True}),
        ("findReplace", {"find": "x", "sheetId": 0}),
        ("insertRange", {"range": grid(0, 0, 1, 1), "shiftDimension": "ROWS"}),
        ("mergeCells", {"range": grid(0, 0, 3, 1)}),
        ("pasteData", {"coordinate": {"rowIndex": 0}, "data": "x", "delimiter": ","}),
        ("repeatCell", {"range": grid(0, 0, 1, 1), "cell": {}, "fields": "*"}),
        ("sortRange", {"range": grid(0, 0, 3, 1)}),
        ("textToColumns", {"source": grid(0, 0, 1, 1)}),
        ("trimWhitespace", {"range": grid(0, 0, 1, 1)}),
        ("updateBorders", {"range": grid(0, 0, 1, 1)}),
        (
            "updateCells",
            {"start": {"rowIndex": 0, "columnIndex": 0}, "rows": [{"values": [{}]}], "fields": "*"},
        ),
        ("updateCells", {"range": grid(0, 0, 1, 1), "fields": "*"}),
        ("deleteSheet", {"sheetId": 0}),
        ("appendCells", {"sheetId": 0, "rows": [], "fields": "*"}),
    ],
)
def test_protection_binds_every_kind_that_touches_cells(
    sheets: SheetsClient, kind: str, request_body: Json
) -> None:
    sheets.change("addSheet", {"properties": {"title": "Free"}})
    sheets.change("addProtectedRange", {"protectedRange": {"range": grid(0, 0, 3, 2)}})
    sheets.share(GUEST, "writer")
    with refused(400, "You are trying to edit a protected cell or object"):
        sheets.here("batchUpdate", {"requests": [{kind: request_body}]}, user=GUEST)


@pytest.mark.parametrize(
    ("kind", "request_body"),
    [
        ("repeatCell", {"range": grid(5, 0, 6, 1), "cell": {}, "fields": "*"}),
        ("insertDimension", {"range": rows(5, 6)}),
        ("updateCells", {"start": {"rowIndex": 5}, "rows": [{"values": [{}]}], "fields": "*"}),
        ("addSheet", {}),
    ],
)
def test_protection_leaves_the_rest_alone(sheets: SheetsClient, kind: str, request_body: Json) -> None:
    sheets.change("addProtectedRange", {"protectedRange": {"range": grid(0, 0, 3, 2)}})
    sheets.share(GUEST, "writer")
    assert "replies" in sheets.here("batchUpdate", {"requests": [{kind: request_body}]}, user=GUEST)


def test_nobody_lifts_a_protection_that_binds_them(sheets: SheetsClient) -> None:
    made = sheets.change("addProtectedRange", {"protectedRange": {"range": grid(0, 0, 3, 2)}})
    gone = {"protectedRangeId": made["protectedRange"]["protectedRangeId"]}
    sheets.share(GUEST, "writer")
    for request in (
        {"deleteProtectedRange": gone},
        {"updateProtectedRange": {"protectedRange": {**gone, "warningOnly": True}, "fields": "warningOnly"}},
    ):
        with refused(400, "protected cell or object"):
            sheets.here("batchUpdate", {"requests": [request]}, user=GUEST)


def test_protected_sheet_may_leave_a_range_open(sheets: SheetsClient) -> None:
    open_range = {"range": {"sheetId": 0}, "unprotectedRanges": [grid(1, 0, 9, 2)]}
    sheets.change("addProtectedRange", {"protectedRange": open_range})
    sheets.share(GUEST, "writer")
    values: Json = {"values": [["x"]]}
    sheets.here("values.update", values, range="A2", valueInputOption="RAW", user=GUEST)
    with refused(400, "protected cell or object"):
        sheets.here("values.update", values, range="A1", valueInputOption="RAW", user=GUEST)


def rule(kind: str, *values: str, strict: bool = True) -> Json:
    given = [{"userEnteredValue": value} for value in values]
    return {"condition": {"type": kind, "values": given}, "strict": strict}


@pytest.mark.parametrize(
    ("validation", "good", "bad"),
    [
        pytest.param(rule("ONE_OF_LIST", "Yes", "No"), "Yes", "Maybe", id="list"),
        pytest.param(rule("BOOLEAN"), "TRUE", "yes", id="box"),
        pytest.param(rule("BOOLEAN", "done", "open"), "open", "TRUE", id="box with its own words"),
        pytest.param(rule("DATE_IS_VALID"), "12/3/2026", "soon", id="date"),
        pytest.param(rule("NUMBER_BETWEEN", "0", "10"), "10", "11", id="between"),
        pytest.param(rule("NUMBER_GREATER", "0"), "1", "0", id="greater"),
        pytest.param(rule("NUMBER_GREATER_THAN_EQ", "0"), "0", "-1", id="at least"),
        pytest.param(rule("NUMBER_LESS", "0"), "-1", "0", id="less"),
        pytest.param(rule("NUMBER_LESS_THAN_EQ", "0"), "0", "x", id="at most"),
    ],
)
def test_strict_rule_keeps_a_value_out(sheets: SheetsClient, validation: Json, good: str, bad: str) -> None:
    sheets.change("setDataValidation", {"range": grid(0, 0, 2, 1), "rule": validation})
    sheets.type_in("A1", [[good], [""]])
    with refused(400, "The data you entered in cell A2 violates the data validation rules set on this cell."):
        sheets.type_in("A1", [[good], [bad]])
    assert sheets.read("A1") == [[good]]


@pytest.mark.parametrize(
    "validation",
    [
        pytest.param(rule("ONE_OF_LIST", "Yes", strict=False), id="rule that only warns"),
        pytest.param(rule("CUSTOM_FORMULA", "=A1>0"), id="rule that looks at other cells"),
        pytest.param(rule("NUMBER_GREATER", "=B1"), id="bound in another cell"),
    ],
)
def test_other_rules_let_everything_pass(sheets: SheetsClient, validation: Json) -> None:
    sheets.change("setDataValidation", {"range": grid(0, 0, 2, 1), "rule": validation})
    sheets.type_in("A1", [["x"]])
    assert sheets.read("A1") == [["x"]]


def test_box_that_was_never_ticked_reads_false(sheets: SheetsClient) -> None:
    sheets.change("setDataValidation", {"range": grid(0, 0, 3, 1), "rule": rule("BOOLEAN")})
    assert sheets.read("A1:A3") == [["FALSE"]] * 3
    assert sheets.read("A1", valueRenderOption="UNFORMATTED_VALUE") == [[False]]
    sheets.type_in("A1", [[True]])
    sheets.here("values.clear", range="A1")
    assert sheets.cell("A1")["effectiveValue"] == {"boolValue": False}
    assert "userEnteredValue" not in sheets.cell("A1")


def test_append_takes_unticked_boxes_for_a_table(sheets: SheetsClient) -> None:
    sheets.change("setDataValidation", {"range": grid(0, 0, 3, 1), "rule": rule("BOOLEAN")})
    reply = sheets.here("values.append", {"values": [["x"]]}, range="Sheet1", valueInputOption="RAW")
    assert reply["updates"]["updatedRange"] == "Sheet1!A4"


def test_box_with_its_own_words_shows_them(sheets: SheetsClient) -> None:
    sheets.change("setDataValidation", {"range": grid(0, 0, 1, 1), "rule": rule("BOOLEAN", "done", "open")})
    sheets.change("setDataValidation", {"range": grid(1, 0, 2, 1), "rule": rule("BOOLEAN", "done")})
    assert sheets.read("A1:A2") == [["open"]]


def number_format(kind: str, pattern: str) -> Json:
    return {"userEnteredFormat": {"numberFormat": {"type": kind, "pattern": pattern}}}


@pytest.mark.parametrize(
    ("kind", "pattern", "typed", "value", "shown"),
    [
        pytest.param("PERCENT", "0%", "37", 0.37, "37%", id="number into a percent cell"),
        pytest.param("PERCENT", "0.0%", "37.5%", 0.375, "37.5%", id="percent into a percent cell"),
        pytest.param("TEXT", "@", "0142", "0142", "0142", id="leading zero into a text cell"),
        pytest.param("TEXT", "@", "4/5", "4/5", "4/5", id="fraction into a text cell"),
        pytest.param("TEXT", "@", "=1+1", "=1+1", "=1+1", id="formula into a text cell"),
        pytest.param("CURRENCY", "$0.00", "5", 5, "$5.00", id="number into a money cell"),
        pytest.param("DATE", "yyyy-mm-dd", "46359", 46359, "2026-12-03", id="number into a date cell"),
        pytest.param("NUMBER", "0000", "142", 142, "0142", id="number with leading zeros"),
        pytest.param("PERCENT", "0%", "none", "none", "none", id="text into a percent cell"),
    ],
)
def test_format_of_a_cell_decides_what_typing_means(
    sheets: SheetsClient, kind: str, pattern: str, typed: str, value: Any, shown: str
) -> None:
    request = {"range": grid(0, 0, 1, 1), "cell": number_format(kind, pattern), "fields": "userEnteredFormat"}
    sheets.change("repeatCell", request)
    sheets.type_in("A1", [[typed]])
    assert sheets.read("A1", valueRenderOption="UNFORMATTED_VALUE") == [[value]]
    assert sheets.read("A1") == [[shown]]
