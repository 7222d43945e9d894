"""The day of the last review or evaluation on record, whichever way it is known: of any clock."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from workspace_agent.model import dates
from workspace_agent.model.due_dates import REEVALUATION_YEARS, REVIEW_YEARS
from workspace_agent.model.facts import Department, Student
from workspace_agent.model.vocabulary import Purpose
from workspace_agent.rules.clocks import (
    ANNUAL,
    REEVALUATION,
    REEVALUATION_504,
    REVIEW_504,
    Clock,
    Reading,
    annual_clock,
    reevaluation_504_clock,
    reevaluation_clock,
    review_504_clock,
)
from workspace_agent.rules.cycles import FEDERAL

_CLOCKS: Mapping[frozenset[Purpose], tuple[Callable[[Department, Student], Reading], int]] = {
    ANNUAL: (annual_clock, REVIEW_YEARS),
    REEVALUATION: (
        lambda department, student: reevaluation_clock(department, student, FEDERAL),
        REEVALUATION_YEARS,
    ),
    REVIEW_504: (review_504_clock, REVIEW_YEARS),
    REEVALUATION_504: (
        lambda department, student: reevaluation_504_clock(department, student, REEVALUATION_YEARS),
        REEVALUATION_YEARS,
    ),
}
"""By the purposes that restart it, each with the years from one to the next."""


def last_on_record(department: Department, student: Student, restarting: frozenset[Purpose]) -> date | None:
    """When the clock that meetings with these purposes restart was started; None where nothing tells."""
    clock_of, years = _CLOCKS[restarting]
    clock = clock_of(department, student)
    return clock.began(years) if isinstance(clock, Clock) else None


def next_after(day: date, restarting: frozenset[Purpose]) -> date:
    """The last day on which the next one is due after one on this day, in the longest cycle."""
    _, years = _CLOCKS[restarting]
    return dates.add_years(day, years)
