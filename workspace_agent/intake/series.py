"""Progress data as it is read: from columns of cells to columns of days and values.

Nothing is made for a row but what it adds to its series, so that hundreds of thousands are read in a second.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import repeat

from workspace_agent.intake.desk import Desk
from workspace_agent.intake.goals import Goals, goal_key
from workspace_agent.intake.reading import Conversion, Fault, Remembered, date_until, problem_at
from workspace_agent.intake.roster import is_readable, whose
from workspace_agent.intake.table import Kind, RawCell, Row, Sheet
from workspace_agent.model.problem import Problem
from workspace_agent.model.problem_kinds import ProblemKind
from workspace_agent.model.progress import Measure, Series


def read_series(
    sheet: Sheet, desk: Desk, pairs: Iterable[tuple[int | None, int]]
) -> Iterator[Series | Problem]:
    """A Problem for each value that is not used, then the series.

    A name that fits no student or goal is told at its first row alone. Nothing where a column is missing or
    doubled: that is told once.

    Args:
        sheet: Has columns `student` and `goal`, as far as it has them.
        desk: What is known.
        pairs: Columns of dates and of values; no column of dates where the heading of the values is one.
    """
    if sheet.lost or not is_readable(sheet, desk.roster):
        return
    shelf = _Shelf(sheet, desk)
    for days, values in pairs:
        yield from shelf.take(days, values)
    yield from shelf.series()


_Cells = tuple[int, RawCell, RawCell, RawCell, RawCell]


@dataclass(slots=True)
class _Filling:
    """A series while it is read.

    Attributes:
        points: Day, value, row and column of each.
        asked: Whether its plain numbers are percent: the answer for one is the answer for all.
    """

    student_ref: str
    goal: str
    measure: Measure
    values: Remembered[float]
    points: list[tuple[int, float, int, int]] = field(default_factory=list)
    asked: bool = False

    def is_news(self, said: object) -> bool:
        """Not a question that has been asked of this series already."""
        asks = isinstance(said, Fault) and said.kind is ProblemKind.PART_OR_PERCENT
        known, self.asked = self.asked, self.asked or asks
        return not (asks and known)

    def done(self, sheet: Sheet) -> Series:
        """The columns, by day; two values of one day stay in the order of the sheet."""
        self.points.sort(key=lambda point: point[0])
        days, values, rows, columns = zip(*self.points, strict=True)
        return Series(
            student_ref=self.student_ref,
            goal=self.goal,
            measure=self.measure,
            spreadsheet_id=sheet.table.spreadsheet_id,
            sheet_id=sheet.table.sheet_id,
            days=array("i", days),
            values=array("d", values),
            rows=array("i", rows),
            columns=array("h", columns),
        )


class _Shelf:
    """All series of one sheet while they are read."""

    def __init__(self, sheet: Sheet, desk: Desk) -> None:
        self._sheet = sheet
        self._roster = desk.roster
        self._goals = Goals(desk)
        self._days = Remembered(_as_ordinal(desk.today))
        self._fillings: dict[tuple[str, str], _Filling] = {}
        self._named: dict[tuple[RawCell, RawCell], _Filling | None] = {}

    def take(self, days: int | None, column: int) -> Iterator[Problem]:
        """Put a column of values into the series of their rows; tell what is not used."""
        for index, who, what, when, raw in self._cells(days, column):
            if raw.blank and raw.kind is not Kind.DATE:
                continue
            if (who, what) not in self._named:
                yield from self._find(who, what, index, raw)
            filling = self._named[who, what]
            if filling is None:
                continue
            day, value = self._days[when], filling.values[raw]
            if isinstance(day, int) and isinstance(value, float):
                filling.points.append((day, value, index, column))
                continue
            row = Row(self._sheet, index, filling.student_ref)
            yield from self._told(row, column if days is None else days, when, day)
            if filling.is_news(value):
                yield from self._told(row, column, raw, value)

    def _cells(
        self, days: int | None, column: int
    ) -> Iterable[tuple[int, RawCell, RawCell, RawCell, RawCell]]:
        table, named, first = self._sheet.table, self._sheet.columns, self._sheet.header + 1
        return zip(
            range(first, len(table.rows)),
            table.column(named.get("student"), first),
            table.column(named.get("goal"), first),
            repeat(table.at(self._sheet.header, column)) if days is None else table.column(days, first),
            table.column(column, first),
            strict=False,
        )

    def _find(self, who: RawCell, what: RawCell, index: int, first: RawCell) -> Iterator[Problem]:
        """Which series rows with these names add to; a Problem where that cannot be told."""
        self._named[who, what] = None
        if not self._sheet.is_used(index):
            return
        row = whose(Row(self._sheet, index), self._roster)
        goal = self._goals.named_in(row) if isinstance(row, Row) else row
        if isinstance(goal, Problem):
            yield goal
        elif isinstance(row, Row):
            key = goal.key if goal else goal_key(what, self._roster.sign)
            scale = self._goals.scale(goal, first)
            made = _Filling(row.student_ref, key, scale.measure, Remembered(scale.read))
            self._named[who, what] = self._fillings.setdefault((row.student_ref, key), made)

    def _told(self, row: Row, column: int, raw: RawCell, said: object) -> Iterator[Problem]:
        """Why a cell cannot be read; a heading is spoken of where the value stands."""
        if isinstance(said, Fault):
            yield problem_at(row, self._sheet.table.cell(row.index, column), raw, said)

    def series(self) -> Iterator[Series]:
        """What was taken in."""
        return (one.done(self._sheet) for one in self._fillings.values() if one.points)


def _as_ordinal(today: date) -> Conversion[int]:
    as_day = date_until(today)

    def convert(raw: RawCell) -> int | Fault:
        day = as_day(raw)
        return day if isinstance(day, Fault) else day.toordinal()

    return convert
