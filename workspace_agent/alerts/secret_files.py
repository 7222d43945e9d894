"""Secrets that are one line in a file of their own."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from workspace_agent.model.errors import SettingsError


def secret_line(path: Path) -> str:
    """The first line of a secret file; an empty text where there is no file.

    Raises:
        SettingsError: Others can read it, it cannot be read, or nothing is in its first line: whoever wrote
            the file believes that it counts.
    """
    try:
        with path.open(encoding="utf-8") as file:
            if stat.S_IMODE(os.fstat(file.fileno()).st_mode) & 0o077:
                raise SettingsError(f"{path} can be read by others.", advice=f"chmod 600 {path}")
            line = file.readline().strip()
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError):
        raise SettingsError(f"{path} cannot be read.", advice="look at its permissions") from None
    if not line:
        advice = "write the secret into the first line, or remove the file"
        raise SettingsError(f"{path} holds nothing in its first line.", advice=advice)
    return line
