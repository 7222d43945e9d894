"""Put a copy of the ledger in the place of the ledger."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

from workspace_agent.ledger.backup import back_up, copy
from workspace_agent.ledger.rows import PUT_BACK
from workspace_agent.ledger.schema import lacks_tables, version_of
from workspace_agent.model.errors import SettingsError


def check_copy(path: Path) -> str:
    """Look whether a file is a whole ledger; the print of the alias key that it was kept with.

    Raises:
        SettingsError: It is not there, cannot be read, is damaged, no ledger, of a newer version, or knows
            students by no key.
    """
    try:
        path.open("rb").close()
    except FileNotFoundError:
        raise SettingsError(
            f"{path} is not there.", advice="name a copy that workspace-agent backup made"
        ) from None
    except OSError:
        raise SettingsError(f"{path} cannot be read.", advice="look at its permissions") from None
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as database:
            return _checked(database, path)
    except sqlite3.Error:
        raise _damaged(path) from None


def _checked(database: sqlite3.Connection, path: Path) -> str:
    if database.execute("PRAGMA integrity_check").fetchone() != ("ok",):
        raise _damaged(path)
    version = version_of(database, path)
    if version == 0 or lacks_tables(database, version):
        raise _damaged(path)
    row = database.execute("SELECT value FROM meta WHERE key = 'key_print'").fetchone()
    if row is None and database.execute("SELECT 1 FROM students").fetchone():
        raise _damaged(path)  # a run keeps the print before it gets to know anybody
    return str(row[0]) if row else ""


def _damaged(path: Path) -> SettingsError:
    return SettingsError(f"{path} is damaged, or no ledger.", advice="take an older copy")


def restore(path: Path, ledger: Path, aside: Path) -> None:
    """Put a checked copy in the place of the ledger, and keep what was there. Call it under the lock.

    Args:
        path: The copy.
        ledger: The file that runs write.
        aside: Where the present one is kept, if there is one.

    Raises:
        SettingsError: A file cannot be written or removed.
    """
    if ledger.exists():
        _keep(ledger, aside)
    # What a killed run left of another ledger would be played back into the one that takes its place.
    _remove(ledger.with_name(f"{ledger.name}-journal"))
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as source:
        copy(source, ledger)


def mark_put_back(ledger: Path, now: datetime) -> None:
    """Let a ledger know that it does not know of all that was done before a moment.

    Raises:
        SettingsError: It cannot be written.
    """
    try:
        with closing(sqlite3.connect(ledger)) as database, database:
            database.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (PUT_BACK, now.isoformat()))
    except sqlite3.Error:
        raise SettingsError(f"{ledger} cannot be written.", advice="look at the disk") from None


def _remove(journal: Path) -> None:
    try:
        journal.unlink(missing_ok=True)
    except OSError:
        advice = "look at the permissions of its folder"
        raise SettingsError(f"{journal} cannot be removed.", advice=advice) from None


def _keep(ledger: Path, aside: Path) -> None:
    try:
        back_up(ledger, aside)  # it plays back what a killed run left
    except SettingsError:
        _keep_as_it_is(ledger, aside)


def _keep_as_it_is(ledger: Path, aside: Path) -> None:
    try:
        shutil.copyfile(ledger, aside)
        aside.chmod(0o600)
    except OSError:
        raise SettingsError(f"{aside} cannot be written.", advice="look at the disk") from None
