from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from tests.sandbox.sheets_client import SheetsClient, grid, refused


@pytest.fixture
def sheets() -> SheetsClient:
    return SheetsClient()


def test_empty_range_has_no_values_key(sheets: SheetsClient) -> None:
    reply = sheets.here("values.get", range="'Sheet1'!D4")
    assert reply == {"range": "Sheet1!D4", "majorDimension": "ROWS"}


def test_blank_ends_are_left_out_and_blank_starts_are_kept(sheets: SheetsClient) -> None:
    sheets.type_in("Sheet1!A1", [["a", "", ""], ["", "", ""], ["", "b"], ["", ""]])
    reply = sheets.here("values.get", range="Sheet1")
    assert reply["range"] == "Sheet1!A1:Z1000"
    assert reply["values"] == [["a"], [], ["", "b"]]


def test_columns_are_read_as_rows_on_request(sheets: SheetsClient) -> None:
    sheets.type_in("Sheet1!A1", [["a", "b"], ["c"]])
    assert sheets.read("Sheet1", majorDimension="COLUMNS") == [["a", "c"], ["b"]]


def test_columns_are_written_on_request(sheets: SheetsClient) -> None:
    body = {"values": [["a", "b"], ["c"]], "majorDimension": "COLUMNS"}
    sheets.here("values.update", body, range="Sheet1!A1", valueInputOption="RAW")
    assert sheets.read("Sheet1") == [["a", "c"], ["b"]]


@pytest.mark.parametrize(
    ("option", "values"),
    [
        pytest.param("FORMATTED_VALUE", ["142", "12/3/2026", "10:00 AM", "37%", "TRUE", "x"], id="formatted"),
        pytest.param("UNFORMATTED_VALUE", [142, 46359, 10 / 24, 0.37, True, "x"], id="unformatted"),
        pytest.param("FORMULA", [142, 46359, 10 / 24, 0.37, True, "x"], id="formulas"),
    ],
)
def test_typed_cells_read_as_asked(sheets: SheetsClient, option: str, values: list[Any]) -> None:
    sheets.type_in("Sheet1!A1", [["0142", "12/3/2026", "10:00 AM", "37%", "TRUE", "x"]])
    assert sheets.read("Sheet1", valueRenderOption=option) == [values]


def test_whole_numbers_carry_no_point(sheets: SheetsClient) -> None:
    sheets.type_in("Sheet1!A1", [[2.0, 1.5]], "RAW")
    assert repr(sheets.read("Sheet1", valueRenderOption="UNFORMATTED_VALUE")) == "[[2, 1.5]]"


def test_only_moments_become_text_under_formatted_string(sheets: SheetsClient) -> None:
    sheets.type_in("Sheet1!A1", [["2020-01-01", "37%"]])
    options = {"valueRenderOption": "UNFORMATTED_VALUE", "dateTimeRenderOption": "FORMATTED_STRING"}
    assert sheets.read("Sheet1", **options) == [["2020-01-01", 0.37]]


def test_raw_parses_nothing(sheets: SheetsClient) -> None:
    sheets.type_in("Sheet1!A1", [["0142", "=A2", "'x", "TRUE", 3, True]], "RAW")
    assert sheets.read("Sheet1", valueRenderOption="FORMULA") == [["0142", "=A2", "'x", "TRUE", 3, True]]


def test_null_skips_and_empty_text_clears(sheets: SheetsClient) -> None:
    sheets.type_in("Sheet1!A1", [["a", "b", "c"]])
    sheets.type_in("Sheet1!A1", [[None, "", "d"]])
    assert sheets.read("Sheet1") == [["a", "", "d"]]


def test_format_of_a_cell_outlives_its_value(sheets: SheetsClient) -> None:
    sheets.type_in("Sheet1!A1", [["12/3/2026"]])
    sheets.here("values.clear", range="Sheet1!A1")
    sheets.type_in("Sheet1!A1", [["46360"]])
    assert sheets.read("Sheet1!A1") == [["12/4/2026"]]


def test_date_typed_over_a_date_keeps_the_look_of_the_cell(sheets: SheetsClient) -> None:
    sheets.type_in("A1", [["2026-12-03"]])
    sheets.type_in("A1", [["12/4/2026"]])
    assert sheets.read("A1") == [["2026-12-04"]]
    sheets.type_in("A1", [["37%"]])
    assert sheets.read("A1") == [["37%"]]


