"""Progress data as it is read: from the cells of a sheet to columns of days and values."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from workspace_agent.intake.desk import Desk
from workspace_agent.intake.goals import Goals, goal_key
from workspace_agent.intake.reading import Conversion, Fault, problem_at, remembered
from workspace_agent.intake.scores import Scale
from workspace_agent.intake.table import RawCell, Row, Sheet
from workspace_agent.model.problem import Problem
from workspace_agent.model.progress import Series


@dataclass(slots=True)
class _Filling:
    """A series while it is read: a point is day, value, row and column."""

    student_ref: str
    goal: str
    scale: Scale
    read: Conversion[float]
    points: list[tuple[int, float, int, int]] = field(default_factory=list)

    def done(self, sheet: Sheet) -> Series:
        """The columns, by day; two values of one day stay in the order of the sheet."""
        self.points.sort(key=lambda point: point[0])
        days, values, rows, columns = zip(*self.points, strict=True)
        return Series(
            student_ref=self.student_ref,
            goal=self.goal,
            measure=self.scale.measure,
            spreadsheet_id=sheet.table.spreadsheet_id,
            sheet_id=sheet.table.sheet_id,
            days=array("i", days),
            values=array("d", values),
            rows=array("i", rows),
            columns=array("h", columns),
        )


class Shelf:
    """All series of one sheet while they are read."""

    def __init__(self, sheet: Sheet, desk: Desk) -> None:
        self._sheet = sheet
        self._sign = desk.roster.sign
        self._goals = Goals(desk)
        self._series: dict[tuple[str, str], _Filling] = {}
        self._named: dict[tuple[str, str, str], _Filling | None] = {}

    def add(self, row: Row, owner: str | Problem, column: int, day: date | Problem) -> Problem | None:
        """Take one value in, or say why it is not used; a name that fits nothing is told at its first row."""
        raw = self._sheet.table.at(row.index, column)
        name = (owner if isinstance(owner, str) else "", row.raw("student").text, row.raw("goal").text)
        filling = self._named.get(name)
        if filling is None:
            if name in self._named:
                return None
            found = owner if isinstance(owner, Problem) else self._find(row.of(owner), raw)
            self._named[name] = filling = None if isinstance(found, Problem) else found
            if isinstance(found, Problem):
                return found
            filling = found
        if isinstance(day, Problem):
            return day
        value = filling.read(raw)
        if isinstance(value, Fault):
            place = self._sheet.table.cell(row.index, column)
            return problem_at(row.of(filling.student_ref), place, raw, value)
        filling.points.append((day.toordinal(), value, row.index, column))
        return None

    def series(self) -> Iterator[Series]:
        """What was taken in."""
        return (one.done(self._sheet) for one in self._series.values() if one.points)

    def _find(self, row: Row, first: RawCell) -> _Filling | Problem:
        """The series that a row adds to."""
        goal = self._goals.named_in(row)
        if isinstance(goal, Problem):
            return goal
        key = goal.key if goal else self._unknown(row)
        if (row.student_ref, key) not in self._series:
            scale = self._goals.scale(goal, first)
            made = _Filling(row.student_ref, key, scale, remembered(scale.read))
            self._series[row.student_ref, key] = made
        return self._series[row.student_ref, key]

    def _unknown(self, row: Row) -> str:
        raw = row.raw("goal")
        return "" if raw.blank else goal_key(raw.text, self._sign)
