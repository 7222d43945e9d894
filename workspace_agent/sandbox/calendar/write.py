"""Making and changing events: what is kept of a request, and how it reaches the guests' calendars."""

from __future__ import annotations

import re
from copy import deepcopy
from typing import Any

from workspace_agent.sandbox.calendar.mail import domain
from workspace_agent.sandbox.calendar.state import Calendar, Entry
from workspace_agent.sandbox.calendar.time import check_order, normalised
from workspace_agent.sandbox.call import ApiError, Call, Json
from workspace_agent.sandbox.clock import stamp
from workspace_agent.sandbox.errors import invalid

# The descriptions in calendar.v3 call these read-only, or another parameter decides about them.
_MANAGED = frozenset(
    {
        "attendeesOmitted",
        "conferenceData",
        "created",
        "creator",
        "etag",
        "hangoutLink",
        "htmlLink",
        "iCalUID",
        "id",
        "kind",
        "locked",
        "organizer",
        "originalStartTime",
        "privateCopy",
        "recurringEventId",
        "sequence",
        "updated",
    }
)
_KEPT_BY_UPDATE = (*_MANAGED, "status", "eventType")
# Left out of replies while they have their default.
_DEFAULTS = {
    "anyoneCanAddSelf": False,
    "guestsCanInviteOthers": True,
    "guestsCanModify": False,
    "guestsCanSeeOtherGuests": True,
    "transparency": "opaque",
    "visibility": "default",
}
_ATTENDEE_DEFAULTS = {
    "additionalGuests": 0,
    "optional": False,
    "resource": False,
    "self": False,
    "organizer": False,
}
_KEY_LENGTH, _VALUE_LENGTH = 44, 1024
_TIMES = ("start", "end", "recurrence")
_RESPONSES = frozenset({"needsAction", "declined", "tentative", "accepted"})


def new(call: Call, calendar: Calendar, event_id: str) -> Json:
    """The event that an insert asks for."""
    resource = {
        "id": event_id,
        "iCalUID": call.body.get("iCalUID") or f"{event_id}@google.com",
        "status": "confirmed",
        "eventType": "default",
        "created": stamp(call.now),
        "creator": {"email": call.user},
        "organizer": {"email": calendar.id},
        "sequence": 0,
        "reminders": {"useDefault": True},
    }
    return _settled(calendar, resource | _settable(call))


def patched(call: Call, calendar: Calendar, old: Json) -> Json:
    """Objects are merged, arrays replaced whole, null deletes."""
    merged = _merge(deepcopy(old), _settable(call))
    return _settled(calendar, _with_sequence(call, old, merged))


def updated(call: Call, calendar: Calendar, old: Json) -> Json:
    """A full update: what is not sent is gone."""
    kept = {name: old[name] for name in _KEPT_BY_UPDATE if name in old}
    sent = {name: value for name, value in _settable(call).items() if value is not None}
    merged = kept | {"reminders": {"useDefault": True}} | sent
    return _settled(calendar, _with_sequence(call, old, merged))


def spread(call: Call, entry: Entry, before: Json | None) -> None:
    """Carry an organiser's event to the guests' own calendars.

    Guests of another domain get none: their calendars are not ours. Private extended properties stay behind.
    """
    resource = entry.resource
    present = _inside(resource)
    for email in _inside(before or {}) | present:
        calendar = call.state.calendar.calendar(email)
        copy = deepcopy(resource)
        copy.pop("extendedProperties", None)
        shared = resource.get("extendedProperties", {}).get("shared")
        own = calendar.events[resource["id"]].resource if resource["id"] in calendar.events else {}
        private = own.get("extendedProperties", {}).get("private")
        properties = ({"shared": shared} if shared else {}) | ({"private": private} if private else {})
        if properties:
            copy["extendedProperties"] = properties
        if email not in present:
            copy["status"] = "cancelled"
        call.state.calendar.save(calendar, copy, call.now)


def respond(call: Call, calendar: Calendar, entry: Entry) -> None:
    """A guest changes the copy on the own calendar: the answer goes to the organiser, the rest stays here.

    Raises:
        ApiError: 403 for a change of what belongs to the organiser.
    """
    private = (call.body.get("extendedProperties") or {}).get("private")
    if set(call.body) - {"attendees", "extendedProperties", "reminders", "colorId"} or (
        "shared" in (call.body.get("extendedProperties") or {})
    ):
        message = "Shared properties can only be changed by the organizer of the event."
        raise ApiError(403, message, reason="forbiddenForNonOrganizer", domain="calendar")
    local: Json = {name: call.body[name] for name in ("reminders", "colorId") if name in call.body}
    changed = _merge(deepcopy(entry.resource), local)
    if private is not None:
        changed = _merge(changed, {"extendedProperties": {"private": private}})
    call.state.calendar.save(calendar, changed, call.now)
    answers = [one for one in call.body.get("attendees") or [] if one.get("email", "").lower() == calendar.id]
    if answers:
        answer(call, calendar.id, entry, answers[0])


