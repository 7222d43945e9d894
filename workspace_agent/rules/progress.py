"""Progress toward each annual goal is enough to reach it in time, going by its data points.

Company practice: `policy.progress`. The IEP Team revises the IEP to address any lack of expected progress
toward the annual goals, 34 CFR 300.324(b)(1)(ii)(A); the law does not say when data show such a lack, so what
is told here is the company's reading of the data and a reason to ask the Team, never a date that has passed.

Not enough are the last points all behind the aimline, or a trend that falls short of the target while the
median of the last points lies behind the aimline. Where the data showed it already without those last points,
the Team is asked for, until it has met; of a goal that had been on track before, the rule "Team review of a
goal" says so. Too few points, a goal that is mastered and one that may be set higher are told for
information.

Each new point restarts it, and so does a new goal.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from workspace_agent.model.facts import Department
from workspace_agent.model.finding import CompanyPolicy, Finding, Rule, Until
from workspace_agent.model.place import Place
from workspace_agent.model.policy import Policy, ProgressPolicy
from workspace_agent.model.vocabulary import IDEA, Severity
from workspace_agent.rules.courses import Lacks
from workspace_agent.rules.goal_verdicts import GoalStep, GoalVerdict, judged_goals
from workspace_agent.rules.goals import GOALS_STAND_IN, Pursued
from workspace_agent.rules.judgement import Standing, Verdict
from workspace_agent.rules.progress_steps import goal_steps
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

ID = "progress"
CITATION = CompanyPolicy("progress toward goals is judged by the data points")
_ASKED_APART = "Change the instruction; what to ask the IEP Team is told as a team review."


def check(department: Department, policy: Policy, today: date) -> Iterator[Finding]:
    """One finding at most for each goal."""
    for found in judged_goals(department, policy, today):
        if isinstance(found, GoalVerdict):
            for told in _told(found, policy.progress, today):
                steps = goal_steps(found.one, found.course, found.judgement, policy.progress)
                yield replace(told, steps=tuple(steps))
        else:
            yield from _not_filled_in(found.one, found.lacks)


def _told(found: GoalVerdict, numbers: ProgressPolicy, today: date) -> Iterator[Finding]:
    standing = found.standing
    if standing is None:
        yield from _too_few(found, numbers)
    elif found.verdict is Verdict.INSUFFICIENT_PROGRESS:
        yield _not_enough(found, standing, numbers, today)
    elif found.verdict is Verdict.MASTERED:
        yield _mastered(found, standing)
    elif found.may_be_raised:
        yield _ahead(found, standing, numbers)


def _not_enough(found: GoalVerdict, standing: Standing, numbers: ProgressPolicy, today: date) -> Finding:
    one, measure = found.one, found.one.goal.measure
    what = (
        f"Goal {found.number}: {points_words(standing, numbers)}"
        f"{median_words(standing, measure, numbers)}"
        f"{trend_words(standing, measure, found.course, found.method)}{way_words(standing)} "
        f"Judged on {count(found.points, one.values)}.{_benchmarks(found, today)}"
    )
    return _finding(one, Severity.POLICY, what, _advice(found), one.place)


def _advice(found: GoalVerdict) -> str:
    if not found.asks_for_team:
        return STEP_WORDS[GoalStep.CHANGE_INSTRUCTION]
    is_told_apart = found.shortfall is not None and found.shortfall.was_on_track
    return _ASKED_APART if is_told_apart else STEP_WORDS[GoalStep.ASK_TEAM]


def _benchmarks(found: GoalVerdict, today: date) -> str:
    """What the same data say of the next benchmark; of those before it another rule speaks."""
    coming = [one for one in found.benchmarks if one.stage.due >= today]
    measure = found.one.goal.measure
    return "".join(
        f" Benchmark {one.number}, {aim_words(measure, one.stage)}: {one.judgement.verdict.value}."
        for one in coming
    )


def _too_few(found: GoalVerdict, numbers: ProgressPolicy) -> Iterator[Finding]:
    one = found.one
    if one.may_have_more:
        return
    what = (
        f"Goal {found.number} has {count(found.points, one.values)}: "
        f"fewer than {numbers.min_points} are too few to judge its progress."
    )
    yield _finding(one, Severity.INFO, what, STEP_WORDS[GoalStep.COLLECT_DATA], one.place)


def _mastered(found: GoalVerdict, standing: Standing) -> Finding:
    """A goal whose target is its baseline is one to keep a skill."""
    one, criterion = found.one, found.course.mastery
    level = f" of {shown(one.goal.measure, criterion.level)}" if criterion else ""
    verb = "maintained" if found.percent is None else "mastered"
    what = f"Goal {found.number} is {verb}: its last points reach the criterion{level}.{way_words(standing)}"
    return _finding(one, Severity.INFO, what, STEP_WORDS[GoalStep.TELL_PARENT], one.place)


def _ahead(found: GoalVerdict, standing: Standing, numbers: ProgressPolicy) -> Finding:
    what = f"Goal {found.number}: {points_words(standing, numbers)}.{way_words(standing)}"
    return _finding(found.one, Severity.INFO, what, STEP_WORDS[GoalStep.RAISE_GOAL], found.one.place)


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
        cycle=one.goal.occurrence,
        due=None,
        arithmetic=arithmetic,
        advice=advice,
        place=place,
        case_manager=one.student.case_manager,
        student_ref=one.student.ref,
    )


RULE = Rule(ID, "Progress toward goals", CITATION, check, GOALS_STAND_IN, plans=IDEA, until=Until.GOAL)
