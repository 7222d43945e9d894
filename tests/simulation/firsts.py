"""The deadlines of a first evaluation and of the meeting that writes the first IEP, worked out again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from tests.simulation.clocks import ANNUAL, LEFT, Case, Deadline, annual, is_doubtful
from tests.simulation.days import business_days_later, holidays, is_known, is_school_day
from tests.simulation.reports import held
from tests.simulation.typed import UNREADABLE


def of_student(case: Case) -> Iterator[Deadline]:
    """Both, for students of whatever plan, also without one."""
    if case.is_here and case.district is not None and case.plan != UNREADABLE:
        yield from _initial_evaluation(case)
        yield from _initial_iep(case)


def _initial_evaluation(case: Case) -> Iterator[Deadline]:
    """Within 60 days of consent, or within the state's own time; unchecked, the earlier one warns."""
    law = case.law.initial_evaluation if case.law else None
    consent = case.day("consent_received")
    began = case.day("referred_on") if law and law.counted_from == "referral" else consent
    first = consent or began
    if not isinstance(first, date) or UNREADABLE in (consent, began) or _may_be_evaluated(case, first):
        return
    if law and law.tolling.value != "none":
        yield Deadline("initial_evaluation", LEFT, None)
    elif not isinstance(began, date):
        yield Deadline("initial_evaluation", "DATA", None)
    else:
        yield from _evaluation_due(case, law, began, consent)


def _evaluation_due(case: Case, law: Any, began: date, consent: object) -> Iterator[Deadline]:
    own = days_of_law_later(case, began, law.days, law.unit) if law else began + timedelta(days=60)
    if own is None:
        yield Deadline("initial_evaluation", "DATA", None)
        return
    is_checked = bool(law and law.checked)
    federal = consent + timedelta(days=60) if isinstance(consent, date) else own
    due = own if is_checked else min(own, federal)
    left = (due - case.today).days
    if left < 0 and is_checked:
        doubt = is_doubtful(case, "last_annual_review", ANNUAL)
        yield Deadline("initial_evaluation", "AT_RISK" if doubt else "VIOLATION", due)
    elif left <= case.settings.policy.initial_evaluation.alert_days:
        yield Deadline("initial_evaluation", "AT_RISK", due)


def _may_be_evaluated(case: Case, first: date) -> bool:
    evaluated, eligible = case.day("last_evaluation"), case.day("eligible_on")
    if case.plan != "504":
        return any(one is not None for one in (evaluated, eligible, annual(case)))
    since = evaluated == UNREADABLE or (isinstance(evaluated, date) and evaluated >= first)
    return since or eligible is not None


def _initial_iep(case: Case) -> Iterator[Deadline]:
    """Within 30 days of the determination that the child needs it, while none is on record."""
    eligible, starts = case.day("eligible_on"), case.day("plan_starts", done=False)
    if not isinstance(eligible, date) or annual(case) is not None:
        return
    if starts == UNREADABLE or (isinstance(starts, date) and starts >= eligible):
        return
    due, ends = _meeting_due(case, eligible)
    if ends < case.today:
        doubt = is_doubtful(case, "last_annual_review", ANNUAL) or _may_have_had_one(case)
        yield Deadline("initial_iep", "AT_RISK" if doubt else "VIOLATION", ends)
    elif (due - case.today).days <= case.settings.policy.initial_iep.alert_days:
        yield Deadline("initial_iep", "AT_RISK", due)


def _meeting_due(case: Case, eligible: date) -> tuple[date, date]:
    """The day that is warned of, and the one that has to pass: a state may only want it earlier."""
    federal = eligible + timedelta(days=30)
    law = case.law.initial_iep if case.law else None
    own = days_of_law_later(case, eligible, law.days, law.unit) if law else None
    if law is None or own is None or own >= federal:
        return federal, federal
    return own, own if law.checked else federal


def _may_have_had_one(case: Case) -> bool:
    """A review from before the determination may have been of an IEP; of a 504 plan one is expected."""
    reviewed = isinstance(case.day("last_annual_review"), date) or bool(
        held(case.student, ANNUAL, case.settings)
    )
    return not reviewed if case.plan == "504" else reviewed


def days_of_law_later(case: Case, first: date, count: int, unit: str) -> date | None:
    """Calendar, business or school days later; nothing where the school calendar does not reach."""
    if unit == "calendar":
        return first + timedelta(days=count)
    if unit == "business":
        return business_days_later(first, count, holidays(case.settings))
    on = first
    while count:
        on += timedelta(days=1)
        if not is_known(case.district, on):
            return None
        count -= is_school_day(case.district, on)
    return on
