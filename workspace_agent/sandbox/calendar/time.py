"""Event times.

Source: the description of EventDateTime in calendar.v3.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from workspace_agent.sandbox.calendar import recur
from workspace_agent.sandbox.call import ApiError, Json
from workspace_agent.sandbox.errors import invalid

_TIME = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)?")
_DATE = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True, slots=True)
class Span:
    """When one event, or one instance of it, takes place."""

    start: datetime
    end: datetime

    def overlaps(self, lower: datetime | None, upper: datetime | None) -> bool:
        """`timeMin` bounds the end and `timeMax` the start, both exclusive."""
        return (lower is None or self.end > lower) and (upper is None or self.start < upper)


def zone(name: str) -> ZoneInfo:
    """An IANA time zone.

    Raises:
        ApiError: 400 where there is no such zone.
    """
    if not is_zone(name):
        raise invalid("Invalid Value", "timeZone")
    return ZoneInfo(name)


def is_zone(name: str) -> bool:
    """Whether there is such a time zone."""
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return False
    return True


def bound(text: str) -> datetime:
    """A query parameter; the offset is mandatory.

    Raises:
        ApiError: 400 "Bad Request".
    """
    moment = _parsed(text)
    if moment.tzinfo is None:
        raise unreadable()
    return moment


def unreadable() -> ApiError:
    """The refusal of what Calendar cannot read; it names neither field nor value."""
    return ApiError(400, "Bad Request", reason="badRequest")


def empty_range() -> ApiError:
    """The refusal of a range that ends before it begins."""
    return _range_error("The specified time range is empty.", "timeRangeEmpty")


def long_range() -> ApiError:
    """The refusal of a range that free/busy does not look through at once."""
    return _range_error("The requested time range is too long.", "timeRangeTooLong")


def _range_error(message: str, reason: str) -> ApiError:
    return ApiError(400, message, reason=reason, domain="calendar", location="timeMax")


def normalised(value: Json | None, which: str, default_zone: str) -> Json:
    """A `start` or `end` as Google keeps it.

    Raises:
        ApiError: 400 for a missing time; zones are checked before.
    """
    given = {name: text for name, text in (value or {}).items() if text is not None}
    if "date" in given and "dateTime" not in given:
        return {"date": _parsed_date(given["date"]).isoformat()}
    if "dateTime" not in given:
        raise ApiError(400, f"Missing {which} time.", reason="required")
    if "date" in given:
        raise invalid(f"Invalid {which} time.")
    moment = _parsed(given["dateTime"])
    moment = moment.replace(tzinfo=zone(given["timeZone"])) if moment.tzinfo is None else moment
    kept = _in_utc(moment).isoformat(timespec="seconds")
    return {"dateTime": kept, "timeZone": given.get("timeZone", default_zone)}


def check_zones(resource: Json) -> None:
    """Refuse times whose zone nobody knows; what is wrong with start and end is said in one reply.

    Raises:
        ApiError: 400.
    """
    refusals = [one for which in ("start", "end") for one in _zone_refusals(resource, which)]
    if refusals:
        refusals[0].beside = refusals[1:]
        raise refusals[0]


def _zone_refusals(resource: Json, which: str) -> Iterator[ApiError]:
    value = resource.get(which) or {}
    if not value.get("dateTime") or value.get("date"):
        return
    known = bool(value.get("timeZone"))
    if known and not is_zone(value["timeZone"]):
        known = False
        yield invalid(f"Invalid time zone definition for {which} time.")
    # A series follows the clock of a place, which an offset does not name.
    if not known and (resource.get("recurrence") or _parsed(value["dateTime"]).tzinfo is None):
        yield ApiError(400, f"Missing time zone definition for {which} time.", reason="required")


def check_order(start: Json, end: Json, zone_name: str) -> None:
    """Refuse an end before its start.

    Raises:
        ApiError: 400.
    """
    if moment_of(end, zone_name) < moment_of(start, zone_name):
        raise ApiError(400, "The specified time range is empty.", reason="timeRangeEmpty", domain="calendar")


def check_alike(start: Json | None, end: Json | None) -> None:
    """Refuse a date beside a time, and a start and an end with neither.

    Raises:
        ApiError: 400.
    """
    if start is None or end is None:
        return
    if not any(start.get(name) and end.get(name) for name in ("date", "dateTime")):
        raise invalid("Start and end times must either both be date or both be dateTime.")


def moment_of(value: Json, zone_name: str) -> datetime:
    """A kept `start` or `end` as an instant; a date begins at midnight of the calendar."""
    if "date" in value:
        return datetime.combine(date.fromisoformat(value["date"]), time(), zone(zone_name))
    return datetime.fromisoformat(value["dateTime"])


def span_of(resource: Json, zone_name: str) -> Span:
    """When an event takes place; of a recurring one the first time."""
    return Span(moment_of(resource["start"], zone_name), moment_of(resource["end"], zone_name))


def spans(resource: Json, zone_name: str) -> Iterator[Span]:
    """Every time that an event takes place."""
    first = span_of(resource, zone_name)
    if not resource.get("recurrence"):
        yield first
        return
    home = zone(resource["start"].get("timeZone", zone_name))
    start = first.start.astimezone(home)
    length = first.end - first.start
    for begin in recur.starts(resource["recurrence"], start):
        yield Span(begin, (begin.astimezone(UTC) + length).astimezone(home))


def _parsed(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(_checked(_TIME, text))
        return moment.astimezone(UTC) if moment.tzinfo else moment
    except (OverflowError, ValueError):
        raise unreadable() from None


def _in_utc(moment: datetime) -> datetime:
    try:
        return recur.in_reach(moment).astimezone(UTC)
    except ValueError:
        raise unreadable() from None


def _parsed_date(text: str) -> date:
    try:
        return recur.in_reach(date.fromisoformat(_checked(_DATE, text)))
    except ValueError:
        raise unreadable() from None


def _checked(form: re.Pattern[str], text: str) -> str:
    if not form.fullmatch(text):
        raise unreadable()
    return text
