"""Drive v3: about.get."""

from __future__ import annotations

from workspace_agent.sandbox.call import ApiError, Call, Handler, Json
from workspace_agent.sandbox.drive.formats import FORMATS
from workspace_agent.sandbox.drive.resource import person
from workspace_agent.sandbox.drive.state import NATIVE

_IMPORTS = {
    "text/plain": "document",
    "text/html": "document",
    "text/csv": "spreadsheet",
    "text/tab-separated-values": "spreadsheet",
}
_QUOTA = 15 * 2**30


def _about(call: Call) -> Json:
    if not call.fields:
        message = "The 'fields' parameter is required for this method."
        raise ApiError(400, message, reason="required", location="fields")
    used = str(
        sum(len(one.content or b"") for one in call.state.drive.files.values() if one.owner == call.user)
    )
    return {
        "kind": "drive#about",
        "user": person(call, call.user),
        "storageQuota": {"limit": str(_QUOTA), "usage": used, "usageInDrive": used, "usageInDriveTrash": "0"},
        "exportFormats": {kind: list(formats) for kind, formats in FORMATS.items()},
        "importFormats": {kind: [NATIVE + made] for kind, made in _IMPORTS.items()},
        "maxUploadSize": str(5 * 2**40),
        "canCreateDrives": True,
        "appInstalled": True,
    }


METHODS: dict[str, Handler] = {"drive.about.get": _about}
