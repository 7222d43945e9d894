"""How values of all kinds compare: numbers before text, text before truth values."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from workspace_agent.sandbox.sheets.outcomes import Failure, Outcome

Key = tuple[int, Any]


def order(value: object) -> Key:
    """The place of a value among others; letter case does not count, errors and blanks come last."""
    if isinstance(value, bool):
        return 2, value
    if isinstance(value, int | float):
        return 0, float(value)
    if isinstance(value, str):
        return 1, value.casefold()
    return (3, value.shown) if isinstance(value, Failure) else (4, "")


def order_beside(outcome: Outcome, other: Outcome) -> Key:
    """The same, but a blank is like what it is compared with."""
    if outcome.value is not None:
        return order(outcome.value)
    if isinstance(other.value, str):
        return order("")
    return order(value=False) if isinstance(other.value, bool) else order(0)


@lru_cache(maxsize=1024)
def wildcard(text: str) -> re.Pattern[str]:
    """A text in which `?` stands for one character, `*` for any number, and `~` takes their meaning away."""
    parts = re.findall(r"~[?*~]|[?*]|[^?*~]+|~", text)
    meanings = {"?": ".", "*": ".*"}
    pattern = "".join(
        meanings.get(part) or re.escape(part[1:] if len(part) > 1 and part[0] == "~" else part)
        for part in parts
    )
    return re.compile(pattern, re.IGNORECASE | re.DOTALL)


def likeness(sought: object, *, wildcards: bool = True) -> Callable[[object], bool]:
    """The test whether a value is the one that is sought; text may hold wildcards."""
    key = order(sought)
    if wildcards and isinstance(sought, str) and re.search("[?*~]", sought):
        pattern = wildcard(sought)
        return lambda value: isinstance(value, str) and pattern.fullmatch(value) is not None
    return lambda value: order(value) == key
