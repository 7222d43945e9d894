"""Secrets that are one line in a file of their own."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from workspace_agent.model.errors import SettingsError
from workspace_agent.secret_file import read_secret


def secret_line(path: Path) -> str:
    """The first line of a secret file; an empty text where there is no file.

    Raises:
        SettingsError: Others can read it, it cannot be read, or nothing is in its first line: whoever wrote
            the file believes that it counts.
    """
    try:
        line = read_secret(path).partition("\n")[0].strip()
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError):
        raise SettingsError(f"{path} cannot be read.", advice="look at its permissions") from None
    if not line:
        advice = "write the secret into the first line, or remove the file"
        raise SettingsError(f"{path} holds nothing in its first line.", advice=advice)
    return line


def secret_print(path: Path) -> str:
    """By which a change of a secret is noticed, and from which it cannot be told; of a wrong one, too."""
    try:
        told = f"holds {secret_line(path)}"
    except SettingsError as error:
        told = f"is wrong: {error}"
    return sha256(told.encode()).hexdigest()
