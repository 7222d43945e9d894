"""Signing in on the sandbox's consent page, as on Google's."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import requests

from tests.journeys.world import ROBOT, URL
from tests.test_settings import HEALTHY, a_folder, changed
from workspace_agent.google.client_file import ClientFile
from workspace_agent.google.consent import Authorisation
from workspace_agent.google.credentials import TokenFile
from workspace_agent.google.endpoint import Endpoint
from workspace_agent.google.scopes import COMPOSE, EVENTS, METADATA, SPREADSHEETS
from workspace_agent.google.service_account import ServiceAccountKey
from workspace_agent.model.errors import GoogleUnavailable, SettingsError, SignInError
from workspace_agent.sandbox.adapter import InProcessAdapter
from workspace_agent.sandbox.server import Sandbox
from workspace_agent.settings import load
from workspace_agent.sign_in import authorisation, explained, granted, wanted_scopes

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
GOOGLE = Endpoint("google")
SERVICE_ACCOUNT = changed("[google]\n", '[google]\nsign_in = "service account"\n')
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
    for part in ("access_type=offline", "prompt=consent", "include_granted_scopes=true", "_method=S256"):
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
        ("no JSON", "is not the file of an OAuth client"),
        ((Path(__file__).parents[1] / "credentials.example.json").read_text("utf8"), "is the example"),
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
        ClientFile.read(office.client, GOOGLE)

    assert "Desktop app" in caught.value.advice


CAUSES = {
    "invalid_grant": "access was taken back",
    "unauthorized_client": "another OAuth client",
    "invalid_scope": "does not allow what its token file says",
    "invalid_client": "its secret was replaced",
    "deleted_client": "was deleted",
    "admin_policy_enforced": "blocks the agent's app",
    "invalid_rapt": "sign in again every so many hours",
    "": "Google said something new",
}


@pytest.mark.parametrize("reason", CAUSES)
def test_what_google_refuses_is_told_with_its_cause_and_the_command(tmp_path: Path, reason: str) -> None:
    settings = load(a_folder(tmp_path))
    told = explained(SignInError("Google said something new", reason=reason), settings, NOW)

    assert CAUSES[reason] in str(told)
    assert f"type: workspace-agent auth login --config {tmp_path}" in told.advice
    assert told.reason == reason


@pytest.mark.parametrize(
    ("reason", "cause", "verb"),
    [
        (
            "unauthorized_client",
            f"may not act for {ROBOT}: the scopes for it were not delegated",
            "delegation-link",
        ),
        ("invalid_grant", f"does not accept the service account for {ROBOT}", "status"),
        ("", "Google said something new", "status"),
    ],
)
def test_of_a_service_account_the_causes_are_others(
    tmp_path: Path, reason: str, cause: str, verb: str
) -> None:
    settings = load(a_folder(tmp_path, SERVICE_ACCOUNT))
    told = explained(SignInError("Google said something new", reason=reason), settings, NOW)

    assert cause in str(told)
    assert f"workspace-agent auth {verb} --config {tmp_path}" in told.advice


def scopes_of(folder: Path, text: str = HEALTHY) -> set[str]:
    return {scope.rpartition("/")[2] for scope in wanted_scopes(load(a_folder(folder, text)).agent)}


WHOLE = {
    "calendar.events",
    "drive.file",
    "drive.metadata.readonly",
    "forms.body.readonly",
    "forms.responses.readonly",
    "gmail.compose",
    "spreadsheets",
}


@pytest.mark.parametrize(
    ("change", "more", "less"),
    [
        ("", set(), set()),
        ('[features]\nmeetings = "off"\n', set(), {"calendar.events"}),
        ('[features]\nmeetings = "report"\n', set(), set()),
        ('[features]\ndigest = "off"\n', set(), {"gmail.compose"}),
    ],
)
def test_only_what_is_not_off_needs_scopes(
    tmp_path: Path, change: str, more: set[str], less: set[str]
) -> None:
    assert scopes_of(tmp_path, HEALTHY + "\n" + change) == (WHOLE | more) - less


def test_filing_into_folders_of_people_needs_the_whole_of_drive(tmp_path: Path) -> None:
    text = changed("[[case_managers]]\n", '[[case_managers]]\nrecords_folder = "1XyZ"\n')
    assert scopes_of(tmp_path, text) == WHOLE | {"drive"}


def test_responses_in_a_spreadsheet_need_no_scope_of_forms(tmp_path: Path) -> None:
    text = changed('id = "form-1"', 'responses_sheet = "book-9"')
    text = re.sub(r"(?ms)^meaning = \[.*?^\]", 'meaning = [{ heading = "Student", field = "student" }]', text)
    assert scopes_of(tmp_path, text) == {scope for scope in WHOLE if "forms" not in scope}


def test_calendars_are_delegated_to_a_service_account_only(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"google\.calendars: .*service account"):
        load(a_folder(tmp_path, changed("[google]\n", '[google]\ncalendars = "delegated"\n')))


@pytest.mark.parametrize(
    "content", ["", "[]", "{}", '{"client_id": "1", "client_email": "x", "private_key": 1}']
)
def test_a_key_of_something_else_is_told(tmp_path: Path, content: str) -> None:
    path = write_private(tmp_path / "service-account.json", content)
    with pytest.raises(SettingsError, match="is no key of a service account"):
        ServiceAccountKey.read(path)


def test_a_private_key_that_is_none_is_told_without_repeating_it(tmp_path: Path) -> None:
    text = json.dumps({"client_id": "1", "client_email": "a@b", "private_key": "hush"})
    key = ServiceAccountKey.read(write_private(tmp_path / "service-account.json", text))
    with pytest.raises(SettingsError, match="no private key that can be used") as caught:
        key.acting_as(ROBOT, ASKED)

    assert "hush" not in f"{caught.value} {caught.value.advice} {key!r}"


def test_a_client_file_that_is_missing_or_bytes_or_open_to_others_is_told(office: Office) -> None:
    office.client.write_bytes(b"\xff\xfe")
    with pytest.raises(SettingsError, match="is no text file"):
        ClientFile.read(office.client, GOOGLE)
    office.client.chmod(0o644)
    with pytest.raises(SettingsError, match="can be read by others"):
        ClientFile.read(office.client, GOOGLE)
    office.client.unlink()
    with pytest.raises(SettingsError, match="there is no OAuth client"):
        ClientFile.read(office.client, GOOGLE)


@pytest.mark.parametrize(
    ("endpoint", "mark"), [(Endpoint("google"), {"sandbox": True}), (Endpoint("sandbox", URL), {})]
)
def test_a_client_of_the_other_side_is_not_used(office: Office, endpoint: Endpoint, mark: Any) -> None:
    held = json.loads(office.client.read_text()) | {"sandbox": False} | mark
    write_private(office.client, json.dumps(held))
    with pytest.raises(SettingsError, match="was not made for"):
        authorisation(office.client, ASKED, endpoint)
