"""What the title of a tab says of the sheet, without when it is of and whose it is."""

from __future__ import annotations

from collections.abc import Set

from workspace_agent.intake.heading_words import normal_heading
from workspace_agent.intake.names import folded
from workspace_agent.intake.written_dates import MONTHS

SPANS = frozenset({"week", "wk", "weeks", "quarter", "qtr", "q", "term", "semester", "period"})
COPY = "copy"

_TIMES = SPANS | MONTHS.keys() | {"fall", "winter", "spring", "summer", "year", "sy"}

_BESIDE = _TIMES | {
    *("my", "our", "the", "of", "for", "new", "current", "upcoming", "updated", "copy"),
    *("iep", "sped", "sheet", "tab", "tracker", "info"),
}
"""`My IEP goals 26-27` says `goals`. `Student log` and `Volunteer hours` say more than `log` and `hours`."""


def is_called(title: str, titles: Set[str]) -> bool:
    """It says what one of these says.

    Args:
        title: Of a tab.
        titles: What people call such a sheet, in the form of headings.
    """
    said = normal_heading(title)
    core = _core(said)
    return said in titles or (bool(core) and core in map(_core, titles))


def is_something_else(title: str, titles: Set[str]) -> bool:
    """It names no sheet of this kind, no copy, no month nor week, and is not just numbered: `Mileage` is.

    Args:
        title: Of a tab.
        titles: As in `is_called`.
    """
    words = {*folded(title).split(), *normal_heading(title).split()}
    known = {word for one in titles for word in one.split()} | _TIMES | {COPY}
    return bool(words) and words.isdisjoint(known) and not any(map(str.isdecimal, title))


def _core(said: str) -> frozenset[str]:
    """Its words but for these, and for numbers; one and several are the same."""
    kept = [word for word in said.split() if not (word.isdecimal() or word in _BESIDE)]
    return frozenset(word.removesuffix("s") for word in kept)
