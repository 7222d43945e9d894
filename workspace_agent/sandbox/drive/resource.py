"""Drive's File resource, as one person and one app see it."""

from __future__ import annotations

import hashlib

from workspace_agent.sandbox.call import Call, Json
from workspace_agent.sandbox.clock import stamp
from workspace_agent.sandbox.drive.state import FOLDER, NATIVE, RANK, SPREADSHEET, File, permission_id

_LINKS = {
    FOLDER: "https://drive.google.com/drive/folders/{}",
    SPREADSHEET: "https://docs.google.com/spreadsheets/d/{}/edit?usp=drivesdk",
    NATIVE + "document": "https://docs.google.com/document/d/{}/edit?usp=drivesdk",
    NATIVE + "form": "https://docs.google.com/forms/d/{}/edit?usp=drivesdk",
}


def render(call: Call, file: File) -> Json:
    """The whole resource; the mask is applied later."""
    rank = RANK[call.state.drive.role(file, call.user)]
    return {
        **file.extra,
        "kind": "drive#file",
        "id": file.id,
        "name": file.name,
        "mimeType": file.mime_type,
        "createdTime": stamp(file.created),
        "modifiedTime": stamp(file.modified),
        "version": str(file.version),
        "trashed": call.state.drive.is_trashed(file),
        "explicitlyTrashed": file.trashed,
        "owners": [person(call, file.owner)],
        "ownedByMe": file.owner == call.user,
        "lastModifyingUser": person(call, file.modifier),
        "modifiedByMe": file.modifier == call.user,
        "shared": len(call.state.drive.effective(file)) > 1,
        "isAppAuthorized": file.client_id == call.client_id,
        "spaces": ["drive"],
        "writersCanShare": file.extra.get("writersCanShare", True),
        "copyRequiresWriterPermission": file.extra.get("copyRequiresWriterPermission", False),
        "webViewLink": _LINKS.get(
            file.mime_type, "https://drive.google.com/file/d/{}/view?usp=drivesdk"
        ).format(file.id),
        "capabilities": _capabilities(file, rank),
        **_parents(call, file),
        **_properties(call, file),
        **_sharing(call, file, rank),
        **_content(file),
    }


def person(call: Call, email: str) -> Json:
    """Drive's User resource."""
    return {
        "kind": "drive#user",
        "displayName": email.partition("@")[0],
        "emailAddress": email,
        "me": email == call.user,
        "permissionId": permission_id(email),
    }


def _capabilities(file: File, rank: int) -> Json:
    writes, owns = rank >= RANK["writer"], rank >= RANK["owner"]
    folder = file.mime_type == FOLDER
    return {
        "canEdit": writes,
        "canRename": writes,
        "canShare": owns or (writes and file.extra.get("writersCanShare", True)),
        "canTrash": owns,
        "canDelete": owns,
        "canDownload": not folder and (writes or not file.extra.get("copyRequiresWriterPermission")),
        "canAddChildren": folder and writes,
        "canListChildren": folder,
    }


def _parents(call: Call, file: File) -> Json:
    drive = call.state.drive
    seen = [one for one in file.parents if one in drive.files and drive.role(drive.files[one], call.user)]
    return {"parents": seen} if seen else {}


def _properties(call: Call, file: File) -> Json:
    mine = file.app_properties.get(call.client_id)
    return {"appProperties": mine} if mine else {}


def _sharing(call: Call, file: File, rank: int) -> Json:
    if rank < RANK["writer"]:
        return {}
    effective = call.state.drive.effective(file)
    return {"permissions": list(effective.values()), "permissionIds": list(effective)}


def _content(file: File) -> Json:
    if file.content is None:
        return {}
    return {
        "size": str(len(file.content)),
        "quotaBytesUsed": str(len(file.content)),
        "md5Checksum": hashlib.md5(file.content, usedforsecurity=False).hexdigest(),
        "sha1Checksum": hashlib.sha1(file.content, usedforsecurity=False).hexdigest(),
        "sha256Checksum": hashlib.sha256(file.content).hexdigest(),
        "headRevisionId": file.revision,
        "originalFilename": file.extra.get("originalFilename", file.name),
    }
