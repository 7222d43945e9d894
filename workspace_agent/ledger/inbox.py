"""What people decided by a command, on its way into the ledger: a file each, beside it in the state folder.

The ledger has one writer, and `serve` is it for its whole life. So a command leaves here what was decided,
and whoever holds the lock takes it in before it thinks. That happens once: the file goes when the ledger has
it, before anything is done by it; after a death in between the same is taken in again, and changes nothing.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import ClassVar

from pydantic import ConfigDict, TypeAdapter, ValidationError

from workspace_agent.duties.losses import look_of
from workspace_agent.ledger.ledger import Ledger
from workspace_agent.ledger.private import remove, replacing
from workspace_agent.model.errors import SettingsError
from workspace_agent.model.waits import Item
from workspace_agent.secret_file import read_secret

_FILES = "decision-*.json"


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided.

    Attributes:
        approved: Actions that may pass a brake, just with this content.
        answers: Yes or no, by the id of the question who is who.
        again: Folders and records that were deleted for good and are to be made again: by key, the id of the
            one that is gone.
    """

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")

    approved: frozenset[Item] = frozenset()
    answers: Mapping[str, str] = field(default_factory=dict)
    again: Mapping[str, str] = field(default_factory=dict)


_JSON = TypeAdapter(Decision)


def hand_over(state: Path, decision: Decision, now: datetime) -> None:
    """Leave a decision for the next run or look; it is whole or not there.

    Args:
        state: The state folder.
        decision: What was decided.
        now: Aware; later decisions count more.

    Raises:
        SettingsError: The folder cannot be written.
    """
    _write(
        state / f"decision-{now.timestamp():017.6f}-{secrets.token_hex(4)}.json", _JSON.dump_json(decision)
    )


def _write(path: Path, content: bytes) -> None:
    try:
        with replacing(path) as fresh:
            fresh.write_bytes(content)
            _give_to_owner(fresh)
    except OSError:
        advice = "look at its permissions and at the room on the disk"
        raise SettingsError(f"{path} cannot be written.", advice=advice) from None


def _give_to_owner(path: Path) -> None:
    """What root leaves in somebody's folder has to be readable for them."""
    if os.geteuid() == 0:
        owner = path.parent.stat()
        os.chown(path, owner.st_uid, owner.st_gid)


def take_in(state: Path, ledger: Ledger, now: datetime) -> int:
    """Let the ledger have all that was handed over, and how many decisions that were.

    Raises:
        SettingsError: One cannot be read, or not be removed.
    """
    paths = waiting(state)
    for path, decision in _decisions(paths):
        _enter(decision, ledger, now)
        try:
            remove(path)
        except OSError:
            raise SettingsError(f"{path} cannot be removed.", advice="look at its permissions") from None
    return len(paths)


def look_into(state: Path, ledger: Ledger, now: datetime) -> None:
    """The same for a copy of the ledger: what was handed over stays for the one who writes.

    Raises:
        SettingsError: One cannot be read.
    """
    for _, decision in _decisions(waiting(state)):
        _enter(decision, ledger, now)


def waiting(state: Path) -> list[Path]:
    """What was handed over and is not taken in yet, in order."""
    return sorted(state.glob(_FILES))


def _enter(decision: Decision, ledger: Ledger, now: datetime) -> None:
    ledger.approve(decision.approved, now)
    for question, answer in decision.answers.items():
        ledger.answer(question, answer, now)
    known = ledger.files()
    for key, file_id in decision.again.items():
        if key in known and known[key].file_id == file_id:
            ledger.forget_file(key, look_of(key))


def _decisions(paths: list[Path]) -> Iterator[tuple[Path, Decision]]:
    for path in paths:
        try:
            content = read_secret(path)
        except FileNotFoundError:
            continue  # a run has just taken it in: the ledger has it, if not this copy
        except (OSError, UnicodeDecodeError):
            raise _unusable(path) from None
        yield path, _read(path, content)


def _read(path: Path, content: str) -> Decision:
    try:
        return _JSON.validate_json(content)
    except ValidationError:
        raise _unusable(path) from None


def _unusable(path: Path) -> SettingsError:
    advice = "look at its permissions; or delete it, and decide again by the same command as before"
    return SettingsError(f"{path} cannot be read.", advice=advice)
