"""What the data say of benchmarks: each is a goal with a nearer target, judged by the same data."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum

from workspace_agent.model.policy import ProgressPolicy
from workspace_agent.rules.courses import Stage, stages
from workspace_agent.rules.freshness import Freshness
from workspace_agent.rules.goals import Pursued
from workspace_agent.rules.judgement import Chart, Judgement
from workspace_agent.rules.trend import Point


class BenchmarkState(Enum):
    """What the data say of a benchmark."""

    REACHED = "reached"
    COMING = "still to come"
    MISSED = "not reached by its day"
    NOT_MEASURED = "not measured by its day"


@dataclass(frozen=True, slots=True)
class BenchmarkVerdict:
    """What the data say of one benchmark whose day has passed, or that is the next one.

    Attributes:
        stage: The benchmark, with its target and day, and the course toward it.
        judgement: By the data up to its day, or up to today.
        state: Reached at any time since the goal began, also after its day.
        reached: The day of the point with which it was; None where it was not.
        last: The day of the last point up to its day, or up to today; None where there is none.
    """

    stage: Stage
    judgement: Judgement
    state: BenchmarkState
    reached: date | None
    last: date | None

    @property
    def number(self) -> int:
        """Its place among the goal's benchmarks of the sheet, from 1."""
        return self.stage.benchmark.number


@dataclass(frozen=True, slots=True)
class Benchmarks:
    """How benchmarks are judged.

    Attributes:
        numbers: The company's.
        freshness: Until when data are in time.
        today: The day of judgement.
    """

    numbers: ProgressPolicy
    freshness: Freshness
    today: date

    def verdicts(self, one: Pursued, points: Sequence[Point]) -> Iterator[BenchmarkVerdict]:
        """On each benchmark of a goal whose day has passed, and on the next one.

        Args:
            one: The goal.
            points: Its points, by day.
        """
        for stage in stages(one.goal, one.benchmarks, self.today):
            until = bisect_right(points, float(stage.due.toordinal()), key=lambda point: point.day)
            by_then = points[:until] if stage.due < self.today else points
            chart = Chart(stage.course, points, self.numbers)
            reached = chart.mastered_first()
            yield BenchmarkVerdict(
                stage=stage,
                judgement=chart.judgement(len(by_then), stale=False),
                state=BenchmarkState.REACHED if reached else self._unreached(one, stage, points, by_then),
                reached=reached.on if reached else None,
                last=by_then[-1].on if by_then else None,
            )

    def _unreached(
        self, one: Pursued, stage: Stage, points: Sequence[Point], by_then: Sequence[Point]
    ) -> BenchmarkState:
        if stage.due >= self.today:
            return BenchmarkState.COMING
        in_time_until = self.freshness.in_time_after(one, by_then[-1].on if by_then else None)
        is_fresh = in_time_until is None or in_time_until >= stage.due or len(points) > len(by_then)
        is_measured = is_fresh and len(points) >= self.numbers.min_points
        return BenchmarkState.MISSED if is_measured else BenchmarkState.NOT_MEASURED
