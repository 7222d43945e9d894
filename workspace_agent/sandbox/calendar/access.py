"""Which calendar a request means, and whether the caller may."""

from __future__ import annotations

import hashlib
import json

from workspace_agent.sandbox.calendar.state import RANK, Calendar
from workspace_agent.sandbox.call import ApiError, Call, Json
from workspace_agent.sandbox.discovery import load
from workspace_agent.sandbox.errors import missing_scope
from workspace_agent.sandbox.files import SCOPE

_OWNED = frozenset({f"{SCOPE}calendar.events.owned", f"{SCOPE}calendar.events.owned.readonly"})


def opened(call: Call, role: str, calendar_id: str = "") -> Calendar:
    """The calendar of a request, with at least a role on it.

    Args:
        call: Who asks.
        role: What the caller must be there.
        calendar_id: Another calendar than that of the path.

    Raises:
        ApiError: 404 where the caller may know nothing of it, 403 where the role is too low.
    """
    named = (calendar_id or call.params["calendarId"]).lower()
    wanted = call.user.lower() if named == "primary" else named
    # What was never named is nobody's, and asking for it does not make it.
    if wanted != call.user.lower() and wanted not in call.state.calendar.calendars:
        raise not_found()
    calendar = call.state.calendar.calendar(wanted)
    held = calendar.role(call.user)
    if held == "none":
        raise not_found()
    if call.usable and call.usable <= _OWNED and held != "owner":
        raise missing_scope("calendar", call.method, load().methods[call.method].scopes - _OWNED)
    if RANK[held] < RANK[role]:
        message = f"You need to have {role} access to this calendar."
        raise ApiError(403, message, reason="requiredAccessLevel", domain="calendar")
    return calendar


def not_found() -> ApiError:
    """Calendar's answer for what is not there."""
    return ApiError(404, "Not Found", reason="notFound")


def tagged(resource: Json) -> Json:
    """A resource with an entity tag made from its content."""
    digest = hashlib.sha256(json.dumps(resource, sort_keys=True).encode()).digest()
    return resource | {"etag": f'"{int.from_bytes(digest[:7], "big")}"'}
