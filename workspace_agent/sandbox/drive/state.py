"""What the sandbox holds of Drive."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import datetime

from workspace_agent.sandbox.call import Json
from workspace_agent.sandbox.ids import Ids

FOLDER = "application/vnd.google-apps.folder"
NATIVE = "application/vnd.google-apps."
SPREADSHEET = NATIVE + "spreadsheet"
RANK = {"": 0, "reader": 1, "commenter": 2, "writer": 3, "fileOrganizer": 4, "organizer": 5, "owner": 6}


@dataclass(slots=True)
class File:
    """A file or folder.

    Attributes:
        client_id: The app that made it; `drive.file` shows it to no other.
        app_properties: Per app.
        permissions: Direct ones, by permission id.
        extra: Settable metadata that needs no rule of its own.
        is_root: Whether it is the root of somebody's My Drive.
    """

    id: str
    name: str
    mime_type: str
    owner: str
    client_id: str
    created: datetime
    modified: datetime
    modifier: str
    parents: list[str] = field(default_factory=list)
    content: bytes | None = None
    revision: str = ""
    version: int = 1
    trashed: bool = False
    permissions: dict[str, Json] = field(default_factory=dict)
    app_properties: dict[str, dict[str, str]] = field(default_factory=dict)
    extra: Json = field(default_factory=dict)
    is_root: bool = False

    @property
    def is_native(self) -> bool:
        """Whether it is a folder, Doc, Sheet or Form: without content of its own."""
        return self.mime_type.startswith(NATIVE)


class DriveState:
    """All files of all users."""

    def __init__(self, ids: Ids) -> None:
        self._ids = ids
        self._roots: dict[str, str] = {}
        self.files: dict[str, File] = {}
        self.generated: set[str] = set()
        self.changes: list[tuple[str, datetime]] = []

    def root(self, email: str, now: datetime) -> File:
        """The root of somebody's My Drive, made when first asked for."""
        if email not in self._roots:
            root = File(
                "0A" + self._ids.token(17), "My Drive", FOLDER, email, "", now, now, email, is_root=True
            )
            root.permissions = {permission_id(email): permission("user", "owner", email)}
            self._roots[email] = root.id
            self.files[root.id] = root
        return self.files[self._roots[email]]

    def add(self, file: File) -> File:
        """Keep a new file; who made it owns it."""
        file.permissions[permission_id(file.owner)] = permission("user", "owner", file.owner)
        self.files[file.id] = file
        self.changes.append((file.id, file.created))
        return file

    def touch(self, file: File, now: datetime, modifier: str = "") -> None:
        """Note a change; with a modifier it counts as a modification, else only as a new version."""
        file.version += 1
        if modifier:
            file.modified, file.modifier = now, modifier
        self.changes.append((file.id, now))

    def remove(self, file: File, now: datetime) -> list[File]:
        """Delete for good, with everything inside; all that went."""
        inside = [child for child in self.files.values() if file.id in child.parents]
        gone = [file, *(one for child in inside for one in self.remove(child, now))]
        self.files.pop(file.id, None)
        self.changes.append((file.id, now))
        return gone

    def chain(self, file: File) -> list[File]:
        """The file and its ancestors, nearest first, roots left out: sharing does not flow from a root."""
        chain, current = [file], file
        while current.parents and current.parents[0] in self.files:
            current = self.files[current.parents[0]]
            if current.is_root:
                break
            chain.append(current)
        return chain

    def is_trashed(self, file: File) -> bool:
        """Whether the file or a folder above it is in the trash."""
        return any(link.trashed for link in self.chain(file))

    def effective(self, file: File) -> dict[str, Json]:
        """Direct and inherited permissions; of two for one grantee the higher role stands.

        Source: https://developers.google.com/workspace/drive/api/guides/manage-sharing. The owner of a folder
        is a writer of what others put into it.
        """
        found: dict[str, Json] = {}
        for link in self.chain(file):
            for grantee, direct in link.permissions.items():
                entry = _seen_from(file, link, direct)
                known = found.get(grantee)
                if known is None or RANK[entry["role"]] > RANK[known["role"]]:
                    found[grantee] = entry
            if link.extra.get("inheritedPermissionsDisabled"):
                break
        return found

    def role(self, file: File, email: str, *, with_links: bool = True) -> str:
        """The highest role that a person has on a file, or an empty string."""
        roles = [
            entry["role"]
            for entry in self.effective(file).values()
            if _applies(entry, email, with_links=with_links)
        ]
        return max(roles, key=RANK.__getitem__, default="")


def permission_id(grantee: str) -> str:
    """Google's permission id: the same for one grantee on every file."""
    return str(int.from_bytes(hashlib.sha256(grantee.lower().encode()).digest()[:8], "big")).zfill(20)


def permission(kind: str, role: str, grantee: str = "") -> Json:
    """A permission resource."""
    content: Json = {"kind": "drive#permission", "id": permission_id(grantee), "type": kind, "role": role}
    if kind == "anyone":
        return content | {"id": "anyoneWithLink", "allowFileDiscovery": False}
    if kind == "domain":
        return content | {"domain": grantee, "displayName": grantee, "allowFileDiscovery": False}
    return content | {"emailAddress": grantee, "displayName": grantee.partition("@")[0], "deleted": False}


def _seen_from(file: File, link: File, direct: Json) -> Json:
    inherited = link is not file
    role = "writer" if inherited and direct["role"] == "owner" else direct["role"]
    detail = {"permissionType": "file", "role": role, "inherited": inherited}
    if inherited:
        detail["inheritedFrom"] = link.id
    return {**direct, "role": role, "permissionDetails": [detail]}


def _applies(entry: Json, email: str, *, with_links: bool) -> bool:
    if entry["type"] == "anyone":
        return with_links
    if entry["type"] == "domain":
        return email.lower().endswith("@" + str(entry["domain"]).lower())
    return bool(entry["emailAddress"].lower() == email.lower())
