"""Calendar v3: events, access rules and free/busy."""

from __future__ import annotations

import re
from copy import deepcopy

from workspace_agent.sandbox.calendar import conference, mail
from workspace_agent.sandbox.calendar.read import events_list, find_entry, freebusy, refresh_conferences
from workspace_agent.sandbox.calendar.state import RANK, Calendar, Entry
from workspace_agent.sandbox.calendar.time import zone
from workspace_agent.sandbox.calendar.view import view
from workspace_agent.sandbox.calendar.write import answer, check_match, new, patched, respond, spread, updated
from workspace_agent.sandbox.call import ApiError, Call, Handler, Json
from workspace_agent.sandbox.errors import invalid, missing_scope, not_built
from workspace_agent.sandbox.files import SCOPE
from workspace_agent.sandbox.gmail.state import Note

_ID = re.compile(r"[a-v0-9]{5,1024}")
_OWNED = frozenset({f"{SCOPE}calendar.events.owned", f"{SCOPE}calendar.events.owned.readonly"})
_SCOPE_TYPES = frozenset({"default", "user", "group", "domain"})


def _calendar(call: Call, role: str) -> Calendar:
    """The calendar of a request, with at least a role on it.

    Raises:
        ApiError: 404 where the caller may know nothing of it, 403 where the role is too low.
    """
    wanted = call.params["calendarId"]
    calendar = call.state.calendar.calendar(call.user if wanted == "primary" else wanted)
    held = calendar.role(call.user)
    if held == "none":
        raise ApiError(404, "Not Found", reason="notFound")
    if call.usable and call.usable <= _OWNED and held != "owner":
        raise missing_scope("calendar", call.method)
    if RANK[held] < RANK[role]:
        message = f"You need to have {role} access to this calendar."
        raise ApiError(403, message, reason="requiredAccessLevel", domain="calendar")
    return calendar


def _entry(call: Call, calendar: Calendar) -> Entry:
    return find_entry(calendar, call.params["eventId"])


def _shown(call: Call, calendar: Calendar, entry: Entry) -> Json:
    return view(entry, calendar, calendar.role(call.user), call.params.get("timeZone", ""))


def _insert(call: Call) -> Json:
    calendar = _calendar(call, "writer")
    event_id = _id_of_new(call, calendar)
    requests: set[str] = set()
    resource = conference.wanted(call, new(call, calendar, event_id), requests)
    entry = call.state.calendar.save(calendar, resource, call.now)
    entry.conference_requests = requests
    return _told(call, calendar, entry, None)


def _id_of_new(call: Call, calendar: Calendar) -> str:
    wanted = call.body.get("id")
    if wanted is None:
        return call.state.ids.event()
    if not _ID.fullmatch(wanted) or call.body.get("iCalUID"):
        raise invalid("Invalid resource id value.")
    if wanted in calendar.events:
        raise ApiError(409, "The requested identifier already exists.", reason="duplicate")
    return str(wanted)


def _told(call: Call, calendar: Calendar, entry: Entry, before: Json | None) -> Json:
    """Carry a written event to its guests and answer with it."""
    spread(call, entry, before)
    mail.tell(call, before, entry.resource)
    return _shown(call, calendar, entry)


def _get(call: Call) -> Json:
    calendar = _calendar(call, "freeBusyReader")
    refresh_conferences(call, [_entry(call, calendar)])
    return _shown(call, calendar, _entry(call, calendar))


def _list(call: Call) -> Json:
    return events_list(call, _calendar(call, "freeBusyReader"))


def _patch(call: Call) -> Json:
    return _write(call, full=False)


def _update(call: Call) -> Json:
    return _write(call, full=True)


def _write(call: Call, *, full: bool) -> Json:
    calendar = _calendar(call, "writer")
    entry = _writable(call, calendar)
    if entry.resource["organizer"]["email"] != calendar.id:
        if not entry.resource.get("guestsCanModify"):
            respond(call, calendar, entry)
            return _shown(call, calendar, calendar.events[entry.resource["id"]])
        calendar = call.state.calendar.calendar(entry.resource["organizer"]["email"])
        entry = calendar.events[entry.resource["id"]]
    before = deepcopy(entry.resource)
    changed = (updated if full else patched)(call, calendar, before)
    resource = conference.wanted(call, changed, entry.conference_requests)
    return _told(call, calendar, call.state.calendar.save(calendar, resource, call.now), before)


