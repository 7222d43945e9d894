"""Who does not hear, or speaks another language, understands what is said at the meeting.

34 CFR 300.322(e), https://sites.ed.gov/idea/regs/b/d/300.322/e

The agency does whatever is necessary for that, and arranges for an interpreter for parents who are deaf or
whose language is another than English. For the next dated meeting of the IEP Team: where the student's row
says that an interpreter, a relay or captions are needed, or that the language is another one and nobody said
that no interpreter is needed, one has to be booked some days before it (`policy.meeting_access`). The law
names no number of days, so this is at risk until the meeting, and never past due. While nobody said whether
an interpreter is needed, that is asked from the day on which the meeting has a date.

Only where the Meetings sheet has a column for what is booked. Each meeting begins the count anew.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from workspace_agent.model import dates
from workspace_agent.model.facts import Department, Meeting, Student
from workspace_agent.model.field import Missing, Unreadable, has_column, known
from workspace_agent.model.finding import Finding, Input, Law, Rule, Step, Until
from workspace_agent.model.on_record import Access
from workspace_agent.model.place import Cell
from workspace_agent.model.policy import Policy
from workspace_agent.model.vocabulary import IDEA, Severity
from workspace_agent.rules.caseload import with_iep
from workspace_agent.rules.steps import of_meeting, of_tick, of_today
from workspace_agent.rules.team_meetings import next_team_meeting

ID = "interpreter"
CITATION = Law("34 CFR 300.322(e)", "https://sites.ed.gov/idea/regs/b/d/300.322/e")
_BOOK = (
    "Book one and tick it in the meeting's row, or say in the student's row that none is needed. Ask the CSS "
    "if nobody can be found."
)
_ASK = "Ask the parent whether an interpreter is needed, and answer yes or no in the student's row."


@dataclass(frozen=True, slots=True)
class Need:
    """What is needed, or has to be asked.

    Attributes:
        words: To begin a sentence with.
        unanswered: Where to answer whether an interpreter is needed; None where that is known.
    """

    words: str
    unanswered: Cell | None = None


def check(department: Department, policy: Policy, today: date) -> Iterator[Finding]:
    """One finding at most for each student, about the next meeting of the IEP Team."""
    for student in with_iep(department, today):
        coming, needed = next_team_meeting(department, student, today), need(student)
        if coming is None or needed is None or not _is_open(coming[1]):
            continue
        day, meeting = coming
        soon = (day - today).days <= policy.meeting_access.alert_days
        if soon or needed.unanswered:
            yield _finding(student, meeting, day, needed, today, soon=soon)


def _is_open(meeting: Meeting) -> bool:
    """There is a column for it, and neither a tick nor a Problem in it."""
    booked = meeting.arrangements.interpreter_booked
    return has_column(booked, meeting.row) and not isinstance(booked, Unreadable) and not known(booked)


def need(student: Student) -> Need | None:
    """What a student's row says; None where nothing is needed or a Problem speaks of it."""
    record = student.record
    if known(record.access) is Access.RELAY:
        return Need("A relay or captions are needed to take part")
    if known(record.interpreter_needed):
        return Need("An interpreter is needed")
    if not known(record.other_language) or not isinstance(record.interpreter_needed, Missing):
        return None
    cell = record.interpreter_needed.cell if has_column(record.interpreter_needed, student.row) else None
    return Need("The parent's language is another than English", cell)


def _finding(
    student: Student, meeting: Meeting, day: date, needed: Need, today: date, *, soon: bool
) -> Finding:
    booked, record = meeting.arrangements.interpreter_booked, student.record
    asked = ", and whether an interpreter is needed is not on record" if needed.unanswered else ""
    nobody = (
        f", and for the meeting of {dates.words(day)}, {dates.left((day - today).days)}, nobody is booked"
    )
    return Finding(
        rule=ID,
        severity=Severity.AT_RISK if soon else Severity.DATA,
        citation=CITATION,
        cycle=day.isoformat(),
        due=day,
        arithmetic=f"{needed.words}{asked}{nobody}.",
        advice=_ASK if needed.unanswered else _BOOK,
        place=needed.unanswered or booked.cell,
        case_manager=student.case_manager,
        student_ref=student.ref,
        steps=(
            of_meeting(meeting, day),
            Step(
                f"access: {access.value if (access := known(record.access)) else 'nothing'}",
                record.access.cell,
            ),
            of_tick("language other than English", record.other_language),
            of_tick("interpreter needed", record.interpreter_needed),
            of_tick("interpreter booked", booked),
            of_today(today),
        ),
    )


RULE = Rule(
    ID,
    "Interpreter at a meeting",
    CITATION,
    check,
    frozenset({"students", "meetings", "form"}),
    plans=IDEA,
    needs=frozenset({Input("meetings", "interpreter_booked")}),
    parameters=("meeting_access.alert_days",),
    until=Until.DAY,
)
