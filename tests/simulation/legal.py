"""The deadlines of reviews and evaluations, worked out again from the rule book.

What this leaves to the agent: cycles of fewer than three years between reevaluations.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from tests.simulation.clocks import (
    ANNUAL,
    OF_504,
    TRIENNIAL,
    TRIENNIAL_504,
    Case,
    Clock,
    Deadline,
    Reading,
    annual,
    clock_of,
    is_doubtful,
    triennial,
)
from tests.simulation.days import last_school_day_until, years_later
from tests.simulation.firsts import days_of_law_later
from tests.simulation.reports import is_cancelled, is_held, purposes
from tests.simulation.typed import UNREADABLE, day, is_blank, minute, plain, ticked


def of_student(case: Case) -> Iterator[Deadline]:
    """All legal deadlines of a student, and those of 504 plans."""
    if not case.is_here or case.district is None:
        return
    if case.plan in {"IEP", "both"}:
        yield from _annual_review(case)
        yield from _reevaluation(case)
        yield from _transfer(case)
        yield from _transition(case)
    if case.plan in {"504", "both"}:
        yield from _review_504(case)
        yield from _reevaluation_504(case)
    if case.plan == "" and not _is_begun(case):
        yield Deadline("annual_review", "DATA", None)


def _annual_review(case: Case) -> Iterator[Deadline]:
    clock, numbers = annual(case), case.settings.policy.annual_review
    if clock is None and not _is_begun(case):
        yield Deadline("annual_review", "DATA", None)
    if not isinstance(clock, Clock):
        return
    if clock.ends < case.today:
        doubt = is_doubtful(case, "last_annual_review", ANNUAL)
        yield Deadline("annual_review", "AT_RISK" if doubt else "VIOLATION", clock.ends)
    elif (clock.due - case.today).days <= numbers.alert_days:
        yield Deadline("annual_review", "AT_RISK", clock.due)
    elif not _is_planned(case, clock.due):
        by = _plan_by(case, clock.due)
        if by < case.today:
            yield Deadline("annual_review", "POLICY", by)


def _is_begun(case: Case) -> bool:
    """An evaluation has begun, and nothing that came of it is on record: other rules speak of it."""
    return any(
        isinstance(case.day(name), date) for name in ("referred_on", "consent_received", "eligible_on")
    )


def _is_planned(case: Case, due: date) -> bool:
    """A row asks to book the review in time; or its day cannot be read, so it may."""
    for row in case.student.of.get("meetings", []):
        on = day(row.get("date"))
        if on == UNREADABLE and not is_cancelled(row):
            return True
        asks = ticked(row["book"]) if "book" in row else isinstance(minute(row.get("start")), int)
        open_ = asks and not is_held(row) and not is_cancelled(row)
        if (
            open_
            and purposes(row.get("purposes")) & ANNUAL
            and isinstance(on, date)
            and case.today <= on <= due
        ):
            return True
    return False


def _plan_by(case: Case, due: date) -> date:
    """Some weeks before the last school day, and the last day of the case manager's contract, up to then."""
    last = last_school_day_until(case.district, due) or due
    person = next(one for one in case.settings.agent.case_managers if one.key == case.student.case_manager)
    worked = [
        one
        for contract in person.contract
        for one in (last - timedelta(days=back) for back in range(400))
        if contract.from_ <= one <= (contract.until or one)
        and one.weekday() < 5
        and not any(closure.from_ <= one <= closure.until for closure in contract.off)
    ]
    return max(worked, default=last) - timedelta(days=case.settings.policy.annual_review.plan_lead_days)


def _reevaluation(case: Case) -> Iterator[Deadline]:
    clock = _with_waivers(case, triennial(case, TRIENNIAL, 3))
    if clock is None and not _is_begun(case):
        yield Deadline("reevaluation", "DATA", None)
    if not isinstance(clock, Clock):
        return
    if clock.ends < case.today:
        lost = bool(case.caseloads.nobodys.get((case.student.case_manager, "consents")))
        doubt = lost or is_doubtful(case, "last_evaluation", TRIENNIAL, 3)
        yield Deadline("reevaluation", "AT_RISK" if doubt else "VIOLATION", clock.ends)
    elif (clock.due - case.today).days <= case.settings.policy.reevaluation.alert_days:
        yield Deadline("reevaluation", "AT_RISK", clock.due)


