"""The IEP Team looks at a goal whose progress has fallen off and stays so, and at one that was set higher.

Company practice: `policy.progress`. The IEP Team revises the IEP to address any lack of expected progress
toward the annual goals, 34 CFR 300.324(b)(1)(ii)(A); the law names no number of points and no day.

Progress has fallen off where the goal was on track by the data up to some point, and by those up to each
later one was not any more; it stays so when as many points again have come as are compared with the aimline.
A goal was set higher where a row of the same name began while another one still ran, with a target that goes
further: that changes the IEP. Either ends with a meeting about the IEP that was held after it began, by its
form or its row, or with an amendment. While a sheet in which one may stand cannot be read, nothing is told.

A new fall begins the count anew, and so does a new goal.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from workspace_agent.model import dates
from workspace_agent.model.facts import Department, Student
from workspace_agent.model.field import known
from workspace_agent.model.finding import CompanyPolicy, Finding, Rule, Step, Until
from workspace_agent.model.policy import Policy
from workspace_agent.model.progress import Goal
from workspace_agent.model.vocabulary import IDEA, Severity
from workspace_agent.rules.goal_verdicts import Unjudged, charted_goals
from workspace_agent.rules.goals import GOALS_STAND_IN, Pursued
from workspace_agent.rules.judgement import JUDGED_BY, Course
from workspace_agent.rules.progress_steps import goal_steps
from workspace_agent.rules.progress_words import shown
from workspace_agent.rules.reviewed import asks_for_team, may_be_reviewed, next_meeting
from workspace_agent.rules.shortfall import Shortfall

ID = "team_review"
CITATION = CompanyPolicy("the IEP Team looks at goals whose progress falls off")


@dataclass(frozen=True, slots=True)
class Raised:
    """A goal that took the place of one of the same name that aimed less high.

    Attributes:
        lower: Target of that one.
        began: Its first day.
        on: The first day of the goal that is pursued now.
    """

    lower: float
    began: date
    on: date


def check(department: Department, policy: Policy, today: date) -> Iterator[Finding]:
    """One finding for each goal that has fallen off and stays so, and one for each that was set higher."""
    named = _by_name(department.goals)
    for found in charted_goals(department, policy.progress, today):
        if isinstance(found, Unjudged):
            continue
        one, course, chart, shortfall = found.one, found.course, found.chart, found.shortfall
        if shortfall and shortfall.was_on_track and asks_for_team(department, one.student, shortfall, today):
            judgement = chart.judgement(len(chart.points), stale=False)
            steps = (*goal_steps(one, course, judgement, policy.progress), *_fall(shortfall))
            yield _fallen_off(one, shortfall, steps, next_meeting(department, one.student, today))
        raised = _raised(one.goal, course, named[one.student.ref, one.goal.key])
        if raised and _is_news(department, one.student, raised, today):
            yield _set_higher(one, course, raised)


def _by_name(goals: Sequence[Goal]) -> Mapping[tuple[str, str], list[Goal]]:
    found: defaultdict[tuple[str, str], list[Goal]] = defaultdict(list)
    for goal in goals:
        found[goal.student_ref, goal.key].append(goal)
    return found


def _raised(goal: Goal, course: Course, of_its_name: Sequence[Goal]) -> Raised | None:
    """Of several before it the last one counts; goals without a name are nobody's successors."""
    if not goal.key or len(of_its_name) < 2:
        return None
    on = date.fromordinal(course.aimline.start)
    before = [
        Raised(target, began, on)
        for other in of_its_name
        if other.measure is goal.measure
        if (target := known(other.target)) is not None and (began := known(other.start)) is not None
        if began < on <= (known(other.end) or date.max)
    ]
    last = max(before, key=lambda raised: (raised.began, raised.lower), default=None)
    return last if last and course.gain(course.aimline.target, last.lower) > 0 else None


def _is_news(department: Department, student: Student, raised: Raised, today: date) -> bool:
    """Nobody has decided on it on record, and it was not before the agent went live."""
    is_since = raised.on >= (department.organisation.go_live or date.min)
    return is_since and not may_be_reviewed(department, student, raised.began, today)


def _fall(shortfall: Shortfall) -> Iterator[Step]:
    yield Step(f"not enough by the data from {dates.words(shortfall.since)} on, on track before")
    yield Step(f"points since then: {shortfall.points}")


def _fallen_off(one: Pursued, shortfall: Shortfall, steps: tuple[Step, ...], planned: date | None) -> Finding:
    since = dates.words(shortfall.since)
    what = (
        f"Goal {one.goal.number} was on track before; by its data from {since} on, {shortfall.points} points "
        f"by now, progress is not enough, and no meeting about the IEP and no amendment after {since} is on "
        "record."
    )
    advice = (
        f"A meeting is planned for {dates.words(planned)}: put this goal on its agenda."
        if planned
        else "Ask for an IEP Team meeting about this goal, or amend the IEP with the parent's agreement."
    )
    found = _finding(one, Severity.POLICY, shortfall.since.isoformat(), what, advice)
    return replace(found, steps=steps)


def _set_higher(one: Pursued, course: Course, raised: Raised) -> Finding:
    measure = one.goal.measure
    what = (
        f"Goal {one.goal.number} was set higher on {dates.words(raised.on)}, from "
        f"{shown(measure, raised.lower)} to {shown(measure, course.aimline.target)}, and no meeting about "
        f"the IEP and no amendment after {dates.words(raised.began)} is on record."
    )
    advice = (
        "Send the form of the meeting that decided it, or enter the amendment and when the parent agreed."
    )
    steps = (
        Step(f"target from {dates.words(raised.began)} on: {shown(measure, raised.lower)}"),
        Step(
            f"target from {dates.words(raised.on)} on: {shown(measure, course.aimline.target)}",
            one.goal.target.cell,
        ),
    )
    return replace(_finding(one, Severity.INFO, "set higher", what, advice), steps=steps)


def _finding(one: Pursued, severity: Severity, event: str, arithmetic: str, advice: str) -> Finding:
    return Finding(
        rule=ID,
        severity=severity,
        citation=CITATION,
        cycle=f"{one.goal.occurrence}/{event}",
        due=None,
        arithmetic=arithmetic,
        advice=advice,
        place=one.place,
        case_manager=one.student.case_manager,
        student_ref=one.student.ref,
    )


RULE = Rule(
    ID,
    "Team review of a goal",
    CITATION,
    check,
    GOALS_STAND_IN | {"meetings", "form"},
    plans=IDEA,
    parameters=JUDGED_BY,
    until=Until.GOAL,
)
