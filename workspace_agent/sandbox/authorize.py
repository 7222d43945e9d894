"""The authorisation page: `/o/oauth2/auth`, with a box per scope.

Source: https://developers.google.com/identity/protocols/oauth2/native-app ("Step 2: Send a request to
Google's OAuth 2.0 server") and
https://developers.google.com/identity/protocols/oauth2/resources/granular-permissions.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode, urlsplit

from werkzeug.wrappers import Request, Response

from workspace_agent.sandbox.consent import Standing, Wish
from workspace_agent.sandbox.discovery import load

if TYPE_CHECKING:
    from workspace_agent.sandbox.state import State

_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_USERINFO = "https://www.googleapis.com/auth/userinfo."
# Short names, and what tokens say instead: https://developers.google.com/identity/protocols/oauth2/scopes#oauth2
SHORT = {"email": f"{_USERINFO}email", "profile": f"{_USERINFO}profile", "openid": "openid"}


class PageError(Exception):
    """A page that says what is wrong with the app's request; nothing goes back to the app."""

    def __init__(self, status: int, code: str, text: str) -> None:
        super().__init__(text)
        self.status = status
        self.code = code


def page(state: State, request: Request) -> Response:
    """Show the page, or answer it at once for somebody who always does."""
    asked = request.args.to_dict()
    try:
        wish, scopes = _read(state, asked)
    except PageError as error:
        return _refusal(error)
    standing = state.consents.standing
    if standing:
        return _answered(state, asked, wish, _ticked(standing, scopes), standing)
    hint = asked.get("login_hint", "")
    known = state.consents.given(hint, wish.client_id)
    return _html(_form(asked, scopes, hint, known), 200)


def submit(state: State, request: Request) -> Response:
    """Take the filled page."""
    asked = dict(parse_qsl(request.form.get("request", "")))
    try:
        wish, scopes = _read(state, asked)
    except PageError as error:
        return _refusal(error)
    email = request.form.get("email", "")
    if "@" not in email:
        return _html(_form(asked, scopes, email, ()), 200)
    ticked = [scope for scope in scopes if scope in request.form.getlist("scope")]
    denied = request.form.get("decision") != "allow"
    return _answered(state, asked, wish, ticked, Standing(email, deny=denied))


def _read(state: State, asked: Mapping[str, str]) -> tuple[Wish, list[str]]:
    """The request of an app.

    Raises:
        PageError: It is not one that Google serves.
    """
    if asked.get("client_id") not in state.tokens.clients:
        raise PageError(401, "invalid_client", "The OAuth client was not found.")
    if not _is_loopback(asked.get("redirect_uri", "")):
        raise PageError(400, "redirect_uri_mismatch", "A desktop app takes its answer on a loopback address.")
    if asked.get("response_type") != "code":
        raise PageError(400, "invalid_request", "Required parameter: response_type=code")
    method = asked.get("code_challenge_method", "plain")
    if method not in {"S256", "plain"}:
        raise PageError(400, "invalid_request", "Invalid code_challenge_method.")
    wish = Wish(
        client_id=asked["client_id"],
        redirect_uri=asked["redirect_uri"],
        offline=asked.get("access_type") == "offline",
        prompted="consent" in asked.get("prompt", "").split(),
        challenge=asked.get("code_challenge", ""),
        method=method,
    )
    return wish, _scopes(asked.get("scope", ""))


def _scopes(text: str) -> list[str]:
    scopes = list(dict.fromkeys(SHORT.get(scope, scope) for scope in text.split()))
    if not scopes:
        raise PageError(400, "invalid_request", "Missing required parameter: scope")
    unknown = set(scopes) - set(SHORT.values()) - load().scopes
    if unknown:
        raise PageError(400, "invalid_scope", f"Some requested scopes were invalid: {sorted(unknown)}")
    return scopes


def _is_loopback(redirect_uri: str) -> bool:
    try:
        address = urlsplit(redirect_uri)
    except ValueError:
        return False
    return address.scheme == "http" and address.hostname in _LOOPBACK


def _ticked(standing: Standing, scopes: Sequence[str]) -> list[str]:
    return [scope for scope in scopes if standing.scopes is None or scope in standing.scopes]


def _answered(
    state: State, asked: Mapping[str, str], wish: Wish, ticked: Sequence[str], who: Standing
) -> Response:
    echo = {"state": asked["state"]} if "state" in asked else {}
    # Source: granular-permissions: without any box "access_denied" comes back, as after "Cancel".
    if who.deny or not ticked:
        return _redirect(wish, {"error": "access_denied"} | echo)
    if asked.get("include_granted_scopes") == "true":
        ticked = list(dict.fromkeys([*ticked, *state.consents.given(who.email, wish.client_id)]))
    code = state.consents.allow(wish, who.email, ticked)
    return _redirect(wish, echo | {"code": code, "scope": " ".join(ticked)})


def _redirect(wish: Wish, answer: Mapping[str, str]) -> Response:
    joint = "&" if urlsplit(wish.redirect_uri).query else "?"
    return Response(status=302, headers={"Location": f"{wish.redirect_uri}{joint}{urlencode(answer)}"})


def _form(asked: Mapping[str, str], scopes: Sequence[str], hint: str, known: Sequence[str]) -> str:
    boxes = "".join(
        f'<label><input type="checkbox" name="scope" value="{escape(scope)}"'
        f"{' checked' if scope in known else ''}> {escape(scope)}</label><br>"
        for scope in scopes
    )
    return (
        f"<h1>{escape(asked['client_id'])} wants access to your Google Account</h1>"
        '<form method="post"><p><label>Account <input name="email" type="email" '
        f'value="{escape(hint)}" required></label></p><p>{boxes}</p>'
        f'<input type="hidden" name="request" value="{escape(urlencode(asked))}">'
        '<button name="decision" value="allow">Continue</button> '
        '<button name="decision" value="deny">Cancel</button></form>'
    )


def _refusal(error: PageError) -> Response:
    content = f"<h1>Access blocked: Authorization Error</h1><p>{escape(str(error))}</p>"
    return _html(f"{content}<p>Error {error.status}: {error.code}</p>", error.status)


def _html(content: str, status: int) -> Response:
    text = f'<!DOCTYPE html><html lang="en"><title>Sign in - Google Accounts</title>{content}</html>'
    return Response(text, status, content_type="text/html; charset=utf-8")
