"""From a typed cell to a Field: a value, nothing, or a Problem. Never a guess."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import TypeVar
from zoneinfo import available_timezones

from workspace_agent.intake.table import Kind, RawCell, Row
from workspace_agent.intake.written_dates import MONTHS, TwoReadings, sensible, written_date
from workspace_agent.model import dates
from workspace_agent.model.field import Field, Missing, Unreadable, Value
from workspace_agent.model.place import Cell
from workspace_agent.model.problem import Problem
from workspace_agent.model.problem_kinds import ProblemKind

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a cell cannot be read.

    Attributes:
        detail: A typed value of our own for the Problem's sentence.
    """

    kind: ProblemKind
    detail: str = ""


Conversion = Callable[[RawCell], T | Fault]

_DAY_ZERO = datetime(1899, 12, 30)  # noqa: DTZ001 - a serial has no zone
_DAY = 86_400
_FIRST_SERIAL, _LAST_SERIAL = 1, 73_051  # up to the end of the year 2099, well inside what a date can hold
_TIME = re.compile(r"(\d{1,2})(?::(\d{2})(?::(\d{2}))?)?\s*(?:([ap])\.?(?:m\.?)?)?", re.IGNORECASE)
_NOON = frozenset({"noon", "12 noon", "12:00 noon"})
_NONE = frozenset({"na", "n.a.", "n.a", "none", "not applicable", "no date"})
"""What people type for nothing where a date, a number or a choice belongs; a name may be one of these."""

_MONTH = rf"(?:{'|'.join(sorted(MONTHS, key=len, reverse=True))})\.?"
_QUOTABLE = re.compile(
    r"\d{1,2}(?P<sign>[-/]|\. ?)\d{1,2}(?:(?P=sign)\d{4})?|\d{1,2}/\d{1,2}/\d{2}"
    r"|\d{4}(?P<same>[-/])\d{1,2}(?P=same)\d{1,2}"
    rf"|(?:{_MONTH}[- ]?\d{{1,2}}|\d{{1,2}}[-. ]*{_MONTH})(?:[-, ]+\d{{4}})?"
    r"|\d{1,2}(?::\d{1,2}){1,2}",
    re.ASCII,
)
"""The shapes of a date and of a time of day: a student's number or a phone's has neither."""
_NEVER_REPEATED = frozenset({"transition_by", "majority_on", "enrolled"})
"""Fields in whose columns people type the date of birth, also of a child of three: it is kept out of all that
is told."""


def quotable(text: str) -> str:
    """The text, only if it has the shape of a date or of a time of day; else empty.

    A month word without a digit is not quoted: it may be somebody's name. Of dates, `harmless` lets through
    those of our years.
    """
    plain = " ".join(text.split())
    return plain if _QUOTABLE.fullmatch(plain.casefold()) else ""


def read(row: Row, name: str, convert: Conversion[T]) -> Field[T]:
    """What stands under the heading of this field.

    A field whose column is missing or doubled is unreadable by the one Problem that says so.
    """
    place, raw = row.place(name), row.raw(name)
    if name in row.sheet.lost:
        return Unreadable(row.sheet.lost[name], place)
    if says_nothing(raw):
        return Missing(place)
    outcome = Fault(ProblemKind.ERROR_VALUE) if raw.kind is Kind.ERROR else convert(raw)
    if isinstance(outcome, Fault):
        return Unreadable(problem(row, name, outcome.kind, outcome.detail), place)
    return Value(outcome, place)


def read_if_said(row: Row, name: str, convert: Conversion[T | None]) -> Field[T]:
    """The same where a cell that is not blank may say nothing: then the conversion gives None."""
    found = read(row, name, convert)
    if not isinstance(found, Value):
        return found
    return Missing(found.cell) if found.value is None else Value(found.value, found.cell)


def says_nothing(raw: RawCell) -> bool:
    """Blank, or a word for nothing."""
    return raw.blank or plain(raw.text) in _NONE


def problem(row: Row, name: str, kind: ProblemKind, detail: str = "") -> Problem:
    """A Problem at the cell of this field, which is quoted where that is harmless."""
    if name in _NEVER_REPEATED:
        silent = ProblemKind.NOT_A_DATE if kind is ProblemKind.AMBIGUOUS_DATE else kind
        return Problem(silent, row.place(name), row.sheet.case_manager, row.student_ref)
    return problem_at(row, row.place(name), row.raw(name), Fault(kind, detail))


def problem_at(row: Row, place: Cell, raw: RawCell, fault: Fault) -> Problem:
    """A Problem at a cell of the row that is no field."""
    quote = quotable(raw.text) if raw.kind is Kind.TEXT else ""
    return Problem(fault.kind, place, row.sheet.case_manager, row.student_ref, quote, fault.detail)


class Remembered(dict[RawCell, T | Fault]):
    """What each cell says, where many are alike: each is read once. An error of the spreadsheet is told."""

    def __init__(self, convert: Conversion[T]) -> None:
        super().__init__()
        self._convert = convert

    def __missing__(self, raw: RawCell) -> T | Fault:
        """Read it."""
        failed = raw.kind is Kind.ERROR
        self[raw] = said = Fault(ProblemKind.ERROR_VALUE) if failed else self._convert(raw)
        return said


def told(fact: object) -> Iterator[Problem]:
    """Problems of all unreadable fields of a fact."""
    for field in fields(fact):  # type: ignore[arg-type]  # facts are dataclasses of many types
        value = getattr(fact, field.name)
        if isinstance(value, Unreadable):
            yield value.problem


