"""Let people read folders, without a mail from Google and without asking twice; take them off on demand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from workspace_agent.duties.folders import CASE_MANAGER
from workspace_agent.duties.grants import SHARED, Grant
from workspace_agent.duties.hand_over import HandOver
from workspace_agent.duties.sharing_actions import RevokeReader, ShareFolder, TakeShareBack, UnmarkShare
from workspace_agent.effects.folders import FindFolder, move_from
from workspace_agent.effects.marks import prefixed
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
        """Grant the role of a reader, and mark the folder with it, lest the ledger be lost.

        The first time the mark comes first, so that there is no share that nobody would take back; the second
        time last: a mark without the grant would say for good that somebody was taken off twice.
        """
        folder_id = self.folder_id(action.folder)
        if action.again:
            done = self.find(action, entry) or self._grant(folder_id, action)
            mark_shared(self.drive, folder_id, _granted(action, 2))
            return done
        if not action.marked:
            mark_shared(self.drive, folder_id, _granted(action, 1))
        return self._grant(folder_id, action)

    def _grant(self, folder_id: str, action: ShareFolder) -> Done:
        return _shared(folder_id, self.drive.share(folder_id, action.address, "reader"))


def _granted(action: ShareFolder, times: int) -> Grant:
    return Grant(action.folder, action.person, action.fingerprint, times)


def mark_shared(drive: Drive, folder_id: str, grant: Grant) -> None:
    """Mark a folder as shared with a person; a repeat changes nothing."""
    drive.update(folder_id, {"appProperties": dict(prefixed([grant.as_mark()]))})


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


@dataclass(frozen=True, slots=True)
class TakeShareBackEffect:
    """Takes the reader off, and then the mark: whoever dies between finds it by the mark."""

    drive: Drive

    def reserve(self, action: TakeShareBack) -> str:
        """Nothing to reserve."""
        return ""

    def find(self, action: TakeShareBack, entry: Entry) -> Done | None:
        """Not looked for: doing it again looks first, and changes nothing more."""
        return None

    def perform(self, action: TakeShareBack, entry: Entry) -> Done:
        """Take off who is still there, and the mark with it."""
        RevokeReaderEffect(self.drive).perform(action, entry)
        _unmark(self.drive, action.file_id, action.person)
        return Done(action.permission_id)


def _unmark(drive: Drive, file_id: str, person: str) -> None:
    drive.update(file_id, {"appProperties": prefixed([(f"{SHARED}{person}", None)])})


@dataclass(frozen=True, slots=True)
class UnmarkShareEffect:
    """Takes the mark away; a repeat changes nothing."""

    drive: Drive

    def reserve(self, action: UnmarkShare) -> str:
        """Nothing to reserve."""
        return ""

    def find(self, action: UnmarkShare, entry: Entry) -> Done | None:
        """Not looked for: doing it again does no harm."""
        return None

    def perform(self, action: UnmarkShare, entry: Entry) -> Done:
        """Take the mark away."""
        _unmark(self.drive, action.file_id, action.person)
        return Done(action.file_id)


@dataclass(frozen=True, slots=True)
class HandOverEffect:
    """One request changes place and mark, so that nobody who looks sees one without the other."""

    drive: Drive
    folder_id: FindFolder

    def reserve(self, action: HandOver) -> str:
        """Nothing to reserve."""
        return ""

    def find(self, action: HandOver, entry: Entry) -> Done | None:
        """The folder, where it lies in the other folder by now."""
        found = self.drive.get(action.file_id)
        is_there = self.folder_id(action.into) in found.get("parents", ())
        return Done(found["id"], found.get("webViewLink", "")) if is_there else None

    def perform(self, action: HandOver, entry: Entry) -> Done:
        """Move it, unless a person was faster.

        Raises:
            Changed: It does not lie where it was seen.
        """
        into, marks = self.folder_id(action.into), prefixed([(CASE_MANAGER, action.to)])
        return move_from(self.drive, action.file_id, action.away_from, into, {"appProperties": marks})
