"""Consent in the browser, with google-auth-oauthlib's own flows."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
import webbrowser
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
import requests
from google_auth_oauthlib.flow import Flow, InstalledAppFlow

from tests.sandbox.world import MANAGER, ROBOT, SCOPE, Json, control, session_of
from workspace_agent.sandbox.adapter import InProcessAdapter
from workspace_agent.sandbox.auth import CLIENT_ID
from workspace_agent.sandbox.consent import CODE_LIFETIME
from workspace_agent.sandbox.server import Sandbox, serve

CALENDAR, DRIVE = f"{SCOPE}calendar", f"{SCOPE}drive"
BACK = "http://localhost:8765/"
AUTH = "https://accounts.google.com/o/oauth2/v2/auth"
ASKED = {"client_id": CLIENT_ID, "redirect_uri": BACK, "response_type": "code", "scope": CALENDAR}


def flow_of(sandbox: Sandbox, kind: type[Flow] = Flow, scopes: tuple[str, ...] = (CALENDAR, DRIVE)) -> Any:
    secrets = control(sandbox, "POST", "clients", {})
    flow = kind.from_client_config(secrets, scopes=scopes)
    flow.redirect_uri = BACK
    flow.oauth2session.mount("https://", InProcessAdapter(sandbox.app))
    return flow


def visit(sandbox: Sandbox, url: str) -> requests.Response:
    return session_of(sandbox).get(url, allow_redirects=False)


def answered(response: requests.Response) -> Json:
    """What came back to the app, with the request that was answered."""
    assert response.status_code == 302, response.text
    return {
        name: values[0] for name, values in parse_qs(urlsplit(response.headers["Location"]).query).items()
    }


def consented(sandbox: Sandbox, **more: str) -> Json:
    return answered(visit(sandbox, f"{AUTH}?{urlencode(ASKED | more)}"))


def exchange(sandbox: Sandbox, code: str, **more: str) -> Json:
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "client_id": CLIENT_ID,
        "client_secret": "GOCSPX-sandbox",
        "redirect_uri": BACK,
    }
    found: Json = session_of(sandbox).post("https://oauth2.googleapis.com/token", data=form | more).json()
    return found


def error_of(reply: Json) -> str:
    return f"{reply['error']}: {reply['error_description']}"


def always(sandbox: Sandbox, **how: Any) -> None:
    control(sandbox, "POST", "consent", {"email": ROBOT, **how})


class Reader:
    """A browser whose person answers at once."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox

    def open(self, url: str, *_: Any, **__: Any) -> bool:
        back = visit(self._sandbox, url).headers["Location"]
        threading.Thread(target=requests.get, args=(back,), kwargs={"timeout": 10}, daemon=True).start()
        return True


def test_the_whole_flow_of_a_desktop_app_runs_on_loopback(sandbox: Sandbox) -> None:
    always(sandbox)
    webbrowser.register("sandbox-reader", None, Reader(sandbox))  # type: ignore[arg-type]
    flow = flow_of(sandbox, InstalledAppFlow)
    credentials = flow.run_local_server(port=0, browser="sandbox-reader", timeout_seconds=10)
    assert credentials.refresh_token
    assert set(credentials.granted_scopes) == {CALENDAR, DRIVE}


@pytest.mark.parametrize("method", ["S256", "plain"])
def test_a_code_is_bought_with_its_verifier(sandbox: Sandbox, method: str) -> None:
    always(sandbox)
    verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"  # RFC 7636, appendix B
    challenge = {"S256": "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM", "plain": verifier}[method]
    asked = {"code_challenge": challenge, "code_challenge_method": method}
    assert "access_token" in exchange(sandbox, consented(sandbox, **asked)["code"], code_verifier=verifier)
    wrong = exchange(sandbox, consented(sandbox, **asked)["code"], code_verifier="guess")
    assert error_of(wrong) == "invalid_grant: Invalid code verifier."
    none = exchange(sandbox, consented(sandbox, **asked)["code"])
    assert error_of(none) == "invalid_grant: Missing code verifier."


