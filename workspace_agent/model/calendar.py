"""Days on which there is school, and days on which somebody works."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from itertools import pairwise
from typing import Annotated

from pydantic import Field, model_validator

from workspace_agent.model.dates import add_years
from workspace_agent.model.frozen import Frozen, OneLine

ONE_DAY = timedelta(days=1)
_A_LONGER_SUMMER = timedelta(days=31)
"""So much later than the last one a school year may begin, with nothing but summer before it."""


class Closure(Frozen):
    """Days on which a district has no school, or a person no work, both ends included."""

    from_: date = Field(alias="from")
    until: date
    name: OneLine

    @model_validator(mode="after")
    def _in_order(self) -> Closure:
        if self.until < self.from_:
            raise ValueError("a closure ends before it begins")
        return self


class SchoolYear(Frozen):
    """A school year of a district, first and last day included."""

    first_day: date
    last_day: date
    closures: tuple[Closure, ...] = ()

    @model_validator(mode="after")
    def _in_order(self) -> SchoolYear:
        if self.last_day < self.first_day:
            raise ValueError("the school year ends (last_day) before it begins (first_day)")
        return self

    def has_school(self, day: date) -> bool:
        """A weekday between first and last day on which the district is not closed (34 CFR 300.11(c))."""
        is_within = day.weekday() < 5 and self.first_day <= day <= self.last_day
        return is_within and not is_closed(self.closures, day)


@dataclass(frozen=True, slots=True)
class Break:
    """Days in a row without school, at least one weekday among them; summer is one as well.

    Attributes:
        first: The day after a school day.
        first_missed: The first weekday of it: where a weekend leads into the break, that comes before.
        last: The day before school goes on.
        weekdays: How many days of school it costs.
    """

    first: date
    first_missed: date
    last: date
    weekdays: int


class SchoolCalendar(SchoolYear):
    """A district's school years. Which of them is the current one is a matter of the day, not of their place.

    Attributes:
        other_years: Those before and after its own, in any order.
    """

    other_years: tuple[SchoolYear, ...] = ()

    @model_validator(mode="after")
    def _years_apart(self) -> SchoolCalendar:
        for before, after in pairwise(self.school_years):
            if after.first_day <= before.last_day:
                raise ValueError(
                    f"other_years: the school year that begins on {after.first_day} should begin after the "
                    f"last day of the one before it, {before.last_day}"
                )
        return self

    @cached_property
    def school_years(self) -> tuple[SchoolYear, ...]:
        """All of them, the earliest first."""
        return tuple(sorted((self, *self.other_years), key=lambda year: year.first_day))

    @cached_property
    def school_days(self) -> frozenset[date]:
        """All days with school: looked up by the thousand where timeframes are counted."""
        days = ((year, day) for year in self.school_years for day in days_from(year.first_day, year.last_day))
        return frozenset(day for year, day in days if year.has_school(day))

    @cached_property
    def reach(self) -> tuple[tuple[date, date], ...]:
        """From which day until which each calendar reaches, the second day excluded.

        For a year; or, where the next year begins somewhat later than this one did, until it begins.
        """
        begins = [year.first_day for year in self.school_years]
        return tuple(map(_reach, begins, [*begins[1:], date.max]))

    def is_school_day(self, day: date) -> bool:
        """There is school in one of the years. Where no calendar reaches there is none: see `knows`."""
        return day in self.school_days

    def knows(self, day: date) -> bool:
        """A calendar reaches this day: from its first day on for a year, with the summer after it."""
        return any(first <= day < end for first, end in self.reach)

    def begun_by(self, day: date) -> SchoolYear:
        """The last school year that has begun by this day; the first of all where none has."""
        begun = (one for one in reversed(self.school_years) if one.first_day <= day)
        return next(begun, self.school_years[0])

    def year_of(self, day: date) -> SchoolYear | None:
        """The school year that holds this day; None in summer and where no calendar reaches."""
        return next((one for one in self.school_years if one.first_day <= day <= one.last_day), None)

    def first_day_after(self, day: date) -> date | None:
        """The first day of the next school year; None where the settings hold none."""
        return min((one.first_day for one in self.school_years if one.first_day > day), default=None)

    def last_school_day_until(self, day: date) -> date | None:
        """The last school day on or before `day`; None where no calendar reaches that far back."""
        for year in reversed(self.school_years):
            candidate = min(day, year.last_day)
            while candidate >= year.first_day:
                if year.has_school(candidate):
                    return candidate
                candidate -= ONE_DAY
        return None

    def school_days_after(self, day: date, count: int) -> date | None:
        """The date `count` school days after `day`, which itself is day 0; None where no calendar reaches."""
        return self._counted(day, count, ONE_DAY)

    def school_days_before(self, day: date, count: int) -> date | None:
        """The same backwards: the date `count` school days before `day`."""
        return self._counted(day, count, -ONE_DAY)

    def school_days_between(self, after: date, until: date) -> int:
        """School days after one day, up to and including the other."""
        return sum(self.is_school_day(day) for day in days_from(after + ONE_DAY, until))

    @cached_property
    def breaks(self) -> tuple[Break, ...]:
        """All of them, the earliest first, as far as the calendars reach."""
        found, (day, _), (_, end) = [], self.reach[0], self.reach[-1]
        while day < end:
            stretch = self._stretch(day)
            missed = [one for one in stretch if one.weekday() < 5]
            if missed:
                found.append(Break(stretch[0], missed[0], stretch[-1], len(missed)))
            day = stretch[-1] + ONE_DAY if stretch else day + ONE_DAY
        return tuple(found)

    def _stretch(self, day: date) -> list[date]:
        """The days without school in a row from this one on; none where a calendar does not reach."""
        stretch = []
        while self._is_free(day):
            stretch.append(day)
            day += ONE_DAY
        return stretch

    def _is_free(self, day: date) -> bool:
        return self.knows(day) and not self.is_school_day(day)

    def _counted(self, day: date, count: int, step: timedelta) -> date | None:
        while count:
            day += step
            if not self.knows(day):
                return None
            count -= self.is_school_day(day)
        return day


class Contract(Frozen):
    """When somebody works by contract: the weekdays of a period, without those that are off.

    Attributes:
        until: The last day; None while no end is agreed on.
        hours_per_day: Hours on each of its working days; None where the company's number holds.
        off: Vacation, sick leave and days that the contract leaves out.
    """

    from_: date = Field(alias="from")
    until: date | None = None
    hours_per_day: Annotated[float, Field(gt=0, le=24)] | None = None
    off: tuple[Closure, ...] = ()

    @model_validator(mode="after")
    def _in_order(self) -> Contract:
        if self.until is not None and self.until < self.from_:
            raise ValueError("a contract ends before it begins")
        return self

    def includes(self, day: date) -> bool:
        """The period holds this day, be it a working day or not."""
        return self.from_ <= day <= (self.until or day)

    def is_contract_day(self, day: date) -> bool:
        """A weekday of the period that is not off. Holidays are the company's: they are not looked at."""
        return day.weekday() < 5 and self.includes(day) and not is_closed(self.off, day)


