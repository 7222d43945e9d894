"""The clock of `serve`: one cycle at once, one for all that was slept through, none after the end."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from workspace_agent.cli.schedule import every
from workspace_agent.cli.shutdown import Shutdown
from workspace_agent.run import clock_from

now = clock_from()
MONTH = timedelta(days=30)
SHORT = timedelta(seconds=0.2)


def counting(times: list[datetime], until: int) -> Callable[[], bool]:
    def cycle() -> bool:
        times.append(now())
        return len(times) < until

    return cycle


def test_a_month_that_was_slept_through_is_one_cycle() -> None:
    times: list[datetime] = []
    waits: list[float | None] = []

    def wait(seconds: float | None) -> bool:
        waits.append(seconds)
        return True

    every(timedelta(minutes=5), counting(times, 99), now() - MONTH - timedelta(minutes=2), wait)
    assert len(times) == 1
    assert waits[0] is not None
    assert 0 <= waits[0] <= 300


def test_cycles_follow_one_another_by_the_period() -> None:
    times: list[datetime] = []
    every(SHORT, counting(times, 3), now(), Shutdown().wait)
    assert len(times) == 3
    assert timedelta(seconds=0.3) < times[2] - times[0] < timedelta(seconds=0.9)


def test_a_long_cycle_is_followed_by_one_and_not_by_those_it_overlapped() -> None:
    times: list[datetime] = []

    def cycle() -> bool:
        times.append(now())
        if len(times) == 1:
            threading.Event().wait(0.5)
        return len(times) < 3

    every(SHORT, cycle, now(), Shutdown().wait)
    assert times[2] - times[1] > timedelta(seconds=0.05)


def test_all_cycles_are_in_the_thread_that_asked_for_them() -> None:
    threads: list[threading.Thread] = []

    def cycle() -> bool:
        threads.append(threading.current_thread())
        return False

    every(SHORT, cycle, now(), Shutdown().wait)
    assert threads == [threading.current_thread()]


def test_what_a_cycle_raises_ends_it_all(caplog: pytest.LogCaptureFixture) -> None:
    def cycle() -> bool:
        raise ZeroDivisionError("May Grant")

    with pytest.raises(ZeroDivisionError):
        every(SHORT, cycle, now(), Shutdown().wait)
    assert "May Grant" not in caplog.text


def test_being_asked_to_end_ends_the_wait() -> None:
    shutdown = Shutdown()
    times: list[datetime] = []

    def cycle() -> bool:
        times.append(now())
        threading.Timer(0.1, shutdown.ask).start()
        return True

    every(timedelta(hours=1), cycle, now(), shutdown.wait)
    assert len(times) == 1
    assert now() - times[0] < timedelta(seconds=5)
