"""Of which week a digest is, and when it is due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo

from workspace_agent.model.organisation import DigestTime

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")


def period(now: datetime, zone: tzinfo) -> str:
    """The ISO week of a moment, such as `2026-W47`."""
    year, week, _ = now.astimezone(zone).date().isocalendar()
    return f"{year}-W{week:02d}"


def monday(period: str) -> date:
    """The first day of an ISO week such as `2026-W47`."""
    year, _, week = period.partition("-W")
    return date.fromisocalendar(int(year), int(week), 1)


@dataclass(frozen=True, slots=True)
class Due:
    """A digest that is due: of which ISO week, such as `2026-W47`, and since when, in UTC."""

    period: str
    since: datetime


def due(now: datetime, digest: DigestTime, zone: tzinfo) -> Due | None:
    """The digest that is due, sent or not, or None before this week's moment.

    A missed Monday is due on any later day of its week. A week that was missed whole is not sent any
    more: the next one tells the same, and is fresher.
    """
    today = now.astimezone(zone).date()
    day = today + timedelta(days=_WEEKDAYS.index(digest.weekday) - today.weekday())
    # Two datetimes of one zone are compared by their wall clock; only UTC knows which hour came first.
    moment = datetime.combine(day, digest.time, tzinfo=zone).astimezone(UTC)
    return Due(period(now, zone), moment) if now.astimezone(UTC) >= moment else None
