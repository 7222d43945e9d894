"""A week in a row: which day each pair of times belongs to."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest

from tests.builders_tables import desk, headings, parsed, problems_of, willow_workbook, workbook
from tests.builders_tables import table as a_table
from workspace_agent.intake import SHEETS
from workspace_agent.intake.hours_by_week import HOURS_BY_WEEK
from workspace_agent.intake.recognise import recognise
from workspace_agent.model.field import Missing, known

SLIP = "1:00 AM to 3:30 PM is 14.5 hours; was 1:00 PM to 3:30 PM (2.5 hours) meant?"
COLUMNS = ("week", "monday_start", "monday_end", "wednesday_start", "wednesday_end")


def entries(*cells: str) -> list[Any]:
    return parsed(HOURS_BY_WEEK, COLUMNS, cells)


@pytest.mark.parametrize("week", ["11/9/2026", "11/8/2026", "11/11/2026", "Nov 13, 2026"])
def test_each_day_of_the_week_has_its_own_date(week: str) -> None:
    monday, wednesday = entries(week, "8:00 AM", "2:30 PM", "9:00 AM", "1:00 PM")

    assert known(monday.date) == date(2026, 11, 9)
    assert (known(wednesday.date), known(wednesday.start)) == (date(2026, 11, 11), time(9))
    assert known(wednesday.end) == time(13)


def test_a_day_without_times_is_no_entry() -> None:
    assert entries("11/9/2026", "", "\u2014", "", "") == []


def test_times_that_a_formula_gives_and_weeks_filled_in_ahead_are_no_entries() -> None:
    weeks = [(f"12/{day}/2026", "8:00 AM", "2:00 PM", "8:00 AM", "2:00 PM") for day in (7, 14, 21)]
    assert parsed(HOURS_BY_WEEK, COLUMNS, ("11/9/2026", "0:00", "0:00", "", "0:00"), *weeks) == []


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        pytest.param(("", "8:00 AM", ""), [("NOT_A_DATE", "A2", "")], id="neither week nor end"),
        pytest.param(("", "", "2:00 PM"), [("NOT_A_DATE", "A2", "")], id="neither week nor start"),
        pytest.param(("", "8:00 AM", "2:00 PM"), [("NOT_A_DATE", "A2", "")], id="no week"),
        pytest.param(("11/7/2026", "8:00 AM", "2:00 PM"), [("WEEK_UNCLEAR", "A2", "")], id="a Saturday"),
        pytest.param(("soon", "8:00 AM", "2:00 PM"), [("NOT_A_DATE", "A2", "")], id="no date"),
        pytest.param(("11/9/2026", "8:00 AM", ""), [("NOT_A_TIME", "C2", "")], id="no end"),
        pytest.param(
            ("11/9/2026", "8:00 AM", "2:30 AM"), [("END_BEFORE_START", "C2", "2:30 PM")], id="AM for PM"
        ),
        pytest.param(
            ("11/9/2026", "1:00 AM", "3:30 PM"),
            [
                (
                    "UNLIKELY_HOURS",
                    "B2",
                    SLIP,
                )
            ],
            id="AM for PM of the start",
        ),
        pytest.param(
            ("11/23/2026", "8:00 AM", "2:00 PM"), [("DATE_IN_THE_FUTURE", "B2", "")], id="a day to come"
        ),
    ],
)
def test_what_is_told(cells: tuple[str, ...], expected: list[tuple[str, str, str]]) -> None:
    assert problems_of(entries(*cells, "", "")) == expected


@pytest.mark.parametrize("monday", [("8:00 AM", "2:00 PM"), ("", "")], ids=["two days", "one day"])
def test_a_row_is_logged_with_its_last_day(monday: tuple[str, ...]) -> None:
    row = ("11/9/2026", *monday, "9:00 AM", "1:00 PM", "11/13/2026")
    *before, last = parsed(HOURS_BY_WEEK, (*COLUMNS, "logged"), row)

    assert (last.date.value, known(last.logged)) == (date(2026, 11, 11), date(2026, 11, 13))
    assert all(isinstance(one.logged, Missing) for one in before)


def test_it_does_instead_of_the_sheet_with_a_row_for_each_entry() -> None:
    book = willow_workbook("lena-vandermolen", "Hours 2026-27", holds="hours")
    found = recognise(book, headings(), {parser.name for parser in SHEETS})

    assert {sheet.table.title: sheet.name for sheet in found.sheets} == {
        "Weekly": "hours_by_week",
        "Office hours": "office_hours",
    }
    assert found.problems == ()
    weekly = next(sheet for sheet in found.sheets if sheet.name == "hours_by_week")
    assert len([*HOURS_BY_WEEK.parse(weekly, desk())]) == 10


def test_one_of_the_two_has_to_be_there() -> None:
    office = a_table(("Days", "From", "To"))
    found = recognise(workbook(office, holds="hours"), headings(), {parser.name for parser in SHEETS})

    assert [problem.detail for problem in found.problems] == ["hours"]
