"""Keeps each quota per minute by waiting before a request instead of being refused after it.

Google counts a request at a moment that nobody here knows, between sending and answer. So it counts here from
its answer on: whatever a connection delays, no sixty seconds at Google hold more than the quota. That keeps a
window that slides (Calendar) as well as one that begins anew with each minute (the others).
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from workspace_agent.google.methods import Method
from workspace_agent.google.timing import Timing
from workspace_agent.model.quotas import Quota, Quotas

_MINUTE = timedelta(minutes=1)

QUOTAS: Mapping[str, Quota] = Quotas().by_bucket()
"""Google's own, by bucket. Settings override them."""


class _Queue:
    """A lock that is given in the order in which it was asked for; `threading.Lock` promises none."""

    def __init__(self) -> None:
        self._waiting: deque[threading.Event] = deque()
        self._lock = threading.Lock()

    @contextmanager
    def turn(self) -> Iterator[None]:
        mine = threading.Event()
        with self._lock:
            self._waiting.append(mine)
            self._waiting[0].set()
        try:
            mine.wait()
            yield
        finally:
            with self._lock:
                self._waiting.remove(mine)
                if self._waiting:
                    self._waiting[0].set()


@dataclass(slots=True)
class _Request:
    """One that was let through: sent at this moment, or answered by then."""

    moment: datetime
    cost: int


@dataclass(slots=True)
class _Window:
    """What was spent of one quota within the last minute, in the order of sending."""

    most: int
    queue: _Queue = field(default_factory=_Queue)
    _spent: deque[_Request] = field(default_factory=deque)
    _total: int = 0

    def add(self, request: _Request) -> None:
        self._spent.append(request)
        self._total += request.cost

    def opens(self, now: datetime, cost: int) -> datetime:
        """When to look again: now, if there is room. What costs more than the quota needs all of it."""
        while self._spent and self._spent[0].moment + _MINUTE <= now:
            self._total -= self._spent.popleft().cost
        excess, opens = self._total + cost - self.most, now
        for request in self._spent:
            if excess <= 0:
                break
            excess -= request.cost
            opens = request.moment + _MINUTE
        return opens


class Limiter:
    """A window per user and one per project for each quota; safe to share between threads and identities.

    Requests get their turn in the order in which they ask: those of one user among themselves, and all who
    have room as users among each other.

    Args:
        quotas: Per minute, by bucket. A bucket that is not named has no limit.
        timing: Clock and sleep. A clock that stands still delays more than it must but never blocks.
    """

    def __init__(self, quotas: Mapping[str, Quota], timing: Timing) -> None:
        self._timing = timing
        self._quotas = quotas
        self._projects = {bucket: _Window(quota.project) for bucket, quota in quotas.items()}
        self._users: dict[tuple[str, str], _Window] = {}

    @contextmanager
    def turn(self, method: Method, user: str) -> Iterator[None]:
        """Begins when the quotas of the method allow one more request; ends with its answer.

        Args:
            method: What is asked.
            user: Whose quota counts: a name for the identity, the same in all its connections.
        """
        windows = self._windows(method.bucket, user)
        request = self._let_through(windows, method.cost)
        try:
            yield
        finally:
            request.moment = max(request.moment, self._timing.clock())

    def _windows(self, bucket: str, user: str) -> tuple[_Window, ...]:
        """The user's first: who waits there must not hold up the others."""
        if bucket not in self._quotas:
            return ()
        window = self._users.setdefault((bucket, user), _Window(self._quotas[bucket].user))
        return window, self._projects[bucket]

    def _let_through(self, windows: tuple[_Window, ...], cost: int) -> _Request:
        request = _Request(self._timing.clock(), cost)
        with ExitStack() as queued:
            for window in windows:
                queued.enter_context(window.queue.turn())
                request.moment = self._room(window, cost)
            for window in windows:
                window.add(request)
        return request

    def _room(self, window: _Window, cost: int) -> datetime:
        now = self._timing.clock()
        while (opens := window.opens(now, cost)) > now:
            self._timing.sleep((opens - now).total_seconds())
            now = max(self._timing.clock(), opens)
        return now
