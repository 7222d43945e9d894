from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from tests.sandbox.sheets_client import SheetsClient, grid, rows
from workspace_agent.sandbox.sheets.formula_text import pieces_of, reference_of
from workspace_agent.sandbox.sheets.formulas import Calculation


@pytest.fixture
def sheets() -> SheetsClient:
    sheets = SheetsClient()
    sheets.type_in("A1", [[1], [2.5], ["x"], [None], ["12/3/2026"], ["=1/0"]])
    return sheets


@pytest.mark.parametrize(
    ("formula", "shown"),
    [
        pytest.param("=A1", "1", id="reference"),
        pytest.param("=$A$2", "2.5", id="dollar signs"),
        pytest.param("=Sheet1!A3", "x", id="reference with a title"),
        pytest.param("='Sheet1'!A3", "x", id="reference with a quoted title"),
        pytest.param("=A4", "", id="blank"),
        pytest.param("=A4+1", "1", id="blank counts as nothing"),
        pytest.param("=0.1+0.2", "0.3", id="decimals add up as people expect"),
        pytest.param("=1+2*3^2-4/2", "17", id="order of operators"),
        pytest.param("=(1+2)*3", "9", id="parentheses"),
        pytest.param("=-A1%", "-0.01", id="sign and percent"),
        pytest.param("=A1=1", "TRUE", id="equal"),
        pytest.param('=A3="X"', "TRUE", id="letter case does not count"),
        pytest.param("=A1<>A2", "TRUE", id="not equal"),
        pytest.param('=2<"1"', "TRUE", id="numbers come before text"),
        pytest.param('=A4=""', "TRUE", id="blank is like empty text"),
        pytest.param('="a"&1&"b"', "a1b", id="joined"),
        pytest.param('="due "&A5', "due 12/3/2026", id="joined as shown"),
        pytest.param("=A5+1", "12/4/2026", id="day and number are a day"),
        pytest.param("=A5-A5", "0", id="between days lies a number"),
        pytest.param("=SUM(A1:A5)", "46362.5", id="text in a range is passed over"),
        pytest.param("=SUM(A1,2,3)", "6", id="sum of values"),
        pytest.param("=SUM(A:A)", "#DIV/0!", id="error in a range"),
        pytest.param("=COUNTA(A1:A6)", "5", id="blanks do not count"),
        pytest.param('=IF(A1>0,"yes","no")', "yes", id="condition"),
        pytest.param("=IF(A1<0,1)", "FALSE", id="condition without an else"),
        pytest.param('=IFERROR(A6,"none")', "none", id="error caught"),
        pytest.param("=IFERROR(A1)", "1", id="no error to catch"),
        pytest.param('=CONCATENATE(A1,"-",A3)', "1-x", id="concatenate"),
        pytest.param("=TODAY()", "11/20/2026", id="today"),
        pytest.param("=NOW()", "11/20/2026 7:00:00", id="now, on the wall of the spreadsheet"),
        pytest.param("=SUM(A1:A2", "3.5", id="last parenthesis forgotten"),
        pytest.param("=TRUE", "TRUE", id="truth"),
    ],
)
def test_formula_comes_to_what_sheets_says(sheets: SheetsClient, formula: str, shown: str) -> None:
    sheets.type_in("C1", [[formula]])
    assert sheets.read("C1") == [[shown]]


