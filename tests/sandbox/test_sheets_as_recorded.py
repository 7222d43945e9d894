"""What Sheets lets pass, as the suites of its clients show; the data are invented."""

from __future__ import annotations

import pytest

from tests.sandbox.test_drive_files import FILES, SHEET
from tests.sandbox.world import Json, Person, session_of


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


def typed(person: Person, book: str, values: list[list[object]]) -> None:
    cells = person.service("sheets", "v4").spreadsheets().values()
    body = {"values": values}
    cells.update(spreadsheetId=book, range="A1", valueInputOption="USER_ENTERED", body=body).execute()


def column(person: Person, book: str, span: str) -> list[str]:
    cells = person.service("sheets", "v4").spreadsheets().values()
    found = cells.get(spreadsheetId=book, range=span).execute()
    return [row[0] if row else "" for row in found.get("values", [])]


def area(top: int, bottom: int, left: int = 0, right: int = 1) -> Json:
    rows = {"startRowIndex": top, "endRowIndex": bottom}
    return {"sheetId": 0, **rows, "startColumnIndex": left, "endColumnIndex": right}


def test_a_basic_filter_sorts_the_rows_below_its_headings(robot: Person, book: str) -> None:
    """Source: the suite of nithinmurali/pygsheets."""
    typed(robot, book, [["z"], [444], [111], [333]])
    spec = {"dimensionIndex": 0, "sortOrder": "ASCENDING"}
    change(robot, book, {"setBasicFilter": {"filter": {"range": area(0, 4), "sortSpecs": [spec]}}})
    assert column(robot, book, "A1:A4") == ["z", "111", "333", "444"]
    change(robot, book, {"setBasicFilter": {"filter": {"range": area(0, 1), "sortSpecs": [spec]}}})


@pytest.mark.parametrize("name", ["criteria", "filterSpecs"])
def test_a_basic_filter_tells_what_it_asks_of_its_columns_in_both_ways(
    robot: Person, book: str, name: str
) -> None:
    """Source: the suite of nithinmurali/pygsheets."""
    asked: Json = {"hiddenValues": ["111"]}
    ways = {"criteria": {"2": asked}, "filterSpecs": [{"columnIndex": 2, "filterCriteria": asked}]}
    change(robot, book, {"setBasicFilter": {"filter": {"range": area(0, 4, 0, 3), name: ways[name]}}})
    held = shown(robot, book, "sheets.basicFilter")["basicFilter"]
    assert {each: held[each] for each in ways} == ways


# Recorded in mvsjes2/p5-google-restapi.


def test_a_conditional_format_ends_with_the_grid_and_knows_both_names_of_a_colour(
    robot: Person, book: str
) -> None:
    red = {"red": 1}
    rule = {"condition": {"type": "NOT_BLANK"}, "format": {"backgroundColor": red}}
    open_ended = {"sheetId": 0, "startRowIndex": 0, "endRowIndex": 10}
    added = {"rule": {"ranges": [open_ended], "booleanRule": rule}, "index": 0}
    change(robot, book, {"addConditionalFormatRule": added})
    reply = change(robot, book, {"deleteConditionalFormatRule": {"sheetId": 0, "index": 0}})["replies"][0]
    gone = reply["deleteConditionalFormatRule"]["rule"]
    assert gone["ranges"] == [
        {"startRowIndex": 0, "endRowIndex": 10, "startColumnIndex": 0, "endColumnIndex": 26}
    ]
    shown = gone["booleanRule"]["format"]
    assert shown == {"backgroundColor": red, "backgroundColorStyle": {"rgbColor": red}}


def test_blank_rows_are_no_duplicates(robot: Person, book: str) -> None:
    typed(robot, book, [["a"], [""], ["A"], [""], ["b"]])
    reply = change(robot, book, {"deleteDuplicates": {"range": area(0, 10, 0, 3)}})
    assert reply["replies"] == [{"deleteDuplicates": {"duplicatesRemovedCount": 1}}]
    assert column(robot, book, "A1:A5") == ["a", "", "", "b"]
    again = change(robot, book, {"deleteDuplicates": {"range": area(0, 10, 0, 3)}})
    assert again["replies"] == [{"deleteDuplicates": {}}]


@pytest.mark.parametrize("nowhere", [area(0, 0, 1, 2), area(0, 1, 2, 2)])
def test_a_range_without_cells_is_filled_at_once(robot: Person, book: str, nowhere: Json) -> None:
    cell: Json = {"userEnteredFormat": {"textFormat": {"bold": True}}}
    assert change(
        robot, book, {"repeatCell": {"range": nowhere, "cell": cell, "fields": "userEnteredFormat"}}
    )["replies"] == [{}]


def test_a_copy_shows_no_control_of_groups_that_are_gone(robot: Person, book: str) -> None:
    rows = {"sheetId": 0, "dimension": "ROWS", "startIndex": 1, "endIndex": 3}
    columns = rows | {"dimension": "COLUMNS"}
    change(robot, book, {"addDimensionGroup": {"range": rows}}, {"addDimensionGroup": {"range": columns}})
    change(robot, book, {"deleteDimensionGroup": {"range": columns}})
    reply = change(robot, book, {"duplicateSheet": {"sourceSheetId": 0}})["replies"][0]
    grid = reply["duplicateSheet"]["properties"]["gridProperties"]
    assert grid == {"rowCount": 1000, "columnCount": 26, "rowGroupControlAfter": True}


