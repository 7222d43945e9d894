"""A copy takes the ledger's place only if it is whole, and what was there is kept."""

from __future__ import annotations

import os
import resource
import signal
import sqlite3
import stat
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from tests.ledger.test_backup import _die_in_a_transaction, _in_a_child
from workspace_agent.ledger.backup import back_up_daily
from workspace_agent.ledger.ledger import Ledger
from workspace_agent.ledger.restore import check_copy, mark_put_back, restore
from workspace_agent.ledger.rows import PUT_BACK
from workspace_agent.ledger.schema import MIGRATIONS
from workspace_agent.model.errors import SettingsError

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return kept(tmp_path / "ledger.sqlite3", "now")


def kept(path: Path, key_print: str) -> Path:
    ledger = Ledger(path)
    ledger.set_meta("key_print", key_print)
    ledger.close()
    return path


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return kept(tmp_path / "copy", "then")


def test_a_copy_takes_the_ledgers_place_and_what_was_there_is_kept(path: Path, copy: Path) -> None:
    aside = path.with_name("aside")
    restore(copy, path, aside)
    assert [check_copy(one) for one in (path, aside, copy)] == ["then", "now", "then"]
    assert {stat.S_IMODE(one.stat().st_mode) for one in (path, aside)} == {0o600}


def test_what_was_put_back_knows_when(path: Path, copy: Path) -> None:
    restore(copy, path, path.with_name("aside"))
    mark_put_back(path, NOW)
    ledger = Ledger(path)
    assert ledger.meta(PUT_BACK) == NOW.isoformat()
    ledger.close()
    with pytest.raises(SettingsError, match="cannot be written"):
        mark_put_back(path.parent / "nowhere" / "ledger", NOW)


def test_where_there_is_no_ledger_nothing_is_kept(path: Path, copy: Path) -> None:
    path.unlink()
    restore(copy, path, path.with_name("aside"))
    assert check_copy(path) == "then"
    assert not path.with_name("aside").exists()


def test_what_a_killed_run_left_does_not_get_into_the_copy(path: Path, copy: Path) -> None:
    assert _in_a_child(_die_in_a_transaction, path) == -signal.SIGKILL
    assert path.with_name("ledger.sqlite3-journal").exists(), "else this proves nothing"
    restore(copy, path, path.with_name("aside"))
    assert [check_copy(path), check_copy(path.with_name("aside"))] == ["then", "now"]
    assert not path.with_name("ledger.sqlite3-journal").exists()


def test_what_a_killed_run_left_of_a_lost_ledger_does_not_get_into_the_copy(path: Path, copy: Path) -> None:
    assert _in_a_child(_die_in_a_transaction, path) == -signal.SIGKILL
    path.unlink()
    restore(copy, path, path.with_name("aside"))
    assert check_copy(path) == "then"
    assert not path.with_name("ledger.sqlite3-journal").exists()


def test_a_disk_without_room_is_said_and_leaves_the_ledger(path: Path, copy: Path) -> None:
    with closing(sqlite3.connect(copy)) as database:
        database.execute("CREATE TABLE large AS SELECT zeroblob(1000000) AS zeros")
    caught = _in_a_child(_restore_without_room, path, copy)
    assert caught == 3
    assert check_copy(path) == "now"


def _restore_without_room(path: Path, copy: Path) -> None:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (500_000, 500_000))
    try:
        restore(copy, path, path.with_name("aside"))
    except SettingsError:
        os._exit(3)


def test_a_damaged_ledger_is_kept_as_it_is(path: Path, copy: Path) -> None:
    path.write_bytes(b"no ledger at all" * 99)
    journal = path.with_name("ledger.sqlite3-journal")
    journal.write_bytes(b"of the damaged one")
    restore(copy, path, path.with_name("aside"))
    assert check_copy(path) == "then"
    assert path.with_name("aside").read_bytes() == b"no ledger at all" * 99
    assert not journal.exists()


def test_a_journal_that_cannot_be_removed_is_said_and_leaves_the_ledger(path: Path, copy: Path) -> None:
    path.with_name("ledger.sqlite3-journal").mkdir()
    before = path.read_bytes()

    with pytest.raises(SettingsError, match="-journal cannot be removed") as caught:
        restore(copy, path, path.with_name("aside"))

    assert "permissions" in caught.value.advice
    assert path.read_bytes() == before


def test_a_copy_that_cannot_be_looked_at_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="cannot be read"):
        check_copy(tmp_path / ("long" * 100))


