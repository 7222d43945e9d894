"""Drive v2, as far as gspread uses it: the content of a spreadsheet is replaced by a CSV.

Source: drive.v2; the recording of gspread's `import_csv` (burnash/gspread, tests/cassettes).
"""

from __future__ import annotations

from base64 import urlsafe_b64encode

from workspace_agent.sandbox.call import Call, Handler, Json
from workspace_agent.sandbox.clock import milliseconds, stamp
from workspace_agent.sandbox.drive import imports
from workspace_agent.sandbox.drive.resource import person, render
from workspace_agent.sandbox.drive.state import File
from workspace_agent.sandbox.errors import not_built
from workspace_agent.sandbox.files import find

_FILES = "https://www.googleapis.com/drive/v2/files"
_AS_IN_V3 = (
    "kind",
    "id",
    "mimeType",
    "version",
    "explicitlyTrashed",
    "copyRequiresWriterPermission",
    "spaces",
)
_IN_DRIVES_TOO = ("shared", "writersCanShare", "driveId", "teamDriveId")


def _update(call: Call) -> Json:
    file = find(call, call.params["fileId"], "writer")
    book = imports.spreadsheet(call, file) if call.params.get("convert") else None
    if call.body or book is None:
        raise not_built("drive.v2.files.update, but for the import into a spreadsheet")
    call.state.sheets.keep(book)
    call.state.drive.touch(file, call.now, call.user)
    return _resource(call, file)


def _resource(call: Call, file: File) -> Json:
    """The file in the words of v2, which answers everything unless a mask says otherwise."""
    newer = render(call, file)
    tag = urlsafe_b64encode(str(milliseconds(file.modified)).encode()).decode().rstrip("=")
    return {
        **{name: newer[name] for name in (*_AS_IN_V3, *_IN_DRIVES_TOO) if name in newer},
        "etag": f'"{tag}"',
        "selfLink": f"{_FILES}/{file.id}",
        "alternateLink": newer["webViewLink"],
        "title": file.name,
        "createdDate": stamp(file.created),
        "modifiedDate": newer["modifiedTime"],
        "labels": {
            "starred": newer["starred"],
            "trashed": newer["trashed"],
            "hidden": False,
            "restricted": False,
            "viewed": True,
        },
        "parents": [_parent(call, parent) for parent in newer.get("parents", ())],
        "owners": [_user(call, one["emailAddress"]) for one in newer.get("owners", ())],
        "ownerNames": [one["displayName"] for one in newer.get("owners", ())],
        "lastModifyingUser": _user(call, file.modifier),
        "lastModifyingUserName": newer["lastModifyingUser"]["displayName"],
        "editable": newer["capabilities"]["canEdit"],
        "copyable": newer["capabilities"]["canCopy"],
        "capabilities": {name: newer["capabilities"][name] for name in ("canEdit", "canCopy")},
    }


def _parent(call: Call, file_id: str) -> Json:
    link = f"{_FILES}/{file_id}"
    is_root = call.state.drive.files[file_id].is_root
    return {"kind": "drive#parentReference", "id": file_id, "isRoot": is_root, "parentLink": link}


def _user(call: Call, email: str) -> Json:
    newer = person(call, email)
    return {name: value for name, value in newer.items() if name != "me"} | {
        "isAuthenticatedUser": newer["me"]
    }


METHODS: dict[str, Handler] = {"drive.v2.files.update": _update}
