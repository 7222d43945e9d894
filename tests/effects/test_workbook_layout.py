"""What a new workbook looks like, request by request; that Google takes them is shown in the journey."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Any

import pytest

from tests.builders_tables import headings, willow
from workspace_agent.duties.workbooks import FillWorkbook, plan, wanted
from workspace_agent.effects.workbook_layout import SHEET_IDS, layout
from workspace_agent.model.agent_tab import COPIES, SHEET_ID

Json = dict[str, Any]

FIRST = 5


def _fill() -> FillWorkbook:
    person = willow().case_manager("marisol-quintero")
    book = wanted(person, "progress monitoring and hours", "2026-27", willow(), headings())
    (fill,) = [action for action in plan(book, None, set()) if isinstance(action, FillWorkbook)]
    return fill


FILL = _fill()
REQUESTS = layout(FILL, FIRST)


def _of(kind: str) -> list[Json]:
    return [request[kind] for request in REQUESTS if kind in request]


def _rule(title: str, field: str) -> Json:
    sheet, tab = next((SHEET_IDS[at], tab) for at, tab in enumerate(FILL.tabs) if tab.title == title)
    column = tab.fields[field]
    (rule,) = [
        request["rule"]
        for request in _of("setDataValidation")
        if (request["range"]["sheetId"], request["range"]["startColumnIndex"]) == (sheet, column)
    ]
    return {"type": rule["condition"]["type"], "strict": rule["strict"]}


@pytest.mark.parametrize(
    ("title", "field", "kind", "strict"),
    [
        pytest.param("Students", "exit", "DATE_IS_VALID", True, id="a date is a date"),
        pytest.param("Meetings", "start", "NUMBER_BETWEEN", True, id="a time is a part of a day"),
        pytest.param("Meetings", "length", "NUMBER_GREATER", False, id="minutes may be typed as 90 min"),
        pytest.param("Meetings", "book", "BOOLEAN", True, id="a box is a box"),
        pytest.param("Students", "plan", "ONE_OF_LIST", True, id="one of a closed set"),
        pytest.param("Meetings", "purposes", "ONE_OF_LIST", False, id="purposes may be several"),
        pytest.param("Contacts", "who", "ONE_OF_LIST", False, id="mother is a parent too"),
    ],
)
def test_what_may_be_typed(title: str, field: str, kind: str, strict: bool) -> None:
    assert _rule(title, field) == {"type": kind, "strict": strict}


def test_every_tab_is_added_once_with_its_headings_frozen_and_protected_with_a_warning() -> None:
    added = [request["properties"] for request in _of("addSheet")]
    protected = [request["protectedRange"] for request in _of("addProtectedRange")]

    assert [one["title"] for one in added] == [tab.title for tab in FILL.tabs]
    assert [one["sheetId"] for one in added] == list(SHEET_IDS[: len(FILL.tabs)])
    assert {one["gridProperties"]["frozenRowCount"] for one in added} == {1}
    assert Counter(one["range"]["sheetId"] for one in protected) == Counter([FIRST, *SHEET_IDS[: len(added)]])
    assert {one["warningOnly"] for one in protected} == {True}
    assert [one["range"].get("endRowIndex") for one in protected] == [None, *[1] * len(added)]


def test_the_agents_tab_has_another_id() -> None:
    assert set(SHEET_IDS).isdisjoint(range(SHEET_ID, SHEET_ID + COPIES + 1))


def test_what_stands_out_stands_out_without_colour_too() -> None:
    rules = [request["rule"] for request in _of("addConditionalFormatRule")]
    formulas = [rule["booleanRule"]["condition"]["values"][0]["userEnteredValue"] for rule in rules]

    assert formulas == [
        '=AND($I2<>"",$I2<=TODAY())',
        "=$L2=TRUE",
        '=AND($C2<>"",$C2<TODAY(),$K2<>TRUE,$L2<>TRUE)',
        '=AND($B2<>"",$C2<>"",$C2<=$B2)',
        '=AND($B2<>"",$C2<>"",$C2<=$B2)',
    ]
    for rule in rules:
        look = rule["booleanRule"]["format"]["textFormat"]
        assert look.get("bold") or look.get("strikethrough")


def test_a_signal_about_a_column_that_is_left_out_is_left_out() -> None:
    students = FILL.tabs[0]
    short = replace(students, columns=tuple(one for one in students.columns if one.field != "exit"))

    made = layout(replace(FILL, tabs=(short,)), FIRST)

    assert [request for request in made if "addConditionalFormatRule" in request] == []