@pytest.mark.parametrize(
    ("formula", "shown", "kind"),
    [
        pytest.param("=A6+1", "#DIV/0!", "DIVIDE_BY_ZERO", id="error spreads"),
        pytest.param("=A3+1", "#VALUE!", "VALUE", id="text is no number"),
        pytest.param("=A2:A3", "#VALUE!", "VALUE", id="none of two cells lies beside"),
        pytest.param("=A1:B2", "#VALUE!", "VALUE", id="four cells are no value"),
        pytest.param("=Nowhere!A1", "#REF!", "REF", id="no such sheet"),
        pytest.param("=A5000", "#REF!", "REF", id="beyond the grid"),
        pytest.param("=#REF!+1", "#REF!", "REF", id="lost reference"),
        pytest.param("=C1", "#REF!", "REF", id="refers to itself"),
        pytest.param("=D1", "#REF!", "REF", id="refers to what refers back"),
        pytest.param("=NOPE(1)", "#NAME?", "NAME", id="unknown function"),
        pytest.param("=nope", "#NAME?", "NAME", id="unknown name"),
        pytest.param("=NA()", "#N/A", "N_A", id="not available"),
        pytest.param("=IF()", "#N/A", "N_A", id="wrong number of arguments"),
        pytest.param("=1+", "#ERROR!", "ERROR", id="unfinished"),
        pytest.param("=1 2", "#ERROR!", "ERROR", id="no sense"),
        pytest.param("=?", "#ERROR!", "ERROR", id="no formula"),
        pytest.param("=(-8)^0.5", "#NUM!", "NUM", id="no such number"),
        pytest.param('=IMPORTRANGE("x","A1")', "Loading...", "LOADING", id="still loading"),
        pytest.param('=IFERROR(IMPORTXML("x","y"),1)', "Loading...", "LOADING", id="loading is no error"),
        pytest.param('=HYPERLINK(A6,"x")', "#DIV/0!", "DIVIDE_BY_ZERO", id="link to an error"),
        pytest.param("=CONCATENATE(A1:A6)", "#DIV/0!", "DIVIDE_BY_ZERO", id="error among texts"),
        pytest.param("=IF(A3,1,2)", "#VALUE!", "VALUE", id="text is no condition"),
        pytest.param("=SUM(A3,A3&A3)", "#VALUE!", "VALUE", id="text given by itself is no number"),
    ],
)
def test_formula_fails_as_in_sheets(sheets: SheetsClient, formula: str, shown: str, kind: str) -> None:
    sheets.type_in("C1", [[formula, "=C1"]])
    assert sheets.read("C1") == [[shown]]
    assert sheets.cell("C1")["effectiveValue"]["errorValue"]["type"] == kind


@pytest.mark.parametrize(
    ("formula", "kind", "shown"),
    [
        ("=A1", "DATE", "9/14/2026"),
        ("=A1+30", "DATE", "10/14/2026"),
        ("=30+A1", "DATE", "10/14/2026"),
        ("=A2-A1", None, "67"),
        ("=TODAY()", "DATE", "11/20/2026"),
        ("=TODAY()-A1", None, "67"),
        ("=NOW()", "DATE_TIME", "11/20/2026 7:00:00"),
        ("=DATE(2026,9,14)", "DATE", "9/14/2026"),
        ("=EDATE(A1,12)", "DATE", "9/14/2027"),
        ("=EOMONTH(A1,0)", "DATE", "9/30/2026"),
        ("=WORKDAY(A1,1)", "DATE", "9/15/2026"),
        ("=WORKDAY.INTL(A1,1)", "DATE", "9/15/2026"),
        ("=TO_DATE(46279)", "DATE", "9/14/2026"),
        ("=EPOCHTODATE(0)", "DATE_TIME", "1/1/1970 0:00:00"),
        ("=TIME(9,30,0)", "TIME", "9:30:00 AM"),
        ('=TIMEVALUE("14:30")-TIME(14,30,0)', "TIME", "12:00:00 AM"),
        ("=B2-B1", "TIME", "1:15:00"),
        ('=DATEVALUE("9/14/2026")', None, "46279"),
        ('=TIMEVALUE("12:00")', None, "0.5"),
        ("=YEAR(A1)", None, "2026"),
        ("=N(A1)", None, "46279"),
        ("=INT(NOW())", None, "46346"),
        ("=MAX(A1:A2)", "DATE", "11/20/2026"),
        ("=AVERAGE(A1:A2)", "DATE", "10/17/2026"),
        ("=SUM(B1:B2)", "TIME", "1:45"),
        ("=COUNT(A1:A2)", None, "2"),
        ("=LARGE(A1:A2,2)", "DATE", "9/14/2026"),
        ('=MINIFS(A1:A2,A1:A2,">1/1/2026")', "DATE", "9/14/2026"),
        ('=IF(TRUE,A1,"")', "DATE", "9/14/2026"),
        ("=IFERROR(A1,0)", "DATE", "9/14/2026"),
        ("=INDEX(A1:B2,2,1)", "DATE", "11/20/2026"),
        ("=VLOOKUP(A1,A1:B2,2,FALSE)", "TIME", "0:15"),
        ("=TO_PERCENT(0.5)", "PERCENT", "50.00%"),
        ("=TO_DOLLARS(5)", "CURRENCY", "$5.00"),
        ("=C1*2", "CURRENCY", "$11.00"),
        ("=-C1", "CURRENCY", "-$5.50"),
        ("=C1/2", "CURRENCY", "$2.75"),
        ("=C1+A1", "DATE", "9/19/2026"),
    ],
)
def test_result_takes_a_format_on_from_its_function(formula: str, kind: str | None, shown: str) -> None:
    sheets = SheetsClient()
    sheets.type_in("A1", [["9/14/2026", "0:15", "$5.50"], ["11/20/2026", "1:30"]])
    sheets.type_in("H1", [[formula]])
    cell = sheets.cell("H1")
    assert cell["effectiveFormat"].get("numberFormat", {}).get("type") == kind
    assert (cell["formattedValue"], "userEnteredFormat" in cell) == (shown, False)


