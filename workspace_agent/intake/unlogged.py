"""Rows of an Hours Log in which nothing is logged, or not yet.

People fill in dates for the whole year, with formulas that come to 0:00, or the hours that they will work.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import time

from workspace_agent.intake.table import Kind, RawCell, Row
from workspace_agent.model.field import Field, Missing, Unreadable, known
from workspace_agent.model.hours import HoursEntry
from workspace_agent.model.problem_kinds import ProblemKind

_NO_TIME_AT_ALL = frozenset({"0", "00", "0.0", "0.00", "0:00", "00:00", "0:00:00", "00:00:00"})

_A_WEEK = 5
"""So many days to come are filled in ahead: nobody mistypes a week of dates."""


def says_a_time(raw: RawCell) -> bool:
    """A time, or what was to be one, stands in this cell: 0:00 is what a formula gives."""
    return raw.kind is Kind.ERROR or not _is_none(raw)


def says_hours(total: RawCell) -> bool:
    """The same of a total, whose formula fails where it adds up blank cells."""
    return total.kind is not Kind.ERROR and not _is_none(total)


def _is_none(raw: RawCell) -> bool:
    return raw.idle or raw.text in _NO_TIME_AT_ALL


def told_once(entry: HoursEntry, row: Row, date: str, start: str, end: str) -> HoursEntry:
    """An entry that lacks two things is told once, at the first cell that is blank or holds no time.

    Args:
        entry: As it was read.
        row: Where it stands.
        date: Field of its date.
        start: Field of its start.
        end: Field of its end.
    """
    blank = [name for name in (date, start, end) if row.raw(name).blank][1:]
    if start in blank:
        entry = replace(entry, start=Missing(row.place(start)))
    twice = _is_no_time(entry.start) and _is_no_time(entry.end)
    return replace(entry, end=Missing(row.place(end))) if end in blank or twice else entry


def _is_no_time(field: Field[time]) -> bool:
    """`PTO` or `sick`, as often as not under both headings."""
    return isinstance(field, Unreadable) and field.problem.kind is ProblemKind.NOT_A_TIME


def without_plans(entries: Iterable[HoursEntry]) -> Iterator[HoursEntry]:
    """Entries of days to come only where they are few and whole: then the date is a slip, and no plan."""
    every = [*entries]
    planned = sum(map(_is_to_come, every)) >= _A_WEEK
    return (entry for entry in every if not _is_to_come(entry) or not (planned or _is_half(entry)))


def _is_to_come(entry: HoursEntry) -> bool:
    day = entry.date
    return isinstance(day, Unreadable) and day.problem.kind is ProblemKind.DATE_IN_THE_FUTURE


def _is_half(entry: HoursEntry) -> bool:
    return known(entry.start) is None or known(entry.end) is None
