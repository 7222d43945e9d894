"""Nothing leaves for a place that was not chosen."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import requests
import responses

from tests.google.helpers import SANDBOX, Reply, ScriptedGoogle, sandboxed, token_file
from workspace_agent.google.credentials import TokenFile
from workspace_agent.google.drive import NewFile
from workspace_agent.google.endpoint import GOOGLE_PREFIXES, Endpoint
from workspace_agent.google.session import connect, plain_session
from workspace_agent.google.workspace import Google
from workspace_agent.model.errors import SettingsError

EXPIRED = "2026-01-01T00:00:00Z"


@pytest.mark.parametrize(
    "url",
    [
        "",
        "https://127.0.0.1:1",
        "http://127.0.0.1.evil.example:1",
        "http://sandbox.example:1",
        "http://me@127.0.0.1:1",
        "http://127.0.0.1:1/path",
        "http://192.168.1.4:1",
        "http://0.0.0.0:1",
    ],
)
def test_a_sandbox_elsewhere_is_refused(url: str) -> None:
    with pytest.raises(SettingsError, match="on this machine"):
        Endpoint("sandbox", url)


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:8080", "http://127.0.0.1:8080/", "http://[::1]:1", "http://localhost:1"]
)
def test_a_sandbox_on_loopback_is_taken(url: str) -> None:
    assert Endpoint("sandbox", url).is_sandbox


def test_google_takes_no_address() -> None:
    with pytest.raises(SettingsError):
        Endpoint("google", SANDBOX)


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/",
        "http://www.googleapis.com/drive/v3/files",
        "https://www.googleapis.com.evil.example/drive/v3/files",
        "https://www.googleapis.com@evil.example/drive/v3/files",
        "https://www.googleapis.com:444/drive/v3/files",
        "https://docs.google.com/document/d/1",
        "https://www.mtls.googleapis.com/drive/v3/files",
        "https://iamcredentials.googleapis.com/v1/x",
        "http://127.0.0.1:9/private?q=Jane+Doe",
    ],
)
@pytest.mark.parametrize("endpoint", [Endpoint("google"), Endpoint("sandbox", SANDBOX, ScriptedGoogle())])
def test_any_other_host_is_refused_without_showing_the_query(endpoint: Endpoint, url: str) -> None:
    with plain_session(endpoint) as session, pytest.raises(SettingsError, match="refused to send") as caught:
        session.get(url)
    assert "Jane" not in str(caught.value)
    assert "/" not in str(caught.value)


@pytest.mark.parametrize("prefix", GOOGLE_PREFIXES)
def test_a_rerouted_request_keeps_path_query_and_the_host_it_asked_for(prefix: str) -> None:
    server = ScriptedGoogle()
    with plain_session(Endpoint("sandbox", SANDBOX + "/", server)) as session:
        session.get(prefix + "v4/a%2Fb?q=%27x%27&q=y")
    [asked] = server.asked
    assert asked.url == SANDBOX + "/v4/a%2Fb?q=%27x%27&q=y"
    assert asked.headers["X-Forwarded-Host"] == prefix.removeprefix("https://").rstrip("/")


def test_the_network_below_a_rerouting_session_sees_the_rewritten_address() -> None:
    with responses.RequestsMock() as net, plain_session(Endpoint("sandbox", SANDBOX)) as session:
        net.get(SANDBOX + "/drive/v3/files", json={})
        assert session.get("https://www.googleapis.com/drive/v3/files").json() == {}


def everything(google: Google) -> None:
    google.sheets.read("b", "sheets")
    google.drive.upload(NewFile("f", "n", "p"), b"%PDF", "application/pdf")
    google.calendar.list("c")
    google.gmail.find_drafts("t")
    google.forms.form("f")


def test_uploads_token_calls_and_both_libraries_stay_on_loopback(tmp_path: Path) -> None:
    server = ScriptedGoogle(Reply(body={"access_token": "fresh", "expires_in": 3600}), Reply())
    google = sandboxed(tmp_path, server, expiry=EXPIRED, token_uri="https://elsewhere.example/token")
    everything(google)
    assert {str(asked.url).partition("/v")[0][: len(SANDBOX)] for asked in server.asked} == {SANDBOX}
    hosts = [asked.headers["X-Forwarded-Host"].partition(".")[0] for asked in server.asked]
    assert hosts == ["oauth2", "sheets", "www", "www", "gmail", "forms"]
    assert "/upload/drive/v3/files" in str(server.asked[2].url)


@pytest.mark.parametrize("sandbox_token", [True, False])
def test_tokens_never_cross_over(tmp_path: Path, sandbox_token: bool) -> None:
    token = TokenFile.read(token_file(tmp_path, sandbox=sandbox_token))
    endpoint = Endpoint("google") if sandbox_token else Endpoint("sandbox", SANDBOX)
    with pytest.raises(SettingsError, match="was not issued for"):
        connect(endpoint, token)


def test_only_a_sandbox_ignores_proxies_and_netrc() -> None:
    with plain_session(Endpoint("sandbox", SANDBOX)) as sandbox, plain_session(Endpoint("google")) as google:
        assert (sandbox.trust_env, google.trust_env) == (False, True)


def test_a_password_from_netrc_does_not_replace_the_token() -> None:
    with plain_session(Endpoint("google")) as session, responses.RequestsMock() as net:
        net.get("https://www.googleapis.com/x", json={})
        session.get("https://www.googleapis.com/x", headers={"Authorization": "Bearer t"})
        assert session.auth is not None  # this is what makes requests leave ~/.netrc alone
        assert net.calls[0].request.headers["Authorization"] == "Bearer t"


def test_a_redirect_is_not_followed() -> None:
    server = ScriptedGoogle(Reply(307, headers={"Location": "https://sheets.googleapis.com/elsewhere"}))
    with plain_session(Endpoint("sandbox", SANDBOX, server)) as session:
        answer = session.post("https://sheets.googleapis.com/x", json={"a": 1})
    assert (answer.status_code, len(server.asked)) == (307, 1)


CALLS: list[Callable[[requests.Session], Any]] = [
    lambda session: session.get("https://sheets.googleapis.com/x"),
    lambda session: session.get("https://sheets.googleapis.com/x", timeout=None),
    lambda session: session.get("https://sheets.googleapis.com/x", timeout=999),
]


@pytest.mark.parametrize("call", CALLS)
def test_every_request_has_the_one_time_out(call: Callable[[requests.Session], Any]) -> None:
    server = ScriptedGoogle()
    with plain_session(Endpoint("sandbox", SANDBOX, server), timeout=(1.0, 2.0)) as session:
        call(session)
    assert server.options[0]["timeout"] == (1.0, 2.0)


def test_services_and_token_calls_have_it_too(tmp_path: Path) -> None:
    server = ScriptedGoogle(Reply(body={"access_token": "fresh", "expires_in": 3600}), Reply())
    everything(sandboxed(tmp_path, server, expiry=EXPIRED))
    assert {options["timeout"] for options in server.options} == {(5.0, 60.0)}


def test_importing_costs_no_client_library() -> None:
    program = (
        "import sys, workspace_agent.google.workspace\n"
        "heavy = ('googleapiclient', 'gspread', 'httplib2', 'google_auth_oauthlib')\n"
        "print([name for name in heavy if name in sys.modules])"
    )
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    shown = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", program], env=environment, capture_output=True, check=True, text=True
    )
    assert shown.stdout.strip() == "[]"


def test_the_hosts_are_those_of_the_discovery_documents() -> None:
    import googleapiclient.discovery_cache as cache  # noqa: PLC0415 - heavy

    folder = Path(str(cache.__file__)).parent / "documents"
    names = ("sheets.v4", "drive.v3", "calendar.v3", "gmail.v1", "forms.v1")
    roots = {json.loads((folder / f"{name}.json").read_text())["rootUrl"] for name in names}
    assert roots | {"https://oauth2.googleapis.com/"} == set(GOOGLE_PREFIXES)
