"""The meeting that writes the first IEP is held within 30 days of the determination that the child needs one.

34 CFR 300.323(c)(1), https://sites.ed.gov/idea/regs/b/d/300.323

For students of whatever plan, also without one, while no IEP is on record. The days
are calendar days, and the last one does not move for weekends or holidays. A state may want it earlier
(`states.toml`): if that was compared with the state's own text it counts instead, else it only warns; no
state can allow more. It is told from some days before that day on (`policy.initial_iep`). A review from
before the determination was not of an IEP, or it was not the first determination: while nobody can tell,
nothing is past due on record.

Nothing restarts it: an initial IEP or annual review on record, or a plan that begins on or after the day of
the determination, ends it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from workspace_agent.model import dates
from workspace_agent.model.facts import Department, Student
from workspace_agent.model.field import Value, known
from workspace_agent.model.finding import Finding, Input, Law, Rule, Step
from workspace_agent.model.policy import Policy
from workspace_agent.model.vocabulary import EITHER_PLAN, PlanType, Purpose, Severity
from workspace_agent.rules import doubts
from workspace_agent.rules.before_the_first_plan import has_no_iep
from workspace_agent.rules.caseload import next_step, who_may_get_an_iep
from workspace_agent.rules.clocks import ANNUAL, held_meetings
from workspace_agent.rules.legal_days import (
    FEDERAL_INITIAL_IEP_DAYS,
    LegalDay,
    calendar_days_after,
    counting,
    days_after,
    sentences,
    span,
)

ID = "initial_iep"
CITATION = Law("34 CFR 300.323(c)(1)", "https://sites.ed.gov/idea/regs/b/d/300.323")
_IF_NONE = "If there was no IEP, hold the meeting that writes the first one."


@dataclass(frozen=True, slots=True)
class _Case:
    """A student who waits for a first IEP.

    Attributes:
        due: Its `lenient` day is the one after which the meeting is past due on record.
        alert_days: So many days before its day it is told.
    """

    department: Department
    student: Student
    eligible: Value[date]
    due: LegalDay
    alert_days: int
    today: date

    def finding(self, severity: Severity, due: date, line: str, advice: str = "") -> Finding:
        begun = f"found eligible on {dates.words(self.eligible.value)}"
        lines = (*self.due.lines, line)
        return Finding(
            rule=ID,
            severity=severity,
            citation=CITATION,
            cycle=self.eligible.value.isoformat(),
            due=due,
            arithmetic=sentences((begun, *lines)),
            advice=advice or self._next_step(),
            place=self.eligible.cell,
            case_manager=self.student.case_manager,
            student_ref=self.student.ref,
            steps=(Step(begun, self.eligible.cell), *map(Step, lines)),
        )

    def _next_step(self) -> str:
        since, lenient = self.eligible.value, self.due.lenient or self.due.day
        due = self.due.day if self.due.day >= self.today else lenient
        return next_step(self.department, self.student, Purpose.INITIAL, since, due, self.today)


def first_iep_due(department: Department, policy: Policy, student: Student) -> date | None:
    """By when the meeting for the first IEP is due; None where one is on record, or nothing tells.

    Args:
        department: Everything that people typed.
        policy: The laws of the states.
        student: Of any plan that can be read, also without one.
    """
    eligible = student.record.eligible_on
    if isinstance(eligible, Value) and has_no_iep(department, student, eligible.value):
        return _due(department, student, policy, eligible.value).day
    return None


def check(department: Department, policy: Policy, today: date) -> Iterator[Finding]:
    """One finding at most for each student who was found eligible and has no IEP on record."""
    for student in who_may_get_an_iep(department, today):
        eligible = student.record.eligible_on
        if isinstance(eligible, Value) and has_no_iep(department, student, eligible.value):
            due = _due(department, student, policy, eligible.value)
            yield from _judge(_Case(department, student, eligible, due, policy.initial_iep.alert_days, today))


def _due(department: Department, student: Student, policy: Policy, eligible: date) -> LegalDay:
    """The federal day, or an earlier one of the state."""
    federal = calendar_days_after(eligible, FEDERAL_INITIAL_IEP_DAYS)
    district = department.organisation.district(student.district)
    law = policy.state_law(district.state).initial_iep
    how = counting(department.organisation, district)
    own = days_after(how, eligible, law.days, law.unit) if law else None
    if law is None or not isinstance(own, LegalDay) or own.day >= federal.day:
        return federal
    counted = span(law.days, law.unit)
    said = f"{district.state} wants the meeting within {counted}"
    if law.is_checked:
        return LegalDay(own.day, own.day, (said, *own.lines))
    lines = (f"{said}, by a source that was not compared with its law", *own.lines)
    return LegalDay(own.day, federal.day, (*lines, f"federal law: {federal.lines[0]}"))


def _judge(case: _Case) -> Iterator[Finding]:
    left, lenient = (case.due.day - case.today).days, case.due.lenient or case.due.day
    if lenient < case.today:
        yield _past_due(case, lenient)
    elif left < 0:
        line = f"{dates.words(case.due.day)} has passed; federal law allows until {dates.words(lenient)}"
        yield case.finding(Severity.AT_RISK, case.due.day, line)
    elif left <= case.alert_days:
        line = f"the meeting is due by {dates.words(case.due.day)}: {dates.left(left)}"
        yield case.finding(Severity.AT_RISK, case.due.day, line)


def _past_due(case: _Case, lenient: date) -> Finding:
    doubt = doubts.of_review(case.department, case.student, ANNUAL, case.today) or _not_the_first(case)
    if doubt is not None:
        line = f"the meeting was due by {dates.words(lenient)}, if none was held. {doubt.words.rstrip('.')}"
        return case.finding(Severity.AT_RISK, lenient, line, doubt.advice)
    late = dates.days((case.today - lenient).days)
    line = f"the meeting was due by {dates.words(lenient)}: {late} past due on record"
    return case.finding(Severity.VIOLATION, lenient, line)


def _not_the_first(case: _Case) -> doubts.Doubt | None:
    """Whether there may have been an IEP before: a review of one, or a 504 plan that took its place."""
    reviewed, is_504 = _reviewed_before(case), known(case.student.plan_type) is PlanType.S504
    if is_504 and reviewed is None:
        words = "A 504 plan is on record and no review of it, so it may have taken the place of an IEP."
        return doubts.Doubt(words, f"Fill in the last review of the 504 plan. {_IF_NONE}")
    if is_504 or reviewed is None:
        return None
    words = f"A review of {dates.words(reviewed)} is on record, and it may have been of an IEP."
    return doubts.Doubt(
        words, f"If it was, correct the day on which the student was first found eligible. {_IF_NONE}"
    )


def _reviewed_before(case: _Case) -> date | None:
    """The last review on record, which is from before the determination."""
    held = held_meetings(case.department, case.student, ANNUAL, "Annual review")
    days = (known(case.student.last_annual_review), *(clock.started for clock in held))
    return max((day for day in days if day is not None), default=None)


RULE = Rule(
    ID,
    "Meeting for the first IEP",
    CITATION,
    check,
    frozenset({"students", "meetings", "form"}),
    plans=EITHER_PLAN,
    needs=frozenset({Input("students", "eligible_on")}),
    parameters=("initial_iep.alert_days", "states.initial_iep"),
)
