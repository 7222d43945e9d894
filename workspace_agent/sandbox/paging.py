"""Pages of a list, with opaque tokens."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from typing import TypeVar

from workspace_agent.sandbox.call import Call, Json
from workspace_agent.sandbox.errors import invalid

Item = TypeVar("Item")


def page(call: Call, items: Sequence[Item], size: int) -> tuple[list[Item], Json]:
    """One page, and `nextPageToken` unless it is the last.

    Google may answer less than was asked for, and even nothing, with more to come.

    Raises:
        ApiError: 400 for a token that was never given out.
    """
    token, quirks = call.params.get("pageToken"), call.state.quirks
    if quirks.empty_first_page and not token and items:
        return [], {"nextPageToken": _token(0)}
    start = _offset(token) if token else 0
    stop = start + min(size, quirks.page_size or size)
    return list(items[start:stop]), {"nextPageToken": _token(stop)} if stop < len(items) else {}


def _token(offset: int) -> str:
    return urlsafe_b64encode(f"page:{offset}".encode()).decode().rstrip("=")


def _offset(token: str) -> int:
    try:
        label, _, offset = urlsafe_b64decode(token + "=" * (-len(token) % 4)).decode().partition(":")
        if label == "page" and offset.isdecimal():
            return int(offset)
    except ValueError:
        pass
    raise invalid("Invalid Value", "pageToken")
