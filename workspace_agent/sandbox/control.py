"""The strings behind the stage, under `/_sandbox/`: clock, tokens, forms, faults, log and dump.

They need no sign-in: the sandbox listens on loopback only. Everything that people do, they do through
Google's own API.
"""

from __future__ import annotations

import json
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
from workspace_agent.sandbox.consent import Standing
from workspace_agent.sandbox.drive import controls as drive_controls
from workspace_agent.sandbox.drive.state import NATIVE, File, permission, permission_id
from workspace_agent.sandbox.dump import dump
from workspace_agent.sandbox.forms.state import HeldForm
from workspace_agent.sandbox.gmail import controls as gmail_controls
from workspace_agent.sandbox.quirks import Quirks
from workspace_agent.sandbox.quotas import GOOGLES
from workspace_agent.sandbox.scalars import is_moment

if TYPE_CHECKING:
    from workspace_agent.sandbox.server import Sandbox

Control = Callable[["Sandbox", Json, dict[str, str]], Any]


def answer(sandbox: Sandbox, request: Request) -> Response:
    """Answer a control request; what cannot be understood changes nothing."""
    content = request.get_data()  # read in any case: what is left would be taken for the next request
    try:
        endpoint, values = _MAP.bind("sandbox").match(request.path, method=request.method)
        return wire.answer(ROUTES[endpoint](sandbox, _body(content), dict(values)))
    except HTTPException as error:
        return wire.answer({"error": str(error)}, error.code or 500)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        return wire.answer({"error": f"{type(error).__name__}: {error}"}, 400)


def _body(content: bytes) -> Json:
    """The JSON object that was sent, whatever its content type says; nothing at all is an empty one."""
    body = json.loads(content) if content else {}
    if not isinstance(body, dict):
        raise TypeError("a control request takes a JSON object")
    return body


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
    ended = sandbox.state.tokens.revoke(body["refresh_token"])
    if ended:
        sandbox.state.end_access(ended)
    return {}


def _add_client(sandbox: Sandbox, body: Json, _values: dict[str, str]) -> Json:
    """Register a desktop app: the file that the Cloud console hands out, marked as not Google's."""
    client_id = body.get("client_id", auth.CLIENT_ID)
    secret = sandbox.state.tokens.clients.setdefault(client_id, auth.CLIENT_SECRET)
    if body.get("testing"):
        sandbox.state.tokens.in_testing.add(client_id)
    return {
        "installed": {
            "client_id": client_id,
            "client_secret": secret,
            "auth_uri": body.get("auth_uri", auth.AUTH_URI),
            "token_uri": body.get("token_uri", auth.TOKEN_URI),
            "redirect_uris": ["http://localhost"],
        },
        "sandbox": True,
    }


def _set_consent(sandbox: Sandbox, body: Json, _values: dict[str, str]) -> Json:
    """From now on somebody answers every authorisation page at once."""
    scopes = body.get("scopes")
    ticked = None if scopes is None else tuple(scopes)
    sandbox.state.consents.standing = Standing(body["email"], ticked, bool(body.get("deny")))
    return body


def _clear_consent(sandbox: Sandbox, _body: Json, _values: dict[str, str]) -> Json:
    sandbox.state.consents.standing = None
    return {}


def _add_service_account(sandbox: Sandbox, body: Json, _values: dict[str, str]) -> Json:
    email = body.get("email", "robot@sandbox.iam.gserviceaccount.com")
    return sandbox.state.accounts.register(email, body.get("token_uri", auth.TOKEN_URI))


def _delegate(sandbox: Sandbox, body: Json, _values: dict[str, str]) -> Json:
    """Let a service account act for anybody, for these scopes; none takes it back."""
    account = sandbox.state.accounts.delegate(body["client_id"], tuple(body["scopes"]))
    return {"email": account.email, "client_id": account.client_id, "scopes": list(account.delegated)}


def _set_quotas(sandbox: Sandbox, body: Json, _values: dict[str, str]) -> Json:
    """Requests per minute by class; `{"google": true}` takes Google's own, an empty object lifts all."""
    limits = {name: limit for name, limit in body.items() if name != "google"}
    sandbox.state.quotas.set((GOOGLES if body.get("google") else {}) | limits)
    return dict(sandbox.state.quotas.limits)


def _requests(sandbox: Sandbox, _body: Json, _values: dict[str, str]) -> Json:
    return {"requests": sandbox.requests.entries}


def _clear_requests(sandbox: Sandbox, _body: Json, _values: dict[str, str]) -> Json:
    sandbox.requests.clear()
    return {}


