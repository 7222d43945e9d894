"""Parents are told when records of their child are no longer needed.

34 CFR 300.624(a), https://sites.ed.gov/idea/regs/b/f/300.624/a

For students with an IEP who have left, where the Students sheet has a column for the day of that notice. How
long records are needed the law does not say: so many years after the exit are company practice
(`policy.records`; 0, the default, says nothing of them). Nothing is past due here. Nothing is destroyed,
either: that is for people, at the parent's request and by the district's own rules; name, address, phone,
grades, attendance, classes, grade level and year completed may be kept.

Restarted by nothing: a day of notice ends it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from workspace_agent.model import dates
from workspace_agent.model.facts import Department, Student
from workspace_agent.model.field import Value, is_blank, known
from workspace_agent.model.finding import Finding, Input, Law, Rule, Step
from workspace_agent.model.policy import Policy
from workspace_agent.model.vocabulary import IDEA, PlanType, Severity
from workspace_agent.rules.steps import distance, of_day

ID = "records_destruction"
CITATION = Law("34 CFR 300.624(a)", "https://sites.ed.gov/idea/regs/b/f/300.624/a")


def check(department: Department, policy: Policy, today: date) -> Iterator[Finding]:
    """One finding at most for each student who has left."""
    years = policy.records.years_after_exit
    if not years:
        return
    for student in department.students:
        left, has_iep = student.exit, known(student.plan_type) is PlanType.IEP
        if isinstance(left, Value) and has_iep and is_blank(student.record.records_notice, student.row):
            until = dates.add_years(left.value, years)
            if until < today:
                yield _finding(student, left, until, years, today)


def _finding(student: Student, left: Value[date], until: date, years: int, today: date) -> Finding:
    count = f"{years} year" if years == 1 else f"{years} years"
    return Finding(
        rule=ID,
        severity=Severity.DATA,
        citation=CITATION,
        cycle=left.value.isoformat(),
        due=until,
        arithmetic=f"The student left on {dates.words(left.value)}. By the company's number records are "
        f"needed for {count}, until {dates.words(until)}, and no notice to the parent is on record.",
        advice="Ask the district whether the records are still needed. If not, tell the parent, and fill in "
        "the day.",
        place=student.record.records_notice.cell,
        case_manager=student.case_manager,
        student_ref=student.ref,
        steps=(
            of_day("exit", left),
            of_day("notice that records are not needed", student.record.records_notice),
            Step(f"{dates.words(left.value)} + {count} = {dates.words(until)}"),
            distance(until, today),
        ),
    )


RULE = Rule(
    ID,
    "Records of students who left",
    CITATION,
    check,
    frozenset({"students"}),
    plans=IDEA,
    needs=frozenset({Input("students", "records_notice")}),
    parameters=("records.years_after_exit",),
)
