"""Cells that people fill with a tick, a day, a number or a name: whether they say yes, no or not yet."""

from __future__ import annotations

import re
from datetime import date

from workspace_agent.intake.reading import Conversion, Fault, as_tick, date_until, plain
from workspace_agent.intake.table import RawCell

_OPEN = frozenset(
    {
        "?",
        "tbd",
        "tba",
        "pending",
        "requested",
        "asked",
        "not yet",
        "unknown",
        "unsure",
        "in progress",
        "waiting",
    }
)
_NO = frozenset({"no", "not", "n", "none", "never", "unneeded"})


def words(text: str) -> list[str]:
    """The words of a text, small, without digits and signs."""
    return re.findall(r"[^\W\d_]+", plain(text))


def is_open(raw: RawCell) -> bool:
    """It says that something is not settled yet."""
    return plain(raw.text).rstrip(".") in _OPEN


def as_arranged(raw: RawCell) -> bool | None:
    """A tick, a day, a number to dial or whoever was booked is a yes; None where it is not settled yet."""
    ticked = as_tick(raw)
    if not isinstance(ticked, Fault):
        return ticked
    return None if is_open(raw) else _NO.isdisjoint(words(raw.text)[:1])


def done_on(today: date) -> Conversion[date | None]:
    """The day on which something was done: today at the latest; None where it is not done."""

    def convert(raw: RawCell) -> date | Fault | None:
        return None if is_open(raw) or as_tick(raw) is False else date_until(today)(raw)

    return convert
