"""SIGTERM and Ctrl-C for a command that goes on by itself: what is in hand is finished, nothing else begins.

No signal handler: one runs in the midst of anything, and may not even take a lock. A thread waits for the
signals instead, which are blocked everywhere else.
"""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread

from workspace_agent.model.errors import Stopped

SIGNALS = frozenset({signal.SIGTERM, signal.SIGINT})


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
    """What SIGTERM and SIGINT ask of this process, while the body runs. Call it from the main thread."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)
    shutdown, over = Shutdown(), Event()

    def watch() -> None:
        while not over.is_set():
            signal.sigwait(SIGNALS)
            shutdown.ask()

    watcher = Thread(target=watch, name="signals", daemon=True)
    watcher.start()
    try:
        yield shutdown
    finally:
        over.set()
        signal.pthread_kill(watcher.ident or 0, signal.SIGTERM)
        watcher.join()
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
