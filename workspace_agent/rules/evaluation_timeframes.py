"""When an initial evaluation has to be done in a state that counts in its own way.

34 CFR 300.301(c)(1)(ii): where the state establishes a timeframe, that one holds. `Tolling` names the ways
that are known here; the numbers stand in `states.toml`, each with its source.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from workspace_agent.model import dates
from workspace_agent.model.calendar import ONE_DAY, Break, SchoolCalendar, SchoolYear, is_closed
from workspace_agent.model.state_law import EvaluationLaw, Tolling
from workspace_agent.rules.legal_days import (
    Counting,
    LegalDay,
    Reckoning,
    Unreached,
    days_after,
    ends_on,
    span,
    unreached,
)


def evaluation_ends(how: Counting, law: EvaluationLaw, began: date, absences: int | None = None) -> Reckoning:
    """The day by which a state wants an initial evaluation to be done.

    Args:
        how: How the district counts.
        law: The state's timeframe.
        began: The day of consent or referral, whichever the state counts from.
        absences: School days on which the student was absent since; None where that is not on record.
    """
    if law.tolling is Tolling.NONE:
        return days_after(how, began, law.days, law.unit)
    if law.tolling is Tolling.YEAR_END:
        return _before_next_year(how, law, began)
    if law.tolling is Tolling.ABSENCES:
        return _with_absences(how, law, began, absences)
    if law.tolling is Tolling.BREAKS_OVER_FIVE and _is_within_30_days_of_summer(how.calendar, began):
        return _thirty_days_into_next_year(how, law, began)
    return _not_counting_breaks(how, law, began, absences)


# ---- Illinois: with too few school days left, before the next school year begins


def _before_next_year(how: Counting, law: EvaluationLaw, began: date) -> Reckoning:
    year = how.calendar.year_of(began)
    left = _left(how, began, year) if year else law.days
    if left >= law.days:
        return days_after(how, began, law.days, law.unit)
    opens = how.calendar.first_day_after(began)
    if opens is None:
        return Unreached((_few_left(began, left), "the first day of the next school year is not known"))
    end = opens - ONE_DAY
    return LegalDay(end, end, (_few_left(began, left), f"the next one begins on {dates.words(opens)}"))


def _left(how: Counting, began: date, year: SchoolYear) -> int:
    return how.calendar.school_days_between(began, year.last_day)


def _few_left(began: date, left: int) -> str:
    return f"after {dates.words(began)} the school year has {span(left, 'school')} left"


# ---- Texas: absences are added, and there is a window before summer

_FEWEST_ABSENCES = 3
_WINDOW_BEGINS = 35


def _with_absences(how: Counting, law: EvaluationLaw, began: date, absences: int | None) -> Reckoning:
    added = (absences or 0) if (absences or 0) >= _FEWEST_ABSENCES else 0
    year = how.calendar.year_of(began)
    left = _left(how, began, year) if year else 0
    if year and _WINDOW_BEGINS <= left < law.days and not added:
        found: Reckoning = _by_30_june(began, left, year.last_day.year)
    else:
        found = days_after(how, began, law.days + added, law.unit)
    if isinstance(found, Unreached) or absences is not None:
        return _noting_added(found, added)
    # Every one of the days may have been one of absence.
    line = f"absences are not on record here; {_FEWEST_ABSENCES} or more are added"
    longest = how.after(began, 2 * law.days, law.unit)
    return replace(found, lenient=_later(longest, found.day), lines=(*found.lines, line))


def _later(lenient: date | None, day: date) -> date | None:
    return None if lenient is None else max(lenient, day)


def _noting_added(found: Reckoning, added: int) -> Reckoning:
    if not added:
        return found
    line = f"of these, {span(added, 'school')} are for absences"
    return replace(found, lines=(*found.lines, line))


def _by_30_june(began: date, left: int, year: int) -> LegalDay:
    end = date(year, 6, 30)
    lines = (
        _few_left(began, left),
        f"so the report is due by {dates.words(end)}, and its meeting by the 15th school day after summer",
    )
    return LegalDay(end, end, lines)


# ---- California, Florida, Georgia, Pennsylvania: calendar days, of which some are not counted

_ABSENCES_COUNTED = 8
_NEAR_SUMMER = timedelta(days=30)


def _is_within_30_days_of_summer(calendar: SchoolCalendar, began: date) -> bool:
    year = calendar.year_of(began)
    return year is not None and year.last_day - began <= _NEAR_SUMMER


def _thirty_days_into_next_year(how: Counting, law: EvaluationLaw, began: date) -> Reckoning:
    """Of 30 days into the next year and the days without the breaks the earlier warns."""
    opens, tolled = how.calendar.first_day_after(began), _not_counting_breaks(how, law, began, None)
    if opens is None or isinstance(tolled, Unreached):
        return unreached(law.days, law.unit, began)
    end = opens + _NEAR_SUMMER
    lenient = _later(tolled.lenient, end)
    if tolled.day < end:
        return replace(tolled, lenient=lenient)
    lines = (
        f"{dates.words(began)} is in the last 30 days of the school year",
        f"30 days after the next one begins, on {dates.words(opens)}, is {dates.words(end)}",
    )
    return LegalDay(end, lenient, lines)


def _not_counting_breaks(how: Counting, law: EvaluationLaw, began: date, absences: int | None) -> Reckoning:
    few, many = _absent(law, absences)
    in_summer = _counts_summer(how.calendar, law, began)
    strict = _Tolled(how.calendar, law.tolling, is_lenient=False, in_summer=in_summer).after(
        began, law.days + few
    )
    lenient = _Tolled(how.calendar, law.tolling, is_lenient=True).after(began, law.days + many)
    if strict is None:
        return unreached(law.days, law.unit, began)
    skipped = (strict - began).days - law.days
    lines = [f"{ends_on(law.days, law.unit, began, strict)}, {span(skipped, 'calendar')} not counted"]
    if in_summer and how.calendar.year_of(strict) is None:
        lines.append("summer is counted: consent came 30 days or more before the school year ends")
    if few:
        lines.append(f"among the days not counted: {span(few, 'school')} of absence")
    return LegalDay(strict, lenient, tuple(lines))


def _counts_summer(calendar: SchoolCalendar, law: EvaluationLaw, began: date) -> bool:
    """Georgia excepts from its rule on summer what began 30 days or more before it (160-4-7-.04(1)(b)1).

    Only the beginning of that sentence was seen, so it warns: the lenient reading does not count summer.
    """
    year = calendar.year_of(began)
    near_summer = year is None or year.last_day - began < _NEAR_SUMMER
    return law.tolling is Tolling.BREAKS_OF_FIVE and not near_summer


def _absent(law: EvaluationLaw, absences: int | None) -> tuple[int, int]:
    """Days of absence that are not counted: at least and at most."""
    if law.tolling is not Tolling.CLOSED_DAYS:
        return 0, 0
    if absences is None:
        return 0, law.days
    return (absences - _ABSENCES_COUNTED, absences) if absences > _ABSENCES_COUNTED else (0, 0)


@dataclass(frozen=True, slots=True)
class _Tolled:
    """Calendar days without those that a state does not count.

    Attributes:
        in_summer: Days of summer count all the same.
    """

    calendar: SchoolCalendar
    tolling: Tolling
    is_lenient: bool
    in_summer: bool = False

    def after(self, day: date, count: int) -> date | None:
        """So many counted days after a day; None where the calendar does not reach."""
        while count:
            day += ONE_DAY
            if not self.calendar.knows(day):
                return None
            count -= not self._is_skipped(day)
        return day

    def _is_skipped(self, day: date) -> bool:
        if self.tolling is Tolling.SUMMER:
            return self.calendar.year_of(day) is None
        if self.in_summer and self.calendar.year_of(day) is None:
            return False
        if self.tolling is Tolling.CLOSED_DAYS and not self.is_lenient:
            return self._is_closed(day)
        return any(self._counts(one) and self._first(one) <= day <= one.last for one in self.calendar.breaks)

    def _is_closed(self, day: date) -> bool:
        year = self.calendar.year_of(day)
        return year is None or is_closed(year.closures, day)

    def _counts(self, one: Break) -> bool:
        fewest = {Tolling.BREAKS_OF_FIVE: 5, Tolling.BREAKS_OVER_FIVE: 6}
        return one.weekdays >= fewest.get(self.tolling, 1)

    def _first(self, one: Break) -> date:
        """Whether the weekend before a break is of the break, California's text does not say."""
        is_strict = self.tolling is Tolling.BREAKS_OVER_FIVE and not self.is_lenient
        return one.first_missed if is_strict else one.first
