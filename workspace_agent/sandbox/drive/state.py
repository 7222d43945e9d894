"""What the sandbox holds of Drive."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache

from workspace_agent.sandbox.call import Json
from workspace_agent.sandbox.ids import Ids
from workspace_agent.sandbox.quirks import check_seconds

FOLDER = "application/vnd.google-apps.folder"
NATIVE = "application/vnd.google-apps."
SHORTCUT = NATIVE + "shortcut"
SPREADSHEET = NATIVE + "spreadsheet"
FORM = NATIVE + "form"
RANK = {"": 0, "reader": 1, "commenter": 2, "writer": 3, "fileOrganizer": 4, "organizer": 5, "owner": 6}


@dataclass(frozen=True, slots=True)
class Revision:
    """One state of a file's content."""

    id: str
    content: bytes
    mime_type: str
    moment: datetime
    modifier: str


@dataclass(slots=True)
class SharedDrive:
    """A shared drive; its root folder has the same id and carries the members."""

    id: str
    name: str
    created: datetime
    hidden_by: set[str] = field(default_factory=set)
    restrictions: Json = field(default_factory=dict)
    color: str = "#0f9d58"


@dataclass(frozen=True, slots=True)
class Habits:
    """What shows only now and then.

    Attributes:
        incomplete_search: Searches over all drives say that they left something out.
        modified_lag: For how many seconds a new `modifiedTime` is not seen yet.
    """

    incomplete_search: bool = False
    modified_lag: float = 0

    def __post_init__(self) -> None:
        check_seconds("modified_lag", self.modified_lag)


@dataclass(slots=True)
class File:
    """A file or folder.

    Attributes:
        client_id: The app that made it; `drive.file` shows it to no other.
        app_properties: Per app.
        permissions: Direct ones, by permission id.
        extra: Settable metadata that needs no rule of its own.
        is_root: Whether it is the root of somebody's My Drive or of a shared drive.
        owner: Empty in a shared drive.
        drive_id: The shared drive that it is in.
        properties: For all apps.
        original: What a Google document was made from, when it was converted.
        noticed: When it was modified last, by the sandbox's clock, and what `modifiedTime` was before.
        shared: When it was shared with somebody, and by whom, by permission id.
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
    drive_id: str = ""
    properties: dict[str, str] = field(default_factory=dict)
    original: bytes = b""
    original_type: str = ""
    comments: list[Json] = field(default_factory=list)
    noticed: tuple[datetime, datetime] | None = None
    shared: dict[str, tuple[datetime, str]] = field(default_factory=dict)

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
        self.seen_by: dict[str, set[str]] = {}
        self.drive_of: dict[str, str] = {}
        self.drives: dict[str, SharedDrive] = {}
        self.requests: dict[tuple[str, str], str] = {}
        self.habits = Habits()
        self.revisions: dict[str, list[Revision]] = {}
        self._ending: dict[tuple[str, str], datetime] = {}

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
        """Keep a new file; who made it owns it, unless it is in a shared drive."""
        if file.owner:
            file.permissions[permission_id(file.owner)] = permission("user", "owner", file.owner)
        self.files[file.id] = file
        self._note(file, file.created)
        return file

    def forget_app(self, client_id: str) -> None:
        """From now on no file counts as made by this app; its marks on them stay."""
        for file in self.files.values():
            if file.client_id == client_id:
                file.client_id = ""

    def touch(self, file: File, now: datetime, modifier: str = "") -> None:
        """Note a change; with a modifier it counts as a modification, else only as a new version."""
        file.version += 1
        if modifier:
            file.noticed = (now, file.modified)
            file.modified, file.modifier = now, modifier
        self._note(file, now)

    def _note(self, file: File, moment: datetime) -> None:
        """Write into the log of changes, and who could see the file: theirs tells when it is gone."""
        self.changes.append((file.id, moment))
        people = (one.get("emailAddress", "") for one in self.effective(file).values())
        self.seen_by.setdefault(file.id, set()).update(address.lower() for address in people)
        self.drive_of[file.id] = file.drive_id

    def touch_inside(self, file: File, now: datetime) -> None:
        """Note for everything in a folder that the folder's sharing changed."""
        for child in self.children(file):
            self._note(child, now)
            self.touch_inside(child, now)

    def children(self, folder: File) -> list[File]:
        """What lies directly in a folder."""
        return [one for one in self.files.values() if folder.id in one.parents]

    def end(self, file: File, grantee: str, moment: datetime) -> None:
        """Let a permission end."""
        self._ending[(file.id, grantee)] = moment

    def expire(self, now: datetime) -> None:
        """Take away the permissions whose time is over."""
        for (file_id, grantee), moment in list(self._ending.items()):
            if moment <= now:
                del self._ending[(file_id, grantee)]
                file = self.files.get(file_id)
                if file and "expirationTime" in file.permissions.get(grantee, {}):
                    del file.permissions[grantee]
                    self.touch(file, now)

    def remove(self, file: File, now: datetime) -> list[File]:
        """Delete for good, with everything inside; all that went."""
        gone = [file, *(one for child in self.children(file) for one in self.remove(child, now))]
        self.files.pop(file.id, None)
        self.revisions.pop(file.id, None)
        self.changes.append((file.id, now))
        return gone

    def chain(self, file: File) -> list[File]:
        """The file and its ancestors, nearest first.

        The root of a My Drive is left out: sharing does not flow from it. That of a shared drive is in.
        """
        chain, current = [file], file
        while current.parents and current.parents[0] in self.files:
            current = self.files[current.parents[0]]
            if current.is_root and not current.drive_id:
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
        highest = ""
        for link in self.chain(file):
            for direct in link.permissions.values():
                role = _role_seen_from(file, link, direct)
                if RANK[role] > RANK[highest] and _applies(direct, email, with_links=with_links):
                    highest = role
            if link.extra.get("inheritedPermissionsDisabled"):
                break
        return highest


@lru_cache(maxsize=4096)
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


def _role_seen_from(file: File, link: File, direct: Json) -> str:
    return "writer" if link is not file and direct["role"] == "owner" else str(direct["role"])


def _seen_from(file: File, link: File, direct: Json) -> Json:
    inherited, role = link is not file, _role_seen_from(file, link, direct)
    kind = "member" if link.is_root and link.drive_id else "file"
    detail = {"permissionType": kind, "role": role, "inherited": inherited}
    if inherited:
        detail["inheritedFrom"] = link.id
    return {**direct, "role": role, "permissionDetails": [detail]}


def _applies(entry: Json, email: str, *, with_links: bool) -> bool:
    by_link = not entry.get("allowFileDiscovery") and not with_links
    if entry["type"] == "anyone":
        return not by_link
    if entry["type"] == "domain":
        return not by_link and email.lower().endswith("@" + str(entry["domain"]).lower())
    return bool(entry["emailAddress"].lower() == email.lower())
