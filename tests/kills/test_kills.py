"""A sample of the deaths; `make kills` dies at every point."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from tests.kills.steps import Point, Step, When, distinct, points, watched_commits

ROOT = Path(__file__).parents[2]


def test_a_death_now_and_then_doubles_nothing_and_loses_nothing() -> None:
    """In a process of its own: this one may have rendered a PDF, and who has must not fork."""
    command = [sys.executable, "-m", "tests.kills", "singles", "--every", "41"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603

    assert done.returncode == 0, done.stdout + done.stderr
    assert "; 0 left something doubled, lost or unquiet" in done.stdout


def test_every_moment_is_before_or_after_a_step() -> None:
    steps = [Step("request", "a", changes=False), Step("commit", "b", changes=True)]

    assert [str(point) for point in points(steps)] == [
        "before request 1",
        "after request 1",
        "before commit 1",
        "after commit 1",
    ]


def test_moments_that_leave_the_same_world_count_once() -> None:
    steps = [
        Step("request", "a read", changes=False),
        Step("commit", "an intent", changes=True),
        Step("request", "a write", changes=True),
        Step("request", "a read", changes=False),
    ]

    assert list(distinct(steps)) == [
        Point("request", 1, "before"),
        Point("commit", 1, "after"),
        Point("request", 2, "after"),
    ]


WRITES = {
    "a statement of its own": ("INSERT INTO t VALUES (1)", 1),
    "a question": ("SELECT * FROM t", 0),
    "a setting": ("PRAGMA synchronous=FULL", 0),
}


@pytest.mark.parametrize(("statement", "commits"), WRITES.values(), ids=WRITES)
def test_a_commit_is_told_before_and_after(tmp_path: Path, statement: str, commits: int) -> None:
    told: list[When] = []
    with watched_commits(told.append):
        database = sqlite3.connect(tmp_path / "x", isolation_level=None)
    database.execute("CREATE TABLE t (n)")
    database.execute(statement)
    database.close()

    assert told == ["before", "after"] * commits


def test_a_transaction_is_one_commit(tmp_path: Path) -> None:
    told: list[When] = []
    with watched_commits(told.append):
        database = sqlite3.connect(tmp_path / "x", isolation_level=None)
    database.execute("CREATE TABLE t (n)")
    with database:
        database.execute("BEGIN")
        database.execute("INSERT INTO t VALUES (1)")
        database.executemany("INSERT INTO t VALUES (?)", [(2,), (3,)])
    database.close()

    assert told == ["before", "after"]
