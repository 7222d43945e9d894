"""The goals that students work on today, each with its data: what the rules about progress judge."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from heapq import merge

from workspace_agent.model.facts import Department, Student
from workspace_agent.model.field import known
from workspace_agent.model.place import Cell
from workspace_agent.model.problem_kinds import ProblemKind
from workspace_agent.model.progress import Benchmark, Goal, Series
from workspace_agent.rules.caseload import with_iep
from workspace_agent.rules.remembered import remembered
from workspace_agent.rules.trend import Point, by_day, by_week

GOALS_STAND_IN = frozenset({"students", "goals", "benchmarks", "progress"})
"""The sheets on which a finding about a goal hangs."""

_WEEK = 7
_UNUSED_DATA = frozenset({ProblemKind.UNKNOWN_GOAL, ProblemKind.AMBIGUOUS_GOAL, ProblemKind.PART_OR_PERCENT})
_Key = tuple[str, str]


@dataclass(frozen=True)
class Pursued:
    """A goal of a student who is here, in the time that it is set for.

    Attributes:
        series: Its data since it began, one for each sheet that holds some.
        benchmarks: By the day on which they are due.
        may_have_more: Some data of the student are of no goal that is known, or not used, as a Problem tells.
    """

    student: Student
    goal: Goal
    series: tuple[Series, ...]
    benchmarks: tuple[Benchmark, ...]
    may_have_more: bool

    @property
    def values(self) -> int:
        """How many values there are."""
        return sum(map(len, self.series))

    @property
    def last(self) -> date | None:
        """The day of the last value."""
        return max((series.day(-1) for series in self.series), default=None)

    @property
    def place(self) -> Cell:
        """The cell of the last value, else the goal's row."""
        ends = ((series.days[-1], series.cell(-1)) for series in self.series)
        return max(ends, default=(0, self.goal.row))[1]

    @cached_property
    def points(self) -> Sequence[Point]:
        """One for each week with data; one for each day where data are planned more often than weekly."""
        of_each = [[*map(Point, series.days, series.values)] for series in self.series]
        values = of_each[0] if len(of_each) == 1 else [*merge(*of_each)]
        return by_week(values) if (known(self.goal.every) or _WEEK) >= _WEEK else by_day(values)


@remembered
def pursued(department: Department, today: date) -> tuple[Pursued, ...]:
    """Goals that have begun and not ended, of students with an IEP. One that is typed twice is one.

    A goal without a day of beginning or end counts as pursued: what it lacks is told. Nothing of a student
    whose goals or data stand in a sheet that could not be read whole: that is told already.
    """
    students = {
        student.ref: student for student in with_iep(department, today) if is_read(department, student)
    }
    shelf, found = _Shelf(department), dict[tuple[str, str], Pursued]()
    for goal in sorted(department.goals, key=lambda goal: goal.row):
        student = students.get(goal.student_ref)
        if student is None or not _is_running(goal, today):
            continue
        one = shelf.with_data(student, goal)
        found.setdefault((student.ref, goal.occurrence), one)
    return tuple(found.values())


def is_read(department: Department, student: Student) -> bool:
    """Whether the student's goals and data stand in sheets that could be read whole."""
    return not any(department.is_broken(student, kind) for kind in GOALS_STAND_IN - {"students"})


def _is_running(goal: Goal, today: date) -> bool:
    return (known(goal.start) or today) <= today <= (known(goal.end) or today)


class _Shelf:
    """Data and benchmarks of a department, by student and goal."""

    def __init__(self, department: Department) -> None:
        self._unplaced = {one.student_ref for one in department.problems if one.kind in _UNUSED_DATA}
        self._books: dict[_Key, set[str]] = defaultdict(set)
        self._copies: dict[_Key, set[str]] = defaultdict(set)
        self._series: dict[_Key, list[Series]] = defaultdict(list)
        self._benchmarks: dict[_Key, list[Benchmark]] = defaultdict(list)
        for goal in department.goals:
            self._books[goal.student_ref, goal.key].add(goal.row.spreadsheet_id)
            self._copies[goal.student_ref, goal.occurrence].add(goal.row.spreadsheet_id)
        for series in department.series:
            self._series[series.student_ref, series.goal].append(series)
        for benchmark in department.benchmarks:
            self._benchmarks[benchmark.student_ref, benchmark.goal].append(benchmark)

    def with_data(self, student: Student, goal: Goal) -> Pursued:
        """What stands in the goal's own workbooks, or in one where no goal of this name does.

        It has several own ones where the next case manager copied it into theirs: it is one goal in all.
        """
        key, start = (student.ref, goal.key), known(goal.start) or date.min
        others = self._books[key] - self._copies[student.ref, goal.occurrence]
        series = (one.since(start) for one in self._series[key] if one.spreadsheet_id not in others)
        benchmarks = (one for one in self._benchmarks[key] if one.row.spreadsheet_id not in others)
        return Pursued(
            student=student,
            goal=goal,
            series=tuple(one for one in series if len(one)),
            benchmarks=tuple(sorted(benchmarks, key=lambda one: (known(one.due) or date.max, one.row))),
            may_have_more=student.ref in self._unplaced,
        )
