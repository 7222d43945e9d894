"""Calendar's Event resource, as one person sees it on one calendar."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from datetime import UTC, datetime
from typing import Any

from workspace_agent.sandbox.calendar.state import RANK, Calendar, Entry
from workspace_agent.sandbox.calendar.time import Span, moment_of, zone
from workspace_agent.sandbox.call import Json

# What remains of an event that the onlooker may know to be there and no more.
_BUSY = (
    "kind",
    "etag",
    "id",
    "status",
    "start",
    "end",
    "recurrence",
    "recurringEventId",
    "originalStartTime",
)
_NAME = ("kind", "etag", "id", "status", "recurringEventId", "originalStartTime")
# What a view changes; the rest of an event is shown as it is kept.
_SEEN_DIFFERENTLY = ("start", "end", "originalStartTime", "organizer", "creator", "attendees")
_SHORT_DOMAINS = {"gmail.com": "m", "group.calendar.google.com": "g"}


def view(entry: Entry, calendar: Calendar, role: str, zone_name: str = "") -> Json:
    """An event on a calendar.

    Args:
        entry: The copy on this calendar.
        calendar: The calendar.
        role: What the onlooker may do there.
        zone_name: In which zone times are printed; the calendar's own when empty.
    """
    own = {name: _copied(entry.resource[name]) for name in _SEEN_DIFFERENTLY if name in entry.resource}
    resource: Json = {**entry.resource, **own, "kind": "calendar#event", "etag": entry.etag}
    for name in ("start", "end", "originalStartTime"):
        if "dateTime" in resource.get(name, {}):
            moment = datetime.fromisoformat(resource[name]["dateTime"]).astimezone(
                zone(zone_name or calendar.time_zone)
            )
            resource[name]["dateTime"] = _printed(moment)
    if is_masked(resource, role):
        return {name: resource[name] for name in _BUSY if name in resource} | {"visibility": "private"}
    if resource["organizer"]["email"] == calendar.id:
        resource["organizer"] |= calendar.as_organizer
    _point_out(resource, calendar.id)
    _hide_guests(resource, calendar.id)
    return resource | {"htmlLink": _link(entry.resource, calendar)}


def _link(resource: Json, calendar: Calendar) -> str:
    """The address of an event, of a series that of its first occurrence; two domains are shortened."""
    event_id = resource["id"]
    if resource.get("recurrence"):
        event_id += _suffix(resource["start"], moment_of(resource["start"], calendar.time_zone))
    name, _, domain = calendar.id.partition("@")
    place = f"{event_id} {name}@{_SHORT_DOMAINS.get(domain, domain)}"
    eid = urlsafe_b64encode(place.encode()).decode().rstrip("=")
    return f"https://www.google.com/calendar/event?eid={eid}"


def named(entry: Entry) -> Json:
    """What remains of a deleted event for who only asks what has changed."""
    resource = entry.resource | {"kind": "calendar#event", "etag": entry.etag}
    return {name: resource[name] for name in _NAME if name in resource}


def _copied(value: Any) -> Any:
    """A deep copy; `copy.deepcopy`, made for more than JSON, takes several times as long."""
    if type(value) is dict:
        return {name: _copied(held) for name, held in value.items()}
    return [_copied(held) for held in value] if type(value) is list else value


def is_masked(resource: Json, role: str) -> bool:
    """Whether only the time may be seen."""
    if RANK[role] >= RANK["writer"]:
        return False
    return role == "freeBusyReader" or resource.get("visibility") in {"private", "confidential"}


def with_few_guests(resource: Json, most: int) -> Json:
    """`maxAttendees`: where there are more, only the onlooker is left."""
    guests = resource.get("attendees", [])
    if not most or len(guests) <= most:
        return resource
    return resource | {"attendees": [one for one in guests if one.get("self")], "attendeesOmitted": True}


def instance(entry: Entry, span: Span) -> Entry:
    """One occurrence of a recurring event."""
    resource = {name: value for name, value in entry.resource.items() if name != "recurrence"}
    resource["recurringEventId"] = resource["id"]
    resource["id"] += _suffix(resource["start"], span.start)
    if "date" in resource["start"]:
        resource["start"], resource["end"] = (
            {"date": f"{span.start:%Y-%m-%d}"},
            {"date": f"{span.end:%Y-%m-%d}"},
        )
    else:
        resource["start"] = resource["start"] | {"dateTime": span.start.isoformat()}
        resource["end"] = resource["end"] | {"dateTime": span.end.isoformat()}
    resource["originalStartTime"] = dict(resource["start"])
    return Entry(resource, entry.serial)


def _suffix(start: Json, moment: datetime) -> str:
    """What the id of an occurrence has beyond that of its series."""
    return f"_{moment:%Y%m%d}" if "date" in start else f"_{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _printed(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds").replace("+00:00", "Z")


def _point_out(resource: Json, calendar_id: str) -> None:
    organizer = resource["organizer"]["email"]
    for person in (resource["organizer"], resource["creator"], *resource.get("attendees", [])):
        if person["email"].lower() == calendar_id:
            person["self"] = True
    for person in resource.get("attendees", []):
        if person["email"].lower() == organizer.lower():
            person["organizer"] = True


def _hide_guests(resource: Json, calendar_id: str) -> None:
    if resource.get("guestsCanSeeOtherGuests", True) or resource["organizer"]["email"] == calendar_id:
        return
    resource["attendees"] = [
        one for one in resource.get("attendees", []) if one.get("self") or one.get("organizer")
    ]
    resource["attendeesOmitted"] = True