def answer(call: Call, email: str, entry: Entry, reply: Json) -> None:
    """Note a guest's answer on the organiser's event and on every copy."""
    organizer = call.state.calendar.calendar(entry.resource["organizer"]["email"])
    original = organizer.events[entry.resource["id"]]
    resource = deepcopy(original.resource)
    for attendee in resource.get("attendees", []):
        if attendee["email"].lower() == email:
            attendee |= {name: reply[name] for name in ("responseStatus", "comment") if reply.get(name)}
    spread(call, call.state.calendar.save(organizer, resource, call.now), resource)


def check_match(call: Call, entry: Entry) -> None:
    """Hold the request to its If-Match header.

    Raises:
        ApiError: 412 where the event is no longer what the client saw.
    """
    wanted = call.headers.get("if-match", "*")
    if wanted not in {"*", entry.etag}:
        raise ApiError(412, "Precondition Failed", reason="conditionNotMet", location="If-Match")


def _settable(call: Call) -> Json:
    body = {name: value for name, value in call.body.items() if name not in _MANAGED}
    if not call.params.get("supportsAttachments"):
        body.pop("attachments", None)
    if "attendees" in body:
        body["attendees"] = [_attendee(one) for one in body["attendees"] or []]
    return body


def _attendee(given: Json) -> Json:
    if not re.fullmatch(r"[^@\s]+@[^@\s]+", given.get("email") or ""):
        raise invalid("Invalid attendee email.")
    if given.get("responseStatus", "needsAction") not in _RESPONSES:
        raise invalid("Invalid attendee response status.")
    attendee: Json = {"responseStatus": "needsAction"} | given
    return {
        name: value
        for name, value in attendee.items()
        if value is not None and not (name in _ATTENDEE_DEFAULTS and value == _ATTENDEE_DEFAULTS[name])
    }


def _merge(old: Json, changes: Json) -> Json:
    for name, value in changes.items():
        if value is None:
            old.pop(name, None)
        elif isinstance(value, dict) and isinstance(old.get(name), dict):
            old[name] = _merge(old[name], value)
        else:
            old[name] = _without_nulls(value)
    return old


def _without_nulls(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _without_nulls(inner) for name, inner in value.items() if inner is not None}
    return value


def _with_sequence(call: Call, old: Json, merged: Json) -> Json:
    given = call.body.get("sequence")
    if given is not None and given < old["sequence"]:
        raise invalid(
            "Invalid sequence value. The specified sequence number is below the current sequence number of "
            "the resource. Re-fetch the resource and use its sequence number on the following request."
        )
    moved = any(merged.get(name) != old.get(name) for name in _TIMES)
    return merged | {"sequence": max(given or 0, old["sequence"] + moved)}


def _settled(calendar: Calendar, resource: Json) -> Json:
    """Check and normalise what will be kept."""
    zone_name = calendar.time_zone
    if resource.get("recurrence"):
        _check_recurring(resource)
    resource = {name: _without_nulls(value) for name, value in resource.items() if value is not None}
    for which in ("start", "end"):
        resource[which] = normalised(resource.get(which), which, zone_name)
    check_order(resource["start"], resource["end"], zone_name)
    if "extendedProperties" in resource:
        resource["extendedProperties"] = _fitted(resource["extendedProperties"])
    if resource["status"] not in {"confirmed", "tentative", "cancelled"}:
        raise invalid("Invalid status value.")
    return {
        name: value
        for name, value in resource.items()
        if value not in ({}, []) and not _is_default(name, value)
    }


def _fitted(properties: Json) -> Json:
    """Long keys are dropped and long values cut, both without a word.

    Source: https://developers.google.com/workspace/calendar/api/guides/extended-properties#limits.
    """
    fitted = {
        kind: {key: value[:_VALUE_LENGTH] for key, value in held.items() if len(key) <= _KEY_LENGTH}
        for kind, held in properties.items()
    }
    return {kind: held for kind, held in fitted.items() if held}


def _check_recurring(resource: Json) -> None:
    for which in ("start", "end"):
        value = resource.get(which) or {}
        if "dateTime" in value and "timeZone" not in value:
            raise ApiError(400, f"Missing time zone definition for {which} time.", reason="required")


def _is_default(name: str, value: Any) -> bool:
    return name in _DEFAULTS and bool(value == _DEFAULTS[name])


def _inside(resource: Json) -> set[str]:
    organizer = resource.get("organizer", {}).get("email", "")
    guests = {one["email"].lower() for one in resource.get("attendees", [])}
    return {email for email in guests - {organizer} if domain(email) == domain(organizer)}