def test_format_of_the_cell_itself_comes_before_that_of_its_function() -> None:
    sheets = SheetsClient()
    plain = {"userEnteredFormat": {"numberFormat": {"type": "NUMBER", "pattern": "0"}}}
    sheets.change("repeatCell", {"range": grid(0, 0, 1, 1), "cell": plain, "fields": "userEnteredFormat"})
    sheets.type_in("A1", [["=TODAY()"]])
    assert sheets.read("A1") == [["46346"]]


@pytest.mark.parametrize(
    ("formula", "shown"),
    [
        pytest.param("=IF(FALSE,C1,5)", "5", id="what is not chosen is no circle"),
        pytest.param("=IFERROR(D1,0)", "#REF!", id="a circle cannot be caught from within"),
        pytest.param("=SUM(C:C)", "#REF!", id="open range over itself"),
        pytest.param('=INDIRECT("C"&1)', "#REF!", id="named by text"),
    ],
)
def test_circle_is_one_of_values_that_are_needed(sheets: SheetsClient, formula: str, shown: str) -> None:
    sheets.type_in("C1", [[formula, "=C1+1"]])
    assert sheets.read("C1") == [[shown]]


@pytest.mark.parametrize("first", ["C1", "D1", "E1"])
def test_circle_fails_whichever_of_its_cells_is_looked_at_first(sheets: SheetsClient, first: str) -> None:
    sheets.type_in("C1", [["=D1", "=IFERROR(E1,1)", "=C1+1", "=IFERROR(D1,7)"]])
    assert sheets.read(first) == [["#REF!"]]
    assert sheets.read("C1:F1") == [["#REF!", "#REF!", "#REF!", "7"]]


def test_cells_named_by_text_are_worked_out_first(sheets: SheetsClient) -> None:
    sheets.type_in("C1", [['=INDIRECT("D1")+OFFSET(D1,0,1)', "=E1*2", "=A1+1"]])
    assert sheets.read("C1") == [["6"]]


def test_other_sheet_open_ranges_and_names_with_apostrophes(sheets: SheetsClient) -> None:
    sheets.change("addSheet", {"properties": {"title": "It's 2026"}})
    sheets.type_in("'It''s 2026'!A1", [["Score", "Day"], [3, "9/14/2026"], [4, "9/15/2026"]])
    formulas = [
        "=SUM('It''s 2026'!A2:A)",
        "=COUNTA('It''s 2026'!1:1)",
        "='It''s 2026'!B3",
        "=MAX('It''s 2026'!A:B)",
    ]
    sheets.type_in("C1", [formulas])
    assert sheets.read("C1:F1") == [["7", "2", "9/15/2026", "46280"]]


def test_unformatted_error_is_still_text(sheets: SheetsClient) -> None:
    assert sheets.read("A6", valueRenderOption="UNFORMATTED_VALUE") == [["#DIV/0!"]]


def test_long_chain_of_formulas_is_worked_out_from_its_end() -> None:
    sheets = SheetsClient()
    sheets.type_in("A1", [[1], *([f"=A{row}+1"] for row in range(1, 1000))])
    assert sheets.read("A1000") == [["1000"]]


