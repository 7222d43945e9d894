"""Arithmetic of progress data: points, aimline, trend lines and medians. Days are ordinals of dates.

How data for decisions are charted by the National Center on Intensive Intervention: a line from baseline to
target, a trend line through the points (least squares, or Tukey's medians of thirds), the median of the last
points. Everything takes one walk over the points, but for the sorting of medians.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from statistics import fmean, median
from typing import NamedTuple


class Point(NamedTuple):
    """A value and its day; the day of several values taken as one is the median of theirs."""

    day: float
    value: float


@dataclass(frozen=True, slots=True)
class Line:
    """A straight line through a point.

    Attributes:
        slope: Per day.
    """

    through: Point
    slope: float

    def at(self, day: float) -> float:
        """Its value on a day."""
        return self.through.value + self.slope * (day - self.through.day)


@dataclass(frozen=True, slots=True)
class Aimline:
    """From the baseline on the first day of a goal to its target on the last."""

    baseline: float
    target: float
    start: int
    end: int

    def at(self, day: float) -> float:
        """What would be in time on a day; the target itself where the goal has one day only."""
        if self.end == self.start:
            return self.target
        return self.baseline + (self.target - self.baseline) * (day - self.start) / (self.end - self.start)

    def percent(self, value: float) -> float | None:
        """How far from baseline to target, in percent; None where these are the same."""
        if self.target == self.baseline:
            return None
        return 100 * (value - self.baseline) / (self.target - self.baseline)


def by_week(points: Iterable[Point]) -> list[Point]:
    """The median of each week from Monday to Sunday.

    Args:
        points: By day.
    """
    return _folded(points, lambda point: (point.day - 1) // 7)


def by_day(points: Iterable[Point]) -> list[Point]:
    """The median of each day.

    Args:
        points: By day.
    """
    return _folded(points, attrgetter("day"))


def _folded(points: Iterable[Point], span: Callable[[Point], float]) -> list[Point]:
    return [middle([*together]) for _, together in groupby(points, span)]


def middle(points: Sequence[Point]) -> Point:
    """The median value, at the median day."""
    if len(points) == 1:
        return points[0]
    return Point(median(point.day for point in points), median(point.value for point in points))


def least_squares(points: Sequence[Point]) -> Line:
    """The line with the smallest squared distances (ordinary least squares).

    Args:
        points: On two days or more.
    """
    center = Point(fmean(point.day for point in points), fmean(point.value for point in points))
    across = sum((point.day - center.day) * (point.value - center.value) for point in points)
    return Line(center, across / sum((point.day - center.day) ** 2 for point in points))


def tukey(points: Sequence[Point]) -> Line:
    """The line through the medians of the first and the last third, drawn from the last.

    One point over three equal thirds goes to the middle one, two go to both outer ones.

    Args:
        points: By day, on three days or more.
    """
    outer = (len(points) + 1) // 3
    first, last = middle(points[:outer]), middle(points[-outer:])
    return Line(last, (last.value - first.value) / (last.day - first.day))
