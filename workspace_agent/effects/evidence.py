"""Render the contact attempts towards one meeting as a PDF and upload it under a reserved id."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from workspace_agent.duties.evidence import FileEvidence
from workspace_agent.effects.folders import FileIds, FindFolder, find_file
from workspace_agent.effects.marks import file_marks
from workspace_agent.effects.pdf import paragraphs, plain, printed, replacing
from workspace_agent.effects.perform import Done
from workspace_agent.google.drive import Drive, NewFile
from workspace_agent.intake.table import Row, StudentRow
from workspace_agent.ledger.rows import Entry
from workspace_agent.model.contacts import ContactAttempt
from workspace_agent.model.dates import words
from workspace_agent.model.facts import Meeting
from workspace_agent.model.field import known
from workspace_agent.model.organisation import Organisation
from workspace_agent.model.place import Cell

_BLANK = "not written down"


@dataclass(frozen=True, slots=True)
class FileEvidenceEffect:
    """What people typed about each attempt is copied as it stands, into a folder that staff alone can open.

    Attributes:
        rows: Rows of the Contacts sheets by their place, for this pass only.
        listed: Each student's rows on the lists of students, for this pass only.
    """

    drive: Drive
    ids: FileIds
    folder_id: FindFolder
    rows: Mapping[Cell, Row]
    listed: Mapping[str, tuple[StudentRow, ...]]
    organisation: Organisation
    today: date

    def reserve(self, action: FileEvidence) -> str:
        """An id from `files.generateIds`."""
        return self.ids.take()

    def find(self, action: FileEvidence, entry: Entry) -> Done | None:
        """The file under the reserved id, if the upload was applied."""
        return find_file(self.drive, entry.reserved_id)

    def perform(self, action: FileEvidence, entry: Entry) -> Done:
        """Render and upload."""
        marks = file_marks(action.key, action.properties)
        new = NewFile(entry.reserved_id, action.title, self.folder_id(action.folder), marks)
        made = self.drive.upload(new, self._pdf(action), "application/pdf")
        return Done(made["id"], made.get("webViewLink", ""))

    def _pdf(self, action: FileEvidence) -> bytes:
        student = self.listed[action.student_ref][0]
        name = self.organisation.case_manager(action.case_manager).name
        content = {
            "title": plain(action.heading),
            "reference": action.student_ref,
            "version": action.version,
            "about": [plain(f"Filed by the workspace agent on {words(self.today)} for {name}")],
            "notes": replacing(action.version),
            "blank": _BLANK,
            "facts": [("Student", paragraphs(student.full_name)), *_facts(action.meeting)],
            "attempts": [
                self._line(number, attempt) for number, attempt in enumerate(action.attempts, start=1)
            ],
            "source": _source(action.attempts),
        }
        return printed("evidence", content)

    def _line(self, number: int, attempt: ContactAttempt) -> list[list[str]]:
        row, day, at = self.rows[attempt.row], known(attempt.date), known(attempt.time)
        own = (row.raw(name).text for name in ("method", "who", "about", "result"))
        told = (str(number), words(day) if day else "", f"{at:%H:%M}" if at else "", *own)
        return [paragraphs(text) for text in told]


def _facts(meeting: Meeting) -> list[tuple[str, list[str]]]:
    day, start, agreed = known(meeting.date), known(meeting.start), known(meeting.agreed_on)
    told = {
        "Meeting": f"{words(day) if day else ''}{f', {start:%H:%M}' if start else ''}",
        "Agreed with the parent on": words(agreed) if agreed else "",
        "Held": "ticked as held" if meeting.held else "not ticked as held",
    }
    return [(label, paragraphs(text)) for label, text in told.items()]


def _source(attempts: tuple[ContactAttempt, ...]) -> str:
    rows = ", ".join(attempt.row.label for attempt in attempts)
    return (
        f"Method, with whom, about what and result are as typed in the Contacts sheet ({rows}). Attempts "
        "about anything other than this meeting are not listed, nor are those whose date cannot be read."
    )
