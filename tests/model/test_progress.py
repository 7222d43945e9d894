"""Progress data by series, and what columns are called."""

from __future__ import annotations

from array import array
from datetime import date

import pytest

from workspace_agent.model.place import Cell, letters
from workspace_agent.model.progress import Measure, Series


@pytest.mark.parametrize(("column", "called"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")])
def test_columns_are_called_as_in_sheets(column: int, called: str) -> None:
    assert letters(column) == called


def test_a_point_of_a_series_has_a_day_and_a_cell() -> None:
    day = date(2026, 9, 14)
    days, values = array("i", [day.toordinal()]), array("d", [44.0])
    series = Series("r1", "k", Measure.RATE, "book", 7, days, values, array("i", [1]), array("h", [3]))

    assert (len(series), series.day(0), series.cell(-1)) == (1, day, Cell("book", 7, "D2"))
    assert series.measure.words == "rate per minute"


@pytest.mark.parametrize(
    ("first", "left"),
    [
        pytest.param(1, [44.0, 45.0, 46.0], id="all of it"),
        pytest.param(2, [45.0, 46.0], id="without what was before"),
        pytest.param(4, [46.0], id="a day without a point"),
        pytest.param(6, [], id="nothing is left"),
    ],
)
def test_a_series_since_a_day(first: int, left: list[float]) -> None:
    columns = (
        array("i", [1, 2, 5]),
        array("d", [44.0, 45.0, 46.0]),
        array("i", [1, 2, 3]),
        array("h", [3] * 3),
    )
    series = Series("r1", "k", Measure.RATE, "book", 7, *columns).since(date.fromordinal(first))

    assert [*series.values] == left
    assert [series.cell(number).a1 for number in range(len(series))] == ["D2", "D3", "D4"][3 - len(left) :]


def test_a_series_on_some_days() -> None:
    columns = (
        array("i", [1, 2, 2, 5]),
        array("d", [44.0, 45.0, 46.0, 47.0]),
        array("i", [1, 2, 3, 4]),
        array("h", [3] * 4),
    )
    series = Series("r1", "k", Measure.RATE, "book", 7, *columns).on({2, 5, 9})

    assert [*zip(series.days, series.values, strict=True)] == [(2, 45.0), (2, 46.0), (5, 47.0)]
    assert [series.cell(number).a1 for number in range(len(series))] == ["D3", "D4", "D5"]
