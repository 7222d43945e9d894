"""An IEP is amended between annual reviews with the parent's agreement, whose date is on record.

34 CFR 300.324(a)(4), https://sites.ed.gov/idea/regs/b/d/300.324/a/4

For students with an IEP, and for amendments that are marked as held since the last annual review; where the
same meeting was a review of the whole plan it was no amendment. An amendment never moves the date of the
annual review: an agreed one is told for information, with that. The next annual review begins the count anew.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from workspace_agent.model import dates
from workspace_agent.model.due_dates import REVIEW_YEARS
from workspace_agent.model.facts import Department, Meeting, Student
from workspace_agent.model.field import Missing, Unreadable, known
from workspace_agent.model.finding import Finding, Input, Law, Rule, Step
from workspace_agent.model.policy import Policy
from workspace_agent.model.vocabulary import IDEA, Purpose, Severity
from workspace_agent.rules.caseload import with_iep
from workspace_agent.rules.clocks import ANNUAL, Clock, annual_clock

ID = "amendment"
CITATION = Law("34 CFR 300.324(a)(4)", "https://sites.ed.gov/idea/regs/b/d/300.324/a/4")


def check(department: Department, _policy: Policy, today: date) -> Iterator[Finding]:
    """One finding for each day on which a student's IEP was amended."""
    for student in with_iep(department, today):
        if not department.is_broken(student, "meetings"):
            made = _made(department, student, today)
            yield from (_finding(student, meeting, day) for day, meeting in made.items())


def _made(department: Department, student: Student, today: date) -> dict[date, Meeting]:
    """By day; of two rows of one day the one without an agreement."""
    clock = annual_clock(department, student)
    if isinstance(clock, Unreadable):
        return {}
    reviewed = clock.began(REVIEW_YEARS) if isinstance(clock, Clock) else date.min
    rows = sorted(_amendments(department, student), key=lambda one: (_is_open(one), one.row))
    return {
        day: meeting
        for meeting in rows
        if not isinstance(meeting.agreed_on, Unreadable)
        if (day := known(meeting.date)) is not None and reviewed < day <= today
    }


def _amendments(department: Department, student: Student) -> Iterator[Meeting]:
    for meeting in department.meetings_of.get(student.ref, ()):
        purposes = known(meeting.purposes) or frozenset()
        amends = Purpose.AMENDMENT in purposes and not purposes & ANNUAL
        if amends and meeting.held and not meeting.cancelled:
            yield meeting


def _is_open(meeting: Meeting) -> bool:
    return isinstance(meeting.agreed_on, Missing)


def _finding(student: Student, meeting: Meeting, day: date) -> Finding:
    held, agreed = dates.words(day), known(meeting.agreed_on)
    if agreed is None:
        said, on_record = "has no date on which the parent agreed", "no day of agreement is on record"
        advice = "Fill in the day on which the parent agreed. The change itself needs a written document."
    else:
        on_record = f"the parent agreed on {dates.words(agreed)}"
        said = f"was agreed to by the parent on {dates.words(agreed)}; it does not move the annual review"
        advice = "Nothing needs to be done."
    return Finding(
        rule=ID,
        severity=Severity.INFO if agreed else Severity.DATA,
        citation=CITATION,
        cycle=day.isoformat(),
        due=None,
        arithmetic=f"The amendment of {held} {said}.",
        advice=advice,
        place=meeting.agreed_on.cell,
        case_manager=student.case_manager,
        student_ref=student.ref,
        steps=(
            Step(f"amendment held: {held}", meeting.date.cell),
            Step(on_record, meeting.agreed_on.cell),
        ),
    )


RULE = Rule(
    ID,
    "Agreement to an amendment of the IEP",
    CITATION,
    check,
    frozenset({"students", "meetings", "form"}),
    plans=IDEA,
    needs=frozenset({Input("meetings", "agreed_on")}),
)
