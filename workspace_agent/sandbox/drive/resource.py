"""Drive's File resource, as one person and one app see it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import lru_cache

from workspace_agent.sandbox.call import Call, Json
from workspace_agent.sandbox.clock import stamp
from workspace_agent.sandbox.drive.abilities import capabilities
from workspace_agent.sandbox.drive.formats import export_links
from workspace_agent.sandbox.drive.state import (
    FOLDER,
    NATIVE,
    RANK,
    SHORTCUT,
    SPREADSHEET,
    File,
    permission_id,
)
from workspace_agent.sandbox.fields import Mask

# What a Google document without content counts for.
_LEAST_DOCUMENT = 1024
_FOLDER_COLOR = "#8f8f8f"
_MANAGERS_SHARE = "sharingFoldersRequiresOrganizerPermission"
_LINK = "https://drive.google.com/file/d/{}/view?usp=drivesdk"
_LINKS = {
    FOLDER: "https://drive.google.com/drive/folders/{}",
    SPREADSHEET: "https://docs.google.com/spreadsheets/d/{}/edit?usp=drivesdk",
    NATIVE + "document": "https://docs.google.com/document/d/{}/edit?usp=drivesdk",
    NATIVE + "form": "https://docs.google.com/forms/d/{}/edit?usp=drivesdk",
}


def render(call: Call, file: File, mask: Mask | None = None) -> Json:
    """The resource, or at least what a mask leaves of it; the mask itself is applied later."""
    content = {
        **file.extra,
        "kind": "drive#file",
        "id": file.id,
        "name": file.name,
        "mimeType": file.mime_type,
    }
    for names, part in _PARTS:
        if not mask or "*" in mask or not names.isdisjoint(mask):
            content |= part(call, file)
    return content


def abilities(call: Call, file: File) -> Json:
    """What the caller may do with a file: `File.capabilities`."""
    rank = RANK[call.state.drive.role(file, call.user)]
    may_take = _may_take(file, writes=rank >= RANK["writer"])
    drive = call.state.drive.drives.get(file.drive_id)
    return capabilities(
        file,
        rank,
        may_take=may_take,
        in_trash=call.state.drive.is_trashed(file),
        only_managers_share=bool(drive and drive.restrictions.get(_MANAGERS_SHARE)),
    )


def _capabilities(call: Call, file: File) -> Json:
    return {"capabilities": abilities(call, file)}


def _times(call: Call, file: File) -> Json:
    return {"createdTime": stamp(file.created), "modifiedTime": stamp(_seen_modification(call, file))}


def _marks(call: Call, file: File) -> Json:
    return {
        "version": str(file.version),
        "starred": bool(file.extra.get("starred")),
        "trashed": call.state.drive.is_trashed(file),
        "explicitlyTrashed": file.trashed,
    }


def _modifier(call: Call, file: File) -> Json:
    return {
        "lastModifyingUser": person(call, file.modifier),
        "modifiedByMe": file.modifier == call.user,
        "isAppAuthorized": file.client_id == call.client_id,
        "spaces": ["drive"],
    }


def _settings(_call: Call, file: File) -> Json:
    return {
        "copyRequiresWriterPermission": bool(file.extra.get("copyRequiresWriterPermission")),
        "viewersCanCopyContent": not file.extra.get("copyRequiresWriterPermission"),
        "inheritedPermissionsDisabled": bool(file.extra.get("inheritedPermissionsDisabled")),
    }


def _looks(_call: Call, _file: File) -> Json:
    return {
        "linkShareMetadata": {"securityUpdateEligible": False, "securityUpdateEnabled": True},
        "hasThumbnail": False,
        "thumbnailVersion": "0",
    }


def web_link(file: File) -> str:
    """Where a person opens a file."""
    return _LINKS.get(file.mime_type, _LINK).format(file.id)


def _links(call: Call, file: File) -> Json:
    return {"iconLink": _icon(call, file), "webViewLink": web_link(file)}


def _seen_modification(call: Call, file: File) -> datetime:
    """When the file was modified, as far as the listing knows already."""
    lag = timedelta(seconds=call.state.drive.habits.modified_lag)
    if file.noticed and file.noticed[0] + lag > call.now:
        return file.noticed[1]
    return file.modified


def _icon(call: Call, file: File) -> str:
    shared = file.mime_type == FOLDER and len(call.state.drive.effective(file)) > 1
    return f"https://drive-thirdparty.googleusercontent.com/16/type/{file.mime_type}{'+shared' * shared}"


def viewed(call: Call, file: File) -> datetime | None:
    """When the caller looked at a file: who makes a document or folder has seen it, who uploads has not."""
    return file.created if file.is_native and file.owner == call.user else None


def shared_with(call: Call, file: File) -> tuple[datetime, str] | None:
    """When the file itself was shared with the caller, and by whom."""
    return None if file.drive_id else file.shared.get(permission_id(call.user))


def _seen(call: Call, file: File) -> Json:
    """What the caller and others did with the file."""
    content: Json = {"viewedByMe": viewed(call, file) is not None}
    if moment := viewed(call, file):
        content["viewedByMeTime"] = stamp(moment)
    if file.modifier == call.user:
        content["modifiedByMeTime"] = stamp(_seen_modification(call, file))
    if sharing := shared_with(call, file):
        content |= {"sharedWithMeTime": stamp(sharing[0]), "sharingUser": person(call, sharing[1])}
    return content


def _sharing(call: Call, file: File) -> Json:
    return _drive_item(call, file) if file.drive_id else _owned(call, file)


def _owned(call: Call, file: File) -> Json:
    effective = call.state.drive.effective(file)
    content: Json = {
        "owners": [person(call, file.owner)],
        "ownedByMe": file.owner == call.user,
        "shared": len(effective) > 1,
        "writersCanShare": file.extra.get("writersCanShare", True),
    }
    if RANK[call.state.drive.role(file, call.user)] < RANK["writer"]:
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


def _restrictions(_call: Call, file: File) -> Json:
    effective, own = _effective(file), _own_restriction(file)
    restrictions: Json = {"effectiveDownloadRestrictionWithContext": effective}
    return {"downloadRestrictions": restrictions | ({"itemDownloadRestriction": own} if own else {})}


def _own_restriction(file: File) -> Json:
    return (file.extra.get("downloadRestrictions") or {}).get("itemDownloadRestriction") or {}


def _effective(file: File) -> Json:
    own = _own_restriction(file)
    readers = own.get("restrictedForReaders") or file.extra.get("copyRequiresWriterPermission")
    return {
        "restrictedForReaders": bool(readers),
        "restrictedForWriters": bool(own.get("restrictedForWriters")),
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


def _may_take(file: File, *, writes: bool) -> bool:
    """Whether content may leave: `copyRequiresWriterPermission` binds readers, restrictions also writers."""
    return not _effective(file)["restrictedForWriters" if writes else "restrictedForReaders"]


def _parents(call: Call, file: File) -> Json:
    drive = call.state.drive
    seen = [one for one in file.parents if one in drive.files and drive.role(drive.files[one], call.user)]
    return {"parents": seen} if seen else {}


def _properties(call: Call, file: File) -> Json:
    mine = file.app_properties.get(call.client_id)
    private: Json = {"appProperties": mine} if mine else {}
    return private | ({"properties": file.properties} if file.properties else {})


def _content(_call: Call, file: File) -> Json:
    if file.mime_type == FOLDER:
        return {"quotaBytesUsed": "0", "folderColorRgb": file.extra.get("folderColorRgb", _FOLDER_COLOR)}
    if file.mime_type == SHORTCUT:
        return {"quotaBytesUsed": "0"}
    if file.content is None:
        return _weight(max(_LEAST_DOCUMENT, len(file.original))) | export_links(file)
    return {
        **_weight(len(file.content)),
        "webContentLink": f"https://drive.google.com/uc?id={file.id}&export=download",
        **_checksums(file.content),
        "headRevisionId": file.revision,
        "originalFilename": file.extra.get("originalFilename", file.name),
        "fullFileExtension": _extension(file.name, r"\.((?:tar\.)?[^.]+)$"),
        "fileExtension": _extension(file.name, r"\.([^.]+)$"),
    }


def _extension(name: str, pattern: str) -> str:
    found = re.search(pattern, name)
    return found[1] if found else ""


def _weight(size: int) -> Json:
    return {"size": str(size), "quotaBytesUsed": str(size)}


@lru_cache(maxsize=256)
def _checksums(content: bytes) -> dict[str, str]:
    return {
        "md5Checksum": hashlib.md5(content, usedforsecurity=False).hexdigest(),
        "sha1Checksum": hashlib.sha1(content, usedforsecurity=False).hexdigest(),
        "sha256Checksum": hashlib.sha256(content).hexdigest(),
    }


# Which fields each part may have. Most requests want few of them, and the others are not even looked up.
_PARTS: tuple[tuple[frozenset[str], Callable[[Call, File], Json]], ...] = tuple(
    (frozenset(names.split()), part)
    for names, part in (
        ("createdTime modifiedTime", _times),
        ("version starred trashed explicitlyTrashed", _marks),
        ("lastModifyingUser modifiedByMe isAppAuthorized spaces", _modifier),
        ("copyRequiresWriterPermission viewersCanCopyContent inheritedPermissionsDisabled", _settings),
        ("linkShareMetadata hasThumbnail thumbnailVersion", _looks),
        ("iconLink webViewLink", _links),
        ("capabilities", _capabilities),
        ("viewedByMe viewedByMeTime modifiedByMeTime sharedWithMeTime sharingUser", _seen),
        ("parents", _parents),
        ("appProperties properties", _properties),
        (
            "owners ownedByMe shared writersCanShare permissions permissionIds "
            "driveId teamDriveId hasAugmentedPermissions",
            _sharing,
        ),
        ("downloadRestrictions", _restrictions),
        (
            "size quotaBytesUsed folderColorRgb exportLinks webContentLink headRevisionId originalFilename "
            "fullFileExtension fileExtension md5Checksum sha1Checksum sha256Checksum",
            _content,
        ),
    )
)
