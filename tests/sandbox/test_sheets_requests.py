from __future__ import annotations

import pytest

from tests.sandbox.sheets_client import SheetsClient, grid, refused, rows
from workspace_agent.sandbox.call import ApiError, Json
from workspace_agent.sandbox.sheets.requests import ANSWERED, SILENT, WITH_CALL


@pytest.fixture
def sheets() -> SheetsClient:
    return SheetsClient()


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
            "repeatCell", {"range": grid(1000, 0, 2000, 1), "fields": "*"}, "outside the grid", id="grid"
        ),
        pytest.param(
            "deleteDimension", {"range": rows(999, 1001)}, "a row that doesn't exist", id="no such row"
        ),
        pytest.param("deleteDimension", {"range": rows(0, 1000)}, "can't delete all the rows", id="all rows"),
        pytest.param(
            "insertDimension",
            {"range": rows(1001, 1002)},
            r"startIndex\[1001\] is too large",
            id="past the grid",
        ),
        pytest.param(
            "insertDimension",
            {"range": rows(0, 1), "inheritFromBefore": True},
            "inheritFromBefore cannot be true",
            id="nothing before the first row",
        ),
        pytest.param("insertDimension", {"range": {"startIndex": 0}}, "No dimension", id="no dimension"),
        pytest.param("appendDimension", {"dimension": "ROWS"}, "length must be", id="no length"),
        pytest.param(
            "moveDimension",
            {"source": rows(0, 3), "destinationIndex": 1},
            "into itself",
            id="move into itself",
        ),
        pytest.param(
            "moveDimension",
            {"source": rows(0, 1), "destinationIndex": 2000},
            "beyond the grid",
            id="move too far",
        ),
        pytest.param(
            "updateCells",
            {"range": grid(0, 0, 1, 1), "rows": [{"values": [{}, {}]}], "fields": "*"},
            "Attempting to write column: 1, beyond the last requested column of: 0",
            id="row too wide",
        ),
        pytest.param(
            "updateCells",
            {"range": grid(0, 0, 1, 1), "rows": [{"values": [{}]}] * 2, "fields": "*"},
            "Attempting to write row: 1, beyond the last requested row of: 0",
            id="too many rows",
        ),
        pytest.param("addSheet", {"properties": {"sheetId": 0}}, "the id 0 already exists", id="id is taken"),
        pytest.param(
            "updateSheetProperties",
            {
                "properties": {"gridProperties": {"frozenRowCount": 1000}},
                "fields": "gridProperties.frozenRowCount",
            },
            "can't freeze all",
            id="all rows frozen",
        ),
        pytest.param(
            "deleteProtectedRange", {"protectedRangeId": 1}, "No protected range", id="not protected"
        ),
        pytest.param(
            "addConditionalFormatRule", {"rule": {}}, "at least one range", id="rule without a range"
        ),
        pytest.param("deleteConditionalFormatRule", {"index": 0}, "No conditional format", id="no such rule"),
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


ODD_BODIES: list[Json] = [
    {},
    {"range": {}, "source": {}, "destination": {}},
    {"range": {"sheetId": 99}, "sheetId": 99, "source": {"sheetId": 99}},
    {"fields": "*"},
    {"fields": "title,name", "properties": {"title": ""}},
    {"range": {"startRowIndex": -1, "endRowIndex": -5}, "fields": "*", "rows": [{"values": [None]}]},
    {"range": {"startRowIndex": 5, "endRowIndex": 2}, "fields": "*", "cell": None},
    {"range": {"dimension": "ROWS", "startIndex": -3, "endIndex": 2}, "dimension": "ROWS", "length": -1},
    {"source": {"dimension": "ROWS"}, "destinationIndex": -5, "shiftDimension": "ROWS"},
    {"start": {"rowIndex": -1}, "rows": [{"values": [{}]}], "fields": "*"},
    {"properties": {"gridProperties": {"rowCount": -1}}, "fields": "gridProperties"},
]


@pytest.mark.parametrize("kind", sorted({**SILENT, **ANSWERED, **WITH_CALL}))
def test_odd_request_is_carried_out_or_refused_and_breaks_nothing(kind: str) -> None:
    small = {"gridProperties": {"rowCount": 9, "columnCount": 5}}
    sheets = SheetsClient(sheets=[{"properties": small}, {"properties": small}])
    sheets.type_in("A1", [["a", 1], ["=A1", "TRUE"]])
    for body in ODD_BODIES:
        try:
            sheets.here("batchUpdate", {"requests": [{kind: body}]})
        except ApiError as refusal:
            assert refusal.status == 400, refusal.message  # noqa: PT017 - either answer is right
    assert sheets.here("get", ranges=["A1:C3"], includeGridData=True)["sheets"]


@pytest.mark.parametrize("name", ["", "A1", "AB12", "R1C1", "true", "two words", "1st", "a-b", "x" * 251])
def test_name_that_could_be_a_cell_is_no_name_for_a_range(sheets: SheetsClient, name: str) -> None:
    with refused(400, r"Invalid requests\[0\].addNamedRange: .*not a valid name"):
        sheets.change("addNamedRange", {"namedRange": {"name": name, "range": grid(0, 0, 1, 1)}})