def _add_form(sandbox: Sandbox, body: Json, _values: dict[str, str]) -> Json:
    """Keep a form; its Drive file says who may open it."""
    state, form = sandbox.state, dict(body["form"])
    if not isinstance(form.get("items", []), list):
        raise TypeError("items is a list")
    form_id = form.setdefault("formId", state.ids.token(44))
    form.setdefault("responderUri", f"https://docs.google.com/forms/d/e/{form_id}/viewform")
    if form_id in state.forms.forms:
        state.forms.forms[form_id].form = form
        return form
    state.forms.forms[form_id] = HeldForm(form)
    now, owner = state.clock.now(), body["owner"]
    name = form.get("info", {}).get("documentTitle", "Untitled form")
    file = File(form_id, name, NATIVE + "form", owner, "", now, now, owner, [state.drive.root(owner, now).id])
    for listed, role in (("readers", "reader"), ("editors", "writer")):
        for address in body.get(listed, []):
            file.permissions[permission_id(address)] = permission("user", role, address)
    state.drive.add(file)
    return form


def _add_response(sandbox: Sandbox, body: Json, values: dict[str, str]) -> Json:
    state = sandbox.state
    _check_answers(body.get("answers", {}))
    for name in ("createTime", "lastSubmittedTime"):
        if name in body and not is_moment(body[name]):
            raise TypeError(f"{name} is a time such as 2026-11-20T12:00:00Z.")
    response_id = body.get("responseId") or "ACYDBN" + state.ids.token(30)
    return state.forms.forms[values["form_id"]].submit(body, response_id, state.clock.now())


def _check_answers(answers: Any) -> None:
    """Refuse answers that no form could hold."""
    if not isinstance(answers, dict) or not all(_is_answer(one) for one in answers.values()):
        raise TypeError(
            "answers gives the answer to each question by the question's id, such as "
            '{"1a2b3c4d": {"textAnswers": {"answers": [{"value": "Yes"}]}}}.'
        )


def _is_answer(answer: Any) -> bool:
    if not isinstance(answer, dict):
        return False
    texts = answer.get("textAnswers", {})
    given = texts.get("answers", []) if isinstance(texts, dict) else None
    return isinstance(given, list) and all(isinstance(one, dict) for one in given)


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


def _faults(sandbox: Sandbox, _body: Json, _values: dict[str, str]) -> Json:
    return {"faults": sandbox.faults.waiting()}


def _clear_faults(sandbox: Sandbox, _body: Json, _values: dict[str, str]) -> Json:
    sandbox.faults.clear()
    return {}


def _dump(sandbox: Sandbox, _body: Json, _values: dict[str, str]) -> Json:
    return dump(sandbox.state) | {"held": sandbox.held()}


def _load(sandbox: Sandbox, body: Json, _values: dict[str, str]) -> Json:
    """Take over what another sandbox dumped."""
    sandbox.load(body["held"])
    return _clock(sandbox, {}, {})


ROUTES: dict[str, Control] = {
    "GET /_sandbox/clock": _clock,
    "POST /_sandbox/clock": _set_clock,
    "POST /_sandbox/token": _token,
    "DELETE /_sandbox/token": _revoke,
    "POST /_sandbox/clients": _add_client,
    "POST /_sandbox/consent": _set_consent,
    "DELETE /_sandbox/consent": _clear_consent,
    "POST /_sandbox/service-accounts": _add_service_account,
    "POST /_sandbox/delegation": _delegate,
    "POST /_sandbox/quotas": _set_quotas,
    "GET /_sandbox/requests": _requests,
    "DELETE /_sandbox/requests": _clear_requests,
    "POST /_sandbox/forms": _add_form,
    "POST /_sandbox/forms/<form_id>/responses": _add_response,
    "POST /_sandbox/conferences": _set_conferences,
    "POST /_sandbox/quirks": _set_quirks,
    "GET /_sandbox/faults": _faults,
    "POST /_sandbox/faults": _add_fault,
    "DELETE /_sandbox/faults": _clear_faults,
    "GET /_sandbox/dump": _dump,
    **calendar_controls.CONTROLS,
    **drive_controls.CONTROLS,
    **gmail_controls.CONTROLS,
    "POST /_sandbox/load": _load,
}
_MAP = Map(
    [
        Rule(endpoint.partition(" ")[2], endpoint=endpoint, methods=[endpoint.partition(" ")[0]])
        for endpoint in ROUTES
    ]
)
