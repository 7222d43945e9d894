"""The first IEP in force when the student turns 16 holds a transition plan, and the student is invited.

34 CFR 300.320(b), https://sites.ed.gov/idea/regs/b/d/300.320/b

For students with an IEP, where the Students sheet has the day from which a transition plan is wanted
(`Transition by`, typed instead of a birth date) and a column for the day on which it went into the IEP. It is
wanted once the IEP now in force reaches that day, though the student is still younger. Where the state wants
it earlier than the federal 16 and nobody has checked that against the state's own text, nothing is past due
on record before the student is 16. Whether the plan is updated each year, and what it says, is not judged.

To a meeting that writes such an IEP the student is invited (34 CFR 300.321(b)(1)); that is asked before the
meeting, where the Meetings sheet has a column for it.

Restarted by nothing: a transition plan on record ends it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from workspace_agent.model import dates
from workspace_agent.model.due_dates import REVIEW_YEARS
from workspace_agent.model.facts import Department, Meeting, Student
from workspace_agent.model.field import Value, known
from workspace_agent.model.finding import Finding, Input, Law, Rule, Step
from workspace_agent.model.policy import Policy
from workspace_agent.model.state_law import AgeLaw
from workspace_agent.model.vocabulary import IDEA, Severity
from workspace_agent.rules.caseload import with_iep
from workspace_agent.rules.clocks import ANNUAL
from workspace_agent.rules.first_plan import Content, judge
from workspace_agent.rules.papers import is_blank, typed
from workspace_agent.rules.team_meetings import next_team_meeting

ID = "transition"
CITATION = Law("34 CFR 300.320(b)", "https://sites.ed.gov/idea/regs/b/d/300.320/b")
FEDERAL_AGE = 16
INVITED = Law("34 CFR 300.321(b)(1)", "https://sites.ed.gov/idea/regs/b/d/300.321/b/1")


def check(department: Department, policy: Policy, today: date) -> Iterator[Finding]:
    """For each student one finding about the plan at most, and one about the next meeting."""
    for student in with_iep(department, today):
        by = student.record.transition_by
        if isinstance(by, Value):
            if is_blank(student.record.transition_planned, student.row):
                age = policy.state_law(_state(department, student)).transition_age
                yield from judge(department, student, _content(student, by, age), policy, today)
            yield from _uninvited(department, student, by, today)


def _state(department: Department, student: Student) -> str:
    return department.organisation.district(student.district).state


def _lenient(by: date, age: AgeLaw | None) -> date:
    """The day on which the student is 16, where the state wants it earlier and nobody has checked that."""
    if age is None or age.is_checked or age.years >= FEDERAL_AGE:
        return by
    return dates.add_years(by, FEDERAL_AGE - age.years)


def _content(student: Student, by: Value[date], age: AgeLaw | None) -> Content:
    planned, lenient = student.record.transition_planned, _lenient(by.value, age)
    unchecked = f"the state wants it at {age.years}, by an unchecked source: {age.source}" if age else ""
    early = (Step(unchecked), Step(f"at {FEDERAL_AGE}: {dates.words(lenient)}")) if lenient > by.value else ()
    return Content(
        rule=ID,
        citation=CITATION,
        what="A transition plan",
        by=by.value,
        lenient=lenient,
        why=(typed("transition by", by), typed("transition plan in the IEP", planned), *early),
        place=planned.cell,
        advice="Write a transition plan into the IEP, by an amendment or at the next review, and fill in the "
        "day.",
    )


def _uninvited(department: Department, student: Student, by: Value[date], today: date) -> Iterator[Finding]:
    meeting = next_team_meeting(department, student, today)
    if meeting is None or department.is_broken(student, "meetings"):
        return
    day, invited = known(meeting.date), meeting.arrangements.student_invited
    about = (known(meeting.purposes) or frozenset()) & ANNUAL
    asked = is_blank(invited, meeting.row) or known(invited) is False
    if about and asked and day is not None and by.value <= dates.add_years(day, REVIEW_YEARS):
        yield _invite(student, meeting, day, by)


def _invite(student: Student, meeting: Meeting, day: date, by: Value[date]) -> Finding:
    until = dates.add_years(day, REVIEW_YEARS)
    return Finding(
        rule=ID,
        severity=Severity.DATA,
        citation=INVITED,
        cycle=f"invited/{day.isoformat()}",
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
            typed("transition by", by),
            typed("meeting", meeting.date),
            Step(f"{dates.words(day)} + 1 year = {dates.words(until)}"),
            Step("student invited: no", meeting.arrangements.student_invited.cell),
        ),
    )


RULE = Rule(
    ID,
    "Transition plan",
    CITATION,
    check,
    frozenset({"students", "meetings", "form"}),
    plans=IDEA,
    needs=frozenset({Input("students", "transition_planned"), Input("meetings", "student_invited")}),
    parameters=("annual_review.mode",),
)
