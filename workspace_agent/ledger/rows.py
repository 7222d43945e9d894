"""What the ledger hands out: rows of its tables as frozen values."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta

from workspace_agent.model.access import Disclosure

GOOD_CODES = frozenset({0, 1, 6})
"""Exit codes of a run that did its work; 6: only a part of it waits."""

GOOD_RUN = (
    f"exit_code IN ({', '.join(map(str, sorted(GOOD_CODES)))})"
    " AND coalesce(json_extract(counts, '$.unread'), 0) = 0 AND json_extract(counts, '$.command') IS NULL"
)
"""What SQLite finds good runs by: complete, and no commands that only made workbooks."""

PUT_BACK = "put_back"
"""Under which a ledger that was a copy keeps when it took the place of another one."""

IDLE_RUNS_KEPT = timedelta(days=60)
"""Good runs that did nothing are forgotten after it, so that nobody can tell more of how runs went."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What the ledger knows of one effect.

    Attributes:
        state: `intended` (in doubt until looked up) or `done`.
        reserved_id: An id handed out by Google before the call, so that a repeat answers 409.
        remote_id: Google's id of what was made.
        discloses: What it discloses once it is done, as far as that is not entered yet.
    """

    key: str
    fingerprint: str
    state: str
    run: int
    reserved_id: str
    remote_id: str
    link: str
    discloses: tuple[Disclosure, ...] = ()


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail that was sent.

    Attributes:
        fingerprint: Of its key and whom it was to.
        began: When the run began that sent it, aware.
        at: When it was sent, aware.
    """

    key: str
    fingerprint: str
    began: datetime
    at: datetime


@dataclass(frozen=True, slots=True)
class Recorded:
    """What became of one effect, as `history` tells it: links and opaque keys, no name.

    Attributes:
        undo: Name of the way in which a person takes it back; empty where that was not kept yet.
    """

    key: str
    summary: str
    undo: str
    state: str
    reason: str
    link: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Run:
    """One run, as `status` and the digest tell it."""

    number: int
    started: datetime
    ended: datetime | None
    exit_code: int | None
    counts: str

    @property
    def is_complete(self) -> bool:
        """It ended, did its work, and could open all its sources."""
        return self.exit_code in GOOD_CODES and not json.loads(self.counts).get("unread", 0)


@dataclass(frozen=True, slots=True)
class AccessEntry:
    """One entry of the access record: who was given access to what, or lost it. No name, no address.

    Attributes:
        run: The run that did it; 0 where it was found.
        key: Of the effect.
        object_id: Google's id of the thing.
        recipient: Keys from the settings, or keyed hashes, with blanks between them; empty: not known.
        students: Refs of those whom it is about.
        exempt: The law asks for no entry, 34 CFR 99.32(d), 300.614.
        found: It was found done, and made by no run that this ledger knows.
    """

    number: int
    at: datetime
    run: int
    key: str
    act: str
    thing: str
    object_id: str
    link: str
    recipient: str
    students: tuple[str, ...]
    purpose: str
    basis: str
    exempt: bool
    found: bool


@dataclass(frozen=True, slots=True)
class SeenReader:
    """Somebody who was seen to be able to open something.

    Attributes:
        first: The first look that showed them.
        last: The last one.
        missed: The first look after that which did not; None where there was none.
    """

    reader: str
    role: str
    standing: str
    first: datetime
    last: datetime
    missed: datetime | None
