from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.sandbox.sheets_client import SheetsClient, rows
from workspace_agent.sandbox.call import Json
from workspace_agent.sandbox.sheets.a1 import Area, Region, parse_area, region_name
from workspace_agent.sandbox.sheets.locate import locate
from workspace_agent.sandbox.sheets.shift import deletion, insertion, movement
from workspace_agent.sandbox.sheets.state import new_book, new_sheet

SIZE = 12
INDEX = st.integers(0, SIZE - 1)
TITLES = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=12)


@given(INDEX, st.integers(1, 4))
def test_insertion_and_deletion_undo_each_other(start: int, count: int) -> None:
    there, back = insertion(start, count), deletion(start, start + count)
    assert [back(place) for index in range(SIZE) if (place := there(index)) is not None] == list(range(SIZE))


@given(INDEX, st.integers(1, 4), st.integers(0, SIZE))
def test_movement_is_that_of_a_list(start: int, count: int, destination: int) -> None:
    end = min(start + count, SIZE)
    if start < destination < end:
        return
    left = [index for index in range(SIZE) if not start <= index < end]
    at = sum(index < destination for index in left)
    expected = left[:at] + list(range(start, end)) + left[at:]
    remap = movement(start, end, destination)
    assert sorted(range(SIZE), key=lambda index: remap(index) or 0) == expected


@given(TITLES, INDEX, INDEX, st.integers(1, 3), st.integers(1, 3))
def test_name_of_a_region_leads_back_to_it_whatever_the_title(
    title: str, top: int, left: int, height: int, width: int
) -> None:
    book = new_book("b", {"title": "t"}, (new_sheet({"sheetId": 7, "title": title}),), "")
    region = Region(top, left, top + height, left + width)
    assert locate(book, region_name(title, region)).region == region


@given(st.from_regex(r"\$?[A-C]?\$?[1-9]?(:\$?[A-C]?\$?[1-9]?)?", fullmatch=True))
def test_range_never_ends_before_it_starts(text: str) -> None:
    area = parse_area(text) or Area()
    assert area.top is None or area.bottom is None or area.top < area.bottom
    assert area.left is None or area.right is None or area.left < area.right


@given(
    st.lists(
        st.sampled_from(
            [
                {"insertDimension": {"range": rows(1, 3)}},
                {"insertDimension": {"range": rows(0, 1, "COLUMNS")}},
                {"deleteDimension": {"range": rows(4, 5)}},
                {"deleteDimension": {"range": rows(0, 1, "COLUMNS")}},
                {"moveDimension": {"source": rows(0, 2), "destinationIndex": 6}},
                {"moveDimension": {"source": rows(5, 6), "destinationIndex": 0}},
            ]
        ),
        max_size=6,
    )
)
def test_formula_and_named_range_find_the_cell_that_they_meant(changes: list[Json]) -> None:
    sheets = SheetsClient()
    sheets.type_in("C4", [["mine"]])
    sheets.change("addSheet", {"properties": {"title": "Elsewhere"}})
    sheets.type_in("Elsewhere!A1", [["=Sheet1!C4"]])
    named = {"startRowIndex": 3, "endRowIndex": 4, "startColumnIndex": 2, "endColumnIndex": 3}
    sheets.change("addNamedRange", {"namedRange": {"name": "Mine", "range": named}})
    if changes:
        sheets.here("batchUpdate", {"requests": changes})
    held = [value for row in sheets.read("Sheet1") for value in row]
    lost = "mine" not in held
    assert sheets.read("Elsewhere!A1") == [["#REF!" if lost else "mine"]]
    names = [each["name"] for each in sheets.here("get").get("namedRanges", [])]
    assert names == ([] if lost else ["Mine"])
    if not lost:
        assert sheets.read("Mine") == [["mine"]]
