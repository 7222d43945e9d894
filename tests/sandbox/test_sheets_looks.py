from __future__ import annotations

import pytest

from tests.sandbox.sheets_client import SheetsClient, grid, refused, rows
from workspace_agent.sandbox.call import Json

RED: Json = {"red": 1}


@pytest.fixture
def sheets() -> SheetsClient:
    return SheetsClient()


def line(start: int, end: int, axis: str = "ROWS") -> Json:
    return {"dimension": axis, "startIndex": start, "endIndex": end}


def test_group_of_columns_comes_and_goes_as_google_answered(sheets: SheetsClient) -> None:
    span = {"range": rows(0, 2, "COLUMNS")}
    group = {"range": line(0, 2, "COLUMNS"), "depth": 1}
    assert sheets.change("addDimensionGroup", span) == {"dimensionGroups": [group]}
    assert sheets.sheet()["columnGroups"] == [group]
    assert sheets.sheet()["properties"]["gridProperties"]["columnGroupControlAfter"] is True
    assert sheets.change("deleteDimensionGroup", span) == {}
    assert "columnGroups" not in sheets.sheet()


def test_group_in_a_group_lies_deeper(sheets: SheetsClient) -> None:
    sheets.change("addDimensionGroup", {"range": rows(1, 5)})
    reply = sheets.change("addDimensionGroup", {"range": rows(2, 3)})
    assert reply["dimensionGroups"] == [
        {"range": line(1, 5), "depth": 1},
        {"range": line(2, 3), "depth": 2},
    ]
    sheets.change("insertDimension", {"range": rows(0, 1)})
    assert [group["range"] for group in sheets.sheet()["rowGroups"]] == [line(2, 6), line(3, 4)]
    sheets.change("addDimensionGroup", {"range": rows(0, 1, "COLUMNS")})
    sheets.change("deleteDimension", {"range": rows(3, 4)})
    assert sheets.sheet()["rowGroups"] == [{"range": line(2, 5), "depth": 1}]
    assert sheets.sheet()["columnGroups"] == [{"range": line(0, 1, "COLUMNS"), "depth": 1}]


def test_folded_group_hides_its_rows(sheets: SheetsClient) -> None:
    sheets.change("addDimensionGroup", {"range": rows(1, 3)})
    group = {"range": rows(1, 3), "depth": 1, "collapsed": True}
    sheets.change("updateDimensionGroup", {"dimensionGroup": group, "fields": "collapsed"})
    assert sheets.sheet()["rowGroups"][0]["collapsed"] is True
    lines = sheets.here("get", includeGridData=True)["sheets"][0]["data"][0]["rowMetadata"]
    assert [one.get("hiddenByUser", False) for one in lines[:4]] == [False, True, True, False]
    opened = {"range": rows(1, 3), "depth": 1}
    sheets.change("updateDimensionGroup", {"dimensionGroup": opened, "fields": "collapsed"})
    assert sheets.sheet()["rowGroups"] == [{"range": line(1, 3), "depth": 1}]


def test_group_that_is_not_there_is_refused(sheets: SheetsClient) -> None:
    with refused(400, "no dimension group to delete"):
        sheets.change("deleteDimensionGroup", {"range": rows(0, 1)})
    with refused(400, "No dimension group"):
        group = {"range": rows(0, 1), "depth": 1}
        sheets.change("updateDimensionGroup", {"dimensionGroup": group, "fields": "collapsed"})


def test_borders_lie_on_the_edge_and_between(sheets: SheetsClient) -> None:
    thick, thin = {"style": "SOLID_THICK", "color": RED}, {"style": "DOTTED"}
    request = {"range": grid(0, 0, 2, 2), "top": thick, "innerHorizontal": thin, "left": {"style": "NONE"}}
    sheets.change("updateBorders", request)
    borders = sheets.cell("A1")["userEnteredFormat"]["borders"]
    assert borders["top"] == {**thick, "width": 3, "colorStyle": {"rgbColor": RED}}
    assert borders["bottom"] == {"style": "DOTTED", "width": 1, "color": {}, "colorStyle": {"rgbColor": {}}}
    assert set(borders) == {"top", "bottom"}
    assert set(sheets.cell("B2")["userEnteredFormat"]["borders"]) == {"top"}
    none = {"style": "NONE"}
    sheets.change("updateBorders", {"range": grid(0, 0, 2, 2), "top": none, "innerHorizontal": none})
    assert sheets.cell("A1") == {}


