"""Who is busy when.

Source: freebusy.query in calendar.v3, with the reasons that its schema Error names.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from workspace_agent.sandbox.calendar.series import occurrences
from workspace_agent.sandbox.calendar.state import RANK, Calendar, Entry
from workspace_agent.sandbox.calendar.time import Span, bound, empty_range, long_range, span_of, zone
from workspace_agent.sandbox.call import Call, Handler, Json
from workspace_agent.sandbox.clock import stamp
from workspace_agent.sandbox.errors import invalid

_LONGEST = timedelta(days=90)
_MOST_CALENDARS = 50
_MOST_MEMBERS = 100


def _query(call: Call) -> Json:
    """A calendar that cannot be read is a 200 with an error and no busy time."""
    lower, upper = _bounds(call.body)
    if upper <= lower:
        raise empty_range()
    if upper - lower > _LONGEST:
        raise long_range()
    zone(call.body.get("timeZone") or "UTC")
    asked = [(item.get("id") or "").lower() for item in call.body.get("items") or []]
    groups = {one: _group(call, one) for one in asked if one in call.state.calendar.groups}
    ids = [one for one in asked if one not in groups]
    ids += [member for group in groups.values() for member in group.get("calendars", [])]
    reply: Json = {
        "kind": "calendar#freeBusy",
        "timeMin": stamp(lower),
        "timeMax": stamp(upper),
        "calendars": _calendars(call, ids, Span(lower, upper)),
    }
    return reply | ({"groups": groups} if groups else {})


def _bounds(body: Json) -> tuple[datetime, datetime]:
    for name in ("timeMin", "timeMax"):
        if not body.get(name):
            raise invalid(f"Missing {name} parameter.", reason="required")
    return bound(body["timeMin"]), bound(body["timeMax"])


def _group(call: Call, address: str) -> Json:
    members = call.state.calendar.groups[address]
    if len(members) > min(call.body.get("groupExpansionMax") or _MOST_MEMBERS, _MOST_MEMBERS):
        return {"errors": [{"domain": "global", "reason": "groupTooBig"}]}
    return {"calendars": list(members)}


def _calendars(call: Call, ids: list[str], window: Span) -> Json:
    most = min(call.body.get("calendarExpansionMax") or _MOST_CALENDARS, _MOST_CALENDARS)
    if len(ids) > most:
        return {one: _failed("tooManyCalendarsRequested") for one in ids}
    return {one: _busy(call, one, window) for one in ids}


def _failed(reason: str) -> Json:
    return {"errors": [{"domain": "global", "reason": reason}], "busy": []}


def _busy(call: Call, calendar_id: str, window: Span) -> Json:
    calendar = call.state.calendar.calendar(call.user if calendar_id == "primary" else calendar_id)
    if calendar.id in call.state.calendar.failures:
        return _failed(call.state.calendar.failures[calendar.id])
    if RANK[calendar.role(call.user)] < RANK["freeBusyReader"]:
        return _failed("notFound")
    taken = sorted(_taken(calendar, window), key=lambda span: span.start)
    zone_name = call.body.get("timeZone") or "UTC"
    return {
        "busy": [
            {"start": _printed(one.start, zone_name), "end": _printed(one.end, zone_name)}
            for one in _joined(taken)
        ]
    }


def _taken(calendar: Calendar, window: Span) -> Iterator[Span]:
    for entry in calendar.events.values():
        if _is_free(calendar, entry):
            continue
        for one in occurrences(calendar, entry):
            span = span_of(one.resource, calendar.time_zone)
            if span.overlaps(window.start, window.end):
                yield Span(max(span.start, window.start), min(span.end, window.end))


def _is_free(calendar: Calendar, entry: Entry) -> bool:
    guests = entry.resource.get("attendees", [])
    declined = any(
        one["email"].lower() == calendar.id and one.get("responseStatus") == "declined" for one in guests
    )
    return entry.cancelled or declined or entry.resource.get("transparency") == "transparent"


def _joined(taken: list[Span]) -> list[Span]:
    joined: list[Span] = []
    for span in taken:
        if joined and span.start <= joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return joined


def _printed(moment: datetime, zone_name: str) -> str:
    return moment.astimezone(zone(zone_name)).isoformat(timespec="seconds").replace("+00:00", "Z")


METHODS: dict[str, Handler] = {"calendar.freebusy.query": _query}
