"""A student has an IEP or a 504 plan, not both.

Company practice: mostly a slip, when a student with a 504 plan was found eligible for an IEP and the old plan
was not taken out of the row. Which of the two holds is not for a program to say: until a person does, the
dates of both count, those of the IEP as law and those of the 504 plan as company practice.

Nothing restarts it: it ends once the row names one plan.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from workspace_agent.model.facts import Department, Student
from workspace_agent.model.finding import CompanyPolicy, Finding, Input, Rule, Step
from workspace_agent.model.policy import Policy
from workspace_agent.model.vocabulary import EITHER_PLAN, Severity
from workspace_agent.rules.caseload import with_504

ID = "two_plans"
CITATION = CompanyPolicy("one plan for each student")


def check(department: Department, _policy: Policy, today: date) -> Iterator[Finding]:
    """One finding for each student whose row names both plans."""
    for student in with_504(department, today):
        if student.two_plans:
            yield _finding(student)


def _finding(student: Student) -> Finding:
    place = student.plan_type.cell
    return Finding(
        rule=ID,
        severity=Severity.DATA,
        citation=CITATION,
        cycle="both",
        due=None,
        arithmetic="The row says IEP and 504 plan, so the due dates of both are told.",
        advice="Choose the plan that holds. If both do, ask the manager how they are to be followed.",
        place=place,
        case_manager=student.case_manager,
        student_ref=student.ref,
        steps=(Step("plan: IEP and 504", place),),
    )


RULE = Rule(
    ID,
    "Two plans for one student",
    CITATION,
    check,
    frozenset({"students"}),
    plans=EITHER_PLAN,
    needs=frozenset({Input("students", "plan")}),
)
