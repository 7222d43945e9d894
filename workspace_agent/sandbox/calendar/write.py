"""Making and changing events: what is kept of a request."""

from __future__ import annotations

import re
from copy import deepcopy
from typing import Any

from workspace_agent.sandbox.calendar import recur
from workspace_agent.sandbox.calendar.settings import EVENT_COLORS
from workspace_agent.sandbox.calendar.state import Calendar, Entry
from workspace_agent.sandbox.calendar.time import check_alike, check_order, check_zones, normalised
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
_KEPT_BY_UPDATE = (*_MANAGED, "eventType")
# Left out of replies while they have their default.
DEFAULTS = {
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
_MOST_ATTACHMENTS = 25
_MOST_MINUTES = 40_320  # four weeks
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
        "created": stamp(call.now.replace(microsecond=0)),
        "creator": {"email": call.user},
        "organizer": calendar.as_organizer,
        "sequence": 0,
    }
    return _settled(calendar, resource | settable(call))


def patched(call: Call, calendar: Calendar, old: Json) -> Json:
    """Objects are merged, arrays replaced whole, null deletes."""
    merged = merge(deepcopy(old), _of_occurrence(old, _answers_only(call, calendar, old)))
    return _numbered(call, old, _settled(calendar, merged))


def updated(call: Call, calendar: Calendar, old: Json) -> Json:
    """A full update: what is not sent is gone."""
    kept = {name: old[name] for name in _KEPT_BY_UPDATE if name in old}
    sent = {name: value for name, value in settable(call).items() if value is not None}
    sent = _of_occurrence(old, sent)
    return _numbered(call, old, _settled(calendar, kept | {"status": "confirmed"} | sent))


def cancelled(resource: Json) -> Json:
    """An event as it is left by its deletion."""
    return resource | {"status": "cancelled", "sequence": resource["sequence"] + 1}


def _of_occurrence(old: Json, sent: Json) -> Json:
    """An occurrence has no rule of its own."""
    return {
        name: value for name, value in sent.items() if name != "recurrence" or "recurringEventId" not in old
    }


def _answers_only(call: Call, calendar: Calendar, old: Json) -> Json:
    """With `attendeesOmitted` the caller's own answer is all that the sent guests change."""
    sent = settable(call)
    if not call.body.get("attendeesOmitted"):
        return sent
    own = [one for one in sent.get("attendees", []) if one["email"].lower() == calendar.id]
    rest = [one for one in old.get("attendees", []) if not own or one["email"].lower() != calendar.id]
    return sent | {"attendees": rest + own}


def check_match(call: Call, entry: Entry) -> None:
    """Hold the request to its If-Match header.

    Raises:
        ApiError: 412 where the event is no longer what the client saw.
    """
    wanted = call.headers.get("if-match", "*")
    if wanted not in {"*", entry.etag}:
        raise ApiError(412, "Precondition Failed", reason="conditionNotMet", location="If-Match")


def check_changed(call: Call, entry: Entry) -> None:
    """Hold a read to its If-None-Match header.

    Raises:
        ApiError: 304 where the client has seen this very version.
    """
    if call.headers.get("if-none-match") == entry.etag:
        raise ApiError(304, "Not Modified")


def settable(call: Call) -> Json:
    """What of a request body may be kept.

    Raises:
        ApiError: 400 for a guest without an address or with an unknown answer, for too many attachments, and
            for a colour or a reminder that there is not.
    """
    body = {name: value for name, value in call.body.items() if name not in _MANAGED}
    if not call.params.get("supportsAttachments"):
        body.pop("attachments", None)
    if len(body.get("attachments") or []) > _MOST_ATTACHMENTS:
        raise invalid(f"An event has at most {_MOST_ATTACHMENTS} attachments.")
    if "attendees" in body:
        body["attendees"] = [_attendee(one) for one in body["attendees"] or []]
    if body.get("colorId") and body["colorId"] not in EVENT_COLORS:
        raise invalid("Invalid color id value.")
    _check_reminders(body.get("reminders") or {})
    return body


def _check_reminders(reminders: Json) -> None:
    """Source: the description of EventReminder.minutes in calendar.v3."""
    minutes = [one.get("minutes") or 0 for one in reminders.get("overrides") or []]
    if not all(0 <= one <= _MOST_MINUTES for one in minutes):
        raise invalid("Invalid reminder minutes value.")


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


def merge(old: Json, changes: Json) -> Json:
    """Patch semantics: objects are merged, arrays replaced whole, null deletes."""
    for name, value in changes.items():
        if value is None:
            old.pop(name, None)
        elif isinstance(value, dict) and isinstance(old.get(name), dict):
            old[name] = merge(old[name], value)
        else:
            old[name] = _without_nulls(value)
    return old


def _without_nulls(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _without_nulls(inner) for name, inner in value.items() if inner is not None}
    return value


def _numbered(call: Call, old: Json, merged: Json) -> Json:
    """An event with its sequence number, which counts moves and the cancellation."""
    given = call.body.get("sequence")
    if given is not None and given < old["sequence"]:
        raise invalid(
            "Invalid sequence value. The specified sequence number is below the current sequence number of "
            "the resource. Re-fetch the resource and use its sequence number on the following request."
        )
    moved = any(merged.get(name) != old.get(name) for name in _TIMES)
    ended = merged["status"] == "cancelled" != old["status"]
    return merged | {"sequence": max(given or 0, old["sequence"] + (moved or ended))}


def _settled(calendar: Calendar, resource: Json) -> Json:
    """Check and normalise what will be kept."""
    zone_name = calendar.time_zone
    if resource.get("recurrence"):
        recur.check(resource["recurrence"])
    resource = {name: _without_nulls(value) for name, value in resource.items() if value is not None}
    check_alike(resource.get("start"), resource.get("end"))
    check_zones(resource)
    for which in ("start", "end"):
        resource[which] = normalised(resource.get(which), which, zone_name)
    check_order(resource["start"], resource["end"], zone_name)
    # The defaults of a calendar are for events at a time of day.
    resource.setdefault("reminders", {"useDefault": "dateTime" in resource["start"]})
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


def _is_default(name: str, value: Any) -> bool:
    return name in DEFAULTS and bool(value == DEFAULTS[name])
