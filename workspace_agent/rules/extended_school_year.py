"""Whether a child needs extended school year services is decided for each child, at the annual review.

34 CFR 300.106(a), https://sites.ed.gov/idea/regs/b/b/300.106/a

For students with an IEP whose last annual review, or initial IEP, is on record: two business days later
(`policy.meeting_record`) its decision is, too, yes or no. It may stand in the form of the meeting, where that
asks for it, or in the Students sheet; there it has no day, so what stands there counts until it is changed.
What the decision is, and why, is not judged; without one nothing is past due, it is asked for.

Each annual review begins the count anew.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from workspace_agent.model import dates
from workspace_agent.model.facts import Department, Response, Student
from workspace_agent.model.field import Missing, has_column
from workspace_agent.model.finding import Finding, Input, Law, Rule, Step
from workspace_agent.model.form import FormField
from workspace_agent.model.place import Place
from workspace_agent.model.policy import Policy
from workspace_agent.model.vocabulary import IDEA, Severity
from workspace_agent.rules.caseload import with_iep
from workspace_agent.rules.clocks import ANNUAL, Clock, annual_clock

ID = "extended_school_year"
CITATION = Law("34 CFR 300.106(a)", "https://sites.ed.gov/idea/regs/b/b/300.106/a")
_QUESTION: FormField = "extended school year"


def check(department: Department, policy: Policy, today: date) -> Iterator[Finding]:
    """One finding at most for each student, about the last annual review."""
    for student in with_iep(department, today):
        clock = annual_clock(department, student)
        decision = student.record.extended_school_year
        if not isinstance(clock, Clock) or clock.started is None or not isinstance(decision, Missing):
            continue
        due = department.organisation.business_days_after(clock.started, policy.meeting_record.days)
        place = _asked(department, student, clock.started)
        if due < today and place is not None:
            yield _finding(student, clock, clock.started, due, place, policy.meeting_record.days)


def _asked(department: Department, student: Student, reviewed: date) -> Place | None:
    """Where the decision is to be filled in; None where nobody asks for it, or it may well be there."""
    forms = [*_forms(department, student, reviewed)]
    answered = any(one.said.extended_school_year or _QUESTION in one.said.unread for one in forms)
    if answered or department.form_unread:
        return None
    if has_column(student.record.extended_school_year, student.row):
        return student.record.extended_school_year.cell
    return next((one.place for one in forms if _QUESTION in one.said.asked), None)


def _forms(department: Department, student: Student, reviewed: date) -> Iterator[Response]:
    """Forms of the review, in a fixed order."""
    form = department.organisation.form
    near = timedelta(days=form.near_days if form else 0)
    responses = department.responses_of.get(student.ref, ())
    for one in sorted(responses, key=lambda response: response.response_id):
        is_near = one.meeting_date is not None and abs(one.meeting_date - reviewed) <= near
        if one.may_report_held and one.purposes & ANNUAL and is_near:
            yield one


def _finding(student: Student, clock: Clock, reviewed: date, due: date, place: Place, days: int) -> Finding:
    return Finding(
        rule=ID,
        severity=Severity.DATA,
        citation=CITATION,
        cycle=reviewed.isoformat(),
        due=due,
        arithmetic=f"{clock.words}, and no decision about extended school year services is on record.",
        advice="Fill in yes or no. If the IEP Team has not considered them for this student, it has to.",
        place=place,
        case_manager=student.case_manager,
        student_ref=student.ref,
        steps=(
            Step(clock.words, clock.place),
            Step("extended school year services: not on record", place),
            Step(f"{dates.words(reviewed)} + {days} business days = {dates.words(due)}"),
        ),
    )


RULE = Rule(
    ID,
    "Extended school year services",
    CITATION,
    check,
    frozenset({"students", "meetings", "form"}),
    plans=IDEA,
    needs=frozenset({Input("students", "extended_school_year"), Input("form", _QUESTION)}),
    parameters=("meeting_record.days",),
)
