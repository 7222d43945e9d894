"""Calendar's Event resource, as one person sees it on one calendar."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from datetime import UTC, datetime
from typing import Any

from workspace_agent.sandbox.calendar.state import RANK, Calendar, Entry
from workspace_agent.sandbox.calendar.time import Span, zone
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


def view(entry: Entry, calendar: Calendar, role: str, zone_name: str = "") -> Json:
    """An event on a calendar.

    Args:
        entry: The copy on this calendar.
        calendar: The calendar.
        role: What the onlooker may do there.
        zone_name: In which zone times are printed; the calendar's own when empty.
    """
    resource: Json = _copied(entry.resource) | {"kind": "calendar#event", "etag": entry.etag}
    for name in ("start", "end", "originalStartTime"):
        if "dateTime" in resource.get(name, {}):
            moment = datetime.fromisoformat(resource[name]["dateTime"]).astimezone(
                zone(zone_name or calendar.time_zone)
            )
            resource[name]["dateTime"] = _printed(moment)
    if is_masked(resource, role):
        return {name: resource[name] for name in _BUSY if name in resource} | {"visibility": "private"}
    _point_out(resource, calendar.id)
    _hide_guests(resource, calendar.id)
    eid = urlsafe_b64encode(f"{resource['id']} {calendar.id}".encode()).decode().rstrip("=")
    return resource | {"htmlLink": f"https://www.google.com/calendar/event?eid={eid}"}


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
    if "date" in resource["start"]:
        resource["id"] += f"_{span.start:%Y%m%d}"
        resource["start"], resource["end"] = (
            {"date": f"{span.start:%Y-%m-%d}"},
            {"date": f"{span.end:%Y-%m-%d}"},
        )
    else:
        resource["id"] += f"_{span.start.astimezone(UTC):%Y%m%dT%H%M%SZ}"
        resource["start"] = resource["start"] | {"dateTime": span.start.isoformat()}
        resource["end"] = resource["end"] | {"dateTime": span.end.isoformat()}
    resource["originalStartTime"] = dict(resource["start"])
    return Entry(resource, entry.serial)


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
