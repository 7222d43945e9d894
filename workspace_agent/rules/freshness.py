"""How long data on a goal stay fresh: some planned intervals, without the long breaks of the district."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import groupby

from workspace_agent.model.dates import add_years
from workspace_agent.model.field import known
from workspace_agent.model.organisation import District, Organisation
from workspace_agent.model.policy import ProgressPolicy
from workspace_agent.rules.goals import Pursued

_DAY = timedelta(days=1)


class Breaks:
    """Summer, and each closure long enough, together with the weekends at both its ends.

    Of the years before and after its own the calendar of a district says nothing. Days before its first
    school day are summer; days after its last one are, until the first one is a year ago.

    Args:
        district: Whose calendar it is.
        least: Weekdays in a row without school that make a break; a holiday is none.
    """

    def __init__(self, district: District, least: int) -> None:
        self._first, self._last = district.first_day, district.last_day
        self._known_until = add_years(district.first_day, 1)
        self._closed = frozenset(_closed(district, least))
        self._after: dict[tuple[date, int], date] = {}  # most goals have their last data on a few days

    def after(self, day: date, count: int) -> date:
        """The date `count` days after `day`, without those of breaks; `day` itself is day 0."""
        asked = day, count
        if asked not in self._after:
            self._after[asked] = self._counted(day, count)
        return self._after[asked]

    def _counted(self, day: date, count: int) -> date:
        day = max(day, self._first - _DAY)
        while count:
            day += _DAY
            count -= not self._is_break(day)
        return day

    def _is_break(self, day: date) -> bool:
        return day in self._closed or self._last < day < self._known_until


def _closed(district: District, least: int) -> Iterator[date]:
    length = (district.last_day - district.first_day).days + 1
    calendar = (district.first_day + timedelta(days=number) for number in range(length))
    for is_open, together in groupby(calendar, district.is_school_day):
        days = [*together]
        if not is_open and sum(day.weekday() < 5 for day in days) >= least:
            yield from days


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
