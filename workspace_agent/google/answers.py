"""What a failed request means: decided on status and reason, never on prose.

Sources: developers.google.com/calendar/api/guides/errors, /drive/api/guides/handle-errors,
/gmail/api/guides/handle-errors, cloud.google.com/apis/design/errors (ErrorInfo).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from enum import Enum, auto
from typing import Any

from workspace_agent.model.errors import code_word

RATE_REASONS = frozenset({"rateLimitExceeded", "userRateLimitExceeded", "RATE_LIMIT_EXCEEDED"})
_SHARED_TOO_MUCH = "sharingRateLimitExceeded"
"""Drive's word where an account may not share any more for a while; its domain is no `usageLimits`.

Others who met it waited a day, not seconds.
Source: developers.google.com/workspace/drive/api/guides/handle-errors
"""
_USED_UP = frozenset(
    {
        "quotaExceeded",
        "dailyLimitExceeded",
        _SHARED_TOO_MUCH,
        "accessNotConfigured",
        "SERVICE_DISABLED",
        "BILLING_DISABLED",
    }
)
_UNSURE = frozenset({408, 500, 502, 503, 504})

_SENT_TOO_MUCH = re.compile(r"\b5\.4\.5\b")
"""SMTP's code in Gmail's text where the day's sending is used up, whatever the status around it.

Source: support.google.com/a/answer/3726730 (`550 5.4.5 Daily user sending limit exceeded`)."""
_LIMITS = (403, 429, 550)
"""Statuses that a limit may come with."""

# Gmail tells when it opens again only here (no Retry-After): the one place where prose is read.
_IN_TEXT = re.compile(r"Retry after (\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z)")


class Meaning(Enum):
    """What an answer says about the request."""

    NOT_DONE_YET = auto()
    """It was not applied and may be later: any call may be repeated."""
    UNSURE = auto()
    """It may have been applied."""
    SIGNED_OUT = auto()
    USED_UP = auto()
    DENIED = auto()
    MISSING = auto()
    TAKEN = auto()
    GONE = auto()
    CHANGED = auto()
    WRONG = auto()


_BY_STATUS: Mapping[int, Meaning] = {
    401: Meaning.SIGNED_OUT,
    403: Meaning.DENIED,
    404: Meaning.MISSING,
    409: Meaning.TAKEN,
    410: Meaning.GONE,
    412: Meaning.CHANGED,
    429: Meaning.NOT_DONE_YET,
}


class Refused(Exception):  # noqa: N818 - it never leaves this package
    """An answer that is not a success. Its text stays inside; only codes are handed on.

    Args:
        status: HTTP status.
        headers: Response headers.
        content: Response body; may be HTML.
    """

    def __init__(self, status: int, headers: Mapping[str, str], content: bytes) -> None:
        super().__init__(f"HTTP {status}")
        self.answer = Answer(status, {name.lower(): value for name, value in headers.items()}, content)


class Unreadable(Exception):  # noqa: N818 - it never leaves this package
    """An answer that claims success and is cut off, or not the JSON object that it should be."""


@dataclass(frozen=True, slots=True, repr=False)
class Answer:
    """One answer that is not a success.

    Attributes:
        status: HTTP status.
        headers: Response headers, lower-case names.
        content: Response body.
    """

    status: int
    headers: Mapping[str, str]
    content: bytes

    @property
    def reason(self) -> str:
        """The first code word of the answer, old style before new style; empty when there is none."""
        return next(iter(self._reasons()), "")

    @property
    def meaning(self) -> Meaning:
        """What the answer says about the request."""
        if self.status in _LIMITS and (limit := self._limit()):
            return limit
        if self.status in _UNSURE or self.status > 504:
            return Meaning.UNSURE
        return _BY_STATUS.get(self.status, Meaning.WRONG)

    def retry_at(self, now: datetime) -> datetime | None:
        """Returns when Google says that it will answer again, or None.

        Args:
            now: Aware, in UTC; what `Retry-After` in seconds counts from.
        """
        header = self.headers.get("retry-after", "").strip()
        return _retry_after(header, now) if header else self._time_in_text()

    def _limit(self) -> Meaning | None:
        reasons = set(self._reasons())
        if reasons & _USED_UP:
            return Meaning.USED_UP
        if reasons & RATE_REASONS:
            return Meaning.NOT_DONE_YET
        domains = {item.get("domain") for item in self._old_style()}
        return Meaning.USED_UP if self.status == 403 and "usageLimits" in domains else None

    def _error(self) -> dict[str, Any]:
        try:
            body = json.loads(self.content)
        except ValueError:
            return {}
        error = body.get("error") if isinstance(body, dict) else None
        return error if isinstance(error, dict) else {}

    def _old_style(self) -> list[dict[str, Any]]:
        return _dicts(self._error().get("errors"))

    def _reasons(self) -> Iterator[str]:
        error = self._error()
        if _SENT_TOO_MUCH.search(str(error.get("message", ""))):
            yield "dailyLimitExceeded"
        words = [item.get("reason") for item in _dicts(error.get("errors")) + _dicts(error.get("details"))]
        yield from filter(None, map(code_word, [*words, error.get("status")]))

    def _time_in_text(self) -> datetime | None:
        found = _IN_TEXT.search(str(self._error().get("message", "")))
        try:
            return datetime.fromisoformat(found[1]) if found else None
        except ValueError:
            return None


def _dicts(value: object) -> list[dict[str, Any]]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _retry_after(header: str, now: datetime) -> datetime | None:
    if header.isascii() and header.isdigit():
        return now + timedelta(seconds=min(int(header), 86_400))
    try:
        when = parsedate_to_datetime(header)
    except ValueError:
        return None
    return when if when.tzinfo else when.replace(tzinfo=UTC)
