"""Token files are private, written whole, and refreshed once."""

from __future__ import annotations

import json
import stat
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
import requests

from tests.google.helpers import (
    ALL_SCOPES,
    SANDBOX,
    Reply,
    ScriptedGoogle,
    VirtualTime,
    sandboxed,
    token_file,
    token_info,
)
from workspace_agent.google.credentials import TokenFile, missing_scopes, write_token
from workspace_agent.google.endpoint import Endpoint
from workspace_agent.google.scopes import COMPOSE, EVENTS, FEATURE_SCOPES, FILES, needed_scopes
from workspace_agent.google.session import connect
from workspace_agent.model.errors import GoogleUnavailable, SettingsError, SignInError

EXPIRED = "2026-01-01T00:00:00Z"
SHEET = "https://sheets.googleapis.com/v4/spreadsheets/b"
FRESH = Reply(body={"access_token": "fresh", "expires_in": 3600, "scope": COMPOSE})


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644, 0o660])
def test_a_file_that_others_can_read_is_refused(tmp_path: Path, mode: int) -> None:
    path = token_file(tmp_path)
    path.chmod(mode)
    with pytest.raises(SettingsError) as caught:
        TokenFile.read(path)
    assert caught.value.advice == f"chmod 600 {path}"


def test_a_read_only_file_of_the_owner_is_taken(tmp_path: Path) -> None:
    path = token_file(tmp_path)
    path.chmod(0o400)
    assert not TokenFile.read(path).sandbox


@pytest.mark.parametrize("content", ["", "not json", "[]", "{}", '{"refresh_token": "r", "client_id": "c"}'])
def test_a_file_that_is_no_token_asks_to_sign_in(tmp_path: Path, content: str) -> None:
    path = tmp_path / "token.json"
    path.touch(0o600)
    path.write_text(content)
    with pytest.raises(SignInError) as caught:
        TokenFile.read(path)
    assert caught.value.advice == "sign in; type: workspace-agent auth login"


def test_a_missing_file_asks_to_sign_in(tmp_path: Path) -> None:
    with pytest.raises(SignInError):
        TokenFile.read(tmp_path / "none.json")


def test_an_unreadable_expiry_asks_to_sign_in(tmp_path: Path) -> None:
    with pytest.raises(SignInError, match="expiry"):
        TokenFile.read(token_file(tmp_path, expiry="tomorrow"))


def test_a_file_is_written_private_and_whole(tmp_path: Path) -> None:
    path = token_file(tmp_path)
    path.chmod(0o644)
    write_token(path, token_info(token="second"))
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert json.loads(path.read_text())["token"] == "second"
    assert [entry.name for entry in tmp_path.iterdir()] == ["token.json"]


def test_a_write_that_fails_leaves_the_old_file_and_no_rest(tmp_path: Path) -> None:
    path = token_file(tmp_path)
    with pytest.raises(TypeError):
        write_token(path, {"token": object()})
    assert json.loads(path.read_text())["token"] == "access-1"
    assert len(list(tmp_path.iterdir())) == 1


@pytest.mark.parametrize(
    "expiry", ["2099-01-01T00:00:00Z", "2099-01-01T00:00:00.5Z", "2099-01-01T00:00:00+00:00"]
)
def test_expiry_is_read_as_naive_utc(tmp_path: Path, expiry: str) -> None:
    assert TokenFile.read(token_file(tmp_path, expiry=expiry)).credentials.valid


def test_a_file_without_expiry_counts_as_expired(tmp_path: Path) -> None:
    assert not TokenFile.read(token_file(tmp_path, expiry=None)).credentials.valid


def test_a_refreshed_token_is_saved_with_its_scopes_and_its_side(tmp_path: Path) -> None:
    google = sandboxed(tmp_path, ScriptedGoogle(FRESH, Reply()), expiry=EXPIRED)
    google.sheets.read("b", "sheets")
    saved = json.loads((tmp_path / "token.json").read_text())
    assert (saved["token"], saved["refresh_token"], saved["sandbox"]) == ("fresh", "refresh-1", True)
    assert saved["granted_scopes"] == [COMPOSE]
    assert TokenFile.read(tmp_path / "token.json").credentials.token == "fresh"


