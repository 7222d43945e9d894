"""Files and folders that their owner alone can read, and files that are whole or not there."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from workspace_agent.secret_file import sync


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """An empty file of mode 0600 beside `path`, which takes its place when the body is through.

    A process killed midway leaves `path` as it was; what it left beside it is cleared away the next time.

    Raises:
        OSError: The folder is not there or cannot be written.
    """
    fresh = path.with_name(f".{path.name}.fresh")
    fresh.unlink(missing_ok=True)
    os.close(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    try:
        yield fresh
        sync(fresh)
        fresh.rename(path)
    finally:
        fresh.unlink(missing_ok=True)
    sync(path.parent)


def remove(path: Path) -> None:
    """Remove a file so that no failure of the power brings it back.

    Raises:
        OSError: It is not there, or the folder cannot be written.
    """
    path.unlink()
    sync(path.parent)


def appending(path: Path) -> int:
    """A file to add to, as a descriptor: its owner's alone whoever made it; a link is not followed.

    Raises:
        OSError: It is a link, or cannot be written.
    """
    descriptor = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW, 0o600)
    os.fchmod(descriptor, 0o600)
    return descriptor


def make_folder(path: Path) -> None:
    """Make a folder that its owner alone can enter, and those above it where they are missing.

    Raises:
        OSError: It cannot be made.
    """
    if path.is_dir():
        return
    make_folder(path.parent)
    path.mkdir(mode=0o700, exist_ok=True)


def others_can_write(folder: Path) -> bool:
    """Whether somebody else could put another file in the place of one in it.

    A sticky folder, as secrets are mounted in, lets nobody touch what is not theirs.
    """
    mode = folder.stat().st_mode
    return bool(mode & (stat.S_IWGRP | stat.S_IWOTH)) and not mode & stat.S_ISVTX