def test_the_flow_of_the_library_brings_its_own_verifier(sandbox: Sandbox) -> None:
    always(sandbox)
    flow = flow_of(sandbox)
    url, state = flow.authorization_url(access_type="offline")
    back = answered(visit(sandbox, url))
    assert back["state"] == state
    flow.fetch_token(code=back["code"])
    assert flow.credentials.refresh_token


def test_a_code_works_once_for_one_address_and_for_ten_minutes(sandbox: Sandbox) -> None:
    always(sandbox)
    code = consented(sandbox)["code"]
    assert "access_token" in exchange(sandbox, code)
    assert error_of(exchange(sandbox, code)) == "invalid_grant: Malformed auth code."
    moved = exchange(sandbox, consented(sandbox)["code"], redirect_uri="http://localhost:1/")
    assert moved["error"] == "redirect_uri_mismatch"


def test_a_code_ages() -> None:
    seconds = [0.0]
    sandbox = Sandbox(elapsed=lambda: seconds[0])
    always(sandbox)
    code = consented(sandbox)["code"]
    seconds[0] = CODE_LIFETIME
    assert error_of(exchange(sandbox, code)) == "invalid_grant: Bad Request"


def test_a_refresh_token_comes_at_the_first_consent_and_when_asked_for(sandbox: Sandbox) -> None:
    always(sandbox)
    asked = [
        {"access_type": "offline"},
        {"access_type": "offline"},
        {"access_type": "offline", "prompt": "consent"},
        {"access_type": "offline", "scope": f"{CALENDAR} {DRIVE}"},
        {"prompt": "consent"},
    ]
    replies = [exchange(sandbox, consented(sandbox, **one)["code"]) for one in asked]
    assert ["refresh_token" in reply for reply in replies] == [True, False, True, True, False]


def test_the_page_has_a_box_for_each_scope_and_takes_what_is_ticked(sandbox: Sandbox) -> None:
    asked = urlencode(ASKED | {"scope": f"{CALENDAR} {DRIVE}", "state": "<s>", "login_hint": MANAGER})
    page = visit(sandbox, f"{AUTH}?{asked}").text
    assert re.findall(r'type="checkbox" name="scope" value="([^"]+)"', page) == [CALENDAR, DRIVE]
    assert MANAGER in page
    form = {"request": asked, "email": MANAGER, "decision": "allow", "scope": [DRIVE]}
    back = answered(session_of(sandbox).post(AUTH, data=form, allow_redirects=False))
    assert (back["state"], back["scope"]) == ("<s>", DRIVE)
    assert exchange(sandbox, back["code"])["scope"] == DRIVE


def test_a_page_without_an_account_is_shown_again(sandbox: Sandbox) -> None:
    form = {"request": urlencode(ASKED), "email": "", "decision": "allow", "scope": [CALENDAR]}
    assert "checkbox" in session_of(sandbox).post(AUTH, data=form, allow_redirects=False).text


@pytest.mark.parametrize("how", [{"deny": True}, {"scopes": []}])
def test_who_cancels_or_ticks_nothing_denies(sandbox: Sandbox, how: Json) -> None:
    always(sandbox, **how)
    assert consented(sandbox, state="s") == {"error": "access_denied", "state": "s"}
    control(sandbox, "DELETE", "consent")
    assert visit(sandbox, f"{AUTH}?{urlencode(ASKED)}").status_code == 200


def test_earlier_scopes_are_included_on_request(sandbox: Sandbox) -> None:
    always(sandbox)
    consented(sandbox)
    back = consented(sandbox, scope=DRIVE, include_granted_scopes="true")
    assert set(back["scope"].split()) == {CALENDAR, DRIVE}


def test_short_scopes_come_back_long(sandbox: Sandbox) -> None:
    always(sandbox)
    assert consented(sandbox, scope="email openid")["scope"] == f"{SCOPE}userinfo.email openid"


