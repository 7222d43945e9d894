from __future__ import annotations

from typing import Any

import pytest

from tests.sandbox.sheets_client import SheetsClient, refused
from workspace_agent.sandbox.call import Json


@pytest.fixture
def sheets() -> SheetsClient:
    return SheetsClient()


def grid(top: int, left: int, bottom: int, right: int) -> Json:
    return {"startRowIndex": top, "endRowIndex": bottom, "startColumnIndex": left, "endColumnIndex": right}


def rows(start: int, end: int, axis: str = "ROWS") -> Json:
    return {"sheetId": 0, "dimension": axis, "startIndex": start, "endIndex": end}


def titles(sheets: SheetsClient) -> list[str]:
    return [sheet["properties"]["title"] for sheet in sheets.here("get")["sheets"]]


# ---- whole sheets


def test_added_sheet_is_described_in_the_reply(sheets: SheetsClient) -> None:
    given = {"title": "Log", "sheetType": "GRID", "gridProperties": {"rowCount": 1, "columnCount": 1}}
    made = sheets.change("addSheet", {"properties": given})["properties"]
    assert made.pop("sheetId") > 0
    assert made == {**given, "index": 1}


def test_sheet_is_added_at_its_index(sheets: SheetsClient) -> None:
    sheets.change("addSheet", {"properties": {"title": "First", "index": 0}})
    assert titles(sheets) == ["First", "Sheet1"]


def test_title_is_taken_in_any_letter_case(sheets: SheetsClient) -> None:
    message = (
        r'Invalid requests\[0\].addSheet: A sheet with the name "sheet1" already exists. '
        r"Please enter another name."
    )
    with refused(400, message):
        sheets.change("addSheet", {"properties": {"title": "sheet1"}})


def test_sheet_keeps_its_id_under_a_new_title(sheets: SheetsClient) -> None:
    sheet_id = sheets.change("addSheet", {"properties": {"title": "Log"}})["properties"]["sheetId"]
    new = {"sheetId": sheet_id, "title": "Diary", "hidden": True}
    sheets.change("updateSheetProperties", {"properties": new, "fields": "title"})
    after = sheets.sheet(1)["properties"]
    assert (after["title"], after["sheetId"], "hidden" in after) == ("Diary", sheet_id, False)


@pytest.mark.parametrize(
    ("index", "order"),
    [
        pytest.param(0, "ABC", id="to where it is"),
        pytest.param(1, "ABC", id="before its neighbour is where it is"),
        pytest.param(2, "BAC", id="one further"),
        pytest.param(3, "BCA", id="to the end"),
    ],
)
def test_index_counts_places_before_the_move(index: int, order: str) -> None:
    names = [{"properties": {"title": title, "sheetId": at}} for at, title in enumerate("ABC")]
    sheets = SheetsClient(sheets=names)
    sheets.change("updateSheetProperties", {"properties": {"sheetId": 0, "index": index}, "fields": "index"})
    assert "".join(titles(sheets)) == order


def test_grid_is_resized_with_slashes_in_the_mask(sheets: SheetsClient) -> None:
    sheets.type_in("A1", [["keep", "lose"]])
    new = {"sheetId": 0, "gridProperties": {"rowCount": 3, "columnCount": 1}}
    fields = "gridProperties/rowCount,gridProperties/columnCount"
    sheets.change("updateSheetProperties", {"properties": new, "fields": fields})
    assert sheets.read("Sheet1") == [["keep"]]
    assert sheets.sheet()["properties"]["gridProperties"] == {"rowCount": 3, "columnCount": 1}


def test_frozen_rows_and_tab_colour_come_and_go(sheets: SheetsClient) -> None:
    red: Json = {"red": 1}
    new = {"sheetId": 0, "gridProperties": {"frozenRowCount": 1}, "tabColor": red}
    fields = "gridProperties.frozenRowCount,tabColor"
    sheets.change("updateSheetProperties", {"properties": new, "fields": fields})
    after = sheets.sheet()["properties"]
    assert after["gridProperties"]["frozenRowCount"] == 1
    assert (after["tabColor"], after["tabColorStyle"]) == (red, {"rgbColor": red})
    sheets.change("updateSheetProperties", {"properties": {"sheetId": 0}, "fields": fields})
    after = sheets.sheet()["properties"]
    assert after["gridProperties"] == {"rowCount": 1000, "columnCount": 26}
    assert {"tabColor", "tabColorStyle"}.isdisjoint(after)


def test_copy_of_a_sheet_has_its_cells_and_its_own_id(sheets: SheetsClient) -> None:
    sheets.type_in("A1", [["x"]])
    made = sheets.change("duplicateSheet", {"sourceSheetId": 0, "newSheetName": "Two", "insertSheetIndex": 1})
    assert made["properties"]["sheetId"] != 0
    assert sheets.read("Two!A1") == [["x"]]


