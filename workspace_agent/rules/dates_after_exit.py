"""Nothing on record happened after the day of exit.

Company practice: of who has left nothing is judged, so a wrong day of exit hides whatever is due. Where the
same row says that the student was enrolled, reviewed or evaluated later, or a form that a meeting was held
later, one of the two days is wrong, or the student has come back.

Nothing restarts it: it ends once the days agree, or the day of exit is taken out.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from workspace_agent.model import dates
from workspace_agent.model.facts import Department, Student
from workspace_agent.model.field import Value
from workspace_agent.model.finding import CompanyPolicy, Finding, Input, Rule, Step
from workspace_agent.model.place import Place
from workspace_agent.model.policy import Policy
from workspace_agent.model.vocabulary import EITHER_PLAN, Severity

ID = "dates_after_exit"
CITATION = CompanyPolicy("nothing is on record after the day of exit")

_Event = tuple[date, str, Place]


def check(department: Department, _policy: Policy, _today: date) -> Iterator[Finding]:
    """One finding at most for each student with a day of exit: about the latest day after it."""
    for student in department.students:
        gone = student.exit
        if not isinstance(gone, Value):
            continue
        later = [event for event in _events(department, student) if event[0] > gone.value]
        for event in sorted(later, key=lambda event: (event[0], event[2].url))[-1:]:
            yield _finding(student, gone, *event)


def _events(department: Department, student: Student) -> Iterator[_Event]:
    fields = (
        ("enrolled", student.record.enrolled),
        ("last annual review", student.last_annual_review),
        ("last evaluation", student.last_evaluation),
    )
    for name, field in fields:
        if isinstance(field, Value):
            yield field.value, name, field.cell
    for response in department.responses_of.get(student.ref, ()):
        if response.moves_clocks and response.meeting_date:
            yield response.meeting_date, "meeting held, by its form", response.place


def _finding(student: Student, gone: Value[date], later: date, name: str, place: Place) -> Finding:
    left, day = dates.words(gone.value), dates.words(later)
    return Finding(
        rule=ID,
        severity=Severity.DATA,
        citation=CITATION,
        cycle=gone.value.isoformat(),
        due=None,
        arithmetic=f"The day of exit is {left}, and something is on record after it ({name}: {day}). "
        "Nothing that is due is told from the day of exit on.",
        advice="Correct the day of exit, or take it out if the student has come back.",
        place=gone.cell,
        case_manager=student.case_manager,
        student_ref=student.ref,
        steps=(Step(f"day of exit: {left}", gone.cell), Step(f"{name}: {day}", place)),
    )


RULE = Rule(
    ID,
    "Dates after the day of exit",
    CITATION,
    check,
    frozenset({"students", "meetings", "form"}),
    plans=EITHER_PLAN,
    needs=frozenset({Input("students", "exit")}),
)
