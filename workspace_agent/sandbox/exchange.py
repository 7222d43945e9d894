"""One request from arrival to answer."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from socket import SHUT_RDWR
from typing import TYPE_CHECKING
from urllib.parse import unquote

from werkzeug.exceptions import BadRequest, HTTPException, NotFound
from werkzeug.wrappers import Request, Response

from workspace_agent.sandbox import headers, orders, resumable, wire
from workspace_agent.sandbox.call import ApiError, Json, Media, Order
from workspace_agent.sandbox.discovery import Discovery, Method, load
from workspace_agent.sandbox.errors import UploadError, invalid
from workspace_agent.sandbox.faults import Fault
from workspace_agent.sandbox.oauth import ENDPOINTS
from workspace_agent.sandbox.requestlog import is_write, media_note

if TYPE_CHECKING:
    from workspace_agent.sandbox.server import Sandbox

# Their hosts answer 400 to HEAD and to addresses that they do not have, the others a GET without its body and
# 404: brekkylab/backlot#276, measured.
_EDITORS = ("/v4/", "/v1/forms")
_LOG = logging.getLogger("workspace_agent.sandbox")
# Whatever a handler stumbles over is a bug of the sandbox, told to the client as a 500.
_BUGS = (ArithmeticError, AssertionError, AttributeError, LookupError, RuntimeError, TypeError, ValueError)


@dataclass(frozen=True, slots=True)
class Target:
    """Where a request leads: a method of a service, or an address of OAuth2.

    Attributes:
        answer: Does what is asked.
        note: What the log keeps of it beside the address.
    """

    service: str
    id: str
    answer: Callable[[], Response]
    note: Callable[[Json], None] = lambda _entry: None


class Exchange:
    """Routing, the log, failures on order, and what handlers stumble over, for one request.

    Args:
        sandbox: State, log and faults.
        request: What arrived.

    Raises:
        werkzeug.exceptions.HTTPException: The request belongs to no service.
    """

    def __init__(self, sandbox: Sandbox, request: Request) -> None:
        self._sandbox = sandbox
        self._state = sandbox.state
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
        headers.dress(response, self._target.service, self._arrival.verb)
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
        arrival = self._arrival
        endpoint = ENDPOINTS.get((arrival.verb, arrival.raw_path))
        if endpoint:
            name, respond = endpoint
            return Target("oauth2", name, lambda: respond(self._state, self._request))
        if resumable.goes_on(arrival):
            return self._route_piece()
        verb = "GET" if arrival.verb == "HEAD" else arrival.verb
        editors = arrival.raw_path.startswith(_EDITORS)
        if arrival.verb == "HEAD" and editors:
            raise BadRequest
        try:
            method, path = self._discovery.match(arrival.raw_path, verb)
        except HTTPException:
            raise BadRequest if editors else NotFound from None

        def note(entry: Json) -> None:
            self._note(entry, method)

        return Target(method.service, method.id, lambda: self._call(method, path), note)

    def _route_piece(self) -> Target:
        upload = resumable.upload_of(self._state.uploads, self._arrival, self._state.clock.now())
        method = self._discovery.methods[upload.order.method]

        def note(entry: Json) -> None:
            resumable.note(entry, upload, self._arrival)

        def answer() -> Response:
            return resumable.go_on(upload, self._arrival, lambda sent: self._do(upload.order, sent))

        return Target(method.service, method.id, answer, note)

    def _open_entry(self) -> Json:
        target, arrival = self._target, self._arrival
        query = {name: texts if len(texts) > 1 else texts[0] for name, texts in arrival.query.items()}
        entry = self._sandbox.requests.open(target.service, target.id, arrival.verb, query)
        entry["path"] = unquote(arrival.raw_path)
        target.note(entry)
        return entry

    def _note(self, entry: Json, method: Method) -> None:
        """Noted on arrival: a request that a fault keeps from being applied was sent all the same."""
        entry["write"] = is_write(method)
        with suppress(ApiError):
            entry["user"] = orders.signed_in(self._state, method, self._arrival).email
        with suppress(ApiError, UploadError):
            body, sent = wire.body(self._arrival, method)
            entry["body"] = {**body, **media_note(sent)} if sent else body

    def _fail(self, fault: Fault, entry: Json) -> Response:
        fault.strike()
        if fault.resets:
            self._reset()
        if isinstance(fault.body, str):
            return Response(fault.body, fault.status, fault.headers, content_type="text/html; charset=UTF-8")
        if fault.body:
            response = wire.answer(fault.body, fault.status)
        else:
            response = wire.refusal(entry["service"], ApiError(fault.status, "Injected by the sandbox."))
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
                return wire.refusal(target.service, error, self._arrival.system)
            except UploadError as error:
                return wire.plain(error.status, str(error))
            except HTTPException:
                raise
            except RecursionError:
                deep = invalid("Request contains an invalid argument.", reason="badRequest")
                return wire.refusal(target.service, deep, self._arrival.system)
            except _BUGS as error:
                _LOG.exception("%s", target.id)
                bug = ApiError(500, f"Sandbox bug in {target.id}: {type(error).__name__}: {error}")
                return wire.refusal(target.service, bug, self._arrival.system)

    def _call(self, method: Method, path: dict[str, str]) -> Response:
        arrival, state = self._arrival, self._state
        order, sent = orders.understood(state, method, path, arrival, strict=self._sandbox.strict)
        if arrival.upload == "resumable":
            orders.check(state, order)
            return resumable.announce(state.uploads, order, self._request, arrival, state.clock.now())
        return self._do(order, sent)

    def _do(self, order: Order, sent: Media | None) -> Response:
        return orders.done(self._state, order, sent, self._arrival.system)
