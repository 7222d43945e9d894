"""Progress toward a goal is measured as often as planned: no more than two intervals pass without data.

Company practice: `policy.progress`. An IEP says how progress toward its goals is measured, 34 CFR
300.320(a)(3)(i); how much later than planned is too late is the company's number. The planned interval is
what the Goals sheet says; where it says nothing of that, nothing is late. Breaks of the district's school
calendar are left out, single holidays are not.

Each new value restarts it. Before the first one the days count from the beginning of the goal.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from workspace_agent.model import dates
from workspace_agent.model.facts import Department, concerns
from workspace_agent.model.field import known
from workspace_agent.model.finding import CompanyPolicy, Finding, Rule, Step, Until
from workspace_agent.model.policy import Policy
from workspace_agent.model.vocabulary import IDEA, Severity
from workspace_agent.rules.freshness import Freshness
from workspace_agent.rules.goals import GOALS_STAND_IN, Pursued, pursued
from workspace_agent.rules.steps import distance, of_day

ID = "stale_data"
CITATION = CompanyPolicy("progress data are collected as often as planned")
_NOBODYS = " A row of progress data could not be given to a student, so there may be newer ones."


def check(department: Department, policy: Policy, today: date) -> Iterator[Finding]:
    """One finding for each goal without new data."""
    freshness = Freshness(department.organisation, policy.progress)
    for one in pursued(department, today):
        due = freshness.in_time_until(one)
        if due is not None and due < today and not one.may_have_more:
            doubt = _NOBODYS if concerns(department.unsettled, one.student, "progress") else ""
            factor = policy.progress.stale_factor
            arithmetic = f"{_since(one, today)} {_planned(one, due, factor)}{doubt}"
            yield _finding(one, due, arithmetic, tuple(_steps(one, due, factor, today)))


def _finding(one: Pursued, due: date, arithmetic: str, steps: tuple[Step, ...]) -> Finding:
    return Finding(
        rule=ID,
        severity=Severity.DATA,
        citation=CITATION,
        cycle=f"{one.goal.occurrence}/{due.isoformat()}",
        due=due,
        arithmetic=arithmetic,
        advice="Enter what was collected since then, or collect new data.",
        place=one.place,
        case_manager=one.student.case_manager,
        student_ref=one.student.ref,
        steps=steps,
    )


def _steps(one: Pursued, due: date, factor: int, today: date) -> Iterator[Step]:
    every = known(one.goal.every) or 0
    if one.last is None:
        yield of_day("goal began", one.goal.start)
    else:
        yield Step(f"last data: {dates.words(one.last)}", one.place)
    yield Step(f"data planned every {dates.days(every)}", one.goal.every.cell)
    counted = f"{factor} x {dates.days(every)} later, without long breaks of the school"
    yield Step(f"{counted}: {dates.words(due)}")
    yield distance(due, today)


def _since(one: Pursued, today: date) -> str:
    if one.last is None:
        began = known(one.goal.start) or today
        return f"Goal {one.goal.number} has no data since it began on {dates.words(began)}."
    ago = dates.days((today - one.last).days)
    return f"The last data on goal {one.goal.number} are of {dates.words(one.last)}, {ago} ago."


def _planned(one: Pursued, due: date, factor: int) -> str:
    every = known(one.goal.every) or 0
    return (
        f"Data are planned every {dates.days(every).removeprefix('1 ')}; new ones were in time until "
        f"{dates.words(due)}, {dates.days(factor * every)} later without long breaks of the school."
    )


RULE = Rule(
    ID,
    "New progress data",
    CITATION,
    check,
    GOALS_STAND_IN,
    plans=IDEA,
    parameters=("progress.stale_factor", "progress.break_weekdays"),
    until=Until.GOAL,
)
