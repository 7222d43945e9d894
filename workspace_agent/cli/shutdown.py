"""Signals that end a command that goes on by itself: what is in hand is finished, nothing else begins.

The handler of the signals does nothing: it runs in the midst of anything, and may not even take a lock.
Python writes them into a pipe as well, whichever thread they reach, and a thread of its own reads there.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread

from workspace_agent.model.errors import Stopped

SIGNALS = frozenset({signal.SIGTERM, signal.SIGINT, signal.SIGHUP})
"""SIGHUP comes when a terminal is closed, and from whoever takes it for "read the settings again"."""


class Shutdown:
    """Whether the process was asked to end. Asking again changes nothing."""

    def __init__(self) -> None:
        self._asked = Event()

    def ask(self) -> None:
        """From now on nothing further begins, and nobody sleeps."""
        self._asked.set()

    def is_asked(self) -> bool:
        """True once the process was asked to end."""
        return self._asked.is_set()

    def wait(self, seconds: float | None) -> bool:
        """Sleep, but no longer than until the process is asked to end; whether it was.

        Args:
            seconds: None waits for ever.
        """
        return self._asked.wait(seconds)

    def sleep(self, seconds: float) -> None:
        """Sleep in the midst of a run.

        Raises:
            Stopped: The process was asked to end. A call that was waiting for its turn, or to be repeated, is
                not made; its intent is in the ledger, and the next run looks it up.
        """
        if self.wait(seconds):
            raise Stopped("The run was asked to end before it was through.")


@contextmanager
def asked_by_signals() -> Iterator[Shutdown]:
    """What the signals ask of this process, while the body runs. Call it from the main thread."""
    shutdown, (reading, writing) = Shutdown(), os.pipe()
    os.set_blocking(writing, False)
    watcher = Thread(target=_watch, args=(reading, shutdown), name="signals", daemon=True)
    watcher.start()
    fd_before = signal.set_wakeup_fd(writing, warn_on_full_buffer=False)
    before = {one: signal.signal(one, _do_nothing) for one in _listened_to()}
    try:
        yield shutdown
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)
        signal.set_wakeup_fd(fd_before)
        os.close(writing)
        watcher.join()
        os.close(reading)


def _listened_to() -> frozenset[signal.Signals]:
    """All of them; but `nohup` has SIGHUP ignored, so that the end of the terminal ends nothing."""
    is_ignored = signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
    return SIGNALS - {signal.SIGHUP} if is_ignored else SIGNALS


def _watch(reading: int, shutdown: Shutdown) -> None:
    """Ask for the end as soon as one of the signals arrives; until the pipe is closed."""
    while arrived := os.read(reading, 64):
        if SIGNALS & set(arrived):
            shutdown.ask()


def _do_nothing(_number: int, _frame: object) -> None:
    """In place of ending the process."""
