"""The verdict on each goal and its benchmarks, as typed facts: what findings, digest and progress sheet say.

Nothing here is a text of people, and nothing has to be read out of a sentence again: words for all of it are
in `progress_words.py`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import Enum

from workspace_agent.model.facts import Department
from workspace_agent.model.place import Cell
from workspace_agent.model.policy import Policy, ProgressPolicy
from workspace_agent.rules.benchmark_verdicts import Benchmarks, BenchmarkState, BenchmarkVerdict
from workspace_agent.rules.courses import Lacks, course_of
from workspace_agent.rules.freshness import Freshness
from workspace_agent.rules.goals import Pursued, pursued
from workspace_agent.rules.judgement import (
    Chart,
    Course,
    Judgement,
    Side,
    Standing,
    Verdict,
    parent_code,
    whole_percent,
)
from workspace_agent.rules.remembered import remembered
from workspace_agent.rules.reviewed import asks_for_team
from workspace_agent.rules.shortfall import Shortfall, shortfall_of


class GoalStep(Enum):
    """What to do about a goal."""

    COLLECT_DATA = "collect data"
    CHANGE_INSTRUCTION = "change the instruction"
    ASK_TEAM = "ask the IEP Team"
    RAISE_GOAL = "raise the goal"
    TELL_PARENT = "tell the parent"
    GO_ON = "go on"


class StrengthKind(Enum):
    """What goes well with a goal."""

    MASTERED = "mastered"
    MAINTAINED = "maintained"
    AHEAD = "ahead of the aimline"
    ON_TRACK = "on track"
    BENCHMARK_REACHED = "benchmark reached"


@dataclass(frozen=True, slots=True)
class Strength:
    """Something that goes well.

    Attributes:
        percent: How far from baseline to target; None of a benchmark, and where these are the same.
        benchmark: Number of the benchmark that was reached; None where the goal itself is meant.
    """

    kind: StrengthKind
    percent: int | None
    benchmark: int | None = None


@dataclass(frozen=True, slots=True)
class GoalVerdict:
    """A goal, the verdict on it, and what that rests on. Numbers are in the goal's measure.

    Attributes:
        one: The goal, whose it is and where it stands.
        shortfall: Since when progress is not enough, also where the data have grown old meanwhile.
        asks_for_team: It has lasted, and the Team has not looked at the plan since.
        benchmarks: Those whose day has passed, and the next one.
    """

    one: Pursued
    course: Course
    judgement: Judgement
    shortfall: Shortfall | None
    asks_for_team: bool
    benchmarks: tuple[BenchmarkVerdict, ...]

    @property
    def student_ref(self) -> str:
        """Whose goal it is."""
        return self.one.student.ref

    @property
    def number(self) -> int:
        """Of the goal."""
        return self.one.goal.number

    @property
    def row(self) -> Cell:
        """Where the goal stands."""
        return self.one.goal.row

    @property
    def verdict(self) -> Verdict:
        """What is said of it."""
        return self.judgement.verdict

    @property
    def method(self) -> str:
        """How the trend line is drawn, `ols` or `tukey`."""
        return self.judgement.method

    @property
    def points(self) -> int:
        """How many were judged."""
        return self.judgement.points

    @property
    def firm(self) -> bool:
        """There are enough of them for more than a provisional verdict."""
        return self.judgement.firm

    @property
    def standing(self) -> Standing | None:
        """Median, aimline, trend and percent; None where there are too few points."""
        return self.judgement.standing

    @property
    def percent(self) -> int | None:
        """How far from baseline to target, in full percents; None where that cannot be said."""
        percent = self.standing.percent if self.standing else None
        return None if percent is None else whole_percent(percent)

    @property
    def parent_code(self) -> int | None:
        """The code for progress reports, 1 to 4; None where that cannot be said."""
        return None if self.percent is None else parent_code(self.percent)

    @property
    def strengths(self) -> tuple[Strength, ...]:
        """What goes well, for the digest: the goal itself first, then each benchmark that was reached."""
        return (*self._own_strength(), *self._benchmarks_reached())

    @property
    def next_steps(self) -> tuple[GoalStep, ...]:
        """What to do, the first thing first."""
        steps = (GoalStep.RAISE_GOAL,) if self.may_be_raised else _STEPS[self.verdict]
        return (*steps, GoalStep.ASK_TEAM) if self.asks_for_team else steps

    @property
    def may_be_raised(self) -> bool:
        """On track, with points enough, of which the last all lie ahead of the aimline."""
        is_ahead = self.standing is not None and self.standing.side is Side.AHEAD
        return self.verdict is Verdict.ON_TRACK and self.firm and is_ahead

    def _own_strength(self) -> Iterator[Strength]:
        if self.verdict is Verdict.MASTERED:
            keeps = self.percent is None
            yield Strength(StrengthKind.MAINTAINED if keeps else StrengthKind.MASTERED, self.percent)
        elif self.verdict is Verdict.ON_TRACK:
            yield Strength(StrengthKind.AHEAD if self.may_be_raised else StrengthKind.ON_TRACK, self.percent)

    def _benchmarks_reached(self) -> Iterator[Strength]:
        for one in self.benchmarks:
            if one.state is BenchmarkState.REACHED:
                yield Strength(StrengthKind.BENCHMARK_REACHED, None, one.number)


_STEPS = {
    Verdict.INSUFFICIENT_DATA: (GoalStep.COLLECT_DATA,),
    Verdict.STALE: (GoalStep.COLLECT_DATA,),
    Verdict.MASTERED: (GoalStep.TELL_PARENT,),
    Verdict.INSUFFICIENT_PROGRESS: (GoalStep.CHANGE_INSTRUCTION,),
    Verdict.ON_TRACK: (GoalStep.GO_ON,),
    Verdict.WATCH: (GoalStep.GO_ON,),
}


@dataclass(frozen=True, slots=True)
class Unjudged:
    """A goal that cannot be judged, and why."""

    one: Pursued
    lacks: Lacks


@dataclass(frozen=True, slots=True)
class Charted:
    """A goal with its points against what it aims at.

    Attributes:
        shortfall: Since when progress is not enough, as far as it is now.
    """

    one: Pursued
    course: Course
    chart: Chart
    shortfall: Shortfall | None


@remembered
def charted_goals(
    department: Department, numbers: ProgressPolicy, today: date
) -> tuple[Charted | Unjudged, ...]:
    """Each goal that students work on today with its chart, or why it has none."""
    return tuple(_charted(one, numbers) for one in pursued(department, today))


def _charted(one: Pursued, numbers: ProgressPolicy) -> Charted | Unjudged:
    course = course_of(one.goal)
    if isinstance(course, Lacks):
        return Unjudged(one, course)
    chart = Chart(course, one.points, numbers)
    return Charted(one, course, chart, shortfall_of(chart, numbers))


def verdicts(department: Department, policy: Policy, today: date) -> tuple[GoalVerdict, ...]:
    """For the digest: on each goal that students work on today and that can be judged, by their rows."""
    return tuple(one for one in judged_goals(department, policy, today) if isinstance(one, GoalVerdict))


def judged_goals(department: Department, policy: Policy, today: date) -> Iterator[GoalVerdict | Unjudged]:
    """The verdict on each goal that students work on today, or why there is none."""
    numbers, freshness = policy.progress, Freshness(department.organisation, policy.progress)
    benchmarks = Benchmarks(numbers, freshness, today)
    for found in charted_goals(department, numbers, today):
        if isinstance(found, Unjudged):
            yield found
            continue
        one, count = found.one, len(found.chart.points)
        yield GoalVerdict(
            one=one,
            course=found.course,
            judgement=found.chart.judgement(count, stale=freshness.is_stale(one, today)),
            shortfall=found.shortfall,
            asks_for_team=asks_for_team(department, one.student, found.shortfall, today),
            benchmarks=tuple(benchmarks.verdicts(one, one.points)) if one.benchmarks else (),
        )
