"""Effects that the ledger forgets, because they are over; each inside the transaction of whoever calls it."""

from __future__ import annotations

import sqlite3
from datetime import datetime

from workspace_agent.duties.grants import AGAIN, share_key, taken_back_on, takes_back
from workspace_agent.ledger.rows import GOOD_RUN


def forget_moved(database: sqlite3.Connection) -> None:
    """What was moved out of review is the same file: it is known by its new key alone."""
    database.execute(
        "DELETE FROM effects WHERE key GLOB 'review/*' AND state = 'done' AND remote_id IN"
        " (SELECT remote_id FROM effects WHERE key GLOB 'record/*' AND state = 'done' AND remote_id <> '')"
    )


def forget_with_shares(database: sqlite3.Connection, key: str) -> None:
    """A folder or record is to be made and shared as for the first time."""
    database.execute("DELETE FROM effects WHERE key = ?", (key,))
    share = share_key(key, "")
    database.execute("DELETE FROM effects WHERE substr(key, 1, ?) = ?", (len(share), share))


def take_back(database: sqlite3.Connection, key: str) -> None:
    """Whoever was taken off counts as never let in, and may be let in again as for the first time.

    The fingerprint says whom: it is that of the shares, the print of an address. Readers whom people let in
    were never granted anything, and no share has the fingerprint of those.

    Args:
        database: The ledger's.
        key: Of the effect that is done now; of any other nothing is forgotten.
    """
    if not takes_back(key):
        return
    share = share_key(taken_back_on(key), "")
    database.execute(
        "DELETE FROM effects WHERE substr(key, 1, ?) = ?"
        " AND instr(replace(substr(key, ? + 1), ?, ''), '/') = 0"
        " AND fingerprint = (SELECT fingerprint FROM effects WHERE key = ?)",
        (len(share), share, len(share), AGAIN, key),
    )


def forget_idle_runs(database: sqlite3.Connection, before: datetime) -> None:
    """Good runs that began before a moment and did nothing: `serve` looks 288 times a day.

    The last good one stays: while everything fails, its day is what people are told.
    """
    database.execute(
        f"DELETE FROM runs WHERE julianday(started) < julianday(?) AND {GOOD_RUN}"  # noqa: S608 - our own constant
        f" AND run < (SELECT max(run) FROM runs WHERE {GOOD_RUN}) AND run NOT IN"
        " (SELECT run FROM history UNION SELECT run FROM effects UNION SELECT run FROM access)",
        (before.isoformat(),),
    )
