"""A copy of the ledger, also while a run is under way. Secrets are never in it: they lie elsewhere."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

from workspace_agent.ledger.private import make_folder, replacing
from workspace_agent.model.errors import SettingsError


def back_up(ledger: Path, to: Path) -> None:
    """Copy the ledger as it is at one moment; the copy is whole or not there.

    Args:
        ledger: The file that runs write; it is opened for writing, because a killed run may have left a
            journal that has to be played back first.
        to: The copy, mode 0600. One that is there is replaced.

    Raises:
        SettingsError: The copy cannot be written, or the ledger cannot be read.
    """
    try:
        with closing(sqlite3.connect(f"{ledger.absolute().as_uri()}?mode=rw", uri=True)) as source:
            copy(source, to)
    except sqlite3.Error:
        raise SettingsError(f"{ledger} cannot be copied.", advice="look at the disk") from None


def copy(source: sqlite3.Connection, to: Path) -> None:
    """Copy an open database, by SQLite's own way of doing so.

    Raises:
        SettingsError: The copy cannot be written.
    """
    try:
        with replacing(to) as fresh, closing(sqlite3.connect(fresh)) as target:
            source.backup(target)
    except OSError:
        raise SettingsError(f"{to} cannot be written.", advice="name a file in a folder there is") from None


_DAILY = "ledger-????-??-??.sqlite3"
_DAYS = 14


def daily_copy(folder: Path, day: date) -> Path:
    """Where the copy of a day lies."""
    return folder / f"ledger-{day.isoformat()}.sqlite3"


def back_up_daily(ledger: Path, folder: Path, day: date) -> None:
    """Copy the ledger into a folder of daily copies, and keep the last fourteen.

    Raises:
        SettingsError: The copy cannot be written, or the ledger cannot be read.
    """
    try:
        make_folder(folder)
        back_up(ledger, daily_copy(folder, day))
        for older in sorted(folder.glob(_DAILY))[:-_DAYS]:
            older.unlink()
    except OSError:
        raise SettingsError(f"{folder} cannot be written.", advice="look at its permissions") from None
