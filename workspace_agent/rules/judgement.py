"""Whether progress toward a goal is enough, going by its data points; with the method and numbers used.

A company's reading, `policy.progress`: the law asks for progress that is expected and measured, and names no
number. The parts are published decision rules (four points, trend line, median of three); how they are put
together, and that a point on the aimline breaks a row of points beside it, is a choice.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum

from workspace_agent.model.policy import ProgressPolicy
from workspace_agent.model.progress import Criterion, Direction
from workspace_agent.rules.trend import DIGITS, HAIR, Aimline, Point, middle, trend_line

JUDGED_BY = tuple(
    f"progress.{name}" for name in ("trend", "min_points", "firm_points", "last_n", "median_n", "mastery_run")
)
"""The company's numbers that a verdict rests on, as in `policy.toml`."""


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
        return round(self._sign * (value - other), DIGITS)

    def ahead(self, point: Point) -> float:
        """By how much a point is better than the aimline on its day."""
        return self.gain(point.value, self.aimline.at(point.day))

    def gaps(self, points: Iterable[Point]) -> list[float]:
        """The same for many points; less than `HAIR` is nothing."""
        line, sign = self.aimline.line, self._sign
        (start, first), slope = line.through, line.slope
        return [sign * (value - first - slope * (day - start)) for day, value in points]

    def met(self, points: Iterable[Point]) -> list[bool]:
        """Whether each point is at the level at which the goal is mastered, or better."""
        if self.mastery is None:
            return [False for _ in points]
        level, sign = self.mastery.level, self._sign
        return [sign * (value - level) > -HAIR for _, value in points]

    @property
    def _sign(self) -> int:
        return 1 if self.direction is Direction.UP else -1


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a student stands. Numbers are in the goal's measure.

    Attributes:
        side: Of the last points; MIXED where there are too few of them.
        current: The median of the last points, at their median day.
        aimed: The aimline on that day.
        projected: Where the trend line stands on the last day of the goal; None where there is none.
        percent: How far `current` is from baseline to target; None where these are the same.
    """

    side: Side
    current: Point
    aimed: float
    projected: float | None
    percent: float | None


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


class Chart:
    """The points of a goal against what it aims at: each is compared once, whatever is asked afterwards.

    Args:
        course: What is aimed at.
        points: By day, no two on one day.
        numbers: The company's.
    """

    def __init__(self, course: Course, points: Sequence[Point], numbers: ProgressPolicy) -> None:
        self.points = points
        self._course, self._numbers = course, numbers
        self._line, self._reached = course.aimline.line, dict[int, float]()
        self._streaks = _streaks(course.gaps(points))
        self._met = _runs(course.met(points))
        self._run = (course.mastery.run if course.mastery else None) or numbers.mastery_run

    def verdict(self, count: int) -> Verdict:
        """What the first so many points say, however old they are; a trend is drawn only where it decides."""
        if count < self._numbers.min_points:
            return Verdict.INSUFFICIENT_DATA
        if self._met[count - 1] >= self._run:
            return Verdict.MASTERED
        if self._side(count) is Side.BEHIND:
            return Verdict.INSUFFICIENT_PROGRESS
        current = self._current(count)
        if self._course.gain(current.value, self._line.at(current.day)) >= 0:
            return Verdict.ON_TRACK
        if count < self._numbers.firm_points:
            return Verdict.WATCH
        arrives = self._course.gain(self._projected(count), self._course.aimline.target) >= 0
        return Verdict.ON_TRACK if arrives else Verdict.INSUFFICIENT_PROGRESS

    def judgement(self, count: int, *, stale: bool) -> Judgement:
        """The verdict on the first so many points, with what it rests on.

        Args:
            count: How many.
            stale: The last one is older than it may be.
        """
        verdict, firm, method = self.verdict(count), count >= self._numbers.firm_points, self._numbers.trend
        if verdict is Verdict.INSUFFICIENT_DATA:
            return Judgement(verdict, method, count, firm, None)
        current, aimline = self._current(count), self._course.aimline
        standing = Standing(
            side=self._side(count),
            current=current,
            aimed=self._line.at(current.day),
            projected=self._projected(count) if firm else None,
            percent=aimline.percent(current.value),
        )
        return Judgement(Verdict.STALE if stale else verdict, method, count, firm, standing)

    def mastered_first(self) -> Point | None:
        """The point that completes the first row at the criterion, whatever came after it."""
        rows = zip(self.points, self._met, strict=True)
        return next((point for point, met in rows if met >= self._run), None)

    def _current(self, count: int) -> Point:
        return middle(self.points[max(0, count - self._numbers.median_n) : count])

    def _projected(self, count: int) -> float:
        if count not in self._reached:
            line = trend_line(self.points[:count], self._numbers.trend)
            self._reached[count] = line.at(self._course.aimline.end)
        return self._reached[count]

    def _side(self, count: int) -> Side:
        streak, least = self._streaks[count - 1], self._numbers.last_n
        if abs(streak) < least:
            return Side.MIXED
        return Side.AHEAD if streak > 0 else Side.BEHIND


def _streaks(gaps: Iterable[float]) -> list[int]:
    """At each point, how many in a row lie ahead of the aimline; negative behind it, 0 on it."""
    found, streak = list[int](), 0
    for gap in gaps:
        side = (gap > HAIR) - (gap < -HAIR)
        streak = streak + side if streak * side > 0 else side
        found.append(streak)
    return found


def _runs(met: Iterable[bool]) -> list[int]:
    """At each point, how many in a row are at the criterion; one is luck, a row of them mastery."""
    found, run = list[int](), 0
    for is_met in met:
        run = run + 1 if is_met else 0
        found.append(run)
    return found


def judge(course: Course, points: Sequence[Point], numbers: ProgressPolicy, *, stale: bool) -> Judgement:
    """The verdict on all of these points, with what it rests on; see `Chart`."""
    return Chart(course, points, numbers).judgement(len(points), stale=stale)


PARENT_CODES = ("none", "partial", "substantial", "met")
"""What progress reports of the SELPA say to parents by these codes, 1 to 4."""


def parent_code(percent: float) -> int:
    """The code for how much of a goal is met: 1 below 1 %, 2 below 50 %, 3 below 100 %, else 4."""
    return 1 + sum(percent >= edge for edge in (1, 50, 100))


def whole_percent(percent: float) -> int:
    """As it is told: full percents only, so that 49.6 % is not told as half, nor 99.6 % as met."""
    return max(0, int(percent))
