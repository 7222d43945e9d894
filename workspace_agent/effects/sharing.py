"""Let people read folders, without a mail from Google and without asking twice; take them off on demand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from workspace_agent.duties.sharing import RevokeReader, ShareFolder
from workspace_agent.effects.folders import FindFolder
from workspace_agent.effects.marks import SHARED
from workspace_agent.effects.perform import Done
from workspace_agent.google.drive import Drive
from workspace_agent.ledger.rows import Entry
from workspace_agent.model.errors import NotFound


@dataclass(frozen=True, slots=True)
class ShareFolderEffect:
    """Lists before it repeats: a second grant to the same person is not documented to be harmless."""

    drive: Drive
    folder_id: FindFolder

    def reserve(self, action: ShareFolder) -> str:
        """Nothing to reserve."""
        return ""

    def find(self, action: ShareFolder, entry: Entry) -> Done | None:
        """The permission, if the person has one on the folder."""
        folder_id = self.folder_id(action.folder)
        for permission in self.drive.permissions(folder_id):
            if permission.get("emailAddress", "").casefold() == action.address.casefold():
                return _shared(folder_id, permission)
        return None

    def perform(self, action: ShareFolder, entry: Entry) -> Done:
        """Grant the role of a reader; the second time the folder is marked, lest the ledger be lost.

        It is marked last: a mark without the grant would say for good that somebody was taken off twice.
        """
        folder_id = self.folder_id(action.folder)
        if not action.again:
            return self._grant(folder_id, action)
        done = self.find(action, entry) or self._grant(folder_id, action)
        mark_shared_again(self.drive, folder_id, action.person)
        return done

    def _grant(self, folder_id: str, action: ShareFolder) -> Done:
        return _shared(folder_id, self.drive.share(folder_id, action.address, "reader"))


def mark_shared_again(drive: Drive, folder_id: str, person: str) -> None:
    """Mark a folder as shared twice with a person; a repeat changes nothing."""
    drive.update(folder_id, {"appProperties": {f"{SHARED}{person}": "2"}})


def _shared(folder_id: str, permission: Mapping[str, Any]) -> Done:
    """A permission has no link of its own: the folder is what a person opens to take it off."""
    return Done(permission["id"], f"https://drive.google.com/drive/folders/{folder_id}")


@dataclass(frozen=True, slots=True)
class RevokeReaderEffect:
    """Looks again before it takes anybody off."""

    drive: Drive

    def reserve(self, action: RevokeReader) -> str:
        """Nothing to reserve."""
        return ""

    def find(self, action: RevokeReader, entry: Entry) -> Done | None:
        """Done, if nothing is left that was given on the file itself."""
        return None if self._direct(action) else Done(action.permission_id)

    def perform(self, action: RevokeReader, entry: Entry) -> Done:
        """Take it off, unless a person did so meanwhile or made an owner of them."""
        direct = self._direct(action)
        if direct and direct["role"] != "owner":
            self._take_off(action)
        return Done(action.permission_id)

    def _direct(self, action: RevokeReader) -> dict[str, Any] | None:
        for permission in self.drive.permissions(action.file_id):
            details = permission.get("permissionDetails", ())
            if permission["id"] == action.permission_id and any(d.get("inherited") is False for d in details):
                return permission
        return None

    def _take_off(self, action: RevokeReader) -> None:
        try:
            self.drive.unshare(action.file_id, action.permission_id)
        except NotFound:
            return  # a person was faster
