"""When a review is due after the last one, and whether a due date that a person typed follows from it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Literal

from workspace_agent.model.dates import add_years

AnnualMode = Literal["strict", "anniversary", "days365", "end_minus_1"]
"""Readings of "not less than annually": `strict` is the earlier of the anniversary and 365 days."""

REVIEW_YEARS = 1
"""34 CFR 300.324(b)(1)(i): "not less than annually"."""

REEVALUATION_YEARS = 3
"""Years: 34 CFR 300.303(b)(2), "at least once every three years"."""


def anniversary(last: date) -> date:
    """A year after the last review: the most lenient reading of "not less than annually"."""
    return add_years(last, REVIEW_YEARS)


def annual_due(last: date, mode: AnnualMode) -> date:
    """When the next annual review is due, in one of the readings of "not less than annually"."""
    same_day, counted = anniversary(last), last + timedelta(days=365)
    readings: dict[AnnualMode, date] = {
        "anniversary": same_day,
        "days365": counted,
        "end_minus_1": same_day - timedelta(days=1),
        "strict": min(same_day, counted),
    }
    return readings[mode]


def review_follows(last: date, due: date) -> bool:
    """Whether it is a year later in any reading: the same day, 365 days on, or the plan's last day."""
    modes: tuple[AnnualMode, ...] = ("anniversary", "days365", "end_minus_1")
    return due in {annual_due(last, mode) for mode in modes}


def reevaluation_follows(last: date, due: date) -> bool:
    """Whether it is a whole number of years later, up to three, or the day before: some plan it earlier."""
    years = range(1, REEVALUATION_YEARS + 1)
    days = {add_years(last, number) for number in years}
    return due in days | {day - timedelta(days=1) for day in days}
