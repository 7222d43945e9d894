"""The arithmetic of legal days: what a timeframe of federal or state law comes to on a district's calendar.

The day on which something happens is day 0 (34 CFR 300.11 says what a day is, not where counting begins).
Calendar days do not move for weekends, holidays or summer. How a state moves the end of an evaluation is in
`evaluation_timeframes.py`.
Each answer brings its own arithmetic. What a calendar does not reach is never guessed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from workspace_agent.model import dates
from workspace_agent.model.calendar import ONE_DAY, SchoolCalendar
from workspace_agent.model.organisation import District, Organisation
from workspace_agent.model.state_law import Unit

FEDERAL_EVALUATION_DAYS = 60
"""34 CFR 300.301(c)(1)(i)."""

FEDERAL_INITIAL_IEP_DAYS = 30
"""34 CFR 300.323(c)(1)."""

_WORDS: dict[Unit, str] = {"calendar": "", "school": "school ", "business": "business "}


@dataclass(frozen=True, slots=True)
class Counting:
    """How days are counted in a district."""

    calendar: SchoolCalendar
    is_business_day: Callable[[date], bool]

    def after(self, day: date, count: int, unit: Unit) -> date | None:
        """So many days after a day, which itself is day 0; None where the school calendar does not reach."""
        if unit == "school":
            return self.calendar.school_days_after(day, count)
        return day + count * ONE_DAY if unit == "calendar" else self._business(day, count, ONE_DAY)

    def before(self, day: date, count: int, unit: Unit) -> date | None:
        """The same backwards."""
        if unit == "school":
            return self.calendar.school_days_before(day, count)
        return day - count * ONE_DAY if unit == "calendar" else self._business(day, count, -ONE_DAY)

    def _business(self, day: date, count: int, step: timedelta) -> date:
        while count:
            day += step
            count -= self.is_business_day(day)
        return day


def counting(organisation: Organisation, district: District) -> Counting:
    """How days are counted in a district of the department."""
    return Counting(district, organisation.is_business_day)


@dataclass(frozen=True, slots=True)
class LegalDay:
    """The day on which a timeframe ends.

    Attributes:
        day: On the strictest reading, which drives the warnings.
        lenient: On the reading most lenient to the school: nothing is past due before it has passed. None
            where that cannot be worked out, so that nothing ever is.
        lines: The arithmetic, each line a sentence without its full stop.
    """

    day: date
    lenient: date | None
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unreached:
    """The school calendars of the settings end before the timeframe does, or begin after it did."""

    lines: tuple[str, ...]


Reckoning = LegalDay | Unreached


def span(count: int, unit: Unit) -> str:
    """`60 days`, `1 school day`: days without a word are calendar days, as in the federal text."""
    return f"{count} {_WORDS[unit]}{'day' if count == 1 else 'days'}"


def sentences(lines: Iterable[str]) -> str:
    """Lines of arithmetic as running text."""
    return " ".join(f"{line[:1].upper()}{line[1:]}." for line in lines)


def calendar_days_after(day: date, count: int) -> LegalDay:
    """A federal timeframe: so many calendar days after a day."""
    end = day + count * ONE_DAY
    return LegalDay(end, end, (ends_on(count, "calendar", day, end),))


def days_after(how: Counting, day: date, count: int, unit: Unit) -> Reckoning:
    """The last day of a timeframe that begins on a day.

    Args:
        how: How the district counts.
        day: Day 0.
        count: Days.
        unit: Which days.
    """
    end = how.after(day, count, unit)
    if end is None:
        return unreached(count, unit, day)
    return LegalDay(end, end, (ends_on(count, unit, day, end),))


def latest_before(how: Counting, day: date, count: int, unit: Unit) -> Reckoning:
    """The latest day for what has to be done so many days before a day: a notice, a draft, a written notice.

    Args:
        how: How the district counts.
        day: The day of the meeting, or on which a change begins; it need not be a school day.
        count: Days.
        unit: Which days.
    """
    latest = how.before(day, count, unit)
    if latest is None:
        return unreached(count, unit, day, "before")
    line = f"{span(count, unit)} before {dates.words(day)} is {dates.words(latest)}"
    return LegalDay(latest, latest, (line,))


def ends_on(count: int, unit: Unit, day: date, end: date) -> str:
    """A line of arithmetic: `60 days after 15 Jan 2025 is 16 Mar 2025`."""
    return f"{span(count, unit)} after {dates.words(day)} is {dates.words(end)}"


def unreached(count: int, unit: Unit, day: date, where: str = "after") -> Unreached:
    """That no calendar reaches so many days after, or before, a day."""
    days = f"{span(count, unit)} {where} {dates.words(day)}"
    return Unreached((f"the school calendar in the settings does not reach {days}",))
