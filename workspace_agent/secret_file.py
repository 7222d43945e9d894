"""Files that only their owner may read, replaced in one step."""

from __future__ import annotations

import os
import secrets
import stat
from pathlib import Path

from workspace_agent.model.errors import SettingsError


def read_secret(path: Path) -> str:
    """Returns the text of a secret.

    Args:
        path: The file.

    Raises:
        SettingsError: If others than the owner can read it.
        OSError: If it is missing, or this user cannot read it.
        UnicodeDecodeError: If it is no text.
    """
    with path.open(encoding="utf-8") as file:
        mode = stat.S_IMODE(os.fstat(file.fileno()).st_mode)
        if mode & 0o077:
            raise SettingsError(f"{path} can be read by others.", advice=f"chmod 600 {path}")
        return file.read()


def write_secret(path: Path, content: bytes) -> None:
    """Replaces a secret in one step, readable by its owner alone from its first byte.

    Args:
        path: The file; its folder must exist.
        content: All of it.

    Raises:
        SettingsError: If the folder cannot be written.
    """
    fresh = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    try:
        try:
            _write_new(fresh, content)
            fresh.replace(path)
        finally:
            fresh.unlink(missing_ok=True)
        sync(path.parent)
    except OSError:
        advice = f"look at the permissions of {path.parent}, and whether its disk is full"
        raise SettingsError(f"{path} cannot be written.", advice=advice) from None


def _write_new(path: Path, content: bytes) -> None:
    handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def sync(path: Path) -> None:
    """Let no failure of the power take back what was written to a file, or done in a folder.

    Raises:
        OSError: It cannot be opened, or the disk does not keep it.
    """
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