def newer(path: Path) -> None:
    with closing(sqlite3.connect(path)) as database:
        database.execute(f"PRAGMA user_version={len(MIGRATIONS) + 1}")


def torn(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def without(statement: str) -> Callable[[Path], None]:
    def spoil(path: Path) -> None:
        with closing(sqlite3.connect(path)) as database:
            database.executescript(statement)

    return spoil


WITHOUT_A_KEY = "DELETE FROM meta; INSERT INTO students VALUES ('k3', 'A.B.', 1);"


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        pytest.param(Path.unlink, "is not there", id="that is not there"),
        pytest.param(lambda path: path.write_text("hello" * 999), "damaged", id="that is a text"),
        pytest.param(lambda path: path.write_text(""), "no ledger", id="that is empty"),
        pytest.param(torn, "damaged", id="of which half is lost"),
        pytest.param(newer, "newer version", id="of a newer version"),
        pytest.param(without("DROP TABLE effects"), "damaged", id="that lacks a table"),
        pytest.param(without("ALTER TABLE runs DROP COLUMN ended"), "damaged", id="that lacks a column"),
        pytest.param(without("DROP TRIGGER access_is_not_changed"), "damaged", id="that lacks a trigger"),
        pytest.param(without(WITHOUT_A_KEY), "damaged", id="that knows students by no key"),
    ],
)
def test_a_copy_is_refused(copy: Path, spoil: object, said: str) -> None:
    assert callable(spoil)
    spoil(copy)
    with pytest.raises(SettingsError, match=said) as caught:
        check_copy(copy)
    assert caught.value.advice


def test_a_copy_of_an_older_version_is_brought_up_to_date_by_the_next_run(tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    with closing(sqlite3.connect(copy)) as database:
        database.executescript(f"{MIGRATIONS[0]}PRAGMA user_version=1;")
    assert check_copy(copy) == ""
    restore(copy, tmp_path / "ledger.sqlite3", tmp_path / "aside")
    Ledger(tmp_path / "ledger.sqlite3").close()


# ---- the daily copies


def test_the_last_fourteen_daily_copies_are_kept_and_nothing_else_is_touched(path: Path) -> None:
    folder = path.parent / "backups"
    folder.mkdir(0o700)
    (folder / "mine.sqlite3").touch()
    for day in range(1, 21):
        back_up_daily(path, folder, date(2026, 11, day))
    names = sorted(found.name for found in folder.iterdir())
    assert names == [*(f"ledger-2026-11-{day:02}.sqlite3" for day in range(7, 21)), "mine.sqlite3"]
    assert check_copy(folder / "ledger-2026-11-20.sqlite3") == "now"


def test_a_folder_that_cannot_be_made_is_said(path: Path) -> None:
    with pytest.raises(SettingsError, match="cannot be written"):
        back_up_daily(path, path / "backups", date(2026, 11, 20))


def test_idle_runs_of_long_ago_are_forgotten_and_no_others(path: Path) -> None:
    ledger = Ledger(path)
    began = [NOW - timedelta(days=days) for days in (90, 90, 89, 88, 87, 86, 10)]
    idle, unread, failed, unended, busy, disclosing, recent = (ledger.runs.begin(moment) for moment in began)
    ledger.runs.end(idle, NOW, 0, "{}")
    ledger.runs.end(unread, NOW, 1, '{"unread": 2}')
    ledger.runs.end(failed, NOW, 5, "{}")
    ledger.runs.end(busy, NOW, 1, "{}")
    ledger.intend("meeting/k3/1", "print", busy, NOW)
    ledger.runs.end(disclosing, NOW, 1, "{}")
    ledger._database.execute(
        "INSERT INTO access VALUES (1, '', ?, '', '', '', '', '', '', '', '', '', 0, 0)", (disclosing,)
    )
    ledger.runs.end(recent, NOW, 0, "{}")

    ledger.runs.forget_idle(NOW - timedelta(days=60))

    left = [run.number for run in ledger.runs.latest(9)]
    assert left == [recent, disclosing, busy, unended, failed, unread]
    ledger.close()


def test_the_last_good_run_is_not_forgotten_however_long_ago_it_was(path: Path) -> None:
    ledger = Ledger(path)
    for days, code in ((90, 0), (89, 0), (88, 5)):
        ledger.runs.end(ledger.runs.begin(NOW - timedelta(days=days)), NOW - timedelta(days=days), code, "{}")

    ledger.runs.forget_idle(NOW - timedelta(days=60))

    assert ledger.runs.last_good() == NOW - timedelta(days=89)
    assert [run.number for run in ledger.runs.latest(9)] == [3, 2]
    ledger.close()