def test_google_s_own_format_is_readable(tmp_path: Path) -> None:
    first = TokenFile.read(token_file(tmp_path))
    write_token(first.path, json.loads(first.credentials.to_json()))  # type: ignore[no-untyped-call]
    assert TokenFile.read(first.path).credentials.scopes == ALL_SCOPES


def refuse(reason: str) -> ScriptedGoogle:
    return ScriptedGoogle(Reply(400, {"error": reason, "error_description": "for Jane Doe"}))


def test_a_revoked_token_costs_one_call_and_says_what_to_do(tmp_path: Path) -> None:
    server, time_ = refuse("invalid_grant"), VirtualTime()
    google = sandboxed(tmp_path, server, time=time_, expiry=EXPIRED)
    with pytest.raises(SignInError) as caught:
        google.calendar.list("c")
    assert (len(server.asked), time_.naps) == (1, [])
    assert (caught.value.reason, caught.value.advice) == (
        "invalid_grant",
        "sign in; type: workspace-agent auth login",
    )
    assert "Jane" not in str(caught.value)
    assert caught.value.__context__ is None


@pytest.mark.parametrize("subtype", ["invalid_rapt", "rapt_required"])
def test_a_domain_that_wants_people_to_sign_in_again_is_told_apart(tmp_path: Path, subtype: str) -> None:
    body = {"error": "invalid_grant", "error_description": "reauth related error", "error_subtype": subtype}
    with pytest.raises(SignInError) as caught:
        sandboxed(tmp_path, ScriptedGoogle(Reply(400, body)), expiry=EXPIRED).calendar.list("c")
    assert caught.value.reason == "invalid_rapt"


def test_who_signs_in_again_meanwhile_is_not_overwritten(tmp_path: Path) -> None:
    google = sandboxed(tmp_path, ScriptedGoogle(FRESH, Reply()), expiry=EXPIRED)
    newer = token_file(tmp_path, sandbox=True, refresh_token="refresh-of-another-sign-in")
    before = newer.read_bytes()
    google.sheets.read("b", "sheets")
    assert newer.read_bytes() == before


def test_what_the_file_says_of_a_sign_in_outlives_a_refresh(tmp_path: Path) -> None:
    google = sandboxed(
        tmp_path,
        ScriptedGoogle(FRESH, Reply()),
        expiry=EXPIRED,
        account="agent@example.org",
        signed_in="2026-09-01T08:00:00+00:00",
        ends="2026-09-08T08:00:00+00:00",
    )
    google.sheets.read("b", "sheets")
    token = TokenFile.read(tmp_path / "token.json")
    assert token.account == "agent@example.org"
    assert (token.signed_in, token.ends) == (
        datetime(2026, 9, 1, 8, tzinfo=UTC),
        datetime(2026, 9, 8, 8, tzinfo=UTC),
    )


@pytest.mark.parametrize("ends", [None, "", "some day"])
def test_a_sign_in_without_a_readable_end_has_none(tmp_path: Path, ends: str | None) -> None:
    assert TokenFile.read(token_file(tmp_path, ends=ends)).ends is None


def test_a_token_that_google_refuses_twice_stops_the_run(tmp_path: Path) -> None:
    server = ScriptedGoogle(Reply(401), FRESH, Reply(401))
    with pytest.raises(SignInError):
        sandboxed(tmp_path, server).sheets.read("b", "sheets")
    assert len(server.asked) == 3


def test_a_token_refused_once_is_refreshed_and_the_call_made(tmp_path: Path) -> None:
    server = ScriptedGoogle(Reply(401), FRESH, Reply(body={"a": 1}))
    assert sandboxed(tmp_path, server).sheets.read("b", "sheets") == {"a": 1}
    assert server.asked[-1].headers["Authorization"] == "Bearer fresh"


@pytest.mark.parametrize(
    "answer",
    [
        Reply(503),
        Reply(429, {}),
        Reply(400, {"error": "server_error"}),
        Reply(403, b"<html>a proxy"),
        Reply(200, b"<html>a proxy"),
        Reply(200, {"no": "token"}),
        Reply(200, []),
    ],
)
def test_an_overloaded_token_endpoint_waits_in_our_own_layer(tmp_path: Path, answer: Reply) -> None:
    time_ = VirtualTime()
    server = ScriptedGoogle(answer, requests.ConnectionError("down"), FRESH, Reply(body={"id": "d"}))
    google = sandboxed(tmp_path, server, time=time_, expiry=EXPIRED)
    assert google.gmail.send_draft("d") == {"id": "d"}
    assert time_.naps == [1.0, 2.0]


