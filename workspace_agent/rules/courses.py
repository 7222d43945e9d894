"""What a goal or a benchmark aims at, as far as it is filled in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
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


@dataclass(frozen=True, slots=True)
class Stage:
    """A benchmark that can be judged, and what it aims at: from the goal's baseline to its own target."""

    benchmark: Benchmark
    target: float
    due: date
    course: Course


def stages(goal: Goal, benchmarks: Iterable[Benchmark], today: date) -> Iterator[Stage]:
    """The benchmarks whose day has passed, and the next one; those of one day together.

    Two with the same target and day are one.

    Args:
        goal: Whose baseline and beginning they share.
        benchmarks: By the day on which they are due.
        today: The day of judgement.
    """
    done, coming = set[tuple[date, float]](), date.max
    for benchmark in benchmarks:
        stage = _stage(goal, benchmark)
        if stage is None or stage.due > coming or (stage.due, stage.target) in done:
            continue
        done.add((stage.due, stage.target))
        coming = stage.due if stage.due >= today else coming
        yield stage


def _stage(goal: Goal, benchmark: Benchmark) -> Stage | None:
    target, due = known(benchmark.target), known(benchmark.due)
    if target is None or due is None:
        return None
    run = goal.criterion.run if goal.criterion else None
    course = _course(goal, benchmark.target, benchmark.due, Criterion(target, run))
    return Stage(benchmark, target, due, course) if isinstance(course, Course) else None


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
