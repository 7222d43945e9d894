"""Recurrence rules: when an event takes place again.

Source: RFC 5545 sections 3.3.10 (RRULE), 3.8.5.1 (EXDATE), 3.8.5.2 (RDATE); Event.recurrence in calendar.v3.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import TypeVar

from workspace_agent.sandbox.call import ApiError
from workspace_agent.sandbox.errors import invalid, not_built

_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_FREQUENCIES = frozenset({"DAILY", "WEEKLY", "MONTHLY", "YEARLY"})
_PARTS = frozenset({"FREQ", "INTERVAL", "BYDAY", "BYMONTH", "BYMONTHDAY", "UNTIL", "COUNT", "WKST"})
# A rule without an end is followed this many days.
_HORIZON = {"DAILY": 730, "WEEKLY": 730, "MONTHLY": 1830, "YEARLY": 3660}
_BYDAY = re.compile(r"([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)")
_NUMBERS = {"INTERVAL": (1, 10**9), "COUNT": (1, 10**9), "BYMONTH": (1, 12), "BYMONTHDAY": (-31, 31)}
_FIRST_YEAR, _LAST_YEAR = 1000, 8999
Rule = dict[str, str]
Day = TypeVar("Day", date, datetime)


def check(recurrence: list[str]) -> None:
    """Refuse what is no recurrence.

    Raises:
        ApiError: 400 for a wrong rule, 501 for one that is not built.
    """
    for line in recurrence:
        name = re.split("[:;]", line)[0]
        if name == "RRULE":
            _rule(line)
        elif name in {"EXDATE", "RDATE"}:
            _moments(line, UTC)
        elif name == "EXRULE":
            raise not_built("EXRULE")
        else:
            raise _refused()
    if sum(line.startswith("RRULE") for line in recurrence) > 1:
        raise not_built("more than one RRULE")


def starts(recurrence: list[str], first: datetime) -> Iterator[datetime]:
    """Every start of a series, in order.

    Args:
        recurrence: Lines that `check` let through.
        first: Start of the series, in its own time zone.
    """
    left_out = {
        one for line in recurrence if line.startswith("EXDATE") for one in _moments(line, first.tzinfo)
    }
    extra = sorted(
        one for line in recurrence if line.startswith("RDATE") for one in _moments(line, first.tzinfo)
    )
    rules = [_rule(line) for line in recurrence if line.startswith("RRULE")]
    regular = _by_rule(rules[0], first) if rules else iter([first])
    for moment in _merged(regular, extra, first):
        if moment not in left_out and moment.replace(hour=0, minute=0) not in left_out:
            yield moment


def _merged(regular: Iterator[datetime], extra: list[datetime], first: datetime) -> Iterator[datetime]:
    waiting = [_at(one, first) for one in extra]
    for moment in regular:
        while waiting and waiting[0] <= moment:
            early = waiting.pop(0)
            if early != moment:
                yield early
        yield moment
    yield from waiting


def _at(moment: datetime, first: datetime) -> datetime:
    """A plain date takes the series' time of day."""
    plain = moment.time() == time()
    return datetime.combine(moment.date(), first.time(), first.tzinfo) if plain else moment


def _by_rule(rule: Rule, first: datetime) -> Iterator[datetime]:
    until = _until(rule["UNTIL"], first.tzinfo) if "UNTIL" in rule else None
    remaining = int(rule.get("COUNT", 10_000))
    for offset in range(_HORIZON[rule["FREQ"]]):
        day = first.date() + timedelta(days=offset)
        moment = datetime.combine(day, first.time(), first.tzinfo)
        if remaining == 0 or (until and moment > until):
            return
        if _matches(rule, day, first.date()):
            remaining -= 1
            yield moment


