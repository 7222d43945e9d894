"""The strings behind the stage, under `/_sandbox/`: clock, tokens, forms, faults, log and dump.

They need no sign-in: the sandbox listens on loopback only. Everything that people do, they do through
Google's own API.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from werkzeug.exceptions import HTTPException
from werkzeug.routing import Map, Rule
from werkzeug.wrappers import Request, Response

from workspace_agent.sandbox import auth, wire
from workspace_agent.sandbox.calendar import controls as calendar_controls
from workspace_agent.sandbox.calendar.state import Conferences
from workspace_agent.sandbox.call import Json
from workspace_agent.sandbox.clock import stamp
from workspace_agent.sandbox.drive import controls as drive_controls
from workspace_agent.sandbox.drive.state import NATIVE, File, permission, permission_id
from workspace_agent.sandbox.dump import dump
from workspace_agent.sandbox.forms.state import HeldForm
from workspace_agent.sandbox.gmail import controls as gmail_controls
from workspace_agent.sandbox.quirks import Quirks

if TYPE_CHECKING:
    from workspace_agent.sandbox.server import Sandbox

Control = Callable[["Sandbox", Json, dict[str, str]], Any]


def answer(sandbox: Sandbox, request: Request) -> Response:
    """Answer a control request."""
    try:
        endpoint, values = _ROUTES.bind("sandbox").match(request.path, method=request.method)
        return wire.answer(_CONTROLS[endpoint](sandbox, request.get_json(silent=True) or {}, dict(values)))
    except HTTPException as error:
        return wire.answer({"error": str(error)}, error.code or 500)
    except (KeyError, TypeError, ValueError) as error:
        return wire.answer({"error": f"{type(error).__name__}: {error}"}, 400)


def _clock(sandbox: Sandbox, _body: Json, _values: dict[str, str]) -> Json:
    clock = sandbox.state.clock
    return {"now": stamp(clock.now()), "frozen": clock.frozen}


def _set_clock(sandbox: Sandbox, body: Json, values: dict[str, str]) -> Json:
    now = datetime.fromisoformat(body["now"])
    if now.tzinfo is None:
        raise ValueError("now needs an offset")
    sandbox.state.clock.set(now, frozen=bool(body.get("frozen")))
    return _clock(sandbox, body, values)


def _token(sandbox: Sandbox, body: Json, _values: dict[str, str]) -> Json:
    return sandbox.state.tokens.grant(
        body["email"], list(body["scopes"]), body.get("client_id", auth.CLIENT_ID)
    )


def _revoke(sandbox: Sandbox, body: Json, _values: dict[str, str]) -> Json:
    sandbox.state.tokens.revoke(body["refresh_token"])
    return {}


def _requests(sandbox: Sandbox, _body: Json, _values: dict[str, str]) -> Json:
    return {"requests": sandbox.requests.entries}


def _clear_requests(sandbox: Sandbox, _body: Json, _values: dict[str, str]) -> Json:
    sandbox.requests.clear()
    return {}


def _add_form(sandbox: Sandbox, body: Json, _values: dict[str, str]) -> Json:
    """Keep a form; its Drive file says who may open it."""
    state, form = sandbox.state, dict(body["form"])
    form_id = form.setdefault("formId", state.ids.token(44))
    form.setdefault("responderUri", f"https://docs.google.com/forms/d/e/{form_id}/viewform")
    if form_id in state.forms.forms:
        state.forms.forms[form_id].form = form
        return form
    state.forms.forms[form_id] = HeldForm(form)
    now, owner = state.clock.now(), body["owner"]
    name = form.get("info", {}).get("documentTitle", "Untitled form")
    file = File(form_id, name, NATIVE + "form", owner, "", now, now, owner, [state.drive.root(owner, now).id])
    for reader in body.get("readers", []):
        file.permissions[permission_id(reader)] = permission("user", "reader", reader)
    state.drive.add(file)
    return form


def _add_response(sandbox: Sandbox, body: Json, values: dict[str, str]) -> Json:
    state = sandbox.state
    response_id = body.get("responseId") or "ACYDBN" + state.ids.token(30)
    return state.forms.forms[values["form_id"]].submit(body, response_id, state.clock.now())


def _set_conferences(sandbox: Sandbox, body: Json, _values: dict[str, str]) -> Json:
    """How the next conference requests end, such as `{"outcome": "failure"}` or `{"phone": false}`."""
    sandbox.state.calendar.conferences = Conferences(**body)
    return body


def _set_quirks(sandbox: Sandbox, body: Json, _values: dict[str, str]) -> Json:
    """Replace what is switched on; an empty object switches everything off."""
    sandbox.state.quirks = Quirks(**body)
    return body


def _add_fault(sandbox: Sandbox, body: Json, _values: dict[str, str]) -> Json:
    sandbox.faults.add(body)
    return {}


def _clear_faults(sandbox: Sandbox, _body: Json, _values: dict[str, str]) -> Json:
    sandbox.faults.clear()
    return {}


def _dump(sandbox: Sandbox, _body: Json, _values: dict[str, str]) -> Json:
    return dump(sandbox.state)


_CONTROLS: dict[str, Control] = {
    "GET /_sandbox/clock": _clock,
    "POST /_sandbox/clock": _set_clock,
    "POST /_sandbox/token": _token,
    "DELETE /_sandbox/token": _revoke,
    "GET /_sandbox/requests": _requests,
    "DELETE /_sandbox/requests": _clear_requests,
    "POST /_sandbox/forms": _add_form,
    "POST /_sandbox/forms/<form_id>/responses": _add_response,
    "POST /_sandbox/conferences": _set_conferences,
    "POST /_sandbox/quirks": _set_quirks,
    "POST /_sandbox/faults": _add_fault,
    "DELETE /_sandbox/faults": _clear_faults,
    "GET /_sandbox/dump": _dump,
    **calendar_controls.CONTROLS,
    **drive_controls.CONTROLS,
    **gmail_controls.CONTROLS,
}
_ROUTES = Map(
    [
        Rule(endpoint.partition(" ")[2], endpoint=endpoint, methods=[endpoint.partition(" ")[0]])
        for endpoint in _CONTROLS
    ]
)
