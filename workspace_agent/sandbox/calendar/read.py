"""Listing events.

Source: the parameters of events.list and events.instances in calendar.v3.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from workspace_agent.sandbox.calendar import conference
from workspace_agent.sandbox.calendar.guests import original_of, spread
from workspace_agent.sandbox.calendar.series import exceptions, find_entry, occurrences
from workspace_agent.sandbox.calendar.state import Calendar, Entry
from workspace_agent.sandbox.calendar.time import bound, empty_range, moment_of, span_of, zone
from workspace_agent.sandbox.calendar.view import is_masked, named, view, with_few_guests
from workspace_agent.sandbox.call import ApiError, Call, Json
from workspace_agent.sandbox.clock import stamp
from workspace_agent.sandbox.errors import invalid
from workspace_agent.sandbox.paging import page

_NOT_WITH_SYNC = (
    "iCalUID",
    "orderBy",
    "privateExtendedProperty",
    "q",
    "sharedExtendedProperty",
    "timeMin",
    "timeMax",
    "updatedMin",
)


def events_list(call: Call, calendar: Calendar) -> Json:
    """Answer events.list."""
    role = calendar.role(call.user)
    found = _ordered(
        call, calendar, [entry for entry in _expanded(call, calendar) if _wanted(call, role, entry)]
    )
    entries, following = page(call, found, min(call.params.get("maxResults", 250), 2500))
    refresh_conferences(call, calendar, entries)
    reply = _reply(call, calendar, entries)
    if following or any(name in call.params for name in _NOT_WITH_SYNC):
        return reply | following
    return reply | _sync_token(call)


def _sync_token(call: Call) -> Json:
    return {"nextSyncToken": f"sync-{call.state.calendar.serial}"}


def refresh_conferences(call: Call, calendar: Calendar, entries: Iterable[Entry]) -> None:
    """Let pending conferences of events that are looked at be made, on every guest's copy alike."""
    for entry in entries:
        organizer, original = original_of(call, calendar, entry)
        made = conference.look(original, call.state.calendar.conferences, call.state.ids)
        if made:
            resource = original.resource | made
            spread(call, call.state.calendar.save(organizer, resource, call.now), resource)


def instances(call: Call, calendar: Calendar) -> Json:
    """Answer events.instances: every occurrence of one series, changed ones included."""
    series = find_entry(calendar, call.params["eventId"])
    lower, upper = _bounds(call)
    every = [*occurrences(calendar, series), *exceptions(calendar, series.resource["id"])]
    found = [
        one
        for one in every
        if span_of(one.resource, calendar.time_zone).overlaps(lower, upper) and _is_asked_for(call, one)
    ]
    found.sort(key=lambda one: moment_of(one.resource["start"], calendar.time_zone))
    entries, following = page(call, found, min(call.params.get("maxResults", 250), 2500))
    return _reply(call, calendar, entries) | (following or _sync_token(call))


def _is_asked_for(call: Call, entry: Entry) -> bool:
    original = call.params.get("originalStart")
    if original and bound(original) != moment_of(entry.resource["originalStartTime"], "UTC"):
        return False
    return bool(call.params.get("showDeleted")) or not entry.cancelled


def _reply(call: Call, calendar: Calendar, entries: list[Entry]) -> Json:
    role, zone_name = calendar.role(call.user), call.params.get("timeZone", "")
    if zone_name:
        zone(zone_name)
    items = [
        named(entry) if _only_named(call, entry) else view(entry, calendar, role, zone_name)
        for entry in entries
    ]
    return {
        "kind": "calendar#events",
        "etag": f'"p{call.state.calendar.serial}"',
        "summary": calendar.summary,
        "description": calendar.details.get("description", ""),
        "updated": max(
            (one.resource["updated"] for one in calendar.events.values()), default=stamp(call.now)
        ),
        "timeZone": zone_name or calendar.time_zone,
        "accessRole": role,
        "defaultReminders": [{"method": "popup", "minutes": 10}] if role == "owner" else [],
        "items": [with_few_guests(one, call.params.get("maxAttendees", 0)) for one in items],
    }


