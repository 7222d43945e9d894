"""Hours of one day: typed spans merged where they overlap, and said in words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import time
from typing import TypeVar

from workspace_agent.model.field import Unreadable, known
from workspace_agent.model.finding import Step
from workspace_agent.model.hours import HoursEntry, OfficeHours

Span = tuple[time, time]
Stretch = HoursEntry | OfficeHours
"""A row with a start and an end."""
AnyStretch = TypeVar("AnyStretch", HoursEntry, OfficeHours)

_ONCE = " Rows that overlap count once."


def merged(spans: Iterable[Span]) -> list[Span]:
    """From the earliest on, those that overlap as one; a span that ends before it starts is none.

    Spans that only touch stay two, so that they can be found again in the sheet.
    """
    apart: list[Span] = []
    for start, end in sorted(spans):
        if apart and start < apart[-1][1]:
            apart[-1] = (apart[-1][0], max(apart[-1][1], end))
        elif start <= end:
            apart.append((start, end))
    return apart


def seconds(spans: Iterable[Span]) -> int:
    """Seconds that at least one span covers; a span that ends before it starts covers none."""
    return sum(_second(end) - _second(start) for start, end in merged(spans))


def added_up(spans: Sequence[Span], asked: str) -> str:
    """The sum of a day: `08:00-12:00 + 13:00-14:30 = 5.5 hours of 6.` is such a sentence.

    Args:
        spans: What was typed for the day.
        asked: How many hours there should be, in words.
    """
    apart = merged(spans)
    terms = " + ".join(map(_clocks, apart))
    said = f"{terms} = {_total(apart, asked)}." if terms else f"{_total(apart, asked)}."
    return said + (_ONCE if len(apart) < len(spans) else "")


def steps(rows: Iterable[Stretch], asked: str) -> tuple[Step, ...]:
    """The same line by line: each row with its place, from the earliest on, then the sum."""
    read = sorted((span, row.row) for row in rows for span in typed([row]))
    lines = (Step(_clocks(span), place) for span, place in read)
    return (*lines, Step(_total([span for span, _ in read], asked)))


def _total(spans: Iterable[Span], asked: str) -> str:
    count = hours(seconds(spans))
    return f"{count} hour{'' if count == '1' else 's'} of {asked}"


def hours(count: int) -> str:
    """Seconds as hours, never rounded up: a day that is short must not read as if it were full."""
    return f"{count // 36 / 100:g}"


def typed(rows: Iterable[Stretch]) -> list[Span]:
    """The span of each row; none of one whose start or end is not known."""
    ends = ((known(row.start), known(row.end)) for row in rows)
    return [(start, end) for start, end in ends if start is not None and end is not None]


def by_person(rows: Iterable[AnyStretch]) -> dict[str, list[AnyStretch]]:
    """The same rows by key of the case manager, in their order."""
    of: defaultdict[str, list[AnyStretch]] = defaultdict(list)
    for row in rows:
        of[row.case_manager].append(row)
    return of


def is_doubtful(row: Stretch) -> bool:
    """Whether a Problem speaks about this row: an end cannot be read, or it ends before it starts."""
    backwards = any(end < start for start, end in typed([row]))
    return backwards or isinstance(row.start, Unreadable) or isinstance(row.end, Unreadable)


def _clocks(span: Span) -> str:
    start, end = span
    return f"{_clock(start)}-{_clock(end)}"


def _clock(moment: time) -> str:
    """`08:00`, and `08:00:30` where it was typed to the second."""
    return f"{moment:%H:%M:%S}".removesuffix(":00")


def _second(moment: time) -> int:
    return moment.hour * 3600 + moment.minute * 60 + moment.second
