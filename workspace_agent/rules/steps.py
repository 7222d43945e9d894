"""Lines by which a finding shows how it was worked out: an input has its cell, arithmetic has none."""

from __future__ import annotations

from datetime import date

from workspace_agent.model import dates
from workspace_agent.model.facts import Meeting
from workspace_agent.model.field import Field, known
from workspace_agent.model.finding import Step


def of_meeting(meeting: Meeting, day: date) -> Step:
    """The date of the meeting."""
    return Step(f"meeting: {dates.words(day)}", meeting.date.cell)


def of_day(words: str, field: Field[date]) -> Step:
    """A date that people typed, or that there is none."""
    typed = known(field)
    return Step(f"{words}: {dates.words(typed) if typed else 'not on record'}", field.cell)


def of_tick(words: str, field: Field[bool]) -> Step:
    """What is ticked or answered with yes or no."""
    ticked = known(field)
    return Step(f"{words}: {'not answered' if ticked is None else 'yes' if ticked else 'no'}", field.cell)


def of_today(today: date) -> Step:
    """The day of judgement."""
    return Step(f"today: {dates.words(today)}")


def distance(day: date, today: date) -> Step:
    """The day of judgement, and where it lies, seen from the day that the lines before it came to."""
    count = (today - day).days
    if not count:
        return of_today(today)
    side = "after" if count > 0 else "before"
    return Step(f"today: {dates.words(today)}, {dates.days(abs(count))} {side} {dates.words(day)}")


def counted(last: date, count: int, due: date) -> Step:
    """`20 Jan 2023 + 3 years = 20 Jan 2026`."""
    years = "1 year" if count == 1 else f"{count} years"
    return Step(f"{dates.words(last)} + {years} = {dates.words(due)}")


def first_of(day: date) -> Step:
    """Of two dates on record."""
    return Step(f"the earlier of the two on record: {dates.words(day)}")