def test_banding_is_added_changed_moved_and_deleted(sheets: SheetsClient) -> None:
    given = {"range": grid(0, 0, 5, 2), "rowProperties": {"firstBandColor": RED}}
    band = sheets.change("addBanding", {"bandedRange": given})["bandedRange"]
    assert band["rowProperties"]["firstBandColorStyle"] == {"rgbColor": RED}
    sheets.change("insertDimension", {"range": rows(0, 1)})
    assert sheets.sheet()["bandedRanges"][0]["range"] == grid(1, 0, 6, 2)
    new = {**band, "range": grid(0, 0, 3, 3)}
    sheets.change("updateBanding", {"bandedRange": new, "fields": "range"})
    assert sheets.sheet()["bandedRanges"][0]["range"] == grid(0, 0, 3, 3)
    with refused(400, "already has them"):
        sheets.change("addBanding", {"bandedRange": given})
    sheets.change("deleteBanding", {"bandedRangeId": band["bandedRangeId"]})
    assert "bandedRanges" not in sheets.sheet()
    with refused(400, "No banding with id"):
        sheets.change("deleteBanding", {"bandedRangeId": band["bandedRangeId"]})
    with refused(400, "At least one of rowProperties"):
        sheets.change("addBanding", {"bandedRange": {"range": grid(0, 0, 1, 1)}})


def test_filter_view_is_added_changed_doubled_and_deleted(sheets: SheetsClient) -> None:
    view = sheets.change("addFilterView", {"filter": {"range": grid(0, 0, 5, 2)}})["filter"]
    assert view["title"] == "Filter 1"
    new = {"filterViewId": view["filterViewId"], "title": "Mine"}
    sheets.change("updateFilterView", {"filter": new, "fields": "title"})
    copy = sheets.change("duplicateFilterView", {"filterId": view["filterViewId"]})["filter"]
    assert (copy["title"], copy["range"]) == ("Copy of Mine", grid(0, 0, 5, 2))
    assert [each["title"] for each in sheets.sheet()["filterViews"]] == ["Mine", "Copy of Mine"]
    sheets.change("deleteFilterView", {"filterId": view["filterViewId"]})
    assert [each["title"] for each in sheets.sheet()["filterViews"]] == ["Copy of Mine"]
    with refused(400, "No filter view with id"):
        sheets.change("deleteFilterView", {"filterId": view["filterViewId"]})


def test_conditional_format_is_replaced_or_moved(sheets: SheetsClient) -> None:
    rules = [
        {"ranges": [grid(0, 0, end, 1)], "booleanRule": {"condition": {"type": "NOT_BLANK"}}}
        for end in (1, 2)
    ]
    for index, rule in enumerate(rules):
        sheets.change("addConditionalFormatRule", {"rule": rule, "index": index})
    reply = sheets.change("updateConditionalFormatRule", {"sheetId": 0, "index": 0, "newIndex": 1})
    assert (reply["newIndex"], reply["oldIndex"], reply["newRule"]) == (1, 0, rules[0])
    assert sheets.sheet()["conditionalFormats"] == [rules[1], rules[0]]
    new = {**rules[0], "ranges": [grid(5, 0, 6, 1)]}
    reply = sheets.change("updateConditionalFormatRule", {"index": 0, "rule": new})
    assert (reply["oldRule"], reply["newRule"]) == (rules[1], new)
    with refused(400, "No conditional format"):
        sheets.change("updateConditionalFormatRule", {"sheetId": 0, "index": 7, "newIndex": 0})


def test_column_becomes_as_wide_as_its_text(sheets: SheetsClient) -> None:
    sheets.type_in("A1", [["A" * 100], ["b"]])
    sheets.change("autoResizeDimensions", {"dimensions": rows(0, 1, "COLUMNS")})
    sheets.change("autoResizeDimensions", {"dimensions": rows(0, 1)})
    columns = sheets.here("get", includeGridData=True)["sheets"][0]["data"][0]["columnMetadata"]
    assert [column["pixelSize"] > 500 for column in columns[:2]] == [True, False]