@pytest.mark.parametrize(
    ("wrong", "status", "code"),
    [
        ({"client_id": "nobody"}, 401, "invalid_client"),
        ({"redirect_uri": "https://evil.example/"}, 400, "redirect_uri_mismatch"),
        ({"redirect_uri": "http://["}, 400, "redirect_uri_mismatch"),
        ({"response_type": "token"}, 400, "invalid_request"),
        ({"code_challenge_method": "S1"}, 400, "invalid_request"),
        ({"scope": ""}, 400, "invalid_request"),
        ({"scope": "https://evil.example/scope"}, 400, "invalid_scope"),
    ],
)
def test_a_wrong_request_stays_on_googles_page(sandbox: Sandbox, wrong: Json, status: int, code: str) -> None:
    page = visit(sandbox, f"{AUTH}?{urlencode(ASKED | wrong)}")
    assert (page.status_code, page.headers["Content-Type"]) == (status, "text/html; charset=utf-8")
    assert f"Error {status}: {code}" in page.text
    form = {"request": urlencode(ASKED | wrong), "email": ROBOT, "decision": "allow"}
    assert session_of(sandbox).post(AUTH, data=form).status_code == status


@pytest.mark.parametrize(
    ("form", "error"),
    [
        ({"client_id": ""}, "invalid_request"),
        ({"client_id": "nobody"}, "invalid_client"),
        ({"client_secret": "guess"}, "invalid_client"),
    ],
)
def test_the_app_itself_is_checked(sandbox: Sandbox, form: Json, error: str) -> None:
    always(sandbox)
    reply = exchange(sandbox, consented(sandbox)["code"], **form)
    assert reply["error"] == error


def test_revoking_ends_the_consent_and_everything_bought_with_it(sandbox: Sandbox) -> None:
    always(sandbox)
    reply = exchange(sandbox, consented(sandbox, access_type="offline")["code"])
    session = session_of(sandbox)
    revoke = "https://oauth2.googleapis.com/revoke"
    assert session.post(revoke, params={"token": reply["access_token"]}).json() == {}
    again = session.post(revoke, data={"token": reply["refresh_token"]})
    assert (again.status_code, again.json()["error"]) == (400, "invalid_token")
    assert "refresh_token" in exchange(sandbox, consented(sandbox, access_type="offline")["code"])


def test_a_token_tells_whose_it_is(sandbox: Sandbox) -> None:
    always(sandbox)
    token = exchange(sandbox, consented(sandbox, scope="email openid")["code"])["access_token"]
    session = session_of(sandbox)
    info = session.get("https://oauth2.googleapis.com/tokeninfo", params={"access_token": token}).json()
    assert (info["email"], info["aud"], info["expires_in"]) == (ROBOT, CLIENT_ID, "3598")
    headers = {"Authorization": f"Bearer {token}"}
    who = session.get("https://www.googleapis.com/oauth2/v2/userinfo", headers=headers).json()
    assert (who["email"], who["id"]) == (ROBOT, info["sub"])
    assert session.get("https://oauth2.googleapis.com/tokeninfo?access_token=x").status_code == 400
    assert session.get("https://www.googleapis.com/oauth2/v2/userinfo").status_code == 401


PARTIAL = """
import sys
import requests
from google_auth_oauthlib.flow import Flow
url = sys.argv[1]
app = requests.post(url + "/_sandbox/clients", json={
    "auth_uri": url + "/o/oauth2/auth", "token_uri": url + "/token"}).json()
flow = Flow.from_client_config(app, scopes=sys.argv[2:], redirect_uri="http://localhost:8765/")
back = requests.get(flow.authorization_url()[0], allow_redirects=False).headers["Location"]
flow.fetch_token(authorization_response=back)
print(*flow.credentials.granted_scopes)
"""


def test_the_library_sees_a_partial_consent_over_loopback(sandbox: Sandbox) -> None:
    always(sandbox, scopes=[DRIVE])
    relaxed = {"OAUTHLIB_RELAX_TOKEN_SCOPE": "1", "OAUTHLIB_INSECURE_TRANSPORT": "1", "NO_PROXY": "127.0.0.1"}
    with serve(sandbox) as running:
        command = [sys.executable, "-c", PARTIAL, running.url, CALENDAR, DRIVE]
        done = subprocess.run(  # noqa: S603 - our own program
            command, env=os.environ | relaxed, capture_output=True, text=True, check=False
        )
    assert (done.stdout.split(), done.stderr) == ([DRIVE], "")
