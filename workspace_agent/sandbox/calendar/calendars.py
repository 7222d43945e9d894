"""Calendar v3: calendars, and the list that a person has of them.

Source: calendars.* and calendarList.* in calendar.v3.
"""

from __future__ import annotations

from workspace_agent.sandbox.calendar.access import not_found, opened, tagged
from workspace_agent.sandbox.calendar.state import RANK, Calendar
from workspace_agent.sandbox.calendar.time import zone
from workspace_agent.sandbox.calendar.write import cancelled
from workspace_agent.sandbox.call import ApiError, Call, Handler, Json
from workspace_agent.sandbox.errors import invalid
from workspace_agent.sandbox.paging import page

_DETAILS = ("summary", "description", "location")
_NOTIFICATIONS = [
    {"type": kind, "method": "email"}
    for kind in ("eventCreation", "eventChange", "eventCancellation", "eventResponse")
]
_LISTED = (
    "backgroundColor",
    "colorId",
    "defaultReminders",
    "foregroundColor",
    "hidden",
    "notificationSettings",
    "selected",
    "summaryOverride",
)


def _resource(calendar: Calendar) -> Json:
    content = {
        "kind": "calendar#calendar",
        "id": calendar.id,
        "summary": calendar.summary,
        "timeZone": calendar.time_zone,
        "conferenceProperties": {"allowedConferenceSolutionTypes": ["hangoutsMeet"]},
    }
    return tagged(content | calendar.details | _owner(calendar))


def _owner(calendar: Calendar) -> Json:
    """Whose the data of a secondary calendar are."""
    owners = [rule for rule, role in calendar.roles.items() if role == "owner" and rule.startswith("user:")]
    return {} if calendar.is_primary or not owners else {"dataOwner": owners[0].removeprefix("user:")}


def _get(call: Call) -> Json:
    return _resource(opened(call, "freeBusyReader"))


def _insert(call: Call) -> Json:
    if not call.body.get("summary"):
        raise ApiError(400, "Missing summary.", reason="required")
    _check(call)
    calendar = call.state.calendar.calendar(f"c_{call.state.ids.hexadecimal(64)}@group.calendar.google.com")
    calendar.roles = {f"user:{call.user}": "owner"}
    _set(call, calendar)
    _lists(call)[calendar.id] = {"selected": True}
    return _resource(calendar)


def _check(call: Call) -> None:
    if call.body.get("timeZone"):
        zone(call.body["timeZone"])


def _set(call: Call, calendar: Calendar) -> None:
    _check(call)
    for name in _DETAILS:
        if name in call.body:
            calendar.details[name] = call.body[name] or ""
    calendar.details = {name: value for name, value in calendar.details.items() if value}
    if call.body.get("timeZone"):
        calendar.time_zone = call.body["timeZone"]


def _change(call: Call) -> Json:
    calendar = opened(call, "owner")
    _set(call, calendar)
    return _resource(calendar)


def _delete(call: Call) -> Json:
    calendar = opened(call, "owner")
    if calendar.is_primary:
        message = "Cannot delete primary calendar."
        raise ApiError(403, message, reason="cannotDeletePrimaryCalendar", domain="calendar")
    del call.state.calendar.calendars[calendar.id]
    for listed in call.state.calendar.lists.values():
        listed.pop(calendar.id, None)
    return {}


def _clear(call: Call) -> Json:
    calendar = opened(call, "owner")
    if not calendar.is_primary:
        raise ApiError(400, "Invalid Value", reason="invalid", location="calendarId")
    for entry in list(calendar.events.values()):
        call.state.calendar.save(calendar, cancelled(entry.resource), call.now)
    return {}


def _lists(call: Call) -> dict[str, Json]:
    listed = call.state.calendar.lists.setdefault(call.user, {})
    listed.setdefault(call.user.lower(), {"selected": True})
    return listed


def _entry(call: Call, calendar: Calendar) -> Json:
    role = calendar.role(call.user)
    own = calendar.id == call.user.lower()
    content = {
        "kind": "calendar#calendarListEntry",
        "id": calendar.id,
        "summary": calendar.summary,
        "timeZone": calendar.time_zone,
        "accessRole": role,
        "colorId": "14",
        "backgroundColor": "#9fe1e7",
        "foregroundColor": "#000000",
        "defaultReminders": [{"method": "popup", "minutes": 10}] if own else [],
        "conferenceProperties": {"allowedConferenceSolutionTypes": ["hangoutsMeet"]},
    }
    # Recorded in mvsjes2/p5-google-restapi: who has never looked at the settings is told of these by mail.
    told = {"notificationSettings": {"notifications": _NOTIFICATIONS}} if own else {}
    listed = told | _lists(call)[calendar.id] | ({"primary": True} if own else _owner(calendar))
    return tagged(content | calendar.details | listed)


def _listed(call: Call) -> Calendar:
    calendar = opened(call, "freeBusyReader")
    if calendar.id not in _lists(call):
        raise not_found()
    return calendar


def _get_entry(call: Call) -> Json:
    return _entry(call, _listed(call))


def _list_entries(call: Call) -> Json:
    found = [call.state.calendar.calendar(one) for one in _lists(call)]
    least = RANK[call.params.get("minAccessRole", "freeBusyReader")]
    shown = [_entry(call, one) for one in found if RANK[one.role(call.user)] >= least]
    shown = [one for one in shown if call.params.get("showHidden") or not one.get("hidden")]
    items, following = page(call, shown, min(call.params.get("maxResults", 100), 250))
    token = {} if following else {"nextSyncToken": f"list-{call.state.calendar.serial}"}
    return tagged({"kind": "calendar#calendarList", "items": items}) | following | token


def _insert_entry(call: Call) -> Json:
    calendar = opened(call, "freeBusyReader", call.body.get("id") or "-")
    _lists(call).setdefault(calendar.id, {"selected": True})
    return _changed(call, calendar)


def _change_entry(call: Call) -> Json:
    return _changed(call, _listed(call))


def _update_entry(call: Call) -> Json:
    if call.params["calendarId"] == "primary":
        raise invalid("Invalid resource id value.")
    return _change_entry(call)


def _changed(call: Call, calendar: Calendar) -> Json:
    entry = _lists(call)[calendar.id]
    sent = {name: call.body[name] for name in _LISTED if name in call.body}
    _lists(call)[calendar.id] = {name: value for name, value in (entry | sent).items() if value is not None}
    return _entry(call, calendar)


def _delete_entry(call: Call) -> Json:
    calendar = _listed(call)
    if calendar.id == call.user.lower():
        message = "Cannot unsubscribe from own primary calendar."
        raise ApiError(403, message, reason="cannotUnsubscribeFromOwnPrimaryCalendar", domain="calendar")
    del _lists(call)[calendar.id]
    return {}


METHODS: dict[str, Handler] = {
    "calendar.calendars.get": _get,
    "calendar.calendars.insert": _insert,
    "calendar.calendars.patch": _change,
    "calendar.calendars.update": _change,
    "calendar.calendars.delete": _delete,
    "calendar.calendars.clear": _clear,
    "calendar.calendarList.get": _get_entry,
    "calendar.calendarList.list": _list_entries,
    "calendar.calendarList.insert": _insert_entry,
    "calendar.calendarList.patch": _change_entry,
    "calendar.calendarList.update": _update_entry,
    "calendar.calendarList.delete": _delete_entry,
}
