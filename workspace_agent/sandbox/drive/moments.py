"""The times that Drive is told."""

from __future__ import annotations

from datetime import UTC, datetime

from workspace_agent.sandbox.call import Call
from workspace_agent.sandbox.errors import invalid

_SENT = ("createdTime", "modifiedTime", "viewedByMeTime")


def moment(text: str, location: str) -> datetime:
    """A time in UTC; one without a zone is in UTC already.

    Source: https://developers.google.com/workspace/drive/api/guides/ref-search-terms, of queries.

    Raises:
        ApiError: 400 for what is no time, or none between the years 1 and 9999.
    """
    try:
        read = datetime.fromisoformat(text)
        return (read if read.tzinfo else read.replace(tzinfo=UTC)).astimezone(UTC)
    except (OverflowError, ValueError):
        raise invalid("Invalid Value", location) from None


def sent(call: Call) -> dict[str, datetime]:
    """The times that a request gives a file.

    Raises:
        ApiError: 400 for one that is no time.
    """
    given = {name: call.body.get(name) for name in _SENT}
    return {name: moment(text, f"file.{name}") for name, text in given.items() if text}
