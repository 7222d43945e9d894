from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import pytest
import requests

from tests.sandbox.world import ROBOT, Json, Person, control, session_of
from workspace_agent.sandbox.server import Sandbox, serve

EVENTS = "/calendar/v3/calendars/primary/events"
MEETING = {
    "id": "meeting1",
    "start": {"dateTime": "2026-12-01T10:00:00-05:00"},
    "end": {"dateTime": "2026-12-01T11:00:00-05:00"},
}


def order(sandbox: Sandbox, **fault: object) -> None:
    control(sandbox, "POST", "faults", {"method": "calendar.events.insert", **fault})


def held(sandbox: Sandbox) -> list[str]:
    return list(sandbox.state.calendar.calendar(ROBOT).events)


def test_a_fault_before_keeps_the_request_from_being_applied_once(sandbox: Sandbox, robot: Person) -> None:
    order(sandbox, status=503)
    assert robot.refused("POST", EVENTS, MEETING) == (503, "backendError")
    assert held(sandbox) == []
    robot.post(EVENTS, MEETING)
    assert held(sandbox) == ["meeting1"]


def test_what_a_fault_kept_from_being_applied_stands_in_the_log(sandbox: Sandbox, robot: Person) -> None:
    order(sandbox, status=503)
    robot.ask("POST", EVENTS, MEETING)
    entry = sandbox.requests.entries[-1]
    assert (entry["user"], entry["body"], entry["status"], entry["write"]) == (ROBOT, MEETING, 503, True)


def test_a_fault_after_applies_and_then_answers_the_error(sandbox: Sandbox, robot: Person) -> None:
    order(sandbox, status=500, when="after")
    assert robot.ask("POST", EVENTS, MEETING).status_code == 500
    assert held(sandbox) == ["meeting1"]


@pytest.mark.parametrize(("when", "kept"), [("reset-before", []), ("reset-after", ["meeting1"])])
def test_a_reset_leaves_no_answer(sandbox: Sandbox, robot: Person, when: str, kept: list[str]) -> None:
    order(sandbox, when=when)
    with pytest.raises(requests.ConnectionError):
        robot.ask("POST", EVENTS, MEETING)
    assert held(sandbox) == kept
    assert sandbox.requests.entries[-1]["status"] is None


def test_a_fault_falls_on_the_nth_match_of_a_pattern(sandbox: Sandbox, robot: Person) -> None:
    order(sandbox, method="calendar.*", nth=2, status=429, headers={"Retry-After": "7"})
    assert robot.ask("GET", EVENTS).ok
    robot.get("/drive/v3/files")
    answer = robot.ask("GET", EVENTS)
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "7")
    assert robot.ask("GET", EVENTS).ok


@pytest.mark.parametrize(
    ("body", "kind"), [({"error": {"code": 403}}, "application/json"), ("<html>", "text/html")]
)
def test_a_fault_may_bring_its_own_body(sandbox: Sandbox, robot: Person, body: Json | str, kind: str) -> None:
    order(sandbox, method="*", status=403, body=body)
    answer = robot.ask("GET", EVENTS)
    assert answer.headers["Content-Type"].startswith(kind)
    assert (answer.json() if isinstance(body, dict) else answer.text) == body


def test_an_answer_may_be_late_and_true(sandbox: Sandbox, robot: Person) -> None:
    order(sandbox, status=200, delay=0.05)
    start = time.perf_counter()
    robot.post(EVENTS, MEETING)
    assert time.perf_counter() - start >= 0.05
    assert held(sandbox) == ["meeting1"]


def test_the_token_endpoint_fails_on_order(sandbox: Sandbox, robot: Person) -> None:
    order(sandbox, method="oauth2.token")
    assert robot.session.post("https://oauth2.googleapis.com/token").status_code == 503


def test_faults_can_be_taken_back(sandbox: Sandbox, robot: Person) -> None:
    order(sandbox)
    control(sandbox, "DELETE", "faults")
    robot.post(EVENTS, MEETING)
    assert held(sandbox) == ["meeting1"]


def test_a_fault_may_kill_a_process(sandbox: Sandbox, robot: Person) -> None:
    with subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"]) as victim:
        order(sandbox, pid=victim.pid, when="after")
        with pytest.raises(requests.ConnectionError):
            robot.ask("POST", EVENTS, MEETING)
        assert victim.wait(10) == -signal.SIGKILL
    assert held(sandbox) == ["meeting1"]
    assert os.getpid() != victim.pid


def test_half_an_answer_keeps_the_length_of_the_whole(sandbox: Sandbox, robot: Person) -> None:
    order(sandbox, half=True)
    with pytest.raises(requests.exceptions.ChunkedEncodingError):
        robot.ask("POST", EVENTS, MEETING)
    assert held(sandbox) == ["meeting1"]


def test_half_an_answer_comes_over_the_socket_too() -> None:
    sandbox = Sandbox()
    robot = Person(sandbox, ROBOT)
    order(sandbox, method="calendar.events.list", half=True)
    headers = {"Authorization": f"Bearer {robot.grant['token']}"}
    with serve(sandbox) as running, requests.Session() as session:
        session.trust_env = False
        with pytest.raises(requests.exceptions.ChunkedEncodingError):
            session.get(running.url + EVENTS, headers=headers, timeout=5)
        assert session.get(running.url + EVENTS, headers=headers, timeout=5).ok


def test_what_waits_can_be_read(sandbox: Sandbox, robot: Person) -> None:
    order(sandbox, nth=2, status=502)
    robot.post(EVENTS, MEETING)
    (waiting,) = control(sandbox, "GET", "faults")["faults"]
    assert (waiting["method"], waiting["nth"], waiting["status"]) == ("calendar.events.insert", 1, 502)


def test_a_fault_at_no_known_moment_is_refused(sandbox: Sandbox) -> None:
    answer = session_of(sandbox).post("http://sandbox/_sandbox/faults", json={"when": "sometimes"})
    assert answer.status_code == 400
