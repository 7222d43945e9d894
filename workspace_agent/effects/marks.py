"""The private marks that the agent leaves on what it makes: opaque keys and keyed hashes, never a name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TypeVar

from workspace_agent.model.seen import EventMark
from workspace_agent.model.vocabulary import Purpose

OWN = "wa"
KEY = "wa_key"
_PREFIX = "wa_"
_SEPARATOR = ","

T = TypeVar("T")


def file_marks(key: str, properties: tuple[tuple[str, str], ...] = ()) -> dict[str, str]:
    """`appProperties` of a file or folder; at most 124 bytes each.

    Source: developers.google.com/drive/api/guides/properties
    """
    return {OWN: "1", KEY: key} | prefixed(properties)


def prefixed(properties: Iterable[tuple[str, T]]) -> dict[str, T]:
    """Further marks under the names by which Google keeps them."""
    return {f"{_PREFIX}{name}": value for name, value in properties}


def unprefixed(marks: Mapping[str, str]) -> dict[str, str]:
    """Marks as Google keeps them, under our own names."""
    return {name.removeprefix(_PREFIX): value for name, value in marks.items() if name.startswith(_PREFIX)}


def event_marks(mark: EventMark) -> dict[str, str]:
    """`extendedProperties.private` of an event: seen on the organiser's copy only.

    Source: developers.google.com/calendar/api/guides/extended-properties
    """
    return {
        OWN: "1",
        "wa_student": mark.student_ref,
        "wa_number": str(mark.number),
        "wa_day": mark.day.isoformat(),
        "wa_purposes": _SEPARATOR.join(sorted(purpose.value for purpose in mark.purposes)),
        "wa_row": mark.row_print,
        "wa_event": mark.event_print,
    }


def read_event_mark(marks: Mapping[str, str], day: date) -> EventMark | None:
    """The mark of an event, or None where it is not ours.

    Of a mark that is not whole (another version wrote it, or a person changed it) whose meeting it is and the
    number are kept: then the event counts as changed by a person, and is neither written nor booked again.
    """
    ref, number = marks.get("wa_student", ""), marks.get("wa_number", "")
    if not ref or not number.isdecimal():
        return None
    try:
        return EventMark(
            student_ref=ref,
            number=int(number),
            day=date.fromisoformat(marks["wa_day"]),
            purposes=frozenset(Purpose(word) for word in marks["wa_purposes"].split(_SEPARATOR) if word),
            row_print=marks["wa_row"],
            event_print=marks["wa_event"],
        )
    except (KeyError, ValueError):
        return EventMark(ref, int(number), day, frozenset(), "", "")
