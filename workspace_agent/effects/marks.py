"""The private marks that the agent leaves on what it makes: opaque keys and keyed hashes, never a name."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from workspace_agent.model.seen import EventMark
from workspace_agent.model.vocabulary import Purpose

OWN = "wa"
KEY = "wa_key"
SHARED = "wa_shared_"
SUPERSEDED = "wa_superseded"
PUBLIC, PUBLIC_ROOT = "workspace_agent", "root"
"""Beside its private marks the root carries one that every app sees: by it another OAuth client finds it."""
_SEPARATOR = ","


def file_marks(key: str, properties: tuple[tuple[str, str], ...] = ()) -> dict[str, str]:
    """`appProperties` of a file or folder; at most 124 bytes each.

    Source: developers.google.com/drive/api/guides/properties
    """
    return {OWN: "1", KEY: key} | {f"wa_{name}": value for name, value in properties}


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
