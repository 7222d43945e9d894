"""Calendar v3: events."""

from __future__ import annotations

import re
from base64 import b32hexencode
from copy import deepcopy

from workspace_agent.sandbox.calendar import acl, busy, calendars, conference, mail, settings
from workspace_agent.sandbox.calendar.access import opened
from workspace_agent.sandbox.calendar.guests import (
    answer,
    changed_fields,
    follow,
    forbidden,
    forget,
    may_modify,
    original_of,
    respond,
    spread,
)
from workspace_agent.sandbox.calendar.read import events_list, instances, refresh_conferences
from workspace_agent.sandbox.calendar.series import exceptions, find_entry
from workspace_agent.sandbox.calendar.state import WRITING, Calendar, Entry
from workspace_agent.sandbox.calendar.view import view, with_few_guests
from workspace_agent.sandbox.calendar.write import (
    cancelled,
    check_changed,
    check_match,
    new,
    patched,
    updated,
)
from workspace_agent.sandbox.call import ApiError, Call, Handler, Json
from workspace_agent.sandbox.errors import invalid

_ID = re.compile(r"[a-v0-9]{5,1024}")


def _entry(call: Call, calendar: Calendar) -> Entry:
    return find_entry(calendar, call.params["eventId"])


def _shown(call: Call, calendar: Calendar, entry: Entry) -> Json:
    shown = view(entry, calendar, calendar.role(call.user), call.params.get("timeZone", ""))
    return with_few_guests(shown, call.params.get("maxAttendees", 0))


def _insert(call: Call) -> Json:
    calendar = opened(call, WRITING)
    event_id = _id_of_new(call, calendar)
    requests: set[str] = set()
    resource = conference.wanted(call, new(call, calendar, event_id), requests)
    entry = call.state.calendar.save(calendar, resource, call.now)
    entry.conference_requests = requests
    return _told(call, calendar, entry, None)


def _id_of_new(call: Call, calendar: Calendar) -> str:
    wanted, uid = call.body.get("id"), call.body.get("iCalUID")
    if wanted is not None and (not _ID.fullmatch(wanted) or uid):
        raise invalid("Invalid resource id value.")
    if wanted in calendar.events or (uid and _known_uid(calendar, uid)):
        raise ApiError(409, "The requested identifier already exists.", reason="duplicate")
    return str(wanted or call.state.ids.event())


def _known_uid(calendar: Calendar, uid: str) -> Entry | None:
    return next((one for one in calendar.events.values() if one.resource["iCalUID"] == uid), None)


def _told(call: Call, calendar: Calendar, entry: Entry, before: Json | None) -> Json:
    """Carry a written event to its guests and answer with it."""
    spread(call, entry, before)
    mail.tell(call, before, entry.resource)
    return _shown(call, calendar, entry)


def _import(call: Call) -> Json:
    """Add a private copy of an event that lives elsewhere; the same `iCalUID` again changes that copy."""
    calendar = opened(call, WRITING)
    uid = call.body.get("iCalUID")
    if not uid:
        raise ApiError(400, "Required", reason="required")
    known = _known_uid(calendar, uid)
    resource = new(call, calendar, known.resource["id"] if known else _id_of_uid(uid))
    if (call.body.get("organizer") or {}).get("email"):
        resource["organizer"] = {
            name: call.body["organizer"][name]
            for name in ("email", "displayName")
            if call.body["organizer"].get(name)
        }
    return _shown(call, calendar, call.state.calendar.save(calendar, resource, call.now))


def _id_of_uid(uid: str) -> str:
    """The id that Calendar makes from where an event comes from; its own events keep theirs."""
    own = uid.removesuffix("@google.com")
    return own if own != uid and _ID.fullmatch(own) else "_" + _base32hex(uid)


def _base32hex(text: str) -> str:
    return b32hexencode(text.encode()).decode().rstrip("=").lower()


def _get(call: Call) -> Json:
    calendar = opened(call, "freeBusyReader")
    refresh_conferences(call, calendar, [_entry(call, calendar)])
    entry = _entry(call, calendar)
    check_changed(call, entry)
    return _shown(call, calendar, entry)


