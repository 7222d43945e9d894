"""Python's collector of cyclic garbage, at rest while rules judge.

What was read holds no cycles and lives as long as the run, but whenever enough new objects were made the
collector walks through all of it again. For a large department that is a third of the time.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def at_rest() -> Iterator[None]:
    """No collection until the end of the block; afterwards as it was before."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
