"""Files that their owner alone can read, and that are whole or not there."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


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
    yield fresh
    _sync(fresh)
    fresh.rename(path)
    _sync(path.parent)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