def test_zone_that_no_database_knows_does_not_stop_a_date(sheets: SheetsClient) -> None:
    zone = {"properties": {"timeZone": "GMT-07:00"}, "fields": "timeZone"}
    sheets.change("updateSpreadsheetProperties", zone)
    sheets.type_in("A1", [["4/5"]])
    assert sheets.read("A1", valueRenderOption="UNFORMATTED_VALUE") == [[46117]]


def test_cell_formatted_as_text_takes_dates_as_text(sheets: SheetsClient) -> None:
    as_text = {"userEnteredFormat": {"numberFormat": {"type": "TEXT"}}}
    cells = {"startRowIndex": 0, "endRowIndex": 1, "startColumnIndex": 0, "endColumnIndex": 1}
    sheets.change("repeatCell", {"range": cells, "cell": as_text, "fields": "userEnteredFormat.numberFormat"})
    sheets.type_in("Sheet1!A1", [["12/3/2026"]])
    assert sheets.read("Sheet1!A1", valueRenderOption="UNFORMATTED_VALUE") == [["12/3/2026"]]


@pytest.mark.parametrize(
    ("formula", "shown", "link"),
    [
        pytest.param('=HYPERLINK("https://a.example","A ""b""")', 'A "b"', "https://a.example", id="link"),
        pytest.param(
            '=hyperlink("https://a.example")', "https://a.example", "https://a.example", id="bare link"
        ),
        pytest.param("=REF!", "#REF!", None, id="lost reference"),
        pytest.param("=NA()", "#N/A", None, id="not available"),
        pytest.param('=IMPORTRANGE("x","A1")', "Loading...", None, id="still loading"),
        pytest.param("=3/2", "1.5", None, id="sum of two"),
        pytest.param("=1/0", "#DIV/0!", None, id="division by nothing"),
        pytest.param("=QUERY(A2:B5)", "#NAME?", None, id="not calculated here"),
    ],
)
def test_formula_shows_its_result_and_keeps_its_text(
    sheets: SheetsClient, formula: str, shown: str, link: str | None
) -> None:
    sheets.type_in("Sheet1!A1", [[formula]])
    assert sheets.read("Sheet1!A1") == [[shown]]
    assert sheets.read("Sheet1!A1", valueRenderOption="FORMULA") == [[formula]]
    assert sheets.cell("Sheet1!A1").get("hyperlink") == link


def test_date_without_a_year_takes_the_year_of_the_spreadsheet(sheets: SheetsClient) -> None:
    sheets.now = datetime(2027, 1, 1, 2, tzinfo=UTC)  # still 2026 in New York
    sheets.type_in("Sheet1!A1", [["4/5"]])
    assert sheets.read("Sheet1!A1", valueRenderOption="UNFORMATTED_VALUE") == [[46117]]


def test_same_text_is_another_day_in_another_locale() -> None:
    british = SheetsClient(locale="en_GB")
    british.type_in("Sheet1!A1", [["3/12/2026"]])
    assert british.read("Sheet1!A1", valueRenderOption="UNFORMATTED_VALUE") == [[46359]]
    assert british.read("Sheet1!A1") == [["3/12/2026"]]


def test_update_tells_what_it_touched(sheets: SheetsClient) -> None:
    reply = sheets.type_in("'Sheet1'!A1:B2", [[None, "b"], ["c", None]])
    assert reply == {
        "spreadsheetId": sheets.book_id,
        "updatedRange": "Sheet1!A1:B2",
        "updatedRows": 2,
        "updatedColumns": 2,
        "updatedCells": 2,
    }


def test_updated_range_is_as_large_as_the_data(sheets: SheetsClient) -> None:
    assert sheets.type_in("Sheet1!A1:B2", [["a1", "b1"]])["updatedRange"] == "Sheet1!A1:B1"
    assert sheets.type_in("Sheet1!A1", [["a", "b"], ["c", "d"]])["updatedRange"] == "Sheet1!A1:B2"


def test_update_shows_what_was_written_on_request(sheets: SheetsClient) -> None:
    options: dict[str, Any] = {"valueInputOption": "USER_ENTERED", "includeValuesInResponse": True}
    shown = {"responseValueRenderOption": "UNFORMATTED_VALUE"}
    reply = sheets.here("values.update", {"values": [["37%"]]}, range="A1", **options, **shown)
    assert reply["updatedData"] == {"range": "Sheet1!A1", "majorDimension": "ROWS", "values": [[0.37]]}