# The suite of theoephraim/node-google-spreadsheet, which runs against Google.


def test_nothing_among_requests_is_no_request(robot: Person, book: str) -> None:
    body = {"requests": [None, hide(1)]}
    path = f"https://sheets.googleapis.com/v4/spreadsheets/{book}/:batchUpdate"
    answer = robot.session.post(path, json=body)  # with a slash too many, as that client asks
    assert (answer.status_code, answer.json()["replies"]) == (200, [{}])


@pytest.mark.parametrize(
    ("source", "options", "filled"),
    [
        ([1, 2, "", ""], {}, ["1", "2", "3", "4"]),
        ([10, 8, "", ""], {}, ["10", "8", "6", "4"]),
        ([5, "x", "", ""], {}, ["5", "x", "5", "x"]),
        ([1, 2, "", ""], {"useAlternateSeries": True}, ["1", "2", "1", "2"]),
        ([7, "=A1*2", "", ""], {}, ["7", "14", "7", "14"]),
    ],
)
def test_cells_are_filled_with_what_goes_on(
    robot: Person, book: str, source: list[object], options: Json, filled: list[str]
) -> None:
    both = {"source": area(0, 2), "dimension": "ROWS", "fillLength": 2}
    typed(robot, book, [[one] for one in source])
    change(robot, book, {"autoFill": {"sourceAndDestination": both, **options}})
    assert column(robot, book, "A1:A4") == filled


def test_cells_are_filled_to_any_side_and_from_what_a_range_holds(robot: Person, book: str) -> None:
    typed(robot, book, [[""], [""], [4], [""]])
    before = {"source": area(2, 3), "dimension": "ROWS", "fillLength": -2}
    change(robot, book, {"autoFill": {"sourceAndDestination": before, "useAlternateSeries": True}})
    assert column(robot, book, "A1:A4") == ["2", "3", "4"]
    change(robot, book, {"autoFill": {"range": area(0, 5)}})
    change(robot, book, {"autoFill": {"range": area(0, 5, 0, 2)}})
    assert column(robot, book, "A1:A6") == ["2", "3", "4", "5", "6"]
    assert column(robot, book, "B1:B6") == ["2", "3", "4", "5", "6"]


@pytest.mark.parametrize(
    "both",
    [
        {"source": area(0, 2), "fillLength": 2},
        {"source": area(0, 2), "dimension": "ROWS", "fillLength": -1},
        {"source": area(0, 2), "dimension": "ROWS", "fillLength": 999},
        {"source": area(0, 1), "dimension": "COLUMNS", "fillLength": 26},
    ],
)
def test_nothing_is_filled_beyond_the_grid(robot: Person, book: str, both: Json) -> None:
    path = f"/v4/spreadsheets/{book}:batchUpdate"
    body = {"requests": [{"autoFill": {"sourceAndDestination": both}}]}
    assert robot.refused("POST", path, body) == (400, "INVALID_ARGUMENT")


def test_rows_change_places_and_stay_whole(robot: Person, book: str) -> None:
    typed(robot, book, [[number, number * 10] for number in range(9)])
    change(robot, book, {"randomizeRange": {"range": area(0, 9, 0, 2)}})
    first, second = column(robot, book, "A1:A9"), column(robot, book, "B1:B9")
    assert first != sorted(first)
    assert sorted(first) == [str(number) for number in range(9)]
    assert [int(one) * 10 for one in first] == [int(one) for one in second]


@pytest.mark.parametrize("shared", ["reader", None])
def test_a_key_reads_what_is_open_to_everybody(robot: Person, book: str, shared: str | None) -> None:
    if shared:
        robot.post(f"{FILES}/{book}/permissions", {"type": "anyone", "role": shared})
    anybody = session_of(robot.sandbox)
    path = f"https://sheets.googleapis.com/v4/spreadsheets/{book}"
    key = {"key": "AIza" + "a" * 35}
    answers = [anybody.get(f"{path}{rest}", params=key) for rest in ("", "/values/A1:B2")]
    answers.append(anybody.post(f"{path}/values/A1:append", params=key, json={"values": [[1]]}))
    assert [one.status_code for one in answers] == ([200, 200, 401] if shared else [403, 403, 401])


# What strangers send.


def test_a_colour_stays_within_its_bounds(robot: Person, book: str) -> None:
    loud = {"properties": {"tabColor": {"red": -1, "green": 1e300, "alpha": 1e300}}}
    reply = change(robot, book, {"addSheet": loud})["replies"][0]["addSheet"]["properties"]
    assert reply["tabColor"] == {"green": 1, "alpha": 1}


def test_nothing_in_a_list_inside_a_list_is_nothing(robot: Person, book: str) -> None:
    cell: Json = {"userEnteredValue": {"stringValue": "a"}}
    rows = [{"values": [cell]}, [None]]
    change(robot, book, {"appendCells": {"rows": rows, "fields": "*"}})
    assert column(robot, book, "A1:A2") == ["a"]
    filters = {"dataFilters": [{"a1Range": "A1"}, [None]]}
    path = f"/v4/spreadsheets/{book}/values:batchGetByDataFilter"
    assert len(robot.post(path, filters)["valueRanges"]) == 1
