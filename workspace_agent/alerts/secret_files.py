"""Secrets that are one line in a file of their own."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from workspace_agent.model.errors import SettingsError


def secret_line(path: Path) -> str:
    """The first line of a secret file; an empty text where there is no file.

    Raises:
        SettingsError: Others can read it, or it cannot be read.
    """
    try:
        with path.open(encoding="utf-8") as file:
            if stat.S_IMODE(os.fstat(file.fileno()).st_mode) & 0o077:
                raise SettingsError(f"{path} can be read by others.", advice=f"chmod 600 {path}")
            return file.readline().strip()
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError):
        raise SettingsError(f"{path} cannot be read.", advice="look at its permissions") from None
