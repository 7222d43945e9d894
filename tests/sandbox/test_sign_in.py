from __future__ import annotations

from base64 import b64encode
from typing import Any

import pytest
import requests
from google.auth.exceptions import RefreshError
from google.auth.transport.requests import Request
from google.oauth2.credentials import Credentials

from tests.sandbox.world import ROBOT, SCOPE, Json, Person, control, session_of
from workspace_agent.sandbox.auth import LIFETIME
from workspace_agent.sandbox.server import Sandbox

TOKEN = "https://oauth2.googleapis.com/token"
CALENDAR = "/calendar/v3/calendars/primary/events"


def refresh(sandbox: Sandbox, form: Json, **headers: str) -> requests.Response:
    return session_of(sandbox).post(TOKEN, data=form, headers=headers)


def form_of(person: Person) -> Json:
    return {name: person.grant[name] for name in ("client_id", "client_secret", "refresh_token")} | {
        "grant_type": "refresh_token"
    }


def test_a_refresh_token_buys_an_access_token(sandbox: Sandbox, robot: Person) -> None:
    bought = refresh(sandbox, form_of(robot)).json()
    assert (bought["expires_in"], bought["token_type"]) == (3599, "Bearer")
    assert bought["scope"].split() == robot.grant["scopes"]
    robot.session.headers["Authorization"] = f"Bearer {bought['access_token']}"
    assert robot.get("/gmail/v1/users/me/profile")["emailAddress"] == ROBOT


def test_client_credentials_may_come_by_http_basic(sandbox: Sandbox, robot: Person) -> None:
    form = form_of(robot)
    pair = f"{form.pop('client_id')}:{form.pop('client_secret')}"
    assert refresh(sandbox, form, Authorization="Basic " + b64encode(pair.encode()).decode()).ok


@pytest.mark.parametrize(
    ("broken", "status", "error"),
    [
        ({"refresh_token": "1//stale"}, 400, "invalid_grant"),
        ({"client_secret": "guess"}, 401, "invalid_client"),
        ({"grant_type": "password"}, 400, "unsupported_grant_type"),
    ],
)
def test_a_bad_grant_is_refused(
    sandbox: Sandbox, robot: Person, broken: Json, status: int, error: str
) -> None:
    answer = refresh(sandbox, form_of(robot) | broken)
    assert (answer.status_code, answer.json()["error"]) == (status, error)


def test_google_auth_refreshes_over_the_wire_and_sees_a_revoked_consent(
    sandbox: Sandbox, robot: Person
) -> None:
    grant = {name: robot.grant[name] for name in ("client_id", "client_secret", "refresh_token", "token_uri")}
    credentials: Any = Credentials(None, **grant)  # type: ignore[no-untyped-call]
    credentials.refresh(Request(session_of(sandbox)))
    assert credentials.valid
    control(sandbox, "DELETE", "token", {"refresh_token": grant["refresh_token"]})
    with pytest.raises(RefreshError) as caught:
        credentials.refresh(Request(session_of(sandbox)))
    assert caught.value.args[1]["error"] == "invalid_grant"
    assert robot.refused("GET", CALENDAR) == (401, "authError")


def test_an_unknown_token_is_401(robot: Person) -> None:
    robot.session.headers["Authorization"] = "Bearer ya29.nobody"
    assert robot.refused("GET", CALENDAR) == (401, "authError")


def test_access_tokens_age_by_real_seconds_and_not_by_the_set_clock() -> None:
    seconds = [0.0]
    sandbox = Sandbox(elapsed=lambda: seconds[0])
    robot = Person(sandbox, ROBOT)
    control(sandbox, "POST", "clock", {"now": "2036-01-01T00:00:00Z"})
    assert robot.ask("GET", CALENDAR).ok
    seconds[0] = LIFETIME
    assert robot.refused("GET", CALENDAR) == (401, "authError")


def test_a_method_needs_one_of_its_own_scopes(sandbox: Sandbox) -> None:
    reader = Person(sandbox, ROBOT, (f"{SCOPE}calendar.events",))
    body = {"timeMin": "2026-11-20T00:00:00Z", "timeMax": "2026-11-21T00:00:00Z", "items": [{"id": ROBOT}]}
    error = reader.ask("POST", "/calendar/v3/freeBusy", body).json()["error"]
    assert (error["code"], error["status"]) == (403, "PERMISSION_DENIED")
    assert error["errors"][0]["reason"] == "insufficientPermissions"
    assert error["details"][0]["reason"] == "ACCESS_TOKEN_SCOPE_INSUFFICIENT"
