"""Sign-in: the OAuth2 token endpoint and bearer tokens.

Source: RFC 6749 sections 2.3.1, 5.1, 5.2 and 6; https://developers.google.com/identity/protocols/oauth2.
"""

from __future__ import annotations

import time
from base64 import b64decode
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import unquote_plus

from workspace_agent.sandbox.call import Json
from workspace_agent.sandbox.discovery import Method
from workspace_agent.sandbox.errors import bad_credentials, missing_scope, no_credentials
from workspace_agent.sandbox.ids import Ids

TOKEN_URI = "https://oauth2.googleapis.com/token"  # noqa: S105  # an address, not a secret
LIFETIME = 3599
CLIENT_ID = "100000000001-sandbox.apps.googleusercontent.com"


@dataclass(frozen=True, slots=True)
class Grant:
    """What one person allowed one app."""

    email: str
    client_id: str
    client_secret: str
    scopes: tuple[str, ...]


class TokenError(Exception):
    """A refusal of the token endpoint, which has a shape of its own (RFC 6749 section 5.2)."""

    def __init__(self, status: int, code: str, description: str) -> None:
        super().__init__(description)
        self.status = status
        self.body: Json = {"error": code, "error_description": description}


class Tokens:
    """Refresh tokens and the access tokens made from them.

    Args:
        ids: Mints the tokens.
        elapsed: Monotonic seconds. Access tokens age by real time, never by the sandbox's clock: google-auth
            judges by real time whether to refresh.
    """

    def __init__(self, ids: Ids, elapsed: Callable[[], float] = time.monotonic) -> None:
        self._ids = ids
        self._elapsed = elapsed
        self._refresh: dict[str, Grant] = {}
        self._access: dict[str, tuple[Grant, float]] = {}

    def grant(self, email: str, scopes: list[str], client_id: str = CLIENT_ID) -> Json:
        """Consent without a browser: everything that an `authorized_user` file holds."""
        grant = Grant(email, client_id, "GOCSPX-sandbox", tuple(scopes))
        refresh_token = "1//" + self._ids.token()
        self._refresh[refresh_token] = grant
        return {
            "type": "authorized_user",
            "client_id": grant.client_id,
            "client_secret": grant.client_secret,
            "refresh_token": refresh_token,
            "token": self._mint(grant),
            "token_uri": TOKEN_URI,
            "scopes": list(scopes),
        }

    def revoke(self, refresh_token: str) -> None:
        """Forget a consent, as when a person removes the app; its access tokens die with it."""
        grant = self._refresh.pop(refresh_token, None)
        self._access = {token: pair for token, pair in self._access.items() if pair[0] is not grant}

    def refresh(self, form: Mapping[str, str], authorization: str) -> Json:
        """Answer `POST /token`.

        Raises:
            TokenError: The grant, the client or the kind of grant is not known.
        """
        client = _basic(authorization) or (form.get("client_id", ""), form.get("client_secret", ""))
        if form.get("grant_type") != "refresh_token":
            raise TokenError(
                400, "unsupported_grant_type", f"Invalid grant_type: {form.get('grant_type', '')}"
            )
        grant = self._refresh.get(form.get("refresh_token", ""))
        if grant is None:
            raise TokenError(400, "invalid_grant", "Token has been expired or revoked.")
        if client != (grant.client_id, grant.client_secret):
            raise TokenError(401, "invalid_client", "The OAuth client was not found.")
        return {
            "access_token": self._mint(grant),
            "expires_in": LIFETIME,
            "scope": " ".join(grant.scopes),
            "token_type": "Bearer",
        }

    def signed_in(self, authorization: str) -> Grant:
        """Whose token this is.

        Raises:
            ApiError: 401 for no token, an unknown or an expired one.
        """
        if not authorization:
            raise no_credentials()
        kind, _, token = authorization.partition(" ")
        grant, expiry = self._access.get(token, (None, 0.0))
        if kind.lower() != "bearer" or grant is None or expiry <= self._elapsed():
            raise bad_credentials()
        return grant

    def _mint(self, grant: Grant) -> str:
        token = "ya29." + self._ids.token()
        self._access[token] = (grant, self._elapsed() + LIFETIME)
        return token


def usable_scopes(grant: Grant, method: Method) -> frozenset[str]:
    """Those scopes of a token that open a method.

    Raises:
        ApiError: 403 when there is none.
    """
    usable = method.scopes & frozenset(grant.scopes)
    if not usable:
        raise missing_scope(method.service, method.id)
    return usable


def _basic(authorization: str) -> tuple[str, str] | None:
    kind, _, encoded = authorization.partition(" ")
    if kind.lower() != "basic":
        return None
    name, _, secret = b64decode(encoded).decode().partition(":")
    return unquote_plus(name), unquote_plus(secret)
