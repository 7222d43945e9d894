"""In what a row and its event differ, in words: typed values only, never a title or an address."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta, tzinfo

from workspace_agent.duties.meetings_event import EventText, guest_print
from workspace_agent.model.dates import words
from workspace_agent.model.seen import EventField, MarkedEvent


def differences(
    fields: frozenset[EventField],
    text: EventText,
    event: MarkedEvent,
    sign: Callable[[str], str],
) -> str:
    """`time (row: 2 Dec 2026, 10:00 AM, 60 minutes; event: 3 Dec 2026, 1:00 PM, 60 minutes)`.

    Args:
        fields: Which fields to speak of.
        text: What the row asks for.
        event: As it is; its times are told in the zone of the row.
        sign: The keyed hash.
    """
    return ", ".join(_said(one, text, event, sign) for one in EventField if one in fields)


def _said(field: EventField, text: EventText, event: MarkedEvent, sign: Callable[[str], str]) -> str:
    if field is EventField.TIME:
        zone = text.start.tzinfo
        return (
            f"time (row: {_span(text.start, text.end, zone)}; event: {_span(event.start, event.end, zone)})"
        )
    if field is EventField.GUESTS:
        return f"guests ({'; '.join(_counted(text, event, sign))})"
    return "title" if field is EventField.SUMMARY else "description"


def _span(start: datetime, end: datetime, zone: tzinfo | None) -> str:
    local, minutes = start.astimezone(zone), (end - start) // timedelta(minutes=1)
    return f"{words(local.date())}, {local.strftime('%I:%M %p').lstrip('0')}, {minutes} minutes"


def _counted(text: EventText, event: MarkedEvent, sign: Callable[[str], str]) -> Iterator[str]:
    wanted = {guest_print(sign, guest) for guest in text.guests}
    there = event.prints.each_guest
    if there - wanted:
        yield f"{len(there - wanted)} on the event without a row that asks for them"
    if wanted - there:
        yield f"{len(wanted - there)} asked for by a row and not on the event"
