"""Parent and agency may agree that no reevaluation is needed; the clock then runs from the day they signed.

34 CFR 300.303(b)(2), https://sites.ed.gov/idea/regs/b/d/300.303/b

For students with an IEP: the last agreement since the last evaluation. To be in time it is signed on or
before the due date. One that was signed late counts from its signing as well; that it was late is history,
so both are for information. Where the cycle cannot be waived (22 Pa. Code 14.124), the agreement
contradicts the years in the row, and it is asked which of the two is right; the reevaluation stays due.

Restarted by the next agreement or evaluation.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from workspace_agent.model import dates
from workspace_agent.model.facts import Department, Student
from workspace_agent.model.field import Unreadable
from workspace_agent.model.finding import Finding, Input, Law, Rule, Step
from workspace_agent.model.policy import Policy
from workspace_agent.model.vocabulary import IDEA, Severity
from workspace_agent.rules.caseload import with_iep
from workspace_agent.rules.clocks import (
    Agreement,
    Clock,
    agreements,
    evaluation_clock,
    not_counted,
)
from workspace_agent.rules.cycles import FEDERAL, Cycle, legal_cycle
from workspace_agent.rules.steps import counted

ID = "reevaluation_waiver"
CITATION = Law("34 CFR 300.303(b)(2)", "https://sites.ed.gov/idea/regs/b/d/300.303/b")


def check(department: Department, policy: Policy, today: date) -> Iterator[Finding]:
    """One finding at most for each student with an IEP."""
    for student in with_iep(department, today):
        cycle = legal_cycle(department, student, policy)
        finding = _counted if cycle.waivable else _refused
        for agreement in _agreements(department, student, cycle)[-1:]:
            yield finding(student, agreement, cycle)


def _agreements(department: Department, student: Student, cycle: Cycle) -> list[Agreement]:
    """None where a Problem speaks about one of them."""
    clock = evaluation_clock(department, student, cycle.years)
    unread = any(isinstance(one.signed, Unreadable) for one in department.waivers(student.ref))
    if unread or not isinstance(clock, Clock):
        return []
    return agreements(department, student, clock, cycle)


def _counted(student: Student, agreement: Agreement, cycle: Cycle) -> Finding:
    signed, due = agreement.signed.value, agreement.before.lenient(cycle.following)
    following = cycle.following(signed)
    return _finding(
        student,
        agreement,
        Severity.INFO,
        following,
        f"The agreement that no reevaluation is needed was signed on {dates.words(signed)}, "
        f"{_in_time(due, signed)}: one was due by {dates.words(due)}. The next is due "
        f"by {dates.words(following)}.",
        "Nothing needs to be done. Keep the signed agreement in the student's file.",
        counted(signed, cycle.years, following),
    )


def _in_time(due: date, signed: date) -> str:
    left = (due - signed).days
    if left < 0:
        return f"{dates.days(-left)} late"
    return f"in time, {dates.days(left)} before" if left else "in time"


def _refused(student: Student, agreement: Agreement, cycle: Cycle) -> Finding:
    signed, due = agreement.signed.value, agreement.before.due(cycle.following)
    federal = "" if cycle.binds else f", by federal law alone by {dates.words(FEDERAL.following(signed))}"
    return _finding(
        student,
        agreement,
        Severity.DATA,
        due,
        f"{not_counted(signed, cycle)} The reevaluation stays due by {dates.words(due)}{federal}. "
        f"{cycle.remark}",
        "Plan the reevaluation; or, if this student's cycle is of three years, correct the years in the row.",
    )


def _finding(
    student: Student,
    agreement: Agreement,
    severity: Severity,
    due: date,
    arithmetic: str,
    advice: str,
    *more: Step,
) -> Finding:
    signed = agreement.signed
    line = Step(f"agreement that none is needed, signed: {dates.words(signed.value)}", signed.cell)
    return Finding(
        rule=ID,
        severity=severity,
        citation=CITATION,
        cycle=signed.value.isoformat(),
        due=due,
        arithmetic=arithmetic,
        advice=advice,
        place=signed.cell,
        case_manager=student.case_manager,
        student_ref=student.ref,
        steps=(*agreement.before.inputs, line, *more),
    )


RULE = Rule(
    ID,
    "Agreement that no reevaluation is needed",
    CITATION,
    check,
    frozenset({"students", "meetings", "consents", "form"}),
    plans=IDEA,
    needs=frozenset({Input("consents", "signed")}),
    parameters=("states.reevaluation",),
)
