"""Which row is which event: identity is decided here, before anything is compared."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from workspace_agent.model.seen import EventState, MarkedEvent
from workspace_agent.model.vocabulary import Purpose


@dataclass(frozen=True, slots=True)
class Wanted:
    """What identifies a row among the rows of one student."""

    day: date
    purposes: frozenset[Purpose]
    row_print: str


@dataclass(frozen=True, slots=True)
class Match:
    """Rows with their events, and the events that no row stands for."""

    pairs: tuple[MarkedEvent | None, ...]
    left: tuple[MarkedEvent, ...]


def match(rows: Iterable[Wanted], events: Iterable[MarkedEvent]) -> Match:
    """Pair rows and events of one student.

    First by equal content, then by the day of the last look, then by equal purposes among open events:
    a row that was retyped or redated keeps its event, a row sorted elsewhere is still itself. A cancelled
    event is only ever paired by its day: for that date it is remembered, for a new date a new event comes.

    Args:
        rows: The student's rows, in the order of the sheet.
        events: The student's events that carry our mark and have not ended.

    Returns:
        One event or None for each row, and what is left over among the open events.
    """
    wanted = list(rows)
    free = sorted(events, key=lambda event: (event.state is EventState.CANCELLED, -event.mark.number))
    pairs: list[MarkedEvent | None] = [None] * len(wanted)
    for same in (_same_content, _same_day, _same_purposes):
        _pair(wanted, free, pairs, same)
    return Match(tuple(pairs), tuple(event for event in free if event.state is EventState.OPEN))


def _pair(
    wanted: list[Wanted],
    free: list[MarkedEvent],
    pairs: list[MarkedEvent | None],
    same: Callable[[Wanted, MarkedEvent], bool],
) -> None:
    for index, row in enumerate(wanted):
        if pairs[index] is not None:
            continue
        found = next((event for event in free if same(row, event)), None)
        if found is not None:
            pairs[index] = found
            free.remove(found)


def _same_content(row: Wanted, event: MarkedEvent) -> bool:
    return row.row_print == event.mark.row_print


def _same_day(row: Wanted, event: MarkedEvent) -> bool:
    return row.day == event.mark.day


def _same_purposes(row: Wanted, event: MarkedEvent) -> bool:
    return event.state is EventState.OPEN and row.purposes == event.mark.purposes
