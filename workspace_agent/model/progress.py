"""Goals, benchmarks, progress data and check-ins, without a word of what people wrote about them."""

from __future__ import annotations

import datetime as dt
from array import array
from bisect import bisect_left
from collections.abc import Set
from dataclasses import dataclass
from enum import Enum

from workspace_agent.model.field import Field, known
from workspace_agent.model.place import Cell, letters


class Measure(Enum):
    """What the numbers of a goal count.

    PERCENT is 0 to 100; RATE is per minute; PROMPT_LEVEL is 1 for the most help, and so on up. NUMBER is a
    plain number whose unit nobody typed.
    """

    PERCENT = "percent"
    RATE = "rate per minute"
    COUNT = "count"
    MINUTES = "minutes"
    SECONDS = "seconds"
    PROMPT_LEVEL = "prompt level"
    NUMBER = "plain numbers"

    @property
    def words(self) -> str:
        """As people read it."""
        return self.value


class Direction(Enum):
    """Which way a goal goes."""

    UP = "increase"
    DOWN = "decrease"


@dataclass(frozen=True, slots=True)
class Criterion:
    """When a goal counts as mastered, as far as it was typed as values.

    Attributes:
        level: In the goal's measure.
        run: How many data points in a row; None where nothing is said of that.
    """

    level: float
    run: int | None


@dataclass(frozen=True, slots=True)
class Goal:
    """One measurable annual goal of a student.

    Attributes:
        key: Keyed hash of what the goal is called: data and benchmarks find it by that, and it stays where
            rows are sorted.
        number: As typed, else its place among the student's goals of the sheet, from 1.
        measure: What was typed, else what the units of target and baseline say.
        in_shares: Baseline and target were typed as plain shares of one, such as 0.8 for 80%.
        whole: The 10 where they were typed as `8 of 10` and nobody named the measure; else 0.
        baseline: In the measure, as `target` is.
        criterion: None where none was typed, or none that is a value.
        has_criterion: Whether one is written down, in whatever words.
        every: Days between two data points as planned.
        row: The goal's row.
    """

    student_ref: str
    key: str
    number: int
    measure: Measure
    in_shares: bool
    whole: float
    direction: Field[Direction]
    baseline: Field[float]
    target: Field[float]
    start: Field[dt.date]
    end: Field[dt.date]
    criterion: Criterion | None
    has_criterion: bool
    every: Field[int]
    row: Cell

    @property
    def occurrence(self) -> str:
        """What tells it from another goal of the student, and from next year's of the same name."""
        start = known(self.start)
        return f"{self.key or self.number}/{start.isoformat() if start else 'undated'}"


@dataclass(frozen=True, slots=True)
class Benchmark:
    """One benchmark or short-term objective of a goal.

    Attributes:
        goal: Key of the goal.
        number: Its place among the goal's benchmarks of the sheet, from 1.
        target: In the goal's measure.
    """

    student_ref: str
    goal: str
    number: int
    target: Field[float]
    due: Field[dt.date]
    row: Cell


@dataclass(frozen=True, slots=True)
class Series:
    """Progress data of one goal in one sheet, by columns: a point costs 18 bytes.

    A goal may have several, one for each sheet that holds data of it.

    Attributes:
        goal: Key of the goal; empty where neither data nor a goal say which it is.
        days: Ordinals of the dates (`date.toordinal`), ascending; a day may stand there twice.
        values: In the measure, one for each day.
        rows: 0-based row of each point.
        columns: 0-based column of each point.
    """

    student_ref: str
    goal: str
    measure: Measure
    spreadsheet_id: str
    sheet_id: int
    days: array[int]
    values: array[float]
    rows: array[int]
    columns: array[int]

    def __len__(self) -> int:
        """How many points."""
        return len(self.days)

    def day(self, index: int) -> dt.date:
        """The date of a point."""
        return dt.date.fromordinal(self.days[index])

    def since(self, day: dt.date) -> Series:
        """The points from a day on."""
        first = bisect_left(self.days, day.toordinal())
        if not first:
            return self
        return self._with(self.days[first:], self.values[first:], self.rows[first:], self.columns[first:])

    def on(self, days: Set[int]) -> Series:
        """The points of these days, given as ordinals."""
        points = [at for at, day in enumerate(self.days) if day in days]
        return self._with(
            array("i", (self.days[at] for at in points)),
            array("d", (self.values[at] for at in points)),
            array("i", (self.rows[at] for at in points)),
            array("h", (self.columns[at] for at in points)),
        )

    def _with(self, days: array[int], values: array[float], rows: array[int], columns: array[int]) -> Series:
        """The same with other points; `dataclasses.replace` would take several times as long."""
        whose = self.student_ref, self.goal, self.measure, self.spreadsheet_id, self.sheet_id
        return Series(*whose, days, values, rows, columns)

    def cell(self, index: int) -> Cell:
        """Where the value of a point stands."""
        a1 = f"{letters(self.columns[index])}{self.rows[index] + 1}"
        return Cell(self.spreadsheet_id, self.sheet_id, a1)


@dataclass(frozen=True, slots=True)
class CheckIn:
    """One 1:1 check-in with a student.

    Attributes:
        written: Whether anything is written down about it (its text stays in the sheet).
    """

    student_ref: str
    date: Field[dt.date]
    minutes: Field[int]
    written: bool
    row: Cell
