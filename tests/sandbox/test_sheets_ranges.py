from __future__ import annotations

import pytest

from tests.sandbox.sheets_client import SheetsClient, grid, refused
from workspace_agent.sandbox.call import Json


@pytest.fixture
def sheets() -> SheetsClient:
    return SheetsClient()


def test_merged_cells_keep_the_first_value_only(sheets: SheetsClient) -> None:
    sheets.type_in("A1", [["a", "b"], ["c", "d"]])
    sheets.change("mergeCells", {"range": grid(0, 0, 2, 2), "mergeType": "MERGE_ROWS"})
    assert sheets.read("Sheet1") == [["a"], ["c"]]
    assert sheets.sheet()["merges"] == [grid(0, 0, 1, 2), grid(1, 0, 2, 2)]
    sheets.change("mergeCells", {"range": grid(0, 0, 2, 2), "mergeType": "MERGE_COLUMNS"})
    assert sheets.sheet()["merges"] == [grid(0, 0, 2, 1), grid(0, 1, 2, 2)]
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


def test_protected_range_tells_each_user_apart(sheets: SheetsClient) -> None:
    sheets.share("other@dept.example", "writer")
    sheets.share("third@dept.example", "writer")
    sheets.change("addProtectedRange", {"protectedRange": {"range": grid(0, 0, 2, 2)}})
    (mine,) = sheets.sheet()["protectedRanges"]
    (theirs,) = sheets.here("get", user="other@dept.example")["sheets"][0]["protectedRanges"]
    assert mine["editors"] == {"users": ["owner@dept.example"]}
    assert (mine["requestingUserCanEdit"], "requestingUserCanEdit" in theirs) == (True, False)


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
    sheets.share("other@dept.example", "writer")
    given = {"range": grid(0, 0, 1, 2), **protection}
    sheets.change("addProtectedRange", {"protectedRange": given})
    body = {"valueInputOption": "RAW", "data": [{"range": "B1", "values": [["x"]]}]}
    if closed:
        with refused(400, "You are trying to edit a protected cell or object"):
            sheets.here("values.batchUpdate", body, user=user)
    else:
        sheets.here("values.batchUpdate", body, user=user)
    assert sheets.read("B1") == ([] if closed else [["x"]])


def test_protection_is_changed_and_lifted(sheets: SheetsClient) -> None:
    sheets.share("other@dept.example", "writer")
    sheets.share("third@dept.example", "writer")
    made = sheets.change("addProtectedRange", {"protectedRange": {"range": grid(0, 0, 1, 1)}})
    protected_id = made["protectedRange"]["protectedRangeId"]
    new = {"protectedRangeId": protected_id, "editors": {"users": ["other@dept.example"]}}
    sheets.change("updateProtectedRange", {"protectedRange": new, "fields": "editors"})
    sheets.type_in("A1", [["the owner may always"]])
    body = {"values": [["so may the editor"]]}
    sheets.here("values.update", body, user="other@dept.example", range="A1", valueInputOption="RAW")
    with refused(400, "protected cell or object"):
        requests = [{"repeatCell": {"range": grid(0, 0, 1, 1), "cell": {}, "fields": "*"}}]
        sheets.here("batchUpdate", {"requests": requests}, user="third@dept.example")
    sheets.change("deleteProtectedRange", {"protectedRangeId": protected_id})
    assert "protectedRanges" not in sheets.sheet()


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
    assert (sheets.sheet()["conditionalFormats"], sheets.sheet()["basicFilter"]) == (
        [rule],
        {"range": grid(0, 0, 1000, 26)},
    )
    assert sheets.change("deleteConditionalFormatRule", {"sheetId": 0, "index": 0}) == {"rule": rule}
    sheets.change("clearBasicFilter", {"sheetId": 0})
    assert set(sheets.sheet()) == {"properties"}
