"""Consent: what people allow apps on the authorisation page, and the codes that apps take away from it.

Source: https://developers.google.com/identity/protocols/oauth2/native-app, RFC 6749 section 4.1 and RFC 7636.
"""

from __future__ import annotations

import hashlib
from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from hmac import compare_digest

from workspace_agent.sandbox.auth import Grant, TokenError
from workspace_agent.sandbox.clock import Stopwatch
from workspace_agent.sandbox.ids import Ids

CODE_LIFETIME = 600


@dataclass(frozen=True, slots=True)
class Standing:
    """How somebody answers every authorisation page from now on.

    Attributes:
        scopes: The boxes that are ticked; None ticks all.
        deny: Whether the page is cancelled.
    """

    email: str
    scopes: tuple[str, ...] | None = None
    deny: bool = False


@dataclass(frozen=True, slots=True)
class Code:
    """An authorisation code.

    Attributes:
        keeps: Whether a refresh token comes with it.
        challenge: PKCE's challenge, or an empty string.
        method: `S256` or `plain`.
    """

    grant: Grant
    redirect_uri: str
    keeps: bool
    challenge: str
    method: str
    expires: float


@dataclass(frozen=True, slots=True)
class Wish:
    """What an app asks of the authorisation page, beside the scopes."""

    client_id: str
    redirect_uri: str
    offline: bool
    prompted: bool
    challenge: str
    method: str


class Consents:
    """What was allowed so far, and the codes that are not yet exchanged.

    Args:
        ids: Mints codes.
        elapsed: Monotonic seconds: codes age by real time, like tokens.
    """

    def __init__(self, ids: Ids, elapsed: Callable[[], float]) -> None:
        self._ids = ids
        self._age = Stopwatch(elapsed)
        self._given: dict[str, tuple[str, ...]] = {}
        self._codes: dict[str, Code] = {}
        self.standing: Standing | None = None

    def given(self, email: str, client_id: str) -> tuple[str, ...]:
        """The scopes that somebody allowed an app earlier."""
        return self._given.get(f"{email} {client_id}", ())

    def withdraw(self, email: str, client_id: str) -> None:
        """Forget what somebody allowed an app."""
        self._given.pop(f"{email} {client_id}", None)

    def allow(self, wish: Wish, email: str, scopes: Iterable[str]) -> str:
        """Note a consent; the code that the app may exchange.

        A refresh token comes only when the page was shown for a reason: for a scope that was not allowed
        before, or because the app asked with `prompt=consent`.
        """
        before, scopes = self.given(email, wish.client_id), tuple(scopes)
        keeps = wish.offline and (wish.prompted or not set(scopes) <= set(before))
        self._given[f"{email} {wish.client_id}"] = tuple(dict.fromkeys(before + scopes))
        code = "4/0A" + self._ids.token(60)
        grant = Grant(email, wish.client_id, scopes)
        expires = self._age.seconds() + CODE_LIFETIME
        self._codes[code] = Code(grant, wish.redirect_uri, keeps, wish.challenge, wish.method, expires)
        return code

    def exchange(self, text: str, client_id: str, redirect_uri: str, verifier: str) -> Code:
        """Take a code back. It works once.

        Raises:
            TokenError: The code is unknown, used, expired, another app's, or the verifier does not fit.
        """
        code = self._codes.pop(text, None)
        if code is None or code.expires <= self._age.seconds() or code.grant.client_id != client_id:
            raise TokenError(400, "invalid_grant", "Malformed auth code." if code is None else "Bad Request")
        if code.redirect_uri != redirect_uri:
            raise TokenError(400, "redirect_uri_mismatch", "Bad Request")
        if code.challenge and not verifier:
            raise TokenError(400, "invalid_grant", "Missing code verifier.")
        if not compare_digest(code.challenge, _challenge(code, verifier)):
            raise TokenError(400, "invalid_grant", "Invalid code verifier.")
        return code


def _challenge(code: Code, verifier: str) -> str:
    if not code.challenge or code.method == "plain":
        return verifier if code.challenge else ""
    return urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")
