"""What a goal or a benchmark aims at, as far as it is filled in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from workspace_agent.model.field import Field, Missing, Unreadable, known
from workspace_agent.model.progress import Benchmark, Criterion, Direction, Goal
from workspace_agent.rules.judgement import Course
from workspace_agent.rules.trend import Aimline


@dataclass(frozen=True, slots=True)
class Lacks:
    """Why nothing can be judged: what is not filled in; empty where a Problem speaks of it already."""

    names: tuple[str, ...]


def course_of(goal: Goal) -> Course | Lacks:
    """What a goal aims at. Its direction need not be typed where baseline and target show it."""
    return _course(goal, goal.target, goal.end, goal.criterion)


def next_benchmark(
    goal: Goal, benchmarks: tuple[Benchmark, ...], today: date
) -> tuple[Benchmark, Course] | None:
    """The first benchmark due today or later that can be judged, with what it aims at.

    Args:
        goal: Whose baseline and beginning they share.
        benchmarks: By the day on which they are due.
        today: The day of judgement.
    """
    run = goal.criterion.run if goal.criterion else None
    for benchmark in benchmarks:
        target, due = known(benchmark.target), known(benchmark.due)
        if target is None or due is None or due < today:
            continue
        course = _course(goal, benchmark.target, benchmark.due, Criterion(target, run))
        if isinstance(course, Course):
            return benchmark, course
    return None


def _course(
    goal: Goal, target: Field[float], end: Field[date], criterion: Criterion | None
) -> Course | Lacks:
    fields = {"baseline": goal.baseline, "target": target, "start": goal.start, "end": end}
    if any(isinstance(one, Unreadable) for one in (*fields.values(), goal.direction)):
        return Lacks(())
    baseline, level, first, last = known(goal.baseline), known(target), known(goal.start), known(end)
    if baseline is None or level is None or first is None or last is None:
        return Lacks(tuple(name for name, one in fields.items() if isinstance(one, Missing)))
    direction = known(goal.direction) or _shown_by(baseline, level)
    if direction is None:
        return Lacks(("direction",))
    usual = None if goal.has_criterion else Criterion(level, None)
    aimline = Aimline(baseline, level, first.toordinal(), last.toordinal())
    return Course(aimline, direction, criterion or usual)


def _shown_by(baseline: float, target: float) -> Direction | None:
    if baseline == target:
        return None
    return Direction.UP if target > baseline else Direction.DOWN
