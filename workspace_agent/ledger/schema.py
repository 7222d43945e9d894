"""The ledger's tables, and how an older file becomes one of today."""

from __future__ import annotations

import sqlite3
from contextlib import closing
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

_ACCESS = """
ALTER TABLE effects ADD COLUMN discloses TEXT NOT NULL DEFAULT '';
CREATE TABLE access (
  number INTEGER PRIMARY KEY, at TEXT NOT NULL, run INTEGER NOT NULL, key TEXT NOT NULL, act TEXT NOT NULL,
  thing TEXT NOT NULL, object_id TEXT NOT NULL, link TEXT NOT NULL, recipient TEXT NOT NULL,
  students TEXT NOT NULL, purpose TEXT NOT NULL, basis TEXT NOT NULL, exempt INTEGER NOT NULL,
  found INTEGER NOT NULL
);
CREATE INDEX access_by_key ON access (key);
CREATE INDEX access_by_moment ON access (at);
CREATE TRIGGER access_is_not_changed BEFORE UPDATE ON access
BEGIN SELECT RAISE(ABORT, 'the access record is only added to'); END;
CREATE TRIGGER access_is_not_deleted BEFORE DELETE ON access
BEGIN SELECT RAISE(ABORT, 'the access record is only added to'); END;
CREATE TRIGGER access_is_not_replaced BEFORE INSERT ON access
WHEN EXISTS (SELECT 1 FROM access WHERE number = NEW.number)
BEGIN SELECT RAISE(ABORT, 'the access record is only added to'); END;
CREATE TABLE sights (
  number INTEGER PRIMARY KEY, object_id TEXT NOT NULL, reader TEXT NOT NULL, role TEXT NOT NULL,
  standing TEXT NOT NULL, first TEXT NOT NULL, last TEXT NOT NULL, missed TEXT NOT NULL DEFAULT ''
);
CREATE INDEX sights_by_object ON sights (object_id);
"""

MIGRATIONS = (_FIRST, _LOOKS_HISTORY_ANSWERS, _UNDO, _APPROVALS, _ACCESS)
"""Scripts in order; a file's `user_version` is how many of them it has seen. Written ones never change."""


def migrate(database: sqlite3.Connection, path: Path) -> None:
    """Bring the file to today's tables, one script and one transaction at a time.

    A file with anything in it is copied first, to `ledger.sqlite3.v1-before-v2` beside it.

    Raises:
        SettingsError: The file was written by a newer version, or cannot be copied.
    """
    version = version_of(database, path)
    if 0 < version < len(MIGRATIONS):
        copy(database, path.with_name(f"{path.name}.v{version}-before-v{len(MIGRATIONS)}"))
    for number, script in enumerate(MIGRATIONS[version:], version + 1):
        database.executescript(f"BEGIN;{script}PRAGMA user_version={number};COMMIT;")


def check_version(database: sqlite3.Connection, path: Path) -> None:
    """Refuse a file of other tables than today's: only a run, which holds the lock, may change it.

    Raises:
        SettingsError: The file was written by another version.
    """
    if version_of(database, path) < len(MIGRATIONS):
        advice = "run once first: workspace-agent run brings it up to date"
        raise SettingsError(f"{path} was written by an older version.", advice=advice)


def lacks_tables(database: sqlite3.Connection, version: int) -> bool:
    """Whether a table, column, index or trigger is missing that a file of this version has."""
    with closing(sqlite3.connect(":memory:")) as model:
        model.executescript("".join(MIGRATIONS[:version]))
        return not _parts(model) <= _parts(database)


def _parts(database: sqlite3.Connection) -> set[tuple[str, str | None]]:
    parts = "SELECT one.name, column.name FROM sqlite_master one LEFT JOIN pragma_table_info(one.name) column"
    return set(database.execute(parts))


def version_of(database: sqlite3.Connection, path: Path) -> int:
    """How many of the scripts a file has seen; 0 for one that is empty, or no ledger.

    Raises:
        SettingsError: The file was written by a newer version.
    """
    (version,) = database.execute("PRAGMA user_version").fetchone()
    if version > len(MIGRATIONS):
        advice = "upgrade workspace-agent, or use the state folder that belongs to this version"
        raise SettingsError(f"{path} was written by a newer version.", advice=advice)
    return int(version)
