"""The SQLite ledger: what was intended, what was done, and who is who without names.

It holds no name, address or free text, and is a cache of the marks in Google: losing it costs a sweep.
Rollback journal, `synchronous=FULL`, one writer. The intent of an effect is committed before the call; an
intent without an outcome is in doubt and is looked up, never repeated blindly.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Mapping, Set
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from workspace_agent.ledger.access import AccessRecord, packed, unpacked
from workspace_agent.ledger.file import to_write
from workspace_agent.ledger.over import forget_moved, forget_with_shares, take_back
from workspace_agent.ledger.rows import Entry, Recorded
from workspace_agent.ledger.runs import Runs
from workspace_agent.ledger.told import Mails
from workspace_agent.model.access import Disclosure
from workspace_agent.model.action import Action, Outcome, State
from workspace_agent.model.seen import KnownFile, LastLook, Look, MarkedFile
from workspace_agent.model.undo import Undo, undo_of
from workspace_agent.model.waits import Item

_FORGET_LOOKS_AFTER = timedelta(days=60)
_NEVER_FORGOTTEN = ("source/%", "columns/%", "workbook/%")
"""Looks at sheets and workbooks: one that nobody opens to the agent over the summer keeps its brakes."""
_FILES = ("folder/", "record/", "review/", "evidence/", "progress/", "access_record/", "private/")


class Ledger:
    """The one writer of the ledger file, or, opened by `to_read`, one who only reads it.

    Attributes:
        access: Who was given access to what.
        mails: What mails told.
        runs: When each began, and how it ended.

    Args:
        path: The file.
        opened: Opens it: `to_write`, under the lock, or `to_read`.

    Raises:
        SettingsError: The file was written by another version, or is no ledger.
    """

    def __init__(self, path: Path, opened: Callable[[Path], sqlite3.Connection] = to_write) -> None:
        self._database = opened(path)
        self.access = AccessRecord(self._database)
        self.mails = Mails(self._database)
        self.runs = Runs(self._database)

    def close(self) -> None:
        """Release the file."""
        self._database.close()

    def is_whole(self) -> bool:
        """Whether SQLite finds the file undamaged."""
        try:
            return bool(self._database.execute("PRAGMA integrity_check").fetchone() == ("ok",))
        except sqlite3.DatabaseError:
            return False

    # ---- who is who

    def students(self) -> dict[str, tuple[str, int]]:
        """Initials and their number, by student_ref, in order of first sight."""
        rows = self._database.execute("SELECT student_ref, initials, number FROM students ORDER BY rowid")
        return {ref: (initials, number) for ref, initials, number in rows}

    def aliases(self) -> dict[str, frozenset[str]]:
        """The refs that each keyed hash leads to."""
        rows = self._database.execute("SELECT alias, student_ref FROM aliases")
        return {alias: frozenset(refs.split()) for alias, refs in rows}

    def save_identities(
        self, aliases: Mapping[str, frozenset[str]], students: Mapping[str, tuple[str, int]]
    ) -> None:
        """Remember who is who instead of what was remembered, in one transaction."""
        with self._database:
            self._database.execute("BEGIN")
            self._database.execute("DELETE FROM aliases")
            known = ((alias, " ".join(sorted(refs))) for alias, refs in aliases.items())
            self._database.executemany("INSERT INTO aliases VALUES (?, ?)", known)
            self._database.execute("DELETE FROM students")
            rows = ((ref, initials, number) for ref, (initials, number) in students.items())
            self._database.executemany("INSERT INTO students VALUES (?, ?, ?)", rows)

    def answers(self) -> dict[str, str]:
        """What people answered of who is who, by id of the question."""
        return dict(self._database.execute("SELECT question, answer FROM answers"))

    def save_answers(self, answers: Mapping[str, str], now: datetime) -> None:
        """Remember answers instead of those remembered; one that is unchanged keeps its moment."""
        rows = [(question, answer, now.isoformat()) for question, answer in answers.items()]
        with self._database:
            self._database.execute("BEGIN")
            gone = [(question,) for question in self.answers().keys() - answers.keys()]
            self._database.executemany("DELETE FROM answers WHERE question = ?", gone)
            self._database.executemany(
                "INSERT INTO answers VALUES (?, ?, ?) ON CONFLICT (question) DO UPDATE SET"
                " at = iif(answer = excluded.answer, at, excluded.at), answer = excluded.answer",
                rows,
            )

    def answer(self, question: str, answer: str, now: datetime) -> None:
        """Remember what a person answered by command."""
        self.save_answers({**self.answers(), question: answer}, now)

    # ---- effects

    def entry(self, key: str) -> Entry | None:
        """What is known of one effect."""
        return next(iter(self._entries("WHERE key = ?", (key,))), None)

    def done(self) -> dict[str, str]:
        """Fingerprints of everything that is done, by key."""
        return {entry.key: entry.fingerprint for entry in self._entries("WHERE state = 'done'", ())}

    def files(self) -> dict[str, KnownFile]:
        """Folders and records that were made, by key."""
        made = self._entries("WHERE state = 'done' AND remote_id <> ''", ())
        return {e.key: KnownFile(e.remote_id, e.link) for e in made if e.key.startswith(_FILES)}

    def adopt(self, files: Iterable[MarkedFile], shares: Mapping[str, str], now: datetime) -> None:
        """Learn from the marks in Drive what a ledger that was lost or restored does not know.

        Args:
            files: As seen. Where another file is in use by now, its id is the one to remember.
            shares: Prints of the addresses to which the marks tell that a folder was shared, by key.
            now: Aware.
        """
        with self._database:
            self._database.execute("BEGIN")
            self._database.executemany(
                "INSERT INTO effects (key, fingerprint, state, run, remote_id, link, changed)"
                " VALUES (?, '', 'done', 0, ?, ?, ?) ON CONFLICT (key) DO UPDATE SET"
                " remote_id = excluded.remote_id, link = excluded.link"
                " WHERE state = 'done' AND remote_id <> excluded.remote_id",
                [(file.key, file.file_id, file.link, now.isoformat()) for file in files],
            )
            self._database.executemany(
                "INSERT OR IGNORE INTO effects (key, fingerprint, state, run, changed)"
                " VALUES (?, ?, 'done', 0, ?)",
                [(share, to, now.isoformat()) for share, to in shares.items()],
            )
            forget_moved(self._database)

    def forget_file(self, key: str, look: str) -> None:
        """A folder or record that was deleted for good is to be made and shared as for the first time.

        Args:
            key: Under which it was made.
            look: Under which its last look is remembered.
        """
        with self._database:
            self._database.execute("BEGIN")
            self._database.execute("DELETE FROM looks WHERE subject = ?", (look,))
            forget_with_shares(self._database, key)

    def in_doubt(self) -> tuple[Entry, ...]:
        """Effects that were intended and have no outcome yet."""
        return tuple(self._entries("WHERE state = 'intended'", ()))

    def _entries(self, where: str, values: tuple[str, ...]) -> Iterable[Entry]:
        columns = "key, fingerprint, state, run, reserved_id, remote_id, link, discloses"
        for row in self._database.execute(f"SELECT {columns} FROM effects {where}", values):  # noqa: S608 - our own constant
            yield replace(Entry(*row[:7]), discloses=unpacked(row[7]))

    def intend(
        self,
        key: str,
        fingerprint: str,
        run: int,
        now: datetime,
        reserved_id: str = "",
        discloses: Iterable[Disclosure] = (),
    ) -> None:
        """Commit the intent. Call this before Google hears of it."""
        self._database.execute(
            "INSERT OR REPLACE INTO effects (key, fingerprint, state, run, reserved_id, changed, discloses)"
            " VALUES (?, ?, 'intended', ?, ?, ?, ?)",
            (key, fingerprint, run, reserved_id, now.isoformat(), packed(discloses)),
        )

    def expect(self, key: str, discloses: Iterable[Disclosure]) -> None:
        """What an effect in doubt discloses, once it is settled, is something else than was intended."""
        self._database.execute("UPDATE effects SET discloses = ? WHERE key = ?", (packed(discloses), key))

    def note(self, key: str, remote_id: str) -> None:
        """Remember an id that Google handed out midway (a draft that is still to be sent)."""
        self._database.execute("UPDATE effects SET remote_id = ? WHERE key = ?", (remote_id, key))

    def settle(self, key: str, remote_id: str, link: str, now: datetime, fingerprint: str = "") -> None:
        """The effect is done; what it discloses is entered into the access record with that.

        Args:
            key: The effect.
            remote_id: Google's id of what it left behind.
            link: Where to look at it.
            now: Aware.
            fingerprint: Of what was done, where that is not what was intended first.
        """
        with self._database:
            self._database.execute("BEGIN")
            self._database.execute(
                "UPDATE effects SET state = 'done', remote_id = ?, link = ?, changed = ?,"
                " fingerprint = iif(? = '', fingerprint, ?) WHERE key = ?",
                (remote_id, link, now.isoformat(), fingerprint, fingerprint, key),
            )
            self.access.enter(key, now)
            take_back(self._database, key)
            forget_moved(self._database)

    def spend(self, key: str) -> None:
        """The key cannot be used: its id belongs to something else that nobody can see."""
        self._database.execute("UPDATE effects SET state = 'spent' WHERE key = ?", (key,))

    def keys(self) -> tuple[str, ...]:
        """Keys that are used up: done, or taken by something else.

        Not those in doubt: their effect is asked for once more under the same key, so that it is looked up.
        """
        rows = self._database.execute("SELECT key FROM effects WHERE state <> 'intended'")
        return tuple(key for (key,) in rows)

    def withdraw(self, key: str, before: Entry | None = None) -> None:
        """Google refused: nothing was done, and nothing is in doubt.

        Args:
            key: The effect.
            before: What was done under this key earlier; it stays done.
        """
        if before is None or before.state != "done":
            self._database.execute("DELETE FROM effects WHERE key = ?", (key,))
            return
        self._database.execute(
            "UPDATE effects SET state = 'done', fingerprint = ?, run = ?, reserved_id = ?, remote_id = ?,"
            " link = ? WHERE key = ?",
            (before.fingerprint, before.run, before.reserved_id, before.remote_id, before.link, key),
        )

    # ---- looks

    def looks(self) -> dict[str, LastLook]:
        """What the last looks showed, by subject."""
        rows = self._database.execute("SELECT subject, shown, since FROM looks")
        return {subject: LastLook(shown, datetime.fromisoformat(since)) for subject, shown, since in rows}

    def look(self, looks: Iterable[Look], now: datetime) -> None:
        """Remember what a look showed; what still shows the same keeps the moment it was first seen.

        What was not looked at for two months is forgotten: its meeting is over. Sheets are never forgotten.
        """
        rows = [(look.subject, look.shown, now.isoformat(), now.isoformat()) for look in looks]
        with self._database:
            self._database.execute("BEGIN")
            self._database.executemany(
                "INSERT INTO looks VALUES (?, ?, ?, ?) ON CONFLICT (subject) DO UPDATE SET"
                " since = iif(shown = excluded.shown, since, excluded.since),"
                " shown = excluded.shown, seen = excluded.seen",
                rows,
            )
            long_ago = (now - _FORGET_LOOKS_AFTER).isoformat()
            self._database.execute(
                "DELETE FROM looks"
                " WHERE seen < ? AND subject NOT LIKE ? AND subject NOT LIKE ? AND subject NOT LIKE ?",
                (long_ago, *_NEVER_FORGOTTEN),
            )

    # ---- history

    def record(self, run: int, outcome: Outcome, now: datetime) -> None:
        """Add what became of one action to the history, which is never rewritten.

        What is tried in vain again, at each look of a day, is told once: else the file would grow for ever.
        """
        action = outcome.action
        told = (outcome.state.value, outcome.reason, outcome.link)
        if outcome.state is State.DONE or not self._is_told(action, told, now):
            self._tell(run, action.key, action.summary, action.undo, *told, now.isoformat())

    def _is_told(self, action: Action, told: tuple[str, ...], now: datetime) -> bool:
        """Whether the last that became of it is the same, of the same day."""
        last = self._database.execute(
            "SELECT summary, state, reason, link, at FROM history WHERE key = ? ORDER BY number DESC LIMIT 1",
            (action.key,),
        ).fetchone()
        return (
            last is not None
            and tuple(last[:-1]) == (action.summary, *told)
            and _day(datetime.fromisoformat(last[-1])) == _day(now)
        )

    def record_found(self, entry: Entry, link: str, now: datetime) -> None:
        """Add to the history of the run that began it what was found done later on: it could not say so."""
        summary = f"{entry.key}: the answer was lost, and a later run found it done"
        self._tell(entry.run, entry.key, summary, undo_of(entry.key), "done", "", link, now.isoformat())

    def _tell(self, run: int, key: str, summary: str, way: Undo, *told: str) -> None:
        self._database.execute(
            "INSERT INTO history (run, key, summary, undo, state, reason, link, at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (run, key, summary, way.name, *told),
        )

    def history(self, run: int) -> tuple[Recorded, ...]:
        """What one run did, in order."""
        rows = self._database.execute(
            "SELECT key, summary, undo, state, reason, link, at FROM history WHERE run = ? ORDER BY number",
            (run,),
        )
        return tuple(
            Recorded(key, summary, undo, state, reason, link, datetime.fromisoformat(at))
            for key, summary, undo, state, reason, link, at in rows
        )

    # ---- approvals

    def approved(self) -> frozenset[Item]:
        """What a person let past a brake, and which is not done yet."""
        return frozenset(self._database.execute("SELECT key, fingerprint FROM approvals"))

    def approve(self, items: Iterable[Item], now: datetime) -> None:
        """Remember that these actions, with this content, may pass."""
        rows = [(key, fingerprint, now.isoformat()) for key, fingerprint in items]
        with self._database:
            self._database.execute("BEGIN")
            self._database.executemany("INSERT OR REPLACE INTO approvals VALUES (?, ?, ?)", rows)

    def forget_approvals(self, items: Set[Item]) -> None:
        """Approvals hold once: these are spent."""
        spent = [(key,) for key, _ in self.approved() & items]
        if not spent:
            return
        with self._database:
            self._database.execute("BEGIN")
            self._database.executemany("DELETE FROM approvals WHERE key = ?", spent)

    # ---- meta

    def meta(self, key: str) -> str:
        """A remembered value, or an empty text."""
        row = self._database.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return row[0] if row else ""

    def set_meta(self, key: str, value: str) -> None:
        """Remember a value."""
        self._database.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))


def _day(moment: datetime) -> date:
    return moment.astimezone(UTC).date()
