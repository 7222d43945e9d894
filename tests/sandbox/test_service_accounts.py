"""Service accounts, with google-auth's own credentials."""

from __future__ import annotations

import time
from typing import Any

import pytest
import requests
from google.auth import crypt, jwt
from google.auth.exceptions import RefreshError
from google.auth.transport.requests import Request
from google.oauth2 import service_account

from tests.sandbox.world import MANAGER, SCOPE, Json, Person, control, session_of
from workspace_agent.sandbox.server import Sandbox

CALENDAR, DRIVE = f"{SCOPE}calendar", f"{SCOPE}drive"
EVENTS = "https://www.googleapis.com/calendar/v3/calendars/primary/events"
MEETING = {
    "start": {"dateTime": "2026-12-01T10:00:00-05:00"},
    "end": {"dateTime": "2026-12-01T11:00:00-05:00"},
}
JWT = "urn:ietf:params:oauth:grant-type:jwt-bearer"


@pytest.fixture
def key(sandbox: Sandbox) -> Json:
    return control(sandbox, "POST", "service-accounts", {"email": "robot@sandbox.iam.gserviceaccount.com"})


def signed_in(sandbox: Sandbox, key: Json, scopes: list[str], subject: str | None = None) -> requests.Session:
    credentials: Any = service_account.Credentials.from_service_account_info(  # type: ignore[no-untyped-call]
        key, scopes=scopes, subject=subject
    )
    session = session_of(sandbox)
    credentials.refresh(Request(session))
    session.headers["Authorization"] = f"Bearer {credentials.token}"
    return session


def buy(sandbox: Sandbox, assertion: str) -> tuple[int, Json]:
    form = {"grant_type": JWT, "assertion": assertion}
    answer = session_of(sandbox).post("https://oauth2.googleapis.com/token", data=form)
    return answer.status_code, answer.json()


def assertion(key: Json, claims: Json | None = None, key_id: str | None = None) -> str:
    now = int(time.time())  # noqa: TID251 - google-auth signs with real time
    payload = {
        "iss": key["client_email"],
        "scope": CALENDAR,
        "aud": key["token_uri"],
        "iat": now,
        "exp": now + 3600,
    }
    signer: Any = crypt.RSASigner.from_service_account_info(key)  # type: ignore[no-untyped-call]
    token: bytes = jwt.encode(signer, payload | (claims or {}), key_id=key_id)  # type: ignore[no-untyped-call]
    return token.decode()


def test_a_service_account_is_a_user_of_its_own(sandbox: Sandbox, key: Json) -> None:
    session = signed_in(sandbox, key, [CALENDAR])
    assert session.post(EVENTS, json=MEETING).json()["creator"]["email"] == key["client_email"]


def test_a_delegated_account_acts_for_the_person(sandbox: Sandbox, key: Json) -> None:
    control(sandbox, "POST", "delegation", {"client_id": key["client_id"], "scopes": [CALENDAR, DRIVE]})
    session = signed_in(sandbox, key, [CALENDAR], MANAGER)
    event = session.post(EVENTS, json=MEETING | {"attendees": [{"email": "parent@home.example"}]}).json()
    assert event["creator"]["email"] == MANAGER


@pytest.mark.parametrize("allowed", [[], [DRIVE]])
def test_without_delegation_for_the_scopes_nobody_is_acted_for(
    sandbox: Sandbox, key: Json, allowed: list[str]
) -> None:
    control(sandbox, "POST", "delegation", {"client_id": key["client_id"], "scopes": allowed})
    with pytest.raises(RefreshError) as caught:
        signed_in(sandbox, key, [CALENDAR], MANAGER)
    assert caught.value.args[1]["error"] == "unauthorized_client"


