from __future__ import annotations

from typing import Any

import pytest

from tests.builders_tables import row, sheet, student_row, table
from workspace_agent.intake.grid import tables
from workspace_agent.intake.table import Kind, RawCell


def cell(value: Any = None, number_format: str = "", kind: str = "numberValue") -> dict[str, Any]:
    cell: dict[str, Any] = {} if value is None else {"effectiveValue": {kind: value}}
    if number_format:
        cell["effectiveFormat"] = {"numberFormat": {"type": number_format}}
    return cell


def text(value: str) -> dict[str, Any]:
    return cell(value, kind="stringValue")


def answer(*rows: list[dict[str, Any]], **sheet: Any) -> dict[str, Any]:
    data = [{"rowData": [{"values": values} if values else {} for values in rows]}]
    return {"spreadsheetId": "book", "sheets": [{"properties": {"sheetId": 3}, "data": data, **sheet}]}


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        pytest.param(cell(46346.0, "DATE"), RawCell(Kind.DATE, 46346.0), id="a serial formatted as a date"),
        pytest.param(cell(0.5, "TIME"), RawCell(Kind.TIME, 0.5), id="a fraction formatted as a time"),
        pytest.param(cell(1.5, "DATE_TIME"), RawCell(Kind.DATE_TIME, 1.5), id="date and time"),
        pytest.param(cell(0.37, "PERCENT"), RawCell(Kind.PERCENT, 0.37), id="a percentage"),
        pytest.param(cell(142), RawCell(Kind.NUMBER, 142.0), id="a whole number without a format"),
        pytest.param(
            {**cell(142), "effectiveFormat": {}}, RawCell(Kind.NUMBER, 142.0), id="a format that says nothing"
        ),
        pytest.param(cell(142, "CURRENCY"), RawCell(Kind.NUMBER, 142.0), id="money is a number"),
        pytest.param(text("hello"), RawCell(Kind.TEXT, "hello"), id="text"),
        pytest.param(cell("x", "DATE", "stringValue"), RawCell(Kind.TEXT, "x"), id="text in a date column"),
        pytest.param(cell(value=False, kind="boolValue"), RawCell(Kind.BOOLEAN, value=False), id="a box"),
        pytest.param(cell({"type": "REF"}, kind="errorValue"), RawCell(Kind.ERROR), id="an error"),
        pytest.param(text("Loading..."), RawCell(Kind.ERROR), id="a formula that still waits"),
        pytest.param(text(""), RawCell(), id="an empty text is blank"),
        pytest.param(cell(None, "DATE"), RawCell(), id="a format without a value is blank"),
    ],
)
def test_value_and_format_decide_what_a_cell_is(given: dict[str, Any], expected: RawCell) -> None:
    (only,) = tables(answer([given, text("end")]))
    assert only.rows[0][0] == expected


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        pytest.param(RawCell(Kind.NUMBER, 142.0), "142", id="whole numbers have no decimals"),
        pytest.param(RawCell(Kind.NUMBER, 0.5), "0.5", id="others do"),
        pytest.param(RawCell(Kind.BOOLEAN, value=True), "TRUE", id="a ticked box"),
        pytest.param(RawCell(Kind.BOOLEAN, value=False), "FALSE", id="an unticked box"),
        pytest.param(RawCell(Kind.TEXT, " a "), "a", id="spaces around do not count"),
        pytest.param(
            RawCell(Kind.TEXT, "\u202a11/30/2026\u202c"), "11/30/2026", id="marks of direction do not"
        ),
        pytest.param(RawCell(Kind.TEXT, "Nov\u00a05,\u00a02026\ufeff"), "Nov 5, 2026", id="nor hard spaces"),
        pytest.param(RawCell(Kind.TEXT, "a\x07\u200b\nb"), "a\nb", id="nor controls, but line ends"),
        pytest.param(
            RawCell(Kind.TEXT, "\u0645\u06cc\u200c\u062e"), "\u0645\u06cc\u200c\u062e", id="joiners stay"
        ),
        pytest.param(RawCell(), "", id="nothing"),
    ],
)
def test_a_cell_has_a_text(raw: RawCell, expected: str) -> None:
    assert raw.text == expected


@pytest.mark.parametrize("sign", ["\u200b", "", " ", "N/A", "n/a", "#N/A", "—", "–", "-", "--"])
def test_signs_for_nothing_are_blank(sign: str) -> None:
    assert RawCell(Kind.TEXT, sign).blank


@pytest.mark.parametrize("serial", [0.0, 1.0, 2.0])
def test_the_date_that_a_formula_makes_of_nothing_is_blank(serial: float) -> None:
    assert RawCell(Kind.DATE, serial).blank