def test_sum_of_whole_numbers_keeps_the_noise_of_its_bits(sheets: SheetsClient) -> None:
    sheets.type_in("C1", [["=0.1+0.2", "=0.3-0.1"]])
    assert sheets.read("C1:D1", valueRenderOption="UNFORMATTED_VALUE") == [
        [0.30000000000000004, 0.19999999999999998]
    ]


def test_what_was_worked_out_is_kept_until_cells_change_or_the_clock_if_it_was_asked(
    sheets: SheetsClient,
) -> None:
    def calculation(**later: int) -> Calculation:
        book = sheets.state.sheets.book(sheets.book_id)
        return sheets.state.sheets.calculations.of(replace(book, now=sheets.now + timedelta(**later)))

    sheets.type_in("C1", [["=A1*2", "=TODAY()", "=NOW()"]])
    first = calculation()
    sheets.read("C1")
    assert calculation(days=1) is first
    sheets.read("D1")
    assert calculation(hours=1) is first
    assert calculation(days=1) is not first
    second = calculation()
    sheets.read("E1")
    assert calculation() is second
    assert calculation(hours=1) is not second
    third = calculation()
    sheets.type_in("A1", [[2]])
    assert calculation() is not third


def test_deleted_spreadsheet_is_forgotten(sheets: SheetsClient) -> None:
    first = sheets.state.sheets.calculations.of(sheets.state.sheets.book(sheets.book_id))
    book = sheets.state.sheets.book(sheets.book_id)
    sheets.state.sheets.forget(sheets.book_id)
    assert sheets.state.sheets.calculations.of(book) is not first


def test_formula_follows_the_clock_and_the_cells(sheets: SheetsClient) -> None:
    sheets.type_in("C1", [["=TODAY()", "=SUM(A1:A2)"]])
    sheets.type_in("A1", [[10]])
    sheets.now = datetime(2027, 1, 1, 2, tzinfo=UTC)  # still 2026 in New York
    assert sheets.read("C1:D1") == [["12/31/2026", "12.5"]]


def test_named_range_is_worth_its_cell(sheets: SheetsClient) -> None:
    sheets.change("addNamedRange", {"namedRange": {"name": "Rate", "range": grid(1, 0, 2, 1)}})
    sheets.type_in("C1", [["=rate*2"]])
    assert sheets.read("C1") == [["5"]]


def test_german_formula_has_semicolons_and_decimal_commas() -> None:
    sheets = SheetsClient(locale="de_DE")
    sheets.type_in("A1", [["=SUM(1,5;2)", "=SUM(1,5,2)", '=1>2&""']])
    assert sheets.read("A1:B1") == [["3,5", "#ERROR!"]]


@pytest.mark.parametrize(
    ("change", "formula"),
    [
        pytest.param({"insertDimension": {"range": rows(0, 2)}}, "=A3+SUM($A$4:A6)", id="rows above"),
        pytest.param({"insertDimension": {"range": rows(2, 3)}}, "=A1+SUM($A$2:A5)", id="row inside"),
        pytest.param({"deleteDimension": {"range": rows(2, 3)}}, "=A1+SUM($A$2:A3)", id="row taken out"),
        pytest.param({"deleteDimension": {"range": rows(0, 1)}}, "=#REF!+SUM($A$1:A3)", id="row referred to"),
        pytest.param(
            {"insertDimension": {"range": rows(0, 1, "COLUMNS")}}, "=B1+SUM($B$2:B4)", id="column before"
        ),
        pytest.param(
            {
                "updateSheetProperties": {
                    "properties": {"sheetId": 0, "title": "It's"},
                    "fields": "title",
                }
            },
            "=A1+SUM($A$2:A4)",
            id="sheet renamed",
        ),
    ],
)
def test_references_follow_their_cells(sheets: SheetsClient, change: dict[str, object], formula: str) -> None:
    sheets.here("batchUpdate", {"requests": [{"addSheet": {"properties": {"title": "Sums", "sheetId": 9}}}]})
    sheets.type_in("Sheet1!C9", [["=A1+SUM($A$2:A4)"]])
    sheets.type_in("Sums!A1", [["=Sheet1!A1+SUM(Sheet1!$A$2:A4)"]])
    sheets.here("batchUpdate", {"requests": [change]})
    read = sheets.read(f"'{title_of(sheets)}'!A1:Z20", valueRenderOption="FORMULA")
    (found,) = [value for row in read for value in row if "SUM" in str(value)]
    assert found == formula
    title = "'It''s'" if "It's" in title_of(sheets) else "Sheet1"
    elsewhere = formula.replace("=A", f"={title}!A").replace("=B", f"={title}!B").replace("($", f"({title}!$")
    assert sheets.read("Sums!A1", valueRenderOption="FORMULA") == [[elsewhere]]


