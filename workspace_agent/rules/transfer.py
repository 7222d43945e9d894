"""A student who transfers in with an IEP gets comparable services at once, until a plan is adopted or new.

34 CFR 300.323(e) and (f), https://sites.ed.gov/idea/regs/b/d/300.323

From the same state the plan is adopted or a new one is written; from another one the student is evaluated
first, where that is needed. The federal text gives no number of days, so nothing is ever past due here, and
no date is due. The dates of the old plan count on until then.

Restarted by nothing: an annual review or initial IEP on or after the day of enrollment ends it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from workspace_agent.model import dates
from workspace_agent.model.due_dates import REVIEW_YEARS
from workspace_agent.model.facts import Department, Student
from workspace_agent.model.field import Missing, Unreadable, Value
from workspace_agent.model.finding import Finding, Law, Rule
from workspace_agent.model.policy import Policy
from workspace_agent.model.vocabulary import IDEA, Severity
from workspace_agent.rules import doubts
from workspace_agent.rules.caseload import with_iep
from workspace_agent.rules.clocks import ANNUAL, Clock, annual_clock

ID = "transfer"
CITATION = Law("34 CFR 300.323(e)-(f)", "https://sites.ed.gov/idea/regs/b/d/300.323")
ADVICE = (
    "Give comparable services at once, and adopt the plan or hold a meeting for a new one. If the plan was "
    "adopted as it was, take the mark of the transfer out of the student's row."
)


def check(department: Department, _policy: Policy, today: date) -> Iterator[Finding]:
    """One finding at most for each student with an IEP who transferred in."""
    for student in with_iep(department, today):
        came = student.transferred_on
        if isinstance(came, Missing) and came.cell != student.row:
            yield _undated(student, came)
        elif isinstance(came, Value) and came.value <= today:
            yield from _without_plan(department, student, came.value)


def _without_plan(department: Department, student: Student, came: date) -> Iterator[Finding]:
    clock = annual_clock(department, student)
    is_newer = isinstance(clock, Clock) and clock.began(REVIEW_YEARS) >= came
    if is_newer or isinstance(clock, Unreadable):
        return
    doubt = doubts.of_review(department, student, ANNUAL)
    said = (
        f"The student transferred in on {dates.words(came)}, and no plan that was adopted or written since "
        "is on record; the federal text gives no number of days."
    )
    yield Finding(
        rule=ID,
        severity=Severity.AT_RISK,
        citation=CITATION,
        cycle=came.isoformat(),
        due=None,
        arithmetic=f"{said} {doubt.words}" if doubt else said,
        advice=doubt.advice if doubt else ADVICE,
        place=student.last_annual_review.cell,
        case_manager=student.case_manager,
        student_ref=student.ref,
    )


def _undated(student: Student, came: Missing) -> Finding:
    return Finding(
        rule=ID,
        severity=Severity.DATA,
        citation=CITATION,
        cycle="unknown",
        due=None,
        arithmetic="The student transferred in, and the day of enrollment is not on record.",
        advice="Fill in the day on which the student came.",
        place=came.cell,
        case_manager=student.case_manager,
        student_ref=student.ref,
    )


RULE = Rule(
    ID,
    "Plan of a student who transferred in",
    CITATION,
    check,
    frozenset({"students", "meetings", "form"}),
    plans=IDEA,
)
