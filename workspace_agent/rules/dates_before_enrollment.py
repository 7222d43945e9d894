"""The day of enrollment is near where it is still to come, and nothing happened here long before it.

Company practice: of who is still to come nothing is judged, so a wrong year in the day of enrollment hides
whatever is due. It is asked where that day lies more than half a year ahead; where a check-in is on record
already; and where somebody was reached for, or a meeting was held, more than sixty days before it: what is
done in the weeks before prepares for the student.

Nothing restarts it: it ends once the day is corrected, or has come.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from workspace_agent.model import dates
from workspace_agent.model.facts import Department, Student
from workspace_agent.model.field import Value, known
from workspace_agent.model.finding import CompanyPolicy, Finding, Input, Rule, Step, Until
from workspace_agent.model.place import Place
from workspace_agent.model.policy import Policy
from workspace_agent.model.vocabulary import EITHER_PLAN, Severity
from workspace_agent.rules.caseload import came, has_left

ID = "dates_before_enrollment"
CITATION = CompanyPolicy("nothing is on record long before the day of enrollment")
_HALF_A_YEAR = timedelta(days=183)
_PREPARING = timedelta(days=60)

_Event = tuple[date, str, Place]


def check(department: Department, _policy: Policy, today: date) -> Iterator[Finding]:
    """One finding at most for each student who is still to come: about the latest day before it."""
    for student in department.students:
        first = came(student)
        if not isinstance(first, Value) or first.value <= today or has_left(student, today):
            continue
        earlier = [event for event in _events(department, student, first.value) if event[0] <= today]
        if earlier:
            yield _too_late(student, first, *max(earlier, key=lambda event: (event[0], event[2].url)))
        elif first.value - today > _HALF_A_YEAR:
            yield _far_ahead(student, first, today)


def _events(department: Department, student: Student, first: date) -> Iterator[_Event]:
    """What shows that the student was here before the first day, each with its own day."""
    for check_in in department.check_ins_of.get(student.ref, ()):
        if (day := known(check_in.date)) is not None:
            yield day, "check-in", check_in.row
    for event in _of_the_team(department, student):
        if event[0] < first - _PREPARING:
            yield event


def _of_the_team(department: Department, student: Student) -> Iterator[_Event]:
    for meeting in department.meetings_of.get(student.ref, ()):
        if meeting.held and not meeting.cancelled and (day := known(meeting.date)) is not None:
            yield day, "meeting held", meeting.row
    for response in department.responses_of.get(student.ref, ()):
        if response.reports_held and response.meeting_date is not None:
            yield response.meeting_date, "meeting held, by its form", response.place
    for attempt in department.contacts_of.get(student.ref, ()):
        if (day := known(attempt.date)) is not None:
            yield day, "contact", attempt.row


def _too_late(student: Student, first: Value[date], earlier: date, name: str, place: Place) -> Finding:
    day = dates.words(earlier)
    said = f"and something is on record long before it ({name}: {day})"
    return _finding(student, first, said, Step(f"{name}: {day}", place))


def _far_ahead(student: Student, first: Value[date], today: date) -> Finding:
    ahead = dates.days((first.value - today).days)
    return _finding(student, first, f"which is {ahead} ahead", Step(f"{ahead} after {dates.words(today)}"))


def _finding(student: Student, first: Value[date], said: str, step: Step) -> Finding:
    day = dates.words(first.value)
    return Finding(
        rule=ID,
        severity=Severity.DATA,
        citation=CITATION,
        cycle=first.value.isoformat(),
        due=None,
        arithmetic=f"The day of enrollment is {day}, {said}. Nothing that is due is told before the day of "
        "enrollment.",
        advice="Is the year right? Correct the day of enrollment; if it is right, nothing needs to be done.",
        place=first.cell,
        case_manager=student.case_manager,
        student_ref=student.ref,
        steps=(Step(f"day of enrollment: {day}", first.cell), step),
    )


RULE = Rule(
    ID,
    "Dates before the day of enrollment",
    CITATION,
    check,
    frozenset({"students", "meetings", "form", "contacts", "check_ins"}),
    plans=EITHER_PLAN,
    needs=frozenset({Input("students", "enrolled")}),
    until=Until.DAY,
)
