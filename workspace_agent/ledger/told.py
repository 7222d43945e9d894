"""Which mails were sent, and what they told."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from datetime import datetime

from workspace_agent.ledger.rows import Mail

_LAST = "\U0010ffff"
"""Sorts behind all that a key is made of."""


class Mails:
    """The part of the ledger that knows what mails told.

    Args:
        database: The ledger's.
    """

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database

    def tell(self, key: str, items: Iterable[str]) -> None:
        """Remember what a mail tells, so that the next one can say what is new.

        A mail with nothing to tell is remembered too: the empty item stands for it.
        """
        with self._database:
            self._database.execute("BEGIN")
            self._database.execute("DELETE FROM told WHERE digest = ?", (key,))
            rows = ((key, item) for item in ("", *items))
            self._database.executemany("INSERT OR IGNORE INTO told VALUES (?, ?)", rows)

    def told(self, key: str) -> frozenset[str] | None:
        """What a mail told; None where that was never kept."""
        items = {item for (item,) in self._database.execute("SELECT item FROM told WHERE digest = ?", (key,))}
        return frozenset(items - {""}) if items else None

    def sent(self, key_prefix: str) -> Iterator[Mail]:
        """Mails that are known to have been sent, that of the latest run first, whatever the clock showed.

        Args:
            key_prefix: What their keys begin with, such as `digest/manager/`.
        """
        rows = self._database.execute(
            "SELECT key, fingerprint, started, changed FROM effects JOIN runs USING (run)"
            " WHERE state = 'done' AND key >= ? AND key < ? ORDER BY run DESC, changed DESC, key DESC",
            (key_prefix, f"{key_prefix}{_LAST}"),
        )
        for key, fingerprint, began, at in rows:
            yield Mail(key, fingerprint, datetime.fromisoformat(began), datetime.fromisoformat(at))

    def telling(self, key_prefix: str, beginning: str) -> Iterator[tuple[str, str, str]]:
        """Key and fingerprint of mails, and what they told; those in doubt included.

        What a mail told that may have been sent is told again only once it is known that it was not.

        Args:
            key_prefix: What the keys of the mails begin with, such as `urgent/manager/`.
            beginning: Of what is asked for, such as `news/`.
        """
        yield from self._database.execute(
            "SELECT key, fingerprint, item FROM effects JOIN told ON digest = key"
            " WHERE state IN ('done', 'intended') AND key >= ? AND key < ? AND item >= ? AND item < ?",
            (key_prefix, f"{key_prefix}{_LAST}", beginning, f"{beginning}{_LAST}"),
        )
