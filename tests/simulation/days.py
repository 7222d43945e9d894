"""Days counted one by one: business days, school days, years."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, timedelta
from typing import Any

ONE = timedelta(days=1)

OBSERVED_HOLIDAYS = {
    date.fromisoformat(day)
    for day in [
        "2026-01-01",
        "2026-01-19",
        "2026-02-16",
        "2026-05-25",
        "2026-06-19",
        "2026-07-03",
        "2026-09-07",
        "2026-10-12",
        "2026-11-11",
        "2026-11-26",
        "2026-12-25",
        "2027-01-01",
        "2027-01-18",
        "2027-02-15",
        "2027-05-31",
        "2027-06-18",
        "2027-07-05",
        "2027-09-06",
        "2027-10-11",
        "2027-11-11",
        "2027-11-25",
        "2027-12-24",
        "2027-12-31",
        "2028-01-17",
        "2028-02-21",
        "2028-05-29",
        "2028-06-19",
        "2028-07-04",
        "2028-09-04",
        "2028-10-09",
        "2028-11-10",
        "2028-11-23",
        "2028-12-25",
    ]
}
"""As observed, from the calendar of the Office of Personnel Management (opm.gov, Federal Holidays)."""


def holidays(settings: Any) -> Collection[date]:
    """Those that the settings name, else the federal ones."""
    typed = settings.agent.department.federal_holidays
    return OBSERVED_HOLIDAYS if typed is None else typed


def years_later(day: date, years: int) -> date:
    """The same month and day; 28 February where there is no 29th."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def is_business_day(day: date, free: Collection[date]) -> bool:
    """Monday to Friday, and no holiday."""
    return day.weekday() < 5 and day not in free


def business_days_later(day: date, count: int, free: Collection[date]) -> date:
    """The day itself is day 0."""
    while count:
        day += ONE
        count -= is_business_day(day, free)
    return day


def each_day(first: date, last: date) -> Iterator[date]:
    """From the first to the last."""
    while first <= last:
        yield first
        first += ONE


def school_years(district: Any) -> list[Any]:
    """The district's own and the others, the earliest first."""
    return sorted([district, *district.other_years], key=lambda year: year.first_day)


def is_school_day(district: Any, day: date) -> bool:
    """A weekday of a school year that lies in no closure."""
    for year in school_years(district):
        if year.first_day <= day <= year.last_day and day.weekday() < 5:
            return not any(closure.from_ <= day <= closure.until for closure in year.closures)
    return False


def is_known(district: Any, day: date) -> bool:
    """A school year reaches it, with the summer behind it."""
    return any(year.first_day <= day < years_later(year.first_day, 1) for year in school_years(district))


def school_days_before(district: Any, day: date, count: int) -> date | None:
    """So many school days earlier; nothing where no calendar reaches."""
    while count:
        day -= ONE
        if not is_known(district, day):
            return None
        count -= is_school_day(district, day)
    return day


def last_school_day_until(district: Any, day: date) -> date | None:
    """The last school day up to a day that a calendar reaches."""
    while is_known(district, day):
        if is_school_day(district, day):
            return day
        day -= ONE
    return None


def breaks(district: Any, least: int) -> set[date]:
    """Days of the long breaks: so many weekdays in a row without school, and the weekends around them."""
    found: set[date] = set()
    stretch: list[date] = []
    for day in each_day(district.first_day, district.last_day + ONE):
        if day <= district.last_day and not is_school_day(district, day):
            stretch.append(day)
            continue
        if sum(one.weekday() < 5 for one in stretch) >= least:
            found |= set(stretch)
        stretch = []
    return found


def days_later_without_breaks(district: Any, day: date, count: int, least: int) -> date:
    """So many days later; those of long breaks and of summer do not count."""
    free, summer_ends = breaks(district, least), years_later(district.first_day, 1)
    day = max(day, district.first_day - ONE)
    while count:
        day += ONE
        count -= not (day in free or district.last_day < day < summer_ends)
    return day