def _only_named(call: Call, entry: Entry) -> bool:
    """Deleted events have no details where it was not asked for them."""
    return entry.cancelled and not any(call.params.get(name) for name in ("showDeleted", "updatedMin"))


def _expanded(call: Call, calendar: Calendar) -> Iterator[Entry]:
    lower, upper = _bounds(call)
    since = _synced(call)
    for entry in calendar.events.values():
        if entry.serial <= since:
            continue
        every = list(occurrences(calendar, entry))
        found = [one for one in every if span_of(one.resource, calendar.time_zone).overlaps(lower, upper)]
        if call.params.get("singleEvents"):
            yield from found
        elif found:
            yield entry


def _bounds(call: Call) -> tuple[datetime | None, datetime | None]:
    lower, upper = (
        bound(call.params[name]) if name in call.params else None for name in ("timeMin", "timeMax")
    )
    if lower and upper and upper <= lower:
        raise empty_range()
    return lower, upper


def _synced(call: Call) -> int:
    """The serial that a sync token stands for, or 0 without one."""
    token = call.params.get("syncToken")
    if token is None:
        return 0
    if any(name in call.params for name in _NOT_WITH_SYNC) or call.params.get("showDeleted") is False:
        raise invalid("Sync token cannot be used together with other filters.", "syncToken")
    serial = token.removeprefix("sync-")
    if not serial.isdigit() or int(serial) > call.state.calendar.serial:
        raise ApiError(
            410,
            "Sync token is no longer valid, a full sync is required.",
            reason="fullSyncRequired",
            domain="calendar",
            location="syncToken",
        )
    return int(serial)


def _wanted(call: Call, role: str, entry: Entry) -> bool:
    params, resource = call.params, entry.resource
    if entry.cancelled and not _shows_deleted(call, entry):
        return False
    if "updatedMin" in params and datetime.fromisoformat(resource["updated"]) < bound(params["updatedMin"]):
        return False
    if "iCalUID" in params and resource["iCalUID"] != params["iCalUID"]:
        return False
    if _asks_for_content(call) and is_masked(resource, role):
        return False
    return _marked(call, resource) and _mentions(resource, params.get("q", ""))


def _shows_deleted(call: Call, entry: Entry) -> bool:
    """Cancelled occurrences of a series are listed with it, as the description of showDeleted says."""
    if any(call.params.get(name) for name in ("showDeleted", "updatedMin", "syncToken")):
        return True
    return "recurringEventId" in entry.resource and not call.params.get("singleEvents")


def _asks_for_content(call: Call) -> bool:
    return any(name in call.params for name in ("q", "privateExtendedProperty", "sharedExtendedProperty"))


def _marked(call: Call, resource: Json) -> bool:
    for kind in ("private", "shared"):
        held = resource.get("extendedProperties", {}).get(kind, {})
        for constraint in call.params.get(f"{kind}ExtendedProperty", []):
            name, separator, value = constraint.partition("=")
            if not separator:
                raise invalid("Invalid Value", f"{kind}ExtendedProperty")
            if held.get(name) != value:
                return False
    return True


def _mentions(resource: Json, query: str) -> bool:
    if not query:
        return True
    people = [*resource.get("attendees", []), resource["organizer"]]
    texts = [resource.get(name, "") for name in ("summary", "description", "location")]
    texts += [person.get(name, "") for person in people for name in ("displayName", "email")]
    searched = " ".join(texts).lower()
    return all(word in searched for word in query.lower().split())


def _ordered(call: Call, calendar: Calendar, entries: list[Entry]) -> list[Entry]:
    order = call.params.get("orderBy")
    if order == "updated":
        return sorted(entries, key=lambda entry: (entry.resource["updated"], entry.serial))
    if order is None:
        return entries
    if not call.params.get("singleEvents"):
        raise invalid("The requested ordering is not available for the particular query.", "orderBy")
    return sorted(entries, key=lambda entry: moment_of(entry.resource["start"], calendar.time_zone))
