"""The heartbeat: what a monitor hears, and that it never stops anybody."""

from __future__ import annotations

import time

import pytest

from tests.alerts.servers import dripping, monitor
from workspace_agent.alerts.heartbeat import Heartbeat
from workspace_agent.alerts.time_limit import TimeLimit
from workspace_agent.model.errors import SettingsError


@pytest.mark.parametrize("signal", ["", "start", "fail", "log", "4"])
def test_a_signal_is_heard_with_its_counts_and_its_run(signal: str) -> None:
    with monitor() as there:
        assert Heartbeat(there.url).ping(signal, {"problems": 3}, "r1")
    assert there.heard == [(signal, {"problems": 3})]
    assert there.runs == ["r1"]


@pytest.mark.parametrize("status", [404, 500, 302, 307])
def test_a_monitor_that_refuses_raises_nothing_and_is_tried_as_often_as_asked(status: int) -> None:
    with monitor() as there:
        there.status = status
        assert not Heartbeat(there.url).ping("", {}, "r1", tries=2)
    assert len(there.heard) == 2


def test_a_monitor_that_is_not_there_raises_nothing() -> None:
    with monitor() as there:
        gone = there.url
    assert not Heartbeat(gone, timeout=0.2).ping("", {}, "r1")


@pytest.mark.parametrize("begins", [b"", b"HTTP/1.1 200 OK\r\nServer: "], ids=["status", "headers"])
def test_a_monitor_that_answers_byte_by_byte_is_not_waited_for(begins: bytes) -> None:
    began = time.monotonic()
    with dripping(begins) as port:
        beats = Heartbeat(f"http://127.0.0.1:{port}/abc", limit=TimeLimit(0.3))
        assert not beats.ping("", {}, "r1", tries=9)
    assert time.monotonic() - began < 2, "while the first hangs, no other is begun"


@pytest.mark.parametrize(("status", "heard"), [("200 OK", True), ("302 Found\r\nLocation: /b", False)])
def test_what_a_monitor_says_beyond_its_answer_is_not_read(status: str, heard: bool) -> None:
    began = time.monotonic()
    with dripping(f"HTTP/1.1 {status}\r\n\r\n".encode()) as port:
        assert Heartbeat(f"http://127.0.0.1:{port}/abc", limit=TimeLimit(2)).ping("", {}) is heard
    assert time.monotonic() - began < 1


@pytest.mark.parametrize(
    ("url", "allowed"),
    [
        ("https://hc-ping.example/abc", True),
        ("http://127.0.0.1:8000/ping/abc", True),
        ("http://localhost:8000/ping/abc", True),
        pytest.param("http://monitor.example/abc", False, id="in the clear to another machine"),
        pytest.param("https://monitor.example/abc?key=1", False, id="with a query, where signals go"),
        pytest.param("https://user:word@monitor.example/", False, id="with a password"),
        ("ftp://monitor.example/", False),
        pytest.param("https://monitor.example/a bc", False, id="a blank"),
        pytest.param("https://monitor .example/abc", False, id="a blank in the host"),
        pytest.param("https://monitor.example/a\tbc", False, id="a tab"),
        pytest.param("https://monitor.example/a\u200bbc", False, id="a sign that nobody sees"),
        ("abc", False),
        ("https://[half/", False),
    ],
)
def test_an_address_is_https_or_on_this_machine(url: str, allowed: bool) -> None:
    if allowed:
        assert url not in repr(Heartbeat(url))
        return
    with pytest.raises(SettingsError) as caught:
        Heartbeat(url)
    assert url not in f"{caught.value} {caught.value.advice}"
