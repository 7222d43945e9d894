"""A student who transfers in with an IEP gets comparable services at once, until a plan is adopted or new.

34 CFR 300.323(e) and (f), https://sites.ed.gov/idea/regs/b/d/300.323

From the same state the plan is adopted or a new one is written; from another one the student is evaluated
first, where that is needed. The federal text gives no number of days, so nothing is ever past due here. Some
states do (California 30 days): that day is said, with its source. The dates of the old plan count on until
then.

Restarted by nothing: an annual review or initial IEP on or after the day of enrollment ends it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from workspace_agent.model import dates
from workspace_agent.model.due_dates import REVIEW_YEARS
from workspace_agent.model.facts import Department, Student
from workspace_agent.model.field import Unreadable, Value, is_blank
from workspace_agent.model.finding import Finding, Input, Law, Rule, Step
from workspace_agent.model.place import Cell
from workspace_agent.model.policy import Policy
from workspace_agent.model.vocabulary import IDEA, Severity
from workspace_agent.rules import doubts
from workspace_agent.rules.caseload import with_iep
from workspace_agent.rules.clocks import ANNUAL, Clock, annual_clock
from workspace_agent.rules.legal_days import Unreached, counting, days_after, span
from workspace_agent.rules.steps import distance

ID = "transfer"
CITATION = Law("34 CFR 300.323(e)-(f)", "https://sites.ed.gov/idea/regs/b/d/300.323")
ADVICE = (
    "Give comparable services at once, and adopt the plan or hold a meeting for a new one. If the plan was "
    "adopted as it was, take the mark of the transfer out of the student's row."
)


@dataclass(frozen=True, slots=True)
class _Interim:
    """How long comparable services may stand in.

    Attributes:
        due: The last day; None where there is no number, or the school calendar does not reach.
        words: As a whole sentence.
        lines: How it was counted.
    """

    due: date | None
    words: str
    lines: tuple[str, ...] = ()


_NO_NUMBER = _Interim(None, "The federal text gives no number of days.")


def check(department: Department, policy: Policy, today: date) -> Iterator[Finding]:
    """One finding at most for each student with an IEP who transferred in."""
    for student in with_iep(department, today):
        came = student.transferred_on
        if came is not None and is_blank(came, student.row):
            yield _undated(student, came.cell)
        elif isinstance(came, Value) and _lacks_plan(department, student, came.value, today):
            interim = _interim(department, student, came.value, policy)
            yield _without_plan(department, student, came, interim, today)


def _lacks_plan(department: Department, student: Student, came: date, today: date) -> bool:
    """The student is here, no plan is on record since, and no Problem speaks about that."""
    clock = annual_clock(department, student)
    is_newer = isinstance(clock, Clock) and clock.began(REVIEW_YEARS) >= came
    return came <= today and not is_newer and not isinstance(clock, Unreadable)


def _interim(department: Department, student: Student, came: date, policy: Policy) -> _Interim:
    district = department.organisation.district(student.district)
    law = policy.state_law(district.state).transfer
    if law is None:
        return _NO_NUMBER
    reckoned = days_after(counting(department.organisation, district), came, law.days, law.unit)
    checked = "" if law.is_checked else "; nobody has compared that with the state's own text"
    words = f"{district.state} gives {span(law.days, law.unit)} ({law.source}{checked})"
    if isinstance(reckoned, Unreached):
        return _Interim(None, f"{words}, further than the school calendar reaches.", reckoned.lines)
    return _Interim(reckoned.day, f"{words}: until {dates.words(reckoned.day)}.", reckoned.lines)


def _without_plan(
    department: Department, student: Student, came: Value[date], interim: _Interim, today: date
) -> Finding:
    doubt = doubts.of_review(department, student, ANNUAL, today)
    arithmetic = (
        f"The student transferred in on {dates.words(came.value)}, and no plan that was adopted or written "
        f"since is on record. {interim.words}"
    )
    enrolled = Step(f"enrolled: {dates.words(came.value)}", came.cell)
    return Finding(
        rule=ID,
        severity=Severity.AT_RISK,
        citation=CITATION,
        cycle=came.value.isoformat(),
        due=interim.due,
        arithmetic=f"{arithmetic} {doubt.words}" if doubt else arithmetic,
        advice=doubt.advice if doubt else ADVICE,
        place=student.last_annual_review.cell,
        case_manager=student.case_manager,
        student_ref=student.ref,
        steps=(enrolled, *map(Step, interim.lines), distance(interim.due or came.value, today)),
    )


def _undated(student: Student, came: Cell) -> Finding:
    return Finding(
        rule=ID,
        severity=Severity.DATA,
        citation=CITATION,
        cycle="unknown",
        due=None,
        arithmetic="The student transferred in, and the day of enrollment is not on record.",
        advice="Fill in the day on which the student came.",
        place=came,
        case_manager=student.case_manager,
        student_ref=student.ref,
        steps=(Step("the day of enrollment is not on record", came),),
    )


RULE = Rule(
    ID,
    "Plan of a student who transferred in",
    CITATION,
    check,
    frozenset({"students", "meetings", "form"}),
    plans=IDEA,
    needs=frozenset({Input("students", "transfer"), Input("students", "entered_from")}),
    parameters=("states.transfer",),
)
