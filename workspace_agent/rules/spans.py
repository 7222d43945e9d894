"""Hours of one day: typed spans merged where they overlap, and said in words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import time

from workspace_agent.model.field import Field, Unreadable, known

Span = tuple[time, time]


def seconds(spans: Iterable[Span]) -> int:
    """Seconds that at least one span covers; a span that ends before it starts covers none."""
    total = reached = 0
    for start, end in sorted((_second(start), _second(end)) for start, end in spans):
        total += max(0, end - max(start, reached))
        reached = max(reached, end)
    return total


def hours(count: int) -> str:
    """Seconds as hours, never rounded up: a day that is short must not read as if it were full."""
    return f"{count // 36 / 100:g}"


def typed(start: Field[time], end: Field[time]) -> list[Span]:
    """The span of one row; none where one of its ends is not known."""
    begins, ends = known(start), known(end)
    return [] if begins is None or ends is None else [(begins, ends)]


def is_doubtful(start: Field[time], end: Field[time]) -> bool:
    """Whether a Problem speaks about this row: an end cannot be read, or it ends before it starts."""
    backwards = any(ends < begins for begins, ends in typed(start, end))
    return backwards or isinstance(start, Unreadable) or isinstance(end, Unreadable)


def _second(moment: time) -> int:
    return moment.hour * 3600 + moment.minute * 60 + moment.second
