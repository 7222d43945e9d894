"""Signals that ask a process to end: nobody sleeps on, and a second one changes nothing."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator

import pytest

from workspace_agent.cli.shutdown import SIGNALS, Shutdown, asked_by_signals
from workspace_agent.model.errors import Stopped


@pytest.fixture(autouse=True)
def _not_under_nohup() -> Iterator[None]:
    """A SIGHUP that is ignored where the tests run would stay so."""
    before = signal.signal(signal.SIGHUP, signal.SIG_DFL)
    yield
    signal.signal(signal.SIGHUP, before)


@pytest.mark.parametrize("which", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_is_heard_and_so_are_further_ones(which: signal.Signals) -> None:
    with asked_by_signals() as shutdown:
        assert not shutdown.is_asked()
        for _ in range(3):
            os.kill(os.getpid(), which)
        assert shutdown.wait(5)
        assert shutdown.is_asked()


def test_under_nohup_the_end_of_the_terminal_is_not_heard() -> None:
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    with asked_by_signals() as shutdown:
        os.kill(os.getpid(), signal.SIGHUP)
        assert not shutdown.wait(0.1)


def test_a_signal_that_reaches_another_thread_is_heard() -> None:
    over = threading.Event()
    other = threading.Thread(target=over.wait)
    other.start()
    with asked_by_signals() as shutdown:
        signal.pthread_kill(other.ident or 0, signal.SIGTERM)
        assert shutdown.wait(5)
    over.set()
    other.join()


def test_who_sleeps_in_a_run_is_woken() -> None:
    shutdown = Shutdown()
    threading.Timer(0.05, shutdown.ask).start()
    began = time.monotonic()
    with pytest.raises(Stopped):
        shutdown.sleep(60)
    assert time.monotonic() - began < 5


def test_nobody_falls_asleep_any_more() -> None:
    shutdown = Shutdown()
    shutdown.ask()
    with pytest.raises(Stopped):
        shutdown.sleep(0)


def test_afterwards_signals_are_as_before() -> None:
    before = [signal.getsignal(one) for one in SIGNALS]
    with asked_by_signals():
        pass
    assert [signal.getsignal(one) for one in SIGNALS] == before
    assert "signals" not in [thread.name for thread in threading.enumerate()]
