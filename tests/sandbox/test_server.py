from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from statistics import median

import pytest
import requests

from tests.sandbox.world import ROBOT, SCOPE
from workspace_agent.sandbox.server import Sandbox, serve


def signed_in(url: str) -> requests.Session:
    session = requests.Session()
    session.trust_env = False
    wanted = {"email": ROBOT, "scopes": [f"{SCOPE}calendar", f"{SCOPE}drive"]}
    token = session.post(f"{url}/_sandbox/token", json=wanted).json()["token"]
    session.headers["Authorization"] = f"Bearer {token}"
    return session


def test_a_kept_connection_answers_without_delay() -> None:
    with serve(Sandbox()) as running, signed_in(running.url) as session:
        seconds = []
        for _ in range(20):
            start = time.perf_counter()
            assert session.get(f"{running.url}/calendar/v3/calendars/primary").ok
            seconds.append(time.perf_counter() - start)
    assert median(seconds) < 0.010


def test_one_connection_carries_reads_and_writes_in_turn() -> None:
    with serve(Sandbox()) as running, signed_in(running.url) as session:
        for number in range(3):
            created = session.post(f"{running.url}/drive/v3/files", json={"name": f"file {number}"})
            assert session.delete(f"{running.url}/drive/v3/files/{created.json()['id']}").status_code == 204
        assert session.get(f"{running.url}/drive/v3/files").json()["files"] == []


def test_eight_threads_get_their_own_answers() -> None:
    def names(url: str, marker: str) -> set[str]:
        with signed_in(url) as session:
            answers = [session.post(f"{url}/drive/v3/files", json={"name": marker}).json() for _ in range(25)]
        return {answer["name"] for answer in answers}

    markers = [f"marker {number}" for number in range(8)]
    with serve(Sandbox()) as running, ThreadPoolExecutor(8) as pool:
        found = pool.map(names, [running.url] * 8, markers)
        assert list(found) == [{marker} for marker in markers]


def test_encoded_paths_arrive_whole() -> None:
    with serve(Sandbox()) as running, signed_in(running.url) as session:
        answer = session.get(f"{running.url}/drive/v3/files/a%2Fb%3F")
        assert answer.json()["error"]["message"] == "File not found: a/b?."


def test_a_reset_closes_the_socket() -> None:
    with serve(Sandbox()) as running, signed_in(running.url) as session:
        session.post(f"{running.url}/_sandbox/faults", json={"method": "drive.*", "when": "reset-before"})
        with pytest.raises(requests.ConnectionError):
            session.get(f"{running.url}/drive/v3/files")
        assert session.get(f"{running.url}/drive/v3/files").ok


def test_after_closing_nobody_answers_not_even_on_kept_connections() -> None:
    running = serve(Sandbox())
    with signed_in(running.url) as session:
        running.close()
        running.wait()
        with pytest.raises(requests.ConnectionError):
            session.get(f"{running.url}/drive/v3/files")
