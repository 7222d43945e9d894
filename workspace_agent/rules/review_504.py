"""A 504 plan is reviewed every year.

Company practice: `policy.section_504`. No law sets a number of days, so it is never said to be past due; it
is told from a month before the day. Weekends, holidays and summer do not move it.

A student who has an IEP as well is judged by both until it is known which plan holds.

Restarted by any 504 review whose form reports it as held, early or late, from its own date.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from workspace_agent.model.due_dates import REVIEW_YEARS, anniversary
from workspace_agent.model.facts import Department, Student
from workspace_agent.model.field import Missing
from workspace_agent.model.finding import CompanyPolicy, Finding, Input, Rule, Step
from workspace_agent.model.policy import Policy
from workspace_agent.model.vocabulary import SECTION_504, Purpose, Severity
from workspace_agent.rules import doubts
from workspace_agent.rules.caseload import next_step, with_504
from workspace_agent.rules.clocks import REVIEW_504, Clock, review_504_clock
from workspace_agent.rules.plans_504 import steps, wanted

ID = "review_504"
CITATION = CompanyPolicy("a review of each 504 plan every year")


def check(department: Department, policy: Policy, today: date) -> Iterator[Finding]:
    """One finding at most for each student with a 504 plan."""
    until = today + timedelta(days=policy.section_504.review_alert_days)
    for student in with_504(department, today):
        clock = review_504_clock(department, student)
        if isinstance(clock, Missing):
            yield _unknown(student, clock)
        elif isinstance(clock, Clock) and clock.due(anniversary) <= until:
            yield _finding(department, student, clock, today)


def _finding(department: Department, student: Student, clock: Clock, today: date) -> Finding:
    due, since = clock.due(anniversary), clock.began(REVIEW_YEARS)
    doubt = doubts.of_review(department, student, REVIEW_504, today)
    advice = next_step(department, student, Purpose.REVIEW_504, since, due, today)
    return Finding(
        rule=ID,
        severity=Severity.POLICY,
        citation=CITATION,
        cycle=anniversary(since).isoformat(),
        due=due,
        arithmetic=wanted(clock, due, today, doubt),
        advice=doubt.advice if doubt else advice,
        place=clock.place,
        case_manager=student.case_manager,
        student_ref=student.ref,
        steps=tuple(steps(clock, REVIEW_YEARS, due, today)),
    )


def _unknown(student: Student, clock: Missing) -> Finding:
    return Finding(
        rule=ID,
        severity=Severity.DATA,
        citation=CITATION,
        cycle="unknown",
        due=None,
        arithmetic="No 504 review is on record, so it cannot be worked out when the next one is wanted.",
        advice="Fill in the date of the last one.",
        place=clock.cell,
        case_manager=student.case_manager,
        student_ref=student.ref,
        steps=(Step("no 504 review is on record", clock.cell),),
    )


RULE = Rule(
    ID,
    "Review of the 504 plan",
    CITATION,
    check,
    frozenset({"students", "meetings", "form"}),
    plans=SECTION_504,
    needs=frozenset({Input("students", "last_annual_review"), Input("students", "annual_review_due")}),
    parameters=("section_504.review_alert_days",),
)