def as_date(raw: RawCell) -> date | Fault:
    """A date: a serial formatted as one, or text with a single reading."""
    if raw.kind is Kind.TEXT:
        return date_or_fault(written_date(raw.text))
    if raw.kind not in {Kind.DATE, Kind.DATE_TIME} or not isinstance(raw.value, float):
        return Fault(ProblemKind.NOT_A_DATE)
    if not _FIRST_SERIAL <= raw.value < _LAST_SERIAL:
        return Fault(ProblemKind.NOT_A_DATE)
    day = (_DAY_ZERO + timedelta(seconds=round(raw.value * _DAY))).date()
    return date_or_fault(sensible(day.year, day.month, day.day))


def date_or_fault(outcome: date | TwoReadings | ProblemKind) -> date | Fault:
    """The one date that was read; of two readings both are said."""
    if isinstance(outcome, TwoReadings):
        both = f"{dates.words(outcome.month_first)} or {dates.words(outcome.day_first)}"
        return Fault(ProblemKind.AMBIGUOUS_DATE, both)
    return Fault(outcome) if isinstance(outcome, ProblemKind) else outcome


def as_moment(raw: RawCell) -> datetime | None:
    """Day and time as they stand there, without a zone, to the second that had begun; else None."""
    is_serial = raw.kind in {Kind.DATE_TIME, Kind.DATE, Kind.NUMBER} and isinstance(raw.value, float)
    if not is_serial or not _FIRST_SERIAL <= float(raw.value or 0) < _LAST_SERIAL:
        return None
    # A serial holds a moment to the microsecond; half a millisecond more keeps it in its own second.
    return _DAY_ZERO + timedelta(seconds=int(float(raw.value or 0) * _DAY + 0.0005))


def date_until(today: date) -> Conversion[date]:
    """A date of something that has happened: today at the latest."""

    def convert(raw: RawCell) -> date | Fault:
        outcome = as_date(raw)
        if isinstance(outcome, date) and outcome > today:
            return Fault(ProblemKind.DATE_IN_THE_FUTURE)
        return outcome

    return convert


def not_long_ago(convert: Conversion[date], today: date) -> Conversion[date]:
    """The same, but no day so long ago that it may be a date of birth: what is judged by it repeats it."""

    def recent(raw: RawCell) -> date | Fault:
        outcome = convert(raw)
        if isinstance(outcome, date) and dates.is_long_ago(outcome, today):
            return Fault(ProblemKind.DATE_LONG_AGO)
        return outcome

    return recent


def says_a_day(raw: RawCell) -> bool:
    """It holds a day and nothing else."""
    return not isinstance(as_date(raw), Fault)


def as_time(raw: RawCell) -> time | Fault:
    """A time of day, to the second."""
    if raw.kind is Kind.TEXT:
        return _written_time(raw.text)
    if raw.kind is not Kind.TIME or not isinstance(raw.value, float):
        return Fault(ProblemKind.NOT_A_TIME)
    seconds = round(raw.value * _DAY)
    if not 0 <= seconds < _DAY:
        return Fault(ProblemKind.NOT_A_TIME)
    return (_DAY_ZERO + timedelta(seconds=seconds)).time()


def _written_time(text: str) -> time | Fault:
    if plain(text) in _NOON:
        return time(12)
    match = _TIME.fullmatch(text)
    if match is None or not (match[2] or match[4]):
        return Fault(ProblemKind.NOT_A_TIME)
    hour, minute, second = (int(part or 0) for part in match.groups()[:3])
    half = (match[4] or "").casefold()
    if half and not 1 <= hour <= 12:
        return Fault(ProblemKind.NOT_A_TIME)
    hour = hour % 12 + (12 if half == "p" else 0) if half else hour
    try:
        return time(hour, minute, second)
    except ValueError:
        return Fault(ProblemKind.NOT_A_TIME)


def plain(text: str) -> str:
    """A word or phrase for comparing: lower case, single spaces, no underscores."""
    return " ".join(text.casefold().replace("_", " ").split())


_YES = frozenset({"true", "y", "yes", "x", "✓", "✔", "✔️", "☑", "☑️", "✅", "ticked", "done"})
_NO = frozenset({"false", "n", "no", "☐", "✗", "✘", "❌"})


def as_tick(raw: RawCell) -> bool | Fault:
    """A ticked or unticked box, or a word for one."""
    word = plain(raw.text)
    if word in _YES or word in _NO:
        return word in _YES
    return Fault(ProblemKind.NOT_A_CHOICE, "yes, no")


def done_until(today: date) -> Conversion[bool]:
    """A tick, or the day on which something was done: today at the latest."""

    def convert(raw: RawCell) -> bool | Fault:
        ticked = as_tick(raw)
        if not isinstance(ticked, Fault):
            return ticked
        day = date_until(today)(raw)
        return day if isinstance(day, Fault) else True

    return convert


def as_choice(words: Mapping[str, T], choices: str) -> Conversion[T]:
    """One of a closed set.

    Args:
        words: What people type, in `plain` form, with what it means.
        choices: The choices as they are offered when none was recognised.
    """

    def convert(raw: RawCell) -> T | Fault:
        known = words.get(plain(raw.text))
        return Fault(ProblemKind.NOT_A_CHOICE, choices) if known is None else known

    return convert


@cache
def _zones() -> Mapping[str, str]:
    return {name.casefold(): name for name in available_timezones()}


def as_zone(raw: RawCell) -> str | Fault:
    """An IANA time zone."""
    return _zones().get(raw.text.casefold()) or Fault(ProblemKind.NOT_A_ZONE)


def as_address(raw: RawCell) -> str | Fault:
    """One e-mail address, in lower case."""
    is_one = re.fullmatch(r"[^@\s,;<>\"]+@[^@\s,;<>\"]+\.[^@\s,;<>\".]+", raw.meant)
    if is_one and raw.meant.isprintable():
        return raw.meant.casefold()
    return Fault(ProblemKind.NOT_AN_ADDRESS)