def _matches(rule: Rule, day: date, first: date) -> bool:
    if _period(rule, day, first) % int(rule.get("INTERVAL", 1)):
        return False
    if "BYMONTH" in rule and day.month not in _numbers(rule["BYMONTH"]):
        return False
    if "BYMONTHDAY" in rule and not _is_month_day(day, _numbers(rule["BYMONTHDAY"])):
        return False
    if "BYDAY" in rule:
        return any(_is_named(day, *match) for match in _BYDAY.findall(rule["BYDAY"]))
    return "BYMONTHDAY" in rule or _is_like_first(rule, day, first)


def _is_like_first(rule: Rule, day: date, first: date) -> bool:
    """What holds where the rule names no days: the weekday, the day or the date of the first time."""
    if rule["FREQ"] == "DAILY":
        return True
    if rule["FREQ"] == "WEEKLY":
        return day.weekday() == first.weekday()
    same_month = rule["FREQ"] == "MONTHLY" or "BYMONTH" in rule or day.month == first.month
    return same_month and day.day == first.day


def _period(rule: Rule, day: date, first: date) -> int:
    """How many days, weeks, months or years lie between a day and the first."""
    if rule["FREQ"] == "DAILY":
        return (day - first).days
    if rule["FREQ"] == "WEEKLY":
        begins = _DAYS.index(rule.get("WKST", "MO"))
        return (day - (first - timedelta(days=(first.weekday() - begins) % 7))).days // 7
    years = day.year - first.year
    return years if rule["FREQ"] == "YEARLY" else years * 12 + day.month - first.month


def _is_month_day(day: date, wanted: list[int]) -> bool:
    length = calendar.monthrange(day.year, day.month)[1]
    return day.day in wanted or day.day - length - 1 in wanted


def _is_named(day: date, ordinal: str, name: str) -> bool:
    if _DAYS[day.weekday()] != name:
        return False
    if not ordinal:
        return True
    length = calendar.monthrange(day.year, day.month)[1]
    return int(ordinal) in {(day.day - 1) // 7 + 1, -((length - day.day) // 7 + 1)}


def _numbers(text: str) -> list[int]:
    return [int(one) for one in text.split(",")]


def _rule(line: str) -> Rule:
    try:
        rule = dict(part.split("=", 1) for part in line.removeprefix("RRULE:").rstrip(";").split(";"))
    except ValueError:
        raise _refused() from None
    if rule.get("FREQ") not in _FREQUENCIES or not _is_well_formed(rule):
        raise _refused()
    if "UNTIL" in rule:
        _until(rule["UNTIL"], UTC)
    if set(rule) - _PARTS or (rule["FREQ"] == "YEARLY" and "BYDAY" in rule and "BYMONTH" not in rule):
        raise not_built(f"the recurrence {line}")
    return rule


def _is_well_formed(rule: Rule) -> bool:
    if not all(_are_within(rule[name], *bounds) for name, bounds in _NUMBERS.items() if name in rule):
        return False
    if "COUNT" in rule and "UNTIL" in rule:
        return False
    return all(_BYDAY.fullmatch(one) for one in rule.get("BYDAY", "MO").split(","))


def _are_within(text: str, low: int, high: int) -> bool:
    if not re.fullmatch(r"-?\d{1,9}(,-?\d{1,9})*", text):
        return False
    return all(low <= number <= high and number != 0 for number in _numbers(text))


def _until(text: str, home: tzinfo | None) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise _refused() from None
    if len(text) == 8:
        return datetime.combine(moment.date(), time.max, home)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _moments(line: str, home: tzinfo | None) -> list[datetime]:
    """The instants of `EXDATE;TZID=America/New_York:20261224T100000,...`; home is the zone of the series."""
    _, _, values = line.partition(":")
    try:
        parsed = [in_reach(datetime.fromisoformat(text)) for text in values.split(",")]
    except ValueError:
        raise _refused() from None
    return [one if one.tzinfo else one.replace(tzinfo=home) for one in parsed]


def in_reach(day: Day) -> Day:
    """The same day, or time.

    Raises:
        ValueError: It is so near the ends of the calendar that no zone or series may be reckoned from it.
    """
    if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        raise ValueError
    return day


def _refused() -> ApiError:
    return invalid("Invalid recurrence rule.")
