"""Arithmetic of progress data: points, aimline, trend lines and medians. Days are ordinals of dates.

How data for decisions are charted by the National Center on Intensive Intervention: a line from baseline to
target, a trend line through the points (least squares, or Tukey's medians of thirds), the median of the last
points. Everything takes one walk over the points, but for the sorting of medians.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import itemgetter
from statistics import fmean
from typing import NamedTuple

DIGITS = 6
"""Beyond these a difference is one of arithmetic, not of scores."""
HAIR = 0.5 * 10**-DIGITS
"""A difference that is none by these digits."""


class Point(NamedTuple):
    """A value and its day; the day of several values taken as one is the median of theirs."""

    day: float
    value: float

    @property
    def on(self) -> date:
        """Its day as a date; the earlier one where it lies between two."""
        return date.fromordinal(int(self.day))


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

    @property
    def line(self) -> Line:
        """What it is drawn as; of a goal of one day the target itself."""
        if self.end == self.start:
            return Line(Point(self.end, self.target), 0)
        slope = (self.target - self.baseline) / (self.end - self.start)
        return Line(Point(self.start, self.baseline), slope)

    def at(self, day: float) -> float:
        """What would be in time on a day."""
        return self.line.at(day)

    def percent(self, value: float) -> float | None:
        """How far from baseline to target, in percent; None where these are the same."""
        if self.target == self.baseline:
            return None
        return round(100 * (value - self.baseline) / (self.target - self.baseline), DIGITS)


def by_week(points: Sequence[Point]) -> list[Point]:
    """The median of each week from Monday to Sunday.

    Args:
        points: By day.
    """
    return _folded(points, [(point.day - 1) // 7 for point in points])


def by_day(points: Sequence[Point]) -> list[Point]:
    """The median of each day.

    Args:
        points: By day.
    """
    return _folded(points, [point.day for point in points])


def _folded(points: Sequence[Point], spans: Sequence[float]) -> list[Point]:
    if len({*spans}) == len(points):
        return [*points]  # mostly one value each: nothing to fold, and most of the time saved
    together = groupby(zip(spans, points, strict=True), itemgetter(0))
    return [middle([point for _, point in of_one]) for _, of_one in together]


def middle(points: Sequence[Point]) -> Point:
    """The median value, at the median day."""
    if len(points) == 1:
        return points[0]
    days, values = zip(*points, strict=True)
    return Point(_median(days), _median(values))


def _median(values: Iterable[float]) -> float:
    """Of an even count the mean of the two in the middle. As in `statistics`, in a fifth of the time."""
    ordered = sorted(values)
    half, is_odd = divmod(len(ordered), 2)
    return ordered[half] if is_odd else (ordered[half - 1] + ordered[half]) / 2


def least_squares(points: Sequence[Point]) -> Line:
    """The line with the smallest squared distances (ordinary least squares).

    Args:
        points: On two days or more.
    """
    days, values = zip(*points, strict=True)
    center = Point(fmean(days), fmean(values))
    offsets = [day - center.day for day in days]
    across = sum(offset * (value - center.value) for offset, value in zip(offsets, values, strict=True))
    return Line(center, across / sum(offset * offset for offset in offsets))


def tukey(points: Sequence[Point]) -> Line:
    """The line through the medians of the first and the last third, drawn from the last.

    One point over three equal thirds goes to the middle one, two go to both outer ones.

    Args:
        points: By day, on three days or more.
    """
    outer = (len(points) + 1) // 3
    first, last = middle(points[:outer]), middle(points[-outer:])
    return Line(last, (last.value - first.value) / (last.day - first.day))


def trend_line(points: Sequence[Point], method: str) -> Line:
    """The trend as a company draws it.

    Args:
        points: By day, on three days or more.
        method: `ols` or `tukey`.
    """
    return tukey(points) if method == "tukey" else least_squares(points)