def _with_waivers(case: Case, clock: Reading) -> Reading:
    """An agreement that none is needed counts from the day on which it was signed."""
    eligible = case.day("eligible_on")
    if isinstance(eligible, date) and (
        clock is None or (isinstance(clock, Clock) and clock.began < eligible)
    ):
        clock = Clock(eligible, eligible, years_later(eligible, 3), years_later(eligible, 3))
    if not isinstance(clock, Clock):
        return clock
    waivers = [row for row in case.student.of.get("consents", []) if "waiver" in plain(row.get("kind"))]
    signed = [day(row.get("signed"), case.today) for row in waivers]
    if UNREADABLE in signed:
        return UNREADABLE
    last = max((one for one in signed if isinstance(one, date)), default=clock.began)
    return clock if last <= clock.began else Clock(last, last, years_later(last, 3), years_later(last, 3))


def _review_504(case: Case) -> Iterator[Deadline]:
    clock = clock_of(
        case, "last_annual_review", "annual_review_due", OF_504, 1, lambda last: {years_later(last, 1)}
    )
    if clock is None:
        yield Deadline("review_504", "DATA", None)
    alert = timedelta(days=case.settings.policy.section_504.review_alert_days)
    if isinstance(clock, Clock) and clock.due <= case.today + alert:
        yield Deadline("review_504", "POLICY", clock.due)


def _reevaluation_504(case: Case) -> Iterator[Deadline]:
    numbers = case.settings.policy.section_504
    clock = triennial(case, TRIENNIAL_504, numbers.reevaluation_years)
    alert = timedelta(days=numbers.reevaluation_alert_days)
    if isinstance(clock, Clock) and clock.due <= case.today + alert:
        yield Deadline("reevaluation_504", "POLICY", clock.due)


def _transfer(case: Case) -> Iterator[Deadline]:
    origin, entered = (plain(case.student.rows[0].get(name)) for name in ("transfer", "entered_from"))
    by_column = not is_blank(origin) and origin not in {"no", "n", "false"}
    if not (by_column or (is_blank(origin) and any(word.startswith("transfer") for word in entered.split()))):
        return
    came, clock = case.came, annual(case)
    if came is None:
        yield Deadline("transfer", "DATA", None)
    newer = isinstance(clock, Clock) and isinstance(came, date) and clock.began >= came
    if isinstance(came, date) and not newer and clock != UNREADABLE:
        yield Deadline("transfer", "AT_RISK", _interim_ends(case, came))


def _interim_ends(case: Case, came: date) -> date | None:
    law = case.law.transfer if case.law else None
    return days_of_law_later(case, came, law.days, law.unit) if law else None


def _transition(case: Case) -> Iterator[Deadline]:
    """A transition plan is in the first IEP that is in force on the day typed."""
    by, clock = case.day("transition_by", done=False), annual(case)
    if isinstance(by, date) and years_later(by, 8) < case.today:
        yield Deadline("transition", "DATA", None)
        return
    if (
        not case.has("transition_planned")
        or not isinstance(by, date)
        or case.day("transition_planned") is not None
    ):
        return
    if by < case.today:
        yield from _transition_missed(case, by, clock)
    elif isinstance(clock, Clock) and by <= clock.due:
        yield Deadline("transition", "AT_RISK", by)


def _sixteen(case: Case, by: date) -> date:
    """Two years before majority; else so long after the day typed as the state may want it earlier."""
    age, majority = case.law.transition_age if case.law else None, case.day("majority_on", done=False)
    if age and age.checked:
        return by
    if isinstance(majority, date) and years_later(majority, -2) >= by:
        return years_later(majority, -2) if not age or age.years < 16 else by
    return years_later(by, max(16 - (age.years if age else 12), 0))


def _transition_missed(case: Case, by: date, clock: Reading) -> Iterator[Deadline]:
    ends, due = _sixteen(case, by), by
    since = max((one for one in (case.day("eligible_on"), case.came) if isinstance(one, date)), default=None)
    if since is not None:
        latest = years_later(since, 1)
        reviewed = [clock.began] if isinstance(clock, Clock) and clock.began >= since else [latest]
        first = min(latest, max(reviewed))
        due, ends = (first, first) if first > ends else (due, ends)
    doubt = UNREADABLE in (case.day("exit", done=False), case.came, case.day("eligible_on"))
    yield Deadline("transition", "VIOLATION" if ends < case.today and not doubt else "AT_RISK", due)
