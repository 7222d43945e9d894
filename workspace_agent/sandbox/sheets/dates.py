"""Typed dates and times: which text Sheets takes for one, and the pattern that keeps its look."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, time

from workspace_agent.sandbox.sheets.locales import Locale, locale_of
from workspace_agent.sandbox.sheets.serial import fraction_of_day, serial_of_date

_NUMERIC = re.compile(
    r"(?P<first>[0-9]{1,2})(?P<mark>[/.-])(?P<second>[0-9]{1,2})(?:(?P=mark)(?P<year>[0-9]{4}|[0-9]{2})?)?"
)
_YEAR_FIRST = re.compile(r"(?P<year>[0-9]{4})(?P<mark>[/-])(?P<month>[0-9]{1,2})(?P=mark)(?P<day>[0-9]{1,2})")
_MONTH_FIRST = re.compile(
    r"(?P<name>[^\W\d_]{3,9})\.? (?P<day>[0-9]{1,2})(?:(?P<mark>,? )(?P<year>[0-9]{4}))?"
)
_DAY_FIRST = re.compile(
    r"(?P<day>[0-9]{1,2})(?P<mark>\.? |-)(?P<name>[^\W\d_]{3,9})"
    r"(?:(?P<second>[ -])(?P<year>[0-9]{4}|[0-9]{2}))?"
)
_DAY_NAME = re.compile(r"(?P<name>[^\W\d_]{3,10})(?P<mark>\.?,? )")
_TIME = re.compile(
    r"(?P<hour>[0-9]{1,4})(?::(?P<minute>[0-5][0-9])(?::(?P<second>[0-5][0-9]))?)?"
    r"(?P<gap> ?)(?P<half>[AaPp][Mm])?"
)


@dataclass(frozen=True, slots=True)
class Dated:
    """A serial number with the kind (`DATE`, `TIME`, `DATE_TIME`) and pattern of its format."""

    serial: int | float
    kind: str
    pattern: str


def read_moment(text: str, *, locale: str, today: date) -> Dated | None:
    """Read a date, a time, or a date followed by a time.

    Args:
        text: Typed text without blanks around it.
        locale: Decides whether `4/5` starts with the month, and names months and days.
        today: Gives the year of a date that has none.

    Returns:
        The moment, or None when the text is none or no such day exists.
    """
    setting = _Setting(locale_of(locale), today)
    return read_date(text, setting) or read_time(text) or _read_both(text, setting)


@dataclass(frozen=True, slots=True)
class _Setting:
    locale: Locale
    today: date


def _read_both(text: str, setting: _Setting) -> Dated | None:
    # The time is what follows the last blank, or the last but one in `11/5/2026 8:00 AM`.
    for cut in [place.start() for place in re.finditer(" ", text)][-2:]:
        day = read_date(text[:cut], setting)
        moment = read_time(text[cut + 1 :])
        if day and moment and moment.serial < 1:
            return Dated(day.serial + moment.serial, "DATE_TIME", f"{day.pattern} {moment.pattern}")
    return None


def read_date(text: str, setting: _Setting) -> Dated | None:
    """Read a date in one of the ways in which people type it, perhaps after the name of the day."""
    for read in (_numeric_date, _year_first_date, _month_first_date, _day_first_date, _named_day_date):
        found = read(text, setting)
        if found is not None:
            return found
    return None


def _numeric_date(text: str, setting: _Setting) -> Dated | None:
    found = _NUMERIC.fullmatch(text)
    if found is None or not _may_be_date(found, setting.locale):
        return None
    month, day = ("first", "second") if setting.locale.month_first else ("second", "first")
    widths = {month: _width("m", found[month]), day: _width("d", found[day])}
    parts = [widths["first"], widths["second"], *_year_part(found["year"])]
    year = _year(found["year"], setting.today)
    return _dated(year, int(found[month]), int(found[day]), found["mark"].join(parts))


def _may_be_date(found: re.Match[str], locale: Locale) -> bool:
    if found["mark"] not in locale.date_marks or (found["mark"] == "-" and not found["year"]):
        return False
    # `4.5.` ends in a point; `4/5/` is nothing.
    return bool(found["year"]) or found["mark"] == "." or found[0][-1].isdigit()


def _year_first_date(text: str, setting: _Setting) -> Dated | None:  # noqa: ARG001 - a reader
    found = _YEAR_FIRST.fullmatch(text)
    if found is None:
        return None
    parts = ["yyyy", "m" * len(found["month"]), "d" * len(found["day"])]
    return _dated(int(found["year"]), int(found["month"]), int(found["day"]), found["mark"].join(parts))


def _month_first_date(text: str, setting: _Setting) -> Dated | None:
    found = _MONTH_FIRST.fullmatch(text)
    month = _month_of(found["name"], setting.locale) if found else None
    if found is None or month is None:
        return None
    ending = f"{found['mark']}yyyy" if found["year"] else ""
    pattern = f"{_name_part(found)} d{ending}"
    return _dated(_year(found["year"], setting.today), month, int(found["day"]), pattern)


def _day_first_date(text: str, setting: _Setting) -> Dated | None:
    found = _DAY_FIRST.fullmatch(text)
    month = _month_of(found["name"], setting.locale) if found else None
    if found is None or month is None or not _marks_agree(found):
        return None
    ending = "".join([found["second"], *_year_part(found["year"])]) if found["year"] else ""
    pattern = f"{_width('d', found['day'])}{found['mark']}{_name_part(found)}{ending}"
    return _dated(_year(found["year"], setting.today), month, int(found["day"]), pattern)


def _marks_agree(found: re.Match[str]) -> bool:
    return found["second"] in {None, found["mark"].lstrip(".")}


def _named_day_date(text: str, setting: _Setting) -> Dated | None:
    found = _DAY_NAME.match(text)
    if found is None or not _is_day(found["name"], setting.locale):
        return None
    rest = read_date(text[found.end() :], setting)
    name = "ddd" if len(found["name"]) == 3 else "dddd"
    return None if rest is None else replace(rest, pattern=f"{name}{found['mark']}{rest.pattern}")


def _is_day(name: str, locale: Locale) -> bool:
    return any(name.lower() in {day.lower(), day[:3].lower()} for day in locale.days)


def _dated(year: int, month: int, day: int, pattern: str) -> Dated | None:
    try:
        return Dated(serial_of_date(date(year, month, day)), "DATE", pattern)
    except ValueError:
        return None


def _width(letter: str, digits: str) -> str:
    return letter * 2 if digits[:-1].startswith("0") else letter


def _year_part(digits: str | None) -> list[str]:
    return ["y" * len(digits)] if digits else []


def _name_part(found: re.Match[str]) -> str:
    return "mmm" if len(found["name"]) == 3 else "mmmm"


def _month_of(name: str, locale: Locale) -> int | None:
    for number, month in enumerate(locale.months, start=1):
        if name.lower() in {month.lower(), month[:3].lower()}:
            return number
    return None


def _year(digits: str | None, today: date) -> int:
    if not digits:
        return today.year
    if len(digits) == 4:
        return int(digits)
    # Sheets reads 00 to 29 as this century.
    return int(digits) + (2000 if int(digits) < 30 else 1900)


def read_time(text: str) -> Dated | None:
    """Read a time of day, or a duration of 24 hours and more."""
    found = _TIME.fullmatch(text)
    if found is None or not (found["minute"] or found["half"]) or (found["gap"] and not found["half"]):
        return None
    hour = int(found["hour"])
    if found["half"]:
        return (
            _clock_time(found, hour % 12 + 12 * (found["half"].lower() == "pm")) if 1 <= hour <= 12 else None
        )
    return _clock_time(found, hour) if hour < 24 else _duration(found, hour)


def _clock_time(found: re.Match[str], hour: int) -> Dated:
    moment = time(hour, int(found["minute"] or 0), int(found["second"] or 0))
    half = f"{found['gap']}am/pm" if found["half"] else ""
    return Dated(fraction_of_day(moment), "TIME", f"{_width('h', found['hour'])}{_minutes(found)}{half}")


def _duration(found: re.Match[str], hours: int) -> Dated:
    seconds = hours * 3600 + int(found["minute"]) * 60 + int(found["second"] or 0)
    return Dated(seconds / 86_400, "TIME", f"[h]{_minutes(found)}")


def _minutes(found: re.Match[str]) -> str:
    return (":mm" if found["minute"] else "") + (":ss" if found["second"] else "")
