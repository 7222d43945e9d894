"""Folders of workbooks, and what has gone from them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class WorkbookFolder:
    """A folder of workbooks that could be listed.

    Attributes:
        count: How many workbooks lie in it, those that could not be read among them.
    """

    folder_id: str
    case_manager: str
    count: int


@dataclass(frozen=True, slots=True)
class GoneWorkbook:
    """A workbook that was in a folder and is not there any more, or does not count any more.

    Attributes:
        students: Refs of those who stood in it and stand nowhere now; without any it is not missed.
    """

    spreadsheet_id: str
    folder_id: str
    case_manager: str
    students: frozenset[str]
