"""Copies of the ledger: whole or not there, while a run writes, and before a migration."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sqlite3
import stat
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from workspace_agent.ledger.backup import back_up
from workspace_agent.ledger.file import to_read
from workspace_agent.ledger.ledger import Ledger
from workspace_agent.ledger.private import replacing
from workspace_agent.ledger.schema import MIGRATIONS
from workspace_agent.model.errors import SettingsError

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "ledger.sqlite3"


@pytest.fixture
def ledger(path: Path) -> Iterator[Ledger]:
    ledger = Ledger(path)
    yield ledger
    ledger.close()


def rows(path: Path, question: str = "SELECT value FROM meta WHERE key = 'key_print'") -> list[Any]:
    with closing(sqlite3.connect(path)) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return database.execute(question).fetchall()


def version(path: Path) -> int:
    return int(rows(path, "PRAGMA user_version")[0][0])


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def names(folder: Path) -> list[str]:
    return sorted(found.name for found in folder.iterdir())


# ---- on demand


def test_a_copy_holds_what_is_committed_and_is_its_owners_alone(ledger: Ledger, path: Path) -> None:
    ledger.set_meta("key_print", "abc")
    to = path.with_name("copy")
    back_up(path, to)

    assert (rows(to), mode(to)) == ([("abc",)], 0o600)
    assert names(path.parent) == ["copy", "ledger.sqlite3"]


def test_a_copy_is_made_while_a_run_writes_and_holds_nothing_half_done(ledger: Ledger, path: Path) -> None:
    ledger.set_meta("key_print", "abc")
    ledger._database.execute("BEGIN IMMEDIATE")
    ledger._database.execute("UPDATE meta SET value = 'half done'")
    back_up(path, path.with_name("copy"))
    ledger._database.execute("COMMIT")

    assert (rows(path.with_name("copy")), rows(path)) == ([("abc",)], [("half done",)])


@pytest.mark.usefixtures("ledger")
def test_an_older_copy_is_replaced_whole(path: Path) -> None:
    to = path.with_name("copy")
    to.write_bytes(b"an older copy, longer than the new one" * 9999)
    back_up(path, to)

    assert rows(to) == []


def test_a_copy_of_what_a_killed_run_left_is_whole(path: Path) -> None:
    Ledger(path).close()
    died = _in_a_child(_die_in_a_transaction, path)
    assert died == -signal.SIGKILL
    assert path.with_name("ledger.sqlite3-journal").exists(), "else this proves nothing"
    back_up(path, path.with_name("copy"))

    assert rows(path.with_name("copy"), "SELECT count(*) FROM meta") == [(0,)]


def _die_in_a_transaction(path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.execute("PRAGMA cache_size = 1")
        database.execute("BEGIN")
        rows = ((str(number), "x" * 900) for number in range(200))
        database.executemany("INSERT INTO meta VALUES (?, ?)", rows)
        os.kill(os.getpid(), signal.SIGKILL)


def _in_a_child(body: Any, *arguments: Any) -> int | None:
    child = multiprocessing.get_context("fork").Process(target=body, args=arguments)
    child.start()
    child.join(timeout=30)
    return child.exitcode


@pytest.mark.usefixtures("ledger")
@pytest.mark.parametrize(
    ("ledger_name", "to", "said"),
    [
        pytest.param(
            "ledger.sqlite3", "nowhere/copy", "cannot be written", id="into a folder that is not there"
        ),
        pytest.param("ledger.sqlite3", "folder", "cannot be written", id="onto a folder"),
        pytest.param("another", "copy", "cannot be copied", id="of a ledger that is not there"),
    ],
)
def test_what_cannot_be_copied_is_said(path: Path, ledger_name: str, to: str, said: str) -> None:
    (path.parent / "folder").mkdir()
    with pytest.raises(SettingsError, match=said) as caught:
        back_up(path.with_name(ledger_name), path.parent / to)

    assert caught.value.advice


@pytest.mark.usefixtures("ledger")
def test_what_a_death_left_beside_the_copy_is_cleared_away(path: Path) -> None:
    to = path.with_name("copy")
    to.with_name(".copy.fresh").write_bytes(b"half a copy")
    back_up(path, to)

    assert names(path.parent) == ["copy", "ledger.sqlite3"]


def test_a_failure_midway_leaves_the_older_file_alone(tmp_path: Path) -> None:
    to = tmp_path / "copy"
    to.write_text("older")
    with pytest.raises(ZeroDivisionError), replacing(to) as fresh:
        fresh.write_text(str(1 // 0))

    assert to.read_text() == "older"


# ---- before a migration


def of_the_first_version(path: Path) -> None:
    with closing(sqlite3.connect(path)) as database:
        database.executescript(f"{MIGRATIONS[0]}PRAGMA user_version=1;")
        database.execute("INSERT INTO meta VALUES ('key_print', 'abc')")
        database.commit()


def before(path: Path) -> Path:
    return path.with_name(f"ledger.sqlite3.v1-before-v{len(MIGRATIONS)}")


def test_a_file_of_the_first_version_is_copied_and_then_brought_to_today(path: Path) -> None:
    of_the_first_version(path)
    ledger = Ledger(path)

    assert (ledger.meta("key_print"), ledger.looks()) == ("abc", {})
    ledger.close()
    assert (version(before(path)), rows(before(path)), mode(before(path))) == (1, [("abc",)], 0o600)


def test_a_reader_leaves_a_file_of_an_older_version_as_it_is(path: Path) -> None:
    of_the_first_version(path)
    with pytest.raises(SettingsError, match="older version") as caught:
        Ledger(path, to_read)

    assert "run once first" in caught.value.advice
    assert (version(path), names(path.parent)) == (1, [path.name])


def test_approvals_of_an_older_file_still_hold(path: Path) -> None:
    with closing(sqlite3.connect(path)) as database:
        database.executescript(f"{''.join(MIGRATIONS[:3])}PRAGMA user_version=3;")
        kept = [("approve/meeting/k3/1", "print", "now"), ("q1", "yes", "now"), ("asked/q1", "", "now")]
        database.executemany("INSERT INTO answers VALUES (?, ?, ?)", kept)
        database.commit()
    ledger = Ledger(path)

    assert ledger.approved() == {("meeting/k3/1", "print")}
    assert ledger.answers() == {"q1": "yes", "asked/q1": ""}
    ledger.close()


def test_a_new_file_and_one_of_today_are_not_copied(path: Path) -> None:
    Ledger(path).close()
    Ledger(path).close()

    assert names(path.parent) == ["ledger.sqlite3"]


@pytest.mark.parametrize(
    "copied", [False, True], ids=["before the copy is in place", "between copy and migration"]
)
def test_death_before_a_migration_loses_nothing(path: Path, copied: bool) -> None:
    of_the_first_version(path)
    assert _in_a_child(_die_while_migrating, path, copied) == -signal.SIGKILL
    assert (version(path), before(path).exists()) == (1, copied)

    Ledger(path).close()
    assert (version(path), rows(path)) == (len(MIGRATIONS), [("abc",)])
    assert (version(before(path)), rows(before(path))) == (1, [("abc",)])
    assert names(path.parent) == sorted([path.name, before(path).name])


def _die_while_migrating(path: Path, copied: bool) -> None:
    """Die where the copy takes its place, or at the first file that is opened after that."""
    renamed: list[str] = []

    def watch(event: str, _: object) -> None:
        if (event == "os.rename" and not copied) or (event == "open" and renamed):
            os.kill(os.getpid(), signal.SIGKILL)
        if event == "os.rename":
            renamed.append(event)

    sys.addaudithook(watch)
    Ledger(path)


def test_what_cannot_be_copied_is_not_migrated(path: Path) -> None:
    of_the_first_version(path)
    before(path).mkdir()
    with pytest.raises(SettingsError, match="cannot be written"):
        Ledger(path)

    assert version(path) == 1


def test_each_copy_begins_anew(ledger: Ledger, path: Path) -> None:
    to = path.with_name("copy")
    ledger.set_meta("key_print", "abc")
    back_up(path, to)
    ledger.set_meta("key_print", "def")
    back_up(path, to)

    assert rows(to) == [("def",)]
