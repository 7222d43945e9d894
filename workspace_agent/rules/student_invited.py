"""The student is invited to a meeting of the IEP Team that will speak of transition.

34 CFR 300.321(b)(1), https://sites.ed.gov/idea/regs/b/d/300.321/b/1

For the next IEP Team meeting of a student with an IEP, if it is an annual review or initial IEP and the plan
that it writes may reach the day typed under `Transition by`: the Meetings sheet says whether the student was
invited, where it has a column for that. It is asked before the meeting; nothing is past due here.

Each meeting begins the count anew.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from workspace_agent.model import dates
from workspace_agent.model.facts import Department, Meeting, Student
from workspace_agent.model.field import Value, is_blank, known
from workspace_agent.model.finding import Finding, Input, Law, Rule, Step, Until
from workspace_agent.model.policy import Policy
from workspace_agent.model.vocabulary import IDEA, Severity
from workspace_agent.rules.caseload import with_iep
from workspace_agent.rules.clocks import ANNUAL
from workspace_agent.rules.deadlines import next_review_due
from workspace_agent.rules.steps import of_day
from workspace_agent.rules.team_meetings import next_team_meeting

ID = "student_invited"
CITATION = Law("34 CFR 300.321(b)(1)", "https://sites.ed.gov/idea/regs/b/d/300.321/b/1")


def check(department: Department, policy: Policy, today: date) -> Iterator[Finding]:
    """One finding at most for each student, about the next meeting."""
    for student in with_iep(department, today):
        by = student.record.transition_by
        if not isinstance(by, Value) or dates.is_long_ago(by.value, today):
            continue
        if not department.is_broken(student, "meetings"):
            yield from _uninvited(department, student, by, policy, today)


def _uninvited(
    department: Department, student: Student, by: Value[date], policy: Policy, today: date
) -> Iterator[Finding]:
    coming = next_team_meeting(department, student, today)
    if coming is None:
        return
    day, meeting = coming
    invited = meeting.arrangements.student_invited
    about = (known(meeting.purposes) or frozenset()) & ANNUAL
    asked = is_blank(invited, meeting.row) or known(invited) is False
    until = next_review_due(department, student, policy, day)
    if about and asked and by.value <= until:
        yield _finding(student, meeting, day, by, until)


def _finding(student: Student, meeting: Meeting, day: date, by: Value[date], until: date) -> Finding:
    return Finding(
        rule=ID,
        severity=Severity.DATA,
        citation=CITATION,
        cycle=day.isoformat(),
        due=day,
        arithmetic=f"The IEP that the meeting of {dates.words(day)} writes may last until "
        f"{dates.words(until)}, and from {dates.words(by.value)} on it has a transition plan; the student is "
        "not on record as invited.",
        advice="Invite the student, and fill that in. A student who does not come is asked beforehand what "
        "they prefer.",
        place=meeting.arrangements.student_invited.cell,
        case_manager=student.case_manager,
        student_ref=student.ref,
        steps=(
            of_day("transition by", by),
            of_day("meeting", meeting.date),
            Step(f"the next annual review would be due by {dates.words(until)}"),
            Step("student invited: no", meeting.arrangements.student_invited.cell),
        ),
    )


RULE = Rule(
    ID,
    "Student invited to the meeting",
    CITATION,
    check,
    frozenset({"students", "meetings", "form"}),
    plans=IDEA,
    needs=frozenset({Input("meetings", "student_invited")}),
    parameters=("annual_review.mode", "states.annual_review"),
    until=Until.DAY,
)