@pytest.mark.parametrize(
    "raw",
    [
        RawCell(Kind.TEXT, "TBD"),
        RawCell(Kind.TEXT, "None"),
        RawCell(Kind.ERROR),
        RawCell(Kind.NUMBER, 0.0),
        RawCell(Kind.TIME, 0.0),
        RawCell(Kind.DATE, 46_346.0),
    ],
)
def test_a_word_an_error_and_a_zero_are_not_blank(raw: RawCell) -> None:
    assert not raw.blank


def test_a_grid_may_start_further_down_and_right() -> None:
    given = answer()
    given["sheets"][0]["data"] = [
        {"rowData": [{"values": [text("a1")]}]},
        {"startRow": 2, "startColumn": 1, "rowData": [{"values": [text("b3")]}, {}]},
    ]
    (only,) = tables(given)
    assert [[cell.text for cell in line] for line in only.rows] == [["a1"], [], ["", "b3"]]


def test_where_cells_lead_is_kept_by_row_and_column() -> None:
    linked = text("report") | {"hyperlink": "https://files.example/x"}
    given = answer(
        data=[
            {"startRow": 2, "startColumn": 1, "rowData": [{"values": [text("plain"), linked]}, {}]},
            {"rowData": [{"values": [linked]}]},
        ]
    )
    (only,) = tables(given)
    assert only.links == {(2, 2): "https://files.example/x", (0, 0): "https://files.example/x"}
    assert "files.example" not in repr(only)


def test_grids_side_by_side_are_one_table() -> None:
    given = answer()
    given["sheets"][0]["data"] = [
        {"rowData": [{"values": [text("a1"), {}, text("c1")]}]},
        {"startColumn": 1, "rowData": [{"values": [text("b1")]}]},
    ]
    (only,) = tables(given)
    assert [[cell.text for cell in line] for line in only.rows] == [["a1", "b1", "c1"]]


def test_cells_that_are_alike_are_one() -> None:
    (only,) = tables(
        answer([cell(1), cell(1), cell(1, "DATE"), text("1"), cell(value=True, kind="boolValue")])
    )
    number, again, day, word, ticked = only.rows[0]

    assert number is again
    assert [one.kind for one in (number, day, word, ticked)] == [
        Kind.NUMBER,
        Kind.DATE,
        Kind.TEXT,
        Kind.BOOLEAN,
    ]


def test_neither_rows_nor_tables_end_with_blank_cells() -> None:
    (only,) = tables(answer([text("a1"), {}, text("")], [{}], []))
    assert [[cell.text for cell in line] for line in only.rows] == [["a1"]]


def test_a_column_is_as_long_as_the_table() -> None:
    ragged = table(["a", "b"], ["c"], ["d", "e"])
    assert [[one.text for one in ragged.column(column, 1)] for column in (1, None)] == [["", "e"], ["", ""]]


def test_a_sheet_without_a_grid_and_a_spreadsheet_without_sheets_are_empty() -> None:
    chart = {"spreadsheetId": "book", "sheets": [{"properties": {"title": "Chart"}}]}
    assert [(one.sheet_id, one.title, one.rows) for one in tables(chart)] == [(0, "Chart", ())]
    assert tables({"spreadsheetId": "book"}) == ()


def test_beyond_the_end_of_a_ragged_table_everything_is_blank() -> None:
    ragged = table(["a"], ["b", "c"])
    assert ragged.at(0, 1).blank
    assert ragged.at(9, 0).blank
    assert ragged.at(1, 1).text == "c"


@pytest.mark.parametrize(
    ("merge", "expected"),
    [
        pytest.param(
            {"startRowIndex": 0, "endRowIndex": 2, "startColumnIndex": 0, "endColumnIndex": 1},
            [["Student", "banner"], ["Student", "Date"]],
            id="a heading merged downwards stands in both rows",
        ),
        pytest.param(
            {"startColumnIndex": 0, "endColumnIndex": 1},
            [["Student", "banner"], ["Student", "Date"]],
            id="a merge without row indexes reaches to the end",
        ),
        pytest.param(
            {"startRowIndex": 0, "endRowIndex": 1, "startColumnIndex": 0, "endColumnIndex": 2},
            [["Student", "banner"], ["", "Date"]],
            id="a heading merged sideways is one heading",
        ),
        pytest.param(
            {"startRowIndex": 1, "endRowIndex": 2, "startColumnIndex": 0, "endColumnIndex": 2},
            [["Student", "banner"], ["", "Date"]],
            id="a merge of blank cells is nothing",
        ),
        pytest.param(
            {"startRowIndex": 5, "endRowIndex": 7, "startColumnIndex": 0, "endColumnIndex": 1},
            [["Student", "banner"], ["", "Date"]],
            id="a merge below the table is nothing",
        ),
    ],
)
def test_merged_cells_hold_the_value_of_the_top_left(
    merge: dict[str, int], expected: list[list[str]]
) -> None:
    (only,) = tables(answer([text("Student"), text("banner")], [{}, text("Date")], merges=[merge]))
    assert [[cell.text for cell in line] for line in only.rows] == expected


