"""An IEP is amended between annual reviews with the parent's agreement, whose date is on record.

34 CFR 300.324(a)(4), https://sites.ed.gov/idea/regs/b/d/300.324/a/4

For students with an IEP, and for amendments that are marked as held since the last annual review; where the
same meeting was a review of the whole plan it was no amendment. An amendment never moves the date of the
annual review: an agreed one is told for information, with that. Where the parent agreed only after that day,
it is asked whether both days are right. The next annual review begins the count anew.
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
from workspace_agent.rules.deadlines import Deadline, review_deadline

ID = "amendment"
CITATION = Law("34 CFR 300.324(a)(4)", "https://sites.ed.gov/idea/regs/b/d/300.324/a/4")


def check(department: Department, policy: Policy, today: date) -> Iterator[Finding]:
    """One finding for each day on which a student's IEP was amended."""
    for student in with_iep(department, today):
        if not department.is_broken(student, "meetings"):
            made = _made(department, student, today)
            stays = review_deadline(department, student, policy) if made else None
            yield from (_finding(student, meeting, day, stays) for day, meeting in made.items())


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


def _finding(student: Student, meeting: Meeting, day: date, stays: Deadline | None) -> Finding:
    agreed = known(meeting.agreed_on)
    severity, said, advice = _judged(day, agreed)
    on_record = f"the parent agreed on {dates.words(agreed)}" if agreed else "no agreement is on record"
    review = (Step(f"the next annual review stays due by {dates.words(stays.due)}"),) if stays else ()
    return Finding(
        rule=ID,
        severity=severity,
        citation=CITATION,
        cycle=day.isoformat(),
        due=None,
        arithmetic=f"The amendment of {dates.words(day)} {said}.",
        advice=advice,
        place=meeting.agreed_on.cell,
        case_manager=student.case_manager,
        student_ref=student.ref,
        steps=(
            Step(f"amendment held: {dates.words(day)}", meeting.date.cell),
            Step(on_record, meeting.agreed_on.cell),
            *review,
        ),
    )


def _judged(day: date, agreed: date | None) -> tuple[Severity, str, str]:
    """How serious it is, what is said of the amendment, and what to do."""
    if agreed is None:
        said = "has no date on which the parent agreed"
        advice = "Fill in the day on which the parent agreed. The change itself needs a written document."
        return Severity.DATA, said, advice
    said = f"was agreed to by the parent on {dates.words(agreed)}"
    if agreed > day:
        late = dates.days((agreed - day).days)
        advice = "Look up both days, and mend the one that is wrong; if both are right, ask your supervisor."
        return Severity.DATA, f"{said}, {late} after it was made", advice
    return Severity.INFO, f"{said}; it does not move the annual review", "Nothing needs to be done."


RULE = Rule(
    ID,
    "Agreement to an amendment of the IEP",
    CITATION,
    check,
    frozenset({"students", "meetings", "form"}),
    plans=IDEA,
    needs=frozenset({Input("meetings", "agreed_on")}),
    parameters=("annual_review.mode", "states.annual_review"),
)