def test_spreadsheet_takes_a_new_title_and_zone(sheets: SheetsClient) -> None:
    new = {"title": "New", "timeZone": "America/Phoenix", "locale": "en_GB"}
    sheets.change("updateSpreadsheetProperties", {"properties": new, "fields": "title,timeZone"})
    after = sheets.here("get")["properties"]
    assert (after["title"], after["timeZone"], after["locale"]) == ("New", "America/Phoenix", "en_US")


# ---- cells


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


def test_cut_cells_are_gone_where_they_were(sheets: SheetsClient) -> None:
    sheets.type_in("A1", [["a"], ["b"]])
    to = {"sheetId": 0, "rowIndex": 1, "columnIndex": 2}
    sheets.change("cutPaste", {"source": grid(0, 0, 2, 1), "destination": to})
    assert sheets.read("Sheet1") == [[], ["", "", "a"], ["", "", "b"]]


# ---- rows and columns


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
    hidden = {"range": rows(1, 2), "properties": {"hiddenByUser": True}, "fields": "hiddenByUser"}
    sheets.change("updateDimensionProperties", hidden)
    sheets.change("insertDimension", {"range": rows(0, 3)})
    book = sheets.here("get", includeGridData=True)
    (sheet,) = book["sheets"]
    assert sheet["merges"] == [grid(4, 0, 5, 2)]
    assert sheet["protectedRanges"][0]["range"] == grid(4, 0, 5, 2)
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


# ---- ranges


def test_merged_cells_keep_the_first_value_only(sheets: SheetsClient) -> None:
    sheets.type_in("A1", [["a", "b"], ["c", "d"]])
    sheets.change("mergeCells", {"range": grid(0, 0, 2, 2), "mergeType": "MERGE_ROWS"})
    assert sheets.read("Sheet1") == [["a"], ["c"]]
    assert sheets.sheet()["merges"] == [grid(0, 0, 1, 2), grid(1, 0, 2, 2)]
    sheets.change("mergeCells", {"range": grid(0, 0, 2, 2), "mergeType": "MERGE_ALL"})
    assert sheets.sheet()["merges"] == [grid(0, 0, 2, 2)]
    sheets.type_in("A2", [["under the merge"]])
    assert sheets.read("Sheet1") == [["a"]]
    sheets.change("unmergeCells", {"range": grid(0, 0, 2, 2)})
    assert "merges" not in sheets.sheet()


def test_part_of_a_merge_cannot_be_merged(sheets: SheetsClient) -> None:
    sheets.change("mergeCells", {"range": grid(0, 0, 2, 2), "mergeType": "MERGE_ALL"})
    with refused(400, r"requests\[0\].mergeCells: You must select all cells in a merged range"):
        sheets.change("mergeCells", {"range": grid(1, 0, 3, 2), "mergeType": "MERGE_ALL"})


def test_protected_range_is_answered_as_google_does(sheets: SheetsClient) -> None:
    given = {
        "range": {**grid(0, 0, 2, 2), "sheetId": 0},
        "description": None,
        "warningOnly": True,
        "requestingUserCanEdit": False,
        "editors": None,
    }
    made = sheets.change("addProtectedRange", {"protectedRange": given})["protectedRange"]
    assert made.pop("protectedRangeId") > 0
    assert made == {
        "range": grid(0, 0, 2, 2),
        "warningOnly": True,
        "requestingUserCanEdit": True,
        "editors": {},
    }


@pytest.mark.parametrize(
    ("protection", "user", "closed"),
    [
        pytest.param({}, "other@dept.example", True, id="others are kept out"),
        pytest.param({}, "owner@dept.example", False, id="the owner is not"),
        pytest.param({"warningOnly": True}, "other@dept.example", False, id="a warning stops nobody"),
        pytest.param(
            {"editors": {"users": ["other@dept.example"]}}, "other@dept.example", False, id="editors may"
        ),
    ],
)
def test_protection_closes_a_range(
    sheets: SheetsClient, protection: Json, user: str, *, closed: bool
) -> None:
    sheets.share(user, "writer")
    given = {"range": grid(0, 0, 1, 2), **protection}
    sheets.change("addProtectedRange", {"protectedRange": given})
    body = {"valueInputOption": "RAW", "data": [{"range": "B1", "values": [["x"]]}]}
    if closed:
        with refused(400, "You are trying to edit a protected cell or object"):
            sheets.here("values.batchUpdate", body, user=user)
    else:
        sheets.here("values.batchUpdate", body, user=user)
    assert sheets.read("B1") == ([] if closed else [["x"]])


