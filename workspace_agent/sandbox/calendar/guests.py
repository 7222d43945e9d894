"""Guests: their copies of an event, their answers, and what they may change.

An invited address gets a copy on its calendar whatever its domain, as a Google account anywhere has.

Source: https://developers.google.com/workspace/calendar/api/concepts/sharing, .../guides/extended-properties,
and the descriptions of the flags guestsCan... in calendar.v3.
"""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from workspace_agent.sandbox.calendar import mail
from workspace_agent.sandbox.calendar.series import find_entry
from workspace_agent.sandbox.calendar.state import Calendar, Entry
from workspace_agent.sandbox.calendar.write import DEFAULTS, merge, settable
from workspace_agent.sandbox.call import ApiError, Call, Json

# What everybody sets on the own copy; it reaches nobody else.
_LOCAL = frozenset({"colorId", "reminders", "transparency", "visibility"})
_FLAGS = frozenset(
    {"anyoneCanAddSelf", "guestsCanInviteOthers", "guestsCanModify", "guestsCanSeeOtherGuests"}
)
_ANSWER = ("responseStatus", "comment", "additionalGuests")


@dataclass(frozen=True, slots=True)
class Reply:
    """What a guest's change of the own copy means for everybody."""

    answer: Json
    invited: list[Json]
    shared: Json


def original_of(call: Call, calendar: Calendar, entry: Entry) -> tuple[Calendar, Entry]:
    """The organiser's calendar and event behind a copy; an imported event stands for itself."""
    organizer = call.state.calendar.calendar(entry.resource["organizer"]["email"])
    if organizer is calendar:
        return calendar, entry
    try:
        return organizer, find_entry(organizer, entry.source or entry.resource["id"])
    except ApiError:
        return calendar, entry


def spread(call: Call, entry: Entry, before: Json | None) -> None:
    """Carry an organiser's event to the guests' calendars. Private extended properties stay behind."""
    present = _guests(entry.resource)
    for email in sorted(_guests(before or {}) | present):
        calendar = call.state.calendar.calendar(email)
        copy = _copy(call, calendar, entry.resource)
        known = calendar.events.get(copy["id"])
        invited_anew = email in present - _guests(before or {})
        if email not in present or (known and known.discarded and not invited_anew):
            copy["status"] = "cancelled"
        held = call.state.calendar.save(calendar, copy, call.now)
        held.source = entry.resource["id"]
        held.discarded = held.discarded and not invited_anew


def _copy(call: Call, calendar: Calendar, resource: Json) -> Json:
    copy = deepcopy(resource) | _own_ids(call, calendar, resource)
    own = calendar.events[copy["id"]].resource if copy["id"] in calendar.events else {}
    copy |= {name: own[name] for name in _LOCAL if name in own}
    shared = copy.pop("extendedProperties", {}).get("shared")
    private = own.get("extendedProperties", {}).get("private")
    properties = ({"shared": shared} if shared else {}) | ({"private": private} if private else {})
    return copy | ({"extendedProperties": properties} if properties else {})


def _own_ids(call: Call, calendar: Calendar, resource: Json) -> Json:
    """Under which ids a guest's calendar keeps an event: the organiser's, unless one is taken there."""
    organizer = resource["organizer"]["email"]
    series_id = resource.get("recurringEventId", "")
    own_series = calendar.copies.get((organizer, series_id), series_id)
    ids: Json = {"recurringEventId": own_series} if series_id else {}
    key = (organizer, resource["id"])
    if key not in calendar.copies:
        wanted = resource["id"].replace(series_id, own_series, 1) if series_id else resource["id"]
        calendar.copies[key] = call.state.ids.event() if wanted in calendar.events else wanted
    return ids | {"id": calendar.copies[key]}


def forget(call: Call, calendar: Calendar, resource: Json) -> None:
    """Take an event away as if it had never been, here and on the guests' calendars."""
    calendar.events.pop(resource["id"], None)
    for email in _guests(resource):
        other = call.state.calendar.calendar(email)
        other.events.pop(other.copies.pop((resource["organizer"]["email"], resource["id"]), ""), None)


def follow(call: Call, resource: Json, target: Calendar) -> None:
    """Let the guests' copies belong to the event's new home."""
    for email in _guests(resource):
        copies = call.state.calendar.calendar(email).copies
        own_id = copies.pop((resource["organizer"]["email"], resource["id"]), None)
        if own_id:
            copies[(target.id, resource["id"])] = own_id


