from __future__ import annotations

from typing import Any, cast

import gspread
import pytest
from gspread.utils import MergeType, ValueRenderOption

from tests.sandbox.world import MANAGER, Person, control
from workspace_agent.sandbox.server import Sandbox


@pytest.fixture
def client(robot: Person) -> gspread.Client:
    return gspread.Client(cast("Any", None), session=robot.session)


@pytest.fixture
def book(client: gspread.Client) -> gspread.Spreadsheet:
    return client.create("Hours")


@pytest.fixture
def sheet(book: gspread.Spreadsheet) -> gspread.Worksheet:
    book.sheet1.update([["Name", "Hours"], ["Ann", 1], ["Bob", 2], ["Ann", 3]], "A1")
    return book.sheet1


def test_spreadsheet_is_opened_in_every_way(client: gspread.Client, book: gspread.Spreadsheet) -> None:
    assert client.open("Hours").id == book.id
    assert client.open_by_key(book.id).title == "Hours"
    assert client.open_by_url(book.url).id == book.id
    assert [each.id for each in client.openall()] == [book.id]
    assert [each["name"] for each in client.list_spreadsheet_files("Hours")] == ["Hours"]


def test_unknown_spreadsheets_are_gspreads_own_errors(client: gspread.Client) -> None:
    with pytest.raises(gspread.SpreadsheetNotFound):
        client.open("Nothing")
    with pytest.raises(gspread.SpreadsheetNotFound):
        client.open_by_key("nothing")


def test_spreadsheet_is_copied_shared_and_deleted(
    client: gspread.Client, manager: Person, book: gspread.Spreadsheet
) -> None:
    book.sheet1.update_acell("A1", "x")
    copy = client.copy(book.id, title="Copy", copy_comments=False)
    assert copy.sheet1.acell("A1").value == "x"
    book.share(MANAGER, perm_type="user", role="writer", notify=False)
    assert {each["emailAddress"]: each["role"] for each in book.list_permissions()}[MANAGER] == "writer"
    theirs = gspread.Client(cast("Any", None), session=manager.session)
    theirs.open_by_key(book.id).sheet1.update_acell("A2", "y")
    assert book.sheet1.get_all_values() == [["x"], ["y"]]
    assert book.remove_permissions(MANAGER)
    with pytest.raises(PermissionError):
        theirs.open_by_key(book.id)
    client.del_spreadsheet(copy.id)
    with pytest.raises(gspread.SpreadsheetNotFound):
        client.open_by_key(copy.id)


def test_spreadsheet_has_properties_that_change(book: gspread.Spreadsheet) -> None:
    book.update_title("Hours of May")
    book.update_locale("en_GB")
    book.update_timezone("America/Phoenix")
    book.fetch_sheet_metadata()
    assert (book.title, book.locale, book.timezone) == ("Hours of May", "en_GB", "America/Phoenix")
    assert book.get_lastUpdateTime().endswith("Z")


def test_records_are_read_with_their_headings(sheet: gspread.Worksheet) -> None:
    assert sheet.get_all_records()[0] == {"Name": "Ann", "Hours": 1}
    sheet.update([["Name", "Name"], ["007", "NAN"]], "A1", raw=True)
    with pytest.raises(gspread.exceptions.GSpreadException, match="uplicate"):
        sheet.get_all_records()


def test_stray_note_right_of_a_table_spoils_the_records(sheet: gspread.Worksheet) -> None:
    sheet.update([["x"]], "D3")
    assert set(sheet.get_all_records(expected_headers=["Name", "Hours"])[0]) >= {"Name", "Hours"}
    assert sheet.get_all_values()[1] == ["Ann", "1", "", ""]


def test_initials_that_look_like_numbers_are_numbers_to_gspread(sheet: gspread.Worksheet) -> None:
    sheet.update([["Name", "Room"], ["NAN", "007"], ["INF", "1,2"]], "A1", raw=True)
    first, second, *_ = sheet.get_all_records()
    assert (first["Name"] != first["Name"], first["Room"], second["Name"]) == (True, 7, float("inf"))
    assert sheet.get_all_values()[1] == ["NAN", "007"]


