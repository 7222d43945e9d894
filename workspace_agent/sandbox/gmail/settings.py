"""Gmail v1: addresses that somebody sends from, and filters, which are kept but sort nothing.

Source: users.settings.sendAs and users.settings.filters in gmail.v1.
"""

from __future__ import annotations

from workspace_agent.sandbox.call import ApiError, Call, Handler, Json
from workspace_agent.sandbox.errors import invalid
from workspace_agent.sandbox.gmail.access import mailbox, not_found
from workspace_agent.sandbox.gmail.labels import SYSTEM

_SET = ("displayName", "replyToAddress", "signature")


def _address(call: Call) -> Json:
    """The one address that everybody has."""
    own = {"displayName": "", "replyToAddress": "", "signature": ""} | mailbox(call).identity
    return {"sendAsEmail": call.user, **own, "isPrimary": True, "isDefault": True}


def _list_addresses(call: Call) -> Json:
    return {"sendAs": [_address(call)]}


def _check_own(call: Call) -> None:
    if call.params["sendAsEmail"].lower() != call.user.lower():
        raise not_found()


def _get_address(call: Call) -> Json:
    _check_own(call)
    return _address(call)


def _patch_address(call: Call) -> Json:
    _check_own(call)
    mailbox(call).identity |= {name: call.body[name] for name in _SET if name in call.body}
    return _address(call)


def _update_address(call: Call) -> Json:
    _check_own(call)
    mailbox(call).identity = {name: call.body[name] for name in _SET if name in call.body}
    return _address(call)


def _create_filter(call: Call) -> Json:
    held, criteria, action = mailbox(call), call.body.get("criteria") or {}, call.body.get("action") or {}
    if not criteria:
        raise invalid("Filter doesn't have any criteria", reason="invalidArgument")
    if not any(action.values()):
        raise invalid("Filter doesn't have any actions", reason="invalidArgument")
    named = [*(action.get("addLabelIds") or []), *(action.get("removeLabelIds") or [])]
    if set(named) - {*SYSTEM, *held.labels}:
        raise invalid("Invalid label", reason="invalidArgument")
    if any((one["criteria"], one["action"]) == (criteria, action) for one in held.filters.values()):
        raise ApiError(400, "Filter already exists", reason="failedPrecondition")
    filter_id = "ANe1Bm" + call.state.ids.token(42)
    held.filters[filter_id] = {"id": filter_id, "criteria": criteria, "action": action}
    return held.filters[filter_id]


def _list_filters(call: Call) -> Json:
    filters = list(mailbox(call).filters.values())
    return {"filter": filters} if filters else {}


def _filter(call: Call) -> Json:
    found = mailbox(call).filters.get(call.params["id"])
    if found is None:
        raise not_found()
    return found


def _delete_filter(call: Call) -> Json:
    del mailbox(call).filters[_filter(call)["id"]]
    return {}


METHODS: dict[str, Handler] = {
    "gmail.users.settings.sendAs.list": _list_addresses,
    "gmail.users.settings.sendAs.get": _get_address,
    "gmail.users.settings.sendAs.patch": _patch_address,
    "gmail.users.settings.sendAs.update": _update_address,
    "gmail.users.settings.filters.create": _create_filter,
    "gmail.users.settings.filters.list": _list_filters,
    "gmail.users.settings.filters.get": _filter,
    "gmail.users.settings.filters.delete": _delete_filter,
}
