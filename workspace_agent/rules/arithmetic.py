"""Lines by which a finding shows how a date was worked out."""

from __future__ import annotations

from datetime import date

from workspace_agent.model import dates
from workspace_agent.model.finding import Step


def step(words: str) -> Step:
    """A line of arithmetic, which stands in no cell."""
    return Step(words)


def counted(last: date, count: int, due: date) -> Step:
    """`20 Jan 2023 + 3 years = 20 Jan 2026`."""
    years = "1 year" if count == 1 else f"{count} years"
    return step(f"{dates.words(last)} + {years} = {dates.words(due)}")


def first_of(day: date) -> Step:
    """Of two dates on record."""
    return step(f"the earlier of the two on record: {dates.words(day)}")


def distance(day: date, today: date) -> Step:
    """Where today lies, seen from the day that the lines before it came to."""
    count = (today - day).days
    if not count:
        return step(f"today, {dates.words(today)}, is that day")
    side = "after" if count > 0 else "before"
    return step(f"today, {dates.words(today)}, is {dates.days(abs(count))} {side} it")