def test_batch_update_counts_rows_and_columns_once(sheets: SheetsClient) -> None:
    data = [
        {"range": "'Sheet1'!A1:D1", "values": [["A1", "B1", "", "D1"]]},
        {"range": "'Sheet1'!A4:D4", "values": [["A4", "B4", "", "D4"]]},
    ]
    reply = sheets.here("values.batchUpdate", {"valueInputOption": "RAW", "data": data})
    totals = {name: reply[name] for name in reply if name.startswith("total")}
    assert totals == {
        "totalUpdatedRows": 2,
        "totalUpdatedColumns": 4,
        "totalUpdatedCells": 8,
        "totalUpdatedSheets": 1,
    }
    assert [each["updatedRange"] for each in reply["responses"]] == ["Sheet1!A1:D1", "Sheet1!A4:D4"]


def test_batch_update_writes_all_or_nothing(sheets: SheetsClient) -> None:
    data = [{"range": "A1", "values": [["a"]]}, {"range": "Nowhere!A1", "values": [["b"]]}]
    with refused(400, "Unable to parse range: Nowhere!A1"):
        sheets.here("values.batchUpdate", {"valueInputOption": "RAW", "data": data})
    assert sheets.read("Sheet1") == []


def test_batch_get_answers_in_the_order_of_the_request(sheets: SheetsClient) -> None:
    sheets.type_in("Sheet1!A1", [["a", "b"]])
    reply = sheets.here("values.batchGet", ranges=["B1", "Sheet1!A1:A1", "C:C"])
    assert reply["valueRanges"] == [
        {"range": "Sheet1!B1", "majorDimension": "ROWS", "values": [["b"]]},
        {"range": "Sheet1!A1", "majorDimension": "ROWS", "values": [["a"]]},
        {"range": "Sheet1!C1:C1000", "majorDimension": "ROWS"},
    ]


@pytest.mark.parametrize(
    ("cells", "values", "message"),
    [
        pytest.param("Sheet1!A1:B1", [["a", "b", "c"]], r"\[Sheet1!A1:B1\].*column \[C\]", id="too wide"),
        pytest.param("Sheet1!A1:B1", [["a"], ["b"]], r"tried writing to row \[2\]", id="too long"),
        pytest.param(
            "Sheet1!Z1", [["a", "b"]], r"Range \(Sheet1!Z1\) exceeds grid limits", id="past the grid"
        ),
        pytest.param("Sheet1!A1001", [["a"]], "Max rows: 1000, max columns: 26", id="below the grid"),
        pytest.param("Sheet2!A1", [["a"]], "Unable to parse range: Sheet2!A1", id="no such sheet"),
        pytest.param("A1:A", [[["a"]]], r"Invalid values\[0\]\[0\]: list_value", id="nested list"),
        pytest.param("A1", "X", "Invalid value at 'data.values'", id="no list"),
        pytest.param("A1", [["a", {}]], r"Invalid values\[0\]\[1\]: struct_value", id="nested value"),
    ],
)
def test_impossible_write_is_refused(sheets: SheetsClient, cells: str, values: Any, message: str) -> None:
    with refused(400, message):
        sheets.type_in(cells, values)


def test_write_without_an_input_option_is_refused(sheets: SheetsClient) -> None:
    with refused(400, "'valueInputOption' is required but not specified"):
        sheets.here("values.update", {"values": [["a"]]}, range="A1")


def test_unknown_major_dimension_is_refused(sheets: SheetsClient) -> None:
    with refused(400, "major_dimension"):
        sheets.read("A1", majorDimension="DIAGONALS")


def test_read_is_cut_at_the_grid_but_must_start_on_it(sheets: SheetsClient) -> None:
    assert sheets.here("values.get", range="Sheet1!Y999:AB2000")["range"] == "Sheet1!Y999:Z1000"
    with refused(400, r"Range \(Sheet1!1001:1200\) exceeds grid limits. Max rows: 1000, max columns: 26"):
        sheets.read("Sheet1!1001:1200")