def may_modify(entry: Entry, changed: set[str]) -> bool:
    """Whether a guest writes to the organiser's event itself.

    Raises:
        ApiError: 403 for the flags, which only the organiser sets.
    """
    if changed & _FLAGS:
        raise forbidden()
    return bool(entry.resource.get("guestsCanModify")) and not changed <= _LOCAL


def changed_fields(call: Call, shown: Json) -> set[str]:
    """Fields of the request that differ from what the caller sees now: clients send back what they read."""
    sent = settable(call)
    known = DEFAULTS | shown
    return {name for name, value in sent.items() if _plain(name, value) != _plain(name, known.get(name))}


def _plain(name: str, value: Any) -> Any:
    if name in {"start", "end"} and value and value.get("dateTime"):
        moment = datetime.fromisoformat(value["dateTime"])
        return moment.timestamp() if moment.tzinfo else value["dateTime"]
    return None if value in ("", [], {}) else value


def respond(call: Call, calendar: Calendar, entry: Entry, changed: set[str]) -> None:
    """A guest changes the copy on the own calendar.

    Answer, further guests and shared extended properties reach the organiser, the rest stays here.

    Raises:
        ApiError: 403 for a change of what belongs to the organiser.
    """
    if changed - _LOCAL - {"attendees", "attendeesOmitted", "extendedProperties"}:
        raise forbidden()
    properties = call.body.get("extendedProperties") or {}
    invited = list(_newcomers(call, calendar, entry)) if "attendees" in changed else []
    local: Json = {name: call.body[name] for name in _LOCAL & changed}
    if properties.get("private") is not None:
        local["extendedProperties"] = {"private": properties["private"]}
    call.state.calendar.save(calendar, merge(deepcopy(entry.resource), local), call.now)
    reply = _own_answer(call, calendar) if "attendees" in changed else {}
    if reply or invited or properties.get("shared"):
        _tell_organizer(call, calendar, entry, Reply(reply, invited, properties.get("shared") or {}))


def answer(call: Call, calendar: Calendar, entry: Entry, reply: Json) -> None:
    """Note a guest's answer on the organiser's event and on every copy."""
    _tell_organizer(call, calendar, entry, Reply(reply, [], {}))


def forbidden() -> ApiError:
    """Calendar's answer to a guest who changes the organiser's part."""
    message = "Shared properties can only be changed by the organizer of the event."
    return ApiError(403, message, reason="forbiddenForNonOrganizer", domain="calendar")


def _tell_organizer(call: Call, calendar: Calendar, entry: Entry, reply: Reply) -> None:
    organizer, original = original_of(call, calendar, entry)
    before = deepcopy(original.resource)
    resource = deepcopy(before)
    for attendee in resource.get("attendees", []):
        if attendee["email"].lower() == calendar.id:
            attendee |= {name: reply.answer[name] for name in _ANSWER if reply.answer.get(name)}
    resource["attendees"] = [*resource.get("attendees", []), *reply.invited]
    if reply.shared:
        resource = merge(resource, {"extendedProperties": {"shared": reply.shared}})
    saved = call.state.calendar.save(organizer, resource, call.now)
    if organizer is not calendar:
        spread(call, saved, before)
        mail.answered(call, calendar.id, resource, reply.answer)
    mail.tell_newcomers(call, before, resource)


def _own_answer(call: Call, calendar: Calendar) -> Json:
    sent = call.body.get("attendees") or []
    return next((one for one in sent if one.get("email", "").lower() == calendar.id), {})


def _newcomers(call: Call, calendar: Calendar, entry: Entry) -> Iterator[Json]:
    """Guests whom a guest invites.

    Raises:
        ApiError: 403 where the organiser does not allow it.
    """
    _, original = original_of(call, calendar, entry)
    known = {one["email"].lower() for one in original.resource.get("attendees", [])}
    known |= {entry.resource["organizer"]["email"].lower(), calendar.id}
    for one in settable(call).get("attendees", []):
        if one["email"].lower() not in known:
            if not entry.resource.get("guestsCanInviteOthers", True):
                raise forbidden()
            yield one


def _guests(resource: Json) -> set[str]:
    organizer = resource.get("organizer", {}).get("email", "").lower()
    return {one["email"].lower() for one in resource.get("attendees", [])} - {organizer}