def _writable(call: Call, calendar: Calendar) -> Entry:
    entry = _entry(call, calendar)
    if entry.resource.get("recurringEventId"):
        raise not_built("writes to one occurrence of a recurring event")
    check_match(call, entry)
    return entry


def _delete(call: Call) -> Json:
    """Cancel; a guest who deletes the own copy declines."""
    calendar = _calendar(call, "writer")
    entry = _writable(call, calendar)
    if entry.cancelled:
        raise ApiError(410, "Resource has been deleted", reason="deleted")
    before = deepcopy(entry.resource)
    if entry.resource["organizer"]["email"] != calendar.id:
        answer(call, calendar.id, entry, {"responseStatus": "declined"})
        call.state.calendar.save(calendar, entry.resource | {"status": "cancelled"}, call.now)
        return {}
    cancelled = call.state.calendar.save(calendar, before | {"status": "cancelled"}, call.now)
    _told(call, calendar, cancelled, before)
    return {}


def _calendar_resource(calendar: Calendar) -> Json:
    return {
        "kind": "calendar#calendar",
        "etag": f'"{calendar.time_zone}"',
        "id": calendar.id,
        "summary": calendar.id,
        "timeZone": calendar.time_zone,
        "conferenceProperties": {"allowedConferenceSolutionTypes": ["hangoutsMeet"]},
    }


def _get_calendar(call: Call) -> Json:
    return _calendar_resource(_calendar(call, "freeBusyReader"))


def _patch_calendar(call: Call) -> Json:
    calendar = _calendar(call, "owner")
    if call.body.get("timeZone"):
        zone(call.body["timeZone"])
        calendar.time_zone = call.body["timeZone"]
    return _calendar_resource(calendar)


def _rule(calendar: Calendar, rule_id: str) -> Json:
    kind, _, value = rule_id.partition(":")
    return {
        "kind": "calendar#aclRule",
        "etag": f'"{calendar.roles[rule_id]}"',
        "id": rule_id,
        "scope": {"type": kind, "value": value} if value else {"type": kind},
        "role": calendar.roles[rule_id],
    }


def _insert_rule(call: Call) -> Json:
    calendar = _calendar(call, "owner")
    scope, role = call.body.get("scope") or {}, call.body.get("role")
    if scope.get("type") not in _SCOPE_TYPES or role not in RANK:
        raise invalid("Invalid scope or role value.")
    kind, value = scope["type"], scope.get("value", "").lower()
    rule_id = f"{kind}:{value}" if value else kind
    calendar.roles[rule_id] = role
    if kind in {"user", "group"} and call.params.get("sendNotifications", True):
        subject = f"{call.user} has shared a calendar with you"
        call.state.gmail.notify(Note(call.user, value, subject, f"Calendar: {calendar.id}"), call.now)
    return _rule(calendar, rule_id)


def _list_rules(call: Call) -> Json:
    calendar = _calendar(call, "owner")
    items = [_rule(calendar, rule_id) for rule_id in calendar.roles]
    return {"kind": "calendar#acl", "etag": f'"{len(items)}"', "items": items}


def _delete_rule(call: Call) -> Json:
    calendar = _calendar(call, "owner")
    if calendar.roles.pop(call.params["ruleId"], None) is None:
        raise ApiError(404, "Not Found", reason="notFound")
    return {}


METHODS: dict[str, Handler] = {
    "calendar.events.insert": _insert,
    "calendar.events.get": _get,
    "calendar.events.list": _list,
    "calendar.events.patch": _patch,
    "calendar.events.update": _update,
    "calendar.events.delete": _delete,
    "calendar.calendars.get": _get_calendar,
    "calendar.calendars.patch": _patch_calendar,
    "calendar.acl.insert": _insert_rule,
    "calendar.acl.list": _list_rules,
    "calendar.acl.delete": _delete_rule,
    "calendar.freebusy.query": freebusy,
}
