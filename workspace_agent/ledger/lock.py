"""One agent at a time: an operating-system lock on the state folder, held for life and freed by any death.

On the folder and not on a file in it: a file can be removed, and another of the same name is not locked.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from workspace_agent.model.errors import LockHeld, SettingsError


@contextmanager
def only_one(folder: Path) -> Iterator[None]:
    """Hold the lock while the body runs.

    Raises:
        LockHeld: Another process holds it.
        SettingsError: There is no such folder, or it cannot be read.
    """
    descriptor = _opened(folder)
    try:
        _take(descriptor)
        yield
    finally:
        os.close(descriptor)


def is_held(folder: Path) -> bool:
    """Whether a run or `serve` is there.

    There is no asking without taking the lock for a moment, in which another run would be sent away: ask only
    where it matters.

    Raises:
        SettingsError: There is no such folder, or it cannot be read.
    """
    try:
        with only_one(folder):
            return False
    except LockHeld:
        return True


def _opened(folder: Path) -> int:
    try:
        return os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    except OSError:
        raise SettingsError(
            f"the folder {folder} cannot be opened.", advice="look at paths.state in agent.toml"
        ) from None


def _take(descriptor: int) -> None:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise LockHeld("Another run is under way; this one did nothing.") from None
