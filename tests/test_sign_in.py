"""Signing in on the sandbox's consent page, as on Google's."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import requests

from tests.journeys.world import ROBOT, URL
from workspace_agent.google.client_file import ClientFile
from workspace_agent.google.consent import Authorisation
from workspace_agent.google.credentials import TokenFile
from workspace_agent.google.endpoint import Endpoint
from workspace_agent.google.scopes import COMPOSE, EVENTS, METADATA, SPREADSHEETS
from workspace_agent.model.errors import GoogleUnavailable, SettingsError, SignInError
from workspace_agent.sandbox.adapter import InProcessAdapter
from workspace_agent.sandbox.server import Sandbox
from workspace_agent.sign_in import authorisation, granted

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
ASKED = frozenset({EVENTS, METADATA, SPREADSHEETS})


@dataclass
class Office:
    """A sandbox with the client file that it handed out, and a person before a browser."""

    sandbox: Sandbox
    folder: Path

    @property
    def client(self) -> Path:
        return self.folder / "client_secret.json"

    @property
    def token(self) -> Path:
        return self.folder / "token.json"

    @property
    def endpoint(self) -> Endpoint:
        return Endpoint("sandbox", URL, InProcessAdapter(self.sandbox.app))

    def session(self) -> requests.Session:
        session = requests.Session()
        session.mount(URL, InProcessAdapter(self.sandbox.app))
        return session

    def control(self, path: str, **body: Any) -> Any:
        return self.session().post(f"{URL}/_sandbox/{path}", json=body).json()

    def ask(self, *scopes: str, before: frozenset[str] = frozenset()) -> Authorisation:
        return authorisation(self.client, frozenset(scopes) or ASKED, self.endpoint, ROBOT, before)

    def answered(self, asked: Authorisation, **how: Any) -> str:
        """Where the browser of somebody ends who answers the page at once."""
        self.control("consent", email=ROBOT, **how)
        return self.session().get(asked.url, allow_redirects=False).headers["Location"]


@pytest.fixture
def office(tmp_path: Path) -> Office:
    office = Office(Sandbox(), tmp_path)
    write_private(office.client, json.dumps(office.control("clients")))
    return office


def write_private(path: Path, text: str) -> Path:
    path.touch(mode=0o600)
    path.write_text(text, encoding="utf8")
    return path


def test_a_pasted_address_becomes_a_token_file_of_our_own(office: Office) -> None:
    asked = office.ask()
    consent = asked.finish(f"  {office.answered(asked)}\n", NOW)
    consent.keep(office.token)

    assert (consent.account, consent.granted, consent.ends) == (ROBOT, ASKED, None)
    assert office.token.stat().st_mode & 0o777 == 0o600
    assert (TokenFile.read(office.token).sandbox, granted(office.token)) == (True, ASKED)


def test_the_page_is_the_sandboxs_and_asks_for_a_lasting_token_of_everything(office: Office) -> None:
    asked = office.ask(EVENTS, before=frozenset({COMPOSE})).url

    assert asked.startswith(f"{URL}/o/oauth2/v2/auth?")
    for part in ("access_type=offline", "include_granted_scopes=true", "code_challenge_method=S256"):
        assert part in asked
    assert "gmail.compose" in asked
    assert "calendar.events" in asked


def test_boxes_that_were_not_ticked_are_not_granted(office: Office) -> None:
    asked = office.ask()
    consent = asked.finish(office.answered(asked, scopes=[METADATA]), NOW)

    assert consent.granted == {METADATA}


def test_a_second_sign_in_adds_to_the_first(office: Office) -> None:
    asked = office.ask(METADATA, SPREADSHEETS)
    asked.finish(office.answered(asked), NOW).keep(office.token)
    asked = office.ask(EVENTS, before=granted(office.token))
    asked.finish(office.answered(asked), NOW).keep(office.token)

    assert granted(office.token) == ASKED


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        ("{back}?error=access_denied&state={state}", "access_denied"),
        ("{back}?code=4/0A&state=another", "mismatching_state"),
        ("{page}", "missing_code"),
        ("4/0Abc", "missing_code"),
        ("", "missing_code"),
        ("{back}?code=4/0A&state={state}", "invalid_grant"),
    ],
)
def test_an_address_that_is_no_answer_is_told_apart(office: Office, answer: str, reason: str) -> None:
    asked = office.ask()
    state = dict(part.split("=") for part in asked.url.partition("?")[2].split("&"))["state"]
    with pytest.raises(SignInError) as caught:
        asked.finish(answer.format(back="http://localhost:47613/", state=state, page=asked.url), NOW)

    assert caught.value.reason == reason
    assert "again" in caught.value.advice or "copy" in caught.value.advice


@pytest.mark.parametrize("status", [500, 503])
def test_a_token_endpoint_that_is_down_is_no_refusal(office: Office, status: int) -> None:
    asked = office.ask()
    answer = office.answered(asked)
    office.control("faults", method="oauth2.token", nth=1, status=status, body="<html>", delay=0)
    with pytest.raises(GoogleUnavailable):
        asked.finish(answer, NOW)


def test_an_app_in_testing_ends_its_tokens(office: Office) -> None:
    office.control("clients", testing=True)
    asked = office.ask()
    consent = asked.finish(office.answered(asked), NOW)

    assert consent.ends is not None
    assert timedelta(days=6, hours=23) < consent.ends - NOW < timedelta(days=7)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("no JSON", "is not JSON"),
        ("[]", "is not the file of an OAuth client"),
        ("{}", "is not the file of an OAuth client"),
        ('{"installed": {"client_id": "x"}}', "is not the file of an OAuth client"),
        ('{"web": {"client_id": "x"}}', "web application, not desktop app"),
        ('{"type": "service_account"}', "key of a service account"),
        ('{"refresh_token": "1//"}', "is a token file"),
    ],
)
def test_another_kind_of_file_has_a_sentence_of_its_own(office: Office, content: str, message: str) -> None:
    write_private(office.client, content)
    with pytest.raises(SettingsError, match=message) as caught:
        ClientFile.read(office.client)

    assert "Desktop app" in caught.value.advice


def test_a_client_file_that_is_missing_or_bytes_or_open_to_others_is_told(office: Office) -> None:
    office.client.write_bytes(b"\xff\xfe")
    with pytest.raises(SettingsError, match="is no text file"):
        ClientFile.read(office.client)
    office.client.chmod(0o644)
    with pytest.raises(SettingsError, match="can be read by others"):
        ClientFile.read(office.client)
    office.client.unlink()
    with pytest.raises(SettingsError, match="there is no OAuth client"):
        ClientFile.read(office.client)


@pytest.mark.parametrize(
    ("endpoint", "mark"), [(Endpoint("google"), {"sandbox": True}), (Endpoint("sandbox", URL), {})]
)
def test_a_client_of_the_other_side_is_not_used(office: Office, endpoint: Endpoint, mark: Any) -> None:
    held = json.loads(office.client.read_text()) | {"sandbox": False} | mark
    write_private(office.client, json.dumps(held))
    with pytest.raises(SettingsError, match="was not made for"):
        authorisation(office.client, ASKED, endpoint)
