"""The deadlines of reviews and evaluations, worked out again from the rule book.

What this leaves to the agent: timeframes of first evaluations that stop while school is closed, and cycles of
fewer than three years between reevaluations.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from tests.simulation.days import (
    business_days_later,
    holidays,
    is_known,
    is_school_day,
    last_school_day_until,
    years_later,
)
from tests.simulation.reports import district_of, held, is_cancelled, is_held, purposes
from tests.simulation.rows import Caseloads, Student
from tests.simulation.typed import UNREADABLE, Day, day, is_blank, minute, plain, ticked

ANNUAL, TRIENNIAL = {"annual review", "initial"}, {"reevaluation"}
OF_504, TRIENNIAL_504 = {"504 review", "annual review"}, {"504 reevaluation", "reevaluation"}


@dataclass(frozen=True)
class Deadline:
    """What should be told.

    Attributes:
        due: None where no day can be named.
    """

    rule: str
    severity: str
    due: date | None


@dataclass(frozen=True)
class Case:
    """One student on one day."""

    student: Student
    caseloads: Caseloads
    settings: Any
    today: date

    @property
    def district(self) -> Any:
        return district_of(self.student, self.settings)

    @property
    def law(self) -> Any:
        return self.settings.policy.states.get(self.district.state)

    @property
    def plan(self) -> str:
        """`IEP`, `504`, `both`, nothing, or `UNREADABLE`."""
        typed = plain(self.student.rows[0].get("plan"))
        if is_blank(typed):
            return ""
        plans = {"iep": "IEP", "504": "504", "504 plan": "504", "iep/504": "both", "iep and 504": "both"}
        return plans.get(typed, UNREADABLE)

    def day(self, name: str, *, done: bool = True) -> Day:
        """A day of the student's row; of two rows the earlier one. What was done is not later than today."""
        found = [day(row.get(name), self.today if done else None) for row in self.student.rows]
        if UNREADABLE in found:
            return UNREADABLE
        return min((one for one in found if isinstance(one, date)), default=None)

    def has(self, name: str) -> bool:
        """The list of students has such a column."""
        return name in self.student.rows[0]

    @property
    def came(self) -> Day:
        return self.day("enrolled", done=False)

    @property
    def is_here(self) -> bool:
        """Has come and has not left."""
        left, came = self.day("exit", done=False), self.came
        gone = isinstance(left, date) and left <= self.today
        return not gone and not (isinstance(came, date) and came > self.today)


@dataclass(frozen=True)
class Clock:
    """When the next is due.

    Attributes:
        began: The day of the last one; where only a due date is typed, so many years before that.
        started: The day of the last one, where it is on record.
        due: The day that is warned of.
        ends: Nothing is past due before that day has passed.
    """

    began: date
    started: date | None
    due: date
    ends: date


Reading = Clock | str | None


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


# ---- clocks


def _clock(
    case: Case, last_name: str, due_name: str, about: set[str], years: int, dues: Callable[[date], set[date]]
) -> Reading:
    """The clock by the row, or by a later meeting with its form.

    Args:
        dues: All days that may be called the due date after a day: the earliest warns, the last one ends.
    """
    reported = held(case.student, about, case.settings)
    by_row = _by_row(case, last_name, due_name, years, dues)
    if isinstance(by_row, str) or not reported:
        return by_row
    last = reported[-1]
    by_form = Clock(last, last, min(dues(last)), max(dues(last)))
    if by_row is None:
        return by_form
    if about == ANNUAL and _is_same_review(case, by_row, reported):
        return _of_two_dates(by_row, by_form)
    return by_row if by_row.began >= last else by_form


def _by_row(
    case: Case, last_name: str, due_name: str, years: int, dues: Callable[[date], set[date]]
) -> Reading:
    last, due = case.day(last_name), case.day(due_name, done=False)
    if isinstance(due, date) and not isinstance(last, date):
        return Clock(years_later(due, -years), None, due, due)
    if not isinstance(last, date):
        return UNREADABLE if UNREADABLE in (last, due) else None
    found = dues(last)
    if isinstance(due, date) and not _follows(last, due, years):
        found = found | {due}
    return Clock(last, last, min(found), max(found))


def _follows(last: date, due: date, years: int) -> bool:
    """Typed as it would be worked out, or as the last day before."""
    latest = years_later(last, years)
    return latest - timedelta(days=1) <= due <= latest


def _is_same_review(case: Case, by_row: Clock, reported: list[date]) -> bool:
    """The row and the form give two dates of one review: less than two months apart."""
    if by_row.started and isinstance(case.day("annual_review_due", done=False), date):
        due = case.day("annual_review_due", done=False)
        if isinstance(due, date) and not _follows(by_row.started, due, 1):
            return False
    apart = [abs((one - by_row.began).days) for one in reported]
    return 0 < apart[-1] <= 60 and apart[-1] == min(apart)


