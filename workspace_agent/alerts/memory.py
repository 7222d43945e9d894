"""What was told, and how the last heartbeat went: a file that can still be written when the disk is full."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from workspace_agent.alerts.troubles import Told, Trouble

FILE = "alerts.json"
_SIZE = 4096
"""Bytes of the file, always: once they are there, writing over them needs no room on the disk."""
_MOMENTS = ("bad_since", "unavailable_since", "unmailed_since", "refused_at")
"""Those of what was told, each under its own name."""


@dataclass(frozen=True, slots=True)
class Ping:
    """How the last heartbeat went.

    Attributes:
        is_heard: The monitor took it.
    """

    at: datetime
    is_heard: bool


@dataclass(frozen=True, slots=True)
class Memory:
    """What alerts remember from run to run.

    Attributes:
        ping: The last heartbeat.
        mail_failed: When the mail server did not take an alert; None where it has taken one since.
    """

    told: Told = field(default_factory=Told)
    ping: Ping | None = None
    mail_failed: datetime | None = None


def recall(state: Path) -> Memory:
    """What is remembered in a state folder; nothing where the file is missing or damaged.

    That is worth no error: the worst that comes of it is that something is told twice.
    """
    try:
        return _memory(json.loads((state / FILE).read_bytes()))
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return Memory()


def remember(state: Path, memory: Memory) -> None:
    """Write it over what was remembered.

    Raises:
        OSError: There is no such folder, it cannot be written, or the disk was full from the beginning.
    """
    content = json.dumps(_content(memory)).encode("ascii").ljust(_SIZE)
    descriptor = os.open(state / FILE, os.O_WRONLY | os.O_CREAT | os.O_NOFOLLOW, 0o600)
    try:
        os.fchmod(descriptor, 0o600)
        os.pwrite(descriptor, content, 0)
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _content(memory: Memory) -> dict[str, Any]:
    told, ping = memory.told, memory.ping
    return {
        **{name: _text(getattr(told, name)) for name in _MOMENTS},
        "last": {trouble.value: when.isoformat() for trouble, when in told.last.items()},
        "open": sorted(trouble.value for trouble in told.open),
        "ping": {"at": ping.at.isoformat(), "is_heard": ping.is_heard} if ping else None,
        "mail_failed": _text(memory.mail_failed),
    }


def _memory(content: Mapping[str, Any]) -> Memory:
    told = Told(
        **{name: _moment(content.get(name)) for name in _MOMENTS},
        last={Trouble(name): datetime.fromisoformat(when) for name, when in content["last"].items()},
        open=frozenset(map(Trouble, content["open"])),
    )
    return Memory(told, _ping(content["ping"]), _moment(content.get("mail_failed")))


def _ping(content: Mapping[str, Any] | None) -> Ping | None:
    return Ping(datetime.fromisoformat(content["at"]), bool(content["is_heard"])) if content else None


def _text(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _moment(text: str | None) -> datetime | None:
    """None also for what an older version did not keep."""
    return datetime.fromisoformat(text) if text else None
