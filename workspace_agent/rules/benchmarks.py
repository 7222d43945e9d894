"""Each benchmark of a goal is reached by the day on which it is due, and measured by then.

Company practice: `policy.progress`. Some IEPs have benchmarks or short-term objectives, 34 CFR
300.320(a)(2)(ii); the law does not say that each is reached by its day, so none is ever past due on record.
The goal's own data are the benchmark's. It is reached with as many points in a row at its target as the goal
asks for, at any time, also after its day. Where the goal as a whole is on track, one that was not reached is
told for information. Where data by its day were too few, or older than planned, that is told instead.

Each benchmark begins the count anew.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from workspace_agent.model import dates
from workspace_agent.model.facts import Department
from workspace_agent.model.field import known
from workspace_agent.model.finding import CompanyPolicy, Finding, Rule, Until
from workspace_agent.model.policy import Policy, ProgressPolicy
from workspace_agent.model.progress import Benchmark
from workspace_agent.model.vocabulary import IDEA, Severity
from workspace_agent.rules.benchmark_verdicts import Benchmarks, BenchmarkState, BenchmarkVerdict
from workspace_agent.rules.courses import Lacks, course_of
from workspace_agent.rules.freshness import Freshness
from workspace_agent.rules.goals import GOALS_STAND_IN, Pursued, pursued
from workspace_agent.rules.judgement import Chart
from workspace_agent.rules.progress_steps import benchmark_steps
from workspace_agent.rules.progress_words import aim_words, count, shown
from workspace_agent.rules.shortfall import ENOUGH
from workspace_agent.rules.trend import Point

ID = "benchmarks"
CITATION = CompanyPolicy("benchmarks are reached, and measured, by their day")


def check(department: Department, policy: Policy, today: date) -> Iterator[Finding]:
    """One finding for each benchmark whose day has passed and that is not reached on record."""
    benchmarks = Benchmarks(policy.progress, Freshness(department.organisation, policy.progress), today)
    for one in pursued(department, today):
        if one.may_have_more or not any(_was_due(benchmark, today) for benchmark in one.benchmarks):
            continue
        points = one.points
        for found in benchmarks.verdicts(one, points):
            for told in _told(one, found, points, policy.progress):
                steps = benchmark_steps(one, found.stage, found.judgement, policy.progress)
                yield replace(told, steps=tuple(steps))


def _was_due(benchmark: Benchmark, today: date) -> bool:
    due = known(benchmark.due)
    return due is not None and due < today


def _told(
    one: Pursued, found: BenchmarkVerdict, points: Sequence[Point], numbers: ProgressPolicy
) -> Iterator[Finding]:
    if found.state is BenchmarkState.MISSED:
        yield _missed(one, found, points, numbers)
    elif found.state is BenchmarkState.NOT_MEASURED:
        yield _not_measured(one, found)


def _missed(
    one: Pursued, found: BenchmarkVerdict, points: Sequence[Point], numbers: ProgressPolicy
) -> Finding:
    what = f"{_named(one, found)} is not reached on record{_by_then(one, found, numbers)}."
    if _is_enough(one, points, numbers):
        return _finding(one, found, Severity.INFO, what, "The goal as a whole is on track: go on as before.")
    advice = "Change the instruction, or ask the IEP Team to look at the benchmark."
    return _finding(one, found, Severity.POLICY, what, advice)


def _is_enough(one: Pursued, points: Sequence[Point], numbers: ProgressPolicy) -> bool:
    """Whether the goal as a whole is on track or mastered."""
    course = course_of(one.goal)
    return not isinstance(course, Lacks) and Chart(course, points, numbers).verdict(len(points)) in ENOUGH


def _by_then(one: Pursued, found: BenchmarkVerdict, numbers: ProgressPolicy) -> str:
    standing = found.judgement.standing
    if standing is None:
        return f"; by then there were fewer than the {numbers.min_points} points that it takes to judge"
    now = shown(one.goal.measure, standing.current.value)
    return f"; the median of the last {numbers.median_n} points by then was {now}"


def _not_measured(one: Pursued, found: BenchmarkVerdict) -> Finding:
    last = f", the last of {dates.words(found.last)}" if found.last else ""
    points = count(found.judgement.points, found.judgement.points)
    what = f"{_named(one, found)} cannot be judged: by then the goal had {points}{last}."
    advice = "Enter what was collected by then, or collect new data."
    return _finding(one, found, Severity.DATA, what, advice)


def _named(one: Pursued, found: BenchmarkVerdict) -> str:
    aim = aim_words(one.goal.measure, found.stage)
    return f"Benchmark {found.number} of goal {one.goal.number}, {aim},"


def _finding(
    one: Pursued, found: BenchmarkVerdict, severity: Severity, arithmetic: str, advice: str
) -> Finding:
    stage = found.stage
    return Finding(
        rule=ID,
        severity=severity,
        citation=CITATION,
        cycle=f"{one.goal.occurrence}/{stage.due.isoformat()}/{stage.target}",
        due=stage.due,
        arithmetic=arithmetic,
        advice=advice,
        place=stage.benchmark.row,
        case_manager=one.student.case_manager,
        student_ref=one.student.ref,
    )


RULE = Rule(ID, "Benchmarks", CITATION, check, GOALS_STAND_IN, plans=IDEA, until=Until.GOAL)
