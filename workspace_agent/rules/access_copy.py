"""All providers can see the IEP and know their duties under it, and the parent gets a copy of it.

34 CFR 300.323(d) and 300.322(f), https://sites.ed.gov/idea/regs/b/d/300.323/d

For students with an IEP, after the last annual review or initial IEP: the day on which the parent got a copy
and the day on which teachers and providers were told, each where the Students sheet has a column for it. The
federal text counts no days, so nothing is ever past due here; to ask ten business days after the review is
company practice (`policy.access_copy`).

Each annual review begins the count anew.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from workspace_agent.model import dates
from workspace_agent.model.facts import Department, Student
from workspace_agent.model.field import Field, Unreadable, Value, has_column
from workspace_agent.model.finding import Finding, Input, Law, Rule, Step
from workspace_agent.model.policy import Policy
from workspace_agent.model.vocabulary import IDEA, Severity
from workspace_agent.rules.caseload import with_iep
from workspace_agent.rules.clocks import Clock, annual_clock
from workspace_agent.rules.steps import of_day

ID = "access_copy"
CITATION = Law("34 CFR 300.323(d), 300.322(f)", "https://sites.ed.gov/idea/regs/b/d/300.323/d")
_COPY, _TOLD = "a copy was given to the parent", "teachers and providers were told of their duties"


def check(department: Department, policy: Policy, today: date) -> Iterator[Finding]:
    """One finding at most for each student, about the last annual review."""
    for student in with_iep(department, today):
        clock = annual_clock(department, student)
        if not isinstance(clock, Clock) or clock.started is None:
            continue
        due = department.organisation.business_days_after(clock.started, policy.access_copy.days)
        missing = _missing(student, clock.started)
        if due < today and missing:
            yield _finding(student, clock, clock.started, due, missing, policy.access_copy.days)


def _missing(student: Student, reviewed: date) -> dict[str, Field[date]]:
    """What is not on record since the review, by what to call it."""
    record = student.record
    asked = {_COPY: record.copy_given, _TOLD: record.providers_informed}
    return {what: day for what, day in asked.items() if _is_open(day, student, reviewed)}


def _is_open(day: Field[date], student: Student, reviewed: date) -> bool:
    if not has_column(day, student.row) or isinstance(day, Unreadable):
        return False
    return not isinstance(day, Value) or day.value < reviewed


def _finding(
    student: Student, clock: Clock, reviewed: date, due: date, missing: dict[str, Field[date]], days: int
) -> Finding:
    what = " and that ".join(missing)
    return Finding(
        rule=ID,
        severity=Severity.DATA,
        citation=CITATION,
        cycle=reviewed.isoformat(),
        due=due,
        arithmetic=f"{clock.words}, and it is not on record since then that {what}.",
        advice="Fill in the day; if it has not been done, do it now.",
        place=next(iter(missing.values())).cell,
        case_manager=student.case_manager,
        student_ref=student.ref,
        steps=(
            Step(clock.words, clock.place),
            *(of_day(what, day) for what, day in missing.items()),
            Step(f"{dates.words(reviewed)} + {days} business days = {dates.words(due)}"),
        ),
    )


RULE = Rule(
    ID,
    "Copy of the IEP, and duties under it",
    CITATION,
    check,
    frozenset({"students", "meetings", "form"}),
    plans=IDEA,
    needs=frozenset({Input("students", "copy_given"), Input("students", "providers_informed")}),
    parameters=("access_copy.days",),
)
