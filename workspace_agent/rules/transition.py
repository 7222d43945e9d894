"""The first IEP in force when the student turns 16 holds a transition plan.

34 CFR 300.320(b), https://sites.ed.gov/idea/regs/b/d/300.320/b

For students with an IEP, where the Students sheet has the day from which a transition plan is wanted
(`Transition by`, typed instead of a birth date) and a column for the day on which it went into the IEP. It is
wanted once the IEP now in force reaches that day, though the student is still younger. Many states want it
earlier than the federal 16. Where nobody has checked the state's age against the state's own text, nothing is
past due on record before the student is 16: two years before the day on which the student comes of age, where
that is typed; else as many years later as the state's unchecked age is below 16, or 4 where none is known,
because no state is known to want it before 12. A day that is not before the one on which the student comes of
age is asked about: it hides what is wanted years earlier. So is one that lies too long ago. Whether the plan
is updated each year, and what it says, is not judged.

Restarted by nothing: a transition plan on record ends it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from workspace_agent.model import dates
from workspace_agent.model.facts import Department, Student
from workspace_agent.model.field import Value, is_blank
from workspace_agent.model.finding import Finding, Input, Law, Rule, Step
from workspace_agent.model.policy import Policy
from workspace_agent.model.state_law import AgeLaw
from workspace_agent.model.vocabulary import IDEA, Severity
from workspace_agent.rules.before_the_first_plan import waits_for_iep
from workspace_agent.rules.caseload import with_iep
from workspace_agent.rules.first_plan import Content, judge
from workspace_agent.rules.long_ago import long_ago
from workspace_agent.rules.steps import of_day

ID = "transition"
CITATION = Law("34 CFR 300.320(b)", "https://sites.ed.gov/idea/regs/b/d/300.320/b")
CALLED = "The day from which a transition plan is wanted"
FEDERAL_AGE = 16
EARLIEST_AGE = 12
"""Florida begins then (Fla. Stat. 1003.5716(1)); no state is known to begin earlier."""

BEFORE_MAJORITY = 2
"""Years since the student was 16: nobody comes of age before 18."""


def check(department: Department, policy: Policy, today: date) -> Iterator[Finding]:
    """One finding at most for each student with an IEP, and one where two days of the row cannot both be."""
    for student in with_iep(department, today):
        by = student.record.transition_by
        if not isinstance(by, Value):
            continue
        if dates.is_long_ago(by.value, today):
            yield long_ago(ID, CITATION, student, by, CALLED, dates.LONGEST_AGO_YEARS)
        elif is_blank(student.record.transition_planned, student.row):
            age = policy.state_law(_state(department, student)).transition_age
            yield from judge(department, student, _content(department, student, by, age), policy, today)
            yield from _too_late(student, by, today)


def _state(department: Department, student: Student) -> str:
    return department.organisation.district(student.district).state


def _sixteen(student: Student, by: date, age: AgeLaw | None) -> tuple[date, tuple[Step, ...]]:
    """The day on which the student is 16 at the latest, as far as is known, and how it was worked out."""
    if age is not None and (age.is_checked or age.years >= FEDERAL_AGE):
        return by, ()
    majority = student.record.majority_on
    if isinstance(majority, Value):
        sixteen = dates.add_years(majority.value, -BEFORE_MAJORITY)
        if sixteen >= by:
            line = f"at {FEDERAL_AGE}, {BEFORE_MAJORITY} years before: {dates.words(sixteen)}"
            return sixteen, (_unchecked(age), of_day("comes of age", majority), Step(line))
    sixteen = dates.add_years(by, FEDERAL_AGE - (age.years if age else EARLIEST_AGE))
    return sixteen, (_unchecked(age), Step(f"at {FEDERAL_AGE} at the latest: {dates.words(sixteen)}"))


def _unchecked(age: AgeLaw | None) -> Step:
    if age is None:
        return Step("nobody has checked at which age the state wants it")
    return Step(f"the state wants it at {age.years}, by an unchecked source: {age.source}")


def _too_late(student: Student, by: Value[date], today: date) -> Iterator[Finding]:
    """A plan is wanted at 16 at the latest, and nobody comes of age as early as that."""
    majority = student.record.majority_on
    if not isinstance(majority, Value) or by.value < majority.value:
        return
    if dates.is_long_ago(majority.value, today, dates.LONGEST_OF_AGE_YEARS):
        return
    yield Finding(
        rule=ID,
        severity=Severity.DATA,
        citation=CITATION,
        cycle="order",
        due=None,
        arithmetic=f"The transition plan is wanted by {dates.words(by.value)}, and the student comes of age "
        f"on {dates.words(majority.value)}: it is wanted years before that.",
        advice="Look up both days, and mend the one that is wrong.",
        place=by.cell,
        case_manager=student.case_manager,
        student_ref=student.ref,
        steps=(of_day("transition by", by), of_day("comes of age", majority)),
    )


def _content(department: Department, student: Student, by: Value[date], age: AgeLaw | None) -> Content:
    planned = student.record.transition_planned
    lenient, worked_out = _sixteen(student, by.value, age)
    is_first = waits_for_iep(department, student)
    where = "first IEP" if is_first else "IEP, by an amendment or at the next review"
    return Content(
        rule=ID,
        citation=CITATION,
        what="A transition plan",
        by=by.value,
        lenient=lenient,
        why=(of_day("transition by", by), of_day("transition plan in the IEP", planned), *worked_out),
        place=planned.cell,
        advice=f"Write a transition plan into the {where}, and fill in the day.",
    )


RULE = Rule(
    ID,
    "Transition plan",
    CITATION,
    check,
    frozenset({"students", "meetings", "form"}),
    plans=IDEA,
    needs=frozenset({Input("students", "transition_planned")}),
    parameters=("annual_review.mode", "states.transition_age", "states.annual_review"),
)
