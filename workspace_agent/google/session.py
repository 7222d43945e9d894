"""One session per identity carries everything: Sheets, Drive, Calendar, Gmail, Forms and the token calls."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import requests
from google.auth.exceptions import RefreshError, TransportError
from google.auth.transport.requests import AuthorizedSession, Request

from workspace_agent.google.credentials import Identity
from workspace_agent.google.endpoint import Endpoint
from workspace_agent.google.quiet import silence_libraries
from workspace_agent.model.errors import SettingsError

Timeout = tuple[float, float]
"""Seconds to connect, and seconds to wait for each piece of an answer."""

TIMEOUT: Timeout = (5.0, 60.0)

INVALID_RAPT = "invalid_rapt"
_PRESENCE = (INVALID_RAPT, "rapt_required")
"""The domain wants people to sign in again every so many hours ("Google Cloud session control").

Source: support.google.com/a/answer/9368756."""

# RFC 6749 section 4.1.2.1, and one word of Google's own.
OVERLOADED = ("server_error", "temporarily_unavailable", "internal_failure")


class SteadySession(requests.Session):
    """A session whose every request has a time-out and whose every redirect is left alone.

    A redirect would carry a write, or the token, to a place that nobody chose.
    """

    timeout: Timeout = TIMEOUT

    def send(self, request: requests.PreparedRequest, **kwargs: Any) -> requests.Response:
        """Sends one request; what the caller says of time-outs and redirects does not count."""
        kwargs |= {"timeout": self.timeout, "allow_redirects": False}
        return super().send(request, **kwargs)

    def get_redirect_target(self, _resp: requests.Response) -> None:
        """Returns None: there is nowhere to go."""


class SignedSession(SteadySession, AuthorizedSession):
    """The same, with each request signed; a token that Google refuses is refreshed once."""

    def buy_token(self) -> None:
        """Asks for an access token now, not with the first request.

        Raises:
            google.auth.exceptions.RefreshError: If the token endpoint refuses.
            google.auth.exceptions.TransportError: If it cannot be reached.
        """
        self.credentials.refresh(self._auth_request)

    def close(self) -> None:
        """Closes the connections of both kinds of call."""
        self._auth_request.session.close()
        super().close()  # type: ignore[no-untyped-call]


class TokenRequest(Request):
    """google-auth's transport for the token endpoint, without its own repeats and real sleeps.

    Args:
        session: Carries the token calls.
        on_call: Called before each one, for counting.
    """

    def __init__(self, session: requests.Session, on_call: Callable[[], None]) -> None:
        super().__init__(session)
        self._on_call = on_call

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Makes one token call; an overloaded endpoint is left to our own retry layer."""
        self._on_call()
        response = super().__call__(*args, **kwargs)  # type: ignore[no-untyped-call]
        if response.status >= 500 or response.status in (408, 429) or not _decides(response):
            raise TransportError("the token endpoint is not available")  # type: ignore[no-untyped-call]
        _check_presence(response)
        return response


def _check_presence(response: Any) -> None:
    """Raises RefreshError where a person has to sign in again: google-auth drops the code."""
    body = json.loads(response.data)
    if body.get("error_subtype") in _PRESENCE:
        raise RefreshError("sign in again", {"error": INVALID_RAPT})  # type: ignore[no-untyped-call]


def _decides(response: Any) -> bool:
    # google-auth takes a proxy's HTML for a refusal, fails on a success without a token, and sleeps for real
    # where the endpoint says in words that it is overloaded.
    try:
        body = json.loads(response.data)
    except ValueError:
        return False
    if not isinstance(body, dict) or body.get("error") in OVERLOADED:
        return False
    return response.status != 200 or "access_token" in body


def plain_session(endpoint: Endpoint, timeout: Timeout = TIMEOUT) -> SteadySession:
    """Returns an unsigned session that reaches the endpoint and nothing else.

    Args:
        endpoint: Google or the sandbox.
        timeout: Seconds to connect and to read.
    """
    silence_libraries()
    session = SteadySession()
    session.timeout = timeout
    endpoint.mount_on(session)
    return session


def connect(
    endpoint: Endpoint,
    identity: Identity,
    *,
    timeout: Timeout = TIMEOUT,
    on_token_call: Callable[[], None] = lambda: None,
) -> SignedSession:
    """Returns the session of one identity.

    Args:
        endpoint: Google or the sandbox.
        identity: Whose session; issued by the same side as `endpoint`.
        timeout: Seconds to connect and to read, for every request, token calls included.
        on_token_call: Called before each call to the token endpoint.

    Raises:
        SettingsError: If real credentials would go to loopback, or sandbox ones to Google.
    """
    if identity.sandbox != endpoint.is_sandbox:
        raise SettingsError(
            f'{identity.path} was not issued for google.mode = "{endpoint.mode}"',
            advice="correct the mode in agent.toml, or sign in to this side: workspace-agent auth login",
        )
    token_calls = TokenRequest(plain_session(endpoint, timeout), on_token_call)
    session = SignedSession(  # type: ignore[no-untyped-call]
        identity.credentials, max_refresh_attempts=1, auth_request=token_calls
    )
    session.timeout = timeout
    endpoint.mount_on(session)
    return session
