"""Since when progress toward a goal has not been enough, going by its data up to each earlier point.

No earlier verdict is stored anywhere: what is told today of the past follows from the data alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from workspace_agent.model.policy import ProgressPolicy
from workspace_agent.rules.judgement import Chart, Verdict

ENOUGH = frozenset({Verdict.ON_TRACK, Verdict.MASTERED})
"""Verdicts that end a shortfall; one that is to be watched does not."""


@dataclass(frozen=True, slots=True)
class Shortfall:
    """Progress that is not enough.

    Attributes:
        since: The day of the point with which it first was not enough.
        points: How many points since, that one included.
        was_on_track: It had been enough before that.
        lasts: It was so before the last points already.
    """

    since: date
    points: int
    was_on_track: bool
    lasts: bool


def shortfall_of(chart: Chart, numbers: ProgressPolicy) -> Shortfall | None:
    """What there is now; None where progress is enough, to be watched or not to be judged."""
    points = chart.points
    if chart.verdict(len(points)) is not Verdict.INSUFFICIENT_PROGRESS:
        return None
    began, was_on_track = len(points), False
    for count in range(len(points) - 1, numbers.min_points - 1, -1):
        verdict = chart.verdict(count)
        if verdict in ENOUGH:
            was_on_track = True
            break
        if verdict is Verdict.INSUFFICIENT_PROGRESS:
            began = count
    later = len(points) - began
    return Shortfall(points[began - 1].on, later + 1, was_on_track, lasts=later >= numbers.last_n)
