"""The Hours sheet with a row for each week and two columns for each weekday."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

from workspace_agent.intake.desk import Desk, SheetParser
from workspace_agent.intake.hours import NO_DATE
from workspace_agent.intake.reading import Fault, as_date, problem, read
from workspace_agent.intake.stretches import needed, stretch
from workspace_agent.intake.table import RawCell, Row, Sheet
from workspace_agent.intake.unlogged import says_a_time, told_once, without_plans
from workspace_agent.model.field import Field, Missing, Unreadable, Value
from workspace_agent.model.hours import HoursEntry
from workspace_agent.model.problem_kinds import ProblemKind

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday")
_SATURDAY, _SUNDAY = 5, 6


def parse(sheet: Sheet, desk: Desk) -> Iterator[HoursEntry]:
    """Entries, in the order of rows and days. A day without a time is no entry.

    A row says once when it was typed, and it is whole with its last day: that one is logged then, and of the
    days before nobody can tell.
    """
    return without_plans(entry for row in sheet.rows() for entry in _entries(row, desk))


def _entries(row: Row, desk: Desk) -> Iterator[HoursEntry]:
    entries = [_entry(row, number, desk) for number in range(len(_DAYS)) if _is_used(row, number)]
    yield from entries[:-1]
    yield from (replace(last, logged=read(row, "logged", as_date)) for last in entries[-1:])


def _is_used(row: Row, weekday: int) -> bool:
    return any(says_a_time(row.raw(f"{_DAYS[weekday]}_{name}")) for name in ("start", "end"))


def _entry(row: Row, weekday: int, desk: Desk) -> HoursEntry:
    start_name, end_name = f"{_DAYS[weekday]}_start", f"{_DAYS[weekday]}_end"
    start, end = stretch(row, start_name, end_name, desk.hours_log)
    entry = HoursEntry(
        case_manager=row.sheet.case_manager,
        date=_day(row, weekday, start_name, desk.today),
        start=start,
        end=end,
        row=row.line,
        logged=Missing(row.line),
    )
    return told_once(entry, row, "week", start_name, end_name)


def _day(row: Row, weekday: int, start_name: str, today: dt.date) -> Field[dt.date]:
    monday = needed(row, "week", _as_monday, NO_DATE)
    if not isinstance(monday, Value):
        return monday
    day = monday.value + dt.timedelta(days=weekday)
    if day > today:
        future = problem(row, start_name, ProblemKind.DATE_IN_THE_FUTURE)
        return Unreadable(future, row.place(start_name))
    return Value(day, monday.cell)


def _as_monday(raw: RawCell) -> dt.date | Fault:
    """The Monday of the school week of a date: a Sunday begins one, a Saturday may be meant either way."""
    day = as_date(raw)
    if isinstance(day, Fault):
        return day
    if day.weekday() == _SATURDAY:
        return Fault(ProblemKind.WEEK_UNCLEAR)
    return day + dt.timedelta(days=1 if day.weekday() == _SUNDAY else -day.weekday())


HOURS_BY_WEEK = SheetParser("hours_by_week", "hours", parse)
