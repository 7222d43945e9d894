"""Calendar v3: colours and a person's settings; both are only read.

Source: colors.get and settings.* in calendar.v3.
"""

from __future__ import annotations

from workspace_agent.sandbox.calendar.access import not_found, tagged
from workspace_agent.sandbox.call import Call, Handler, Json
from workspace_agent.sandbox.paging import page

# The first of Google's colours of each kind, as colors.get answers them.
_CALENDAR_COLORS = {"14": {"background": "#9fe1e7", "foreground": "#1d1d1d"}}
_EVENT_COLORS = {
    "1": {"background": "#a4bdfc", "foreground": "#1d1d1d"},
    "11": {"background": "#dc2127", "foreground": "#1d1d1d"},
}


def _colors(_call: Call) -> Json:
    return {
        "kind": "calendar#colors",
        "updated": "2012-02-14T00:00:00.000Z",
        "calendar": _CALENDAR_COLORS,
        "event": _EVENT_COLORS,
    }


def _values(call: Call) -> list[Json]:
    values = {"format24HourTime": "false", "locale": "en", "weekStart": "0"}
    values["timezone"] = call.state.calendar.calendar(call.user).time_zone
    return [tagged({"kind": "calendar#setting", "id": name, "value": text}) for name, text in values.items()]


def _get(call: Call) -> Json:
    found = [one for one in _values(call) if one["id"] == call.params["setting"]]
    if not found:
        raise not_found()
    return found[0]


def _list(call: Call) -> Json:
    items, following = page(call, _values(call), min(call.params.get("maxResults", 100), 250))
    return tagged({"kind": "calendar#settings", "items": items}) | following


METHODS: dict[str, Handler] = {
    "calendar.colors.get": _colors,
    "calendar.settings.get": _get,
    "calendar.settings.list": _list,
}
