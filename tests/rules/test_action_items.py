"""Company practice: action items stay open until they are ticked, and their text is never told."""

from __future__ import annotations

from typing import Any

import pytest

from tests.builders import a_cell, day, unreadable
from tests.builders_follow_up import a_form, a_row_of, found, without_columns
from workspace_agent.model.follow_up import ActionItems
from workspace_agent.model.place import ResponsePlace
from workspace_agent.model.vocabulary import Severity
from workspace_agent.rules.action_items import RULE

TWO: dict[str, Any] = {"action_items": ActionItems(2)}
BY_THE_19TH: dict[str, Any] = {"action_items": ActionItems(1, day("2026-11-19"))}


@pytest.mark.parametrize(
    ("said", "row", "is_open"),
    [
        pytest.param({}, None, False, id="the form says that there are none"),
        pytest.param({"action_items": None}, None, False, id="the form says nothing"),
        pytest.param(TWO, None, True, id="no row to tick"),
        pytest.param(TWO, without_columns(a_row_of()), True, id="no column to tick"),
        pytest.param(TWO, a_row_of(), True, id="nothing in the column"),
        pytest.param(TWO, a_row_of(action_items_done=False), True, id="not ticked"),
        pytest.param(TWO, a_row_of(action_items_done=True), False, id="ticked"),
        pytest.param(TWO, a_row_of(action_items_done=unreadable()), False, id="a tick that cannot be read"),
    ],
)
def test_open_until_ticked(said: dict[str, Any], row: Any, is_open: bool) -> None:
    assert bool(found(RULE, a_form(**said), meetings=(row,) if row else ())) is is_open


@pytest.mark.parametrize(
    ("items", "today", "severity", "said"),
    [
        pytest.param(
            ActionItems(2),
            "2027-06-01",
            Severity.INFO,
            "2 action items that are not ticked as done.",
            id="without a day never overdue",
        ),
        pytest.param(
            ActionItems(1, day("2026-11-19")),
            "2026-11-19",
            Severity.INFO,
            "1 action item that is not ticked as done; the earliest day in them is 19 Nov 2026.",
            id="on the day",
        ),
        pytest.param(
            ActionItems(1, day("2026-11-19")),
            "2026-11-20",
            Severity.POLICY,
            "1 action item that is not ticked as done; the earliest day in them was 19 Nov 2026.",
            id="the day after",
        ),
    ],
)
def test_overdue_by_the_earliest_day_in_them(
    items: ActionItems, today: str, severity: Severity, said: str
) -> None:
    [finding] = found(RULE, a_form(action_items=items), today=day(today))

    assert (finding.severity, finding.due) == (severity, items.due)
    assert finding.arithmetic == (f"The Post IEP Meeting Form of the meeting of 5 Nov 2026 names {said}")


@pytest.mark.parametrize(
    ("row", "place"),
    [
        pytest.param(without_columns(a_row_of()), ResponsePlace("form-1", "response-1"), id="the form"),
        pytest.param(a_row_of(), a_cell("P2", sheet=2), id="the cell to tick"),
    ],
)
def test_the_link(row: Any, place: Any) -> None:
    [finding] = found(RULE, a_form(**BY_THE_19TH), meetings=(row,))

    assert finding.key == "action_items/student-1/print-of-response-1"
    assert finding.place == place


def test_the_steps_name_what_is_counted() -> None:
    form = ResponsePlace("form-1", "response-1")
    [dated] = found(RULE, a_form(**BY_THE_19TH), meetings=(a_row_of(action_items_done=False),))
    [undated] = found(RULE, a_form(action_items=ActionItems(3)))

    assert [(one.words, one.place) for one in dated.steps[1:]] == [
        (f"action items: {BY_THE_19TH['action_items'].count}", form),
        ("earliest day in them: 19 Nov 2026", form),
        ("action items done, by the row: no", a_cell("P2", sheet=2)),
        ("today: 20 Nov 2026", None),
    ]
    assert [one.words for one in undated.steps] == [
        "meeting, by the form: 5 Nov 2026",
        "action items: 3",
        "earliest day in them: none",
        "today: 20 Nov 2026",
    ]
