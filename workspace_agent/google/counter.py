"""How many requests went out, by service and method: shown by `run --json` and kept in the run history."""

from __future__ import annotations

import threading
from collections import Counter as _Tally
from dataclasses import dataclass

from workspace_agent.google.methods import METHODS, Method


@dataclass(frozen=True, slots=True)
class Count:
    """Requests to one method, repeats included.

    Attributes:
        service: The API's name, such as `drive`.
        method: Google's method id.
        writes: True when the method changes something.
        requests: How many were sent.
    """

    service: str
    method: str
    writes: bool
    requests: int


class Counter:
    """Counts requests; safe to share between threads."""

    def __init__(self) -> None:
        self._tally: _Tally[str] = _Tally()
        self._lock = threading.Lock()

    def add(self, method: Method) -> None:
        """Counts one request that is about to be sent."""
        with self._lock:
            self._tally[method.id] += 1

    def clear(self) -> None:
        """Starts anew, for the next run."""
        with self._lock:
            self._tally.clear()

    def as_rows(self) -> tuple[Count, ...]:
        """Returns a row per method that was called, by method id."""
        with self._lock:
            tally = sorted(self._tally.items())
        return tuple(Count(METHODS[id_].service, id_, METHODS[id_].writes, n) for id_, n in tally)

    @property
    def writes(self) -> int:
        """How many requests could have changed something."""
        return sum(row.requests for row in self.as_rows() if row.writes)