def title_of(sheets: SheetsClient) -> str:
    return str(sheets.sheet()["properties"]["title"])


def test_formula_of_a_deleted_sheet_is_lost(sheets: SheetsClient) -> None:
    sheets.change("addSheet", {"properties": {"title": "Gone", "sheetId": 9}})
    sheets.type_in("Sheet1!C1", [["=Gone!A1"]])
    sheets.change("deleteSheet", {"sheetId": 9})
    assert sheets.read("C1", valueRenderOption="FORMULA") == [["=#REF!"]]


def test_copied_formula_keeps_its_distance(sheets: SheetsClient) -> None:
    sheets.type_in("C2", [["=A1+$A$1+A$1+$A1"]])
    sheets.change("copyPaste", {"source": grid(1, 2, 2, 3), "destination": grid(2, 3, 3, 4)})
    assert sheets.read("D3", valueRenderOption="FORMULA") == [["=B2+$A$1+B$1+$A2"]]
    sheets.change("copyPaste", {"source": grid(1, 2, 2, 3), "destination": grid(0, 3, 1, 4)})
    assert sheets.read("D1", valueRenderOption="FORMULA") == [["=#REF!+$A$1+B$1+#REF!"]]


def test_values_are_pasted_without_their_formula(sheets: SheetsClient) -> None:
    sheets.type_in("C1", [["=A1+1"]])
    request = {"source": grid(0, 2, 1, 3), "destination": grid(0, 3, 1, 4), "pasteType": "PASTE_VALUES"}
    sheets.change("copyPaste", request)
    assert sheets.read("D1", valueRenderOption="FORMULA") == [[2]]


def test_rows_are_sorted_by_what_formulas_come_to() -> None:
    sheets = SheetsClient()
    sheets.type_in("A1", [["=3", "c"], ["=1/0", "e"], [2, "b"], ["x", "d"], ["=1", "a"]])
    sheets.change("sortRange", {"range": grid(0, 0, 5, 2), "sortSpecs": [{"dimensionIndex": 0}]})
    assert [row[1] for row in sheets.read("A1:B5")] == ["a", "b", "c", "d", "e"]


def test_formulas_are_worked_out_anew_after_inserting_deleting_and_sorting() -> None:
    sheets = SheetsClient()
    days = ["11/20/2026", "9/14/2026", "12/3/2026"]
    people = [
        [name, day, f"=EDATE(B{row},12)"] for row, (name, day) in enumerate(zip("cab", days, strict=True), 1)
    ]
    sheets.type_in("A1", people)
    sheets.type_in("E1", [["=MIN(C1:C3)", '=COUNTIF(A:A,"a")', '=VLOOKUP("b",A:C,3,FALSE)']])
    assert sheets.read("E1:G1") == [["9/14/2027", "1", "12/3/2027"]]
    sheets.change("sortRange", {"range": grid(0, 0, 3, 3), "sortSpecs": [{"dimensionIndex": 0}]})
    assert sheets.read("C1:C3") == [["9/14/2027"], ["12/3/2027"], ["11/20/2027"]]
    sheets.change("insertDimension", {"range": rows(1, 2)})
    sheets.type_in("A2", [["a", "1/2/2026", "=EDATE(B2,12)"]])
    assert sheets.read("E1:G1") == [["1/2/2027", "2", "12/3/2027"]]
    sheets.change("deleteDimension", {"range": rows(2, 3)})
    assert sheets.read("E1:G1") == [["1/2/2027", "2", "#N/A"]]


@pytest.mark.parametrize(
    "text", ["A1", "$A$1", "A1:B2", "A:C", "$A:C", "2:5", "$2:5", "A2:C", "'It''s'!A1:$B2", "Log!A1"]
)
def test_reference_is_written_as_it_was_read(text: str) -> None:
    (piece,) = pieces_of(text, ".") or ()
    assert piece.kind == "reference"
    assert reference_of(text).written() == text