def test_cells_are_found(sheet: gspread.Worksheet) -> None:
    found = sheet.find("Bob")
    assert found is not None
    assert (found.row, found.col, found.address) == (3, 1, "A3")
    assert [cell.row for cell in sheet.findall("Ann")] == [2, 4]
    assert sheet.find("nobody") is None


def test_cells_are_read_in_every_way(sheet: gspread.Worksheet) -> None:
    sheet.update([["=B2+B3"]], "C2", raw=False)
    assert sheet.acell("C2").value == "3"
    assert sheet.acell("C2", value_render_option=ValueRenderOption.formula).value == "=B2+B3"
    assert sheet.cell(2, 3).numeric_value == 3
    assert sheet.row_values(2) == ["Ann", "1", "3"]
    assert sheet.col_values(1) == ["Name", "Ann", "Bob", "Ann"]
    assert [cell.value for cell in sheet.range("A2:B2")] == ["Ann", "1"]
    assert sheet.get("A2:B3") == [["Ann", "1"], ["Bob", "2"]]
    assert sheet.batch_get(["A1", "B2:B3"]) == [[["Name"]], [["1"], ["2"]]]
    assert len(sheet.get_all_cells()) == 1000 * 26


def test_cells_are_written_in_every_way(sheet: gspread.Worksheet) -> None:
    sheet.update_cell(2, 2, 5)
    cells = sheet.range("A3:B3")
    for cell in cells:
        cell.value = "z"
    sheet.update_cells(cells)
    sheet.batch_update([{"range": "A4:B4", "values": [["p", "q"]]}])
    sheet.append_row(["r"], table_range="A1:B1")
    sheet.append_rows([["s"], ["t"]])
    assert sheet.get_all_values()[1:4] == [["Ann", "5"], ["z", "z"], ["p", "q"]]
    assert sheet.col_values(1)[4:] == ["r", "s", "t"]
    sheet.batch_clear(["A2:B2", "A4"])
    assert sheet.get("A2:B4") == [[], ["z", "z"], ["", "q"]]
    sheet.clear()
    assert sheet.get_all_values() == [[]]


def test_rows_and_columns_come_go_and_hide(sheet: gspread.Worksheet) -> None:
    sheet.insert_rows([["x"], ["y"]], row=2)
    sheet.insert_cols([["n"]], col=1)
    sheet.delete_rows(3)
    sheet.delete_columns(1)
    assert sheet.col_values(1) == ["Name", "x", "Ann", "Bob", "Ann"]
    sheet.resize(rows=10, cols=4)
    sheet.add_rows(2)
    sheet.add_cols(1)
    assert (sheet.row_count, sheet.col_count) == (12, 5)
    sheet.hide_rows(1, 2)
    sheet.unhide_rows(1, 2)
    sheet.hide_columns(0, 1)
    sheet.unhide_columns(0, 1)
    sheet.rows_auto_resize(0, 1)
    sheet.columns_auto_resize(0, 1)
    sheet.add_dimension_group_rows(1, 3)
    assert [group["depth"] for group in sheet.list_dimension_group_rows()] == [1]
    sheet.delete_dimension_group_rows(1, 3)
    sheet.add_dimension_group_columns(0, 1)
    assert sheet.list_dimension_group_columns()[0]["range"]["endIndex"] == 1
    sheet.delete_dimension_group_columns(0, 1)
    assert sheet.list_dimension_group_rows() == []


def test_notes_are_kept_beside_the_values(sheet: gspread.Worksheet) -> None:
    sheet.insert_note("B2", "late")
    sheet.update_notes({"A1": "one", "C3": "two"})
    assert (sheet.get_note("B2"), sheet.get_note("A9")) == ("late", "")
    assert sheet.get_notes() == [["one", ""], ["", "late"], ["", "", "two"], ["", ""]]
    sheet.clear_note("B2")
    sheet.clear_notes(["A1", "C3"])
    assert sheet.get_note("B2") == ""


