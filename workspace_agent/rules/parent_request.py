"""A parent who asks for a meeting gets an answer within ten days.

Company practice: `policy.parent_request`. The day on which it was asked is day 0. A meeting at the parent's
request that has a row and a date since then is an answer. Some states count days for it as well; the sources
at hand were not checked, so none is cited. What was due before the agent went live is not told.

Each request begins the count anew; the day of the answer ends it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from workspace_agent.model import dates
from workspace_agent.model.facts import Department, Meeting, Student
from workspace_agent.model.field import Unreadable, known
from workspace_agent.model.finding import CompanyPolicy, Finding, Input, Rule, Step
from workspace_agent.model.on_record import Request, RequestKind
from workspace_agent.model.policy import Policy
from workspace_agent.model.vocabulary import EITHER_PLAN, Purpose, Severity
from workspace_agent.rules.caseload import here
from workspace_agent.rules.clocks import rows_unread
from workspace_agent.rules.requests import SHEET, unanswered
from workspace_agent.rules.steps import distance, of_day

ID = "parent_request"
CITATION = CompanyPolicy("a parent who asks for a meeting has an answer soon")


def check(department: Department, policy: Policy, today: date) -> Iterator[Finding]:
    """One finding for each day on which a meeting was asked for, and no answer is on record."""
    since, days = department.organisation.go_live or date.min, policy.parent_request.days
    for student in here(department, today):
        if rows_unread(department, student):
            continue
        for asked, request in unanswered(department, student, RequestKind.MEETING, today).items():
            due = asked + timedelta(days=days)
            if since <= due < today and not _has_meeting(department, student, asked):
                yield _finding(student, request, asked, due, today)


def _has_meeting(department: Department, student: Student, asked: date) -> bool:
    return any(_answers(meeting, asked) for meeting in department.meetings_of.get(student.ref, ()))


def _answers(meeting: Meeting, asked: date) -> bool:
    """A meeting at the parent's request, or one of which a Problem says that nobody can read what it is."""
    purposes, day = known(meeting.purposes) or frozenset(), known(meeting.date)
    about = Purpose.PARENT_REQUESTED in purposes or isinstance(meeting.purposes, Unreadable)
    return about and not meeting.cancelled and day is not None and day >= asked


def _finding(student: Student, request: Request, asked: date, due: date, today: date) -> Finding:
    late = dates.days((today - due).days)
    return Finding(
        rule=ID,
        severity=Severity.POLICY,
        citation=CITATION,
        cycle=asked.isoformat(),
        due=due,
        arithmetic=f"A meeting was asked for on {dates.words(asked)}, and an answer was wanted by "
        f"{dates.words(due)}, {late} ago; none is on record.",
        advice="Answer the parent, and fill in the day; or give the meeting a row with its date.",
        place=request.answered_on.cell,
        case_manager=student.case_manager,
        student_ref=student.ref,
        steps=(
            of_day("meeting asked for", request.asked_on),
            of_day("answered", request.answered_on),
            Step(f"{dates.words(asked)} + {dates.days((due - asked).days)} = {dates.words(due)}"),
            distance(due, today),
        ),
    )


RULE = Rule(
    ID,
    "Meetings that parents ask for",
    CITATION,
    check,
    frozenset({"students", "meetings", SHEET}),
    plans=EITHER_PLAN,
    needs=frozenset({Input(SHEET, "answered_on")}),
    parameters=("parent_request.days",),
)
