"""The same data in two forms in one workbook: in rows, and with a column for each day or a week in a row.

Most often formulas make the one of the other, and it must not be read twice. It goes by what was read.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from workspace_agent.intake.table import Sheet
from workspace_agent.model.facts import HoursEntry
from workspace_agent.model.field import known
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
        what: Can be put in order.
    """

    of: Hashable
    what: Any
    cell: Cell


def _hours(entry: HoursEntry) -> Iterator[_Said]:
    day, start, end = known(entry.date), known(entry.start), known(entry.end)
    if day and start is not None and end is not None:
        yield _Said(day, (start, end), entry.row)


def _points(series: Series) -> Iterator[_Said]:
    for index, (day, value) in enumerate(zip(series.days, series.values, strict=True)):
        of = (series.student_ref, series.goal, day)
        yield _Said(of, round(value, _DECIMALS), series.cell(index))


_Says = Callable[[Any], Iterator[_Said]]
_SAYS: Mapping[str, _Says] = {"hours": _hours, "series": _points}
"""What a fact says, by field of the Department: the data that people keep in two forms."""


def in_one_form(readings: Sequence[Reading], into: str) -> tuple[Sequence[Reading], Sequence[Problem]]:
    """The readings that count, and what is told where it cannot be said which do.

    Where all that one form says stands in the other as well, it is a copy. Where the two speak of the same
    days and each says what the other does not, nobody can tell which counts.

    Args:
        readings: All that fill one field of the Department, by forms: the one with more in a row behind.
        into: This field.
    """
    if into not in _SAYS:
        return readings, ()
    books: dict[str, list[Reading]] = {}
    for one in readings:
        books.setdefault(one.sheet.table.spreadsheet_id, []).append(one)
    verdicts = [_verdict(of_book, _SAYS[into]) for of_book in books.values()]
    dropped = {id(one) for uncounted, _ in verdicts for one in uncounted}
    told = [problem for _, problems in verdicts for problem in problems]
    return [one for one in readings if id(one) not in dropped], told


_Verdict = tuple[Sequence[Reading], Sequence[Problem]]
"""Which readings of a workbook do not count, and what is told of them."""


def _verdict(readings: Sequence[Reading], says: _Says) -> _Verdict:
    name = readings[0].sheet.name
    first = [one for one in readings if one.sheet.name == name]
    second = [one for one in readings if one.sheet.name != name]
    here, there = _by_day(first, says), _by_day(second, says)
    if here.keys().isdisjoint(there):
        return (), ()
    more, others = _beyond(here, there), _beyond(there, here)
    if more and others:
        return readings, (_question(name, readings[0].sheet.case_manager, here[more[0]], there[others[0]]),)
    return (first if others else second), ()


_ByDay = Mapping[Hashable, Sequence[_Said]]


def _by_day(readings: Iterable[Reading], says: _Says) -> _ByDay:
    found: dict[Hashable, list[_Said]] = {}
    for said in (one for reading in readings for fact in reading.facts for one in says(fact)):
        found.setdefault(said.of, []).append(said)
    return found


def _beyond(one: _ByDay, other: _ByDay) -> list[Hashable]:
    """The days of which one says what the other does not; first those of which the other speaks as well."""
    days = [day for day, said in one.items() if _what(said) != _what(other.get(day, ()))]
    return sorted(days, key=lambda day: day not in other)


def _what(said: Iterable[_Said]) -> list[Any]:
    return sorted(one.what for one in said)


def _question(name: str, case_manager: str, here: Sequence[_Said], there: Sequence[_Said]) -> Problem:
    place = there[0].cell
    detail = name.replace("_", " ")
    return Problem(ProblemKind.TWO_FORMS, place, case_manager, detail=detail, link=here[0].cell.url)
