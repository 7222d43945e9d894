"""What a request without the right credentials is told, in the body and in `WWW-Authenticate`."""

from __future__ import annotations

from typing import Any

import pytest
import requests
from google.auth.exceptions import RefreshError
from google.auth.transport.requests import AuthorizedSession, Request
from google.oauth2.credentials import Credentials
from googleapiclient.errors import HttpError

from tests.sandbox.world import ROBOT, SCOPE, Person, control, session_of
from workspace_agent.sandbox.discovery import load
from workspace_agent.sandbox.server import Sandbox

FILES = "/drive/v3/files"
EVENTS = "/calendar/v3/calendars/primary/events"
REALM = 'Bearer realm="https://accounts.google.com/"'
EVERY_SERVICE = [FILES, EVENTS, "/v4/spreadsheets/x", "/gmail/v1/users/me/profile", "/v1/forms/x"]
KEY = "AIza" + "x" * 35


def ask(sandbox: Sandbox, verb: str, path: str, **options: Any) -> requests.Response:
    return session_of(sandbox).request(verb, f"https://www.googleapis.com{path}", **options)


@pytest.mark.parametrize("path", EVERY_SERVICE)
def test_a_token_that_is_none_is_challenged(sandbox: Sandbox, path: str) -> None:
    answer = ask(sandbox, "GET", path, headers={"Authorization": "Bearer ya29.nobody"})
    assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (
        401,
        f'{REALM}, error="invalid_token"',
    )
    error = answer.json()["error"]
    assert error["status"] == "UNAUTHENTICATED"
    assert error["message"].startswith("Request had invalid authentication credentials. Expected OAuth 2 ")
    if "errors" in error:
        assert (error["errors"][0]["message"], error["errors"][0]["location"]) == (
            "Invalid Credentials",
            "Authorization",
        )


@pytest.mark.parametrize(
    ("verb", "path"),
    [("GET", "/gmail/v1/users/me/profile"), ("GET", "/v1/forms/x"), ("POST", FILES), ("POST", EVENTS)],
)
def test_no_token_is_challenged_where_only_a_person_will_do(sandbox: Sandbox, verb: str, path: str) -> None:
    answer = ask(sandbox, verb, path)
    assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, REALM)
    error = answer.json()["error"]
    assert error["message"].startswith("Request is missing required authentication credential.")
    assert [one["message"] for one in error.get("errors", [])] == ["Login Required."] * ("errors" in error)


@pytest.mark.parametrize("path", [FILES, EVENTS, "/v4/spreadsheets/x"])
def test_nobody_at_all_is_asked_for_a_key_where_one_reads_what_is_public(sandbox: Sandbox, path: str) -> None:
    answer = ask(sandbox, "GET", path)
    error = answer.json()["error"]
    assert (answer.status_code, error["status"]) == (403, "PERMISSION_DENIED")
    assert error["message"].startswith("Method doesn't allow unregistered callers")
    assert "WWW-Authenticate" not in answer.headers


@pytest.mark.parametrize(
    ("path", "scope", "method"),
    [
        (FILES, "calendar", "drive.files.list"),
        ("/v4/spreadsheets/x", "calendar", "sheets.spreadsheets.get"),
        ("/gmail/v1/users/me/messages", "gmail.send", "gmail.users.messages.list"),
    ],
)
def test_a_token_without_the_scope_is_told_which_would_do(
    sandbox: Sandbox, path: str, scope: str, method: str
) -> None:
    answer = Person(sandbox, ROBOT, (f"{SCOPE}{scope}",)).ask("GET", path)
    wanted = " ".join(sorted(load().methods[method].scopes))
    challenge = f'{REALM}, error="insufficient_scope", scope="{wanted}"'
    assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (403, challenge)
    detail = answer.json()["error"]["details"][0]
    assert (detail["reason"], detail["metadata"]["method"]) == ("ACCESS_TOKEN_SCOPE_INSUFFICIENT", method)


def test_a_scope_for_metadata_alone_is_told_which_opens_the_content(sandbox: Sandbox) -> None:
    made = Person(sandbox, ROBOT).post(FILES, {})["id"]
    reader = Person(sandbox, ROBOT, (f"{SCOPE}drive.metadata.readonly",))
    challenge = reader.ask("GET", f"{FILES}/{made}", params={"alt": "media"}).headers["WWW-Authenticate"]
    assert f"{SCOPE}drive.readonly" in challenge
    assert "metadata" not in challenge


def test_other_refusals_carry_no_challenge(robot: Person, manager: Person) -> None:
    made = robot.post(FILES, {})["id"]
    for answer in (manager.ask("GET", f"{FILES}/{made}"), robot.ask("GET", f"{FILES}/{made}/export")):
        assert answer.status_code in {400, 404}
        assert "WWW-Authenticate" not in answer.headers


def test_userinfo_is_challenged_too(sandbox: Sandbox) -> None:
    answer = ask(sandbox, "GET", "/oauth2/v3/userinfo", headers={"Authorization": "Bearer x"})
    assert answer.headers["WWW-Authenticate"] == f'{REALM}, error="invalid_token"'


def test_a_key_that_google_never_gave_out_is_refused_before_anything_else(robot: Person) -> None:
    answer = robot.ask("GET", FILES, params={"key": "guess"})
    error = answer.json()["error"]
    assert (answer.status_code, error["message"]) == (400, "API key not valid. Please pass a valid API key.")
    assert error["details"][0]["reason"] == "API_KEY_INVALID"
    assert robot.ask("GET", FILES, params={"key": KEY}).ok
    assert robot.ask("GET", FILES, params={"key": ""}).ok


def test_a_key_alone_opens_nothing(sandbox: Sandbox) -> None:
    personal = ask(sandbox, "GET", "/gmail/v1/users/me/profile", params={"key": KEY})
    assert personal.status_code == 401
    assert personal.json()["error"]["message"].startswith("API keys are not supported by this API.")
    public = ask(sandbox, "GET", FILES, params={"key": KEY})
    assert (public.status_code, "API key alone" in public.json()["error"]["message"]) == (501, True)


def test_google_auth_refreshes_once_after_the_challenge_and_the_library_reads_it(
    sandbox: Sandbox, robot: Person
) -> None:
    grant = {name: robot.grant[name] for name in ("client_id", "client_secret", "refresh_token", "token_uri")}
    credentials: Any = Credentials("ya29.stale", **grant)  # type: ignore[no-untyped-call]
    session: Any = AuthorizedSession(credentials, auth_request=Request(session_of(sandbox)))  # type: ignore[no-untyped-call]
    session.mount("https://", robot.session.get_adapter("https://"))
    assert session.get(f"https://www.googleapis.com{FILES}").ok
    statuses = [entry["status"] for entry in sandbox.requests.entries if entry["service"] == "drive"]
    assert statuses == [401, 200]
    control(sandbox, "DELETE", "token", {"refresh_token": grant["refresh_token"]})
    with pytest.raises(RefreshError):
        session.get(f"https://www.googleapis.com{FILES}")
    with pytest.raises(HttpError) as caught:
        robot.service("drive", "v3").files().list().execute()
    assert caught.value.resp["www-authenticate"] == f'{REALM}, error="invalid_token"'
