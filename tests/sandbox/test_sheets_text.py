from __future__ import annotations

from typing import Any

import pytest

from tests.sandbox.sheets_client import SheetsClient, grid, refused, rows
from workspace_agent.sandbox.call import Json


@pytest.fixture
def sheets() -> SheetsClient:
    return SheetsClient()


def test_found_text_is_replaced_and_counted(sheets: SheetsClient) -> None:
    sheets.type_in("A1", [["Ann, ann", "Bob"], ["=A1", "ANN"]])
    reply = sheets.change("findReplace", {"find": "ann", "replacement": "Eve", "allSheets": True})
    assert reply == {"valuesChanged": 2, "rowsChanged": 2, "sheetsChanged": 1, "occurrencesChanged": 3}
    assert sheets.read("A1:B2") == [["Eve, Eve", "Bob"], ["Eve, Eve", "Eve"]]


@pytest.mark.parametrize(
    ("options", "after"),
    [
        pytest.param({"find": "a1", "matchCase": True}, ["A1", "xb", "=A1"], id="letter case"),
        pytest.param({"find": "a1b", "matchEntireCell": True}, ["A1", "x", "=A1"], id="whole cell"),
        pytest.param({"find": "1", "includeFormulas": True}, ["Ax", "axb", "=Ax"], id="formulas"),
        pytest.param(
            {"find": "(a)(1)", "searchByRegex": True, "replacement": "$2$1"}, [1, "1ab", "=A1"], id="groups"
        ),
        pytest.param({"find": "b", "range": grid(0, 0, 1, 1)}, ["A1", "a1b", "=A1"], id="range"),
        pytest.param({"find": "nothing"}, ["A1", "a1b", "=A1"], id="nothing found"),
    ],
)
def test_search_is_as_wide_as_asked(sheets: SheetsClient, options: Json, after: list[Any]) -> None:
    sheets.type_in("A1", [["A1"], ["a1b"], ["=A1"]])
    after = ["1A" if value == 1 else value for value in after]
    place = {} if "range" in options else {"sheetId": 0}
    sheets.change("findReplace", {"replacement": "x", **place, **options})
    assert [row[0] for row in sheets.read("A1:A3", valueRenderOption="FORMULA")] == after


@pytest.mark.parametrize(
    ("request_body", "message"),
    [
        ({"allSheets": True}, "find must be"),
        ({"find": "x"}, "One of range, sheetId or allSheets"),
        ({"find": "(", "searchByRegex": True, "allSheets": True}, "Invalid regular expression"),
    ],
)
def test_search_without_sense_is_refused(sheets: SheetsClient, request_body: Json, message: str) -> None:
    with refused(400, message):
        sheets.change("findReplace", request_body)


def test_blanks_around_text_are_trimmed(sheets: SheetsClient) -> None:
    sheets.type_in("A1", [[" a  b ", "c", 3, "  "]], "RAW")
    assert sheets.change("trimWhitespace", {"range": grid(0, 0, 1, 4)}) == {"cellsChangedCount": 2}
    assert sheets.read("A1:D1") == [["a b", "c", "3"]]
    assert sheets.change("trimWhitespace", {"range": grid(0, 0, 1, 4)}) == {}


def test_of_equal_rows_the_first_stays(sheets: SheetsClient) -> None:
    sheets.type_in("A1", [["a", 1, "x"], ["A", 1, "y"], ["b", 1, "z"], ["a", 1, "x"]])
    columns = [rows(0, 2, "COLUMNS")]
    reply = sheets.change("deleteDuplicates", {"range": grid(0, 0, 4, 3), "comparisonColumns": columns})
    assert reply == {"duplicatesRemovedCount": 2}
    assert sheets.read("Sheet1") == [["a", "1", "x"], ["b", "1", "z"]]
    assert sheets.change("deleteDuplicates", {"range": grid(0, 0, 2, 3)}) == {}
    with refused(400, "inside the range"):
        wrong = [rows(5, 6, "COLUMNS")]
        sheets.change("deleteDuplicates", {"range": grid(0, 0, 2, 3), "comparisonColumns": wrong})


@pytest.mark.parametrize(
    ("text", "options", "parts"),
    [
        ("a,b", {"delimiterType": "COMMA"}, ["a", "b"]),
        ("1; 2", {"delimiterType": "SEMICOLON"}, ["1", "2"]),
        ("a b", {}, ["a", "b"]),
        ("a|37%", {"delimiterType": "CUSTOM", "delimiter": "|"}, ["a", "37%"]),
    ],
)
def test_text_is_split_into_columns(sheets: SheetsClient, text: str, options: Json, parts: list[str]) -> None:
    sheets.type_in("A1", [[text]])
    sheets.change("textToColumns", {"source": grid(0, 0, 1, 1), **options})
    assert sheets.read("A1:Z1") == [parts]
    with refused(400, "exactly one column"):
        sheets.change("textToColumns", {"source": grid(0, 0, 1, 2)})


