"""How a verdict on a goal or a benchmark came about, line by line, each input with its cell."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from workspace_agent.model import dates
from workspace_agent.model.finding import Step
from workspace_agent.model.place import Cell
from workspace_agent.model.policy import ProgressPolicy
from workspace_agent.model.progress import Measure
from workspace_agent.rules.courses import Stage
from workspace_agent.rules.goals import Pursued
from workspace_agent.rules.judgement import Course, Judgement, Standing
from workspace_agent.rules.progress_words import METHOD_WORDS, count, shown


def goal_steps(one: Pursued, course: Course, judgement: Judgement, numbers: ProgressPolicy) -> Iterator[Step]:
    """Of a goal: what it aims at, the data, and where they stand."""
    yield from _aim(one, course, one.goal.target.cell)
    yield Step(count(judgement.points, one.values), one.place)
    if judgement.standing:
        yield from _standing(judgement.standing, one.goal.measure, numbers)
        yield from _trend(judgement, judgement.standing, one.goal.measure, course)


def benchmark_steps(
    one: Pursued, stage: Stage, judgement: Judgement, numbers: ProgressPolicy
) -> Iterator[Step]:
    """Of a benchmark: the same, by the data up to its day."""
    yield from _aim(one, stage.course, stage.benchmark.target.cell)
    yield Step(f"{count(judgement.points, judgement.points)} by then", one.place)
    if judgement.standing:
        yield from _standing(judgement.standing, one.goal.measure, numbers)


def _aim(one: Pursued, course: Course, target: Cell) -> Iterator[Step]:
    aimline, measure = course.aimline, one.goal.measure
    yield Step(f"baseline {shown(measure, aimline.baseline)} on {_on(aimline.start)}", one.goal.baseline.cell)
    yield Step(f"target {shown(measure, aimline.target)} by {_on(aimline.end)}", target)


def _standing(standing: Standing, measure: Measure, numbers: ProgressPolicy) -> Iterator[Step]:
    yield Step(f"last {numbers.last_n} points: {standing.side.value}")
    now, day = shown(measure, standing.current.value), dates.words(standing.current.on)
    yield Step(f"median of the last {numbers.median_n}: {now}, around {day}")
    yield Step(f"aimline then: {shown(measure, standing.aimed)}")


def _trend(judgement: Judgement, standing: Standing, measure: Measure, course: Course) -> Iterator[Step]:
    if standing.projected is not None:
        reached, end = shown(measure, standing.projected), _on(course.aimline.end)
        yield Step(f"{METHOD_WORDS[judgement.method]}: {reached} on {end}")


def _on(ordinal: int) -> str:
    return dates.words(date.fromordinal(ordinal))
