"""Gmail's limit: until when no mail is tried, kept in the ledger for the runs to come.

Every request that comes too early moves that moment on, so that none is made before it, not even a look.
Source: developers.google.com/gmail/api/guides/handle-errors; the time stands in the text of the answer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from workspace_agent.ledger.ledger import Ledger
from workspace_agent.model.errors import GoogleRefusal, GoogleUnavailable, MailWaits, QuotaExhausted

_WAITS_UNTIL = "mail_waits_until"
_DAY = timedelta(days=1)
"""For how long Gmail blocks a sender at most: support.google.com/a/answer/166852."""

_LIMITS = (403, 429)
_OF_A_DAY = frozenset({"dailyLimitExceeded", "quotaExceeded"})


def mail_waits_until(ledger: Ledger, now: datetime) -> datetime | None:
    """When mail may be tried again; None where it may be now."""
    until = last_limit(ledger, now)
    return until if until and now < until else None


def last_limit(ledger: Ledger, now: datetime) -> datetime | None:
    """The last moment until which mail waits or waited, if it ever did.

    One further away than Gmail ever blocks comes from a clock that was wrong, and does not count.
    """
    kept = ledger.meta(_WAITS_UNTIL)
    until = datetime.fromisoformat(kept) if kept else None
    return until if until and until <= now + _DAY else None


@contextmanager
def minding_gmails_limit(ledger: Ledger, clock: Callable[[], datetime]) -> Iterator[None]:
    """Around requests to Gmail: none is made while mail waits, and a limit that is met is kept.

    Raises:
        MailWaits: Now, or before anything was asked.
    """
    if until := mail_waits_until(ledger, clock()):
        raise MailWaits("gmail.users", retry_at=until)
    try:
        yield
    except (GoogleUnavailable, QuotaExhausted) as error:
        opens = _opens_at(error, clock())
        if opens is None:
            raise
        ledger.set_meta(_WAITS_UNTIL, opens.isoformat())
        raise MailWaits(error.method, error.status, error.reason, retry_at=opens) from None


def _opens_at(error: GoogleRefusal, now: datetime) -> datetime | None:
    """When Gmail allows it again, where the refusal is its limit."""
    if isinstance(error, GoogleUnavailable):
        named = error.retry_at if error.status in _LIMITS else None
        return min(named, now + _DAY) if named and named > now else None
    return now + _DAY if error.reason in _OF_A_DAY else None
