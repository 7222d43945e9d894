"""Of which time a digest is, and when it is due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from workspace_agent.model.dates import words
from workspace_agent.model.digest_settings import DigestTime

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")


def period(now: datetime, digest: DigestTime, zone: tzinfo) -> str:
    """The ISO week of a moment, such as `2026-W47`; of a daily digest its day, such as `2026-11-20`."""
    today = now.astimezone(zone).date()
    if digest.every == "day":
        return today.isoformat()
    year, week, _ = today.isocalendar()
    return f"{year}-W{week:02d}"


def first_day(period: str) -> date:
    """The Monday of an ISO week such as `2026-W47`; a day such as `2026-11-20` itself."""
    year, _, week = period.partition("-W")
    return date.fromisocalendar(int(year), int(week), 1) if week else date.fromisoformat(period)


def period_words(period: str) -> str:
    """`week of 16 Nov 2026`, or `20 Nov 2026`."""
    day = words(first_day(period))
    return f"week of {day}" if "W" in period else day


@dataclass(frozen=True, slots=True)
class Due:
    """A digest that is due: of which period, see `period`, and since when, in UTC.

    Attributes:
        until: When its period ended, in UTC, where that is over; None while it is not.
    """

    period: str
    since: datetime
    until: datetime | None = None


def due(now: datetime, digest: DigestTime, zone: tzinfo) -> Due | None:
    """The digest that is due, sent or not, or None before the moment of its period.

    A missed Monday is due on any later day of its week, a missed morning until midnight. Of a period that was
    missed whole, see `missed`.
    """
    today = now.astimezone(zone).date()
    day = _day(today, digest)
    if day is None:
        return None
    moment = _moment(day, digest, zone)
    return Due(period(now, digest, zone), moment) if now.astimezone(UTC) >= moment else None


def missed(now: datetime, digest: DigestTime, zone: tzinfo) -> Due | None:
    """The weekly digest of last week, sent or not, on the days before that of this week's; else None.

    Who had nobody to send it from Friday to Sunday would wait two weeks for the next one. On the day of this
    week's the next one is here: it tells the same, and is fresher.
    """
    today = now.astimezone(zone).date()
    day = _day(today, digest)
    if digest.every != "week" or day is None or day <= today:
        return None
    since, monday = _moment(day - timedelta(days=7), digest, zone), today - timedelta(days=today.weekday())
    until = datetime.combine(monday, time(), tzinfo=zone).astimezone(UTC)
    return Due(period(since, digest, zone), since, until)


def next_due(after: datetime, digest: DigestTime, zone: tzinfo) -> datetime | None:
    """When the next digest falls due after a moment, in UTC; None where there is none."""
    today = after.astimezone(zone).date()
    ahead = (today + timedelta(days=number) for number in range(8))
    moments = (_moment(day, digest, zone) for day in ahead if _day(day, digest) == day)
    return next((moment for moment in moments if moment > after), None)


def _moment(day: date, digest: DigestTime, zone: tzinfo) -> datetime:
    """In UTC: two datetimes of one zone are compared by their wall clock, which says some hours twice."""
    return datetime.combine(day, digest.time, tzinfo=zone).astimezone(UTC)


def _day(today: date, digest: DigestTime) -> date | None:
    """On which a digest of the period that holds today is due."""
    if digest.every == "never":
        return None
    if digest.every == "day":
        return today if today.weekday() < len(_WEEKDAYS) else None
    return today + timedelta(days=_WEEKDAYS.index(digest.weekday) - today.weekday())
