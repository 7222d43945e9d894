"""Progress toward each annual goal is enough to reach it in time, going by its data points.

Company practice: `policy.progress`. The IEP Team revises the IEP to address any lack of expected progress
toward the annual goals, 34 CFR 300.324(b)(1)(ii)(A); the law does not say when data show such a lack, so what
is told here is the company's reading of the data and a reason to ask the Team, never a date that has passed.

Not enough are the last points all behind the aimline, or a trend that falls short of the target while the
median of the last points lies behind the aimline. It lasts where the data showed it already without those
last points: then the Team is asked for. Too few points, a goal that is mastered and one that may be set
higher are told for information.

Each new point restarts it, and so does a new goal.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from workspace_agent.model import dates
from workspace_agent.model.facts import Department
from workspace_agent.model.finding import CompanyPolicy, Finding, Rule
from workspace_agent.model.place import Place
from workspace_agent.model.policy import Policy, ProgressPolicy
from workspace_agent.model.vocabulary import IDEA, Severity
from workspace_agent.rules.courses import Lacks, course_of, next_benchmark
from workspace_agent.rules.freshness import Freshness
from workspace_agent.rules.goals import GOALS_STAND_IN, Pursued, pursued
from workspace_agent.rules.judgement import Course, Judgement, Side, Standing, Verdict, judge
from workspace_agent.rules.progress_words import (
    count,
    median_words,
    points_words,
    shown,
    trend_words,
    way_words,
)
from workspace_agent.rules.trend import Point

ID = "progress"
CITATION = CompanyPolicy("progress toward goals is judged by the data points")


@dataclass(frozen=True, slots=True)
class Judged:
    """A goal, the verdict on it, and what that rests on."""

    one: Pursued
    course: Course
    points: Sequence[Point]
    facts: Judgement


@dataclass(frozen=True, slots=True)
class Unjudged:
    """A goal that cannot be judged, and why."""

    one: Pursued
    lacks: Lacks


def check(department: Department, policy: Policy, today: date) -> Iterator[Finding]:
    """One finding at most for each goal."""
    for found in judged_goals(department, policy, today):
        if isinstance(found, Judged):
            yield from _told(found, policy.progress, today)
        else:
            yield from _not_filled_in(found.one, found.lacks)


def judged_goals(department: Department, policy: Policy, today: date) -> Iterator[Judged | Unjudged]:
    """The verdict on each goal that students work on today, or why there is none."""
    freshness = Freshness(department.organisation, policy.progress)
    for one in pursued(department, today):
        course = course_of(one.goal)
        if isinstance(course, Lacks):
            yield Unjudged(one, course)
            continue
        points = one.points()
        facts = judge(course, points, policy.progress, stale=freshness.is_stale(one, today))
        yield Judged(one, course, points, facts)


def _told(found: Judged, numbers: ProgressPolicy, today: date) -> Iterator[Finding]:
    verdict, standing = found.facts.verdict, found.facts.standing
    if standing is None:
        yield from _too_few(found, numbers)
    elif verdict is Verdict.INSUFFICIENT_PROGRESS:
        yield _not_enough(found, standing, numbers, today)
    elif verdict is Verdict.MASTERED:
        yield _mastered(found, standing)
    elif verdict is Verdict.ON_TRACK and found.facts.firm and standing.side is Side.AHEAD:
        yield _ahead(found, standing, numbers)


def _not_enough(found: Judged, standing: Standing, numbers: ProgressPolicy, today: date) -> Finding:
    one, measure = found.one, found.one.goal.measure
    what = (
        f"Goal {one.goal.number}: {points_words(standing, numbers)}"
        f"{median_words(standing, measure, numbers)}"
        f"{trend_words(standing, measure, found.course, found.facts.method)}{way_words(standing)} "
        f"Judged on {count(found.facts.points, one.values)}.{_next_step(found, numbers, today)}"
    )
    if _lasts(found, numbers):
        advice = "The data showed this before these last points, too: ask for an IEP Team meeting about it."
    else:
        advice = "Change the instruction, or ask the IEP Team to look at the goal."
    return _finding(one, Severity.POLICY, what, advice, one.place)


def _lasts(found: Judged, numbers: ProgressPolicy) -> bool:
    earlier = judge(found.course, found.points[: -numbers.last_n], numbers, stale=False)
    return earlier.verdict is Verdict.INSUFFICIENT_PROGRESS


def _next_step(found: Judged, numbers: ProgressPolicy, today: date) -> str:
    """What the same data say of the next benchmark, where the sheet holds one."""
    step = next_benchmark(found.one.goal, found.one.benchmarks, today)
    if step is None:
        return ""
    benchmark, course = step
    verdict = judge(course, found.points, numbers, stale=False).verdict
    target = shown(found.one.goal.measure, course.aimline.target)
    due = dates.words(date.fromordinal(course.aimline.end))
    return f" Benchmark {benchmark.number}, {target} by {due}: {verdict.value}."


def _too_few(found: Judged, numbers: ProgressPolicy) -> Iterator[Finding]:
    one, facts = found.one, found.facts
    if one.may_have_more:
        return
    what = (
        f"Goal {one.goal.number} has {count(facts.points, one.values)}: "
        f"fewer than {numbers.min_points} are too few to judge its progress."
    )
    yield _finding(one, Severity.INFO, what, "Go on collecting data.", one.place)


def _mastered(found: Judged, standing: Standing) -> Finding:
    """A goal whose target is its baseline is one to keep a skill."""
    one, criterion = found.one, found.course.mastery
    level = f" of {shown(one.goal.measure, criterion.level)}" if criterion else ""
    what = "maintained" if standing.percent is None else "mastered"
    return _finding(
        one,
        Severity.INFO,
        f"Goal {one.goal.number} is {what}: its last points reach the criterion{level}.{way_words(standing)}",
        "Tell the parent in the next progress report, and ask the IEP Team what comes next.",
        one.place,
    )


def _ahead(found: Judged, standing: Standing, numbers: ProgressPolicy) -> Finding:
    what = f"Goal {found.one.goal.number}: {points_words(standing, numbers)}.{way_words(standing)}"
    advice = "Ask the IEP Team whether the target should be raised."
    return _finding(found.one, Severity.INFO, what, advice, found.one.place)


def _not_filled_in(one: Pursued, lacks: Lacks) -> Iterator[Finding]:
    if not lacks.names:
        return  # a Problem speaks of it
    names = " and ".join(lacks.names)
    what = f"Goal {one.goal.number} has no {names} on record, so its progress cannot be judged."
    yield _finding(one, Severity.DATA, what, "Fill it in in the row of the goal.", one.goal.row)


def _finding(one: Pursued, severity: Severity, arithmetic: str, advice: str, place: Place) -> Finding:
    return Finding(
        rule=ID,
        severity=severity,
        citation=CITATION,
        cycle=one.occurrence,
        due=None,
        arithmetic=arithmetic,
        advice=advice,
        place=place,
        case_manager=one.student.case_manager,
        student_ref=one.student.ref,
    )


RULE = Rule(ID, "Progress toward goals", CITATION, check, GOALS_STAND_IN, plans=IDEA)
