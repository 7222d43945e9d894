"""Render a response as a PDF and upload it under a reserved id."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from workspace_agent.duties.filing import FileRecord, SupersedeRecord
from workspace_agent.duties.filing_review import MoveRecord
from workspace_agent.effects.folders import FileIds, FindFolder, find_file, move_from
from workspace_agent.effects.marks import KEY, SUPERSEDED, file_marks, prefixed
from workspace_agent.effects.perform import Done
from workspace_agent.effects.record import render_record
from workspace_agent.google.drive import Drive, NewFile
from workspace_agent.intake.response import FormRecord
from workspace_agent.ledger.rows import Entry
from workspace_agent.model.dates import words
from workspace_agent.model.organisation import Organisation


@dataclass(frozen=True, slots=True)
class FileRecordEffect:
    """The PDF is the one thing that leaves with a name in it, into a folder that staff alone can open.

    A PDF and not a Google document: reserved ids are not possible for converted documents, so a lost
    answer could leave two of them. Source: developers.google.com/drive/api/guides/create-file
    """

    drive: Drive
    ids: FileIds
    folder_id: FindFolder
    records: Mapping[str, FormRecord]
    organisation: Organisation
    today: date

    def reserve(self, action: FileRecord) -> str:
        """An id from `files.generateIds`."""
        return self.ids.take()

    def find(self, action: FileRecord, entry: Entry) -> Done | None:
        """The file under the reserved id, if the upload was applied."""
        return find_file(self.drive, entry.reserved_id)

    def perform(self, action: FileRecord, entry: Entry) -> Done:
        """Render and upload."""
        folder = self.folder_id(action.folder)
        marks = file_marks(action.key, action.properties)
        new = NewFile(entry.reserved_id, action.title, folder, marks)
        made = self.drive.upload(new, self._pdf(action), "application/pdf")
        return Done(made["id"], made.get("webViewLink", ""))

    def _pdf(self, action: FileRecord) -> bytes:
        return render_record(
            self.records[action.response_id],
            title=action.heading,
            reference=action.student_ref or "needs review",
            version=action.version,
            filed=self._filed(action),
            zone=self.organisation.time_zone,
        )

    def _filed(self, action: FileRecord) -> str:
        filed = f"Filed by the workspace agent on {words(self.today)}"
        if not action.case_manager:
            return f"{filed}, for the manager to review"
        name = self.organisation.case_manager(action.case_manager).name
        return f"{filed} for {name}" if action.student_ref else f"{filed}, for {name} to review"


@dataclass(frozen=True, slots=True)
class MoveRecordEffect:
    """Place, name and marks change in one request: where the mark is new, all of it is done."""

    drive: Drive
    ids: FileIds
    folder_id: FindFolder

    def reserve(self, action: MoveRecord) -> str:
        """An id for an upload: if the copy is gone when an answer was lost, the record is filed anew."""
        return self.ids.take()

    def find(self, action: MoveRecord, entry: Entry) -> Done | None:
        """The record, if it carries its own key."""
        file = self.drive.get(action.file_id, "id,webViewLink,appProperties")
        is_moved = file.get("appProperties", {}).get(KEY) == action.key
        return Done(file["id"], file.get("webViewLink", "")) if is_moved else None

    def perform(self, action: MoveRecord, entry: Entry) -> Done:
        """Move it and mark it; where people have put it elsewhere, only mark it.

        Raises:
            Changed: It does not lie where it was seen.
        """
        named = {"name": action.title} if action.title else {}
        body = {"appProperties": {KEY: action.key} | prefixed(action.properties), **named}
        if action.out_of:
            folder = self.folder_id(action.folder)
            return move_from(self.drive, action.file_id, action.out_of, folder, body)
        file = self.drive.update(action.file_id, body)
        return Done(file["id"], file.get("webViewLink", ""))


@dataclass(frozen=True, slots=True)
class SupersedeRecordEffect:
    """Name and mark of an earlier version; a repeat writes the same."""

    drive: Drive

    def reserve(self, action: SupersedeRecord) -> str:
        """Nothing to reserve."""
        return ""

    def find(self, action: SupersedeRecord, entry: Entry) -> Done | None:
        """The record, if the mark is on it."""
        file = self.drive.get(action.file_id, "id,webViewLink,appProperties")
        marked = file.get("appProperties", {}).get(SUPERSEDED) == str(action.version)
        return Done(file["id"], file.get("webViewLink", "")) if marked else None

    def perform(self, action: SupersedeRecord, entry: Entry) -> Done:
        """Mark it."""
        named = {"name": action.title} if action.title else {}
        body = {"appProperties": {SUPERSEDED: str(action.version)}, **named}
        file = self.drive.update(action.file_id, body)
        return Done(file["id"], file.get("webViewLink", ""))
