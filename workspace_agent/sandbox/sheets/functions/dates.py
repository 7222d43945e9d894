"""Days and times. A function that gives one brings its format along; those that give a number do not.

Which ones do: HyperFormula's list of differences to Google Sheets (its issue 1101) and recorded results of
Sheets, where DATE, EDATE, EOMONTH, TO_DATE and WORKDAY came as days, TIME as a time, EPOCHTODATE as both, and
DATEVALUE and TIMEVALUE as plain numbers.
"""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from datetime import date, datetime, timedelta

from workspace_agent.sandbox.sheets.formula_reading import Value
from workspace_agent.sandbox.sheets.formula_signatures import Known, eager
from workspace_agent.sandbox.sheets.formula_values import Setting
from workspace_agent.sandbox.sheets.outcomes import Outcome, failed
from workspace_agent.sandbox.sheets.serial import fraction_of_day, serial_of_date
from workspace_agent.sandbox.sheets.typed import NumberFormat, read_value

_DAY = NumberFormat("DATE", "")
_TIME = NumberFormat("TIME", "")
_MOMENT = NumberFormat("DATE_TIME", "")
_WEEK_STARTS = {1: 6, 2: 0, **{10 + number: number - 1 for number in range(1, 8)}}
_UNITS = {1: 1, 2: 1_000, 3: 1_000_000}


def dated(day: date) -> Outcome:
    """A day in the format of days."""
    return Outcome(serial_of_date(day), number_format=_DAY)


def today(setting: Setting) -> Outcome:
    """TODAY."""
    return dated(setting.today())


def now(setting: Setting) -> Outcome:
    """NOW."""
    return _moment(setting.now())


def _moment(moment: datetime) -> Outcome:
    serial = serial_of_date(moment.date()) + fraction_of_day(moment.time())
    return Outcome(serial, number_format=_MOMENT)