def test_odd_titles_are_found_in_every_spelling() -> None:
    titles = ["It's", "Q1", "Hours", "🌵 1"]
    sheets = SheetsClient(sheets=[{"properties": {"title": title}} for title in titles])
    sheets.type_in("'It''s'!A1", [["x"]])
    assert sheets.read("'It's'!A1") == [["x"]]
    assert sheets.here("values.get", range="'It''s'")["range"] == "'It''s'!A1:Z1000"
    assert sheets.here("values.get", range="Q1")["range"] == "'It''s'!Q1"
    assert sheets.here("values.get", range="'Q1'")["range"] == "'Q1'!A1:Z1000"
    assert sheets.here("values.get", range="hours!B:B")["range"] == "Hours!B1:B1000"
    assert sheets.here("values.get", range="🌵 1!A2")["range"] == "'🌵 1'!A2"


def test_named_range_comes_before_the_sheet_of_its_name(sheets: SheetsClient) -> None:
    cells = {"startRowIndex": 1, "endRowIndex": 2, "startColumnIndex": 0, "endColumnIndex": 2}
    sheets.change("addNamedRange", {"namedRange": {"name": "Sheet1", "range": cells}})
    assert sheets.here("values.get", range="Sheet1")["range"] == "Sheet1!A2:B2"
    assert sheets.here("values.get", range="'Sheet1'")["range"] == "Sheet1!A1:Z1000"
    assert sheets.here("values.get", range="'Sheet1'!Sheet1")["range"] == "Sheet1!A2:B2"


def append(sheets: SheetsClient, cells: str, *values: list[Any], **options: Any) -> Any:
    body = {"values": list(values)}
    return sheets.here("values.append", body, range=cells, valueInputOption="RAW", **options)


def test_append_to_an_empty_sheet_names_no_table(sheets: SheetsClient) -> None:
    reply = append(sheets, "'Sheet1'", ["a", "b"])
    assert "tableRange" not in reply
    assert reply["updates"]["updatedRange"] == "Sheet1!A1:B1"


def test_append_goes_below_the_table(sheets: SheetsClient) -> None:
    append(sheets, "Sheet1", ["a", "b"])
    reply = append(sheets, "Sheet1", ["c", "d"])
    assert reply["tableRange"] == "Sheet1!A1:B1"
    assert sheets.read("Sheet1") == [["a", "b"], ["c", "d"]]


def test_append_after_a_gap_lands_under_the_last_block(sheets: SheetsClient) -> None:
    append(sheets, "Sheet1", ["x", "", "y"])
    reply = append(sheets, "Sheet1", ["x", "", "y"])
    assert reply["tableRange"] == "Sheet1!C1"
    assert reply["updates"]["updatedRange"] == "Sheet1!C2:E2"


def test_append_stays_with_the_table_that_the_range_names(sheets: SheetsClient) -> None:
    append(sheets, "Sheet1", ["x", "", "y"])
    assert append(sheets, "Sheet1!A1", ["z"])["updates"]["updatedRange"] == "Sheet1!A2"


def test_append_grows_the_grid() -> None:
    sheets = SheetsClient(sheets=[{"properties": {"gridProperties": {"rowCount": 1, "columnCount": 1}}}])
    append(sheets, "Sheet1", ["a"])
    append(sheets, "Sheet1", ["b", "c"])
    assert sheets.sheet()["properties"]["gridProperties"] == {"rowCount": 2, "columnCount": 2}


def test_append_may_insert_rows(sheets: SheetsClient) -> None:
    sheets.type_in("Sheet1!A1", [["a"], [""], ["footer"]])
    sheets.change("addNamedRange", {"namedRange": {"name": "Footer", "range": grid(2, 0, 3, 1)}})
    append(sheets, "Sheet1!A1", ["b"], insertDataOption="INSERT_ROWS")
    assert sheets.read("Sheet1") == [["a"], ["b"], [], ["footer"]]
    assert sheets.read("Footer") == [["footer"]]


def test_clear_answers_with_what_was_cleared(sheets: SheetsClient) -> None:
    sheets.type_in("Sheet1!A1", [["a", "b"], ["c", "d"]])
    assert sheets.here("values.batchClear", {"ranges": ["'Sheet1'!A1:B1", "A2"]}) == {
        "spreadsheetId": sheets.book_id,
        "clearedRanges": ["Sheet1!A1:B1", "Sheet1!A2"],
    }
    assert sheets.read("Sheet1") == [[], ["", "d"]]
    sheets.here("values.clear", range="2:2")
    assert "rowData" not in sheets.here("get", includeGridData=True)["sheets"][0]["data"][0]
    assert sheets.here("values.clear", range="Sheet1")["clearedRange"] == "Sheet1!A1:Z1000"
    assert sheets.read("Sheet1") == []
