"""A student with a 504 plan is reevaluated every three years.

Company practice: `policy.section_504`. 34 CFR 104.35(d) asks for periodic reevaluation, and for one before a
significant change of placement, without a number of years: https://www.ecfr.gov/current/title-34/section-104.35
So it is never said to be past due, and a student without a date is not asked about. It is told from three
months before the day.

A student who has an IEP as well is judged by both until it is known which plan holds.

Restarted by any 504 reevaluation whose form reports it as held, early or late, from its own date.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from workspace_agent.model import dates
from workspace_agent.model.facts import Department, Student
from workspace_agent.model.finding import CompanyPolicy, Finding, Input, Rule
from workspace_agent.model.policy import Policy
from workspace_agent.model.vocabulary import SECTION_504, Purpose, Severity
from workspace_agent.rules import doubts
from workspace_agent.rules.caseload import next_step, with_504
from workspace_agent.rules.clocks import REEVALUATION_504, Clock, reevaluation_504_clock
from workspace_agent.rules.plans_504 import steps, wanted

ID = "reevaluation_504"
CITATION = CompanyPolicy("a 504 reevaluation every three years")


def check(department: Department, policy: Policy, today: date) -> Iterator[Finding]:
    """One finding at most for each student with a 504 plan."""
    years = policy.section_504.reevaluation_years
    until = today + timedelta(days=policy.section_504.reevaluation_alert_days)
    for student in with_504(department, today):
        clock = reevaluation_504_clock(department, student, years)
        if isinstance(clock, Clock):
            due = clock.due(lambda last: dates.add_years(last, years))
            if due <= until:
                yield _finding(department, student, clock, due, years, today)


def _finding(
    department: Department, student: Student, clock: Clock, due: date, years: int, today: date
) -> Finding:
    since = clock.began(years)
    doubt = doubts.of_review(department, student, REEVALUATION_504, today)
    advice = next_step(department, student, Purpose.REEVALUATION_504, since, due, today)
    return Finding(
        rule=ID,
        severity=Severity.POLICY,
        citation=CITATION,
        cycle=dates.add_years(since, years).isoformat(),
        due=due,
        arithmetic=wanted(clock, due, today, doubt),
        advice=doubt.advice if doubt else advice,
        place=clock.place,
        case_manager=student.case_manager,
        student_ref=student.ref,
        steps=tuple(steps(clock, years, due, today)),
    )


RULE = Rule(
    ID,
    "504 reevaluation",
    CITATION,
    check,
    frozenset({"students", "meetings", "form"}),
    plans=SECTION_504,
    needs=frozenset({Input("students", "last_evaluation"), Input("students", "reevaluation_due")}),
    parameters=("section_504.reevaluation_years", "section_504.reevaluation_alert_days"),
)
