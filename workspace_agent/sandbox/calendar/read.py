"""Listing events and asking who is busy.

Source: the parameters of events.list and freebusy.query in calendar.v3.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from workspace_agent.sandbox.calendar import conference
from workspace_agent.sandbox.calendar.state import RANK, Calendar, Entry
from workspace_agent.sandbox.calendar.time import Span, bound, moment_of, spans, zone
from workspace_agent.sandbox.calendar.view import instance, is_masked, view
from workspace_agent.sandbox.calendar.write import spread
from workspace_agent.sandbox.call import ApiError, Call, Json
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
_MOST_CALENDARS = 50


def events_list(call: Call, calendar: Calendar) -> Json:
    """Answer events.list."""
    role = calendar.role(call.user)
    found = _ordered(
        call, calendar, [entry for entry in _expanded(call, calendar) if _wanted(call, role, entry)]
    )
    entries, following = page(call, found, min(call.params.get("maxResults", 250), 2500))
    refresh_conferences(call, entries)
    reply: Json = {
        "kind": "calendar#events",
        "etag": f'"p{call.state.calendar.serial}"',
        "summary": calendar.id,
        "timeZone": call.params.get("timeZone", calendar.time_zone),
        "accessRole": role,
        "defaultReminders": [],
        "items": [view(entry, calendar, role, call.params.get("timeZone", "")) for entry in entries],
    }
    if following or any(name in call.params for name in _NOT_WITH_SYNC):
        return reply | following
    return reply | {"nextSyncToken": f"sync-{call.state.calendar.serial}"}


def refresh_conferences(call: Call, entries: Iterable[Entry]) -> None:
    """Let pending conferences of events that are looked at be made, on every guest's copy alike."""
    for entry in entries:
        organizer = call.state.calendar.calendar(entry.resource["organizer"]["email"])
        original = organizer.events.get(entry.resource["id"])
        made = original and conference.look(original, call.state.calendar.conferences, call.state.ids)
        if original and made:
            resource = original.resource | made
            spread(call, call.state.calendar.save(organizer, resource, call.now), resource)


def _expanded(call: Call, calendar: Calendar) -> Iterator[Entry]:
    lower, upper = _bounds(call)
    since = _synced(call)
    for entry in calendar.events.values():
        if entry.serial <= since:
            continue
        times = [one for one in spans(entry.resource, calendar.time_zone) if one.overlaps(lower, upper)]
        if call.params.get("singleEvents") and entry.resource.get("recurrence"):
            yield from (instance(entry, one) for one in times)
        elif times:
            yield entry


def _bounds(call: Call) -> tuple[datetime | None, datetime | None]:
    lower, upper = (
        bound(call.params[name]) if name in call.params else None for name in ("timeMin", "timeMax")
    )
    if lower and upper and upper <= lower:
        raise _empty_range()
    return lower, upper


def _empty_range() -> ApiError:
    return ApiError(
        400,
        "The specified time range is empty.",
        reason="timeRangeEmpty",
        domain="calendar",
        location="timeMax",
    )


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
    if entry.cancelled and not (params.get("showDeleted") or "updatedMin" in params or "syncToken" in params):
        return False
    if "updatedMin" in params and datetime.fromisoformat(resource["updated"]) < bound(params["updatedMin"]):
        return False
    if "iCalUID" in params and resource["iCalUID"] != params["iCalUID"]:
        return False
    if _asks_for_content(call) and is_masked(resource, role):
        return False
    return _marked(call, resource) and _mentions(resource, params.get("q", ""))


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


def freebusy(call: Call) -> Json:
    """Answer freebusy.query. A calendar that cannot be read is a 200 with an error and no busy time."""
    lower, upper = (bound(call.body.get(name) or "") for name in ("timeMin", "timeMax"))
    if upper <= lower:
        raise _empty_range()
    ids = [item.get("id") or "" for item in call.body.get("items") or []]
    too_many = len(ids) > min(call.body.get("calendarExpansionMax") or _MOST_CALENDARS, _MOST_CALENDARS)
    window = Span(lower, upper)
    calendars = {
        one: _failed("tooManyCalendarsRequested") if too_many else _busy(call, one, window) for one in ids
    }
    return {
        "kind": "calendar#freeBusy",
        "timeMin": _utc(lower, "UTC"),
        "timeMax": _utc(upper, "UTC"),
        "calendars": calendars,
    }


def _failed(reason: str) -> Json:
    return {"errors": [{"domain": "global", "reason": reason}], "busy": []}


def _busy(call: Call, calendar_id: str, window: Span) -> Json:
    calendar = call.state.calendar.calendar(call.user if calendar_id == "primary" else calendar_id)
    if RANK[calendar.role(call.user)] < RANK["freeBusyReader"]:
        return _failed("notFound")
    taken = sorted(_taken(calendar, window), key=lambda span: span.start)
    zone_name = call.body.get("timeZone") or "UTC"
    return {
        "busy": [
            {"start": _utc(one.start, zone_name), "end": _utc(one.end, zone_name)} for one in _joined(taken)
        ]
    }


def _taken(calendar: Calendar, window: Span) -> Iterator[Span]:
    for entry in calendar.events.values():
        resource = entry.resource
        own: Json = next(
            (one for one in resource.get("attendees", []) if one["email"].lower() == calendar.id), {}
        )
        declined = own.get("responseStatus") == "declined"
        if entry.cancelled or declined or resource.get("transparency") == "transparent":
            continue
        for span in spans(resource, calendar.time_zone):
            if span.overlaps(window.start, window.end):
                yield Span(max(span.start, window.start), min(span.end, window.end))


def _joined(taken: list[Span]) -> list[Span]:
    joined: list[Span] = []
    for span in taken:
        if joined and span.start <= joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return joined


def _utc(moment: datetime, zone_name: str) -> str:
    return moment.astimezone(zone(zone_name)).isoformat(timespec="seconds").replace("+00:00", "Z")


def find_entry(calendar: Calendar, event_id: str) -> Entry:
    """An event, or one occurrence of a recurring one.

    Raises:
        ApiError: 404.
    """
    if event_id in calendar.events:
        return calendar.events[event_id]
    series = calendar.events.get(event_id.rpartition("_")[0])
    if series is not None and series.resource.get("recurrence"):
        occurrences = (instance(series, one) for one in spans(series.resource, calendar.time_zone))
        found = next((one for one in occurrences if one.resource["id"] == event_id), None)
        if found:
            return found
    raise ApiError(404, "Not Found", reason="notFound")
