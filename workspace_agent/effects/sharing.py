"""Let people read folders, without a mail from Google and without asking twice."""

from __future__ import annotations

from dataclasses import dataclass

from workspace_agent.duties.sharing import ShareFolder
from workspace_agent.effects.folders import FindFolder
from workspace_agent.effects.perform import Done
from workspace_agent.google.drive import Drive
from workspace_agent.ledger.ledger import Entry


@dataclass(frozen=True, slots=True)
class ShareFolderEffect:
    """Lists before it grants: a second grant to the same person is not documented to be harmless."""

    drive: Drive
    folder_id: FindFolder

    def reserve(self, action: ShareFolder) -> str:
        """Nothing to reserve."""
        return ""

    def find(self, action: ShareFolder, entry: Entry) -> Done | None:
        """The permission, if the person has one on the folder."""
        for permission in self.drive.permissions(self.folder_id(action.folder)):
            if permission.get("emailAddress", "").casefold() == action.address.casefold():
                return Done(permission["id"])
        return None

    def perform(self, action: ShareFolder, entry: Entry) -> Done:
        """Grant the role of a reader."""
        permission = self.drive.share(self.folder_id(action.folder), action.address, "reader")
        return Done(permission["id"])
