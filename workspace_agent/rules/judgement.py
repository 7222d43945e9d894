"""Whether progress toward a goal is enough, going by its data points; with the method and numbers used.

A company's reading, `policy.progress`: the law asks for progress that is expected and measured, and names no
number. The parts are published decision rules (four points, trend line, median of three); how they are put
together, and that a point on the aimline breaks a row of points beside it, is a choice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from workspace_agent.model.policy import ProgressPolicy
from workspace_agent.model.progress import Criterion, Direction
from workspace_agent.rules.trend import Aimline, Line, Point, least_squares, middle, tukey

_DIGITS = 6
"""Beyond these a difference is one of arithmetic, not of scores."""


class Verdict(Enum):
    """What is said of a goal, in the order in which it is asked."""

    INSUFFICIENT_DATA = "too few data to judge"
    STALE = "no new data"
    MASTERED = "mastered"
    INSUFFICIENT_PROGRESS = "not enough progress"
    ON_TRACK = "on track"
    WATCH = "to be watched"


class Side(Enum):
    """Where the last points lie, seen in the direction of the goal: all ahead, all behind, or neither."""

    AHEAD = "ahead of the aimline"
    BEHIND = "behind the aimline"
    MIXED = "on both sides of the aimline, or on it"


@dataclass(frozen=True, slots=True)
class Course:
    """What a goal, or a benchmark of it, aims at.

    Attributes:
        mastery: When it counts as mastered; None where that is written in words nobody can compute.
    """

    aimline: Aimline
    direction: Direction
    mastery: Criterion | None

    def gain(self, value: float, other: float) -> float:
        """By how much a value is better than another one; negative where it is worse."""
        better = value - other if self.direction is Direction.UP else other - value
        return round(better, _DIGITS)

    def ahead(self, point: Point) -> float:
        """By how much a point is better than the aimline on its day."""
        return self.gain(point.value, self.aimline.at(point.day))


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a student stands. Numbers are in the goal's measure.

    Attributes:
        side: Of the last points; MIXED where there are too few of them.
        current: The median of the last points, at their median day.
        aimed: The aimline on that day.
        projected: Where the trend line stands on the last day of the goal; None where there is none.
        percent: How far `current` is from baseline to target; None where these are the same.
        mastered: A whole run of points is at the criterion.
    """

    side: Side
    current: Point
    aimed: float
    projected: float | None
    percent: float | None
    mastered: bool


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict and what it was reached with.

    Attributes:
        method: How the trend line is drawn, `ols` or `tukey`.
        points: How many were judged.
        firm: There are enough of them for more than a provisional verdict.
        standing: None where there are too few points.
    """

    verdict: Verdict
    method: str
    points: int
    firm: bool
    standing: Standing | None


def judge(course: Course, points: Sequence[Point], numbers: ProgressPolicy, *, stale: bool) -> Judgement:
    """The verdict.

    Args:
        course: What is aimed at.
        points: By day, no two on one day.
        numbers: The company's.
        stale: The last one is older than it may be.
    """
    firm = len(points) >= numbers.firm_points
    if len(points) < numbers.min_points:
        return Judgement(Verdict.INSUFFICIENT_DATA, numbers.trend, len(points), firm, None)
    current = middle(points[-numbers.median_n :])
    standing = Standing(
        side=_side(course, points, numbers.last_n),
        current=current,
        aimed=course.aimline.at(current.day),
        projected=_trend(points, numbers).at(course.aimline.end) if firm else None,
        percent=course.aimline.percent(current.value),
        mastered=_is_mastered(course, points, numbers.mastery_run),
    )
    verdict = Verdict.STALE if stale else _verdict(course, standing)
    return Judgement(verdict, numbers.trend, len(points), firm, standing)


def _verdict(course: Course, standing: Standing) -> Verdict:
    if standing.mastered:
        return Verdict.MASTERED
    in_time = course.ahead(standing.current) >= 0
    is_firm = standing.projected is not None
    arrives = standing.projected is not None and course.gain(standing.projected, course.aimline.target) >= 0
    if standing.side is Side.BEHIND or (is_firm and not arrives and not in_time):
        return Verdict.INSUFFICIENT_PROGRESS
    return Verdict.ON_TRACK if in_time or arrives else Verdict.WATCH


def _trend(points: Sequence[Point], numbers: ProgressPolicy) -> Line:
    return tukey(points) if numbers.trend == "tukey" else least_squares(points)


def _side(course: Course, points: Sequence[Point], count: int) -> Side:
    gaps = [course.ahead(point) for point in points[-count:]]
    if len(gaps) == count and all(gap > 0 for gap in gaps):
        return Side.AHEAD
    if len(gaps) == count and all(gap < 0 for gap in gaps):
        return Side.BEHIND
    return Side.MIXED


def _is_mastered(course: Course, points: Sequence[Point], usual_run: int) -> bool:
    """One good point is luck; a row of them is mastery."""
    if course.mastery is None:
        return False
    level, run = course.mastery.level, course.mastery.run or usual_run
    last = points[-run:]
    return len(last) == run and all(course.gain(point.value, level) >= 0 for point in last)


PARENT_CODES = ("none", "partial", "substantial", "met")
"""What progress reports of the SELPA say to parents by these codes, 1 to 4."""


def parent_code(percent: float) -> int:
    """The code for how much of a goal is met: 1 below 1 %, 2 below 50 %, 3 below 100 %, else 4."""
    return 1 + sum(percent >= edge for edge in (1, 50, 100))
