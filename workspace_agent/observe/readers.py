"""Who can open a folder or record, without asking Drive about each.

In My Drive a list of files tells all their permissions. On a shared drive it tells only whose they are
(`permissionIds`): where these are the same as on the folder above, the folder's readers are the file's.
Source: `permissions` and `permissionIds` of File in drive.v3.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from workspace_agent.model.errors import AccessDenied, NotFound
from workspace_agent.model.seen import Origin, Reader, ReaderKind
from workspace_agent.observe.reads import Reads

READER_FIELDS = (
    "driveId,permissionIds,"
    "permissions(id,type,role,emailAddress,domain,deleted,permissionDetails(permissionType,inherited))"
)

Json = Mapping[str, Any]
Readers = tuple[Reader, ...] | None


@dataclass(frozen=True, slots=True)
class Lookout:
    """Tells who can open each of some files.

    Attributes:
        robot: The agent's own address, which is left out.
        files: Files as Drive gave them, by id.
    """

    google: Reads
    robot: str
    files: Mapping[str, Json]
    _known: dict[str, Readers] = field(default_factory=dict)

    def readers(self, file_id: str) -> Readers:
        """Who can open it, or None where Drive does not say it to the agent."""
        if file_id not in self._known:
            self._known[file_id] = self._look(self.files[file_id])
        return self._known[file_id]

    def _look(self, file: Json) -> Readers:
        if "permissions" in file:
            return self._read(file["permissions"])
        above = next((self.files[one] for one in file.get("parents", ()) if one in self.files), None)
        if above is not None and _same_grantees(file, above):
            found = self.readers(above["id"])
            return None if found is None else tuple(_handed_down(reader) for reader in found)
        try:
            return self._read(self.google.drive.permissions(file["id"]))
        except (AccessDenied, NotFound):
            return None

    def _read(self, permissions: Iterable[Json]) -> Readers:
        found = (_reader(one) for one in permissions if not one.get("deleted"))
        return tuple(reader for reader in found if reader.address != self.robot)


def _same_grantees(file: Json, above: Json) -> bool:
    grantees = frozenset(file.get("permissionIds", ()))
    return bool(grantees) and grantees == frozenset(above.get("permissionIds", ()))


def _handed_down(reader: Reader) -> Reader:
    return replace(reader, origin=Origin.FOLDER) if reader.origin is Origin.DIRECT else reader


def _reader(permission: Json) -> Reader:
    return Reader(
        permission_id=permission["id"],
        kind=ReaderKind(permission["type"]),
        address=(permission.get("emailAddress") or permission.get("domain", "")).casefold(),
        role=permission["role"],
        origin=_origin(permission.get("permissionDetails", ())),
    )


def _origin(details: Iterable[Json]) -> Origin:
    """Given on the thing itself only where Drive says so: nothing else is ever taken off."""
    details = tuple(details)
    if any(detail.get("permissionType") == "member" for detail in details):
        return Origin.DRIVE
    direct = any(detail.get("inherited") is False for detail in details)
    return Origin.DIRECT if direct else Origin.FOLDER
