from __future__ import annotations

from base64 import b64decode
from datetime import datetime

import pytest

from tests.sandbox.world import ROBOT, Person, control, session_of
from workspace_agent.sandbox.server import Sandbox


def test_the_clock_is_set_and_stands_still_or_runs_on() -> None:
    seconds = [0.0]
    sandbox = Sandbox(elapsed=lambda: seconds[0])
    control(sandbox, "POST", "clock", {"now": "2026-11-20T07:00:00-05:00"})
    seconds[0] = 90
    assert control(sandbox, "GET", "clock") == {"now": "2026-11-20T12:01:30.000Z", "frozen": False}
    control(sandbox, "POST", "clock", {"now": "2026-11-20T07:00:00-05:00", "frozen": True})
    seconds[0] = 180
    assert control(sandbox, "GET", "clock") == {"now": "2026-11-20T12:00:00.000Z", "frozen": True}


def test_the_services_live_by_the_clock(sandbox: Sandbox, robot: Person) -> None:
    control(sandbox, "POST", "clock", {"now": "2027-01-02T03:04:05Z", "frozen": True})
    file = robot.get(f"/drive/v3/files/{robot.post('/drive/v3/files', {})['id']}", fields="createdTime")
    assert file["createdTime"] == "2027-01-02T03:04:05.000Z"


def test_a_clock_without_offset_is_refused(sandbox: Sandbox) -> None:
    answer = session_of(sandbox).post("http://sandbox/_sandbox/clock", json={"now": "2026-11-20T07:00:00"})
    assert answer.status_code == 400


def test_a_token_is_what_an_authorized_user_file_holds(sandbox: Sandbox) -> None:
    grant = control(sandbox, "POST", "token", {"email": ROBOT, "scopes": ["a"], "client_id": "me"})
    assert set(grant) == {
        "type",
        "client_id",
        "client_secret",
        "refresh_token",
        "token",
        "token_uri",
        "scopes",
    }
    assert (grant["type"], grant["client_id"]) == ("authorized_user", "me")
    assert grant["token_uri"] == "https://oauth2.googleapis.com/token"


def test_the_log_can_be_read_and_cleared(sandbox: Sandbox, robot: Person) -> None:
    robot.get("/drive/v3/files")
    assert [entry["method"] for entry in control(sandbox, "GET", "requests")["requests"]] == [
        "drive.files.list"
    ]
    control(sandbox, "DELETE", "requests")
    robot.get("/drive/v3/files")
    assert [entry["n"] for entry in control(sandbox, "GET", "requests")["requests"]] == [2]


def test_the_dump_shows_everything_that_a_person_could_read(sandbox: Sandbox, robot: Person) -> None:
    day = {"start": {"date": "2026-12-01"}, "end": {"date": "2026-12-02"}}
    robot.post("/calendar/v3/calendars/primary/events", day | {"id": "date1", "summary": "J.S."})
    headers = {"Content-Type": "text/plain"}
    robot.session.post(
        "https://www.googleapis.com/upload/drive/v3/files?uploadType=media", data=b"body", headers=headers
    )
    robot.post("/gmail/v1/users/me/messages/send", {"raw": "VG86IGFAYi5jCgpIaQ"})
    dump = control(sandbox, "GET", "dump")
    assert dump["calendars"][ROBOT]["events"]["date1"]["summary"] == "J.S."
    assert b64decode(dump["files"][-1]["content"]) == b"body"
    assert dump["mails"]["a@b.c"][0]["raw"].endswith("Hi")
    assert datetime.fromisoformat(dump["now"]) == sandbox.state.clock.now()
    assert {"forms", "spreadsheets"} <= set(dump)


def test_what_control_does_not_know_is_refused(sandbox: Sandbox) -> None:
    session = session_of(sandbox)
    assert session.get("http://sandbox/_sandbox/nothing").status_code == 404
    assert session.post("http://sandbox/_sandbox/faults", json={"nth": 1, "what": 2}).status_code == 400


@pytest.mark.parametrize(
    ("path", "body"),
    [
        pytest.param("quotas", "{bad", id="no JSON"),
        pytest.param("quotas", "[1]", id="no object"),
        pytest.param("quirks", '{"page_size": "x"}', id="a page of x"),
        pytest.param("quirks", '{"mark_lag": "x"}', id="marks late by x"),
        pytest.param("drive", '{"modified_lag": "x"}', id="a lag of x"),
        pytest.param("forms", '{"owner": "a@b.example", "form": {"items": 5}}', id="a form of 5"),
        pytest.param("forms/f1/responses", '{"answers": {"q": "x"}}', id="an answer that is none"),
        pytest.param("forms/f1/responses", '{"createTime": "2026-11-20"}', id="a day is no time"),
        pytest.param("forms/f1/responses", '{"lastSubmittedTime": 5}', id="a number is no time"),
        pytest.param("faults", '{"status": "abc"}', id="a status that is none"),
        pytest.param("faults", '{"nth": 0}', id="the request before the first"),
        pytest.param("faults", '{"pid": -1}', id="everybody's process"),
        pytest.param("faults", '{"delay": -5}', id="an answer from the past"),
        pytest.param("faults", '{"headers": {"A": "b\\nc"}}', id="a header of two lines"),
        pytest.param("faults", '{"method": "drive.files.lst"}', id="a method that is misspelt"),
    ],
)
def test_a_control_that_cannot_be_understood_is_400_and_changes_nothing(
    sandbox: Sandbox, path: str, body: str
) -> None:
    with session_of(sandbox) as session:
        answer = session.post(f"https://sandbox/_sandbox/{path}", data=body)

    assert answer.status_code == 400, answer.text
    assert control(sandbox, "GET", "faults", None)["faults"] == []
