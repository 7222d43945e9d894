"""Make folders under ids that Drive reserved beforehand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from workspace_agent.duties.folders import ROOT, AdoptFolder, MakeFolder
from workspace_agent.duties.folders_marks import MarkFolder
from workspace_agent.effects.marks import KEY, PUBLIC, PUBLIC_ROOT, file_marks, prefixed
from workspace_agent.effects.perform import Done
from workspace_agent.google.api import Json
from workspace_agent.google.drive import Drive, NewFile
from workspace_agent.ledger.rows import Entry
from workspace_agent.model.errors import Changed, NotFound

_HANDFUL = 50

FindFolder = Callable[[str], str]
"""Drive's id of the folder with this key; for no key, of what the root lies in."""


class FileIds:
    """Ids reserved by the handful, so that a run asks for them once and not once a file.

    What is left over is simply never used. Source: developers.google.com/drive/api/guides/create-file
    """

    def __init__(self, drive: Drive) -> None:
        self._drive = drive
        self._ids: list[str] = []

    def take(self) -> str:
        """An id that nobody else gets."""
        if not self._ids:
            self._ids = list(self._drive.generate_ids(_HANDFUL))
        return self._ids.pop()


@dataclass(frozen=True, slots=True)
class MakeFolderEffect:
    """A repeat under the reserved id is answered with 409, so there is never a second folder."""

    drive: Drive
    ids: FileIds
    folder_id: FindFolder

    def reserve(self, action: MakeFolder) -> str:
        """An id from `files.generateIds`."""
        return self.ids.take()

    def find(self, action: MakeFolder, entry: Entry) -> Done | None:
        """The folder under the reserved id, if it was made."""
        return find_file(self.drive, entry.reserved_id)

    def perform(self, action: MakeFolder, entry: Entry) -> Done:
        """Make it."""
        parent = self.folder_id(action.parent)
        marks = file_marks(action.key, action.properties)
        public = {PUBLIC: PUBLIC_ROOT} if action.key == ROOT else {}
        made = self.drive.create_folder(NewFile(entry.reserved_id, action.title, parent, marks, public))
        return Done(made["id"], made.get("webViewLink", ""))


@dataclass(frozen=True, slots=True)
class AdoptFolderEffect:
    """Puts the agent's marks on a folder that people made, and changes nothing else of it."""

    drive: Drive
    ids: FileIds

    def reserve(self, action: AdoptFolder) -> str:
        """An id for a new folder: if the settings name none any more when an answer was lost, one is made."""
        return self.ids.take()

    def find(self, action: AdoptFolder, entry: Entry) -> Done | None:
        """The folder, if it carries its key."""
        found = self.drive.get(action.file_id)
        is_marked = found.get("appProperties", {}).get(KEY) == action.key
        return Done(found["id"], found.get("webViewLink", "")) if is_marked else None

    def perform(self, action: AdoptFolder, entry: Entry) -> Done:
        """Mark it."""
        marks = file_marks(action.key, action.properties)
        marked = self.drive.update(action.file_id, {"appProperties": marks})
        return Done(marked["id"], marked.get("webViewLink", ""))


@dataclass(frozen=True, slots=True)
class MarkFolderEffect:
    """Changes only the agent's own marks of who is who; a repeat changes nothing."""

    drive: Drive

    def reserve(self, action: MarkFolder) -> str:
        """Nothing to reserve."""
        return ""

    def find(self, action: MarkFolder, entry: Entry) -> Done | None:
        """The folder, if its marks are as they should be."""
        found = self.drive.get(action.file_id)
        there, wanted = found.get("appProperties", {}), prefixed(action.properties)
        if any(there.get(name) != value for name, value in wanted.items()):
            return None
        return Done(found["id"], found.get("webViewLink", ""))

    def perform(self, action: MarkFolder, entry: Entry) -> Done:
        """Change the marks."""
        marked = self.drive.update(action.file_id, {"appProperties": prefixed(action.properties)})
        return Done(marked["id"], marked.get("webViewLink", ""))


def find_file(drive: Drive, file_id: str) -> Done | None:
    """The file with this id, if there is one."""
    try:
        found = drive.get(file_id, "id,webViewLink")
    except NotFound:
        return None
    return Done(found["id"], found.get("webViewLink", ""))


def move_from(drive: Drive, file_id: str, seen_in: str, into: str, body: Json) -> Done:
    """Move a file from the folder it was seen in, and change it, unless a person was faster.

    Raises:
        Changed: It does not lie there any more, or it was thrown away.
    """
    found = drive.get(file_id)
    if found.get("trashed") or seen_in not in found.get("parents", ()):
        raise Changed("drive.files.update", reason="movedMeanwhile")
    moved = drive.move(file_id, into, seen_in, body)
    return Done(moved["id"], moved.get("webViewLink", ""))