def test_named_range_is_renamed_and_deleted(sheets: SheetsClient) -> None:
    made = sheets.change("addNamedRange", {"namedRange": {"name": "Names", "range": grid(0, 0, 1, 1)}})
    named_id = made["namedRange"]["namedRangeId"]
    new = {"namedRange": {"namedRangeId": named_id, "name": "Initials"}, "fields": "name"}
    sheets.change("updateNamedRange", new)
    assert [each["name"] for each in sheets.here("get")["namedRanges"]] == ["Initials"]
    sheets.change("deleteNamedRange", {"namedRangeId": named_id})
    assert "namedRanges" not in sheets.here("get")


def test_rules_and_filters_are_kept(sheets: SheetsClient) -> None:
    rule = {"ranges": [grid(0, 0, 2, 2)], "booleanRule": {"condition": {"type": "BLANK"}, "format": {}}}
    sheets.change("addConditionalFormatRule", {"rule": rule, "index": 0})
    sheets.change("setBasicFilter", {"filter": {"range": {"sheetId": 0}}})
    assert (sheets.sheet()["conditionalFormats"], sheets.sheet()["basicFilter"]) == ([rule], {"range": {}})
    assert sheets.change("deleteConditionalFormatRule", {"sheetId": 0, "index": 0}) == {"rule": rule}
    sheets.change("clearBasicFilter", {"sheetId": 0})
    assert set(sheets.sheet()) == {"properties"}


# ---- the batch itself


@pytest.mark.parametrize(
    ("kind", "request_body", "message"),
    [
        pytest.param(
            "deleteSheet", {"sheetId": 0}, "You can't remove all the sheets in a document", id="last"
        ),
        pytest.param("deleteSheet", {"sheetId": 9}, "No grid with id: 9", id="no such sheet"),
        pytest.param(
            "updateSheetProperties",
            {"properties": {"sheetId": 0, "hidden": True}, "fields": "hidden"},
            "You can't hide all the sheets in a document",
            id="hide the last",
        ),
        pytest.param(
            "repeatCell", {"range": grid(0, 0, 1, 1), "cell": {}}, "At least one field", id="no mask"
        ),
        pytest.param(
            "repeatCell",
            {"range": grid(0, 0, 1, 1), "fields": "colour"},
            "Invalid field: colour",
            id="odd mask",
        ),
        pytest.param(
            "repeatCell", {"range": grid(0, 0, 2000, 1), "fields": "*"}, "outside the grid", id="grid"
        ),
        pytest.param(
            "deleteDimension", {"range": rows(999, 1001)}, "a row that doesn't exist", id="no such row"
        ),
        pytest.param("deleteDimension", {"range": rows(0, 1000)}, "can't delete all the rows", id="all rows"),
        pytest.param("insertDimension", {"range": rows(3, 3)}, "must be greater than", id="no rows"),
        pytest.param(
            "deleteNamedRange", {"namedRangeId": "x"}, "No named range with id: x", id="no such name"
        ),
    ],
)
def test_refusal_names_the_request(sheets: SheetsClient, kind: str, request_body: Json, message: str) -> None:
    with refused(400, rf"Invalid requests\[0\].{kind}: .*{message}"):
        sheets.change(kind, request_body)


def test_failed_batch_changes_nothing(sheets: SheetsClient) -> None:
    sheets.type_in("A1", [["a"]])
    before = sheets.here("get", includeGridData=True)
    requests = [
        {"addSheet": {"properties": {"title": "New"}}},
        {"deleteDimension": {"range": rows(0, 1)}},
        {"deleteSheet": {"sheetId": 99}},
    ]
    with refused(400, r"Invalid requests\[2\].deleteSheet"):
        sheets.here("batchUpdate", {"requests": requests})
    assert sheets.here("get", includeGridData=True) == before


def test_later_requests_see_the_earlier_ones(sheets: SheetsClient) -> None:
    requests = [
        {"addSheet": {"properties": {"title": "New", "sheetId": 5}}},
        {"deleteSheet": {"sheetId": 0}},
    ]
    reply = sheets.here("batchUpdate", {"requests": requests, "includeSpreadsheetInResponse": True})
    assert [list(each) for each in reply["replies"]] == [["addSheet"], []]
    assert [each["properties"]["title"] for each in reply["updatedSpreadsheet"]["sheets"]] == ["New"]


def test_kind_that_is_not_built_names_itself(sheets: SheetsClient) -> None:
    with refused(501, "addChart"):
        sheets.change("addChart", {})


def test_empty_batch_is_refused(sheets: SheetsClient) -> None:
    with refused(400, "Must specify at least one request"):
        sheets.here("batchUpdate", {"requests": []})
