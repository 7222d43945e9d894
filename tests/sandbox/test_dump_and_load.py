"""A dump is enough to go on from."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from tests.sandbox.conftest import NOW
from tests.sandbox.world import MANAGER, ROBOT, Json, Person, control, session_of
from workspace_agent.sandbox.server import Sandbox
from workspace_agent.sandbox.snapshot import decode, encode

EVENTS = "/calendar/v3/calendars/primary/events"
MEETING = {
    "id": "meeting1",
    "start": {"dateTime": "2026-12-01T10:00:00-05:00"},
    "end": {"dateTime": "2026-12-01T11:00:00-05:00"},
    "attendees": [{"email": MANAGER}],
    "conferenceData": {"createRequest": {"requestId": "r1"}},
}


def still() -> Sandbox:
    sandbox = Sandbox(elapsed=lambda: 0.0)
    sandbox.state.clock.set(NOW, frozen=True)
    return sandbox


def live(sandbox: Sandbox) -> Person:
    """A bit of everything."""
    robot = Person(sandbox, ROBOT)
    robot.post(EVENTS, MEETING, conferenceDataVersion=1, sendUpdates="all")
    book = robot.post("/v4/spreadsheets", {"properties": {"title": "Hours"}})["spreadsheetId"]
    values = {"values": [["=1+1", 7.5, "text", True], ["2026-11-20", "", "#REF!"]]}
    robot.ask(
        "PUT", f"/v4/spreadsheets/{book}/values/A1", values, params={"valueInputOption": "USER_ENTERED"}
    )
    robot.get(f"/v4/spreadsheets/{book}/values/A1:C2")  # so that formulas have been worked out
    robot.session.post(
        "https://www.googleapis.com/upload/drive/v3/files?uploadType=media",
        data=b"\x00\xff",
        headers={"Content-Type": "application/pdf"},
    )
    robot.post("/gmail/v1/users/me/messages/send", {"raw": "VG86IGFAYi5jCgpIaQ"})
    control(sandbox, "POST", "forms", {"owner": ROBOT, "form": {"formId": "f"}})
    control(sandbox, "POST", "forms/f/responses", {"answers": {}})
    control(sandbox, "POST", "service-accounts", {})
    control(sandbox, "POST", "consent", {"email": ROBOT, "scopes": ["a"]})
    control(sandbox, "POST", "quotas", {"calendar.queries": {"user": 50}})
    control(sandbox, "POST", "faults", {"method": "drive.*", "nth": 3})
    control(sandbox, "POST", "quirks", {"page_size": 2})
    robot.get(EVENTS)
    return robot


def twin(sandbox: Sandbox) -> Sandbox:
    other = still()
    control(other, "POST", "load", control(sandbox, "GET", "dump"))
    return other


def test_a_dump_loaded_into_a_fresh_sandbox_dumps_the_same() -> None:
    sandbox = still()
    live(sandbox)
    assert control(twin(sandbox), "GET", "dump") == control(sandbox, "GET", "dump")


def test_after_loading_the_same_requests_get_the_same_answers() -> None:
    sandbox = still()
    robot = live(sandbox)
    other = twin(sandbox)
    asked = [
        ("POST", EVENTS, MEETING | {"id": "meeting2"}),
        ("POST", EVENTS, MEETING),
        ("GET", f"{EVENTS}/meeting1", None),
        ("GET", "/drive/v3/files", None),
        ("GET", "/drive/v3/files", None),
        ("GET", "/drive/v3/files", None),
        ("GET", "/v1/forms/f/responses", None),
        ("POST", "/gmail/v1/users/me/messages/send", {"raw": "VG86IGFAYi5jCgpIaQ"}),
    ]
    answers = []
    for one in (sandbox, other):
        session = session_of(one)
        session.headers["Authorization"] = robot.session.headers["Authorization"]
        answers.append(
            [session.request(verb, "https://x" + path, json=body).text for verb, path, body in asked]
        )
    assert answers[0] == answers[1]
    assert control(other, "GET", "dump") == control(sandbox, "GET", "dump")


def test_a_refresh_token_outlives_the_move() -> None:
    sandbox = still()
    robot = live(sandbox)
    form = {name: robot.grant[name] for name in ("client_id", "client_secret", "refresh_token")}
    answer = session_of(twin(sandbox)).post(
        "https://oauth2.googleapis.com/token", data=form | {"grant_type": "refresh_token"}
    )
    assert answer.json()["token_type"] == "Bearer"


@pytest.mark.parametrize(
    "value",
    [
        None,
        1.5,
        b"\x00",
        {"$odd": 1, "b": (1, 2)},
        {(0, 1): {"a"}, 3: frozenset({"b"})},
        [date(2026, 11, 20), datetime.fromisoformat("2026-11-20T12:00:00.000001+00:00")],
    ],
)
def test_values_come_back_as_they_were(value: Any) -> None:
    assert decode(encode(value)) == value


def test_what_has_no_words_is_refused() -> None:
    with pytest.raises(TypeError, match="no words for a complex"):
        encode(1j)


@pytest.mark.parametrize(
    "held",
    [
        {},
        {"state": {"$object": "server:Sandbox"}},
        {
            "state": {"held": {"quirks": {"$object": "snapshot:import_module", "held": {}}}},
            "faults": {"held": {}},
        },
        {"state": {"held": {"quirks": {"$nothing": 1}}}, "faults": {"held": {}}},
    ],
)
def test_what_is_no_dump_is_refused(sandbox: Sandbox, held: Json) -> None:
    answer = session_of(sandbox).post("http://sandbox/_sandbox/load", json={"held": held})
    assert answer.status_code == 400
