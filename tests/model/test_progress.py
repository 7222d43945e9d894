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
