"""A parent who asks for a meeting or an evaluation gets an answer within ten days.

Company practice: `policy.parent_request`. The day on which it was asked is day 0. A meeting at the parent's
request that has a row and a date since then is an answer; so is, where an evaluation was asked for, an
agreement to it, the parent's consent or an evaluation since then. Some states count days for it as well; the
sources at hand were not checked, so none is cited. What was due before the agent went live is not told. A
request of which nobody filled in what was asked for is told as data to mend.

Each request begins the count anew; the day of the answer ends it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from workspace_agent.model import dates
from workspace_agent.model.facts import Department, Meeting, Student
from workspace_agent.model.field import Missing, Unreadable, known
from workspace_agent.model.finding import CompanyPolicy, Finding, Input, Rule, Step
from workspace_agent.model.on_record import Request, RequestKind
from workspace_agent.model.policy import Policy
from workspace_agent.model.vocabulary import EITHER_PLAN, Purpose, Severity
from workspace_agent.rules.caseload import here
from workspace_agent.rules.clocks import REEVALUATION, held_meetings, rows_unread
from workspace_agent.rules.requests import SHEET, unanswered, unnamed
from workspace_agent.rules.steps import distance, of_day

ID = "parent_request"
CITATION = CompanyPolicy("a parent who asks for a meeting or an evaluation has an answer soon")


def check(department: Department, policy: Policy, today: date) -> Iterator[Finding]:
    """One finding for each day on which something was asked for and no answer is on record.

    And one for each student of whom a row does not say what was asked for.
    """
    since, days = department.organisation.go_live or date.min, policy.parent_request.days
    for student in here(department, today):
        nameless = unnamed(department, student)
        if nameless:
            yield _unnamed(student, nameless)
        for asked, kind, request in _waiting(department, student, today):
            due = asked + timedelta(days=days)
            if since <= due < today:
                yield _finding(student, request, kind, asked, due, today)


def _waiting(
    department: Department, student: Student, today: date
) -> Iterator[tuple[date, RequestKind, Request]]:
    """What was asked for, and nothing on record shows that it is under way."""
    if rows_unread(department, student):
        return
    for kind, is_answered in ((RequestKind.MEETING, _has_meeting), (RequestKind.EVALUATION, _is_under_way)):
        for asked, request in unanswered(department, student, kind, today).items():
            if not is_answered(department, student, request, asked):
                yield asked, kind, request


def _has_meeting(department: Department, student: Student, _request: Request, asked: date) -> bool:
    return any(_answers(meeting, asked) for meeting in department.meetings_of.get(student.ref, ()))


def _answers(meeting: Meeting, asked: date) -> bool:
    """A meeting at the parent's request, or one of which a Problem says that nobody can read what it is."""
    purposes, day = known(meeting.purposes) or frozenset(), known(meeting.date)
    about = Purpose.PARENT_REQUESTED in purposes or isinstance(meeting.purposes, Unreadable)
    return about and not meeting.cancelled and day is not None and day >= asked


def _is_under_way(department: Department, student: Student, request: Request, asked: date) -> bool:
    """An agreement, the parent's consent or an evaluation since then, or one of these that cannot be read."""
    typed_days = (student.record.consent_received, student.last_evaluation)
    if not isinstance(request.agreed_on, Missing) or any(isinstance(one, Unreadable) for one in typed_days):
        return True
    evaluated = held_meetings(department, student, REEVALUATION, "Reevaluation")
    days = (*map(known, typed_days), *(clock.started for clock in evaluated))
    return any(day >= asked for day in days if day is not None)


def _finding(
    student: Student, request: Request, kind: RequestKind, asked: date, due: date, today: date
) -> Finding:
    late, what, cycle, advice = dates.days((today - due).days), *_SAID[kind]
    return Finding(
        rule=ID,
        severity=Severity.POLICY,
        citation=CITATION,
        cycle=f"{cycle}{asked.isoformat()}",
        due=due,
        arithmetic=f"{what} was asked for on {dates.words(asked)}, and an answer was wanted by "
        f"{dates.words(due)}, {late} ago; none is on record.",
        advice=advice,
        place=request.answered_on.cell,
        case_manager=student.case_manager,
        student_ref=student.ref,
        steps=(
            of_day(f"{kind.value} asked for", request.asked_on),
            of_day("answered", request.answered_on),
            Step(f"{dates.words(asked)} + {dates.days((due - asked).days)} = {dates.words(due)}"),
            distance(due, today),
        ),
    )


_SAID = {
    RequestKind.MEETING: (
        "A meeting",
        "",
        "Answer the parent, and fill in the day; or give the meeting a row with its date.",
    ),
    RequestKind.EVALUATION: (
        "An evaluation",
        "evaluation-",
        "Answer the parent, and fill in the day; or fill in the day of the parent's consent to it.",
    ),
}
"""To begin a sentence with; what tells its key from that of a meeting; and what to do."""


def _unnamed(student: Student, request: Request) -> Finding:
    return Finding(
        rule=ID,
        severity=Severity.DATA,
        citation=CITATION,
        cycle="unknown",
        due=None,
        arithmetic="A request is on record, but not what was asked for, so it cannot be worked out by when "
        "it is to be answered.",
        advice=f"Choose what was asked for: {', '.join(kind.value for kind in RequestKind)} or other.",
        place=request.kind.cell,
        case_manager=student.case_manager,
        student_ref=student.ref,
        steps=(of_day("asked for", request.asked_on), Step("what: nothing is filled in", request.kind.cell)),
    )


RULE = Rule(
    ID,
    "Meetings and evaluations that parents ask for",
    CITATION,
    check,
    frozenset({"students", "meetings", "form", SHEET}),
    plans=EITHER_PLAN,
    needs=frozenset({Input(SHEET, "answered_on")}),
    parameters=("parent_request.days",),
)
