"""Days counted forwards and backwards, by the worked examples of the rule book."""

from __future__ import annotations

from typing import Any

import pytest

from tests.builders import a_district, an_organisation, day
from workspace_agent.model.state_law import Unit
from workspace_agent.rules.legal_days import (
    FEDERAL_EVALUATION_DAYS,
    FEDERAL_INITIAL_IEP_DAYS,
    Counting,
    LegalDay,
    Unreached,
    calendar_days_after,
    counting,
    days_after,
    latest_before,
    sentences,
    span,
)

C1_DAYS: dict[str, Any] = {
    "first_day": "2025-08-13",
    "last_day": "2026-05-21",
    "closures": [
        {"from": first, "until": last, "name": "closed"}
        for first, last in [
            ("2025-09-01", "2025-09-01"),
            ("2025-10-13", "2025-10-13"),
            ("2025-11-24", "2025-11-28"),
            ("2025-12-22", "2026-01-02"),
            ("2026-01-19", "2026-01-19"),
            ("2026-03-09", "2026-03-13"),
        ]
    ],
}
C1 = a_district(**C1_DAYS)
"""The synthetic school calendar of the rule book."""

HOLIDAYS = ["2025-06-19", "2025-07-04", "2025-09-01", "2025-10-13", "2025-11-11", "2025-11-27", "2025-12-25"]


def on_c1() -> Counting:
    return counting(an_organisation(federal_holidays=HOLIDAYS), C1)


@pytest.mark.parametrize(
    ("began", "count", "ends"),
    [
        pytest.param("2025-10-06", 30, "2025-11-05", id="R19 Texas: records of a student who transferred"),
        pytest.param("2025-06-01", 90, "2025-08-30", id="North Carolina: as day 1 it would end on 29 Aug"),
    ],
)
def test_the_day_on_which_something_happens_is_day_0(began: str, count: int, ends: str) -> None:
    assert calendar_days_after(day(began), count).day == day(ends)


@pytest.mark.parametrize(
    ("consent", "ends"),
    [
        pytest.param("2025-01-15", "2025-03-16", id="a Sunday does not move"),
        pytest.param("2024-01-15", "2024-03-15", id="over a leap day"),
        pytest.param("2025-11-03", "2026-01-02", id="holidays count"),
    ],
)
def test_an_evaluation_has_60_days_from_consent(consent: str, ends: str) -> None:
    found = calendar_days_after(day(consent), FEDERAL_EVALUATION_DAYS)
    assert (found.day, found.lenient) == (day(ends), day(ends))


@pytest.mark.parametrize(
    ("eligible", "ends"),
    [
        pytest.param("2025-01-31", "2025-03-02", id="a Sunday does not move"),
        pytest.param("2024-01-31", "2024-03-01", id="over a leap day"),
        pytest.param("2025-12-10", "2026-01-09", id="holidays count"),
    ],
)
def test_the_first_iep_has_30_days_from_eligibility(eligible: str, ends: str) -> None:
    assert calendar_days_after(day(eligible), FEDERAL_INITIAL_IEP_DAYS).day == day(ends)


@pytest.mark.parametrize(
    ("meeting", "count", "unit", "latest"),
    [
        pytest.param("2025-03-20", 10, "calendar", "2025-03-10", id="10 days"),
        pytest.param("2024-03-05", 10, "calendar", "2024-02-24", id="10 days: a Saturday does not move"),
        pytest.param("2025-12-04", 5, "school", "2025-11-20", id="TX: Thanksgiving week does not count"),
        pytest.param("2025-10-16", 5, "school", "2025-10-08", id="TX: nor does a holiday"),
        pytest.param("2026-01-07", 5, "school", "2025-12-17", id="TX: nor does winter break"),
        pytest.param("2025-12-04", 5, "calendar", "2025-11-29", id="NY: 5 days"),
        pytest.param("2025-12-02", 3, "school", "2025-11-20", id="IL: drafts 3 school days before"),
        pytest.param("2025-12-02", 10, "school", "2025-11-11", id="PA: the report 10 school days before"),
        pytest.param("2025-12-04", 5, "school", "2025-11-20", id="TX: written notice before services change"),
        pytest.param("2025-12-02", 5, "business", "2025-11-24", id="MD: 5 business days, over Thanksgiving"),
        pytest.param("2025-12-06", 1, "business", "2025-12-05", id="a business day before a Saturday"),
        pytest.param("2025-08-14", 1, "school", "2025-08-13", id="the first day that is known"),
    ],
)
def test_the_latest_day_before_a_meeting(meeting: str, count: int, unit: Unit, latest: str) -> None:
    found = latest_before(on_c1(), day(meeting), count, unit)

    assert isinstance(found, LegalDay)
    assert (found.day, found.lenient) == (day(latest), day(latest))


@pytest.mark.parametrize(
    ("start", "count", "unit", "end"),
    [
        pytest.param("2025-11-20", 1, "school", "2025-11-21", id="the next school day"),
        pytest.param("2025-11-21", 1, "school", "2025-12-01", id="over a closure"),
        pytest.param("2025-11-26", 1, "business", "2025-11-28", id="over a holiday"),
        pytest.param("2025-11-26", 1, "calendar", "2025-11-27", id="a holiday counts"),
    ],
)
def test_days_after(start: str, count: int, unit: Unit, end: str) -> None:
    found = days_after(on_c1(), day(start), count, unit)

    assert isinstance(found, LegalDay)
    assert (found.day, found.lenient) == (day(end), day(end))


def test_what_the_calendar_does_not_reach_is_said_and_not_guessed() -> None:
    assert days_after(on_c1(), day("2026-05-20"), 2, "school") == Unreached(
        ("the school calendar in the settings does not reach 2 school days after 20 May 2026",)
    )
    assert latest_before(on_c1(), day("2025-08-14"), 2, "school") == Unreached(
        ("the school calendar in the settings does not reach 2 school days before 14 Aug 2025",)
    )


@pytest.mark.parametrize(
    ("count", "unit", "words"),
    [
        pytest.param(60, "calendar", "60 days", id="calendar days are just days"),
        pytest.param(1, "calendar", "1 day", id="one day"),
        pytest.param(45, "school", "45 school days", id="school days"),
        pytest.param(1, "business", "1 business day", id="one business day"),
    ],
)
def test_days_in_words(count: int, unit: Unit, words: str) -> None:
    assert span(count, unit) == words


def test_the_arithmetic_is_told() -> None:
    after, before = (
        days_after(on_c1(), day("2025-11-21"), 1, "school"),
        latest_before(on_c1(), day("2025-12-04"), 5, "school"),
    )
    assert sentences((*after.lines, *before.lines)) == (
        "1 school day after 21 Nov 2025 is 1 Dec 2025. 5 school days before 4 Dec 2025 is 20 Nov 2025."
    )


def test_sentences_begin_with_a_capital() -> None:
    assert sentences(["the one", "2 days"]) == "The one. 2 days."
