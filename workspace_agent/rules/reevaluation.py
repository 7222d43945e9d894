"""A child is reevaluated at least once every three years, unless parent and agency agree it is unnecessary.

34 CFR 300.303(b)(2), https://sites.ed.gov/idea/regs/b/d/300.303/b

For students with an IEP. Years are counted, not days, and the date does not move for weekends, holidays or
summer. The annual review is another clock: neither moves the other.

Restarted by a reevaluation, early or late, from its own date, and by an agreement that none is needed from
the day it was signed, if that was on or before the due date. An agreement signed later restarts nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from workspace_agent.model import dates
from workspace_agent.model.facts import Department, Student
from workspace_agent.model.field import Missing
from workspace_agent.model.finding import Finding, Law, Rule
from workspace_agent.model.policy import Policy, ReevaluationPolicy
from workspace_agent.model.vocabulary import IDEA, Purpose, Severity
from workspace_agent.rules import doubts
from workspace_agent.rules.caseload import next_step, with_iep
from workspace_agent.rules.clocks import REEVALUATION, Clock, reevaluation_clock

ID = "reevaluation"
CITATION = Law("34 CFR 300.303(b)(2)", "https://sites.ed.gov/idea/regs/b/d/300.303/b")


def check(department: Department, policy: Policy, today: date) -> Iterator[Finding]:
    """One finding at most for each student with an IEP."""
    for student in with_iep(department, today):
        clock = reevaluation_clock(department, student, policy.reevaluation.years)
        if isinstance(clock, Missing):
            yield _unknown(student, clock)
        elif isinstance(clock, Clock):
            yield from _judge(department, student, clock, policy.reevaluation, today)


def _judge(
    department: Department, student: Student, clock: Clock, numbers: ReevaluationPolicy, today: date
) -> Iterator[Finding]:
    def following(last: date) -> date:
        return dates.add_years(last, numbers.years)

    due, lenient = clock.due(following), clock.lenient(following)
    severity = _severity((due - today).days, numbers, is_past=lenient < today)
    arithmetic = _arithmetic(clock, due, lenient, today)
    began = clock.began(numbers.years)
    advice = next_step(department, student, Purpose.REEVALUATION, began, today)
    doubt = doubts.of_reevaluation(department, student, REEVALUATION)
    if severity is Severity.VIOLATION and doubt is not None:
        severity, advice = Severity.AT_RISK, doubt.advice
        arithmetic = (
            f"{clock.words}, so the next was due by {dates.words(due)}, if nothing came since. {doubt.words}"
        )
    if severity is not None:
        yield Finding(
            rule=ID,
            severity=severity,
            citation=CITATION,
            cycle=following(began).isoformat(),
            due=due,
            arithmetic=arithmetic,
            advice=advice,
            place=clock.place,
            case_manager=student.case_manager,
            student_ref=student.ref,
        )


def _severity(left: int, numbers: ReevaluationPolicy, *, is_past: bool) -> Severity | None:
    if is_past:
        return Severity.VIOLATION
    if left <= numbers.alert_days:
        return Severity.AT_RISK
    return Severity.INFO if left <= numbers.notice_days else None


def _arithmetic(clock: Clock, due: date, lenient: date, today: date) -> str:
    left = (due - today).days
    if lenient < today:
        said = f"the next was due by {dates.words(due)}: {dates.days(-left)} past due on record."
    elif left < 0:
        said = f"the next was due by {dates.words(due)}, or is by {dates.words(lenient)}."
    else:
        said = f"the next is due by {dates.words(due)}: {dates.left(left)}."
    return f"{clock.words}, so {said} {clock.remark}".rstrip()


def _unknown(student: Student, clock: Missing) -> Finding:
    return Finding(
        rule=ID,
        severity=Severity.DATA,
        citation=CITATION,
        cycle="unknown",
        due=None,
        arithmetic="No evaluation is on record, so it cannot be worked out when the next one is due.",
        advice="Fill in the date of the last one.",
        place=clock.cell,
        case_manager=student.case_manager,
        student_ref=student.ref,
    )


RULE = Rule(
    ID, "Reevaluation", CITATION, check, frozenset({"students", "meetings", "consents", "form"}), plans=IDEA
)
