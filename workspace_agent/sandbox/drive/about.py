"""Drive v3: about.get."""

from __future__ import annotations

from workspace_agent.sandbox.call import ApiError, Call, Handler, Json
from workspace_agent.sandbox.drive.formats import FORMATS, IMPORTS, OTHER_FORMATS
from workspace_agent.sandbox.drive.resource import person
from workspace_agent.sandbox.drive.state import NATIVE

_EXPORTS = {kind: list(formats) for kind, formats in FORMATS.items()} | {
    NATIVE + kind: formats for kind, formats in OTHER_FORMATS.items()
}
_IMPORTED = {kind: [NATIVE + made] for made, kinds in IMPORTS.items() for kind in kinds}
_COLOURS = (
    "ac725e d06b64 f83a22 fa573c ff7537 ffad46 fad165 fbe983 b3dc6c 7bd148 16a765 42d692 "
    "92e1c0 9fe1e7 9fc6e7 4986e7 9a9cff b99aff a47ae2 cd74e6 f691b2 cca6ac cabdbf 8f8f8f"
)
_LARGEST = {"document": 10 * 2**20, "spreadsheet": 100 * 2**20, "presentation": 100 * 2**20, "drawing": 2**21}
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
        "exportFormats": _EXPORTS,
        "importFormats": _IMPORTED,
        "maxImportSizes": {NATIVE + kind: str(size) for kind, size in _LARGEST.items()},
        "maxUploadSize": "5242880000000",
        "folderColorPalette": ["#" + colour for colour in _COLOURS.split(" ")],
        "canCreateDrives": True,
        "canCreateTeamDrives": True,
        "appInstalled": True,
    }


METHODS: dict[str, Handler] = {"drive.about.get": _about}
