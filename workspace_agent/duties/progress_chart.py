"""What a progress sheet says and draws of one goal: points, aimline, trend, reviews and verdict.

No text of people: a goal is named by number and measure, with a link to its row. Days are ordinals of
dates.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil, floor, log10

from workspace_agent.model import dates
from workspace_agent.model.policy import ProgressPolicy
from workspace_agent.model.progress import Measure
from workspace_agent.rules.benchmark_verdicts import BenchmarkState, BenchmarkVerdict
from workspace_agent.rules.goal_verdicts import GoalVerdict
from workspace_agent.rules.judgement import Course, Verdict
from workspace_agent.rules.progress_words import (
    STEP_WORDS,
    aim_words,
    count,
    median_words,
    points_words,
    shown,
    trend_words,
    way_words,
)
from workspace_agent.rules.trend import Aimline, Line, Point, trend_line

_MOST_TICKS = 6
_MOST_MONTHS = 13
_NEAR = 0.6
"""Where the lowest value is more than this share of the highest, the axis does not begin at zero."""

_OVERDUE = "New data are overdue, so this may be out of date. "
_STATES = {
    BenchmarkState.COMING: "still to come",
    BenchmarkState.MISSED: "not reached by its day",
    BenchmarkState.NOT_MEASURED: "not measured by its day",
}


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark on an axis, with its words."""

    at: float
    words: str


@dataclass(frozen=True, slots=True)
class Axis:
    """From where to where, and the marks on it."""

    first: float
    last: float
    ticks: tuple[Tick, ...]


@dataclass(frozen=True, slots=True)
class Dot:
    """A data point.

    Attributes:
        met: It reaches the criterion.
        decides: It is one of the last ones, on whose side of the aimline the verdict hangs.
    """

    at: Point
    met: bool
    decides: bool


@dataclass(frozen=True, slots=True)
class Aim:
    """Where a benchmark stands on the chart."""

    number: int
    at: Point


@dataclass(frozen=True, slots=True)
class GoalChart:
    """One goal. Values are in its measure.

    Attributes:
        url: Of its row.
        target: What stands beside the end of the aimline.
        trend: Both ends of the trend line, as far as it lies on the chart; empty where there is none yet.
        reviews: Days on which the IEP Team looked at the plan.
        verdict: In a few words.
        why: What it rests on, in sentences.
        facts: Numbers, each under its heading.
        benchmarks: Where each stands, in words.
        next_steps: The first thing first.
    """

    number: int
    measure: Measure
    url: str
    days: Axis
    values: Axis
    dots: tuple[Dot, ...]
    aimline: Aimline
    target: str
    trend: tuple[Point, ...]
    reviews: tuple[date, ...]
    aims: tuple[Aim, ...]
    verdict: str
    why: str
    facts: tuple[tuple[str, str], ...]
    benchmarks: tuple[str, ...]
    next_steps: tuple[str, ...]


def goal_chart(found: GoalVerdict, reviews: Sequence[date], numbers: ProgressPolicy) -> GoalChart:
    """Everything that is said of a goal.

    Args:
        found: The goal and the verdict on it.
        reviews: Days on which the IEP Team looked at the student's plan; those in the goal's time are drawn.
        numbers: The company's.
    """
    aimline, measure = found.course.aimline, found.one.goal.measure
    days, values = _days(aimline), _values(found)
    return GoalChart(
        number=found.number,
        measure=measure,
        url=found.row.url,
        days=days,
        values=values,
        dots=_dots(found, numbers),
        aimline=aimline,
        target=f"target {shown(measure, aimline.target)}",
        trend=_trend(found, days, values),
        reviews=tuple(day for day in reviews if aimline.start < day.toordinal() <= aimline.end),
        aims=tuple(_aims(found)),
        verdict=found.verdict.value,
        why=why(found, numbers),
        facts=tuple(_facts(found)),
        benchmarks=tuple(_benchmark(measure, one) for one in found.benchmarks),
        next_steps=tuple(STEP_WORDS[step] for step in found.next_steps),
    )


# ---- what is drawn


def _dots(found: GoalVerdict, numbers: ProgressPolicy) -> tuple[Dot, ...]:
    """Which points decide is only marked where there are enough of them to judge."""
    points = found.one.points
    deciding = len(points) - numbers.last_n if found.standing else len(points)
    met = found.course.met(points)
    return tuple(
        Dot(point, reached, at >= deciding)
        for at, (point, reached) in enumerate(zip(points, met, strict=True))
    )


def _trend(found: GoalVerdict, days: Axis, values: Axis) -> tuple[Point, ...]:
    """To the last day of the goal, where the verdict asks what it comes to."""
    if found.standing is None or found.standing.projected is None:
        return ()
    points = found.one.points
    line = trend_line(points, found.method)
    first, last = points[0].day, days.last
    if line.slope:
        leaves = sorted((_day_at(line, values.first), _day_at(line, values.last)))
        first, last = max(first, leaves[0]), min(last, leaves[1])
    return Point(first, line.at(first)), Point(last, line.at(last))