def _reach(first: date, following: date) -> tuple[date, date]:
    end = add_years(first, 1)
    return first, following if end < following <= end + _A_LONGER_SUMMER else end


def days_from(first: date, last: date) -> Iterator[date]:
    """Each day from the first to the last, both included."""
    while first <= last:
        yield first
        first += ONE_DAY


def is_closed(closures: Iterable[Closure], day: date) -> bool:
    """One of the closures holds this day."""
    return any(closure.from_ <= day <= closure.until for closure in closures)


def last_contract_day_until(contracts: Iterable[Contract], day: date) -> date | None:
    """The last contract day on or before `day`; None where no contract holds one."""
    return max((found for one in contracts if (found := _last_until(one, day))), default=None)


def _last_until(contract: Contract, day: date) -> date | None:
    candidate = min(day, contract.until or day)
    while candidate >= contract.from_:
        if contract.is_contract_day(candidate):
            return candidate
        candidate -= ONE_DAY
    return None


_FIXED = ((1, 1), (6, 19), (7, 4), (11, 11), (12, 25))
_MONDAYS = ((1, 3), (2, 3), (5, -1), (9, 1), (10, 2))
"""Month, and which Monday in it; -1 is the last one."""


def federal_holidays(years: Iterable[int]) -> tuple[date, ...]:
    """Legal public holidays of the United States, as they are observed (5 U.S.C. 6103(a), (b)).

    A holiday on a Saturday is observed on the Friday before it, which may be in the year before, and one on a
    Sunday on the Monday after it.
    """
    return tuple(sorted(day for year in years for day in _holidays_of(year)))


def _holidays_of(year: int) -> Iterator[date]:
    for month, number in _FIXED:
        day = date(year, month, number)
        yield day + ONE_DAY * {5: -1, 6: 1}.get(day.weekday(), 0)
    for month, which in _MONDAYS:
        yield _weekday_of(year, month, 0, which)
    yield _weekday_of(year, 11, 3, 4)  # Thanksgiving


def _weekday_of(year: int, month: int, weekday: int, which: int) -> date:
    """The nth such weekday of a month; -1 is the last one."""
    length = monthrange(year, month)[1]
    days = [date(year, month, number) for number in range(1, length + 1)]
    found = [day for day in days if day.weekday() == weekday]
    return found[which - 1] if which > 0 else found[which]
