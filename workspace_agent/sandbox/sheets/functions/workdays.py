"""Working days: those that are neither weekend nor holiday."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta

from workspace_agent.sandbox.sheets.formula_reading import Value, sound
from workspace_agent.sandbox.sheets.formula_signatures import Known, eager
from workspace_agent.sandbox.sheets.formula_values import Array
from workspace_agent.sandbox.sheets.functions.dates import dated
from workspace_agent.sandbox.sheets.outcomes import Outcome, failed
from workspace_agent.sandbox.sheets.serial import day_of_serial

_SATURDAY_AND_SUNDAY = frozenset({5, 6})
# https://support.google.com/docs/answer/3294949: 1 to 7 are two days, 11 to 17 are one.
_WEEKENDS = {
    **{number: frozenset({(number + 4) % 7, (number + 5) % 7}) for number in range(1, 8)},
    **{10 + number: frozenset({(number + 5) % 7}) for number in range(1, 8)},
}
_ONE_DAY = timedelta(days=1)


def count(start: date, end: date, holidays: Array | None = None) -> int:
    """NETWORKDAYS: both days count."""
    return _counted(start, end, _SATURDAY_AND_SUNDAY, _days("NETWORKDAYS", 3, holidays))


def count_by(start: date, end: date, weekend: Value | None = None, holidays: Array | None = None) -> int:
    """NETWORKDAYS.INTL: with another weekend."""
    free = _weekend("NETWORKDAYS.INTL", weekend)
    return _counted(start, end, free, _days("NETWORKDAYS.INTL", 4, holidays))


def _counted(start: date, end: date, weekend: frozenset[int], holidays: frozenset[date]) -> int:
    first, last = min(start, end), max(start, end)
    weeks, rest = divmod((last - first).days + 1, 7)
    odd = (last - timedelta(days=back) for back in range(rest))
    working = weeks * (7 - len(weekend)) + sum(day.weekday() not in weekend for day in odd)
    working -= sum(first <= day <= last and day.weekday() not in weekend for day in holidays)
    return working if start <= end else -working


def later(start: date, days: int, holidays: Array | None = None) -> Outcome:
    """WORKDAY: the day that lies so many working days later, or before."""
    return dated(_moved(start, days, _SATURDAY_AND_SUNDAY, _days("WORKDAY", 3, holidays)))


def later_by(start: date, days: int, weekend: Value | None = None, holidays: Array | None = None) -> Outcome:
    """WORKDAY.INTL: with another weekend."""
    free = _weekend("WORKDAY.INTL", weekend)
    return dated(_moved(start, days, free, _days("WORKDAY.INTL", 4, holidays)))


def _moved(start: date, days: int, weekend: frozenset[int], holidays: frozenset[date]) -> date:
    step, left, day = (_ONE_DAY if days > 0 else -_ONE_DAY), abs(days), start
    while left:
        day += step
        left -= day.weekday() not in weekend and day not in holidays
    return day


def _days(name: str, place: int, holidays: Array | None) -> frozenset[date]:
    """Days off; here text is no day, even if it reads as one."""
    found = [sound(each).value for each in holidays.filled] if holidays else []
    if any(isinstance(value, str | bool) for value in found):
        raise failed("#VALUE!", f"Function {name} parameter {place} expects number values.")
    return frozenset(day_of_serial(float(value)) for value in found)  # type: ignore[arg-type]


def _weekend(name: str, given: Value | None) -> frozenset[int]:
    """Days of the week that are free, Monday 0: by number, or by a mark for each day."""
    value = 1 if given is None or given.value is None else given.value
    if isinstance(value, str):
        if not re.fullmatch("[01]{7}", value) or value == "1111111":
            raise failed("#NUM!", f"Function {name} parameter 3 value '{value}' is no weekend.")
        return frozenset(day for day, mark in enumerate(value) if mark == "1")
    found = _WEEKENDS.get(int(value))  # type: ignore[arg-type]
    if found is None:
        raise failed("#NUM!", f"Function {name} parameter 3 value {value} is no weekend.")
    return found


FUNCTIONS: Mapping[str, Known] = {
    "NETWORKDAYS": eager(count),
    "NETWORKDAYS.INTL": eager(count_by),
    "WORKDAY": eager(later),
    "WORKDAY.INTL": eager(later_by),
}
