"""What the ledger hands out: rows of its tables as frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Entry:
    """What the ledger knows of one effect.

    Attributes:
        state: `intended` (in doubt until looked up) or `done`.
        reserved_id: An id handed out by Google before the call, so that a repeat answers 409.
        remote_id: Google's id of what was made.
    """

    key: str
    fingerprint: str
    state: str
    run: int
    reserved_id: str
    remote_id: str
    link: str


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
