"""One request from arrival to answer."""

from __future__ import annotations

import time
from collections.abc import Mapping
from contextlib import suppress
from socket import SHUT_RDWR
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Request, Response

from workspace_agent.sandbox import auth, fields, wire
from workspace_agent.sandbox.call import ApiError, Binary, Call, Json, Media
from workspace_agent.sandbox.discovery import Discovery, Method, load
from workspace_agent.sandbox.errors import body_of, not_built
from workspace_agent.sandbox.faults import Fault
from workspace_agent.sandbox.methods import METHODS
from workspace_agent.sandbox.overlay import DEFAULT_FIELDS
from workspace_agent.sandbox.requestlog import is_write, media_note
from workspace_agent.sandbox.validate import Reader, violations

if TYPE_CHECKING:
    from workspace_agent.sandbox.server import Sandbox


class Exchange:
    """Routing, sign-in, decoding, handling, masking and the log, for one request.

    Args:
        sandbox: State, log and faults.
        request: What arrived.
    """

    def __init__(self, sandbox: Sandbox, request: Request) -> None:
        self._sandbox = sandbox
        self._request = request
        self._arrival = wire.arrive(request)
        self._discovery: Discovery = load()

    def run(self) -> Response:
        """Answer the request, or fail as ordered."""
        try:
            method, path = self._route()
        except HTTPException as error:
            return wire.answer(body_of("sheets", ApiError(error.code or 404, "Not Found")), error.code or 404)
        with self._sandbox.lock:
            entry = self._open_entry(method)
            fault = self._sandbox.faults.due(entry["method"])
        response = self._faulty(fault, method, path, entry) if fault else self._apply(method, path)
        entry["status"] = response.status_code
        return response

    def _faulty(self, fault: Fault, method: Method | None, path: Mapping[str, str], entry: Json) -> Response:
        applied = self._apply(method, path) if fault.applies_first else None
        time.sleep(fault.delay)
        if fault.fails:
            return self._fail(fault, entry)
        return applied or self._apply(method, path)

    def _route(self) -> tuple[Method | None, dict[str, str]]:
        if self._arrival.raw_path == "/token":
            return None, {}
        return self._discovery.match(self._arrival.raw_path, self._arrival.verb)

    def _open_entry(self, method: Method | None) -> Json:
        query = {name: texts if len(texts) > 1 else texts[0] for name, texts in self._arrival.query.lists()}
        service, method_id = (method.service, method.id) if method else ("oauth2", "oauth2.token")
        entry = self._sandbox.requests.open(service, method_id, self._arrival.verb, query)
        entry["path"] = unquote(self._arrival.raw_path)
        if method is not None:
            entry["write"] = is_write(method)
            # Noted on arrival: a request that a fault keeps from being applied was sent all the same.
            with suppress(ApiError):
                entry["user"] = self._signed_in().email
            with suppress(ApiError):
                entry["body"] = _noted(*wire.body(self._arrival))
        return entry

    def _signed_in(self) -> auth.Grant:
        return self._sandbox.state.tokens.signed_in(self._arrival.headers.get("authorization", ""))

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

    def _apply(self, method: Method | None, path: Mapping[str, str]) -> Response:
        with self._sandbox.lock:
            if method is None:
                return self._token()
            try:
                return self._handle(method, dict(path))
            except ApiError as error:
                return wire.answer(body_of(method.service, error), error.status)
            except (AttributeError, LookupError, TypeError, ValueError) as error:
                bug = ApiError(500, f"Sandbox bug in {method.id}: {type(error).__name__}: {error}")
                return wire.answer(body_of(method.service, bug), 500)

    def _token(self) -> Response:
        authorization = self._arrival.headers.get("authorization", "")
        try:
            return wire.answer(
                self._sandbox.state.tokens.refresh(self._request.form.to_dict(), authorization)
            )
        except auth.TokenError as refusal:
            return wire.answer(refusal.body, refusal.status)

    def _handle(self, method: Method, path: dict[str, str]) -> Response:
        state = self._sandbox.state
        grant = self._signed_in()
        usable = auth.usable_scopes(grant, method)
        body, media = wire.body(self._arrival)
        params = wire.parameters(method, self._arrival.query, path)
        mask_text = params.pop("fields", DEFAULT_FIELDS.get(method.id, ""))
        mask = self._mask(method, mask_text)
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
        )
        return self._reply(method, handler(call), mask)

    def _mask(self, method: Method, text: str) -> fields.Mask:
        if not text:
            return {}
        mask = fields.parse(text)
        if method.response:
            schemas = self._discovery.schemas[method.service]
            fields.check(mask, schemas, schemas[method.response])
        return mask

    def _read(self, method: Method, body: Json) -> Json:
        if not method.request:
            return {}
        schemas = self._discovery.schemas[method.service]
        clean: Json = Reader(schemas, strict=self._sandbox.strict).read(schemas[method.request], body)
        return clean

    def _reply(self, method: Method, reply: Json | Binary, mask: fields.Mask) -> Response:
        if isinstance(reply, Binary):
            return Response(reply.content, content_type=reply.mime_type)
        if not method.response:
            return Response(status=204)
        self._prove(method, reply)
        return wire.answer(fields.apply(mask, reply))

    def _prove(self, method: Method, reply: Any) -> None:
        schemas = self._discovery.schemas[method.service]
        wrong = next(violations(schemas, schemas[method.response], reply), None)
        if wrong:
            raise ApiError(500, f"Sandbox bug: {method.id} answers against its schema: {wrong}")


def _noted(body: Json, media: Media | None) -> Json:
    return {**body, **media_note(media)} if media else body
