"""An Hours Log that is prefilled for the year: what has nothing logged in it is nothing."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest

from tests.builders_tables import parsed, problems_of
from workspace_agent.intake.hours import HOURS
from workspace_agent.model.field import known

FIELDS = ("date", "start", "end", "hours")
YEAR = [(date(2026, 8, 3) + timedelta(days=number)).strftime("%m/%d/%Y") for number in range(300)]


@pytest.mark.parametrize(
    "total",
    [
        pytest.param("", id="blank"),
        pytest.param("0:00", id="a time that a formula gives"),
        pytest.param("0", id="a number that a formula gives"),
        pytest.param("'0:00", id="text that a formula gives"),
        pytest.param("'0.00", id="decimals that a formula gives"),
        pytest.param("#VALUE!", id="a formula that fails"),
        pytest.param("FALSE", id="a box"),
    ],
)
def test_a_year_of_dates_is_no_entry_and_no_problem(total: str) -> None:
    assert parsed(HOURS, FIELDS, *((day, "", "", total) for day in YEAR)) == []


def test_what_is_logged_among_prefilled_dates_is_read() -> None:
    rows = [(day, "8:00 AM", "2:00 PM", "6:00") if day == "11/09/2026" else (day, "", "", "") for day in YEAR]
    (entry,) = parsed(HOURS, FIELDS, *rows)

    assert known(entry.date) == date(2026, 11, 9)


@pytest.mark.parametrize("total", ["6", "6:00", "six"])
def test_hours_without_start_and_end_are_told_once(total: str) -> None:
    assert problems_of(parsed(HOURS, FIELDS, ("11/9/2026", "", "", total))) == [("NOT_A_TIME", "B2", "")]


@pytest.mark.parametrize(
    ("start", "end", "told"),
    [
        pytest.param("PTO", "PTO", "B2", id="a word twice"),
        pytest.param("sick", "", "B2", id="a word and nothing"),
        pytest.param("", "sick", "B2", id="nothing and a word"),
        pytest.param("8:00 AM", "sick", "C2", id="a word for the end"),
    ],
)
def test_a_word_instead_of_times_is_told_once(start: str, end: str, told: str) -> None:
    found = parsed(HOURS, FIELDS, ("11/9/2026", start, end, ""))

    assert problems_of(found) == [("NOT_A_TIME", told, "")]


def test_a_day_to_come_is_nothing_until_all_of_it_is_filled_in() -> None:
    """Then the date is likely wrong."""
    half, whole = ("12/4/2026", "8:00 AM", "", ""), ("12/4/2026", "8:00 AM", "2:00 PM", "")

    assert problems_of(parsed(HOURS, FIELDS, half, whole)) == [("DATE_IN_THE_FUTURE", "A3", "")]


@pytest.mark.parametrize(("days", "told"), [(4, 4), (5, 0)])
def test_a_week_filled_in_ahead_is_a_plan_and_no_slip(days: int, told: int) -> None:
    rows = [(f"12/{number}/2026", "8:00 AM", "2:00 PM", "6:00") for number in range(1, days + 1)]
    found = parsed(HOURS, FIELDS, ("11/9/2026", "8:00 AM", "2:00 PM", "6:00"), *rows)

    assert len(problems_of(found)) == told
    assert known(found[0].date) == date(2026, 11, 9)


def test_midnight_beside_another_time_is_a_time() -> None:
    (entry,) = parsed(HOURS, FIELDS, ("11/9/2026", "0:00", "2:00", "2:00"))
    assert known(entry.end) == time(2)
