"""Open the ledger's file, by the one who writes it or by anybody who reads it meanwhile."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from workspace_agent.ledger.private import appending
from workspace_agent.ledger.schema import check_version, migrate
from workspace_agent.model.errors import SettingsError


def to_write(path: Path) -> sqlite3.Connection:
    """The file, made with mode 0600 if it is not there, with today's tables.

    Raises:
        SettingsError: It was written by a newer version, is no ledger or no file of its own, or cannot be
            written.
    """
    try:
        os.close(appending(path))
    except OSError:
        advice = "look at its permissions; it must be a file and no link to one"
        raise SettingsError(f"{path} cannot be written.", advice=advice) from None
    return _opened(path, _prepare)


def to_read(path: Path) -> sqlite3.Connection:
    """The file as it is: whoever reads holds no lock, so nothing is written and no table changed.

    SQLite alone may write, where a run was killed in the middle of a commit: it takes back what is half.

    Raises:
        SettingsError: It was written by a newer version or an older one, or is no ledger.
    """
    return _opened(path, _prepare_to_read)


def to_copy(path: Path) -> sqlite3.Connection:
    """A copy in memory of the file as it is now, also while another process writes: it is gone when closed.

    Raises:
        SettingsError: It was written by a newer version or an older one, or is no ledger.
    """
    with closing(to_read(path)) as source:
        copy = sqlite3.connect(":memory:", isolation_level=None)
        source.backup(copy)
    return copy


@contextmanager
def refusing_damage(path: Path) -> Iterator[None]:
    """What SQLite says in the body of a damaged file becomes words.

    Raises:
        SettingsError: The file is damaged.
    """
    try:
        yield
    except sqlite3.DatabaseError as error:
        if type(error) is not sqlite3.DatabaseError:
            raise  # busy, or the disk is full: not the file's fault
        advice = (
            "put the last good copy of state/backups in its place: workspace-agent restore FILE; where there "
            "is none, move it away: the next run finds everything again by its marks in Google"
        )
        raise SettingsError(f"{path} is damaged.", advice=advice) from None


def _opened(path: Path, prepare: Callable[[sqlite3.Connection, Path], None]) -> sqlite3.Connection:
    database = sqlite3.connect(path, isolation_level=None)
    try:
        with refusing_damage(path):
            prepare(database, path)
    except BaseException:
        database.close()
        raise
    return database


def _prepare(database: sqlite3.Connection, path: Path) -> None:
    database.execute("PRAGMA journal_mode=DELETE")
    database.execute("PRAGMA synchronous=FULL")
    migrate(database, path)


def _prepare_to_read(database: sqlite3.Connection, path: Path) -> None:
    database.execute("PRAGMA query_only=ON")
    check_version(database, path)
