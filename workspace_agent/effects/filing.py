"""Render a response as a PDF and upload it under a reserved id."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from workspace_agent.duties.filing import FileRecord
from workspace_agent.effects.folders import FindFolder, find_file
from workspace_agent.effects.marks import file_marks
from workspace_agent.effects.perform import Done
from workspace_agent.effects.record import render_record
from workspace_agent.google.drive import Drive, NewFile
from workspace_agent.intake.response import FormRecord
from workspace_agent.ledger.ledger import Entry
from workspace_agent.model.organisation import Organisation


@dataclass(frozen=True, slots=True)
class FileRecordEffect:
    """The PDF is the one thing that leaves with a name in it, into a folder that staff alone can open.

    A PDF and not a Google document: reserved ids are not possible for converted documents, so a lost
    answer could leave two of them. Source: developers.google.com/drive/api/guides/create-file
    """

    drive: Drive
    folder_id: FindFolder
    records: Mapping[str, FormRecord]
    organisation: Organisation
    today: date

    def reserve(self, action: FileRecord) -> str:
        """An id from `files.generateIds`."""
        return self.drive.generate_ids(1)[0]

    def find(self, action: FileRecord, entry: Entry) -> Done | None:
        """The file under the reserved id, if the upload was applied."""
        return find_file(self.drive, entry.reserved_id)

    def perform(self, action: FileRecord, entry: Entry) -> Done:
        """Render and upload."""
        folder = self.folder_id(action.folder)
        new = NewFile(entry.reserved_id, action.title, folder, file_marks(action.key))
        made = self.drive.upload(new, self._pdf(action), "application/pdf")
        return Done(made["id"], made.get("webViewLink", ""))

    def _pdf(self, action: FileRecord) -> bytes:
        person = action.case_manager
        return render_record(
            self.records[action.response_id],
            title="Post IEP Meeting Form",
            reference=action.student_ref or "needs review",
            version=action.version,
            case_manager=self.organisation.case_manager(person).name if person else "",
            filed_on=self.today,
        )
