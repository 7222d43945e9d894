"""A limit of time on a whole conversation: a timeout of a socket begins anew with every byte that comes."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event, Thread


class TimeLimit:
    """Does one work at a time in a thread of its own, and leaves it behind when it takes too long.

    Args:
        seconds: How long the work is waited for.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._thread: Thread | None = None

    def is_done(self, work: Callable[[Event], None]) -> bool:
        """Whether the work set its event in time.

        None is begun while an earlier one still hangs, so that threads and connections do not pile up.
        """
        if self._thread and self._thread.is_alive():
            return False
        done = Event()
        self._thread = Thread(target=work, args=(done,), name="alerts", daemon=True)
        self._thread.start()
        self._thread.join(self._seconds)
        return done.is_set()