def test_pasted_text_is_entered_as_typed(sheets: SheetsClient) -> None:
    at = {"sheetId": 0, "rowIndex": 1, "columnIndex": 1}
    sheets.change("pasteData", {"coordinate": at, "data": 'a\t37%\n"b"\t=1+1', "delimiter": "\t"})
    assert sheets.read("B2:C3") == [["a", "37%"], ["b", "2"]]
    with refused(400, "with a delimiter"):
        sheets.change("pasteData", {"coordinate": at, "data": "a,b"})


def test_a_pasted_table_is_cells_and_other_html_is_one(sheets: SheetsClient) -> None:
    at = {"sheetId": 0, "rowIndex": 0, "columnIndex": 0}
    table = "<table><tr><th>a</th><td>1 &lt; 2</td></tr><tr><td><b>3</b></td></tr></table>"
    sheets.change("pasteData", {"coordinate": at, "data": table, "html": True})
    assert sheets.read("A1:B2") == [["a", "1 < 2"], ["3"]]
    sheets.change("pasteData", {"coordinate": at, "data": "<b>x</b>", "html": True})
    assert sheets.read("A1:B1") == [["x", "1 < 2"]]


@pytest.mark.parametrize(
    ("kind", "axis", "after"),
    [
        pytest.param("insertRange", "ROWS", [["a", "b"], ["", "d"], ["c"]], id="cells go down"),
        pytest.param("insertRange", "COLUMNS", [["a", "b"], ["", "c", "d"]], id="cells go right"),
        pytest.param("deleteRange", "ROWS", [["a", "b"], ["", "d"]], id="cells come up"),
        pytest.param("deleteRange", "COLUMNS", [["a", "b"], ["d"]], id="cells come left"),
    ],
)
def test_part_of_a_grid_is_pushed_aside(
    sheets: SheetsClient, kind: str, axis: str, after: list[list[str]]
) -> None:
    sheets.type_in("A1", [["a", "b"], ["c", "d"]])
    sheets.change(kind, {"range": grid(1, 0, 2, 1), "shiftDimension": axis})
    assert sheets.read("Sheet1") == after


def test_reference_follows_a_cell_that_was_pushed_aside(sheets: SheetsClient) -> None:
    sheets.type_in("A1", [["a"], ["b"]])
    sheets.type_in("D1", [["=A2", "=A1", "=SUM(A1:A2)", "=B:B"]])
    sheets.change("insertRange", {"range": grid(1, 0, 2, 1), "shiftDimension": "ROWS"})
    formulas = sheets.read("D1:G1", valueRenderOption="FORMULA")
    assert formulas == [["=A3", "=A1", "=SUM(A1:A2)", "=B:B"]]
    sheets.change("deleteRange", {"range": grid(0, 0, 1, 1), "shiftDimension": "ROWS"})
    assert sheets.read("D1:E1", valueRenderOption="FORMULA") == [["=A2", "=#REF!"]]


@pytest.mark.parametrize("kind", ["insertRange", "deleteRange"])
def test_merged_cells_are_not_pushed_apart(sheets: SheetsClient, kind: str) -> None:
    sheets.change("mergeCells", {"range": grid(3, 0, 4, 2)})
    with refused(400, "part of a merged range"):
        sheets.change(kind, {"range": grid(1, 0, 2, 1), "shiftDimension": "ROWS"})
    with refused(400, "shiftDimension"):
        sheets.change(kind, {"range": grid(1, 0, 2, 1)})


def test_grid_grows_for_cells_that_are_pushed_off() -> None:
    sheets = SheetsClient(sheets=[{"properties": {"gridProperties": {"rowCount": 2, "columnCount": 1}}}])
    sheets.type_in("A1", [["a"], ["b"]])
    sheets.change("insertRange", {"range": grid(0, 0, 1, 1), "shiftDimension": "ROWS"})
    assert sheets.read("Sheet1") == [[], ["a"], ["b"]]


def test_pasted_block_is_turned_on_request(sheets: SheetsClient) -> None:
    sheets.type_in("A1", [["a", "b", "c"]])
    request = {"source": grid(0, 0, 1, 3), "destination": grid(2, 0, 3, 1), "pasteOrientation": "TRANSPOSE"}
    sheets.change("copyPaste", request)
    assert sheets.read("A3:A5") == [["a"], ["b"], ["c"]]
