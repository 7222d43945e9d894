"""Date arithmetic that the rules share."""

from __future__ import annotations

from datetime import date, timedelta

_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_WEEKDAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]


FIRST_MONTH = 7
"""School years are counted from the first of July."""


def school_year(day: date) -> str:
    """The school year that a day is in: `2026-27`."""
    begins = school_year_begins(day).year
    return f"{begins}-{(begins + 1) % 100:02}"


def school_year_begins(day: date) -> date:
    """The first day of the school year that a day is in."""
    return school_year_from(day.year - (day.month < FIRST_MONTH))


def school_year_from(year: int) -> date:
    """The first day of the school year that begins in a year."""
    return date(year, FIRST_MONTH, 1)


def school_year_ends(day: date) -> date:
    """The last day of the school year that a day is in."""
    return school_year_from(school_year_begins(day).year + 1) - timedelta(days=1)


def add_years(day: date, years: int) -> date:
    """Same month and day `years` later; 29 Feb clips to 28 Feb, never rolls to 1 Mar."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


LONGEST_AGO_YEARS = 8
"""A student with an IEP is at most 21 (34 CFR 300.101(a)): 16 was at most about 6 years ago, the 14 of some
states at most about 8. What is done yearly or every three years was done since."""
LONGEST_OF_AGE_YEARS = 5
"""In the same way nobody came of age, at 18 or later, longer ago than that."""


def is_long_ago(day: date, today: date, years: int = LONGEST_AGO_YEARS) -> bool:
    """Too long for what is dated of a student with an IEP: it may be the date of birth."""
    return add_years(day, years) < today


def words(day: date) -> str:
    """A date as people read it here: `20 Nov 2026`, in no locale but ours."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def words_of_week(day: date) -> str:
    """A date with its day of the week: `Fri 20 Nov 2026`."""
    return f"{_WEEKDAYS[day.weekday()]} {words(day)}"


def days(count: int) -> str:
    """`1 day`, `2 days`."""
    return f"{count} day" if count == 1 else f"{count} days"


def left(count: int) -> str:
    """How long until a day that has not passed: `today`, `in 1 day`, `in 2 days`."""
    return f"in {days(count)}" if count else "today"
