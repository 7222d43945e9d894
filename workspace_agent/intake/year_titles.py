"""The school year in a title: `26-27`, `'26-'27`, `2026/27`, `SY27`, `(2026)`. Dates and ids are none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from workspace_agent.intake.names import folded
from workspace_agent.intake.written_dates import MONTHS

_DASH = "[-\u2010-\u2015/_]"
_QUOTE = "['\u2018\u2019]?"
_BEFORE = rf"(?<![^\W_])(?<!#)(?<!\d{_DASH})(?<!\d\.)"
_BEHIND = rf"(?![^\W_])(?!\s*{_DASH}\s*{_QUOTE}\d)(?!\.\d)"
"""Neither in a word nor in a longer number, and not two parts of a date of three."""

_PAIR = re.compile(
    rf"{_BEFORE}(?:[sf]y\s*)?{_QUOTE}(?P<century>20)?(?P<first>[2-9]\d)"
    rf"\s*{_DASH}\s*{_QUOTE}(?:20)?(?P<second>[2-9]\d){_BEHIND}",
    re.IGNORECASE,
)
_END = re.compile(rf"{_BEFORE}[sf]y\s*{_QUOTE}(?:20)?(?P<year>[2-9]\d){_BEHIND}", re.IGNORECASE)
_EITHER = re.compile(r"\(20(?P<year>[2-9]\d)\)")
_BARE = re.compile(rf"{_BEFORE}20[2-9]\d{_BEHIND}")

_WORD_BEFORE = re.compile(r"(?P<comma>,\s*)?(?P<word>[^\W\d_]+)[\s.]*$")
_WORD_BEHIND = re.compile(r"[\s.]*(?P<word>[^\W\d_]+)")
_OTHER_NUMBERS = frozenset(
    {"week", "weeks", "wk", "id", "no", "nr", "number", "room", "rm", "age", "ages", "grade", "grades"}
)
_BESIDE = frozenset({"sy", "fy", "school", "year", "copy", "of", "new", "old", "updated", "final"})


class Year(NamedTuple):
    """The year in which a school year begins, by both readings of its title.

    Attributes:
        first: Where a year that stands alone, `(2026)`, is the one in which the school year begins.
        second: Where it is the one in which it ends. Any other title says the same either way.
    """

    first: int
    second: int


class _Found(NamedTuple):
    start: int
    end: int
    year: Year


def school_year(title: str) -> Year | None:
    """The school year that a title names; None where it names none or two.

    `SY27` and `FY27` are the school year that ends in 2027.
    """
    named = {one.year for one in _found(title)}
    return named.pop() if len(named) == 1 else None


def is_copy(title: str) -> bool:
    """It says that it is one: `Copy of ...`, as Drive calls it."""
    return "copy" in folded(title).split()


def stem(title: str) -> tuple[str, ...]:
    """What a title says beside its year."""
    words = folded(_BARE.sub(" ", without_years(title))).split()
    return tuple(word for word in words if word not in _BESIDE)


def without_years(title: str) -> str:
    """A title without the school years that it names."""
    for one in sorted(_found(title), reverse=True):
        title = f"{title[: one.start]} {title[one.end :]}"
    return title


def _found(title: str) -> Iterator[_Found]:
    for pair in _PAIR.finditer(title):
        first, second = int(pair["first"]), int(pair["second"])
        if second == first + 1 and not _is_something_else(title, pair):
            yield _Found(*pair.span(), Year(2000 + first, 2000 + first))
    for end in _END.finditer(title):
        begins = 2000 + int(end["year"]) - 1
        yield _Found(*end.span(), Year(begins, begins))
    for either in _EITHER.finditer(title):
        year = 2000 + int(either["year"])
        yield _Found(*either.span(), Year(year, year - 1))


def _is_something_else(title: str, pair: re.Match[str]) -> bool:
    """The number of a room or student, or days of a month: `Sept 25-26`. But `Ruiz, June 25-26` is a name."""
    before = _WORD_BEFORE.search(title[: pair.start()])
    word, is_given_name = (before["word"].casefold(), bool(before["comma"])) if before else ("", False)
    if word in _OTHER_NUMBERS:
        return True
    behind = _WORD_BEHIND.match(title[pair.end() :])
    in_month = (word in MONTHS and not is_given_name) or (behind and behind["word"].casefold() in MONTHS)
    return bool(in_month) and not pair["century"]
