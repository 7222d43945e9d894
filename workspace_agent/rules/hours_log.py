"""The Hours Log of one case manager, by day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from workspace_agent.model.facts import Department
from workspace_agent.model.field import Unreadable, known
from workspace_agent.model.hours import HoursEntry
from workspace_agent.rules.spans import Span, by_person, is_doubtful, seconds, typed


@dataclass(frozen=True, slots=True)
class LoggedDay:
    """What one case manager's log says of one day.

    Attributes:
        rows: The rows of that day, in their order.
        readable: False where a Problem speaks about one of them, or about a date that may be this day.
    """

    day: date
    rows: tuple[HoursEntry, ...]
    readable: bool

    @property
    def spans(self) -> list[Span]:
        """From when to when each row says that there was work."""
        return typed(self.rows)

    @property
    def seconds(self) -> int:
        """What the rows cover together."""
        return seconds(self.spans)


class HoursLog:
    """One person's rows, looked through once.

    Args:
        rows: All of them, in any order.

    Attributes:
        rows: In the order of their sheets.
    """

    def __init__(self, rows: Iterable[HoursEntry]) -> None:
        self.rows = sorted(rows, key=_position)
        self._of: defaultdict[date | None, list[HoursEntry]] = defaultdict(list)
        for row in self.rows:
            self._of[known(row.date)].append(row)
        self._misdated = [*_misdated(self.rows)]

    def on(self, day: date) -> LoggedDay:
        """What it says of one day."""
        rows = tuple(self._of.get(day, ()))
        doubtful = any(map(is_doubtful, rows))
        may_hide = any(first <= day <= last for first, last in self._misdated)
        return LoggedDay(day, rows, not (doubtful or may_hide))


def hours_logs(department: Department) -> dict[str, HoursLog]:
    """The log of each case manager, by key; an empty one of who is on the roster and logged nothing."""
    rows = by_person(department.hours)
    people = {person.key for person in department.organisation.case_managers} | rows.keys()
    return {key: HoursLog(rows.get(key, ())) for key in sorted(people)}


def _position(row: HoursEntry) -> tuple[str, int, int, str]:
    place = row.row
    number = int("".join(filter(str.isdigit, place.a1.split(":")[0])))
    return place.spreadsheet_id, place.sheet_id, number, place.a1


def _misdated(rows: list[HoursEntry]) -> Iterator[tuple[date, date]]:
    """First and last of the days that each unreadable date may stand for, going by the rows around it.

    One bad date is told once, as a Problem; it must not silence more than the days it may stand for.
    """
    days = [known(row.date) for row in rows]
    for index, row in enumerate(rows):
        if isinstance(row.date, Unreadable):
            above = next(filter(None, days[index::-1]), date.min)
            below = next(filter(None, days[index:]), date.max)
            yield min(above, below), max(above, below)
