"""The sandbox without a socket."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from typing import TYPE_CHECKING, Any

import requests
from requests.adapters import BaseAdapter, HTTPAdapter
from urllib3 import HTTPHeaderDict
from urllib3.response import HTTPResponse
from werkzeug.test import run_wsgi_app

from workspace_agent.sandbox.environ import environ

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication, WSGIEnvironment


class InProcessAdapter(BaseAdapter):
    """Carries requests of a `requests` session into a WSGI application, whatever their scheme and host.

    Args:
        app: The application, such as `Sandbox.app`.
    """

    def __init__(self, app: WSGIApplication) -> None:
        super().__init__()
        self._app = app
        self._builder = HTTPAdapter()

    def send(
        self,
        request: requests.PreparedRequest,
        stream: bool = False,  # noqa: ARG002, FBT001, FBT002
        timeout: Any = None,  # noqa: ARG002
        verify: bool | str = True,  # noqa: ARG002, FBT001, FBT002
        cert: Any = None,  # noqa: ARG002
        proxies: Mapping[str, str] | None = None,  # noqa: ARG002
    ) -> requests.Response:
        """Send one request.

        Raises:
            requests.ConnectionError: The sandbox closed the connection without an answer.
        """
        try:
            chunks, status, headers = run_wsgi_app(self._app, _environ(request))
        except ConnectionResetError as error:
            raise requests.ConnectionError(error, request=request) from error
        raw = HTTPResponse(
            body=BytesIO(b"".join(chunks)),
            headers=HTTPHeaderDict(headers),
            status=int(status.split()[0]),
            reason=status.partition(" ")[2],
            preload_content=False,
        )
        return self._builder.build_response(request, raw)

    def close(self) -> None:
        """Nothing is held open."""


def _environ(request: requests.PreparedRequest) -> WSGIEnvironment:
    content = request.body or b""
    content = content.encode() if isinstance(content, str) else content
    return environ(request.method or "GET", request.url or "", request.headers, content)
