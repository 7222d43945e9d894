"""One request from arrival to answer."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from socket import SHUT_RDWR
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Request, Response

from workspace_agent.sandbox import auth, fields, robots, wire
from workspace_agent.sandbox.call import ApiError, Binary, Call, Json, Media
from workspace_agent.sandbox.discovery import Discovery, Method, load
from workspace_agent.sandbox.errors import bad_mask, body_of, not_built
from workspace_agent.sandbox.faults import Fault
from workspace_agent.sandbox.methods import METHODS
from workspace_agent.sandbox.oauth import ENDPOINTS
from workspace_agent.sandbox.overlay import DEFAULT_FIELDS
from workspace_agent.sandbox.requestlog import is_write, media_note
from workspace_agent.sandbox.validate import Reader

if TYPE_CHECKING:
    from workspace_agent.sandbox.server import Sandbox

_LOG = logging.getLogger("workspace_agent.sandbox")
# Whatever a handler stumbles over is a bug of the sandbox, told to the client as a 500.
_BUGS = (ArithmeticError, AssertionError, AttributeError, LookupError, RuntimeError, TypeError, ValueError)


@dataclass(frozen=True, slots=True)
class Target:
    """Where a request leads: a method of a service, or an address of OAuth2."""

    service: str
    id: str
    answer: Callable[[], Response]
    method: Method | None = None


class Exchange:
    """Routing, sign-in, decoding, handling, masking and the log, for one request.

    Args:
        sandbox: State, log and faults.
        request: What arrived.

    Raises:
        werkzeug.exceptions.HTTPException: The request belongs to no service.
    """

    def __init__(self, sandbox: Sandbox, request: Request) -> None:
        self._sandbox = sandbox
        self._request = request
        self._arrival = wire.arrive(request)
        self._discovery: Discovery = load()
        self._target = self._route()

    def run(self) -> Response:
        """Answer the request, or fail as ordered."""
        with self._sandbox.lock:
            entry = self._open_entry()
            fault = self._sandbox.faults.due(entry["method"])
        response = self._faulty(fault, entry) if fault else self._apply()
        entry["status"] = response.status_code
        return response

    def _faulty(self, fault: Fault, entry: Json) -> Response:
        applied = self._apply() if fault.applies_first else None
        time.sleep(fault.delay)
        if fault.fails:
            return self._fail(fault, entry)
        response = applied or self._apply()
        return (
            wire.HalfResponse(response.data, response.status_code, response.headers)
            if fault.half
            else response
        )

    def _route(self) -> Target:
        arrival, state = self._arrival, self._sandbox.state
        endpoint = ENDPOINTS.get((arrival.verb, arrival.raw_path))
        if endpoint:
            name, respond = endpoint
            return Target("oauth2", name, lambda: respond(state, self._request))
        method, path = self._discovery.match(arrival.raw_path, arrival.verb)
        return Target(method.service, method.id, lambda: self._call(method, path), method)

    def _open_entry(self) -> Json:
        target, arrival = self._target, self._arrival
        query = {name: texts if len(texts) > 1 else texts[0] for name, texts in arrival.query.lists()}
        entry = self._sandbox.requests.open(target.service, target.id, arrival.verb, query)
        entry["path"] = unquote(arrival.raw_path)
        if target.method is not None:
            entry["write"] = is_write(target.method)
            # Noted on arrival: a request that a fault keeps from being applied was sent all the same.
            with suppress(ApiError):
                entry["user"] = self._signed_in().email
            with suppress(ApiError):
                entry["body"] = _noted(*self._body())
        return entry

    def _signed_in(self) -> auth.Grant:
        return self._sandbox.state.tokens.signed_in(wire.credentials(self._arrival), self._target.service)

    def _body(self) -> tuple[Json, Media | None]:
        return wire.body(self._arrival, self._target.service)

    def _fail(self, fault: Fault, entry: Json) -> Response:
        fault.strike()
        if fault.resets:
            self._reset()
        if isinstance(fault.body, str):
            return Response(fault.body, fault.status, fault.headers, content_type="text/html; charset=UTF-8")
        body = fault.body or body_of(entry["service"], ApiError(fault.status, "Injected by the sandbox."))
        response = wire.answer(body, fault.status)
        response.headers.update(fault.headers)
        return response

    def _reset(self) -> None:
        connection = self._request.environ.get("werkzeug.socket")
        if connection is not None:
            with suppress(OSError):
                connection.shutdown(SHUT_RDWR)
        raise ConnectionResetError("closed by the sandbox")

    def _apply(self) -> Response:
        target = self._target
        with self._sandbox.lock:
            try:
                return target.answer()
            except ApiError as error:
                return wire.answer(body_of(target.service, error), error.status)
            except HTTPException:
                raise
            except _BUGS as error:
                _LOG.exception("%s", target.id)
                bug = ApiError(500, f"Sandbox bug in {target.id}: {type(error).__name__}: {error}")
                return wire.answer(body_of(target.service, bug), 500)

    def _call(self, method: Method, path: dict[str, str]) -> Response:
        state = self._sandbox.state
        grant = self._signed_in()
        usable = auth.usable_scopes(grant, method)
        state.quotas.spend(method, grant, state.clock.now())
        body, media = self._body()
        params = wire.parameters(method, self._arrival.query, path, strict=self._sandbox.strict)
        mask_text = params.pop("fields", DEFAULT_FIELDS.get(method.id, ""))
        mask = _mask(method, mask_text)
        handler = METHODS.get(method.id)
        if handler is None:
            raise not_built(method.id)
        call = Call(
            method=method.id,
            params=params,
            body=self._read(method, body),
            headers=self._arrival.headers,
            media=media,
            user=grant.email,
            now=state.clock.now(),
            state=state,
            scopes=frozenset(grant.scopes),
            usable=usable,
            client_id=grant.client_id,
            fields=mask_text,
            robot=grant.robot,
        )
        if grant.robot:
            robots.check(call)
        return self._reply(method, handler(call), mask)

    def _read(self, method: Method, body: Json) -> Json:
        if not method.request:
            return {}
        schemas = self._discovery.schemas[method.service]
        reader = Reader(schemas, service=method.service, method=method.id, strict=self._sandbox.strict)
        clean: Json = reader.read(schemas[method.request], body)
        return clean

    def _reply(self, method: Method, reply: Json | Binary, mask: fields.Mask) -> Response:
        if isinstance(reply, Binary):
            return Response(reply.content, content_type=reply.mime_type)
        if not method.response:
            return Response(status=204)
        self._prove(method, reply)
        return wire.answer(fields.apply(mask, reply))

    def _prove(self, method: Method, reply: Any) -> None:
        wrong = self._discovery.replies[method.service].violation(method.response, reply)
        if wrong:
            _LOG.error("%s answers against its schema: %s", method.id, wrong)
            raise ApiError(500, f"Sandbox bug: {method.id} answers against its schema: {wrong}")


@lru_cache(maxsize=1024)
def _mask(method: Method, text: str) -> fields.Mask:
    """A mask that the method's reply can have; applying one does not change it."""
    if not text:
        return {}
    try:
        mask = fields.parse(text)
        if method.response:
            schemas = load().schemas[method.service]
            fields.check(mask, schemas, schemas[method.response])
    except fields.BadMaskError as error:
        raise bad_mask(method.service, text, str(error)) from None
    return mask


def _noted(body: Json, media: Media | None) -> Json:
    return {**body, **media_note(media)} if media else body
