"""What Sheets lets pass, as the suites of its clients show; the data are invented."""

from __future__ import annotations

import pytest

from tests.sandbox.test_drive_files import FILES, SHEET
from tests.sandbox.world import Json, Person


@pytest.fixture
def book(robot: Person) -> str:
    return str(robot.post(FILES, {"name": "Log", "mimeType": SHEET})["id"])


def change(person: Person, book: str, *requests: object) -> Json:
    sheets = person.service("sheets", "v4").spreadsheets()
    found: Json = sheets.batchUpdate(spreadsheetId=book, body={"requests": list(requests)}).execute()
    return found


def shown(person: Person, book: str, fields: str) -> Json:
    sheets = person.service("sheets", "v4").spreadsheets()
    reply = sheets.get(spreadsheetId=book, includeGridData=True, fields=fields).execute()
    found: Json = reply["sheets"][0]
    return found


def hide(*rows: int) -> Json:
    span = {"sheetId": 0, "dimension": "ROWS", "startIndex": rows[0], "endIndex": rows[-1] + 1}
    properties = {"hiddenByUser": True}
    return {"updateDimensionProperties": {"range": span, "properties": properties, "fields": "*"}}


def test_requests_in_a_list_of_their_own_stand_beside_the_others(robot: Person, book: str) -> None:
    assert len(change(robot, book, [hide(1), hide(2)], hide(4))["replies"]) == 3
    rows = shown(robot, book, "sheets.data.rowMetadata.hiddenByUser")["data"][0]["rowMetadata"]
    assert [one.get("hiddenByUser", False) for one in rows[:5]] == [False, True, True, False, True]


def test_a_range_is_cut_at_the_far_sides_of_the_grid(robot: Person, book: str) -> None:
    size = {"rowCount": 3, "columnCount": 3}
    properties = {"sheetId": 0, "gridProperties": size}
    resize = {"updateSheetProperties": {"properties": properties, "fields": "gridProperties"}}
    far = {"sheetId": 0, "startRowIndex": 0, "endRowIndex": 9, "startColumnIndex": 0, "endColumnIndex": 1}
    bold: Json = {"userEnteredFormat": {"textFormat": {"bold": True}}}
    change(robot, book, resize, {"repeatCell": {"range": far, "cell": bold, "fields": "userEnteredFormat"}})
    rows = shown(robot, book, "sheets.data.rowData.values.userEnteredFormat")["data"][0]["rowData"]
    assert len([row for row in rows if row["values"][0]]) == 3
    values = robot.service("sheets", "v4").spreadsheets().values()
    written = values.update(
        spreadsheetId=book, range="A1:D4", valueInputOption="RAW", body={"values": [["a", "b", "c"]] * 3}
    ).execute()
    assert written["updatedRange"] == "Sheet1!A1:C3"


def test_nothing_is_no_field(robot: Person, book: str) -> None:
    range_ = {"sheetId": 0, "startRowIndex": 0, "endRowIndex": 2, "startColumnIndex": 0, "endColumnIndex": 2}
    spec = {"dimensionIndex": 0, "sortOrder": "ASCENDING", "foregroundColorStyle": None}
    change(
        robot, book, {"setBasicFilter": {"filter": {"range": range_, "sortSpecs": [spec], "criteria": {}}}}
    )
    held = shown(robot, book, "sheets.basicFilter")["basicFilter"]
    assert (held["sortSpecs"], "criteria" in held) == (
        [{"dimensionIndex": 0, "sortOrder": "ASCENDING"}],
        False,
    )
