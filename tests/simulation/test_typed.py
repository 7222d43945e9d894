"""What a clerk reads in a cell, and what not."""

from __future__ import annotations

from datetime import date

import pytest

from tests.simulation.days import years_later
from tests.simulation.reports import purposes
from tests.simulation.typed import UNREADABLE, Cell, Day, day, minute

FIFTH = date(2026, 11, 5)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        pytest.param("11/5/2026", FIFTH, id="as Americans write it"),
        pytest.param("11/5/26", FIFTH, id="with a short year"),
        pytest.param("2026-11-05", FIFTH, id="year first"),
        pytest.param("Nov 5, 2026", FIFTH, id="with the month in letters"),
        pytest.param("5-Nov-2026", FIFTH, id="day first with the month in letters"),
        pytest.param(46331, FIFTH, id="as Sheets counts days"),
        pytest.param(FIFTH, FIFTH, id="a date"),
        pytest.param("'11/25/2026", date(2026, 11, 25), id="as text, with one reading"),
        pytest.param("'11/5/2026", UNREADABLE, id="as text, with two readings"),
        pytest.param("11/31/2026", UNREADABLE, id="a day that is none"),
        pytest.param("TBD", UNREADABLE, id="a word"),
        pytest.param("11/5/1926", UNREADABLE, id="a year that is a slip"),
        pytest.param("N/A", None, id="a word for nothing"),
        pytest.param("", None, id="empty"),
    ],
)
def test_days(cell: Cell, expected: Day) -> None:
    assert day(cell) == expected


def test_what_was_done_was_not_done_tomorrow() -> None:
    assert day("11/5/2026", latest=FIFTH) == FIFTH
    assert day("11/6/2026", latest=FIFTH) == UNREADABLE


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("9:00", 540),
        ("4:10 PM", 970),
        ("12:00 PM", 720),
        (0.375, 540),
        ("after school", UNREADABLE),
        ("—", None),
    ],
)
def test_times(cell: Cell, expected: int | str | None) -> None:
    assert minute(cell) == expected


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("Annual review, reevaluation", {"annual review", "reevaluation"}),
        ("tri mtg", {"reevaluation"}),
        ("504 reevaluation", {"504 reevaluation"}),
        ("annual review and lunch", set()),
        ("", set()),
    ],
)
def test_purposes(cell: Cell, expected: set[str]) -> None:
    assert purposes(cell) == expected


def test_a_leap_day_comes_back_on_the_28th() -> None:
    assert years_later(date(2024, 2, 29), 3) == date(2027, 2, 28)
