"""Make the spreadsheet for an Agent tab that does not belong into its workbook."""

from __future__ import annotations

from dataclasses import dataclass

from workspace_agent.duties.private_spreadsheets import MakePrivateSpreadsheet
from workspace_agent.effects.folders import FindFolder
from workspace_agent.effects.marks import KEY, file_marks
from workspace_agent.effects.perform import Done
from workspace_agent.effects.workbooks import find_workbook, made
from workspace_agent.google.drive import Drive
from workspace_agent.ledger.rows import Entry


@dataclass(frozen=True, slots=True)
class MakePrivateSpreadsheetEffect:
    """Looks for its mark first: no ids are reserved for Google's own kinds of files."""

    drive: Drive
    folder_id: FindFolder

    def reserve(self, action: MakePrivateSpreadsheet) -> str:
        """Nothing can be reserved."""
        return ""

    def find(self, action: MakePrivateSpreadsheet, entry: Entry) -> Done | None:
        """The spreadsheet that carries our mark."""
        found = find_workbook(self.drive, KEY, action.key, self.folder_id(action.folder))
        return made(found) if found else None

    def perform(self, action: MakePrivateSpreadsheet, entry: Entry) -> Done:
        """Make it."""
        marks = file_marks(action.key, action.properties)
        return self.find(action, entry) or made(
            self.drive.create_closed_spreadsheet(action.title, self.folder_id(action.folder), marks)
        )
