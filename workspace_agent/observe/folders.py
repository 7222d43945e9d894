"""Find the workbooks of the folders that the settings name: one list per folder. Titles are not kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from workspace_agent.google.drive import SPREADSHEET, quote
from workspace_agent.google.workspace import Google
from workspace_agent.intake.school_years import current
from workspace_agent.intake.table import ListedFile, WorkbookFailure
from workspace_agent.model.errors import PASSING, GoogleRefusal
from workspace_agent.model.organisation import (
    CaseManager,
    FolderSetting,
    FoundWorkbook,
    Organisation,
)

_SHORTCUT = "application/vnd.google-apps.shortcut"
_OTHER_SHEETS = frozenset(
    {
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "application/vnd.ms-excel",
        "application/vnd.ms-excel.sheet.macroenabled.12",
        "application/vnd.oasis.opendocument.spreadsheet",
    }
)
"""Spreadsheets of other programs: they may be the workbook that is meant, and cannot be read."""

_FIELDS = "id,name,mimeType,shortcutDetails(targetId,targetMimeType)"


def find_workbooks(
    google: Google, organisation: Organisation, today: date
) -> tuple[Organisation, tuple[WorkbookFailure, ...]]:
    """The department with all its workbooks, and those of them, or folders, that are not to be read.

    What cannot be read is among the workbooks as well, so that nobody takes what stands there for gone.

    Args:
        google: Drive.
        organisation: The department's settings.
        today: The date in the department's zone: a school year's workbook counts once the year has begun.
    """
    named = {book.id for person in organisation.case_managers for book in person.workbooks}
    named |= {organisation.control}
    found: dict[str, tuple[FoundWorkbook, ...]] = {}
    failures: list[WorkbookFailure] = []
    for person in organisation.case_managers:
        books, untold = _of_person(google, person, named, today)
        found[person.key] = books
        failures += untold
    failures += _of_two(found, {failure.spreadsheet_id for failure in failures})
    books_of = {person.key: (*person.workbooks, *found[person.key]) for person in organisation.case_managers}
    return organisation.with_workbooks(books_of), tuple(failures)


def _of_person(
    google: Google, person: CaseManager, named: set[str], today: date
) -> tuple[tuple[FoundWorkbook, ...], list[WorkbookFailure]]:
    books: dict[str, FoundWorkbook] = {}
    failures: list[WorkbookFailure] = []
    for folder in person.folders:
        counting, untold = _of_folder(google, person.key, folder, named, today)
        for file_id in (*counting, *(failure.spreadsheet_id for failure in untold)):
            books.setdefault(file_id, folder.book(file_id))
        failures += untold
    return tuple(books.values()), failures


def _of_folder(
    google: Google, key: str, folder: FolderSetting, named: set[str], today: date
) -> tuple[list[str], list[WorkbookFailure]]:
    """Ids of the workbooks that count, and what is not read."""
    try:
        answer = google.drive.list(f"{quote(folder.id)} in parents and trashed = false", _FIELDS)
    except PASSING:
        return [], [WorkbookFailure(folder.id, key, "folder_unavailable")]
    except GoogleRefusal:
        return [], [WorkbookFailure(folder.id, key, "folder_not_listed")]
    files = {one.file_id: one for one in _files(google, answer)}
    if not files:
        return [], [WorkbookFailure(folder.id, key, "folder_empty")]
    left = [one for one in files.values() if one.file_id not in named]
    sheets = [one for one in left if one.is_sheet]
    counting, unclear = current(sheets, today, of_one=folder.holds == "one student")
    return [one.file_id for one in counting], [
        *(WorkbookFailure(one.file_id, key, reason) for one, reason in unclear),
        *(WorkbookFailure(one.file_id, key, "not_sheets") for one in left if not one.is_sheet),
    ]


def _files(google: Google, answer: Iterable[Mapping[str, Any]]) -> Iterator[ListedFile]:
    """Spreadsheets, by title; a shortcut is followed, under its own title, unless it leads into the trash."""
    for one in sorted(answer, key=lambda file: (file["name"], file["id"])):
        details = one.get("shortcutDetails", {})
        is_shortcut = one["mimeType"] == _SHORTCUT
        file_id = details.get("targetId", "") if is_shortcut else one["id"]
        kind = details.get("targetMimeType", "") if is_shortcut else one["mimeType"]
        if kind in {SPREADSHEET, *_OTHER_SHEETS} and not (is_shortcut and _is_trashed(google, file_id)):
            yield ListedFile(file_id, one["name"], is_sheet=kind == SPREADSHEET)


def _is_trashed(google: Google, file_id: str) -> bool:
    """In the trash; where Google does not say, reading the workbook will tell what is wrong."""
    try:
        return bool(google.drive.get(file_id, "trashed").get("trashed"))
    except GoogleRefusal:
        return False


def _of_two(found: Mapping[str, tuple[FoundWorkbook, ...]], known: set[str]) -> Iterator[WorkbookFailure]:
    """Workbooks in the folders of two case managers: whose they are is a question."""
    counts = Counter(book.id for books in found.values() for book in books)
    for key, books in found.items():
        for book in books:
            if counts[book.id] > 1 and book.id not in known:
                yield WorkbookFailure(book.id, key, "of_two")
