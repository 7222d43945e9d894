"""The sandbox as a WSGI application, and a server that carries it on loopback."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import datetime
from socket import SHUT_RDWR, socket
from typing import TYPE_CHECKING, Any, Self

from werkzeug.exceptions import HTTPException
from werkzeug.http import http_date
from werkzeug.serving import ThreadedWSGIServer, WSGIRequestHandler
from werkzeug.wrappers import Request, Response

from workspace_agent.sandbox import batch, control, front
from workspace_agent.sandbox.call import Json
from workspace_agent.sandbox.clock import START
from workspace_agent.sandbox.environ import escaped
from workspace_agent.sandbox.exchange import Exchange
from workspace_agent.sandbox.faults import Faults
from workspace_agent.sandbox.requestlog import RequestLog
from workspace_agent.sandbox.snapshot import encode, restore
from workspace_agent.sandbox.state import State
from workspace_agent.sandbox.wire import compress, status_line

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment


class Sandbox:
    """Google on loopback.

    Args:
        strict: Whether a request field that Google's schema does not know is refused (else dropped).
        now: Where the clock starts.
        seed: Other seeds give other identifiers.
        elapsed: Monotonic seconds, for the clock and the age of access tokens.
        wall: Seconds since 1970, for the times in JWTs.
    """

    def __init__(
        self,
        *,
        strict: bool = False,
        now: datetime = START,
        seed: int = 0,
        elapsed: Callable[[], float] = time.monotonic,
        wall: Callable[[], float] = time.time,  # noqa: TID251 - clients sign with real time
    ) -> None:
        self.strict = strict
        self.state = State(now, seed, elapsed, wall)
        self.requests = RequestLog()
        self.faults = Faults()
        self.lock = threading.RLock()

    def held(self) -> Json:
        """Everything that is held, exactly, for `load`."""
        return {"state": encode(self.state), "faults": encode(self.faults)}

    def load(self, held: Json) -> None:
        """Become the sandbox whose `held` this is. The request log stays."""
        restore(self.state, held["state"])
        restore(self.faults, held["faults"])

    def app(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """The WSGI application."""
        request = Request(environ)
        response = self.respond(request)
        compress(response, request.headers.get("Accept-Encoding", ""))
        response.status = status_line(response.status_code)
        response.headers["Date"] = http_date(self.state.clock.now())
        if request.method == "HEAD":
            del response.headers["Content-Length"]
            response.automatically_set_content_length = False
        return response(environ, start_response)

    def respond(self, request: Request) -> Response:
        """Answer one request, or a batch of them."""
        if request.path.startswith("/_sandbox/"):
            with self.lock:
                return control.answer(self, request)
        response = front.preflight(request) or self._admitted(request)
        front.share(request, response)
        return response

    def _admitted(self, request: Request) -> Response:
        try:
            admitted = front.admit(request)
            if admitted.path.startswith(batch.PREFIX):
                return batch.answer(admitted, self._single)
        except HTTPException as error:
            return front.refused(request, error.code or 404)
        return self._single(admitted)

    def _single(self, request: Request) -> Response:
        try:
            return Exchange(self, request).run()
        except HTTPException as error:
            return front.refused(request, error.code or 404)


class _Handler(WSGIRequestHandler):
    """One connection, kept alive.

    Werkzeug's own `run_wsgi` closes every connection, because it cannot know whether an application read the
    body to its end. This application always does.
    """

    disable_nagle_algorithm = True
    wbufsize = -1
    protocol_version = "HTTP/1.1"
    server: _Server

    def setup(self) -> None:
        super().setup()
        self.server.connections.add(self.connection)

    def finish(self) -> None:
        self.server.connections.discard(self.connection)
        with suppress(OSError):
            super().finish()

    def run_wsgi(self) -> None:
        lengths = set(self.headers.get_all("Content-Length", ()))
        if len(lengths) > 1 or not all(one.strip().isdecimal() for one in lengths):
            self.send_error(400)
            return
        self.path = escaped(self.path, "latin-1")  # each byte is one letter of it
        response = Response.from_app(self.server.app, self.make_environ())
        code, _, reason = response.status.partition(" ")
        self.send_response_only(int(code), reason)  # the date is the sandbox's, not the machine's
        self.send_header("Server", self.version_string())
        for name, value in response.headers.items():
            self.send_header(name, value)
        if self.request_version == "HTTP/1.0" and not self.close_connection:
            self.send_header("Connection", "keep-alive")
        self.end_headers()
        self.wfile.write(response.data)
        # An answer cut in the middle: the client would wait for the rest on a kept connection.
        if len(response.data) < (response.content_length or 0):
            self.close_connection = True
        self.wfile.flush()

    def handle_expect_100(self) -> bool:
        """Tell the client to go on at once: it waits for that, and what is written here is buffered."""
        going_on = super().handle_expect_100()
        self.wfile.flush()
        return going_on

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """What is no HTTP gets the front end's page too, and the connection ends."""
        del message, explain
        content = front.page(code).encode()
        self.send_response(code)
        self.send_header("Content-Type", front.HTML)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(content)

    def version_string(self) -> str:
        """The name under which Google's front end answers."""
        return "ESF"

    def log(self, *_: Any, **__: Any) -> None:
        """Keep quiet: the request log says it."""


class _Server(ThreadedWSGIServer):
    def __init__(self, host: str, port: int, sandbox: Sandbox) -> None:
        self.connections: set[socket] = set()
        super().__init__(host, port, sandbox.app, _Handler)

    def drop_connections(self) -> None:
        for connection in list(self.connections):
            with suppress(OSError):
                connection.shutdown(SHUT_RDWR)


class RunningSandbox:
    """A sandbox that answers on a port until it is closed."""

    def __init__(self, server: _Server) -> None:
        self._server = server
        self._thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()

    @property
    def url(self) -> str:
        """Where it answers, such as `http://127.0.0.1:40123`."""
        return f"http://{self._server.host}:{self._server.port}"

    def wait(self) -> None:
        """Block until the server is closed."""
        self._thread.join()

    def close(self) -> None:
        """Stop answering; connections that clients keep open end here."""
        self._server.shutdown()
        self._thread.join()
        self._server.drop_connections()
        self._server.server_close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: Any) -> None:
        self.close()


def serve(sandbox: Sandbox, host: str = "127.0.0.1", port: int = 0) -> RunningSandbox:
    """Start answering on a port; 0 takes a free one."""
    return RunningSandbox(_Server(host, port, sandbox))
