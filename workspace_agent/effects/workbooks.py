"""Make workbooks, fill them once and share them.

Drive reserves no ids for Google's own kinds of files, so each effect looks before it writes: a workbook is
found by its mark, its tabs by ids of our own, a share in the list of permissions.

Source: developers.google.com/drive/api/reference/rest/v3/files/generateIds
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from workspace_agent.duties.workbooks import FillWorkbook, MakeWorkbook, ShareWorkbook
from workspace_agent.effects.folders import FindFolder
from workspace_agent.effects.perform import Done
from workspace_agent.effects.workbook_layout import SHEET_IDS, layout
from workspace_agent.google.drive import SPREADSHEET, Drive, quote
from workspace_agent.google.sheets import Sheets
from workspace_agent.ledger.rows import Entry
from workspace_agent.model.errors import Changed

Json = dict[str, Any]

MARK = "wa_workbook"
"""Not the mark of folders and records: who may open a workbook is the case manager's affair."""

_FIELDS = "id,name,trashed,createdTime,appProperties,webViewLink"
_CONTENT = "sheets(properties(sheetId),data(rowData(values(userEnteredValue))))"
_RANK = {"reader": 1, "commenter": 2, "writer": 3, "fileOrganizer": 4, "organizer": 5, "owner": 6}


def find_workbook(drive: Drive, mark: str, key: str, folder: str) -> Json | None:
    """The workbook with this mark; of several the one that is not in the trash, then the oldest.

    A list by mark may lag behind, and a list by folder does not.

    Args:
        drive: Where.
        mark: Name of the mark that holds its key.
        key: Of the workbook.
        folder: Drive's id of what it was made in; empty for My Drive.
    """
    marked = f"appProperties has {{ key={quote(mark)} and value={quote(key)} }}"
    found = drive.list(marked, _FIELDS) or [
        file
        for file in drive.list(
            f"{quote(folder or 'root')} in parents and mimeType = {quote(SPREADSHEET)}", _FIELDS
        )
        if file.get("appProperties", {}).get(mark) == key
    ]
    return min(found, key=_by_use, default=None)


def _by_use(file: Json) -> tuple[bool, str, str]:
    return bool(file.get("trashed")), str(file.get("createdTime", "")), str(file["id"])


@dataclass(frozen=True, slots=True)
class MakeWorkbookEffect:
    """Looks for its mark first: a second call makes a second workbook."""

    drive: Drive
    folder: str

    def reserve(self, action: MakeWorkbook) -> str:
        """Nothing can be reserved."""
        return ""

    def find(self, action: MakeWorkbook, entry: Entry) -> Done | None:
        """The workbook that carries our mark, unless it lies in the trash."""
        found = find_workbook(self.drive, MARK, action.key, self.folder)
        return made(found) if found and not found.get("trashed") else None

    def perform(self, action: MakeWorkbook, entry: Entry) -> Done:
        """Make it, or copy its template."""
        if found := self.find(action, entry):
            return found
        marks = {MARK: action.key}
        if action.template:
            return made(self.drive.copy(action.template, action.title, self.folder, marks))
        return made(self.drive.create_spreadsheet(action.title, self.folder, marks))


def made(file: Json) -> Done:
    """What a spreadsheet in Drive comes to."""
    return Done(file["id"], file.get("webViewLink", ""))


@dataclass(frozen=True, slots=True)
class FillWorkbookEffect:
    """All tabs come in one request, all or none, and only into a workbook in which nothing stands."""

    sheets: Sheets
    workbook_id: FindFolder

    def reserve(self, action: FillWorkbook) -> str:
        """Nothing to reserve: the ids of the tabs are ours."""
        return ""

    def find(self, action: FillWorkbook, entry: Entry) -> Done | None:
        """Done, if one of our tabs is there: people may have deleted others since."""
        return self._done(action) if any(_is_ours(sheet) for sheet in self._content(action)) else None

    def perform(self, action: FillWorkbook, entry: Entry) -> Done:
        """Fill it.

        Raises:
            Changed: Something stands in it: `find` tells whether that is ours.
        """
        content = self._content(action)
        if len(content) != 1 or _is_typed_into(content[0]):
            raise Changed("sheets.spreadsheets.batchUpdate", reason="notEmpty")
        first = content[0]["properties"].get("sheetId", 0)
        self.sheets.batch_update(self.workbook_id(action.workbook), layout(action, first))
        return self._done(action)

    def _content(self, action: FillWorkbook) -> list[Json]:
        return list(self.sheets.read(self.workbook_id(action.workbook), _CONTENT)["sheets"])

    def _done(self, action: FillWorkbook) -> Done:
        file_id = self.workbook_id(action.workbook)
        return Done(file_id, f"https://docs.google.com/spreadsheets/d/{file_id}/edit")


def _is_ours(sheet: Json) -> bool:
    return sheet["properties"].get("sheetId", 0) in SHEET_IDS


def _is_typed_into(sheet: Json) -> bool:
    rows = (row for block in sheet.get("data", ()) for row in block.get("rowData", ()))
    return any("userEnteredValue" in cell for row in rows for cell in row.get("values", ()))


@dataclass(frozen=True, slots=True)
class ShareWorkbookEffect:
    """Lists before it grants, and grants only what is lacking, without a mail."""

    drive: Drive
    workbook_id: FindFolder

    def reserve(self, action: ShareWorkbook) -> str:
        """Nothing to reserve."""
        return ""

    def find(self, action: ShareWorkbook, entry: Entry) -> Done | None:
        """The permission, if the person may do as much or more."""
        file_id = self.workbook_id(action.workbook)
        for permission in self.drive.permissions(file_id):
            is_theirs = permission.get("emailAddress", "").casefold() == action.address.casefold()
            if is_theirs and _RANK.get(permission.get("role", ""), 0) >= _RANK[action.role]:
                return _shared(file_id, permission)
        return None

    def perform(self, action: ShareWorkbook, entry: Entry) -> Done:
        """Grant it."""
        if found := self.find(action, entry):
            return found
        file_id = self.workbook_id(action.workbook)
        return _shared(file_id, self.drive.share(file_id, action.address, action.role))


def _shared(file_id: str, permission: Json) -> Done:
    return Done(permission["id"], f"https://docs.google.com/spreadsheets/d/{file_id}/edit")
