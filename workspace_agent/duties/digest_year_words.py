"""Words and numbers of the year plan: how much is due, of what kind, and against what.

What company practice wants is marked so wherever it stands beside dates of the law.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from workspace_agent.duties.digest import Figure
from workspace_agent.model.counting import counted
from workspace_agent.model.dates import words
from workspace_agent.model.vocabulary import ABOUT_504, Purpose
from workspace_agent.rules.year_calendar import DueDate, Overfull

LISTED = 12
"""How many of anything one line lists."""

K = TypeVar("K")


def is_practice(due: DueDate) -> bool:
    """Company practice sets this date, and no law."""
    return due.purpose in ABOUT_504


def parted(due: Iterable[DueDate]) -> tuple[list[DueDate], list[DueDate]]:
    """Those that the law sets, and those of company practice."""
    every = list(due)
    return [one for one in every if not is_practice(one)], [one for one in every if is_practice(one)]


def marked(purpose: Purpose, said: str) -> str:
    """`504 review (company practice)`, but `annual review`."""
    return f"{said} (company practice)" if purpose in ABOUT_504 else said


def how_much(due: Sequence[DueDate]) -> str:
    """`3 due, 1 by company practice`."""
    by_law, by_practice = map(len, parted(due))
    if not by_practice:
        return f"{by_law} due" if by_law else "nothing due"
    practice = "by company practice"
    return f"{by_law} due, {by_practice} {practice}" if by_law else f"{by_practice} due {practice}"


def against(one: Overfull) -> str:
    """`7 meetings on 5 working days`."""
    return f"{counted(one.meetings, 'meeting')} on {counted(one.working_days, 'working day')}"


def loads(named: list[tuple[str, list[DueDate]]]) -> tuple[tuple[str, tuple[Figure, ...]], ...]:
    """How much is due of each kind, and a bar against the longest."""
    longest = max((len(due) for _, due in named), default=0)
    return tuple((name, (_load(due, longest),)) for name, due in named)


def _load(due: Sequence[DueDate], longest: int) -> Figure:
    if not due:
        return Figure("nothing")
    kinds = by_kind(due)
    several = len({one.purpose for one in due}) > 1
    return Figure(f"{len(due)}: {kinds}" if several else kinds, share(len(due), longest))


def by_kind(due: Sequence[DueDate]) -> str:
    """`3 annual reviews, 1 504 review (company practice)`."""
    counts = Counter(one.purpose for one in due)
    return ", ".join(
        marked(purpose, counted(counts[purpose], purpose.words)) for purpose in Purpose if counts[purpose]
    )


def busiest_week(due: Sequence[DueDate]) -> Figure:
    """`2 Nov 2026: 4`."""
    monday, most = max(grouped(due, lambda one: one.monday), key=lambda one: len(one[1]))
    return Figure(f"{words(monday)}: {len(most)}")


def share(count: int, longest: int) -> int:
    """Length of a bar against the longest; anything that is there can be seen."""
    return max(2, round(100 * count / longest)) if count else 0


def ranked(counts: Iterable[tuple[str, int]]) -> str:
    """`Lakeward City SD: 3, Sierra Vieja ISD: 2`, the most first."""
    most = sorted(counts, key=lambda one: (-one[1], one[0]))
    return ", ".join(shortened((f"{name}: {count}" for name, count in most)))


def shortened(said: Iterable[str]) -> tuple[str, ...]:
    """The first of them, and how many more there are."""
    every = tuple(said)
    more = len(every) - LISTED
    return (*every[:LISTED], f"and {more} more") if more > 0 else every


def grouped(due: Iterable[DueDate], by: Callable[[DueDate], K]) -> list[tuple[K, list[DueDate]]]:
    """In the order in which they come first."""
    found: dict[K, list[DueDate]] = {}
    for one in due:
        found.setdefault(by(one), []).append(one)
    return list(found.items())
