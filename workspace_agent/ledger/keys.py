"""The secret key behind every keyed hash: aliases of students, event ids, fingerprints."""

from __future__ import annotations

import hmac
import secrets
import stat
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

from workspace_agent.ledger.private import replacing
from workspace_agent.model.errors import SettingsError

Sign = Callable[[str], str]


def alias_key(path: Path) -> bytes:
    """Read the key, or mint it on first use.

    Raises:
        SettingsError: Somebody else can read the file, or it is damaged.
    """
    try:
        if not path.exists():
            _mint(path)
        if stat.S_IMODE(path.stat().st_mode) & 0o077:
            raise SettingsError(f"{path} can be read by others.", advice=f"chmod 600 {path}")
        text = path.read_bytes()
    except OSError:
        raise SettingsError(f"{path} cannot be read or made.", advice="look at its permissions") from None
    return _decoded(path, text)


def _decoded(path: Path, text: bytes) -> bytes:
    try:
        key = bytes.fromhex(text.decode("ascii"))
    except ValueError:
        key = b""
    if len(key) != 32:
        raise SettingsError(f"{path} is damaged.", advice="restore it from your backup")
    return key


def _mint(path: Path) -> None:
    """Written aside first: a process killed midway leaves no half key that would count as a damaged one."""
    with replacing(path) as fresh:
        fresh.write_text(secrets.token_hex(32), encoding="ascii")


def signer(key: bytes) -> Sign:
    """A keyed hash (HMAC-SHA256, the first 160 bits) as 40 hexadecimal digits."""

    def sign(text: str) -> str:
        return hmac.new(key, text.encode(), sha256).hexdigest()[:40]

    return sign
