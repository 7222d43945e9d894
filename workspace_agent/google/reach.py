"""Into which folders the agent may put something: its account may (`capabilities`), and its app may, too.

Source: developers.google.com/workspace/drive/api/guides/api-specific-auth; `isAppAuthorized` in drive.v3.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from workspace_agent.google.scopes import DRIVE
from workspace_agent.google.workspace import Google

REACH = "id,driveId,isAppAuthorized"
"""What has to be asked of a folder."""


def is_in_reach(google: Google, folder: Mapping[str, Any]) -> bool:
    """Whether the app may write into a folder into which its account may.

    With `drive.file` it may where it made the folder, and at the top of a shared drive.

    Args:
        google: As the agent.
        folder: What Drive says of it.
    """
    is_top = folder["id"] == folder.get("driveId")
    return is_top or folder.get("isAppAuthorized", True) or not google.missing_scopes(frozenset({DRIVE}))