def _day_at(line: Line, value: float) -> float:
    return line.through.day + (value - line.through.value) / line.slope


def _aims(found: GoalVerdict) -> Iterator[Aim]:
    """Those of the goal's own time."""
    aimline = found.course.aimline
    for one in found.benchmarks:
        if aimline.start <= one.stage.due.toordinal() <= aimline.end:
            yield Aim(one.number, Point(one.stage.due.toordinal(), one.stage.target))


def _values(found: GoalVerdict) -> Axis:
    """Round numbers from below the lowest to above the highest of all that is drawn."""
    course, points = found.course, found.one.points
    drawn = [course.aimline.baseline, course.aimline.target, *(point.value for point in points)]
    drawn += [one.stage.target for one in found.benchmarks]
    lowest, highest = min(drawn), max(drawn)
    if lowest < _NEAR * highest and found.one.goal.measure is not Measure.PROMPT_LEVEL:
        lowest = min(lowest, 0)
    step = _step(highest - lowest)
    if found.one.goal.measure is Measure.PROMPT_LEVEL:
        step = max(step, 1)
    first = floor(lowest / step)
    last = max(ceil(highest / step), first + 1)
    sign = "%" if found.one.goal.measure is Measure.PERCENT else ""
    ticks = tuple(Tick(at * step, f"{round(at * step, 6):g}{sign}") for at in range(first, last + 1))
    return Axis(first * step, last * step, ticks)


def _step(span: float) -> float:
    """The smallest of 1, 2 and 5 times a power of ten that needs no more ticks than there is room for."""
    if span <= 0:
        return 1
    least = span / (_MOST_TICKS - 1)
    power = 10.0 ** floor(log10(least))
    return next(times * power for times in (1, 2, 5, 10) if times * power >= least)


def _days(aimline: Aimline) -> Axis:
    """The goal's time, with the firsts of months, and the year with the first of them and each January."""
    first, last = date.fromordinal(aimline.start), date.fromordinal(aimline.end)
    months = [*_firsts(first, last)]
    labelled = months[:: 1 + len(months) // _MOST_MONTHS]
    before = [None, *labelled]
    ticks = tuple(
        Tick(day.toordinal(), _month(day, earlier)) for day, earlier in zip(labelled, before, strict=False)
    )
    return Axis(aimline.start, max(aimline.end, aimline.start + 1), ticks)


def _firsts(first: date, last: date) -> Iterator[date]:
    day = first if first.day == 1 else (first.replace(day=28) + timedelta(days=4)).replace(day=1)
    while day <= last:
        yield day
        day = (day + timedelta(days=31)).replace(day=1)


def _month(day: date, before: date | None) -> str:
    _, month, year = dates.words(day).split()
    return month if before and before.year == day.year else f"{month} {year}"


# ---- what is said


def why(found: GoalVerdict, numbers: ProgressPolicy) -> str:
    """What a verdict rests on."""
    standing, measure = found.standing, found.one.goal.measure
    if standing is None:
        few = count(found.points, found.one.values)
        return f"There are {few}: fewer than {numbers.min_points} are too few to judge progress."
    way = way_words(standing)
    if found.verdict is Verdict.MASTERED:
        return f"The last points reach the criterion{_level(found.course, measure)}.{way}"
    where = points_words(standing, numbers)
    where = f"{_OVERDUE if found.verdict is Verdict.STALE else ''}{where[0].upper()}{where[1:]}"
    if found.may_be_raised:
        return f"{where}.{way}"
    median = median_words(standing, measure, numbers)
    return f"{where}{median}{trend_words(standing, measure, found.course, found.method)}{way}"


def _level(course: Course, measure: Measure) -> str:
    return f" of {shown(measure, course.mastery.level)}" if course.mastery else ""


def _facts(found: GoalVerdict) -> Iterator[tuple[str, str]]:
    aimline, measure = found.course.aimline, found.one.goal.measure
    yield "Baseline", f"{shown(measure, aimline.baseline)} on {_on(aimline.start)}"
    yield "Target", f"{shown(measure, aimline.target)} by {_on(aimline.end)}"
    yield "Data", f"{count(found.points, found.one.values)}{_last(found.one.last)}"
    if found.shortfall:
        yield "Not enough since", dates.words(found.shortfall.since)


def _last(day: date | None) -> str:
    return f", last {dates.words(day)}" if day else ""


def _on(ordinal: int) -> str:
    return dates.words(date.fromordinal(ordinal))


def _benchmark(measure: Measure, one: BenchmarkVerdict) -> str:
    state = f"reached on {dates.words(one.reached)}" if one.reached else _STATES[one.state]
    return f"Benchmark {one.number}, {aim_words(measure, one.stage)}: {state}."
