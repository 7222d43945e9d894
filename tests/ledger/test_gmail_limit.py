"""Gmail's limit: kept from run to run, no longer than Gmail ever blocks, and nothing is asked meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from workspace_agent.ledger.gmail_limit import last_limit, mail_waits_until, minding_gmails_limit
from workspace_agent.ledger.ledger import Ledger
from workspace_agent.model.errors import (
    AccessDenied,
    GoogleRefusal,
    GoogleUnavailable,
    MailWaits,
    OutcomeUnknown,
    QuotaExhausted,
)

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
SEND = "gmail.users.drafts.send"


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    ledger = Ledger(tmp_path / "ledger")
    yield ledger
    ledger.close()


def meets(ledger: Ledger, error: Exception, now: datetime = NOW) -> None:
    with minding_gmails_limit(ledger, lambda: now):
        raise error


LIMITS = {
    "a moment that 429 names": (GoogleUnavailable(SEND, 429, "rateLimitExceeded", retry_at=NOW + HOUR), HOUR),
    "a moment that 403 names": (GoogleUnavailable(SEND, 403, "rateLimitExceeded", retry_at=NOW + HOUR), HOUR),
    "a moment beyond all reason": (GoogleUnavailable(SEND, 429, "", retry_at=NOW + 900 * DAY), DAY),
    "a day's sending": (QuotaExhausted(SEND, 403, "dailyLimitExceeded"), DAY),
    "a quota": (QuotaExhausted(SEND, 403, "quotaExceeded"), DAY),
}


@pytest.mark.parametrize(("error", "waits"), LIMITS.values(), ids=LIMITS)
def test_a_limit_is_kept(ledger: Ledger, error: GoogleRefusal, waits: timedelta) -> None:
    with pytest.raises(MailWaits) as raised:
        meets(ledger, error)

    assert raised.value.retry_at == mail_waits_until(ledger, NOW) == NOW + waits
    assert mail_waits_until(ledger, NOW + waits) is None
    assert last_limit(ledger, NOW + waits) == NOW + waits


OTHERS = {
    "no moment": GoogleUnavailable(SEND, 429, "rateLimitExceeded"),
    "a moment that is over": GoogleUnavailable(SEND, 429, "rateLimitExceeded", retry_at=NOW),
    "a service that is down": GoogleUnavailable(SEND, 503, "backendError", retry_at=NOW + HOUR),
    "an API that is switched off": QuotaExhausted(SEND, 403, "accessNotConfigured"),
    "no answer": OutcomeUnknown(SEND),
    "no right": AccessDenied(SEND, 403, "forbidden"),
}


@pytest.mark.parametrize("error", OTHERS.values(), ids=OTHERS)
def test_other_refusals_are_no_limit(ledger: Ledger, error: GoogleRefusal) -> None:
    with pytest.raises(type(error)) as raised:
        meets(ledger, error)

    assert raised.value is error
    assert last_limit(ledger, NOW + 900 * DAY) is None


def test_nothing_is_asked_while_mail_waits_and_the_moment_stays(ledger: Ledger) -> None:
    with pytest.raises(MailWaits):
        meets(ledger, LIMITS["a moment that 429 names"][0])
    with pytest.raises(MailWaits):
        meets(ledger, AssertionError("nobody should ask"), NOW + HOUR / 2)

    assert mail_waits_until(ledger, NOW) == NOW + HOUR


def test_a_moment_from_a_clock_that_was_a_year_ahead_holds_nothing(ledger: Ledger) -> None:
    with pytest.raises(MailWaits):
        meets(ledger, LIMITS["a day's sending"][0], NOW + 365 * DAY)

    assert mail_waits_until(ledger, NOW) is last_limit(ledger, NOW) is None
