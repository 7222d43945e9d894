"""The ledger's tables, and how an older file becomes one of today."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from workspace_agent.ledger.backup import copy
from workspace_agent.model.errors import SettingsError

_FIRST = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE students (student_ref TEXT PRIMARY KEY, initials TEXT NOT NULL, number INTEGER NOT NULL);
CREATE TABLE aliases (alias TEXT PRIMARY KEY, student_ref TEXT NOT NULL);
CREATE TABLE runs (
  run INTEGER PRIMARY KEY, started TEXT NOT NULL, ended TEXT, exit_code INTEGER,
  counts TEXT NOT NULL DEFAULT '{}'
);
CREATE TABLE effects (
  key TEXT PRIMARY KEY, fingerprint TEXT NOT NULL, state TEXT NOT NULL, run INTEGER NOT NULL,
  reserved_id TEXT NOT NULL DEFAULT '', remote_id TEXT NOT NULL DEFAULT '', link TEXT NOT NULL DEFAULT '',
  changed TEXT NOT NULL
);
CREATE TABLE told (digest TEXT NOT NULL, item TEXT NOT NULL, PRIMARY KEY (digest, item));
"""

_LOOKS_HISTORY_ANSWERS = """
CREATE TABLE looks (
  subject TEXT PRIMARY KEY, shown TEXT NOT NULL, since TEXT NOT NULL, seen TEXT NOT NULL
);
CREATE TABLE history (
  number INTEGER PRIMARY KEY, run INTEGER NOT NULL, key TEXT NOT NULL, summary TEXT NOT NULL,
  state TEXT NOT NULL, reason TEXT NOT NULL, link TEXT NOT NULL, at TEXT NOT NULL
);
CREATE INDEX history_by_run ON history (run);
CREATE TABLE answers (question TEXT PRIMARY KEY, answer TEXT NOT NULL, at TEXT NOT NULL);
"""

_UNDO = "ALTER TABLE history ADD COLUMN undo TEXT NOT NULL DEFAULT '';"

_APPROVALS = """
CREATE TABLE approvals (key TEXT PRIMARY KEY, fingerprint TEXT NOT NULL, at TEXT NOT NULL);
INSERT INTO approvals SELECT substr(question, 9), answer, at FROM answers WHERE question LIKE 'approve/%';
DELETE FROM answers WHERE question LIKE 'approve/%';
"""

MIGRATIONS = (_FIRST, _LOOKS_HISTORY_ANSWERS, _UNDO, _APPROVALS)
"""Scripts in order; a file's `user_version` is how many of them it has seen. Written ones never change."""


def migrate(database: sqlite3.Connection, path: Path) -> None:
    """Bring the file to today's tables, one script and one transaction at a time.

    A file with anything in it is copied first, to `ledger.sqlite3.v1-before-v2` beside it.

    Raises:
        SettingsError: The file was written by a newer version, or cannot be copied.
    """
    version = _version(database, path)
    if 0 < version < len(MIGRATIONS):
        copy(database, path.with_name(f"{path.name}.v{version}-before-v{len(MIGRATIONS)}"))
    for number, script in enumerate(MIGRATIONS[version:], version + 1):
        database.executescript(f"BEGIN;{script}PRAGMA user_version={number};COMMIT;")


def check_version(database: sqlite3.Connection, path: Path) -> None:
    """Refuse a file of other tables than today's: only a run, which holds the lock, may change it.

    Raises:
        SettingsError: The file was written by another version.
    """
    if _version(database, path) < len(MIGRATIONS):
        advice = "run once first: workspace-agent run brings it up to date"
        raise SettingsError(f"{path} was written by an older version.", advice=advice)


def _version(database: sqlite3.Connection, path: Path) -> int:
    (version,) = database.execute("PRAGMA user_version").fetchone()
    if version > len(MIGRATIONS):
        advice = "upgrade workspace-agent, or use the state folder that belongs to this version"
        raise SettingsError(f"{path} was written by a newer version.", advice=advice)
    return int(version)