def test_a_cell_merged_sideways_tells_how_far_it_reaches() -> None:
    area = {"startRowIndex": 0, "endRowIndex": 2, "startColumnIndex": 1, "endColumnIndex": 4}
    down = {"startRowIndex": 0, "endRowIndex": 2, "startColumnIndex": 0, "endColumnIndex": 1}
    below = {"startRowIndex": 12, "endRowIndex": 13, "startColumnIndex": 0, "endColumnIndex": 4}
    (only,) = tables(answer([text("Student"), text("Annual")], merges=[area, down, below]))

    assert only.spans == {(0, 1): 4, (1, 1): 4, (12, 0): 4}


@pytest.mark.parametrize(
    ("column", "letters"),
    [(0, "A1"), (25, "Z1"), (26, "AA1"), (51, "AZ1"), (52, "BA1"), (701, "ZZ1"), (702, "AAA1")],
)
def test_cells_have_a1_addresses(column: int, letters: str) -> None:
    assert table().cell(0, column).a1 == letters


def test_rows_of_blanks_and_unticked_boxes_are_empty() -> None:
    found = sheet("meetings", ("student", "book"), ("", "FALSE"), ("", "TRUE"), ("—", ""), ("Rosa", "FALSE"))
    assert [one.line.a1 for one in found.rows()] == ["3:3", "5:5"]


@pytest.mark.parametrize(
    ("typed", "total"),
    [
        pytest.param(("TOTAL HOURS", "", "38.5"), True, id="in capitals"),
        pytest.param(("", "Total:", "38.5"), True, id="not in the first column"),
        pytest.param(("Weekly total", "7:30", "50%"), True, id="times and percentages"),
        pytest.param(("Subtotal 38.5", "", "#REF!"), True, id="an error of its formula"),
        pytest.param(("Count: 15",), True, id="a count"),
        pytest.param(("Average", "", "85%"), True, id="an average"),
        pytest.param(("Total students", "", "15"), True, id="of what"),
        pytest.param(("Count Olaf", "", "3"), False, id="a name with a count"),
        pytest.param(("Avery", "", "3"), False, id="a name like an average"),
        pytest.param(("Total", "Marie", "3"), False, id="a name"),
        pytest.param(("Total", "11/5/2026", "3"), False, id="a date"),
        pytest.param(("Totally", "", "3"), False, id="another word"),
        pytest.param(("Total recall", "", "3"), False, id="a word that is strange"),
        pytest.param(("Students", "", "3"), False, id="no total"),
        pytest.param(("3", "", "3"), False, id="a number"),
    ],
)
def test_totals_are_no_rows_of_data(typed: tuple[str, ...], total: bool) -> None:
    found = sheet("hours", ("date", "start", "hours"), ("11/5/2026", "8:00", "3"), typed)
    assert [one.line.a1 for one in found.rows()] == (["2:2"] if total else ["2:2", "3:3"])


def test_a_note_beside_the_known_columns_does_not_fill_a_row() -> None:
    found = sheet("meetings", ("student",), ("", "please do not sort"))
    assert list(found.rows()) == []


def test_a_field_without_a_column_is_blank_and_stands_for_its_row() -> None:
    only = row(student="Rosa")
    assert only.raw("zone").blank
    assert only.place("zone").a1 == "2:2"
    assert only.place("student").a1 == "A2"


def test_repr_shows_neither_cells_nor_titles_nor_names() -> None:
    kept = [table(["Rosa Delgadillo"], title="Rosa"), RawCell(Kind.TEXT, "Rosa"), student_row("Rosa")]
    assert "Rosa" not in repr(kept)
    assert "Delgadillo" not in repr(kept)


def test_a_student_is_called_by_the_preferred_name() -> None:
    assert student_row("William", preferred="Will").called == "Will"
    assert student_row("William").called == "William"


@pytest.mark.parametrize(
    ("first", "last", "whole"),
    [
        pytest.param("Rosa", "Delgadillo", "Rosa Delgadillo", id="two names"),
        pytest.param("Suharto", "", "Suharto", id="a first name alone"),
        pytest.param("", "Madonna", "Madonna", id="a last name alone"),
    ],
)
def test_a_student_is_called_by_the_names_there_are(first: str, last: str, whole: str) -> None:
    assert student_row(first, last).full_name == whole
