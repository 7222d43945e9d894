"""What happens to the state file: it is lost or copied, an old copy comes back, an older version wrote it."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from tests.simulation.agent_actions import run
from tests.simulation.school import School
from workspace_agent.ledger.schema import MIGRATIONS
from workspace_agent.tools import LEDGER


@dataclass(frozen=True, slots=True)
class LosesLedger:
    """The state file is gone; the alias key is kept."""

    def do(self, school: School) -> None:
        """Delete it."""
        school.state_file.unlink(missing_ok=True)
        school.forgets()
        school.ledgers += 1


@dataclass(frozen=True, slots=True)
class CopiesLedger:
    """Somebody makes a copy of the state file."""

    def do(self, school: School) -> None:
        """Copy it."""
        if school.state_file.exists():
            shutil.copy(school.state_file, school.world.folder / "old-ledger")


@dataclass(frozen=True, slots=True)
class RestoresLedger:
    """Somebody puts back an old copy of the state file."""

    def do(self, school: School) -> None:
        """Put it back."""
        copy = school.world.folder / "old-ledger"
        if copy.exists():
            shutil.copy(copy, school.state_file)
            school.forgets()
            school.ledgers += 1


@dataclass(frozen=True, slots=True)
class Upgrades:
    """The agent was upgraded: its state file is one that an older version wrote."""

    version: int

    def do(self, school: School) -> None:
        """Run on it, and look for the copy that has to lie beside it."""
        path = school.state_file
        if school.signed_out or not path.exists():
            return
        _make_older(path, self.version)
        school.forgets()
        run(school)
        copy = path.with_name(f"{LEDGER}.v{self.version}-before-v{len(MIGRATIONS)}")
        is_kept = copy.exists() and _version(copy) == self.version
        assert is_kept, "an older state file was changed without a copy beside it"
        copy.unlink()


def _make_older(path: Path, version: int) -> None:
    """As a version wrote it that knew only the first tables; what it had no place for is not there."""
    older = path.with_suffix(".older")
    with closing(sqlite3.connect(older)) as database:
        database.executescript(f"{''.join(MIGRATIONS[:version])}PRAGMA user_version={version};")
        database.execute("ATTACH ? AS today", (str(path),))
        for (table,) in database.execute(
            "SELECT name FROM main.sqlite_master WHERE type = 'table'"
        ).fetchall():
            columns = ", ".join(_columns(database, table))
            database.execute(f"INSERT INTO main.{table} ({columns}) SELECT {columns} FROM today.{table}")  # noqa: S608 - our own names
        database.commit()
    shutil.copymode(path, older)
    older.replace(path)


def _columns(database: sqlite3.Connection, table: str) -> list[str]:
    return [name for (name,) in database.execute("SELECT name FROM pragma_table_info(?, 'main')", (table,))]


def _version(path: Path) -> int:
    with closing(sqlite3.connect(path)) as database:
        return int(database.execute("PRAGMA user_version").fetchone()[0])
