"""What a service account may not do while no person stands behind it.

Sources: the description of `Event.attendees` in calendar.v3 ("Service accounts need to use domain-wide
delegation of authority to populate the attendee list"); n8n-io/n8n#26050 for the storage quota;
googleapis/google-api-php-client#2077 for "Invalid conference type value.".
"""

from __future__ import annotations

from workspace_agent.sandbox.call import ApiError, Call
from workspace_agent.sandbox.drive.state import FOLDER
from workspace_agent.sandbox.errors import invalid

_INVITING = frozenset(f"calendar.events.{name}" for name in ("insert", "import", "patch", "update"))
_KEEPING = frozenset({"drive.files.create", "drive.files.copy"})


def check(call: Call) -> None:
    """Refuse what Google refuses to a service account that acts for itself.

    Raises:
        ApiError: 403 for guests and for files of its own, 400 for a conference.
    """
    if call.method in _INVITING:
        _check_event(call)
    # Folders hold no bytes, and files on shared drives belong to the drive.
    keeps = call.method in _KEEPING and call.body.get("mimeType") != FOLDER
    if keeps and not _on_shared_drive(call):
        raise ApiError(
            403,
            "Service Accounts do not have storage quota. Leverage shared drives "
            "(https://developers.google.com/workspace/drive/api/guides/about-shareddrives), or use OAuth "
            "delegation (http://support.google.com/a/answer/7281227) instead.",
            reason="storageQuotaExceeded",
            domain="usageLimits",
        )


def _on_shared_drive(call: Call) -> bool:
    parents = (call.state.drive.files.get(parent) for parent in call.body.get("parents") or [])
    return any(parent is not None and parent.drive_id for parent in parents)


def _check_event(call: Call) -> None:
    if call.body.get("attendees"):
        raise ApiError(
            403,
            "Service accounts cannot invite attendees without Domain-Wide Delegation of Authority.",
            reason="forbiddenForServiceAccounts",
            domain="calendar",
        )
    wanted = call.params.get("conferenceDataVersion") and (call.body.get("conferenceData") or {})
    if wanted and wanted.get("createRequest"):
        raise invalid("Invalid conference type value.")
