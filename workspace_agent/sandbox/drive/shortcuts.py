"""Files that point to files.

Source: https://developers.google.com/workspace/drive/api/guides/shortcuts and the descriptions of
File.shortcutDetails in drive.v3; the refusal of a wrong target as recorded by clients of the API.
"""

from __future__ import annotations

from workspace_agent.sandbox.call import ApiError, Call, Json
from workspace_agent.sandbox.drive.state import SHORTCUT
from workspace_agent.sandbox.errors import invalid
from workspace_agent.sandbox.files import find


def details_of_new(call: Call) -> Json:
    """What a new shortcut knows of its target, whose type it notes once and for all.

    Raises:
        ApiError: 400 without a target, 404 for one that the caller may not know, 403 for another shortcut.
    """
    target_id = (call.body.get("shortcutDetails") or {}).get("targetId")
    if not target_id:
        text = "The shortcutDetails.targetId field is required."
        raise invalid(text, "file.shortcutDetails.targetId", reason="required")
    target = find(call, target_id)
    if target.mime_type == SHORTCUT:
        text = "The specified file is not an allowed shortcut target type."
        raise ApiError(403, text, reason="shortcutTargetInvalid")
    return {"targetId": target.id, "targetMimeType": target.mime_type}


def check_keeps_target(call: Call) -> None:
    """Refuse to point an existing shortcut elsewhere.

    Raises:
        ApiError: 403.
    """
    if call.body.get("shortcutDetails"):
        text = "The resource body includes fields which are not directly writable."
        raise ApiError(403, text, reason="fieldNotWritable")
