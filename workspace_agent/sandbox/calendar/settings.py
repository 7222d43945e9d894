"""Calendar v3: colours and a person's settings; both are only read.

Source: colors.get and settings.* in calendar.v3.
"""

from __future__ import annotations

from workspace_agent.sandbox.calendar.access import not_found, tagged
from workspace_agent.sandbox.call import Call, Handler, Json
from workspace_agent.sandbox.paging import page

# Google's backgrounds in the order of their ids; the foreground is always the same.
_CALENDARS = (
    "ac725e d06b64 f83a22 fa573c ff7537 ffad46 42d692 16a765 7bd148 b3dc6c fbe983 fad165 "
    "92e1c0 9fe1e7 9fc6e7 4986e7 9a9cff b99aff c2c2c2 cabdbf cca6ac f691b2 cd74e6 a47ae2"
)
_EVENTS = "a4bdfc 7ae7bf dbadff ff887c fbd75b ffb878 46d6db e1e1e1 5484ed 51b749 dc2127"
_VALUES = {
    "autoAddHangouts": "true",
    "dateFieldOrder": "MDY",
    "defaultEventLength": "60",
    "format24HourTime": "false",
    "hideInvitations": "false",
    "hideInvitationsSetting": "NONE",
    "hideWeekends": "false",
    "locale": "en",
    "remindOnRespondedEventsOnly": "false",
    "showDeclinedEvents": "true",
    "useKeyboardShortcuts": "true",
    "weekStart": "0",
}


def _colors(_call: Call) -> Json:
    return {
        "kind": "calendar#colors",
        "updated": "2012-02-14T00:00:00.000Z",
        "calendar": _palette(_CALENDARS),
        "event": _palette(_EVENTS),
    }


def _palette(backgrounds: str) -> Json:
    return {
        str(number): {"background": f"#{one}", "foreground": "#1d1d1d"}
        for number, one in enumerate(backgrounds.split(), 1)
    }


EVENT_COLORS = frozenset(_palette(_EVENTS))


def _values(call: Call) -> list[Json]:
    values = _VALUES | {"timezone": call.state.calendar.calendar(call.user).time_zone}
    return [tagged({"kind": "calendar#setting", "id": name, "value": text}) for name, text in values.items()]


def _get(call: Call) -> Json:
    found = [one for one in _values(call) if one["id"] == call.params["setting"]]
    if not found:
        raise not_found()
    return found[0]


def _list(call: Call) -> Json:
    items, following = page(call, _values(call), min(call.params.get("maxResults", 100), 250))
    token = following or {"nextSyncToken": f"settings-{call.state.calendar.serial}"}
    return tagged({"kind": "calendar#settings", "items": items}) | token


METHODS: dict[str, Handler] = {
    "calendar.colors.get": _colors,
    "calendar.settings.get": _get,
    "calendar.settings.list": _list,
}
