"""Forms v1: forms and their responses.

Source: the descriptions in forms.v1. Which time `timestamp` is compared with is not stated there; the last
submission is taken, so that edits are seen.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from datetime import datetime

from workspace_agent.sandbox.call import ApiError, Call, Handler, Json
from workspace_agent.sandbox.errors import invalid
from workspace_agent.sandbox.files import require
from workspace_agent.sandbox.forms.state import HeldForm
from workspace_agent.sandbox.paging import page

_FILTER = re.compile(r"\s*timestamp\s*(>=?)\s*(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z)\s*")


def _held(call: Call) -> HeldForm:
    form_id = call.params["formId"]
    if form_id not in call.state.forms.forms:
        raise ApiError(404, "Requested entity was not found.")
    require(call, form_id, "reader")
    return call.state.forms.forms[form_id]


def _get(call: Call) -> Json:
    return _held(call).form


def _list(call: Call) -> Json:
    wanted = _filter(call.params.get("filter", ""))
    found = [one for one in _held(call).responses.values() if wanted(one)]
    # Google gives no order; a fixed wrong one keeps clients from relying on time.
    found.sort(key=lambda one: hashlib.sha256(one["responseId"].encode()).digest())
    size = call.params.get("pageSize", 0) or 5000
    responses, following = page(call, found, min(size, 5000))
    return ({"responses": responses} if responses else {}) | following


def _filter(text: str) -> Callable[[Json], bool]:
    if not text:
        return lambda _: True
    match = _FILTER.fullmatch(text)
    if match is None:
        raise invalid("Request contains an invalid argument.")
    bound = _nanoseconds(match[2])
    if match[1] == ">":
        return lambda one: _nanoseconds(one["lastSubmittedTime"]) > bound
    return lambda one: _nanoseconds(one["lastSubmittedTime"]) >= bound


def _nanoseconds(text: str) -> tuple[datetime, int]:
    whole, _, fraction = text.removesuffix("Z").partition(".")
    return datetime.fromisoformat(whole + "+00:00"), int(fraction.ljust(9, "0") or "0")


def _get_response(call: Call) -> Json:
    response = _held(call).responses.get(call.params["responseId"])
    if response is None:
        raise ApiError(404, "Requested entity was not found.")
    return response | {"formId": call.params["formId"]}


METHODS: dict[str, Handler] = {
    "forms.forms.get": _get,
    "forms.forms.responses.list": _list,
    "forms.forms.responses.get": _get_response,
}
