"""Recurring events: their occurrences, and those of them that were changed on their own.

A changed or deleted occurrence is an event of its own with `recurringEventId`; the others are worked out.

Source: https://developers.google.com/workspace/calendar/api/guides/recurringevents.
"""

from __future__ import annotations

from collections.abc import Iterator

from workspace_agent.sandbox.calendar.access import not_found
from workspace_agent.sandbox.calendar.state import Calendar, Entry
from workspace_agent.sandbox.calendar.time import spans
from workspace_agent.sandbox.calendar.view import instance


def occurrences(calendar: Calendar, entry: Entry) -> Iterator[Entry]:
    """Occurrences of a series that were left as they are; an event that does not recur is its only one."""
    if not entry.resource.get("recurrence"):
        yield entry
        return
    for span in spans(entry.resource, calendar.time_zone):
        one = instance(entry, span)
        if one.resource["id"] not in calendar.events:
            yield one


def exceptions(calendar: Calendar, series_id: str) -> list[Entry]:
    """The occurrences of a series that were changed or deleted."""
    return [one for one in calendar.events.values() if one.resource.get("recurringEventId") == series_id]


def find_entry(calendar: Calendar, event_id: str) -> Entry:
    """An event, or one occurrence of a recurring one.

    Raises:
        ApiError: 404.
    """
    if event_id in calendar.events:
        return calendar.events[event_id]
    series = calendar.events.get(event_id.rpartition("_")[0])
    if series is not None and series.resource.get("recurrence"):
        found = (one for one in occurrences(calendar, series) if one.resource["id"] == event_id)
        return _first(found)
    raise not_found()


def _first(found: Iterator[Entry]) -> Entry:
    entry = next(found, None)
    if entry is None:
        raise not_found()
    return entry