def _of_two_dates(by_row: Clock, by_form: Clock) -> Clock:
    """The earlier one warns, and the later one has to pass."""
    counted = min(by_row, by_form, key=lambda one: one.began) if by_row.started else by_form
    return Clock(counted.began, counted.started, min(by_row.due, by_form.due), max(by_row.ends, by_form.ends))


def _readings(case: Case) -> Callable[[date], set[date]]:
    """A year after a day as it may be read: by the company, by the state."""
    own = case.law.annual_review if case.law else None
    mode = case.settings.policy.annual_review.mode
    ends = own.mode if own and own.checked else "anniversary"
    modes = {mode, own.mode if own else mode, ends}
    return lambda last: {_a_year_later(last, one) for one in modes}


def _a_year_later(last: date, mode: str) -> date:
    same_day, counted = years_later(last, 1), last + timedelta(days=365)
    readings = {
        "anniversary": same_day,
        "days365": counted,
        "end_minus_1": same_day - timedelta(days=1),
        "strict": min(same_day, counted),
    }
    return readings[mode]


def annual(case: Case) -> Reading:
    """When the next annual review is due."""
    found = _clock(case, "last_annual_review", "annual_review_due", ANNUAL, 1, _readings(case))
    eligible = case.day("eligible_on")
    too_early = isinstance(found, Clock) and isinstance(eligible, date) and found.began < eligible
    return None if too_early else found


def _triennial(case: Case, about: set[str], years: int) -> Reading:
    return _clock(
        case, "last_evaluation", "reevaluation_due", about, years, lambda last: {years_later(last, years)}
    )


# ---- what is due


def _annual_review(case: Case) -> Iterator[Deadline]:
    clock, numbers = annual(case), case.settings.policy.annual_review
    if clock is None and not _is_begun(case):
        yield Deadline("annual_review", "DATA", None)
    if not isinstance(clock, Clock):
        return
    if clock.ends < case.today:
        doubt = _is_doubtful(case, "last_annual_review", ANNUAL)
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


def _is_doubtful(case: Case, last_name: str, about: set[str]) -> bool:
    """Something that cannot be read may say that it is not past due."""
    undated = any(
        report["held"] == "yes" and report["sender"] and not isinstance(report["met"], date)
        for report in case.student.of.get("reports", [])
        if report["purposes"] & about
    )
    unread = (case.day("exit", done=False), case.day(last_name), case.day("eligible_on"))
    return undated or UNREADABLE in unread


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
    clock = _with_waivers(case, _triennial(case, TRIENNIAL, 3))
    if clock is None and not _is_begun(case):
        yield Deadline("reevaluation", "DATA", None)
    if not isinstance(clock, Clock):
        return
    if clock.ends < case.today:
        lost = bool(case.caseloads.nobodys.get((case.student.case_manager, "consents")))
        doubt = lost or _is_doubtful(case, "last_evaluation", TRIENNIAL)
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
    clock = _clock(
        case, "last_annual_review", "annual_review_due", OF_504, 1, lambda last: {years_later(last, 1)}
    )
    if clock is None:
        yield Deadline("review_504", "DATA", None)
    alert = timedelta(days=case.settings.policy.section_504.review_alert_days)
    if isinstance(clock, Clock) and clock.due <= case.today + alert:
        yield Deadline("review_504", "POLICY", clock.due)


def _reevaluation_504(case: Case) -> Iterator[Deadline]:
    numbers = case.settings.policy.section_504
    clock = _triennial(case, TRIENNIAL_504, numbers.reevaluation_years)
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


def _transition(case: Case) -> Iterator[Deadline]:
    """A transition plan is in the first IEP that is in force on the day typed."""
    by, clock = case.day("transition_by", done=False), annual(case)
    if (
        not case.has("transition_planned")
        or not isinstance(by, date)
        or case.day("transition_planned") is not None
    ):
        return
    if years_later(by, 8) < case.today:
        yield Deadline("transition", "DATA", None)
    elif by < case.today:
        yield from _transition_missed(case, by, clock)
    elif isinstance(clock, Clock) and by <= clock.due:
        yield Deadline("transition", "AT_RISK", by)


def _transition_missed(case: Case, by: date, clock: Reading) -> Iterator[Deadline]:
    age = case.law.transition_age if case.law else None
    early = 16 - age.years if age and not age.checked else 0
    ends, due = years_later(by, max(early, 0)), by
    since = max((one for one in (case.day("eligible_on"), case.came) if isinstance(one, date)), default=None)
    if since is not None:
        latest = years_later(since, 1)
        reviewed = [clock.began] if isinstance(clock, Clock) and clock.began >= since else [latest]
        first = min(latest, max(reviewed))
        due, ends = (first, first) if first > ends else (due, ends)
    doubt = UNREADABLE in (case.day("exit", done=False), case.came, case.day("eligible_on"))
    yield Deadline("transition", "VIOLATION" if ends < case.today and not doubt else "AT_RISK", due)
