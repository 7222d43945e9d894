"""One agent at a time: an operating-system lock on the state folder, held for life and freed by any death.

On the folder and not on a file in it: a file can be removed, and another of the same name is not locked.
"""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from workspace_agent.model.errors import LockHeld, SettingsError

_TRIES, _SECONDS = 10, 0.02
"""Who only asks whether it is held is gone long before."""


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

    There is no asking without taking the lock for an instant, which `only_one` outwaits.

    Raises:
        SettingsError: There is no such folder, or it cannot be read.
    """
    descriptor = _opened(folder)
    try:
        return not _takes(descriptor)
    finally:
        os.close(descriptor)


def _opened(folder: Path) -> int:
    try:
        return os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    except OSError:
        raise SettingsError(
            f"the folder {folder} cannot be opened.", advice="look at paths.state in agent.toml"
        ) from None


def _take(descriptor: int) -> None:
    for _ in range(_TRIES):
        if _takes(descriptor):
            return
        time.sleep(_SECONDS)
    raise LockHeld("Another run is under way; this one did nothing.")


def _takes(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
