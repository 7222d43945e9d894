"""A Post IEP Meeting Form is sent for each held meeting, within two business days.

Company practice: `policy.post_form`. Business days are Monday to Friday without federal holidays, and the
day of the meeting is day 0. Until the last day it is for information only. Meetings from before the day
since which responses count are not judged, and nothing is open for a student who has left.

A form counts for the nearest held meeting, unless it says that the meeting was not held; one without a date
that can be read may be about any meeting before it was sent. Each meeting begins the count anew.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from workspace_agent.model import dates
from workspace_agent.model.facts import Department, Meeting, Response, Student
from workspace_agent.model.field import known
from workspace_agent.model.finding import CompanyPolicy, Finding, Input, Rule, Step
from workspace_agent.model.form import PostIepForm
from workspace_agent.model.policy import Policy
from workspace_agent.model.vocabulary import EITHER_PLAN, Held, Severity
from workspace_agent.rules.caseload import here
from workspace_agent.rules.legal_days import ends_on
from workspace_agent.rules.steps import of_meeting, of_today

ID = "post_form"
CITATION = CompanyPolicy("a Post IEP Meeting Form for each held meeting")
ADVICE = (
    "Send the Post IEP Meeting Form; until it is there, no due date is counted from this meeting. "
    "If the meeting was not held, correct that in its row."
)


@dataclass(frozen=True, slots=True)
class LackingForm:
    """A held meeting of which no form has come.

    Attributes:
        due: The last day for it.
    """

    student: Student
    row: Meeting
    day: date
    due: date


def check(department: Department, policy: Policy, today: date) -> Iterator[Finding]:
    """One finding for each day on which a student had a meeting of which no form has come."""
    for one in lacking_forms(department, policy, today):
        counted = Step(ends_on(policy.post_form.days, "business", one.day, one.due))
        yield _finding(one.student, one.row, one.day, one.due, counted, today)


def lacking_forms(department: Department, policy: Policy, today: date) -> Iterator[LackingForm]:
    """Of all students who are still here; none while the form cannot be read."""
    form = department.organisation.form
    if form is None or department.form_unread:
        return
    for student in here(department, today):
        held = _held(department, student, form.since, today)
        for day in held.keys() - _reported(department, student, form, held):
            due = department.organisation.business_days_after(day, policy.post_form.days)
            yield LackingForm(student, held[day], day, due)


def _held(department: Department, student: Student, since: date, today: date) -> dict[date, Meeting]:
    """Rows that are ticked as held, by day; of two rows of one day always the same one."""
    rows = department.meetings_of.get(student.ref, ())
    in_order = sorted((one for one in rows if one.held and not one.cancelled), key=lambda one: one.row)
    return {day: row for row in in_order if (day := known(row.date)) is not None and since <= day <= today}


def _reported(
    department: Department, student: Student, form: PostIepForm, held: dict[date, Meeting]
) -> set[date]:
    """Days of held meetings of which a form has come."""
    sent = department.responses_of.get(student.ref, ())
    counting = [one for one in sent if one.held in {Held.YES, None}]
    return {day for response in counting for day in _about(department, response, form, held)}


def _about(
    department: Department, response: Response, form: PostIepForm, held: dict[date, Meeting]
) -> list[date]:
    """The day that the form is about; all days before it was sent, where it has no date."""
    met = response.meeting_date
    if met is None:
        sent = response.submitted.astimezone(department.organisation.time_zone).date()
        return [day for day in held if day <= sent]
    near = sorted((abs((day - met).days), day) for day in held)
    return [day for distance, day in near[:1] if distance <= form.near_days]


def _finding(student: Student, meeting: Meeting, day: date, due: date, counted: Step, today: date) -> Finding:
    is_late = due < today
    said = "was due by" if is_late else "is due by"
    return Finding(
        rule=ID,
        severity=Severity.POLICY if is_late else Severity.INFO,
        citation=CITATION,
        cycle=day.isoformat(),
        due=due,
        arithmetic=f"The meeting of {dates.words(day)} is marked as held, and no form says so: "
        f"its Post IEP Meeting Form {said} {dates.words(due)}.",
        advice=ADVICE,
        place=meeting.row,
        case_manager=student.case_manager,
        student_ref=student.ref,
        steps=(
            of_meeting(meeting, day),
            Step("marked as held", meeting.row),
            Step("forms about this meeting: none"),
            counted,
            of_today(today),
        ),
    )


RULE = Rule(
    ID,
    "Post IEP Meeting Form",
    CITATION,
    check,
    frozenset({"students", "meetings", "form"}),
    plans=EITHER_PLAN,
    needs=frozenset({Input("form", "meeting date")}),
    parameters=("post_form.days",),
)
