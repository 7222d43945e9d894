"""The access record: who was given access to what, entered once for ever; and who was seen to have it.

SQLite itself refuses to change or delete an entry (see the triggers in `schema.py`). An entry is written in
the transaction that settles its effect, so that no death loses or doubles one.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from workspace_agent.duties.found_access import FoundDone
from workspace_agent.duties.grants import REVOKE, SHARE
from workspace_agent.ledger.rows import AccessEntry, SeenReader
from workspace_agent.model.access import MAILS, Act, Basis, Disclosure, Sight, Sighted

_KINDS = (
    "record/",
    "review/",
    "evidence/",
    "progress/",
    SHARE,
    REVOKE,
    *(f"{mail}/" for mail in MAILS),
)
"""Effects that always disclose something; of meetings only those do that have guests."""


class AccessRecord:
    """The part of the ledger that answers for access.

    Args:
        database: The ledger's.
    """

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database

    # ---- what was done

    def enter(self, key: str, now: datetime) -> None:
        """Enter what a settled effect discloses, as its intent said. Call this while it is being settled."""
        row = self._database.execute(
            "SELECT run, remote_id, link, discloses FROM effects WHERE key = ?", (key,)
        ).fetchone()
        if row is None:
            return
        run, remote_id, link, discloses = row
        for one in unpacked(discloses):
            self._insert(key, one, self._made_by(one, remote_id), link, run, now)

    def unrecorded(self) -> tuple[str, ...]:
        """Keys of effects that are done and have no entry."""
        like = " OR ".join("key LIKE ?" for _ in _KINDS)
        rows = self._database.execute(
            f"SELECT key FROM effects WHERE state = 'done' AND ({like})"  # noqa: S608 - our own constant
            " AND key NOT IN (SELECT key FROM access) ORDER BY key",
            tuple(f"{kind}%" for kind in _KINDS),
        )
        return tuple(key for (key,) in rows)

    def keys(self) -> frozenset[str]:
        """Keys of all effects that have an entry."""
        return frozenset(key for (key,) in self._database.execute("SELECT DISTINCT key FROM access"))

    def enter_found(self, found: Iterable[FoundDone], now: datetime) -> None:
        """Enter what is found done, and was made by no run that this ledger knows."""
        found = tuple(found)
        if not found:
            return
        with self._database:
            self._database.execute("BEGIN")
            for one in found:
                remote_id, link = self._known(one.key)
                object_id = one.object_id or self._made_by(one.disclosure, remote_id)
                self._insert(one.key, one.disclosure, object_id, one.link or link, None, now)

    def _made_by(self, disclosure: Disclosure, remote_id: str) -> str:
        return self._known(disclosure.made_by)[0] if disclosure.made_by else remote_id

    def _known(self, key: str) -> tuple[str, str]:
        row = self._database.execute("SELECT remote_id, link FROM effects WHERE key = ?", (key,)).fetchone()
        return (row[0], row[1]) if row else ("", "")

    def _insert(
        self, key: str, told: Disclosure, object_id: str, link: str, run: int | None, now: datetime
    ) -> None:
        basis = told.basis
        self._database.execute(
            "INSERT INTO access (at, run, key, act, thing, object_id, link, recipient, students, purpose,"
            " basis, exempt, found) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                *(_moment(now), run or 0, key, told.act.value, told.thing, object_id, link, told.recipient),
                *(" ".join(told.students), told.act.purpose, basis.value, basis.exempt, run is None),
            ),
        )

    def entries(
        self, since: datetime | None = None, until: datetime | None = None
    ) -> tuple[AccessEntry, ...]:
        """All entries, or those of a span of time, its end not included, in the order of their entering."""
        rows = self._database.execute(
            "SELECT number, at, run, key, act, thing, object_id, link, recipient, students, purpose, basis,"
            " exempt, found FROM access WHERE at >= ? AND at < ? ORDER BY number",
            (_moment(since) if since else "", _moment(until) if until else "9"),
        )
        return tuple(_entry(*row) for row in rows)

    def months(self, zone: ZoneInfo) -> frozenset[str]:
        """Months of this zone in which something was entered, such as `2026-11`."""
        rows = self._database.execute("SELECT DISTINCT substr(at, 1, 16) FROM access")
        moments = (datetime.fromisoformat(f"{minute}+00:00") for (minute,) in rows)
        return frozenset(f"{moment.astimezone(zone):%Y-%m}" for moment in moments)

    # ---- what was seen

    def look(self, sights: Iterable[Sight], now: datetime) -> None:
        """Remember who could open what at this look: since when each could, and who cannot any more."""
        moment, before = _moment(now), self._there()
        there, came, went = [], [], []
        for sight in sights:
            known = before.get(sight.object_id, {})
            there += [(moment, known[one]) for one in sight.readers & known.keys()]
            came += [
                (sight.object_id, *_columns(one), moment, moment) for one in sight.readers - known.keys()
            ]
            went += [(moment, known[one]) for one in known.keys() - sight.readers]
        with self._database:
            self._database.execute("BEGIN")
            self._database.executemany("UPDATE sights SET last = ? WHERE number = ?", there)
            self._database.executemany("UPDATE sights SET missed = ? WHERE number = ?", went)
            self._database.executemany(
                "INSERT INTO sights (object_id, reader, role, standing, first, last)"
                " VALUES (?, ?, ?, ?, ?, ?)",
                came,
            )

    def _there(self) -> dict[str, dict[Sighted, int]]:
        """Who could open what at the last look at it, with the number of the row that says so."""
        rows = self._database.execute(
            "SELECT object_id, reader, role, standing, number FROM sights WHERE missed = ''"
        )
        there: dict[str, dict[Sighted, int]] = {}
        for object_id, reader, role, standing, number in rows:
            there.setdefault(object_id, {})[Sighted(reader, role, standing)] = number
        return there

    def seen(self, object_id: str) -> tuple[SeenReader, ...]:
        """Who was ever seen to be able to open a thing, in the order of first sight."""
        rows = self._database.execute(
            "SELECT reader, role, standing, first, last, missed FROM sights"
            " WHERE object_id = ? ORDER BY number",
            (object_id,),
        )
        return tuple(_seen(*row) for row in rows)


def packed(disclosures: Iterable[Disclosure]) -> str:
    """As the intent of an effect keeps them."""
    return json.dumps(
        [
            (one.act.name, one.thing, one.recipient, one.basis.name, one.students, one.made_by)
            for one in disclosures
        ]
    )


def unpacked(text: str) -> tuple[Disclosure, ...]:
    """What `packed` made; nothing where the intent is older than the access record."""
    return tuple(
        Disclosure(Act[act], thing, recipient, Basis[basis], tuple(students), made_by)
        for act, thing, recipient, basis, students, made_by in json.loads(text or "[]")
    )


def _moment(moment: datetime) -> str:
    """In UTC, so that texts sort as moments do."""
    return moment.astimezone(UTC).isoformat()


def _columns(one: Sighted) -> tuple[str, str, str]:
    return one.reader, one.role, one.standing


def _entry(number: int, at: str, *rest: str) -> AccessEntry:
    run, key, act, thing, object_id, link, recipient, students, purpose, basis, exempt, found = rest
    return AccessEntry(
        number=number,
        at=datetime.fromisoformat(at),
        run=int(run),
        key=key,
        act=act,
        thing=thing,
        object_id=object_id,
        link=link,
        recipient=recipient,
        students=tuple(students.split()),
        purpose=purpose,
        basis=basis,
        exempt=bool(exempt),
        found=bool(found),
    )


def _seen(reader: str, role: str, standing: str, *moments: str) -> SeenReader:
    first, last, missed = moments
    return SeenReader(
        reader=reader,
        role=role,
        standing=standing,
        first=datetime.fromisoformat(first),
        last=datetime.fromisoformat(last),
        missed=datetime.fromisoformat(missed) if missed else None,
    )
