"""Forms v1: forms and their responses.

Source: the descriptions in forms.v1. Which time `timestamp` is compared with is not stated there; the last
submission is taken, so that edits are seen.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from workspace_agent.sandbox.call import ApiError, Call, Handler, Json
from workspace_agent.sandbox.errors import invalid
from workspace_agent.sandbox.forms import edit
from workspace_agent.sandbox.forms.access import held, shown
from workspace_agent.sandbox.paging import page

_FILTER = re.compile(r"\s*timestamp\s*(>=?)\s*(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z)\s*")


def _get(call: Call) -> Json:
    return shown(call, held(call).form)


def _list(call: Call) -> Json:
    wanted = _filter(call.params.get("filter", ""))
    found = [one for one in held(call).responses.values() if wanted(one)]
    # Google gives no order; a fixed wrong one keeps clients from relying on time.
    found.sort(key=lambda one: hashlib.sha256(one["responseId"].encode()).digest())
    size = call.params.get("pageSize", 0) or 5000
    if size < 0:
        raise invalid("Request contains an invalid argument.")
    responses, following = _bound_page(call, found, min(size, 5000))
    return ({"responses": responses} if responses else {}) | following


def _bound_page(call: Call, found: list[Json], size: int) -> tuple[list[Json], Json]:
    """A page whose token is good for this form and this filter only."""
    seal = hashlib.sha256(f"{call.params['formId']} {call.params.get('filter', '')}".encode()).hexdigest()[
        :16
    ]
    token, params = call.params.get("pageToken"), dict(call.params)
    if token:
        params["pageToken"], _, given = token.rpartition(".")
        if given != seal:
            raise invalid("Request contains an invalid argument.")
    items, following = page(replace(call, params=params), found, size)
    if following:
        following = {"nextPageToken": f"{following['nextPageToken']}.{seal}"}
    return items, following


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
    response = held(call).responses.get(call.params["responseId"])
    if response is None:
        raise ApiError(404, "Requested entity was not found.")
    return response | {"formId": call.params["formId"]}


METHODS: dict[str, Handler] = {
    "forms.forms.get": _get,
    **edit.METHODS,
    "forms.forms.responses.list": _list,
    "forms.forms.responses.get": _get_response,
}
