"""The addresses of OAuth2: token, revoke, tokeninfo, userinfo and the authorisation page.

Source: https://developers.google.com/identity/protocols/oauth2/native-app (token, revoke),
https://developers.google.com/identity/sign-in/web/backend-auth (tokeninfo), oauth2.v2 (userinfo).
"""

from __future__ import annotations

import hashlib
from base64 import b64decode
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import unquote_plus

from werkzeug.wrappers import Request, Response

from workspace_agent.sandbox import authorize, wire
from workspace_agent.sandbox.auth import Grant, TokenError
from workspace_agent.sandbox.call import ApiError, Json

if TYPE_CHECKING:
    from workspace_agent.sandbox.state import State

Endpoint = Callable[["State", Request], Response]
_JWT = "urn:ietf:params:oauth:grant-type:jwt-bearer"
_EMAIL = "https://www.googleapis.com/auth/userinfo.email"


def _token(state: State, request: Request) -> Response:
    try:
        reply = _bought(state, request.form.to_dict(), request.headers.get("Authorization", ""))
        return _private(wire.answer(reply))
    except TokenError as refusal:
        return _private(wire.answer(refusal.body, refusal.status))


def _bought(state: State, form: Mapping[str, str], authorization: str) -> Json:
    exchange = _GRANTS.get(form.get("grant_type", ""))
    if exchange is None:
        text = f"Invalid grant_type: {form.get('grant_type', '')}"
        raise TokenError(400, "unsupported_grant_type", text)
    return exchange(state, form, authorization)


def _refresh(state: State, form: Mapping[str, str], authorization: str) -> Json:
    client_id = _client(state, form, authorization)
    refresh_token = form.get("refresh_token", "")
    grant = state.tokens.refreshable(refresh_token, client_id)
    return _with_scope(state, _narrowed(grant, form.get("scope", ""))) | state.tokens.limit(refresh_token)


def _narrowed(grant: Grant, scope: str) -> Grant:
    """What a refresh asks for, which may be less than was allowed but never more: RFC 6749 section 6."""
    wanted = tuple(authorize.SHORT.get(one, one) for one in scope.split())
    if not set(wanted) <= set(grant.scopes):
        raise TokenError(400, "invalid_scope", "Bad Request")
    return replace(grant, scopes=wanted or grant.scopes)


def _exchange(state: State, form: Mapping[str, str], authorization: str) -> Json:
    client_id = _client(state, form, authorization)
    redirect_uri, verifier = form.get("redirect_uri", ""), form.get("code_verifier", "")
    code = state.consents.exchange(form.get("code", ""), client_id, redirect_uri, verifier)
    reply = _with_scope(state, code.grant)
    if not code.keeps:
        return reply
    refresh_token = state.tokens.refresh_token(code.grant)
    return reply | {"refresh_token": refresh_token} | state.tokens.limit(refresh_token)


def _assertion(state: State, form: Mapping[str, str], _authorization: str) -> Json:
    return state.tokens.access(state.accounts.grant(form.get("assertion", "")))


_GRANTS: dict[str, Callable[[State, Mapping[str, str], str], Json]] = {
    "refresh_token": _refresh,
    "authorization_code": _exchange,
    _JWT: _assertion,
}


def _with_scope(state: State, grant: Grant) -> Json:
    return state.tokens.access(grant) | {"scope": " ".join(grant.scopes)}


def _client(state: State, form: Mapping[str, str], authorization: str) -> str:
    """The app that asks, by HTTP Basic or by the form.

    Raises:
        TokenError: It is not named, not known, or its secret is wrong.
    """
    client_id, secret = _basic(authorization) or (form.get("client_id", ""), form.get("client_secret", ""))
    if not client_id:
        raise TokenError(400, "invalid_request", "Could not determine client ID from request.")
    if client_id not in state.tokens.clients:
        raise TokenError(401, "invalid_client", "The OAuth client was not found.")
    if state.tokens.clients[client_id] != secret:
        raise TokenError(401, "invalid_client", "The provided client secret is invalid.")
    return client_id


def _basic(authorization: str) -> tuple[str, str] | None:
    kind, _, encoded = authorization.partition(" ")
    if kind.lower() != "basic":
        return None
    try:
        name, _, secret = b64decode(encoded, validate=True).decode().partition(":")
    except ValueError:
        raise TokenError(401, "invalid_client", "Unauthorized") from None
    return unquote_plus(name), unquote_plus(secret)


def _revoke(state: State, request: Request) -> Response:
    ended = state.tokens.revoke(request.values.get("token", ""))
    if ended is None:
        return wire.answer({"error": "invalid_token", "error_description": "Token expired or revoked"}, 400)
    state.end_access(ended)
    return wire.answer({})


def _tokeninfo(state: State, request: Request) -> Response:
    token = request.values.get("access_token", "")
    grant = state.tokens.known(token)
    if grant is None:
        return wire.answer({"error": "invalid_token", "error_description": "Invalid Value"}, 400)
    who = {"sub": _number(grant), "email": grant.email, "email_verified": "true"}
    return wire.answer(
        {
            "azp": grant.client_id,
            "aud": grant.client_id,
            "scope": " ".join(grant.scopes),
            "expires_in": str(int(state.tokens.remaining(token))),
            "access_type": "offline",
        }
        | (who if _EMAIL in grant.scopes else {})
    )


def _userinfo(state: State, request: Request) -> Response:
    try:
        grant = state.tokens.signed_in(request.headers.get("Authorization", ""))
    except ApiError as error:
        return wire.refusal("oauth2", error)
    number, verified = ("id", "verified_email") if "/v2/" in request.path else ("sub", "email_verified")
    return wire.answer({number: _number(grant), "email": grant.email, verified: True})


def _number(grant: Grant) -> str:
    """The 21 digits that stand for a person."""
    return f"1{int.from_bytes(hashlib.sha256(grant.email.lower().encode()).digest()[:8], 'big'):020d}"


def _private(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-cache, no-store, max-age=0, must-revalidate"
    return response


ENDPOINTS: dict[tuple[str, str], tuple[str, Endpoint]] = {
    ("POST", "/token"): ("oauth2.token", _token),
    ("POST", "/oauth2/v4/token"): ("oauth2.token", _token),
    ("POST", "/o/oauth2/token"): ("oauth2.token", _token),
    ("POST", "/revoke"): ("oauth2.revoke", _revoke),
    ("POST", "/o/oauth2/revoke"): ("oauth2.revoke", _revoke),
    ("GET", "/tokeninfo"): ("oauth2.tokeninfo", _tokeninfo),
    ("POST", "/tokeninfo"): ("oauth2.tokeninfo", _tokeninfo),
    ("GET", "/oauth2/v3/tokeninfo"): ("oauth2.tokeninfo", _tokeninfo),
    ("GET", "/oauth2/v2/userinfo"): ("oauth2.userinfo", _userinfo),
    ("GET", "/oauth2/v3/userinfo"): ("oauth2.userinfo", _userinfo),
    ("GET", "/v1/userinfo"): ("oauth2.userinfo", _userinfo),
    ("GET", "/o/oauth2/auth"): ("oauth2.auth", authorize.page),
    ("GET", "/o/oauth2/v2/auth"): ("oauth2.auth", authorize.page),
    ("POST", "/o/oauth2/auth"): ("oauth2.consent", authorize.submit),
    ("POST", "/o/oauth2/v2/auth"): ("oauth2.consent", authorize.submit),
}
