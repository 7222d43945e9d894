from __future__ import annotations

import gspread
import pytest
from google.auth.credentials import AnonymousCredentials

from tests.sandbox.sheets_client import SheetsClient
from tests.sandbox.sheets_session import Session


@pytest.fixture
def book() -> gspread.Spreadsheet:
    sheets = SheetsClient()
    # gspread takes the session as it is; anonymous credentials only fill its place for them.
    client = gspread.Client(AnonymousCredentials(), session=Session(sheets))  # type: ignore[no-untyped-call, arg-type]
    return client.open_by_key(sheets.book_id)


def test_sheet_is_found_by_title_and_by_place(book: gspread.Spreadsheet) -> None:
    assert book.worksheet("Sheet1").id == book.sheet1.id == 0
    with pytest.raises(gspread.WorksheetNotFound):
        book.worksheet("Nowhere")


def test_update_writes_a_block_and_get_all_values_pads_it(book: gspread.Spreadsheet) -> None:
    book.sheet1.update([["a", "b"], ["c"]], "A1")
    assert book.sheet1.get_all_values() == [["a", "b"], ["c", ""]]
    assert book.sheet1.get_all_records() == [{"a": "c", "b": ""}]


def test_rows_are_appended_in_turn(book: gspread.Spreadsheet) -> None:
    book.sheet1.append_row(["a", 1])
    book.sheet1.append_rows([["b", 2], ["c", 3]])
    assert book.sheet1.get_all_values() == [["a", "1"], ["b", "2"], ["c", "3"]]


def test_several_ranges_are_read_at_once(book: gspread.Spreadsheet) -> None:
    book.sheet1.batch_update(
        [{"range": "A1", "values": [[1]]}, {"range": "C2", "values": [["37%"]]}], raw=False
    )
    assert [list(values) for values in book.sheet1.batch_get(["A1:B1", "C2"])] == [[["1"]], [["37%"]]]
    assert book.values_batch_get(["Sheet1!A1"])["valueRanges"][0]["values"] == [["1"]]


def test_sheets_are_added_renamed_resized_and_deleted(book: gspread.Spreadsheet) -> None:
    added = book.add_worksheet("Log", rows=5, cols=2)
    added.update_title("It's")
    added.resize(rows=7)
    added.freeze(rows=1)
    again = book.worksheet("It's")
    assert (again.id, again.row_count, again.col_count, again.frozen_row_count) == (added.id, 7, 2, 1)
    again.update_acell("B7", "x")
    assert again.acell("B7").value == "x"
    book.del_worksheet(again)
    assert [sheet.title for sheet in book.worksheets()] == ["Sheet1"]


def test_format_and_rows_are_changed(book: gspread.Spreadsheet) -> None:
    book.sheet1.update([["b", 2], ["a", 1]], "A1")
    book.sheet1.format("B1:B2", {"numberFormat": {"type": "PERCENT", "pattern": "0%"}})
    book.sheet1.sort((1, "asc"), range="A1:B2")
    book.sheet1.insert_row(["first"], 1)
    book.sheet1.delete_rows(2)
    assert book.sheet1.get_all_values() == [["first", ""], ["b", "200%"]]


def test_merged_and_protected_ranges_are_listed(book: gspread.Spreadsheet) -> None:
    book.sheet1.merge_cells("A1:B2")
    book.sheet1.add_protected_range("A1:B1", warning_only=True)
    (sheet,) = book.fetch_sheet_metadata()["sheets"]
    assert sheet["merges"][0]["endRowIndex"] == 2
    assert sheet["protectedRanges"][0]["warningOnly"] is True


def test_refusal_reaches_gspread_with_its_code(book: gspread.Spreadsheet) -> None:
    with pytest.raises(gspread.exceptions.APIError, match="exceeds grid limits") as refusal:
        book.sheet1.update([["x"]], "A2000")
    assert refusal.value.code == 400