def day_of(year: int, month: int, day: int) -> Outcome:
    """DATE: months and days beyond their ends go over into the next; years below 1900 count from there."""
    if not 0 <= year < 10_000:
        raise failed("#NUM!", f"Function DATE parameter 1 value is {year}. It should be between 0 and 9999.")
    months = (year + 1900 if year < 1900 else year) * 12 + month - 1
    return dated(date(months // 12, months % 12 + 1, 1) + timedelta(days=day - 1))


def to_date(value: Value) -> Outcome:
    """TO_DATE: a number as a day; anything else stays as it is."""
    is_number = isinstance(value.value, int | float) and not isinstance(value.value, bool)
    return Outcome(value.value, number_format=_DAY) if is_number else value


def epoch_to_date(timestamp: float, unit: int = 1) -> Outcome:
    """EPOCHTODATE: seconds, milliseconds or microseconds since 1970, in universal time."""
    if unit not in _UNITS or timestamp < 0:
        raise failed("#NUM!", "Function EPOCHTODATE parameter values are out of range.")
    return _moment(datetime(1970, 1, 1) + timedelta(seconds=timestamp / _UNITS[unit]))  # noqa: DTZ001 - no zone


def time_of(hour: int, minute: int, second: int) -> Outcome:
    """TIME: what goes beyond a day is left aside."""
    seconds = hour * 3600 + minute * 60 + second
    if seconds < 0:
        raise failed("#NUM!", "Function TIME parameters should not be negative.")
    return Outcome(seconds % 86_400 / 86_400, number_format=_TIME)


def date_value(setting: Setting, shown: str) -> int:
    """DATEVALUE: the number of a day that is given as text."""
    return int(_read("DATEVALUE", setting, shown, {"DATE", "DATE_TIME"}))


def time_value(setting: Setting, shown: str) -> float:
    """TIMEVALUE: the fraction of a day that a time given as text is."""
    return _read("TIMEVALUE", setting, shown, {"TIME", "DATE_TIME"}) % 1


def _read(name: str, setting: Setting, shown: str, kinds: set[str]) -> float:
    found = read_value(shown.strip(), locale=setting.locale, today=setting.today())
    if found is None or found.format is None or found.format.kind not in kinds:
        raise failed("#VALUE!", f"{name} parameter '{shown}' cannot be parsed to date/time.")
    return float(found.value)  # type: ignore[arg-type]


def year(day: date) -> int:
    """YEAR."""
    return day.year


def month(day: date) -> int:
    """MONTH."""
    return day.month


def day_of_month(day: date) -> int:
    """DAY."""
    return day.day


def hour(moment: datetime) -> int:
    """HOUR."""
    return moment.hour


def minute(moment: datetime) -> int:
    """MINUTE."""
    return moment.minute


def second(moment: datetime) -> int:
    """SECOND."""
    return moment.second


def weekday(day: date, kind: int = 1) -> int:
    """WEEKDAY: 1 is Sunday, or the day on which weeks start by the second argument."""
    if kind == 3:
        return day.weekday()
    return (day.weekday() - _week_start("WEEKDAY", kind)) % 7 + 1


def _week_start(name: str, kind: int) -> int:
    if kind not in _WEEK_STARTS:
        raise failed("#NUM!", f"Function {name} parameter 2 value is {kind}. It is no type of week.")
    return _WEEK_STARTS[kind]


def week_number(day: date, kind: int = 1) -> int:
    """WEEKNUM: week 1 holds 1 January; by 21 it is that of ISO 8601."""
    if kind == 21:
        return iso_week_number(day)
    first = date(day.year, 1, 1)
    return ((day - first).days + (first.weekday() - _week_start("WEEKNUM", kind)) % 7) // 7 + 1


def iso_week_number(day: date) -> int:
    """ISOWEEKNUM."""
    return day.isocalendar().week


def months_later(start: date, months: int) -> Outcome:
    """EDATE: the same day of another month, or its last day."""
    return dated(later(start, months))


def later(start: date, months: int) -> date:
    """The same day some months later, or the last day of that month."""
    first = date((start.year * 12 + start.month - 1 + months) // 12, (start.month - 1 + months) % 12 + 1, 1)
    return first.replace(day=min(start.day, calendar.monthrange(first.year, first.month)[1]))


def end_of_month(start: date, months: int) -> Outcome:
    """EOMONTH: the last day of a month."""
    return dated(later(start.replace(day=1), months + 1) - timedelta(days=1))


def days_between(end: date, start: date) -> int:
    """DAYS."""
    return (end - start).days


def difference(start: date, end: date, unit: str) -> int:
    """DATEDIF: whole years, months or days, or what is left of them beside whole years or months."""
    if start > end:
        raise failed("#NUM!", "Function DATEDIF parameter 1 should be on or before parameter 2.")
    months = (end.year - start.year) * 12 + end.month - start.month - (end.day < start.day)
    units = {
        "D": (end - start).days,
        "M": months,
        # From 31 January, one month on is counted as 31 February, which is in March.
        "MD": (end - later(start.replace(day=1), months)).days - start.day + 1,
        "Y": months // 12,
        "YD": (end - later(start, months // 12 * 12)).days,
        "YM": months % 12,
    }
    if unit.upper() not in units:
        raise failed("#NUM!", f"Function DATEDIF parameter 3 value is {unit}. It is no unit.")
    return units[unit.upper()]


def days_of_360(start: date, end: date, european: bool = False) -> int:  # noqa: FBT001, FBT002 - as in Sheets
    """DAYS360: the days between two days, were all months 30 days long."""
    first, last = start.day, end.day
    if european:
        first, last = min(first, 30), min(last, 30)
    else:
        first = 30 if first == 31 or _ends_february(start) else first
        last = 30 if last == 31 and first == 30 else last
        last += last == 31
        last -= last == 32
    months = (end.year - start.year) * 12 + end.month - start.month
    return months * 30 + last - first


def _ends_february(day: date) -> bool:
    return day.month == 2 and (day + timedelta(days=1)).month == 3


def year_fraction(start: date, end: date, convention: int = 0) -> float:
    """YEARFRAC: years between two days, by one of five ways to count."""
    start, end = min(start, end), max(start, end)
    days = (end - start).days
    fractions = {
        0: lambda: days_of_360(start, end) / 360,
        1: lambda: days / _length_of_year(start, end),
        2: lambda: days / 360,
        3: lambda: days / 365,
        4: lambda: days_of_360(start, end, european=True) / 360,
    }
    if convention not in fractions:
        raise failed("#NUM!", f"Function YEARFRAC parameter 3 value is {convention}. It is no convention.")
    return fractions[convention]()


def _length_of_year(start: date, end: date) -> float:
    """How long the years are that two days lie in; within one year it is the one with the leap day or not."""
    if start.year == end.year:
        return 366 if calendar.isleap(start.year) else 365
    if end <= later(start, 12):
        return 365 + any(
            start <= date(one, 2, 29) <= end for one in (start.year, end.year) if calendar.isleap(one)
        )
    return (date(end.year + 1, 1, 1) - date(start.year, 1, 1)).days / (end.year + 1 - start.year)


FUNCTIONS: Mapping[str, Known] = {
    "DATE": eager(day_of),
    "DATEDIF": eager(difference),
    "DATEVALUE": eager(date_value),
    "DAY": eager(day_of_month),
    "DAYS": eager(days_between),
    "DAYS360": eager(days_of_360),
    "EDATE": eager(months_later),
    "EOMONTH": eager(end_of_month),
    "EPOCHTODATE": eager(epoch_to_date),
    "HOUR": eager(hour),
    "ISOWEEKNUM": eager(iso_week_number),
    "MINUTE": eager(minute),
    "MONTH": eager(month),
    "NOW": eager(now),
    "SECOND": eager(second),
    "TIME": eager(time_of),
    "TIMEVALUE": eager(time_value),
    "TODAY": eager(today),
    "TO_DATE": eager(to_date),
    "WEEKDAY": eager(weekday),
    "WEEKNUM": eager(week_number),
    "YEAR": eager(year),
    "YEARFRAC": eager(year_fraction),
}
