"""When the next review or evaluation is due, by the student's row or a later meeting with its form."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from tests.simulation.days import years_later
from tests.simulation.reports import district_of, held
from tests.simulation.rows import Caseloads, Student
from tests.simulation.typed import UNREADABLE, Day, day, is_blank, plain

ANNUAL, TRIENNIAL = {"annual review", "initial"}, {"reevaluation"}
OF_504, TRIENNIAL_504 = {"504 review", "annual review"}, {"504 reevaluation", "reevaluation"}


LEFT = "left to the agent"
"""Instead of a severity, of what the naive model does not work out."""


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
        if typed in {"both", "iep and 504", "iep + 504", "iep & 504", "iep, 504"}:
            return "both"
        return {"iep": "IEP", "504": "504", "504 plan": "504"}.get(typed, UNREADABLE)

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


def clock_of(
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
    found = clock_of(case, "last_annual_review", "annual_review_due", ANNUAL, 1, _readings(case))
    eligible = case.day("eligible_on")
    too_early = isinstance(found, Clock) and isinstance(eligible, date) and found.began < eligible
    return None if too_early else found


def triennial(case: Case, about: set[str], years: int) -> Reading:
    return clock_of(
        case, "last_evaluation", "reevaluation_due", about, years, lambda last: {years_later(last, years)}
    )


_DUE = {"last_annual_review": "annual_review_due", "last_evaluation": "reevaluation_due"}


def is_doubtful(case: Case, last_name: str, about: set[str], years: int = 1) -> bool:
    """Something that cannot be read, or a form without its row, may say that it is not past due."""
    undated = any(
        report["held"] == "yes" and report["sender"] and not isinstance(report["met"], date)
        for report in case.student.of.get("reports", [])
        if report["purposes"] & about
    )
    unread = (case.day("exit", done=False), case.day(last_name), case.day("eligible_on"))
    return undated or UNREADABLE in unread or _has_form_without_row(case, last_name, about, years)


def _has_form_without_row(case: Case, last_name: str, about: set[str], years: int) -> bool:
    """A form reports a later one as held, and no row is near: had it been, the next would not be past due."""
    counted = held(case.student, about, case.settings)
    typed, due = case.day(last_name), case.day(_DUE[last_name], done=False)
    if not isinstance(typed, date) and isinstance(due, date):
        typed = years_later(due, -years)
    eligible = case.day("eligible_on")
    since = max([*counted, *([typed] if isinstance(typed, date) else [])], default=date.min)
    if about == ANNUAL and isinstance(eligible, date):
        since = max(since, eligible - timedelta(days=1))
    return any(
        report["held"] == "yes"
        and report["sender"]
        and isinstance(report["met"], date)
        and report["met"] not in counted
        and report["met"] > since
        and years_later(report["met"], years) >= case.today
        for report in case.student.of.get("reports", [])
        if report["purposes"] & about
    )
