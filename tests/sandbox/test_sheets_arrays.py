"""Arrays: which cells they cover, what keeps them from it, and who reads what they cover."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.sandbox.sheets_client import SheetsClient, grid, rows


@pytest.fixture
def sheets() -> SheetsClient:
    sheets = SheetsClient(sheets=[{"properties": {"gridProperties": {"rowCount": 8, "columnCount": 8}}}])
    sheets.type_in("A1", [["b", 1], ["a", 2], ["b", 3]])
    return sheets


@pytest.mark.parametrize(
    ("formula", "shown"),
    [
        ("=ARRAYFORMULA(B1:B3*2)", [["2"], ["4"], ["6"]]),
        ('=ARRAYFORMULA(IF(B1:B3>1,A1:A3,"-"))', [["-"], ["a"], ["b"]]),
        ('=ARRAYFORMULA(IF(A1:A="","",LEN(A1:A)))', [["1"], ["1"], ["1"], [""], [""], [""], [""], [""]]),
        ("=ARRAYFORMULA(B1:B3*{1,10})", [["1", "10"], ["2", "20"], ["3", "30"]]),
        ("=ARRAYFORMULA(B1:B3+B1:B2)", [["2"], ["4"], ["#N/A"]]),
        ('=ARRAYFORMULA(VLOOKUP({"a";"z"},A1:B3,2,FALSE))', [["2"], ["#N/A"]]),
        ('=ARRAYFORMULA(IFERROR(VLOOKUP({"a";"z"},A1:B3,2,FALSE),"?"))', [["2"], ["?"]]),
        ("=ARRAYFORMULA(COUNTIF(A1:A3,A1:A3))", [["2"], ["1"], ["2"]]),
        ("=ARRAYFORMULA(ROW(A2:A4)&COLUMN(A1:B1))", [["21", "22"], ["31", "32"], ["41", "42"]]),
        ('=ARRAYFORMULA(SPLIT({"x y";"z"}," "))', [["x", "y"], ["z"]]),
        ('=ARRAYFORMULA(IFS(B1:B3=1,"one",B1:B3=2,"two"))', [["one"], ["two"], ["#N/A"]]),
        ("=ARRAYFORMULA(IF({1;0},B1:B2))", [["1"], ["FALSE"]]),
        ('={A1:A2,B1:B2;"sum",9}', [["b", "1"], ["a", "2"], ["sum", "9"]]),
        ("={A1:A3,B1:B2}", [["#REF!"]]),
        ("={A1:A3;A1:B1}", [["#VALUE!"]]),
        ("=FILTER(A1:B3,B1:B3>1)", [["a", "2"], ["b", "3"]]),
        ("=SORT(A1:B3,1,TRUE,2,FALSE)", [["a", "2"], ["b", "3"], ["b", "1"]]),
        ("=SORT(B1:B4,1,FALSE)", [["3"], ["2"], ["1"]]),
        ("=UNIQUE(A1:A3)", [["b"], ["a"]]),
        ("=TRANSPOSE(A1:B2)", [["b", "a"], ["1", "2"]]),
        ("=INDEX(A1:B3,0,2)", [["1"], ["2"], ["3"]]),
        ('=IF(TRUE,UNIQUE(A1:A3),"")', [["b"], ["a"]]),
        ('=IFERROR(FILTER(A1:A3,B1:B3>9),"none")', [["none"]]),
        ("=IFERROR({1;NA()},0)", [["1"], ["0"]]),
        ("=IFERROR({1;2},0)", [["1"], ["2"]]),
        ('=INDIRECT("B2:B3")', [["2"], ["3"]]),
        ('=XLOOKUP("a",A1:A3,A1:B3)', [["a", "2"]]),
        ('=XLOOKUP("b",{"b","a"},{1,2;3,4})', [["1"], ["3"]]),
        ('=XLOOKUP("b",{"b","a"},{1,2})', [["1"]]),
        ('=REGEXEXTRACT("2026-11","(\\d+)-(\\d+)")', [["2026", "11"]]),
        ("={1;2}*10", [["10"]]),
        ('=SEQUENCE(2)&"x"', [["1x"]]),
    ],
)
def test_array_covers_the_cells_below_and_beside(sheets: SheetsClient, formula: str, shown: Any) -> None:
    sheets.type_in("D1", [[formula]])
    assert sheets.read("D1:H8") == shown


def test_array_in_a_german_spreadsheet_has_backslashes_between_its_columns() -> None:
    sheets = SheetsClient(locale="de_DE")
    sheets.type_in("A1", [["={1\\2,5;3\\4}"]])
    assert sheets.read("A1:B2") == [["1", "2,5"], ["3", "4"]]


def test_range_by_itself_is_its_cell_in_the_same_row_or_column(sheets: SheetsClient) -> None:
    sheets.type_in("D1", [["=A1:A3", "=B1:B3*10"], ["=A1:A3"], [None, None], ["=A1:A3"]])
    sheets.type_in("B5", [["=A1:C1"]])
    assert sheets.read("D1:E4") == [["b", "10"], ["a"], [], ["#VALUE!"]]
    assert sheets.read("B5") == [["1"]]


def test_covered_cell_shows_a_value_and_holds_none(sheets: SheetsClient) -> None:
    sheets.type_in("C1", [["9/14/2026"], ["1/2/2027"]])
    sheets.type_in("D1", [["=SORT(C1:C2,1,TRUE)"]])
    covered = sheets.cell("D2")
    assert covered["formattedValue"] == "1/2/2027"
    assert covered["effectiveFormat"]["numberFormat"]["type"] == "DATE"
    assert "userEnteredValue" not in covered
    assert sheets.read("D2", valueRenderOption="FORMULA") == [[46389]]


@pytest.mark.parametrize(
    ("place", "formula", "message"),
    [
        ("D1", "=UNIQUE(A1:A3)", "would overwrite data in D2"),
        ("D8", "={1;2;3}", "please insert more rows \\(2\\)"),
        ("H5", "={1,2}", "please insert more columns \\(1\\)"),
    ],
)
def test_array_without_room_is_a_lost_reference(
    sheets: SheetsClient, place: str, formula: str, message: str
) -> None:
    sheets.type_in("D2", [["mine"]])
    sheets.type_in(place, [[formula]])
    error = sheets.cell(place)["effectiveValue"]["errorValue"]
    assert error["type"] == "REF"
    assert re.search(message, error["message"])
    assert sheets.read("D2") == [["mine"]]


def test_array_spreads_once_the_obstacle_is_gone(sheets: SheetsClient) -> None:
    sheets.type_in("D1", [["=A1:A1"], ["mine"]])
    sheets.type_in("D1", [["=UNIQUE(A1:A3)"]])
    sheets.here("values.clear", range="D2")
    assert sheets.read("D1:D3") == [["b"], ["a"]]


def test_first_of_two_arrays_that_cross_has_the_cells(sheets: SheetsClient) -> None:
    sheets.type_in("D2", [["={1,2}"]])
    sheets.type_in("E1", [["={5;6}"]])
    assert sheets.read("D1:E2") == [["", "5"], ["#REF!", "6"]]


def test_arrays_feed_one_another_whatever_their_order(sheets: SheetsClient) -> None:
    sheets.type_in("D1", [["=SORT(UNIQUE(F1:F8))", "=COUNTA(D1:D8)", "=ARRAYFORMULA(A1:A3&B1:B3)"]])
    assert sheets.read("D1:F3") == [["a2", "3", "b1"], ["b1", "", "a2"], ["b3", "", "b3"]]


def test_array_over_its_own_cells_is_a_circle(sheets: SheetsClient) -> None:
    sheets.type_in("D1", [["=ARRAYFORMULA(D1:D3&1)"]])
    assert sheets.cell("D1")["effectiveValue"]["errorValue"]["message"].startswith("Circular dependency")


def test_array_that_hangs_on_its_own_length_is_a_circle(sheets: SheetsClient) -> None:
    sheets.type_in("D1", [['=IF(D3="",{1;2;3},{1;2})']])
    assert sheets.read("D1:D8") == [["#REF!"]]


def test_references_between_braces_follow_their_cells(sheets: SheetsClient) -> None:
    sheets.type_in("D1", [["={A1:A3,B1:B3}"]])
    sheets.change("insertDimension", {"range": rows(0, 1)})
    assert sheets.read("D2", valueRenderOption="FORMULA") == [["={A2:A4,B2:B4}"]]


def test_array_follows_rows_that_are_inserted_deleted_and_sorted(sheets: SheetsClient) -> None:
    sheets.type_in("D1", [["=ARRAYFORMULA(B1:B3*2)"]])
    sheets.change("insertDimension", {"range": rows(1, 2)})
    assert sheets.read("D1:D4") == [["2"], ["0"], ["4"], ["6"]]
    sheets.change("deleteDimension", {"range": rows(1, 3)})
    assert sheets.read("D1:D4") == [["2"], ["6"]]
    by_score = [{"dimensionIndex": 1, "sortOrder": "DESCENDING"}]
    sheets.change("sortRange", {"range": grid(0, 0, 2, 2), "sortSpecs": by_score})
    assert sheets.read("D1:D2") == [["6"], ["2"]]


def test_rows_are_appended_below_what_an_array_covers(sheets: SheetsClient) -> None:
    sheets.type_in("C1", [['=ARRAYFORMULA(IF(A1:A5="","",B1:B5))']])
    more = {"values": [{"userEnteredValue": {"stringValue": "one"}}]}
    sheets.change("appendCells", {"rows": [more], "fields": "userEnteredValue"})
    assert sheets.read("A6") == [["one"]]
    sheets.here("values.clear", range="A6")
    reply = sheets.here("values.append", {"values": [["two"]]}, range="A1", valueInputOption="RAW")
    assert (reply["tableRange"], reply["updates"]["updatedRange"]) == ("Sheet1!A1:C5", "Sheet1!A6")


def test_typing_into_a_covered_cell_takes_the_others_away(sheets: SheetsClient) -> None:
    sheets.type_in("D1", [["={1;2;3}"]])
    sheets.type_in("D3", [["mine"]])
    assert sheets.read("D1:D3") == [["#REF!"], [], ["mine"]]
