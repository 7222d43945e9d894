"""One agent at a time: an operating-system lock on a file, held for life and freed by any death."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from workspace_agent.ledger.private import appending
from workspace_agent.model.errors import LockHeld, SettingsError


@contextmanager
def only_one(path: Path) -> Iterator[None]:
    """Hold the lock while the body runs.

    Raises:
        LockHeld: Another process holds it.
        SettingsError: The file cannot be made.
    """
    with _opened(path) as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise LockHeld("Another run is under way; this one did nothing.") from None
        yield


def _opened(path: Path) -> TextIO:
    try:
        return os.fdopen(appending(path), "a", encoding="ascii")
    except OSError:
        raise SettingsError(
            f"{path} cannot be written.", advice="look at paths.state in agent.toml"
        ) from None
