"""When a due date that a person typed follows from the date of the last review."""

from __future__ import annotations

from datetime import date, timedelta

from workspace_agent.model.dates import add_years

REVIEW_YEARS = 1
"""34 CFR 300.324(b)(1)(i): "not less than annually"."""

REEVALUATION_YEARS = 3
"""Years: 34 CFR 300.303(b)(2), "at least once every three years"."""


def review_follows(last: date, due: date) -> bool:
    """Whether it is a year later in any reading: the same day, 365 days on, or the plan's last day."""
    anniversary = add_years(last, REVIEW_YEARS)
    return due in {anniversary, anniversary - timedelta(days=1), last + timedelta(days=365)}


def reevaluation_follows(last: date, due: date) -> bool:
    """Whether it is a whole number of years later, up to three, or the day before: some plan it earlier."""
    years = range(1, REEVALUATION_YEARS + 1)
    days = {add_years(last, number) for number in years}
    return due in days | {day - timedelta(days=1) for day in days}
