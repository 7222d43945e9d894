"""Pages of a list, with opaque tokens."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from typing import TypeVar

from workspace_agent.sandbox.errors import invalid

Item = TypeVar("Item")


def page(items: Sequence[Item], size: int, token: str | None) -> tuple[list[Item], str | None]:
    """One page and the token of the next, or None on the last.

    Raises:
        ApiError: 400 for a token that was never given out.
    """
    start = _offset(token) if token else 0
    stop = start + size
    return list(items[start:stop]), _token(stop) if stop < len(items) else None


def _token(offset: int) -> str:
    return urlsafe_b64encode(f"page:{offset}".encode()).decode().rstrip("=")


def _offset(token: str) -> int:
    try:
        label, _, offset = urlsafe_b64decode(token + "=" * (-len(token) % 4)).decode().partition(":")
        if label == "page":
            return int(offset)
    except ValueError:
        pass
    raise invalid("Invalid Value", "pageToken")
