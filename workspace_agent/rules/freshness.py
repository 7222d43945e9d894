"""How long data on a goal stay fresh: some planned intervals, without the long breaks of the district."""

from __future__ import annotations

from datetime import date

from workspace_agent.model.calendar import ONE_DAY, SchoolCalendar, days_from
from workspace_agent.model.field import known
from workspace_agent.model.organisation import Organisation
from workspace_agent.model.policy import ProgressPolicy
from workspace_agent.rules.goals import Pursued


class Breaks:
    """Summer, and each closure long enough, together with the weekends at both its ends.

    Of days that no calendar of the district reaches nothing is known: they are none, but those before its
    first school day are summer.

    Args:
        calendar: The district's.
        least: Weekdays in a row without school that make a break; a holiday is none.
    """

    def __init__(self, calendar: SchoolCalendar, least: int) -> None:
        self._first = calendar.school_years[0].first_day
        long = (one for one in calendar.breaks if one.weekdays >= least)
        self._closed = frozenset(day for one in long for day in days_from(one.first, one.last))
        self._after: dict[tuple[date, int], date] = {}  # most goals have their last data on a few days

    def after(self, day: date, count: int) -> date:
        """The date `count` days after `day`, without those of breaks; `day` itself is day 0."""
        asked = day, count
        if asked not in self._after:
            self._after[asked] = self._counted(day, count)
        return self._after[asked]

    def _counted(self, day: date, count: int) -> date:
        day = max(day, self._first - ONE_DAY)
        while count:
            day += ONE_DAY
            count -= day not in self._closed
        return day


class Freshness:
    """Until when the next data on a goal are in time."""

    def __init__(self, organisation: Organisation, numbers: ProgressPolicy) -> None:
        self._factor = numbers.stale_factor
        self._breaks = {one.key: Breaks(one, numbers.break_weekdays) for one in organisation.districts}

    def in_time_until(self, one: Pursued) -> date | None:
        """The last day that is; None where nobody has typed how often data are planned, or since when."""
        return self.in_time_after(one, one.last)

    def in_time_after(self, one: Pursued, last: date | None) -> date | None:
        """The same, had the last data been of that day; None there stands for no data at all."""
        every, since = known(one.goal.every), last or known(one.goal.start)
        if every is None or since is None:
            return None
        return self._breaks[one.student.district].after(since, self._factor * every)

    def is_stale(self, one: Pursued, today: date) -> bool:
        """Whether that day has passed."""
        due = self.in_time_until(one)
        return due is not None and due < today
