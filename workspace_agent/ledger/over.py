"""Effects that the ledger forgets, because they are over; each inside the transaction of whoever calls it."""

from __future__ import annotations

import sqlite3

from workspace_agent.duties.grants import AGAIN, share_key, taken_back_on, takes_back


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
