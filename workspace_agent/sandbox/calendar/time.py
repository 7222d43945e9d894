"""Event times and simple recurrence.

Source: the descriptions of EventDateTime and Event.recurrence in calendar.v3; RFC 5545 section 3.3.10.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from workspace_agent.sandbox.call import ApiError, Json
from workspace_agent.sandbox.errors import invalid, not_built

_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
# A rule without an end is followed this far.
_HORIZON = timedelta(days=730)


@dataclass(frozen=True, slots=True)
class Span:
    """When one event, or one instance of it, takes place."""

    start: datetime
    end: datetime

    def overlaps(self, lower: datetime | None, upper: datetime | None) -> bool:
        """`timeMin` bounds the end and `timeMax` the start, both exclusive."""
        return (lower is None or self.end > lower) and (upper is None or self.start < upper)


def zone(name: str, which: str = "start") -> ZoneInfo:
    """An IANA time zone.

    Raises:
        ApiError: 400 where there is no such zone.
    """
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise invalid(f"Invalid time zone definition for {which} time.") from None


def bound(text: str) -> datetime:
    """A query parameter; the offset is mandatory.

    Raises:
        ApiError: 400 "Bad Request".
    """
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise ApiError(400, "Bad Request", reason="badRequest")
    return moment


def normalised(value: Json | None, which: str, default_zone: str) -> Json:
    """A `start` or `end` as Google keeps it.

    Raises:
        ApiError: 400 for a missing time, offset or zone.
    """
    given = {name: text for name, text in (value or {}).items() if text is not None}
    if "date" in given and "dateTime" not in given:
        return {"date": _parsed_date(given["date"], which).isoformat()}
    if "dateTime" not in given:
        raise ApiError(400, f"Missing {which} time.", reason="required")
    if "date" in given:
        raise invalid(f"Invalid {which} time.")
    moment = _parsed(given["dateTime"], which)
    named = zone(given["timeZone"], which) if "timeZone" in given else None
    if moment.tzinfo is None and named is None:
        raise ApiError(400, f"Missing time zone definition for {which} time.", reason="required")
    moment = moment.replace(tzinfo=named) if moment.tzinfo is None else moment
    return {"dateTime": moment.isoformat(timespec="seconds"), "timeZone": given.get("timeZone", default_zone)}


def check_order(start: Json, end: Json, zone_name: str) -> None:
    """Refuse an end before its start, and a date beside a time.

    Raises:
        ApiError: 400.
    """
    if ("date" in start) != ("date" in end):
        raise invalid("Start and end times must either both be date or both be dateTime.")
    if moment_of(end, zone_name) < moment_of(start, zone_name):
        raise ApiError(400, "The specified time range is empty.", reason="timeRangeEmpty", domain="calendar")


def moment_of(value: Json, zone_name: str) -> datetime:
    """A kept `start` or `end` as an instant; a date begins at midnight of the calendar."""
    if "date" in value:
        return datetime.combine(date.fromisoformat(value["date"]), time(), zone(zone_name))
    return datetime.fromisoformat(value["dateTime"])


def span_of(resource: Json, zone_name: str) -> Span:
    """When an event takes place; of a recurring one the first time."""
    return Span(moment_of(resource["start"], zone_name), moment_of(resource["end"], zone_name))


def spans(resource: Json, zone_name: str) -> Iterator[Span]:
    """Every time that an event takes place.

    Raises:
        ApiError: 501 for a recurrence that is not built.
    """
    first = span_of(resource, zone_name)
    if not resource.get("recurrence"):
        yield first
        return
    home = zone(resource["start"].get("timeZone", zone_name))
    start = first.start.astimezone(home)
    length = first.end - first.start
    for day in _days(resource["recurrence"], start):
        begin = datetime.combine(day, start.time(), home)
        yield Span(begin, (begin.astimezone(UTC) + length).astimezone(home))


def _days(recurrence: list[str], start: datetime) -> Iterator[date]:
    rule = _rule(recurrence)
    until = _until(rule.get("UNTIL"), start)
    remaining = int(rule.get("COUNT", 10_000))
    for day in _candidates(rule, start.date()):
        if remaining == 0 or datetime.combine(day, start.time(), start.tzinfo) > until:
            return
        remaining -= 1
        yield day


def _rule(recurrence: list[str]) -> dict[str, str]:
    if len(recurrence) != 1 or not recurrence[0].startswith("RRULE:"):
        raise not_built(f"the recurrence {recurrence}")
    rule = dict(part.split("=", 1) for part in recurrence[0].removeprefix("RRULE:").split(";"))
    if rule.get("FREQ") not in {"DAILY", "WEEKLY"} or set(rule) - {
        "FREQ",
        "INTERVAL",
        "BYDAY",
        "UNTIL",
        "COUNT",
        "WKST",
    }:
        raise not_built(f"the recurrence {recurrence}")
    return rule


def _candidates(rule: dict[str, str], first: date) -> Iterator[date]:
    interval = int(rule.get("INTERVAL", 1))
    weekly = rule["FREQ"] == "WEEKLY"
    named = rule.get("BYDAY", _DAYS[first.weekday()] if weekly else ",".join(_DAYS)).split(",")
    week = first - timedelta(days=first.weekday())
    for offset in range(_HORIZON.days):
        day = first + timedelta(days=offset)
        step = (day - week).days // 7 if weekly else offset
        if step % interval == 0 and _DAYS[day.weekday()] in named:
            yield day


def _until(text: str | None, start: datetime) -> datetime:
    if text is None:
        return start + _HORIZON
    moment = datetime.fromisoformat(text)
    if len(text) == 8:
        return datetime.combine(moment.date(), time.max, start.tzinfo)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _parsed(text: str, which: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise invalid(f"Invalid value for: {which}.dateTime") from None


def _parsed_date(text: str, which: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise invalid(f"Invalid value for: {which}.date") from None