@pytest.mark.parametrize(
    ("claims", "error", "text"),
    [
        ({"iss": "nobody@x.example"}, "invalid_grant", "account not found"),
        ({"aud": "https://evil.example/token"}, "invalid_grant", "audience"),
        ({"aud": "http://["}, "invalid_grant", "audience"),
        ({"exp": 5}, "invalid_grant", "short-lived"),
        ({"iat": 0, "exp": 3600}, "invalid_grant", "short-lived"),
        ({"iat": "now"}, "invalid_grant", "short-lived"),
        ({"scope": ""}, "invalid_scope", "Invalid OAuth scope"),
    ],
)
def test_a_claim_that_does_not_hold_is_refused(
    sandbox: Sandbox, key: Json, claims: Json, error: str, text: str
) -> None:
    status, body = buy(sandbox, assertion(key, claims))
    assert (status, body["error"]) == (400, error)
    assert text in body["error_description"]


def test_the_signature_is_checked(sandbox: Sandbox, key: Json) -> None:
    other = control(sandbox, "POST", "service-accounts", {"email": "other@x.iam.gserviceaccount.com"})
    forged = assertion(other, {"iss": key["client_email"]})
    assert buy(sandbox, forged)[1]["error_description"] == "Invalid JWT Signature."
    unfit = assertion(key, key_id="another")
    assert buy(sandbox, unfit)[1]["error_description"] == "Invalid JWT Signature."


@pytest.mark.parametrize("text", ["", "a.b", "a.b.c", "e30.e30.%", "W10.W10.AA"])
def test_what_is_no_jwt_is_refused(sandbox: Sandbox, text: str) -> None:
    assert buy(sandbox, text)[1]["error"] == "invalid_grant"


@pytest.mark.parametrize(
    ("body", "params", "status", "reason"),
    [
        ({"attendees": [{"email": MANAGER}]}, {}, 403, "forbiddenForServiceAccounts"),
        (
            {"conferenceData": {"createRequest": {"requestId": "r"}}},
            {"conferenceDataVersion": 1},
            400,
            "invalid",
        ),
    ],
)
def test_without_a_person_it_invites_nobody_and_opens_no_conference(
    sandbox: Sandbox, key: Json, body: Json, params: Json, status: int, reason: str
) -> None:
    answer = signed_in(sandbox, key, [CALENDAR]).post(EVENTS, json=MEETING | body, params=params)
    assert (answer.status_code, answer.json()["error"]["errors"][0]["reason"]) == (status, reason)


def test_without_a_person_it_has_folders_but_no_room_for_files(sandbox: Sandbox, key: Json) -> None:
    session = signed_in(sandbox, key, [DRIVE])
    files = "https://www.googleapis.com/drive/v3/files"
    assert session.post(files, json={"mimeType": "application/vnd.google-apps.folder"}).ok
    refusal = session.post(files, json={"name": "record.pdf"}).json()["error"]
    assert (refusal["code"], refusal["errors"][0]["reason"]) == (403, "storageQuotaExceeded")


def test_it_reads_what_people_share_with_it(sandbox: Sandbox, key: Json, manager: Person) -> None:
    file_id = manager.post("/drive/v3/files", {"name": "plan"})["id"]
    grant = {"type": "user", "role": "reader", "emailAddress": key["client_email"]}
    manager.post(f"/drive/v3/files/{file_id}/permissions", grant)
    session = signed_in(sandbox, key, [f"{SCOPE}drive.readonly"])
    assert session.get(f"https://www.googleapis.com/drive/v3/files/{file_id}").json()["name"] == "plan"


def test_nobody_delegates_to_an_account_that_is_not_there(sandbox: Sandbox) -> None:
    answer = session_of(sandbox).post(
        "http://sandbox/_sandbox/delegation", json={"client_id": "1", "scopes": []}
    )
    assert answer.status_code == 400


def test_an_account_that_acts_for_nobody_who_exists_is_told_so(sandbox: Sandbox, key: Json) -> None:
    control(sandbox, "POST", "delegation", {"client_id": key["client_id"], "scopes": [CALENDAR]})
    with pytest.raises(RefreshError) as caught:
        signed_in(sandbox, key, [CALENDAR], "lee")
    assert caught.value.args[1] == {
        "error": "invalid_grant",
        "error_description": "Invalid email or User ID",
    }
