"""The sandbox's own time: set by a test, or running on from where it was set."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import lru_cache

START = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


class Stopwatch:
    """Seconds that run on.

    Args:
        elapsed: Monotonic seconds, so that a change of the machine's time moves nothing here.
    """

    def __init__(self, elapsed: Callable[[], float] = time.monotonic) -> None:
        self._elapsed = elapsed
        self.set(0)

    def set(self, seconds: float) -> None:
        """Run on from here."""
        self._since = self._elapsed() - seconds

    def seconds(self) -> float:
        """The present reading."""
        return self._elapsed() - self._since

    def __getstate__(self) -> float:
        return self.seconds()

    def __setstate__(self, seconds: float) -> None:
        self.set(seconds)


class Clock:
    """An aware UTC clock that can be set and stopped.

    Args:
        start: The first instant.
        elapsed: Monotonic seconds.
    """

    def __init__(self, start: datetime = START, elapsed: Callable[[], float] = time.monotonic) -> None:
        self._running = Stopwatch(elapsed)
        self.set(start)

    def set(self, now: datetime, *, frozen: bool = False) -> None:
        """Jump to `now`; from there run on with real time, or stand still."""
        self.frozen = frozen
        self._base = now.astimezone(UTC)
        self._running.set(0)

    def now(self) -> datetime:
        """The present instant in UTC."""
        if self.frozen:
            return self._base
        return self._base + timedelta(seconds=self._running.seconds())


@lru_cache(maxsize=4096)
def stamp(moment: datetime) -> str:
    """RFC 3339 in UTC with milliseconds, as Drive and Calendar print it."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").removesuffix("+00:00") + "Z"


def as_printed(moment: datetime) -> datetime:
    """A time as precise as Drive prints it, for who asks what is later than a time that was printed."""
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def stamp_micro(moment: datetime) -> str:
    """RFC 3339 in UTC with microseconds, as Forms prints `lastSubmittedTime`."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds").removesuffix("+00:00") + "Z"


def milliseconds(moment: datetime) -> int:
    """Milliseconds since 1970, as Gmail's `internalDate` counts."""
    return round(moment.timestamp() * 1000)
