"""Tokens: who holds which, for whom, with which scopes, and for how long.

Source: RFC 6749; https://developers.google.com/identity/protocols/oauth2.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass

from workspace_agent.sandbox.call import Json
from workspace_agent.sandbox.clock import Stopwatch
from workspace_agent.sandbox.discovery import Method
from workspace_agent.sandbox.errors import bad_credentials, missing_scope, no_credentials
from workspace_agent.sandbox.ids import Ids

TOKEN_URI = "https://oauth2.googleapis.com/token"  # noqa: S105  # an address, not a secret
AUTH_URI = "https://accounts.google.com/o/oauth2/auth"
LIFETIME = 3599
MOST_TOKENS = 100
WEEK = 7 * 24 * 3600 - 1
"""Seconds that a refresh token lives while its app is in testing, as the token endpoint tells them."""
CLIENT_ID = "100000000001-sandbox.apps.googleusercontent.com"
CLIENT_SECRET = "GOCSPX-sandbox"  # noqa: S105  # of an invented app


@dataclass(frozen=True, slots=True)
class Grant:
    """What one person allowed one app.

    Attributes:
        robot: Whether a service account acts for itself, without a person behind it.
    """

    email: str
    client_id: str
    scopes: tuple[str, ...]
    robot: bool = False


@dataclass(frozen=True, slots=True)
class Access:
    """An access token's grant and the second at which it dies."""

    grant: Grant
    expires: float


class TokenError(Exception):
    """A refusal of the token endpoint, which has a shape of its own (RFC 6749 section 5.2)."""

    def __init__(self, status: int, code: str, description: str) -> None:
        super().__init__(description)
        self.status = status
        self.body: Json = {"error": code, "error_description": description}


class Tokens:
    """Apps, refresh tokens and access tokens.

    Args:
        ids: Mints the tokens.
        elapsed: Monotonic seconds. Access tokens age by real time, never by the sandbox's clock: google-auth
            judges by real time whether to refresh.
    """

    def __init__(self, ids: Ids, elapsed: Callable[[], float] = time.monotonic) -> None:
        self._ids = ids
        self._age = Stopwatch(elapsed)
        self.clients: dict[str, str] = {CLIENT_ID: CLIENT_SECRET}
        self.in_testing: set[str] = set()
        self._refresh: dict[str, Grant] = {}
        self._ends: dict[str, float] = {}
        self._access: dict[str, Access] = {}

    def grant(self, email: str, scopes: list[str], client_id: str = CLIENT_ID) -> Json:
        """Consent without a browser: everything that an `authorized_user` file holds."""
        client_secret = self.clients.setdefault(client_id, CLIENT_SECRET)
        grant = Grant(email, client_id, tuple(scopes))
        return {
            "type": "authorized_user",
            "client_id": client_id,
            "client_secret": client_secret,
            "refresh_token": self.refresh_token(grant),
            "token": self.access(grant)["access_token"],
            "token_uri": TOKEN_URI,
            "scopes": list(scopes),
        }

    def refresh_token(self, grant: Grant) -> str:
        """A new refresh token; the oldest beyond a hundred for one person and app dies without a word.

        Source: https://developers.google.com/identity/protocols/oauth2#expiration.
        """
        token = "1//" + self._ids.token()
        self._refresh[token] = grant
        if grant.client_id in self.in_testing:
            self._ends[token] = self._age.seconds() + WEEK
        pair = (grant.email, grant.client_id)
        alive = [name for name, held in self._refresh.items() if (held.email, held.client_id) == pair]
        for oldest in alive[:-MOST_TOKENS]:
            del self._refresh[oldest]
        return token

    def access(self, grant: Grant) -> Json:
        """A new access token, as the token endpoint answers it."""
        token = "ya29." + self._ids.token()
        self._access[token] = Access(grant, self._age.seconds() + LIFETIME)
        return {"access_token": token, "expires_in": LIFETIME, "token_type": "Bearer"}

    def limit(self, refresh_token: str) -> Json:
        """What the token endpoint tells of a refresh token that ends by itself; nothing of others.

        Source: https://developers.google.com/identity/protocols/oauth2#time-based-access.
        """
        if refresh_token not in self._ends:
            return {}
        return {"refresh_token_expires_in": int(self._ends[refresh_token] - self._age.seconds())}

    def refreshable(self, refresh_token: str, client_id: str) -> Grant:
        """What a refresh token stands for.

        Raises:
            TokenError: The token is not known, or belongs to another app.
        """
        grant = self._refresh.get(refresh_token)
        if grant is None or self._ends.get(refresh_token, math.inf) <= self._age.seconds():
            raise TokenError(400, "invalid_grant", "Token has been expired or revoked.")
        if grant.client_id != client_id:
            raise TokenError(401, "unauthorized_client", "Unauthorized")
        return grant

    def revoke(self, token: str) -> Grant | None:
        """End what a person allowed an app, named by any of its tokens; all of them die with it.

        Source: https://developers.google.com/identity/protocols/oauth2/native-app#tokenrevoke.
        """
        ended = self._refresh.get(token) or self.known(token)
        if ended:
            pair = (ended.email, ended.client_id)
            self._refresh = {
                name: grant for name, grant in self._refresh.items() if (grant.email, grant.client_id) != pair
            }
            self._access = {
                name: held
                for name, held in self._access.items()
                if (held.grant.email, held.grant.client_id) != pair
            }
        return ended

    def known(self, token: str) -> Grant | None:
        """Whose access token this is, unless it is unknown or has expired."""
        return self._access[token].grant if self.remaining(token) > 0 else None

    def remaining(self, token: str) -> float:
        """For how many more seconds an access token lives."""
        held = self._access.get(token)
        return held.expires - self._age.seconds() if held else 0

    def signed_in(self, authorization: str) -> Grant:
        """Whose token this is.

        Raises:
            ApiError: 401 for no token, an unknown or an expired one.
        """
        if not authorization:
            raise no_credentials()
        kind, _, token = authorization.partition(" ")
        grant = self.known(token) if kind.lower() == "bearer" else None
        if grant is None:
            raise bad_credentials()
        return grant


def usable_scopes(grant: Grant, method: Method) -> frozenset[str]:
    """Those scopes of a token that open a method.

    Raises:
        ApiError: 403 when there is none.
    """
    usable = method.scopes & frozenset(grant.scopes)
    if not usable:
        raise missing_scope(method.service, method.id, method.scopes)
    return usable
