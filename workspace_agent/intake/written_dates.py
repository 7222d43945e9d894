"""Dates that stand in a sheet as text: read only where one reading is possible."""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

from workspace_agent.model.problem_kinds import ProblemKind

MONTHS = {
    word[:length]: number
    for number, word in enumerate(
        (
            "january",
            "february",
            "march",
            "april",
            "may",
            "june",
            "july",
            "august",
            "september",
            "october",
            "november",
            "december",
        ),
        start=1,
    )
    for length in {3, 4 if word == "september" else 3, len(word)}
}
"""Month words and their usual short forms, with the month's number."""

FIRST_YEAR, LAST_YEAR = 2000, 2099
"""Years outside these are slips of the finger."""

_DAY = r"(?P<d>\d{1,2})(?:st|nd|rd|th)?"
_YEAR_FIRST = re.compile(r"(?P<y>\d{4})(?P<sign>[-/])(?P<m>\d{1,2})(?P=sign)(?P<d>\d{1,2})")
_DAY_FIRST = re.compile(rf"{_DAY}[-. ]+(?P<word>[A-Za-z]+)[-., ]+(?P<y>\d{{4}})")
_MONTH_FIRST = re.compile(rf"(?P<word>[A-Za-z]+)[-. ]+{_DAY}[-, ]+(?P<y>\d{{4}})")
_SLASHES = re.compile(r"(?P<a>\d{1,2})/(?P<b>\d{1,2})/(?P<y>\d{4}|\d{2})")


_MONTH = rf"\b(?:{'|'.join(sorted(MONTHS, key=len, reverse=True))})\b"
_NUMBERS = r"\d{1,4}[-/.]\d{1,2}(?:[-/.]\d{1,4})?"
_LIKE_A_DATE = re.compile(
    rf"(?:\b(?P<due>by|before|until|till|due|on):? )?(?<![\w/.-])(?P<date>{_NUMBERS}"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?[-. ]+{_MONTH}(?:[-., ]+\d{{4}})?"
    rf"|{_MONTH}[-. ]+\d{{1,2}}(?:st|nd|rd|th)?(?:[-, ]+\d{{4}})?)(?![\w/-])",
    re.IGNORECASE,
)
"""Whatever may be meant as a date in a sentence, also without a year, and a score or two; `due` is there
where it stands behind a word such as `by`."""


class TwoReadings(NamedTuple):
    """The dates that a text may mean: month first, as in the United States, and day first."""

    month_first: date
    day_first: date


def written_date(text: str) -> date | TwoReadings | ProblemKind:
    """The date that a text says, or why none can be taken from it.

    `2026-11-19`, `2026/11/19`, `12-Nov-2025`, `Nov 5th, 2026` and `11/13/2026` have one reading; `3/4/2026`
    has two.
    """
    if match := _SLASHES.fullmatch(text):
        return _slashes(int(match["a"]), int(match["b"]), int(match["y"]))
    if match := _YEAR_FIRST.fullmatch(text):
        return sensible(int(match["y"]), int(match["m"]), int(match["d"]))
    if match := _DAY_FIRST.fullmatch(text) or _MONTH_FIRST.fullmatch(text):
        return sensible(int(match["y"]), MONTHS.get(match["word"].casefold(), 0), int(match["d"]))
    return ProblemKind.NOT_A_DATE


def date_within(text: str, since: date | None = None) -> date | None:
    """The date that stands in a sentence, if nothing else in it may be meant as one.

    None where it has two readings: `by 11/12`, `3/4/2026`, `on 2026-11-05 or on 11/12`.

    Args:
        text: The sentence.
        since: Of a day without a year behind a word such as `by` the first from then on counts, of this
            year or the next; None where such a day is no date. `11/20` alone may be a score.
    """
    like = list(_LIKE_A_DATE.finditer(text))
    if len(like) != 1:
        return None
    typed, due = like[0]["date"], like[0]["due"]
    return _one_reading(typed) or (_next(typed, since) if due and since else None)


def _next(typed: str, since: date) -> date | None:
    sign = "/" if "/" in typed else " "
    days = (_one_reading(f"{typed}{sign}{since.year + later}") for later in (0, 1))
    return next((day for day in days if day is not None and day >= since), None)


def _one_reading(text: str) -> date | None:
    read = written_date(text)
    return read if isinstance(read, date) else None


def _slashes(first: int, second: int, short: int) -> date | TwoReadings | ProblemKind:
    year = short if short > 99 else 2000 + short
    month_first, day_first = sensible(year, first, second), sensible(year, second, first)
    if isinstance(month_first, ProblemKind):
        return day_first
    if isinstance(day_first, ProblemKind) or day_first == month_first:
        return month_first
    return TwoReadings(month_first, day_first)


def sensible(year: int, month: int, day: int) -> date | ProblemKind:
    """This date, if the calendar has it and its year is one of this century."""
    try:
        read = date(year, month, day)
    except ValueError:
        return ProblemKind.NOT_A_DATE
    return read if FIRST_YEAR <= year <= LAST_YEAR else ProblemKind.NOT_A_DATE
