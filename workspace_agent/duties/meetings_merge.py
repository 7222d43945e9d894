"""Row and event, each compared with what it was at the last look: what is patched, kept or asked.

Two sides alone cannot tell "a person changed it" from "we should change it", so a third is remembered: in the
event's private mark as the agent last wrote it, and in the ledger what was seen since. The newest act of a
person wins; where both sides changed between two looks, nobody can say which is newer, and a person is asked.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from workspace_agent.model.seen import EventField, EventMark, LastLook, Look, MarkedEvent, Prints

_SEPARATOR = "|"
_NOTHING: frozenset[EventField] = frozenset()
_GUESTS = frozenset({EventField.GUESTS})


class Wish(Enum):
    """Whether the row asks for the end of its event."""

    NONE = "none"
    CANCEL = "cancel"
    """It does, and nobody touched the event since."""
    KEPT = "kept"
    """It does, but a person changed the event at the same time or later: the event stays."""


@dataclass(frozen=True, slots=True)
class Sides:
    """What row and event showed at one look.

    Attributes:
        questions: Fields that both sides changed, differently, and that nobody has settled.
        since: When they first showed just this; None before it was remembered.
    """

    row: Prints
    event: Prints
    questions: frozenset[EventField] = _NOTHING
    wish: Wish = Wish.NONE
    since: datetime | None = None

    def look(self, event: MarkedEvent) -> Look:
        """To be remembered for the next look."""
        questions = ",".join(sorted(one.value for one in self.questions))
        parts = (str(self.row), str(self.event), questions, self.wish.value, _version(event.mark))
        return Look(_subject(event), _SEPARATOR.join(parts))


def last_sides(event: MarkedEvent, looks: Mapping[str, LastLook]) -> Sides:
    """What the last look showed: as the ledger remembers it, else as the mark says.

    What the ledger remembers of an event that was written since is of no use any more.
    """
    remembered = looks.get(_subject(event))
    parts = remembered.shown.split(_SEPARATOR) if remembered else []
    if remembered is None or len(parts) != 5 or parts[4] != _version(event.mark):
        return Sides(event.mark.row, event.mark.event)
    return Sides(
        row=Prints.parse(parts[0]),
        event=Prints.parse(parts[1]),
        questions=frozenset(EventField(word) for word in parts[2].split(",") if word),
        wish=Wish(parts[3]),
        since=remembered.since,
    )


def _subject(event: MarkedEvent) -> str:
    return f"event/{event.event_id}"


def _version(mark: EventMark) -> str:
    return f"{mark.row}-{mark.event}{'-cancelled' if mark.cancelled else ''}"


@dataclass(frozen=True, slots=True)
class Merge:
    """What becomes of each field in which row and event differ.

    Attributes:
        patch: The row changed, the event is as last seen.
        theirs: A person changed the event, and nobody changed the row since.
        questions: Both changed, differently.
    """

    patch: frozenset[EventField] = _NOTHING
    theirs: frozenset[EventField] = _NOTHING
    questions: frozenset[EventField] = _NOTHING


@dataclass(frozen=True, slots=True)
class GuestChange:
    """Whom the row puts on the event and takes off it, as hashes; everybody else stays as people left it."""

    on: frozenset[str]
    off: frozenset[str]


def guest_change(last: Sides, row: Prints, event: Prints) -> GuestChange:
    """What the row changed about the guests since the last look, and the event does not show yet."""
    before, now, there = last.row.each_guest, row.each_guest, event.each_guest
    return GuestChange(on=now - before - there, off=(before - now) & there)


def merge(last: Sides, row: Prints, event: Prints) -> Merge:
    """The decision table, field by field; guests come and go one by one, so there both sides are followed."""
    differ = row.differing(event) - _GUESTS
    row_changed = row.differing(last.row) & differ
    event_changed = event.differing(last.event) & differ
    quiet = differ - row_changed - event_changed
    invited = _guest_list(last, row, event)
    return Merge(
        patch=(row_changed - event_changed) | invited.patch,
        theirs=(event_changed - row_changed) | (quiet - last.questions) | invited.theirs,
        questions=(row_changed & event_changed) | (quiet & last.questions),
    )


def _guest_list(last: Sides, row: Prints, event: Prints) -> Merge:
    change = guest_change(last, row, event)
    if change.on or change.off:
        return Merge(patch=_GUESTS)
    return Merge(theirs=_GUESTS & row.differing(event))


def next_sides(last: Sides, row: Prints, event: Prints, merged: Merge) -> Sides:
    """What the next look compares with. What the row still waits to have patched stays as it was."""
    return Sides(row.taking(merged.patch, last.row), event, merged.questions)


def wish(last: Sides, event: Prints) -> Wish:
    """What becomes of a row's wish that its event be cancelled."""
    if last.wish is Wish.KEPT or event.differing(last.event):
        return Wish.KEPT
    return Wish.CANCEL
