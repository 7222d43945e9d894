"""Which dial-in line a meeting gets, where Google gives it no telephone number.

A line is a room: whoever dials in too early would walk into another family's meeting.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from workspace_agent.model.meeting_settings import DialIn
from workspace_agent.model.seen import EventState, MarkedEvent


@dataclass(frozen=True, slots=True)
class Taken:
    """A line, as its print, from when to when it is taken, and by which event.

    Attributes:
        moved: A person moved the event since the agent wrote it.
    """

    line: str
    start: datetime
    end: datetime
    event_id: str
    moved: bool = False


def taken_by(events: Iterable[MarkedEvent]) -> Iterator[Taken]:
    """The lines that events hold; what was cancelled frees its line."""
    for event in events:
        if event.mark.line and event.state is EventState.OPEN:
            moved = event.prints.time != event.mark.event.time
            yield Taken(event.mark.line, event.start, event.end, event.event_id, moved)


class Lines:
    """The company's lines, and from when to when each is taken. Lives for one plan.

    Args:
        pool: The lines, in the order in which they are given out.
        taken: By all our events, also those that are out of sight now.
        gap: Between two meetings on one line.
        sign: The keyed hash.
    """

    def __init__(
        self,
        pool: Iterable[DialIn],
        taken: Iterable[Taken],
        gap: timedelta,
        sign: Callable[[str], str],
    ) -> None:
        self._pool = {sign(f"line\n{line.key}")[:12]: line for line in pool}
        self._gap = gap
        self._taken = list(taken)

    def take(self, start: datetime, end: datetime, present: str, event_id: str) -> tuple[str, DialIn] | None:
        """A line that is free then: the one that the event has, if possible.

        An event that moves keeps the line for its former time as well: whether it moves is not certain yet.
        Of two events that a person has laid upon each other the one that did not move keeps its line.

        Args:
            start: When the meeting begins.
            end: When it ends.
            present: Print of the line that the event has, or empty.
            event_id: The event, which does not stand in its own way.

        Returns:
            The line with its print, or None where no line is free.
        """
        for key in sorted(self._pool, key=lambda key: key != present):
            if self._is_free(key, start, end, event_id):
                self._taken.append(Taken(key, start, end, event_id))
                return key, self._pool[key]
        return None

    def _is_free(self, key: str, start: datetime, end: datetime, event_id: str) -> bool:
        of_line = [one for one in self._taken if one.line == key]
        stays = any(one.event_id == event_id and not one.moved for one in of_line)
        return not any(
            one.event_id != event_id
            and not (stays and one.moved)
            and one.start < end + self._gap
            and start < one.end + self._gap
            for one in of_line
        )
