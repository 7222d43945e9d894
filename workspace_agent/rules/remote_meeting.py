"""Parent and agency may agree to meet by video or phone; then the parent's agreement is on record.

34 CFR 300.328, https://sites.ed.gov/idea/regs/b/d/300.328

For meetings to come of a student with an IEP that ask to be booked, and not for those about a 504 plan alone.
The day on which the parent agreed to the meeting counts for how it is held, too: the sheets have one column
for both. Whether link and dial-in line are in the event is seen to where it is booked.

Each meeting begins the count anew.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from workspace_agent.model import dates
from workspace_agent.model.facts import Department, Meeting, Student
from workspace_agent.model.field import Missing, known
from workspace_agent.model.finding import Finding, Input, Law, Rule, Step, Until
from workspace_agent.model.policy import Policy
from workspace_agent.model.vocabulary import ABOUT_504, IDEA, Mode, Severity
from workspace_agent.rules.caseload import asks_to_be_booked, has_left, with_iep
from workspace_agent.rules.legal_days import sentences
from workspace_agent.rules.own_papers import AGREEMENT, not_counted, with_own_papers
from workspace_agent.rules.steps import of_day, of_meeting

ID = "remote_meeting"
CITATION = Law("34 CFR 300.328", "https://sites.ed.gov/idea/regs/b/d/300.328")
_FILL_IN = "Agree with the parent on the meeting and how it is held, and fill in the day of agreement."
_HOW = {Mode.VIDEO: "by video", Mode.OTHER_PLATFORM: "by video", Mode.PHONE: "by phone"}


def check(department: Department, _policy: Policy, today: date) -> Iterator[Finding]:
    """One finding for each day on which such a meeting is to be held without an agreement on record."""
    for student in with_iep(department, today):
        if not department.is_broken(student, "meetings"):
            found = _without_agreement(department, student, today)
            yield from (_finding(department, student, meeting, day) for day, meeting in found.items())


def _without_agreement(department: Department, student: Student, today: date) -> dict[date, Meeting]:
    """By day; of two rows of one day always the same one."""
    rows = sorted(_asked_for(department, student), key=lambda meeting: meeting.row)
    return {
        day: meeting
        for meeting in rows
        if (day := known(meeting.date)) is not None and day >= today and not has_left(student, day)
        if _how(meeting) and not _is_agreed(department, student, meeting, day)
    }


def _is_agreed(department: Department, student: Student, meeting: Meeting, day: date) -> bool:
    """The agreement is on record, or a Problem speaks of it."""
    return not isinstance(with_own_papers(department, student, meeting, day).agreed_on, Missing)


def _asked_for(department: Department, student: Student) -> Iterator[Meeting]:
    for meeting in department.meetings_of.get(student.ref, ()):
        about = (known(meeting.purposes) or frozenset()) - ABOUT_504
        if about and asks_to_be_booked(meeting):
            yield meeting


def _how(meeting: Meeting) -> str:
    """How it is held, where that takes an agreement."""
    mode = known(meeting.mode)
    return _HOW.get(mode, "") if mode else ""


def _finding(department: Department, student: Student, meeting: Meeting, day: date) -> Finding:
    own = with_own_papers(department, student, meeting, day)
    left_out = not_counted(meeting, own, day, AGREEMENT)
    return Finding(
        rule=ID,
        severity=Severity.DATA,
        citation=CITATION,
        cycle=day.isoformat(),
        due=day,
        arithmetic=f"The meeting of {dates.words(day)} is to be held {_how(meeting)}, "
        f"and the parent's agreement is not on record. {sentences(left_out)}".rstrip(),
        advice=_FILL_IN if left_out else f"{_FILL_IN[:-1]}; until then nobody is invited.",
        place=meeting.agreed_on.cell,
        case_manager=student.case_manager,
        student_ref=student.ref,
        steps=(
            of_meeting(meeting, day),
            Step(f"to be held {_how(meeting)}", meeting.mode.cell),
            of_day("the parent agreed", own.agreed_on),
            *map(Step, left_out),
        ),
    )


RULE = Rule(
    ID,
    "Agreement to meet by video or phone",
    CITATION,
    check,
    frozenset({"students", "meetings"}),
    plans=IDEA,
    needs=frozenset({Input("meetings", "mode")}),
    until=Until.DAY,
)
