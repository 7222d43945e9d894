"""What a request asks of a method: understood and allowed first, done afterwards."""

from __future__ import annotations

import logging
from dataclasses import fields as attributes
from functools import lru_cache
from typing import Any

from werkzeug.wrappers import Response

from workspace_agent.sandbox import auth, fields, media, robots, system, wire
from workspace_agent.sandbox.call import ApiError, Binary, Call, Json, Media, Order
from workspace_agent.sandbox.discovery import Method, load
from workspace_agent.sandbox.errors import (
    NEW_STYLE,
    bad_mask,
    key_without_token,
    not_built,
    unregistered_caller,
)
from workspace_agent.sandbox.methods import CHECKS, METHODS
from workspace_agent.sandbox.overlay import DEFAULT_FIELDS, OPEN, PUBLIC
from workspace_agent.sandbox.parameters import parameters
from workspace_agent.sandbox.state import State
from workspace_agent.sandbox.validate import Reader
from workspace_agent.sandbox.wire import Arrival

_IN_BOTH = [one.name for one in attributes(Order)]
_LOG = logging.getLogger("workspace_agent.sandbox")


def signed_in(state: State, method: Method, arrival: Arrival) -> auth.Grant:
    """Who asks.

    Raises:
        ApiError: 401 or 403 where nobody does.
    """
    authorization = wire.credentials(arrival)
    if authorization:
        return state.tokens.signed_in(authorization)
    public = arrival.verb in {"GET", "HEAD"} and method.service in PUBLIC
    if arrival.system.key and public:
        return _nobody(method, arrival)
    if arrival.system.key:
        raise key_without_token()
    if public:
        raise unregistered_caller()
    return state.tokens.signed_in("")


def _nobody(method: Method, arrival: Arrival) -> auth.Grant:
    """Who has nothing but an API key sees what is open to everybody."""
    personal = {"me", "primary", "root"} & set(arrival.raw_path.split("/"))
    if method.id not in OPEN or personal:
        raise not_built(f"{method.id} by an API key alone")
    return auth.Grant("", "", tuple(method.scopes))


def understood(
    state: State, method: Method, path: dict[str, str], arrival: Arrival, *, strict: bool
) -> tuple[Order, Media | None]:
    """Everything that can be said of a request before it is done.

    Raises:
        ApiError: Nobody is signed in, the scopes or the quota do not suffice, something cannot be read, or
            the method is not built.
        UploadError: The parts of an upload cannot be told apart.
    """
    system.check(arrival.system, arrival.query, method.service)
    grant = signed_in(state, method, arrival)
    usable = auth.usable_scopes(grant, method)
    state.quotas.spend(method, grant, state.clock.now())
    body, sent = wire.body(arrival, method)
    params = parameters(method, arrival.query, path, strict=strict)
    system.check_format(arrival.system, bytes_to_send=method.media_download)
    text = params.pop("fields", None)
    mask = _mask_of(method, text)
    if method.id not in METHODS:
        raise not_built(method.id)
    order = Order(
        method=method.id,
        params=params | {"alt": arrival.system.alt},
        body=_cleaned(method, body, strict=strict),
        headers=arrival.headers,
        user=grant.email,
        scopes=frozenset(grant.scopes),
        usable=usable,
        client_id=grant.client_id,
        fields=text or DEFAULT_FIELDS.get(method.id, ""),
        robot=grant.robot,
        mask=mask,
    )
    return order, sent


def _cleaned(method: Method, body: Json, *, strict: bool) -> Json:
    if not method.request:
        return {}
    schemas = load().schemas[method.service]
    reader = Reader(schemas, service=method.service, method=method.id, strict=strict)
    clean: Json = reader.read(schemas[method.request], body)
    return clean


def _mask_of(method: Method, text: str | None) -> fields.Mask:
    """The mask of a request; in Drive an empty one leaves nothing (brekkylab/backlot#337)."""
    if text == "" and method.service == "drive":
        return fields.NOTHING
    return _mask(method, text or DEFAULT_FIELDS.get(method.id, ""))


@lru_cache(maxsize=1024)
def _mask(method: Method, text: str) -> fields.Mask:
    """A mask that the method's reply can have; applying one does not change it."""
    if not text:
        return {}
    mask = fields.parse(text)
    if method.response:
        schemas = load().schemas[method.service]
        unknown = fields.unknown(mask, schemas, schemas[method.response])
        if unknown and method.service in NEW_STYLE:
            raise bad_mask(text, unknown)
        if unknown:
            raise fields.invalid_selection(unknown.rpartition(".")[2])
    return mask


def check(state: State, order: Order) -> None:
    """Refuse now what would be refused once the content of an upload has arrived.

    Raises:
        ApiError: The method refuses, whatever the content is.
    """
    if order.method in CHECKS:
        CHECKS[order.method](_call_for(state, order, None))


def done(state: State, order: Order, sent: Media | None, asked: system.System) -> Response:
    """The answer to a request, once it is done.

    Args:
        state: What it changes.
        order: What is asked.
        sent: What was uploaded.
        asked: How the answer is to be written.

    Raises:
        ApiError: The method refuses.
    """
    call = _call_for(state, order, sent)
    reply = METHODS[call.method](call)
    if isinstance(reply, Binary):
        return media.answer(reply, call.headers)
    method = load().methods[call.method]
    if not method.response:
        return Response(status=204)
    reply = fields.apply(order.mask, reply)
    _prove(method, reply)
    return wire.answer(reply, asked=asked)


def _call_for(state: State, order: Order, sent: Media | None) -> Call:
    given = {name: getattr(order, name) for name in _IN_BOTH}
    call = Call(**given, media=sent, now=state.clock.now(), state=state)
    if call.robot:
        robots.check(call)
    return call


def _prove(method: Method, reply: Any) -> None:
    wrong = load().replies[method.service].violation(method.response, reply)
    if wrong:
        _LOG.error("%s answers against its schema: %s", method.id, wrong)
        raise ApiError(500, f"Sandbox bug: {method.id} answers against its schema: {wrong}")