def _list(call: Call) -> Json:
    return events_list(call, opened(call, "freeBusyReader"))


def _instances(call: Call) -> Json:
    return instances(call, opened(call, "freeBusyReader"))


def _patch(call: Call) -> Json:
    return _write(call, full=False)


def _update(call: Call) -> Json:
    return _write(call, full=True)


def _write(call: Call, *, full: bool) -> Json:
    calendar = opened(call, WRITING)
    entry = _entry(call, calendar)
    check_match(call, entry)
    home, original = original_of(call, calendar, entry)
    if home is not calendar:
        changed = changed_fields(call, _shown(call, calendar, entry))
        if not may_modify(entry, changed):
            respond(call, calendar, entry, changed)
            return _shown(call, calendar, _entry(call, calendar))
    before = deepcopy(original.resource)
    resource = (updated if full else patched)(call, home, before)
    resource = conference.wanted(call, resource, original.conference_requests)
    if resource == before:
        return _shown(call, calendar, entry)
    _renew_occurrences(call, home, before, resource)
    saved = call.state.calendar.save(home, resource, call.now)
    _told(call, home, saved, before)
    return _shown(call, calendar, _entry(call, calendar))


def _renew_occurrences(call: Call, home: Calendar, before: Json, after: Json) -> None:
    """Another time or rule, or the end of a series, also ends what was changed in single occurrences."""
    if not before.get("recurrence"):
        return
    for entry in exceptions(home, before["id"]):
        last = deepcopy(entry.resource)
        if after["status"] == "cancelled":
            spread(call, call.state.calendar.save(home, last | {"status": "cancelled"}, call.now), last)
        elif any(before.get(name) != after.get(name) for name in ("start", "end", "recurrence")):
            forget(call, home, last)


def _delete(call: Call) -> Json:
    """Cancel; a guest who deletes the own copy declines."""
    calendar = opened(call, WRITING)
    entry = _entry(call, calendar)
    check_match(call, entry)
    if entry.cancelled:
        raise ApiError(410, "Resource has been deleted", reason="deleted")
    before = deepcopy(entry.resource)
    if before["organizer"]["email"] != calendar.id:
        answer(call, calendar, entry, {"responseStatus": "declined"})
        held = call.state.calendar.save(
            calendar, _entry(call, calendar).resource | {"status": "cancelled"}, call.now
        )
        held.discarded, held.source = True, entry.source
        return {}
    after = cancelled(before)
    _renew_occurrences(call, calendar, before, after)
    _told(call, calendar, call.state.calendar.save(calendar, after, call.now), before)
    return {}


def _move(call: Call) -> Json:
    """Give an event to another calendar: the old one keeps it as cancelled."""
    source, target = opened(call, WRITING), opened(call, WRITING, call.params["destination"])
    entry = _entry(call, source)
    if entry.resource["organizer"]["email"] == target.id:
        return _shown(call, source, entry)
    if entry.resource["organizer"]["email"] != source.id:
        raise forbidden()
    if entry.resource.get("recurringEventId"):
        message = "Cannot change the organizer of an instance."
        raise ApiError(400, message, reason="cannotChangeOrganizerOfInstance", domain="calendar")
    if entry.resource["id"] in target.events:
        raise ApiError(409, "The requested identifier already exists.", reason="duplicate")
    before = deepcopy(entry.resource)
    after = before | {"organizer": target.as_organizer}
    call.state.calendar.save(source, after | {"status": "cancelled"}, call.now)
    follow(call, before, target)
    moved = call.state.calendar.save(target, after, call.now)
    moved.conference_requests = entry.conference_requests
    return _told(call, target, moved, before)


METHODS: dict[str, Handler] = {
    "calendar.events.insert": _insert,
    "calendar.events.import": _import,
    "calendar.events.get": _get,
    "calendar.events.list": _list,
    "calendar.events.instances": _instances,
    "calendar.events.patch": _patch,
    "calendar.events.update": _update,
    "calendar.events.delete": _delete,
    "calendar.events.move": _move,
    **acl.METHODS,
    **busy.METHODS,
    **calendars.METHODS,
    **settings.METHODS,
}
