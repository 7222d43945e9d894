"""Make folders under ids that Drive reserved beforehand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from workspace_agent.duties.folders import MakeFolder
from workspace_agent.effects.marks import file_marks
from workspace_agent.effects.perform import Done
from workspace_agent.google.drive import Drive, NewFile
from workspace_agent.ledger.ledger import Entry
from workspace_agent.model.errors import NotFound

FindFolder = Callable[[str], str]
"""Drive's id of the folder with this key."""


@dataclass(frozen=True, slots=True)
class MakeFolderEffect:
    """A repeat under the reserved id is answered with 409, so there is never a second folder."""

    drive: Drive
    folder_id: FindFolder

    def reserve(self, action: MakeFolder) -> str:
        """An id from `files.generateIds`."""
        return self.drive.generate_ids(1)[0]

    def find(self, action: MakeFolder, entry: Entry) -> Done | None:
        """The folder under the reserved id, if it was made."""
        return find_file(self.drive, entry.reserved_id)

    def perform(self, action: MakeFolder, entry: Entry) -> Done:
        """Make it."""
        parent = self.folder_id(action.parent) if action.parent else ""
        marks = file_marks(action.key, action.properties)
        made = self.drive.create_folder(NewFile(entry.reserved_id, action.title, parent, marks))
        return Done(made["id"], made.get("webViewLink", ""))


def find_file(drive: Drive, file_id: str) -> Done | None:
    """The file with this id, if there is one."""
    try:
        found = drive.get(file_id, "id,webViewLink")
    except NotFound:
        return None
    return Done(found["id"], found.get("webViewLink", ""))
