"""Drive's File resource, as one person and one app see it."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from functools import lru_cache

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
        "modifiedTime": stamp(_seen_modification(call, file)),
        "version": str(file.version),
        "starred": bool(file.extra.get("starred")),
        "trashed": call.state.drive.is_trashed(file),
        "explicitlyTrashed": file.trashed,
        "lastModifyingUser": person(call, file.modifier),
        "modifiedByMe": file.modifier == call.user,
        "isAppAuthorized": file.client_id == call.client_id,
        "spaces": ["drive"],
        "copyRequiresWriterPermission": file.extra.get("copyRequiresWriterPermission", False),
        "webViewLink": _LINKS.get(
            file.mime_type, "https://drive.google.com/file/d/{}/view?usp=drivesdk"
        ).format(file.id),
        "capabilities": capabilities(file, rank),
        **_parents(call, file),
        **_properties(call, file),
        **(_drive_item(call, file) if file.drive_id else _owned(call, file, rank)),
        **_restrictions(file),
        **_content(file),
    }


def _seen_modification(call: Call, file: File) -> datetime:
    """When the file was modified, as far as the listing knows already."""
    lag = timedelta(seconds=call.state.drive.habits.modified_lag)
    if file.noticed and file.noticed[0] + lag > call.now:
        return file.noticed[1]
    return file.modified


def _owned(call: Call, file: File, rank: int) -> Json:
    effective = call.state.drive.effective(file)
    content: Json = {
        "owners": [person(call, file.owner)],
        "ownedByMe": file.owner == call.user,
        "shared": len(effective) > 1,
        "writersCanShare": file.extra.get("writersCanShare", True),
    }
    if rank < RANK["writer"]:
        return content
    return content | {"permissions": list(effective.values()), "permissionIds": list(effective)}


def _drive_item(call: Call, file: File) -> Json:
    """Items of shared drives have no owner, and their permissions are only listed on request."""
    effective = call.state.drive.effective(file)
    return {
        "ownedByMe": False,
        "driveId": file.drive_id,
        "teamDriveId": file.drive_id,
        "hasAugmentedPermissions": len(effective) > len(call.state.drive.files[file.drive_id].permissions),
        "permissionIds": list(effective),
    }


def _restrictions(file: File) -> Json:
    own = (file.extra.get("downloadRestrictions") or {}).get("itemDownloadRestriction") or {}
    readers = bool(own.get("restrictedForReaders") or file.extra.get("copyRequiresWriterPermission"))
    effective = {
        "restrictedForReaders": readers,
        "restrictedForWriters": bool(own.get("restrictedForWriters")),
    }
    restrictions: Json = {"effectiveDownloadRestrictionWithContext": effective}
    return {"downloadRestrictions": restrictions | ({"itemDownloadRestriction": own} if own else {})}


def person(call: Call, email: str) -> Json:
    """Drive's User resource."""
    return {
        "kind": "drive#user",
        "displayName": email.partition("@")[0],
        "emailAddress": email,
        "me": email == call.user,
        "permissionId": permission_id(email),
    }


def capabilities(file: File, rank: int) -> Json:
    """What somebody of this rank may do with a file; true to what the sandbox lets them do.

    Source: https://developers.google.com/workspace/drive/api/guides/ref-roles.
    """
    writes, comments = rank >= RANK["writer"], rank >= RANK["commenter"]
    trashes = rank >= RANK["fileOrganizer" if file.drive_id else "owner"]
    owns = rank >= RANK["organizer" if file.drive_id else "owner"]
    folder = file.mime_type == FOLDER
    shares = trashes or (writes and file.extra.get("writersCanShare", True))
    may_take = _may_take(file, writes=writes)
    return {
        "canAddChildren": folder and writes,
        "canChangeCopyRequiresWriterPermission": writes,
        "canChangeItemDownloadRestriction": owns,
        "canComment": comments,
        "canCopy": not folder and may_take,
        "canDelete": owns and not file.is_root,
        "canDownload": not folder and may_take,
        "canEdit": writes,
        "canListChildren": folder,
        "canModifyContent": writes,
        "canReadRevisions": writes and not folder,
        "canRemoveChildren": folder and writes,
        "canRename": writes,
        "canShare": shares,
        "canTrash": trashes and not file.is_root,
        "canUntrash": trashes and not file.is_root,
    }


def _may_take(file: File, *, writes: bool) -> bool:
    """Whether content may leave: `copyRequiresWriterPermission` binds readers, restrictions also writers."""
    effective = _restrictions(file)["downloadRestrictions"]["effectiveDownloadRestrictionWithContext"]
    return not effective["restrictedForWriters" if writes else "restrictedForReaders"]


def _parents(call: Call, file: File) -> Json:
    drive = call.state.drive
    seen = [one for one in file.parents if one in drive.files and drive.role(drive.files[one], call.user)]
    return {"parents": seen} if seen else {}


def _properties(call: Call, file: File) -> Json:
    mine = file.app_properties.get(call.client_id)
    private: Json = {"appProperties": mine} if mine else {}
    return private | ({"properties": file.properties} if file.properties else {})


def _content(file: File) -> Json:
    if file.content is None:
        return {}
    return {
        "size": str(len(file.content)),
        "quotaBytesUsed": str(len(file.content)),
        **_checksums(file.content),
        "headRevisionId": file.revision,
        "originalFilename": file.extra.get("originalFilename", file.name),
    }


@lru_cache(maxsize=256)
def _checksums(content: bytes) -> dict[str, str]:
    return {
        "md5Checksum": hashlib.md5(content, usedforsecurity=False).hexdigest(),
        "sha1Checksum": hashlib.sha1(content, usedforsecurity=False).hexdigest(),
        "sha256Checksum": hashlib.sha256(content).hexdigest(),
    }
