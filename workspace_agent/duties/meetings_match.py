"""Which row is which event: identity is decided here, before anything is compared."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence, Set
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import product

from workspace_agent.model.seen import EventState, MarkedEvent, Prints
from workspace_agent.model.vocabulary import Purpose


@dataclass(frozen=True, slots=True)
class Wanted:
    """What identifies a row among the rows of one student.

    Attributes:
        asks: It asks for an event that is to come; only such a row may take one from another date.
    """

    day: date
    purposes: frozenset[Purpose]
    prints: Prints
    asks: bool = True


@dataclass(frozen=True, slots=True)
class Match:
    """Rows with their events, and the events that no row claims."""

    pairs: tuple[MarkedEvent | None, ...]
    left: tuple[MarkedEvent, ...]


def match(
    rows: Iterable[Wanted], events: Iterable[MarkedEvent], now: datetime, left_before: Set[str] = frozenset()
) -> Match:
    """Pair rows and events of one student.

    First a row that followed its event to where a person put it; then by equal content, by day and purposes
    of the last look, by the day, by equal purposes, and last by the day where the event stands now: a row
    that was retyped or redated keeps its event, a row sorted elsewhere is still itself. By purposes alone
    only a row that asks for an event is paired, and only with a coming one, the nearest: an old row never
    takes the event of a new one, a deleted event is remembered for its date, an ended one stays as it was.

    Args:
        rows: The student's dated rows, in the order of the sheet, also those that ask for no event.
        events: The student's events that carry our mark, without those that the agent cancelled: a row that
            wants such a meeting again gets a new event.
        now: The moment of the run.
        left_before: Ids of events that no row claimed at the last look: no row was redated away from them.

    Returns:
        One event or None for each row, and the events that no row claims.
    """
    wanted, alive = list(rows), list(events)
    free = sorted(alive, key=lambda event: (event.state is EventState.CANCELLED, -event.mark.number))
    booked = [event.mark.row for event in alive]
    pairs: list[MarkedEvent | None] = [None] * len(wanted)

    def where_it_stands(row: Wanted, event: MarkedEvent) -> bool:
        """The row followed the event to where a person put it, and no event was booked for what it says."""
        moved = event.state is EventState.OPEN and not any(map(row.prints.same_meeting, booked))
        same_time = bool(row.prints.time) and row.prints.time == event.prints.time
        return moved and same_time and row.purposes == event.mark.purposes

    for same in (where_it_stands, _same_content, _same_day_and_purposes, _same_day):
        _pair(wanted, free, pairs, same)
    coming = [event for event in free if event.state is EventState.OPEN and event.end > now]
    _pair_redated(wanted, [event for event in coming if event.event_id not in left_before], free, pairs)
    _pair_redated(wanted, [event for event in coming if event in free], free, pairs)
    _pair(wanted, free, pairs, _stands_on_day)
    return Match(tuple(pairs), tuple(free))


def second_ones(rows: Sequence[tuple[Hashable, int]]) -> dict[int, int]:
    """Rows that want what another row of the student has, such as a time.

    Args:
        rows: What each row wants, with its rank: the lowest has it, of equal ones the first.

    Returns:
        Indexes of the others, each with that of the row that has it.
    """
    first: dict[Hashable, int] = {}
    for index in sorted(range(len(rows)), key=lambda index: (rows[index][1], index)):
        first.setdefault(rows[index][0], index)
    having = {index: first[wanted] for index, (wanted, _) in enumerate(rows)}
    return {index: other for index, other in having.items() if index != other}


def rank(start: datetime, event: MarkedEvent | None) -> int:
    """How good a row's claim is: its event is where the row wants it, it has an event at all, it has none."""
    if event is None or event.state is EventState.CANCELLED:
        return 2
    return 0 if event.start == start else 1


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


def _pair_redated(
    wanted: list[Wanted],
    coming: list[MarkedEvent],
    free: list[MarkedEvent],
    pairs: list[MarkedEvent | None],
) -> None:
    """By equal purposes, the nearest first; where an event would be left over nobody can say which."""
    asking = [index for index, row in enumerate(wanted) if row.asks and pairs[index] is None]
    for purposes in {wanted[index].purposes for index in asking}:
        rows = [index for index in asking if wanted[index].purposes == purposes]
        events = [event for event in coming if event.mark.purposes == purposes]
        if len(events) > len(rows):
            continue
        for index, event in sorted(product(rows, events), key=lambda two: _distance(wanted[two[0]], two[1])):
            if pairs[index] is None and event in free:
                pairs[index] = event
                free.remove(event)


def _distance(row: Wanted, event: MarkedEvent) -> timedelta:
    """From the day that the row had, or the one where a person put the event."""
    return min(abs(row.day - event.mark.day), abs(row.day - event.start.date()))


def _same_content(row: Wanted, event: MarkedEvent) -> bool:
    return row.prints.same_meeting(event.mark.row)


def _same_day_and_purposes(row: Wanted, event: MarkedEvent) -> bool:
    return _same_day(row, event) and row.purposes == event.mark.purposes


def _same_day(row: Wanted, event: MarkedEvent) -> bool:
    return row.day == event.mark.day


def _stands_on_day(row: Wanted, event: MarkedEvent) -> bool:
    stands = event.state is EventState.OPEN and row.day == event.start.date()
    return stands and row.purposes == event.mark.purposes
