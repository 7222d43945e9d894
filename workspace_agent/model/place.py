"""Where a thing stands, as a link a person can open. Ids and cell addresses only: titles may hold names."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote


def letters(column: int) -> str:
    """What Sheets calls a column, from its 0-based index."""
    called = ""
    while column >= 0:
        called = chr(ord("A") + column % 26) + called
        column = column // 26 - 1
    return called


@dataclass(frozen=True, slots=True, order=True)
class Cell:
    """A cell, or a whole row when `a1` is a row such as `12:12`.

    Links use the documented `#gid=` form with `range=` behind it.
    Source: developers.google.com/workspace/sheets/api/guides/concepts
    """

    spreadsheet_id: str
    sheet_id: int
    a1: str

    @property
    def url(self) -> str:
        """Link that opens the spreadsheet with this cell selected."""
        base = f"https://docs.google.com/spreadsheets/d/{self.spreadsheet_id}/edit"
        return f"{base}?gid={self.sheet_id}#gid={self.sheet_id}&range={quote(self.a1)}"

    @property
    def label(self) -> str:
        """What to call it in a list: the address alone."""
        return f"row {self.a1.split(':')[0]}" if self.a1[:1].isdigit() else f"cell {self.a1}"


@dataclass(frozen=True, slots=True, order=True)
class SpreadsheetPlace:
    """A whole spreadsheet."""

    spreadsheet_id: str

    @property
    def url(self) -> str:
        """Link that opens the spreadsheet."""
        return f"https://docs.google.com/spreadsheets/d/{self.spreadsheet_id}/edit"

    @property
    def label(self) -> str:
        """What to call it in a list."""
        return "workbook"


@dataclass(frozen=True, slots=True, order=True)
class ResponsePlace:
    """One response to the Post IEP Meeting Form."""

    form_id: str
    response_id: str

    @property
    def url(self) -> str:
        """Link that opens the response in the form's editor."""
        return f"https://docs.google.com/forms/d/{self.form_id}/edit#response={quote(self.response_id)}"

    @property
    def label(self) -> str:
        """What to call it in a list."""
        return "form response"


@dataclass(frozen=True, slots=True, order=True)
class FormPlace:
    """A whole form."""

    form_id: str

    @property
    def url(self) -> str:
        """Link that opens the form's editor."""
        return f"https://docs.google.com/forms/d/{self.form_id}/edit"

    @property
    def label(self) -> str:
        """What to call it in a list."""
        return "form"


@dataclass(frozen=True, slots=True, order=True)
class FolderPlace:
    """A folder that the settings name."""

    folder_id: str

    @property
    def url(self) -> str:
        """Link that opens the folder."""
        return f"https://drive.google.com/drive/folders/{self.folder_id}"

    @property
    def label(self) -> str:
        """What to call it in a list."""
        return "folder of workbooks"


@dataclass(frozen=True, slots=True, order=True)
class LinkPlace:
    """Something for which Google itself handed out the link: an event, a file, a folder."""

    url: str
    label: str


Place = Cell | SpreadsheetPlace | ResponsePlace | FormPlace | FolderPlace | LinkPlace
