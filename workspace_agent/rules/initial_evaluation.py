"""An initial evaluation is done within 60 days of the parent's consent, or within the state's own timeframe.

34 CFR 300.301(c)-(d), https://sites.ed.gov/idea/regs/b/d/300.301

For students with an IEP or a 504 plan, and for those of whom no plan is on record yet. A state's timeframe
holds instead of the federal one (`states.toml`). Where nobody has compared it with the state's own text, the
earlier of the two warns and nothing is past due on record, nor where nobody has said whether the state has
one. It is told from some days before that day on (`policy.initial_evaluation`).

The 60 days begin when consent is received, do not move for weekends and holidays, and are not extended by
agreement. They do not hold where the parent repeatedly fails to produce the child, nor for a child who came
from another agency meanwhile, with a day agreed on; neither stands in the sheets, so the advice says so.

A referral without a consent is asked about after thirty days, as company practice, where the consent has a
column and the state does not count from the referral.

Nothing restarts it: a determination, an evaluation or an IEP on record ends it; one from before the day of
consent says that this is no initial evaluation. Of a 504 plan only an evaluation since that day ends it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from workspace_agent.model import dates
from workspace_agent.model.facts import Department, Student
from workspace_agent.model.field import Missing, Unreadable, Value, is_blank, known
from workspace_agent.model.finding import Finding, Input, Law, Rule, Step
from workspace_agent.model.policy import Policy
from workspace_agent.model.state_law import EvaluationLaw, is_state
from workspace_agent.model.vocabulary import EITHER_PLAN, PlanType, Severity
from workspace_agent.rules import doubts
from workspace_agent.rules.caseload import who_may_get_an_iep
from workspace_agent.rules.clocks import ANNUAL, annual_clock
from workspace_agent.rules.evaluation_timeframes import evaluation_ends
from workspace_agent.rules.legal_days import (
    FEDERAL_EVALUATION_DAYS,
    LegalDay,
    Unreached,
    calendar_days_after,
    counting,
    sentences,
    span,
)

ID = "initial_evaluation"
CITATION = Law("34 CFR 300.301(c)-(d)", "https://sites.ed.gov/idea/regs/b/d/300.301")
ADVICE = (
    "Finish the evaluation, and fill in the day on which eligibility was decided. The timeframe does not "
    "hold where the parent repeatedly failed to produce the child, or where the child came from another "
    "agency meanwhile and a day was agreed on with the parent: keep the proof of that."
)

NO_CONSENT = (
    "Fill in the day on which the parent's consent came. If there will be no evaluation, take out the day of "
    "the referral, and keep the notice that was given of that."
)
_TO_CONSENT = timedelta(days=30)
"""Company practice: so long after a referral it is not asked what came of it; federal law counts no days."""


@dataclass(frozen=True, slots=True)
class _Case:
    """An evaluation that has begun.

    Attributes:
        law: The state's own timeframe; None where the federal one holds.
        consent: The day of consent; None where it is not on record, and the state counts from the referral.
        began: The day from which the state counts, without a law of its own the consent; None where it is
            not on record.
        first: Where the case is told: at the consent, without one at the referral.
        alert_days: So many days before the day on which it is due it is told.
    """

    student: Student
    state: str
    law: EvaluationLaw | None
    consent: date | None
    began: date | None
    first: Value[date]
    alert_days: int

    @property
    def federal(self) -> LegalDay | None:
        return calendar_days_after(self.consent, FEDERAL_EVALUATION_DAYS) if self.consent else None


def check(department: Department, policy: Policy, today: date) -> Iterator[Finding]:
    """One finding at most for each student whose evaluation is not done."""
    for student in who_may_get_an_iep(department, today):
        case = _case(department, student, policy)
        if case is None:
            yield from _unanswered(department, student, today)
        elif not _may_be_done(department, student, case.first.value):
            yield from _judge(department, case, today)


def _case(department: Department, student: Student, policy: Policy) -> _Case | None:
    """What has begun; nothing where a Problem speaks about the day on which it did."""
    consent, referred = student.record.consent_received, student.record.referred_on
    if isinstance(consent, Missing) and isinstance(referred, Missing):
        return None  # most students: spares the look at their state
    state = department.organisation.district(student.district).state
    law = policy.state_law(state).initial_evaluation
    began = referred if law is not None and law.counted_from == "referral" else consent
    first = next((one for one in (consent, began) if isinstance(one, Value)), None)
    if first is None or isinstance(consent, Unreadable) or isinstance(began, Unreadable):
        return None
    alert_days = policy.initial_evaluation.alert_days
    return _Case(student, state, law, known(consent), known(began), first, alert_days)


def _unanswered(department: Department, student: Student, today: date) -> Iterator[Finding]:
    """A referral of which nothing came, where a consent would stand: until then no day can be worked out."""
    referred, consent = student.record.referred_on, student.record.consent_received
    if not isinstance(referred, Value) or not is_blank(consent, student.row):
        return
    ago = today - referred.value
    if ago > _TO_CONSENT and not _may_be_done(department, student, referred.value):
        yield _without_consent(student, referred, ago)


def _may_be_done(department: Department, student: Student, since: date) -> bool:
    """Something on record says so, or that it is no initial one, or might say so if it could be read."""
    eligible, evaluated = student.record.eligible_on, student.last_evaluation
    if known(student.plan_type) is not PlanType.S504:
        on_record = (eligible, evaluated, annual_clock(department, student))
        return any(not isinstance(one, Missing) for one in on_record)
    day = known(evaluated)
    is_evaluated = isinstance(evaluated, Unreadable) or (day is not None and day >= since)
    return is_evaluated or not isinstance(eligible, Missing)


def _judge(department: Department, case: _Case, today: date) -> Iterator[Finding]:
    due = _due(department, case)
    if isinstance(due, LegalDay):
        yield from _told(department, case, due, today)
        return
    lines, advice = due
    until = f" Until then go by the federal 60 days: {dates.words(case.federal.day)}." if case.federal else ""
    yield _finding(case, Severity.DATA, None, lines, f"{advice}{until}")


_Gap = tuple[tuple[str, ...], str]
"""Why it cannot be worked out when it is due, and what to do about that."""


def _due(department: Department, case: _Case) -> LegalDay | _Gap:
    """When it is due; nothing is past due on record before its lenient day, if it has one, has passed."""
    if not is_state(case.state):
        said = f"the settings put the district in {case.state}, which is no state, so its law is not known"
        return (said,), "Have the state of the district corrected in agent.toml."
    if case.began is None:
        said = f"{case.state} counts from the referral, and the day of the referral is not on record"
        return (said,), "Fill in the day of the referral."
    if case.law is None:
        federal = calendar_days_after(case.began, FEDERAL_EVALUATION_DAYS)
        line = f"whether {case.state} has a timeframe of its own does not stand in states.toml"
        return replace(federal, lenient=None, lines=(*federal.lines, line))
    district = department.organisation.district(case.student.district)
    own = evaluation_ends(counting(department.organisation, district), case.law, case.began)
    if isinstance(own, Unreached):
        return own.lines, "Have that school year entered for the district in agent.toml."
    return _by_state(case, case.law, own)


def _by_state(case: _Case, law: EvaluationLaw, own: LegalDay) -> LegalDay:
    """A checked timeframe stands alone; of an unchecked one and the federal one the earlier warns."""
    said = f"{case.state} wants it within {span(law.days, law.unit)} from {law.counted_from}"
    if law.is_checked:
        return replace(own, lines=(said, *own.lines))
    lines = (f"{said}, by a source that was not compared with its law", *own.lines)
    federal = case.federal
    if federal is None:
        return LegalDay(own.day, None, lines)
    return LegalDay(min(own.day, federal.day), None, (*lines, f"federal law: {federal.lines[0]}"))


def _told(department: Department, case: _Case, due: LegalDay, today: date) -> Iterator[Finding]:
    left = (due.day - today).days
    if due.lenient is not None and due.lenient < today:
        yield _past_due(department, case, due, due.lenient, today)
    elif left < 0:
        yield _finding(case, Severity.AT_RISK, due.day, (*due.lines, _passed(due)))
    elif left <= case.alert_days:
        line = f"it is due by {dates.words(due.day)}: {dates.left(left)}"
        yield _finding(case, Severity.AT_RISK, due.day, (*due.lines, line))


def _passed(due: LegalDay) -> str:
    if due.lenient is None:
        return f"{dates.words(due.day)} has passed; whether it was the last day is not certain"
    return f"{dates.words(due.day)} has passed; on the most lenient reading it is {dates.words(due.lenient)}"


def _past_due(department: Department, case: _Case, due: LegalDay, lenient: date, today: date) -> Finding:
    doubt = doubts.of_review(department, case.student, ANNUAL, today)
    if doubt is not None:
        line = f"it was due by {dates.words(lenient)}, if it is not done"
        lines = (*due.lines, line, doubt.words.rstrip("."))
        return _finding(case, Severity.AT_RISK, lenient, lines, doubt.advice)
    late = dates.days((today - lenient).days)
    line = f"it was due by {dates.words(lenient)}: {late} past due on record"
    return _finding(case, Severity.VIOLATION, lenient, (*due.lines, line))


def _finding(
    case: _Case, severity: Severity, due: date | None, lines: tuple[str, ...], advice: str = ADVICE
) -> Finding:
    begun = f"{'consent received' if case.consent else 'referred'} on {dates.words(case.first.value)}"
    source = (Step(f"{case.state}: {case.law.source}"),) if case.law else ()
    return Finding(
        rule=ID,
        severity=severity,
        citation=CITATION,
        cycle=case.first.value.isoformat(),
        due=due,
        arithmetic=sentences((begun, *lines)),
        advice=advice,
        place=case.first.cell,
        case_manager=case.student.case_manager,
        student_ref=case.student.ref,
        steps=(Step(begun, case.first.cell), *map(Step, lines), *source),
    )


def _without_consent(student: Student, referred: Value[date], ago: timedelta) -> Finding:
    begun = f"referred on {dates.words(referred.value)}, {dates.days(ago.days)} ago"
    line = "no consent to an evaluation is on record, nor anything else that came of it"
    return Finding(
        rule=ID,
        severity=Severity.DATA,
        citation=CITATION,
        cycle=referred.value.isoformat(),
        due=None,
        arithmetic=sentences((begun, line)),
        advice=NO_CONSENT,
        place=referred.cell,
        case_manager=student.case_manager,
        student_ref=student.ref,
        steps=(Step(begun, referred.cell), Step(line, student.record.consent_received.cell)),
    )


RULE = Rule(
    ID,
    "Initial evaluation",
    CITATION,
    check,
    frozenset({"students", "meetings", "form"}),
    plans=EITHER_PLAN,
    needs=frozenset({Input("students", "consent_received"), Input("students", "referred_on")}),
    parameters=("initial_evaluation.alert_days", "states.initial_evaluation"),
)
