"""Times that cannot be meant are asked, with what may have been; nothing of them is counted."""

from __future__ import annotations

from dataclasses import replace
from datetime import time
from typing import Any

import pytest

from tests.builders_tables import desk, parsed, problems_of
from workspace_agent.intake.hours import HOURS
from workspace_agent.intake.office_hours import OFFICE_HOURS
from workspace_agent.model.field import known
from workspace_agent.model.policy import HoursLogPolicy

DAY = "11/9/2026"
COLUMNS = ("date", "start", "end", "hours")


def entries(*rows: tuple[str, ...]) -> list[Any]:
    return parsed(HOURS, COLUMNS, *rows)


def asked(start: str, end: str, total: str = "") -> list[tuple[str, str, str]]:
    return problems_of(entries((DAY, start, end, total)))


@pytest.mark.parametrize(
    ("start", "end", "question"),
    [
        pytest.param(
            "1:00 AM",
            "3:30 PM",
            "1:00 AM to 3:30 PM is 14.5 hours; was 1:00 PM to 3:30 PM (2.5 hours) meant?",
            id="the start was after noon",
        ),
        pytest.param(
            "7:30 AM",
            "11:30 PM",
            "7:30 AM to 11:30 PM is 16 hours; was 7:30 PM to 11:30 PM (4 hours) or 7:30 AM to 11:30 AM "
            "(4 hours) meant?",
            id="either of them",
        ),
        pytest.param(
            "3:00 AM",
            "4:00 AM",
            "3:00 AM to 4:00 AM is 1 hour; was 3:00 PM to 4:00 PM (1 hour) meant?",
            id="both of them",
        ),
        pytest.param(
            "12:30 AM",
            "3:00 PM",
            "12:30 AM to 3:00 PM is 14.5 hours; was 12:30 PM to 3:00 PM (2.5 hours) meant?",
            id="noon",
        ),
        pytest.param("0:00", "12:00", "12:00 AM to 12:00 PM is 12 hours.", id="nothing else is likely"),
    ],
)
def test_what_is_too_long_or_in_the_night_is_asked_at_its_start(start: str, end: str, question: str) -> None:
    assert asked(start, end) == [("UNLIKELY_HOURS", "B2", question)]
    (entry,) = entries((DAY, start, end, ""))
    assert known(entry.start) is None


@pytest.mark.parametrize(
    ("start", "end"),
    [
        pytest.param("7:00 AM", "7:00 PM", id="twelve hours"),
        pytest.param("5:00 AM", "6:00 AM", id="an early bird"),
        pytest.param("10:00 PM", "11:59 PM", id="late in the evening"),
        pytest.param("8:00 AM", "8:00 AM", id="nothing at all"),
    ],
)
def test_what_can_be_meant_counts(start: str, end: str) -> None:
    assert asked(start, end) == []


@pytest.mark.parametrize(
    ("start", "end", "meant"),
    [
        pytest.param("8:00 AM", "3:00 AM", "3:00 PM", id="AM for PM"),
        pytest.param("8:00 PM", "3:00 PM", "a later time", id="PM for AM"),
        pytest.param("10:00 PM", "1:00 AM", "a later time", id="past midnight"),
    ],
)
def test_an_end_before_its_start_is_asked_as_ever(start: str, end: str, meant: str) -> None:
    assert asked(start, end, "3") == [("END_BEFORE_START", "C2", meant)]


def test_the_company_says_what_is_likely() -> None:
    limits = HoursLogPolicy(longest_stretch=3, day_begins=time(2))
    rows = (DAY, "2:00 AM", "5:00 AM", ""), (DAY, "8:00 AM", "11:30 AM", "")
    found = parsed(HOURS, COLUMNS, *rows, by=replace(desk(), hours_log=limits))

    assert [(kind, place) for kind, place, _ in problems_of(found)] == [("UNLIKELY_HOURS", "B3")]


# ---- the typed total


@pytest.mark.parametrize(
    ("start", "end", "total"),
    [
        pytest.param("8:00 AM", "3:30 PM", "7.5", id="the same"),
        pytest.param("8:00 AM", "3:30 PM", "7:30", id="as hours and minutes"),
        pytest.param("8:00 AM", "3:30 PM", "6.5", id="less a break"),
        pytest.param("8:00 AM", "3:20 PM", "7.5", id="rounded"),
        pytest.param("8:00 AM", "3:30 PM", "37.5", id="of the week"),
        pytest.param("8:00 AM", "3:30 PM", "0", id="a formula that knows nothing"),
        pytest.param("8:00 AM", "3:30 PM", "about seven", id="words"),
    ],
)
def test_a_total_that_fits_says_nothing(start: str, end: str, total: str) -> None:
    assert asked(start, end, total) == []


@pytest.mark.parametrize(
    ("total", "said"),
    [
        pytest.param("2.5", "2.5 hours beside 8:00 AM to 3:30 PM, which is 7.5 hours", id="too little"),
        pytest.param("9", "9 hours beside 8:00 AM to 3:30 PM, which is 7.5 hours", id="too much"),
    ],
)
def test_a_total_that_does_not_fit_is_told_and_the_day_is_not_judged(total: str, said: str) -> None:
    assert asked("8:00 AM", "3:30 PM", total) == [("ANOTHER_TOTAL", "D2", said)]
    (entry,) = entries((DAY, "8:00 AM", "3:30 PM", total))
    assert (known(entry.start), known(entry.end)) == (time(8), None)


def test_where_a_day_has_several_rows_a_total_may_be_that_of_the_day() -> None:
    morning, noon = (DAY, "8:00 AM", "11:00 AM", ""), (DAY, "12:00 PM", "3:00 PM", "6")
    assert problems_of(entries(morning, noon)) == []

    too_little = (DAY, "12:00 PM", "3:00 PM", "1")
    assert [kind for kind, *_ in problems_of(entries(morning, too_little))] == ["ANOTHER_TOTAL"]


def test_a_total_of_what_was_likely_meant_is_asked_once() -> None:
    assert [kind for kind, *_ in asked("1:00 AM", "3:30 PM", "2.5")] == ["UNLIKELY_HOURS"]


def test_a_total_that_fits_neither_reading_is_told_too() -> None:
    kinds = [(kind, place) for kind, place, _ in asked("1:00 AM", "3:30 PM", "6")]
    assert kinds == [("UNLIKELY_HOURS", "B2"), ("ANOTHER_TOTAL", "D2")]


def test_published_hours_are_asked_too() -> None:
    found = parsed(OFFICE_HOURS, ("weekday", "start", "end"), ("Monday", "1:00 AM", "3:30 PM"))
    assert [(kind, place) for kind, place, _ in problems_of(found)] == [("UNLIKELY_HOURS", "B2")]
