"""The secret key behind every keyed hash: aliases of students, event ids, fingerprints."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from workspace_agent.ledger.private import replacing
from workspace_agent.model.errors import SettingsError
from workspace_agent.secret_file import read_secret

Sign = Callable[[str], str]

LENGTH = 32
"""Bytes of the key."""


@dataclass(frozen=True, slots=True)
class AliasKey:
    """The key, read from its file, or minted and not kept yet.

    Attributes:
        is_new: There was no file. It is kept once it is known that no other key was used before.
    """

    path: Path
    secret: bytes = field(repr=False)
    is_new: bool = False

    def keep(self) -> None:
        """Write a new key into its file, aside first: whoever is killed midway leaves no half of one.

        Raises:
            SettingsError: The file cannot be made.
        """
        if not self.is_new:
            return
        try:
            with replacing(self.path) as fresh:
                fresh.write_text(self.secret.hex(), encoding="ascii")
        except OSError:
            raise _out_of_reach(self.path) from None


def alias_key(path: Path) -> AliasKey:
    """Read the key, or mint it where there is no file.

    Raises:
        SettingsError: Somebody else can read the file, or it is damaged.
    """
    try:
        if not path.exists():
            return AliasKey(path, secrets.token_bytes(LENGTH), is_new=True)
        return AliasKey(path, _read(path))
    except OSError:
        raise _out_of_reach(path) from None


def _out_of_reach(path: Path) -> SettingsError:
    return SettingsError(f"{path} cannot be read or made.", advice="look at its permissions")


def how_to_put_back(path: Path) -> str:
    """What to do where the key in this file is damaged, missing or another one."""
    return (
        f"put the right key back from its backup, or, with no file at {path}, from its recovery code: "
        "workspace-agent init --restore-key"
    )


def _read(path: Path) -> bytes:
    try:
        key = bytes.fromhex(read_secret(path))
    except ValueError:  # no text at all is one, too
        key = b""
    if len(key) != LENGTH:
        raise SettingsError(f"{path} is damaged.", advice=how_to_put_back(path))
    return key


def key_print_of(key: AliasKey) -> str:
    """Print of the key, as it stands in the ledger and on the folder of all records."""
    return signer(key.secret)("print of the alias key")[:16]


def signer(key: bytes) -> Sign:
    """A keyed hash (HMAC-SHA256, the first 160 bits) as 40 hexadecimal digits."""

    def sign(text: str) -> str:
        return hmac.new(key, text.encode(), sha256).hexdigest()[:40]

    return sign
