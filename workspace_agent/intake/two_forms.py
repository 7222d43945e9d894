"""The same data in two forms in one workbook: in rows, and with a column for each day or a week in a row.

Most often formulas make the one of the other, and it must not be read twice. It goes by what was read of each
day: one form may lag some days behind, or say less of a day. Only a day of which each says what the other
does not is a question.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from workspace_agent.intake.table import Sheet
from workspace_agent.model.field import known
from workspace_agent.model.hours import HoursEntry
from workspace_agent.model.place import Cell
from workspace_agent.model.problem import Problem
from workspace_agent.model.problem_kinds import ProblemKind
from workspace_agent.model.progress import Series

_DECIMALS = 6


@dataclass(frozen=True, slots=True)
class Reading:
    """What one sheet came to.

    Attributes:
        parsed: Facts and Problems, as its parser gave them.
    """

    sheet: Sheet
    parsed: tuple[Any, ...]

    @property
    def facts(self) -> tuple[Any, ...]:
        """What is not a Problem."""
        return tuple(one for one in self.parsed if not isinstance(one, Problem))


class _Said(NamedTuple):
    """One thing that is said of a day.

    Attributes:
        of: Of which day, and of whom.
    """

    of: Hashable
    what: Hashable
    cell: Cell


_Days = Set[Hashable]
"""Days, each with of whom it is."""


@dataclass(frozen=True, slots=True)
class _Data:
    """Data that people keep in two forms.

    Attributes:
        says: What a fact says, of each of its days.
        only: What of a fact is about these days; None where nothing is.
    """

    says: Callable[[Any], Iterator[_Said]]
    only: Callable[[Any, _Days], Any]


def _hours(entry: HoursEntry) -> Iterator[_Said]:
    day, start, end = known(entry.date), known(entry.start), known(entry.end)
    if day and start is not None and end is not None:
        yield _Said(day, (start, end), entry.row)


def _hours_on(entry: HoursEntry, days: _Days) -> HoursEntry | None:
    """What cannot be read stays: its day is not judged."""
    said = [*_hours(entry)]
    return None if said and said[0].of not in days else entry


def _points(series: Series) -> Iterator[_Said]:
    for index, (day, value) in enumerate(zip(series.days, series.values, strict=True)):
        of = (series.student_ref, series.goal, day)
        yield _Said(of, round(value, _DECIMALS), series.cell(index))


def _points_on(series: Series, days: _Days) -> Series | None:
    return series.on({day for day in series.days if (series.student_ref, series.goal, day) in days}) or None


_DATA: Mapping[str, _Data] = {"hours": _Data(_hours, _hours_on), "series": _Data(_points, _points_on)}
"""By field of the Department."""


def in_one_form(readings: Sequence[Reading], into: str) -> tuple[Sequence[Reading], Sequence[Problem]]:
    """What counts of the readings, and what is told where that cannot be said.

    A form all of which stands in the other as well is a copy. Else each day counts in the form that says more
    of it. Where each says of one day what the other does not, nobody can tell, and nothing of either counts.

    Args:
        readings: All that fill one field of the Department, by forms: the one with more in a row behind.
        into: This field.
    """
    if into not in _DATA:
        return readings, ()
    books: dict[str, list[Reading]] = {}
    for one in readings:
        books.setdefault(one.sheet.table.spreadsheet_id, []).append(one)
    verdicts = [_verdict(of_book, _DATA[into]) for of_book in books.values()]
    counting = {id(one): left for kept, _ in verdicts for one, left in kept}
    told = [problem for _, problems in verdicts for problem in problems]
    return [counting[id(one)] for one in readings if id(one) in counting], told


_Verdict = tuple[Sequence[tuple[Reading, Reading]], Sequence[Problem]]
"""The readings of a workbook that count, each with what of it does, and what is told."""


def _verdict(readings: Sequence[Reading], data: _Data) -> _Verdict:
    name = readings[0].sheet.name
    first = [one for one in readings if one.sheet.name == name]
    second = [one for one in readings if one.sheet.name != name]
    here, there = _by_day(first, data), _by_day(second, data)
    if here.keys().isdisjoint(there):
        return [(one, one) for one in readings], ()
    more, others = _beyond(here, there), _beyond(there, here)
    if unlike := [day for day in here if day in more and day in others]:
        told = _question(name, readings[0].sheet.case_manager, here[unlike[0]], there[unlike[0]])
        return (), (told,)
    if not (more and others):
        return [(one, one) for one in (second if others else first)], ()
    return (
        *((one, _only(one, data, here.keys() - others)) for one in first),
        *((one, _only(one, data, others)) for one in second),
    ), ()


_ByDay = Mapping[Hashable, Sequence[_Said]]


def _by_day(readings: Iterable[Reading], data: _Data) -> _ByDay:
    found: dict[Hashable, list[_Said]] = {}
    for said in (one for reading in readings for fact in reading.facts for one in data.says(fact)):
        found.setdefault(said.of, []).append(said)
    return found


def _beyond(one: _ByDay, other: _ByDay) -> _Days:
    """The days of which one says what the other does not."""
    return {day for day, said in one.items() if _what(said) - _what(other.get(day, ()))}


def _what(said: Iterable[_Said]) -> Counter[Hashable]:
    return Counter(one.what for one in said)


def _only(reading: Reading, data: _Data, days: _Days) -> Reading:
    """What a sheet says of these days, and what of it could not be read."""
    left = (one if isinstance(one, Problem) else data.only(one, days) for one in reading.parsed)
    return replace(reading, parsed=tuple(one for one in left if one is not None))


def _question(name: str, case_manager: str, here: Sequence[_Said], there: Sequence[_Said]) -> Problem:
    place = there[0].cell
    detail = name.replace("_", " ")
    return Problem(ProblemKind.TWO_FORMS, place, case_manager, detail=detail, link=here[0].cell.url)