def test_formats_merges_and_sorting(book: gspread.Spreadsheet, sheet: gspread.Worksheet) -> None:
    sheet.format("A1:B1", {"textFormat": {"bold": True}})
    sheet.batch_format([{"range": "B2:B4", "format": {"numberFormat": {"type": "PERCENT", "pattern": "0%"}}}])
    sheet.sort((2, "des"), range="A2:B4")
    assert sheet.get_all_values()[1] == ["Ann", "300%"]
    sheet.merge_cells("A1:B1", merge_type=MergeType.merge_rows)
    sheet.update([["x"]], "C1")
    assert sheet.get_values("A1:C1", combine_merged_cells=True) == [["Name", "Name", "x"]]
    sheet.unmerge_cells("A1:B1")
    sheet.set_basic_filter("A1:B4")
    assert "basicFilter" in book.fetch_sheet_metadata()["sheets"][0]
    sheet.clear_basic_filter()
    sheet.copy_range("A1:A4", "D1")
    sheet.cut_range("D1:D4", "E1")
    assert sheet.col_values(5) == ["Name", "Ann", "Bob", "Ann"]


def test_headings_are_frozen_and_tabs_coloured(sheet: gspread.Worksheet) -> None:
    sheet.freeze(rows=1, cols=1)
    assert (sheet.frozen_row_count, sheet.frozen_col_count) == (1, 1)
    sheet.update_tab_color("#ff7f00")
    assert sheet.get_tab_color() == "#FF7F00"
    sheet.clear_tab_color()
    assert sheet.get_tab_color() is None
    sheet.hide_gridlines()
    assert sheet.is_gridlines_hidden
    sheet.show_gridlines()


def test_sheets_are_copied_moved_hidden_and_deleted(
    client: gspread.Client, book: gspread.Spreadsheet, sheet: gspread.Worksheet
) -> None:
    twin = sheet.duplicate(new_sheet_name="Twin", insert_sheet_index=1)
    other = client.create("Other")
    sheet.copy_to(other.id)
    assert other.worksheet("Copy of Sheet1").acell("A2").value == "Ann"
    book.reorder_worksheets([twin, sheet])
    assert [each.title for each in book.worksheets()] == ["Twin", "Sheet1"]
    twin.update_index(1)
    twin.hide()
    assert [each.title for each in book.worksheets(exclude_hidden=True)] == ["Sheet1"]
    twin.show()
    book.del_worksheet_by_id(twin.id)
    with pytest.raises(gspread.WorksheetNotFound):
        book.worksheet("Twin")
    assert book.get_worksheet_by_id(0).title == book.get_worksheet(0).title


def test_names_and_protection_are_kept(book: gspread.Spreadsheet, sheet: gspread.Worksheet) -> None:
    made = sheet.define_named_range("A2:A4", "People")
    assert book.values_get("People")["values"] == [["Ann"], ["Bob"], ["Ann"]]
    assert [each["name"] for each in book.list_named_ranges()] == ["People"]
    sheet.delete_named_range(made["replies"][0]["addNamedRange"]["namedRange"]["namedRangeId"])
    sheet.add_protected_range("A1:B1", editor_users_emails=[MANAGER], description="headings")
    (protection,) = book.list_protected_ranges(sheet.id)
    assert MANAGER in protection["editors"]["users"]
    sheet.delete_protected_range(protection["protectedRangeId"])
    assert book.list_protected_ranges(sheet.id) == []


def test_list_of_choices_is_set(sheet: gspread.Worksheet) -> None:
    sheet.add_validation("C2", gspread.utils.ValidationConditionType.one_of_list, ["Yes", "No"], strict=True)
    sheet.update([["Yes"]], "C2")
    with pytest.raises(gspread.exceptions.APIError, match="violates the data validation rules"):
        sheet.update([["Maybe"]], "C2")


def test_rows_grow_by_one_however_often_a_reply_is_lost(sandbox: Sandbox, sheet: gspread.Worksheet) -> None:
    fault = {"method": "sheets.spreadsheets.values.append", "status": 503, "when": "after"}
    control(sandbox, "POST", "faults", fault)
    with pytest.raises(gspread.exceptions.APIError):
        sheet.append_row(["Eve", 4])
    assert sheet.col_values(1) == ["Name", "Ann", "Bob", "Ann", "Eve"]
    sheet.append_row(["Eve", 4])
    assert sheet.col_values(1).count("Eve") == 2
