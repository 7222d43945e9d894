"""What Google does on its own in Calendar, on order: groups and free/busy failures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workspace_agent.sandbox.call import Json

if TYPE_CHECKING:
    from workspace_agent.sandbox.server import Sandbox

_REASONS = frozenset({"notFound", "internalError", "groupTooBig", "tooManyCalendarsRequested", ""})


def set_group(sandbox: Sandbox, body: Json, _values: dict[str, str]) -> Json:
    """Say who is in a group, such as `{"email": "staff@willow.example", "members": ["a@willow.example"]}`."""
    sandbox.state.calendar.groups[body["email"].lower()] = [one.lower() for one in body["members"]]
    return body


def set_freebusy(sandbox: Sandbox, body: Json, _values: dict[str, str]) -> Json:
    """Let free/busy fail for a calendar, `{"calendar": "a@willow.example", "reason": "internalError"}`.

    An empty reason ends it.
    """
    if body["reason"] not in _REASONS:
        raise ValueError(f"reason must be one of {sorted(_REASONS)}")
    failures, calendar_id = sandbox.state.calendar.failures, body["calendar"].lower()
    failures.pop(calendar_id, None)
    if body["reason"]:
        failures[calendar_id] = body["reason"]
    return body


CONTROLS = {"POST /_sandbox/groups": set_group, "POST /_sandbox/freebusy": set_freebusy}
