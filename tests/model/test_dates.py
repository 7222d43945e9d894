"""Date arithmetic and its words."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import day
from workspace_agent.model import dates


@pytest.mark.parametrize(
    ("start", "years", "expected"),
    [
        pytest.param("2024-09-12", 1, "2025-09-12", id="the same day"),
        pytest.param("2024-02-29", 1, "2025-02-28", id="29 Feb clips to 28 Feb"),
        pytest.param("2024-02-29", 4, "2028-02-29", id="29 Feb stays where there is one"),
        pytest.param("2023-02-28", 1, "2024-02-28", id="28 Feb stays 28 Feb in a leap year"),
        pytest.param("2023-03-01", 1, "2024-03-01", id="1 Mar stays 1 Mar"),
    ],
)
def test_years_are_counted_on_the_calendar(start: str, years: int, expected: str) -> None:
    assert dates.add_years(day(start), years) == day(expected)


@given(st.dates(dt.date(1990, 1, 1), dt.date(2090, 1, 1)), st.integers(0, 5))
def test_years_never_roll_into_the_next_month(start: dt.date, years: int) -> None:
    later = dates.add_years(start, years)

    assert (later.year, later.month) == (start.year + years, start.month)
    assert later.day in (start.day, 28)


def test_a_date_in_words() -> None:
    assert [dates.words(day(iso)) for iso in ("2026-11-02", "2027-05-31")] == ["2 Nov 2026", "31 May 2027"]


@pytest.mark.parametrize(("count", "days", "left"), [(0, "0 days", "today"), (1, "1 day", "in 1 day")])
def test_one_day_is_not_plural(count: int, days: str, left: str) -> None:
    assert (dates.days(count), dates.left(count)) == (days, left)


def test_two_days_are_plural() -> None:
    assert (dates.days(2), dates.left(2)) == ("2 days", "in 2 days")


@pytest.mark.parametrize(
    ("on", "year", "begins", "ends"),
    [
        pytest.param("2026-06-30", "2025-26", "2025-07-01", "2026-06-30", id="the last day"),
        pytest.param("2026-07-01", "2026-27", "2026-07-01", "2027-06-30", id="the first day"),
        pytest.param("2026-12-31", "2026-27", "2026-07-01", "2027-06-30", id="the end of the calendar year"),
    ],
)
def test_a_school_year_runs_from_july_to_june(on: str, year: str, begins: str, ends: str) -> None:
    assert dates.school_year(day(on)) == year
    assert dates.school_year_begins(day(on)) == day(begins)
    assert dates.school_year_ends(day(on)) == day(ends)
