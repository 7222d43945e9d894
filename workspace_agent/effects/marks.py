"""The private marks that the agent leaves on what it makes: opaque keys and keyed hashes, never a name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TypeVar

from workspace_agent.duties.folders import FOLDER
from workspace_agent.model.seen import EventMark, Prints
from workspace_agent.model.vocabulary import Purpose

OWN = "wa"
KEY = "wa_key"
SUPERSEDED = "wa_superseded"
CLOSED = "wa_closed"
"""On a record: how often it was forbidden to download it. The first time is when it is made."""
PUBLIC, PUBLIC_ROOT = "workspace_agent", "root"
"""Beside its private marks the root carries one that every app sees: by it another OAuth client finds it."""
_PREFIX = "wa_"
_SEPARATOR = ","
_LINKED, _CANCELLED, _HIDDEN = "linked", "cancelled", "hidden"

T = TypeVar("T")


def file_marks(key: str, properties: tuple[tuple[str, str], ...] = ()) -> dict[str, str]:
    """`appProperties` of a file or folder; at most 124 bytes each.

    Source: developers.google.com/drive/api/guides/properties
    """
    closed = {} if key.startswith(FOLDER) else {CLOSED: "1"}
    return {OWN: "1", KEY: key} | closed | prefixed(properties)


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
        "wa_row": str(mark.row),
        "wa_event": str(mark.event),
        "wa_asked": str(mark.asked),
        "wa_line": mark.line,
        "wa_how": _how(mark),
    }


def _how(mark: EventMark) -> str:
    words = {_LINKED: mark.linked, _CANCELLED: mark.cancelled, _HIDDEN: mark.hidden}
    return _SEPARATOR.join(word for word, is_so in words.items() if is_so)


def is_linked(marks: Mapping[str, str]) -> bool:
    """A person made the event, and the agent was told that it is a meeting of the sheet."""
    return _LINKED in _words(marks, "wa_how")


def _words(marks: Mapping[str, str], name: str) -> list[str]:
    """What is kept under a name; one that is not there holds nothing, for Google may keep no empty value."""
    return [word for word in marks.get(name, "").split(_SEPARATOR) if word]


def read_event_mark(marks: Mapping[str, str], day: date) -> EventMark | None:
    """The mark of an event, or None where it is not ours.

    Of a mark that is not whole (another version wrote it, or a person changed it) whose meeting it is and the
    number are kept: then the event counts as changed by a person, and is neither written nor booked again.
    """
    ref, number = marks.get("wa_student", ""), marks.get("wa_number", "")
    if not ref or not number.isdecimal():
        return None
    how = _words(marks, "wa_how")
    try:
        return EventMark(
            student_ref=ref,
            number=int(number),
            day=date.fromisoformat(marks["wa_day"]),
            purposes=frozenset(
                Purpose(word) for word in marks.get("wa_purposes", "").split(_SEPARATOR) if word
            ),
            row=Prints.parse(marks["wa_row"]),
            event=Prints.parse(marks["wa_event"]),
            asked=int(marks["wa_asked"]),
            line=marks.get("wa_line", ""),
            linked=is_linked(marks),
            cancelled=_CANCELLED in how,
            hidden=_HIDDEN in how,
        )
    except (KeyError, ValueError):
        return EventMark(ref, int(number), day, frozenset(), Prints(), Prints())
