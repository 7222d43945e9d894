"""Calendar v3: access rules.

Source: acl.* in calendar.v3 and https://developers.google.com/workspace/calendar/api/guides/errors.
"""

from __future__ import annotations

from workspace_agent.sandbox.calendar.access import not_found, opened, tagged
from workspace_agent.sandbox.calendar.state import RANK, Calendar
from workspace_agent.sandbox.call import ApiError, Call, Handler, Json
from workspace_agent.sandbox.errors import invalid
from workspace_agent.sandbox.gmail.state import Note
from workspace_agent.sandbox.paging import page

_EVERYBODY = "__public_principal__@public.calendar.google.com"
_SCOPE_TYPES = frozenset({"default", "user", "group", "domain"})


def _rule(calendar: Calendar, rule_id: str) -> Json:
    kind, _, value = rule_id.partition(":")
    scope = {"type": kind, "value": value or _EVERYBODY}
    return tagged(
        {"kind": "calendar#aclRule", "id": rule_id, "scope": scope, "role": calendar.roles[rule_id]}
    )


def _rules(calendar: Calendar) -> list[Json]:
    """A secondary calendar stands among its own owners, but cannot be asked for or taken out.

    Source: recorded in mvsjes2/p5-google-restapi.
    """
    rules = [_rule(calendar, rule_id) for rule_id in calendar.roles]
    if calendar.is_primary:
        return rules
    scope = {"type": "user", "value": calendar.id}
    own = {"kind": "calendar#aclRule", "id": f"user:{calendar.id}", "scope": scope, "role": "owner"}
    return [tagged(own), *rules]


def _insert(call: Call) -> Json:
    calendar = opened(call, "owner")
    scope = call.body.get("scope") or {}
    if scope.get("type") not in _SCOPE_TYPES:
        raise invalid("Invalid scope value.")
    kind, value = scope["type"], (scope.get("value") or "").lower().removesuffix(_EVERYBODY)
    if bool(value) == (kind == "default"):
        raise invalid("Invalid scope value.")
    return _set(call, calendar, f"{kind}:{value}" if value else kind)


def _set(call: Call, calendar: Calendar, rule_id: str) -> Json:
    role = call.body.get("role")
    if role not in RANK:
        raise invalid("Invalid role value.")
    if rule_id == f"user:{call.user}" and role != "owner":
        raise _own_rule()
    calendar.roles[rule_id] = role
    kind, _, value = rule_id.partition(":")
    if kind in {"user", "group"} and role != "none" and call.params.get("sendNotifications", True):
        subject = f"{call.user} has shared a calendar with you"
        call.state.gmail.notify(Note(call.user, value, subject, f"Calendar: {calendar.id}"), call.now)
    return _rule(calendar, rule_id)


def _own_rule() -> ApiError:
    return ApiError(
        403, "Cannot change your own access level.", reason="cannotChangeOwnAcl", domain="calendar"
    )


def _known(call: Call) -> tuple[Calendar, str]:
    calendar, rule_id = opened(call, "owner"), call.params["ruleId"].lower()
    if rule_id not in calendar.roles:
        raise not_found()
    return calendar, rule_id


def _get(call: Call) -> Json:
    return _rule(*_known(call))


def _change(call: Call) -> Json:
    return _set(call, *_known(call))


def _list(call: Call) -> Json:
    calendar = opened(call, "owner")
    items, following = page(call, _rules(calendar), min(call.params.get("maxResults", 100), 250))
    token = following or {"nextSyncToken": f"acl-{call.state.calendar.serial}"}
    return tagged({"kind": "calendar#acl", "items": items}) | token


def _delete(call: Call) -> Json:
    calendar, rule_id = _known(call)
    if rule_id == f"user:{call.user}":
        raise _own_rule()
    del calendar.roles[rule_id]
    return {}


METHODS: dict[str, Handler] = {
    "calendar.acl.insert": _insert,
    "calendar.acl.get": _get,
    "calendar.acl.list": _list,
    "calendar.acl.patch": _change,
    "calendar.acl.update": _change,
    "calendar.acl.delete": _delete,
}
