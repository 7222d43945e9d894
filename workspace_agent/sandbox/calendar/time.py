"""Event times.

Source: the description of EventDateTime in calendar.v3.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from workspace_agent.sandbox.calendar import recur
from workspace_agent.sandbox.call import ApiError, Json
from workspace_agent.sandbox.errors import invalid
from workspace_agent.sandbox.scalars import is_moment


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
    if not is_moment(text):
        raise ApiError(400, "Bad Request", reason="badRequest")
    return datetime.fromisoformat(text)


def empty_range() -> ApiError:
    """The refusal of a range that ends before it begins."""
    return ApiError(
        400,
        "The specified time range is empty.",
        reason="timeRangeEmpty",
        domain="calendar",
        location="timeMax",
    )


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


def _parsed(text: str, which: str) -> datetime:
    try:
        return recur.in_reach(datetime.fromisoformat(text))
    except ValueError:
        raise invalid(f"Invalid value for: {which}.dateTime") from None


def _parsed_date(text: str, which: str) -> date:
    try:
        return recur.in_reach(date.fromisoformat(text))
    except ValueError:
        raise invalid(f"Invalid value for: {which}.date") from None
