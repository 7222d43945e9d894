"""From the day of exit on nothing more is judged of a student; the report of that school year keeps who left.

Company practice: reports of schools keep a student who left within the period, with the annual review or the
reevaluation that was past due on the day of exit. Nothing else that was asked for by then is looked at. The
dates stay in the sheet.

For students with an IEP, and for 504 plans, of which no law counts days. Nothing restarts it; the next school
year begins the count anew.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from workspace_agent.model import dates
from workspace_agent.model.facts import Department, Student
from workspace_agent.model.field import Value, known
from workspace_agent.model.finding import CompanyPolicy, Finding, Input, Rule, Step
from workspace_agent.model.policy import Policy
from workspace_agent.model.vocabulary import EITHER_PLAN, PlanType, Severity
from workspace_agent.rules import doubts
from workspace_agent.rules.clocks import ANNUAL, REEVALUATION
from workspace_agent.rules.deadlines import reevaluation_deadline, review_deadline

ID = "exit"
CITATION = CompanyPolicy("who left stays in the reports of the school year")


def check(department: Department, policy: Policy, today: date) -> Iterator[Finding]:
    """One finding at most for each student who left in this school year."""
    for student in department.students:
        gone = student.exit
        if isinstance(gone, Value) and _is_told(student, gone.value, today):
            yield _finding(student, gone, _past_due(department, student, policy, gone.value))


def _is_told(student: Student, gone: date, today: date) -> bool:
    """Of students with a plan, and in the school year in which they left."""
    is_this_year = dates.school_year(gone) == dates.school_year(today)
    return known(student.plan_type) is not None and gone <= today and is_this_year


def _past_due(department: Department, student: Student, policy: Policy, gone: date) -> list[tuple[str, date]]:
    """What law had made past due on the day of exit, where everything was read that could show otherwise."""
    if known(student.plan_type) is not PlanType.IEP:
        return []
    review = review_deadline(department, student, policy)
    evaluation = reevaluation_deadline(department, student, policy)
    items = (
        ("annual review", review, doubts.of_review(department, student, ANNUAL, gone)),
        ("reevaluation", evaluation, doubts.of_reevaluation(department, student, REEVALUATION, gone)),
    )
    return [
        (name, deadline.ends)
        for name, deadline, doubt in items
        if deadline and not doubt and deadline.ends < gone
    ]


_NEITHER = "Neither the annual review nor the reevaluation was past due on record that day."
_NO_LAW = "No law counts the days of a 504 plan."


def _finding(student: Student, gone: Value[date], late: list[tuple[str, date]]) -> Finding:
    left, year = dates.words(gone.value), dates.school_year(gone.value)
    items = [f"the {name} due by {dates.words(due)}" for name, due in late]
    verb = "was" if len(items) == 1 else "were"
    said = _NO_LAW if known(student.plan_type) is PlanType.S504 else _NEITHER
    if late:
        counted = f"{' and '.join(items)} {verb} past due on record"
        said = f"On that day {counted}: this stays in the report of {year}."
    return Finding(
        rule=ID,
        severity=Severity.INFO,
        citation=CITATION,
        cycle=gone.value.isoformat(),
        due=gone.value,
        arithmetic=f"The student left on {left}. {said}",
        advice="Nothing needs to be done.",
        place=gone.cell,
        case_manager=student.case_manager,
        student_ref=student.ref,
        steps=(Step(f"day of exit: {left}", gone.cell), *(_late(*item, gone.value) for item in late)),
    )


def _late(name: str, due: date, gone: date) -> Step:
    return Step(f"{name} due by {dates.words(due)}: {dates.days((gone - due).days)} before the exit")


RULE = Rule(
    ID,
    "Students who left",
    CITATION,
    check,
    frozenset({"students", "meetings", "consents", "form"}),
    plans=EITHER_PLAN,
    needs=frozenset({Input("students", "exit")}),
    parameters=("states.annual_review", "states.reevaluation"),
)
