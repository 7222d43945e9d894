"""A child is not evaluated again within a year of the last evaluation, unless parent and agency agree.

34 CFR 300.303(b)(1), https://sites.ed.gov/idea/regs/b/d/300.303/b

For students with an IEP and requests of the Requests sheet: one that came less than a year after the last
evaluation and has neither a day of agreement nor an answer. A parent need not say why; where the school
refuses, it owes prior written notice, and the day of the answer ends this.

Restarted by the next evaluation, from its own date.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from workspace_agent.model import dates
from workspace_agent.model.facts import Department, Student
from workspace_agent.model.field import Unreadable, Value, is_blank
from workspace_agent.model.finding import Finding, Input, Law, Rule, Step
from workspace_agent.model.on_record import Request, RequestKind
from workspace_agent.model.policy import Policy
from workspace_agent.model.vocabulary import IDEA, Severity
from workspace_agent.rules.caseload import with_iep
from workspace_agent.rules.clocks import REEVALUATION, held_meetings
from workspace_agent.rules.requests import by_day, of_kind
from workspace_agent.rules.steps import counted

ID = "reevaluation_gap"
CITATION = Law("34 CFR 300.303(b)(1)", "https://sites.ed.gov/idea/regs/b/d/300.303/b")
GAP_YEARS = 1
"""34 CFR 300.303(b)(1): "not more than once a year"."""


def check(department: Department, _policy: Policy, today: date) -> Iterator[Finding]:
    """One finding for each day on which an evaluation was asked for too early, without an agreement."""
    for student in with_iep(department, today):
        if isinstance(student.last_evaluation, Unreadable):
            continue
        evaluations = _evaluations(department, student)
        for asked, request in _without_agreement(department, student, today).items():
            last = max((one for one in evaluations if one[0] <= asked), key=_day, default=None)
            if last and asked < dates.add_years(last[0], GAP_YEARS):
                yield _finding(student, request, asked, *last)


def _evaluations(department: Department, student: Student) -> list[tuple[date, Step]]:
    """Days of evaluations on record, each with where it stands."""
    found = [
        (clock.started, step)
        for clock in held_meetings(department, student, REEVALUATION, "Reevaluation")
        for step in clock.inputs
        if clock.started
    ]
    last = student.last_evaluation
    if isinstance(last, Value):
        found.append((last.value, Step(f"last evaluation: {dates.words(last.value)}", last.cell)))
    return found


def _day(evaluation: tuple[date, Step]) -> date:
    return evaluation[0]


def _without_agreement(department: Department, student: Student, today: date) -> dict[date, Request]:
    """By day, those that lack a day of agreement and are not answered; the sheet need not ask for answers."""
    rows = of_kind(department, student, RequestKind.EVALUATION)
    return by_day((one for one in rows if _lacks_agreement(one)), today)


def _lacks_agreement(request: Request) -> bool:
    return is_blank(request.agreed_on, request.row) and not isinstance(request.answered_on, Value)


def _finding(student: Student, request: Request, asked: date, last: date, evaluated: Step) -> Finding:
    free = dates.add_years(last, GAP_YEARS)
    return Finding(
        rule=ID,
        severity=Severity.DATA,
        citation=CITATION,
        cycle=asked.isoformat(),
        due=None,
        arithmetic=f"An evaluation was asked for on {dates.words(asked)}, less than a year after that of "
        f"{dates.words(last)}, and no agreement of parent and school is on record. From "
        f"{dates.words(free)} on none is needed.",
        advice="Fill in the day on which both agreed. If the school refuses, give prior written notice and "
        "fill in the day of the answer.",
        place=request.agreed_on.cell,
        case_manager=student.case_manager,
        student_ref=student.ref,
        steps=(
            evaluated,
            Step(f"evaluation asked for: {dates.words(asked)}", request.asked_on.cell),
            counted(last, GAP_YEARS, free),
            Step("no day of agreement is on record", request.agreed_on.cell),
        ),
    )


RULE = Rule(
    ID,
    "Evaluation within a year of the last one",
    CITATION,
    check,
    frozenset({"students", "requests", "meetings", "form"}),
    plans=IDEA,
    needs=frozenset({Input("requests", "student")}),
)
