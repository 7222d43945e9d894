"""What is told between the digests, and by which marks it is known that somebody was told.

A mark stands for one piece of news, such as one stage of one date. It is kept with whatever mail told it: the
mail for the news alone, or a digest that told it as well. Nobody is told the same twice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime

from workspace_agent.duties.digest_recipients import Recipient
from workspace_agent.duties.digest_send import SendDigest

URGENT, READY = "urgent", "ready"
"""Mails between the digests: of dates and exposures, and of meetings to get ready for."""

NEWS = "news/"
"""What all marks begin with, and nothing else that a mail tells."""


def without_news(told: frozenset[str] | None) -> frozenset[str] | None:
    """What a digest told, to compare the next one with: marks are no points of a digest."""
    return None if told is None else frozenset(one for one in told if not one.startswith(NEWS))


def key_prefixes(recipient: Recipient) -> tuple[str, ...]:
    """What the keys of all mails begin with that may have told somebody news."""
    return tuple(f"{kind}/{recipient.key}/" for kind in (SendDigest.duty, URGENT, READY))


def urgent_key(recipient: Recipient, marks: Iterable[str], sign: Callable[[str], str]) -> str:
    """The same for the same news, such as `urgent/manager/3fa94c21d0b7`: it is never sent twice."""
    return f"{URGENT}/{recipient.key}/{sign(' '.join(sorted(marks)))[:12]}"


def ready_key(recipient: Recipient, today: date) -> str:
    """All cards of a day are one mail, such as `ready/ana-brook/2026-11-20`."""
    return f"{READY}/{recipient.key}/{today.isoformat()}"


def has_come(now: datetime, recipient: Recipient, today: date) -> bool:
    """The hour of this day from which somebody gets mails; also whoever wants no digest has one."""
    hour = datetime.combine(today, recipient.at.time, tzinfo=recipient.time_zone)
    # Two datetimes of one zone are compared by their wall clock; only UTC knows which hour came first.
    return now.astimezone(UTC) >= hour.astimezone(UTC)
