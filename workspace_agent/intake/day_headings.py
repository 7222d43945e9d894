"""Columns headed by days, also by days that stand there as text: `9/14`, `Sept 14`, `Wk 3 (9/14)`.

A day of which the year, or which number is the month, cannot be told from what stands around it is a Problem
at its heading, and its column is not read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import chain
from typing import NamedTuple

from workspace_agent.intake.reading import Fault, as_date, quotable
from workspace_agent.intake.table import Kind, RawCell, RawWorkbook, Sheet, Table
from workspace_agent.intake.written_dates import MONTHS, TwoReadings, sensible, written_date
from workspace_agent.intake.year_titles import school_year
from workspace_agent.model.dates import FIRST_MONTH, school_year_begins, words
from workspace_agent.model.problem import Problem
from workspace_agent.model.problem_kinds import ProblemKind

_LONGEST = 40
_COUNTED = frozenset({"week", "wk", "w", "probe", "session", "trial", "day"})
_BESIDE = _COUNTED | frozenset(
    {
        "",
        "of",
        "w/o",
        "starting",
        "beginning",
        "ending",
        "date",
        "on",
        "no",
        "monday",
        "mon",
        "tuesday",
        "tues",
    }
    | {"tue", "wednesday", "weds", "wed", "thursday", "thurs", "thur", "thu", "friday", "fri"}
)
"""Words that people type before the day: `Week of 9/14`, `Wk 3 (9/14)`, `Mon. 9/14`."""
_SIGNS = ".:,;#-()"
_RUN_TOGETHER = re.compile(r"(?<=[A-Za-z])(?=\d)")

_MONTH_FIRST_IN = "en_US"
_MONTHS_OF_YEAR = 12
_TWO_NUMBERS = re.compile(r"(\d{1,2})\s?[/-]\s?(\d{1,2})\b(?!\d)")
_NUMBERS = re.compile(r"(\d{1,2})\s?[/-]\s?(\d{1,2})")
_MONTH_FIRST = re.compile(r"([A-Za-z]+)\.?[ -]?(\d{1,2})(?:st|nd|rd|th)?")
_DAY_FIRST = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[ -]?([A-Za-z]+)\.?")
_CODE = re.compile(r"[^\W\d_]{1,2}")
"""`P`, `A`, `UA`: who was there. Levels of prompting have such short forms, too, but not alone."""

_WORDS = "|".join(("week", "wk", *sorted(MONTHS, reverse=True)))
_WEEKDAY = r"^(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri)(?:day)?\.?$"
_LIKE_A_DAY = re.compile(
    rf"{_WEEKDAY}|\d\s?[/-]\s?\d|\b(?:{_WORDS})\b\.?\s*\d|\d\s*(?:{_WORDS})\b", re.IGNORECASE
)
"""`9/14-9/18`, `Wk 3` and `Wed` beside days: not read, and told."""

_DAY_ZERO = date(1899, 12, 30)


class _Day(NamedTuple):
    """A day of some year: `month`, `day`."""

    month: int
    day: int


_Readings = tuple[date | _Day, ...]
"""What a heading may mean: nothing, one, or month first and day first."""


def says_day(cell: RawCell) -> bool:
    """A heading that is a date, or a text that says a day, whichever of them it is."""
    text = cell.text
    if cell.kind is Kind.TEXT:
        return len(text) <= _LONGEST and any(map(str.isdecimal, text)) and bool(_readings(text))
    return isinstance(as_date(cell), date)


def holds_codes(table: Table, header: int, columns: Sequence[int]) -> bool:
    """Below these headings there are letters alone, so that it is a list of who was there.

    Args:
        table: Any.
        header: 0-based row of the headings.
        columns: 0-based.
    """
    cells = [table.at(row, column) for row in range(header + 1, len(table.rows)) for column in columns]
    filled = [cell for cell in cells if not cell.idle]
    return bool(filled) and all(cell.kind is Kind.TEXT and _CODE.fullmatch(cell.text) for cell in filled)


def with_days(sheet: Sheet, workbook: RawWorkbook) -> Sheet:
    """The sheet with a date above each column that is headed by a day, and Problems of what is unclear.

    Which number of `3/4` is the month is told by the other headings, else by the locale of the spreadsheet;
    the year by the title of the tab or of the workbook, else by headings that say it.
    """
    texts = _texts(sheet) if sheet.dated else {}
    if not texts:
        return sheet
    month_first = _month_first(texts.values(), workbook.locale)
    readings = {column: _ordered(_readings(text), month_first) for column, text in texts.items()}
    known = [*_typed(sheet), *chain.from_iterable(readings.values())]
    year = _school_year(sheet.table.title, workbook, known)
    told = {column: _told(said, year) for column, said in readings.items()}
    days = {column: said for column, said in told.items() if isinstance(said, date)}
    faults = {column: said for column, said in told.items() if isinstance(said, Fault)}
    return replace(
        sheet,
        table=_headed(sheet.table, sheet.header, days),
        dated=tuple(column for column in sheet.dated if column not in faults),
        unread=tuple(_problem(sheet, column, fault) for column, fault in faults.items()),
    )


def _texts(sheet: Sheet) -> dict[int, str]:
    """Headings that say a day as text, and those that look so and are of no field."""
    of_fields = {*sheet.columns.values()}
    texts: dict[int, str] = {}
    for column, cell in enumerate(sheet.table.rows[sheet.header]):
        if cell.kind is Kind.TEXT and column not in of_fields and _LIKE_A_DAY.search(cell.text[:_LONGEST]):
            texts[column] = _bare(cell.text[:_LONGEST])
    return texts


def _typed(sheet: Sheet) -> Iterator[date]:
    """Headings that are dates, not texts."""
    cells = (sheet.table.at(sheet.header, column) for column in sheet.dated)
    found = (as_date(cell) for cell in cells if cell.kind is not Kind.TEXT)
    return (day for day in found if isinstance(day, date))


def _bare(text: str) -> str:
    """What is left of a heading without what is no day: of `Wk 3 (9/14)`, `9/14`."""
    parts = [part.strip(_SIGNS) for part in _RUN_TOGETHER.sub(" ", text.replace("(", " ")).split()]
    said = [part.casefold() for part in parts]
    start = next((at for at, word in enumerate(said) if word not in _BESIDE), len(said))
    if not _COUNTED.isdisjoint(said[:start]) and said[start : start + 1] and said[start].isdecimal():
        start += any(map(str.isdecimal, "".join(said[start + 1 :])))
    return " ".join(part for part in parts[start:] if part)


def _readings(text: str) -> _Readings:
    bare = _bare(text)
    whole = written_date(bare)
    if isinstance(whole, TwoReadings):
        return tuple(whole)
    if isinstance(whole, date):
        return (whole,)
    if match := _NUMBERS.fullmatch(bare):
        first, second = int(match[1]), int(match[2])
        return tuple(dict.fromkeys((*_day(first, second), *_day(second, first))))
    if match := _MONTH_FIRST.fullmatch(bare):
        return _day(MONTHS.get(match[1].casefold(), 0), int(match[2]))
    if match := _DAY_FIRST.fullmatch(bare):
        return _day(MONTHS.get(match[2].casefold(), 0), int(match[1]))
    return ()


def _day(month: int, day: int) -> tuple[_Day, ...]:
    """A day that some year has."""
    return (_Day(month, day),) if isinstance(sensible(2024, month, day), date) else ()


def _month_first(texts: Iterable[str], locale: str) -> bool | None:
    """Which order the numbers have; None where nothing tells it, or headings contradict each other."""
    said = {_order(text) for text in texts if len(_readings(text)) == 1} - {None}
    if locale and not said:
        return locale == _MONTH_FIRST_IN
    return said.pop() if len(said) == 1 else None


def _order(text: str) -> bool | None:
    """Month first, where a heading can mean nothing else; None where it tells no order."""
    match = _TWO_NUMBERS.match(text)
    if match is None or match[1] == match[2]:
        return None
    return int(match[2]) > _MONTHS_OF_YEAR


def _ordered(said: _Readings, month_first: bool | None) -> _Readings:  # noqa: FBT001 - an answer, no flag
    if len(said) < 2 or month_first is None:
        return said
    return said[:1] if month_first else said[1:]


def _school_year(title: str, workbook: RawWorkbook, days: Iterable[date | _Day]) -> int | None:
    """The year in which the school year begins of which the headings are; None where that cannot be told."""
    named = _named(title) or _named(workbook.title)
    of_days = {school_year_begins(day).year for day in days if isinstance(day, date)}
    return named or (of_days.pop() if len(of_days) == 1 else None)


def _named(title: str) -> int | None:
    """`(2026)` may be the year in which it begins or ends: that names none."""
    year = school_year(title)
    return year.first if year and year.first == year.second else None


def _told(said: _Readings, year: int | None) -> date | Fault:
    if not said:
        return Fault(ProblemKind.NOT_A_DATE)
    days = [_in_year(one, year) if isinstance(one, _Day) else one for one in said]
    dates = [day for day in days if isinstance(day, date)]
    if len(dates) < len(days):
        return Fault(ProblemKind.DAY_WITHOUT_YEAR)
    if len(dates) == 1:
        return dates[0]
    return Fault(ProblemKind.AMBIGUOUS_DATE, " or ".join(map(words, dates)))


def _in_year(day: _Day, year: int | None) -> date | None:
    """None without a year, and for the 29th of February of a year that has none."""
    read = sensible(year + (day.month < FIRST_MONTH), day.month, day.day) if year else None
    return read if isinstance(read, date) else None


def _problem(sheet: Sheet, column: int, fault: Fault) -> Problem:
    quote = quotable(sheet.table.at(sheet.header, column).text)
    place = sheet.table.cell(sheet.header, column)
    return Problem(fault.kind, place, sheet.case_manager, quote=quote, detail=fault.detail)


def _headed(table: Table, header: int, days: Mapping[int, date]) -> Table:
    """The table with these dates instead of the texts of its headings."""
    cells = tuple(
        RawCell(Kind.DATE, float((days[column] - _DAY_ZERO).days)) if column in days else cell
        for column, cell in enumerate(table.rows[header])
    )
    return replace(table, rows=(*table.rows[:header], cells, *table.rows[header + 1 :]))
