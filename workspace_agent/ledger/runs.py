"""The runs: when each began, how it ended, and which was the last good one."""

from __future__ import annotations

import sqlite3
from datetime import datetime

from workspace_agent.ledger.rows import GOOD_RUN, Run


class Runs:
    """The part of the ledger that knows the runs.

    Args:
        database: The ledger's.
    """

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database

    def begin(self, now: datetime) -> int:
        """Open a run and give its number."""
        cursor = self._database.execute("INSERT INTO runs (started) VALUES (?)", (now.isoformat(),))
        return int(cursor.lastrowid or 0)

    def end(self, run: int, now: datetime, exit_code: int, counts: str) -> None:
        """Close a run with its exit code and its counts as JSON."""
        self._database.execute(
            "UPDATE runs SET ended = ?, exit_code = ?, counts = ? WHERE run = ?",
            (now.isoformat(), exit_code, counts, run),
        )

    def of(self, number: int) -> Run | None:
        """One run, if there is one of this number."""
        row = self._database.execute("SELECT * FROM runs WHERE run = ?", (number,)).fetchone()
        return _run(*row) if row else None

    def latest(self, limit: int) -> list[Run]:
        """The latest runs, newest first."""
        rows = self._database.execute("SELECT * FROM runs ORDER BY run DESC LIMIT ?", (limit,))
        return [_run(*row) for row in rows]

    def since(self, moment: datetime) -> list[Run]:
        """The runs that began at this moment or later, newest first, without commands that made workbooks."""
        rows = self._database.execute(
            "SELECT * FROM runs WHERE julianday(started) >= julianday(?)"
            " AND json_extract(counts, '$.command') IS NULL ORDER BY run DESC",
            (moment.isoformat(),),
        )
        return [_run(*row) for row in rows]

    def last_good(self) -> datetime | None:
        """When the last run ended that did its work.

        One that could not open all its sources did not, whoever is to blame; nor did a command that only made
        workbooks. The last is the one with the highest number: a clock may have been ahead meanwhile.
        """
        row = self._database.execute(
            f"SELECT ended FROM runs WHERE {GOOD_RUN} ORDER BY run DESC LIMIT 1"  # noqa: S608 - our own constant
        ).fetchone()
        return datetime.fromisoformat(row[0]) if row else None

    def was_good(self, since: datetime, until: datetime) -> bool:
        """Whether a run that did its work began from one moment on and before another one."""
        row = self._database.execute(
            f"SELECT 1 FROM runs WHERE {GOOD_RUN}"  # noqa: S608 - our own constant
            " AND julianday(started) >= julianday(?) AND julianday(started) < julianday(?)",
            (since.isoformat(), until.isoformat()),
        ).fetchone()
        return row is not None

    def first_since(self, moment: datetime, now: datetime) -> datetime | None:
        """When the first run began from this moment on, up to now; None where there was none.

        A run that a wrong clock put after now is none.
        """
        row = self._database.execute(
            "SELECT started FROM runs WHERE julianday(started) BETWEEN julianday(?) AND julianday(?)"
            " ORDER BY run LIMIT 1",
            (moment.isoformat(), now.isoformat()),
        ).fetchone()
        return datetime.fromisoformat(row[0]) if row else None

    def forget_idle(self, before: datetime) -> None:
        """Forget good runs that began before a moment and did nothing: `serve` looks 288 times a day.

        The last good one stays: while everything fails, its day is what people are told.
        """
        self._database.execute(
            f"DELETE FROM runs WHERE julianday(started) < julianday(?) AND {GOOD_RUN}"  # noqa: S608 - our own constant
            f" AND run < (SELECT max(run) FROM runs WHERE {GOOD_RUN}) AND run NOT IN"
            " (SELECT run FROM history UNION SELECT run FROM effects UNION SELECT run FROM access)",
            (before.isoformat(),),
        )


def _run(number: int, started: str, ended: str | None, exit_code: int | None, counts: str) -> Run:
    finished = datetime.fromisoformat(ended) if ended else None
    return Run(number, datetime.fromisoformat(started), finished, exit_code, counts)