def test_a_dead_token_endpoint_is_not_an_unknown_outcome(tmp_path: Path) -> None:
    google = sandboxed(tmp_path, ScriptedGoogle(Reply(503)), expiry=EXPIRED)
    with pytest.raises(GoogleUnavailable):
        google.gmail.send_draft("d")


class SlowToken(ScriptedGoogle):
    """Answers token calls slowly and counts them; refuses every other token than the newest."""

    def __init__(self, *, must_be: str) -> None:
        super().__init__(self.answer)
        self.token_calls = 0
        self.must_be = must_be
        self.barrier = threading.Lock()

    def answer(self, request: requests.PreparedRequest) -> Reply:
        if "token" not in str(request.url):
            return Reply(200 if request.headers["Authorization"] == f"Bearer {self.must_be}" else 401)
        with self.barrier:
            self.token_calls += 1
        time.sleep(0.05)
        return Reply(body={"access_token": "fresh", "expires_in": 3600})


@pytest.mark.parametrize("expiry", [EXPIRED, "2099-01-01T00:00:00Z"])
def test_eight_threads_make_one_token_call(tmp_path: Path, expiry: str) -> None:
    server = SlowToken(must_be="fresh")
    token = TokenFile.read(token_file(tmp_path, sandbox=True, expiry=expiry))
    with connect(Endpoint("sandbox", SANDBOX, server), token) as session, ThreadPoolExecutor(8) as pool:
        statuses = list(pool.map(lambda _: session.get(SHEET).status_code, range(8)))
    assert (statuses, server.token_calls) == ([200] * 8, 1)


class OutOfReach(Path().__class__):  # type: ignore[misc]
    """A path in a folder that cannot be written, even by root."""

    def with_name(self, name: str) -> Path:
        return Path("/proc/none") / name


@pytest.mark.parametrize(("rotated", "lost"), [(None, False), ("refresh-2", True)])
def test_a_read_only_secret_works_until_google_replaces_it(
    tmp_path: Path, rotated: str | None, lost: bool
) -> None:
    token = TokenFile.read(OutOfReach(token_file(tmp_path, sandbox=True, expiry=EXPIRED)))
    body = {"access_token": "fresh", "expires_in": 3600} | ({"refresh_token": rotated} if rotated else {})
    with connect(Endpoint("sandbox", SANDBOX, ScriptedGoogle(Reply(body=body), Reply())), token) as session:
        if lost:
            with pytest.raises(SettingsError, match="cannot be written"):
                session.get(SHEET)
        else:
            assert session.get(SHEET).status_code == 200


def test_a_token_file_that_cannot_be_removed_is_told(tmp_path: Path) -> None:
    token = replace(TokenFile.read(token_file(tmp_path)), path=tmp_path)  # nobody can unlink a folder
    with pytest.raises(SettingsError, match="cannot be removed"):
        token.remove()


def test_scopes_granted_count_not_those_asked_for(tmp_path: Path) -> None:
    token = TokenFile.read(token_file(tmp_path, granted_scopes=[COMPOSE]))
    needed = needed_scopes(["digest", "meetings", "sharing"])
    assert missing_scopes(token.credentials, needed) == needed - {COMPOSE}


def test_a_wider_scope_covers_a_narrower_one(tmp_path: Path) -> None:
    wide = ["https://www.googleapis.com/auth/drive", "https://www.googleapis.com/auth/calendar"]
    token = TokenFile.read(token_file(tmp_path, scopes=wide))
    assert missing_scopes(token.credentials, frozenset({FILES, EVENTS, COMPOSE})) == {COMPOSE}


def test_an_identity_tells_what_it_may_not_do(tmp_path: Path) -> None:
    google = sandboxed(tmp_path, ScriptedGoogle(), granted_scopes=[COMPOSE])
    assert google.missing_scopes(needed_scopes(["digest"])) == frozenset()
    assert google.missing_scopes(frozenset({FILES})) == {FILES}


def test_scopes_may_be_one_text(tmp_path: Path) -> None:
    token = TokenFile.read(token_file(tmp_path, scopes=f"{FILES} {COMPOSE}"))
    assert missing_scopes(token.credentials, FEATURE_SCOPES["digest"]) == frozenset()
