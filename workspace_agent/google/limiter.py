"""Keeps each quota per minute by waiting before a request instead of being refused after it."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from workspace_agent.google.methods import Method
from workspace_agent.google.timing import Timing

_WINDOW = timedelta(minutes=1)

QUOTAS: Mapping[str, int] = {
    "sheets.read": 60,
    "sheets.write": 60,
    "calendar": 600,
    "drive": 12_000,
    "gmail": 6_000,
    "forms.read": 390,
    "forms.responses": 180,
}
"""Units per minute and user, the smaller number where Google's pages disagree. Settings override them.

Sources: developers.google.com/sheets/api/limits, /calendar/api/guides/quota, /drive/api/guides/limits,
/gmail/api/reference/quota (units), /forms/api/limits.
"""


@dataclass(slots=True)
class _Window:
    """What was spent of one quota within the last minute, oldest first."""

    quota: int
    spent: deque[tuple[datetime, int]] = field(default_factory=deque)
    total: int = 0

    def reserve(self, now: datetime, cost: int) -> datetime:
        start = max(now, self.spent[-1][0]) if self.spent else now
        while self.spent and (self.spent[0][0] + _WINDOW <= start or self.total + cost > self.quota):
            oldest, paid = self.spent.popleft()
            self.total -= paid
            start = max(start, oldest + _WINDOW)
        self.spent.append((start, cost))
        self.total += cost
        return start


class Limiter:
    """A sliding window per quota; requests get their turn in the order in which they ask.

    Args:
        quotas: Units per minute by bucket. A bucket that is not named has no limit.
        timing: Clock and sleep. A turn is reserved, not polled for: a clock that stands still delays
            more than it must but never blocks.
    """

    def __init__(self, quotas: Mapping[str, int], timing: Timing) -> None:
        self._timing = timing
        self._windows = {bucket: _Window(quota) for bucket, quota in quotas.items()}
        self._lock = threading.Lock()

    def wait(self, method: Method) -> None:
        """Returns when the quota of the method allows one more request."""
        window = self._windows.get(method.bucket)
        if window is None:
            return
        now = self._timing.clock()
        with self._lock:
            delay = (window.reserve(now, method.cost) - now).total_seconds()
        if delay > 0:
            self._timing.sleep(delay)
