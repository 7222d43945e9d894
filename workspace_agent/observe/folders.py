"""Find the workbooks of the folders that the settings name: one list per folder. Titles are not kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal

from workspace_agent.duties.lost_workbooks import Remembered
from workspace_agent.google.drive import SPREADSHEET, quote
from workspace_agent.intake.school_years import HasBegun, current, is_archive
from workspace_agent.intake.table import ListedFile, WorkbookFailure
from workspace_agent.model.errors import PASSING, GoogleRefusal
from workspace_agent.model.organisation import (
    CaseManager,
    FolderSetting,
    FoundWorkbook,
    Organisation,
)
from workspace_agent.observe.reads import Reads

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

_FOLDER = "application/vnd.google-apps.folder"
_FIELDS = "id,name,mimeType,shortcutDetails(targetId,targetMimeType),webViewLink"
_AT_ONCE = 40
"""Folders asked about in one list: a query may not be long without end."""


@dataclass(frozen=True, slots=True)
class _Look:
    """What a look into one folder showed.

    Attributes:
        case_manager: Key of whose folder it is.
        books: Its workbooks, those that are not to be read among them.
        failures: What is not to be read.
        there: Ids of all spreadsheets that lie in it; None where it showed none at all.
        below: Folders in it with spreadsheets, which are not read.
        others: What else lies in it.
    """

    case_manager: str
    folder: FolderSetting
    books: tuple[FoundWorkbook, ...]
    failures: tuple[WorkbookFailure, ...]
    there: frozenset[str] | None = None
    below: tuple[WorkbookFailure, ...] = ()
    others: tuple[ListedFile, ...] = ()


@dataclass(frozen=True, slots=True)
class OtherFile:
    """What lies in a folder of workbooks and is no spreadsheet."""

    file: ListedFile
    case_manager: str


def find_workbooks(
    google: Reads, organisation: Organisation, today: date, before: Sequence[Remembered] = ()
) -> tuple[Organisation, tuple[WorkbookFailure, ...], tuple[OtherFile, ...]]:
    """The department with all its workbooks, what of them and of folders is not to be read, and the rest.

    What cannot be read is among the workbooks as well, so that nobody takes what stands there for gone; and
    so is what lay there before and does not any more.

    Args:
        google: Drive.
        organisation: The department's settings.
        today: The date in the department's zone: a school year's workbook counts once the year has begun.
        before: Workbooks that lay in folders at earlier looks.
    """
    named = {book.id for person in organisation.case_managers for book in person.workbooks}
    named |= {organisation.control, *organisation.ignore.workbooks}
    named |= {folder.id for person in organisation.case_managers for folder in person.folders}
    looks = [
        _look_into(google, folder, person.key, _Choice(named, today, _begun(organisation, person, today)))
        for person in organisation.case_managers
        for folder in person.folders
    ]
    found = {person.key: _books(person.key, looks) for person in organisation.case_managers}
    failures = [failure for look in looks for failure in look.failures]
    below = [failure for look in looks for failure in look.below]
    failures += _of_two(found, {failure.spreadsheet_id for failure in failures})
    lost = [*_lost(looks, before, named | {book.id for books in found.values() for book in books})]
    missed = {key: _missed(key, looks, lost) for key in found}
    books_of = {
        person.key: (*person.workbooks, *found[person.key], *missed[person.key])
        for person in organisation.case_managers
    }
    others = tuple(OtherFile(one, look.case_manager) for look in looks for one in look.others)
    return organisation.with_workbooks(books_of), (*failures, *lost, *below), others


def _begun(organisation: Organisation, person: CaseManager, today: date) -> HasBegun:
    return lambda year: organisation.has_begun(person, year, today)


def _books(case_manager: str, looks: Iterable[_Look]) -> tuple[FoundWorkbook, ...]:
    """Each once, in whatever folders it lies."""
    books: dict[str, FoundWorkbook] = {}
    for look in looks:
        if look.case_manager == case_manager:
            books |= {book.id: book for book in look.books if book.id not in books}
    return tuple(books.values())


@dataclass(frozen=True, slots=True)
class _Choice:
    """By what it is chosen which files of a folder count.

    Attributes:
        named: Ids of the workbooks and folders that the settings name.
        has_begun: Whether school has begun, in the school year of this number.
    """

    named: Set[str]
    today: date
    has_begun: HasBegun


def _look_into(google: Reads, folder: FolderSetting, key: str, choice: _Choice) -> _Look:
    def nothing(reason: Literal["folder_unavailable", "folder_not_listed", "folder_empty"]) -> _Look:
        return _Look(key, folder, (folder.book(folder.id),), (WorkbookFailure(folder.id, key, reason),))

    try:
        answer = google.drive.list(f"{quote(folder.id)} in parents and trashed = false", _FIELDS)
    except PASSING:
        return nothing("folder_unavailable")
    except GoogleRefusal:
        return nothing("folder_not_listed")
    listed = list(answer)
    files = {one.file_id: one for one in _files(google, listed)}
    others = tuple(_others(listed))
    if not files:
        return replace(nothing("folder_empty"), others=others)
    below = (WorkbookFailure(one, key, "folder_below") for one in _below(google, listed, choice))
    return replace(_chosen(folder, key, files, choice), below=tuple(below), others=others)


def _others(listed: Iterable[Mapping[str, Any]]) -> Iterator[ListedFile]:
    """Whatever is no spreadsheet, folders and shortcuts to documents among it."""
    for one in listed:
        kind = one.get("shortcutDetails", {}).get("targetMimeType", one["mimeType"])
        if kind not in {SPREADSHEET, *_OTHER_SHEETS}:
            yield ListedFile(one["id"], one["name"], is_sheet=False, link=one.get("webViewLink", ""))


def _below(google: Reads, listed: Iterable[Mapping[str, Any]], choice: _Choice) -> list[str]:
    """Ids of the folders in a folder in which spreadsheets lie, but for archives and those that are named.

    Where Google does not say, nothing is told: it is told at the next look.
    """
    folders = [
        one["id"]
        for one in listed
        if one["mimeType"] == _FOLDER
        and one["id"] not in choice.named
        and not is_archive(one["name"], choice.has_begun)
    ]
    holding: set[str] = set()
    try:
        for at in range(0, len(folders), _AT_ONCE):
            inside = " or ".join(f"{quote(one)} in parents" for one in folders[at : at + _AT_ONCE])
            query = f"({inside}) and mimeType = {quote(SPREADSHEET)} and trashed = false"
            holding |= {parent for one in google.drive.list(query, "id,parents") for parent in one["parents"]}
    except GoogleRefusal:
        return []
    return [one for one in folders if one in holding]


def _chosen(folder: FolderSetting, key: str, files: Mapping[str, ListedFile], choice: _Choice) -> _Look:
    left = [one for one in files.values() if one.file_id not in choice.named]
    sheets = [one for one in left if one.is_sheet]
    chosen = current(sheets, choice.today, choice.has_begun, of_one=folder.holds == "one student")
    failures = (
        *(WorkbookFailure(one.file_id, key, reason) for one, reason in chosen.unclear),
        *(WorkbookFailure(one.file_id, key, "not_sheets") for one in left if not one.is_sheet),
    )
    counting = [one.file_id for one in chosen.counting]
    books = (
        folder.book(file_id, chosen.follows.get(file_id, ()))
        for file_id in (*counting, *(failure.spreadsheet_id for failure in failures))
    )
    return _Look(key, folder, tuple(books), failures, frozenset(files))


def _lost(looks: Iterable[_Look], before: Iterable[Remembered], known: Set[str]) -> Iterator[WorkbookFailure]:
    """What lay in a folder that could be listed, and does not any more, or does not count any more.

    Of what still lies there, behind one of a later school year, nobody is missed.
    """
    by_folder = {look.folder.id: look for look in looks}
    for one in before:
        look = by_folder.get(one.folder_id)
        if look is None or look.there is None or one.spreadsheet_id in known:
            continue
        missed = frozenset[str]() if one.spreadsheet_id in look.there else one.students
        yield WorkbookFailure(
            one.spreadsheet_id, look.case_manager, "gone", folder=one.folder_id, students=missed
        )


def _missed(
    case_manager: str, looks: Iterable[_Look], lost: Iterable[WorkbookFailure]
) -> Iterator[FoundWorkbook]:
    folders = {look.folder.id: look.folder for look in looks}
    for one in lost:
        if one.case_manager == case_manager and one.students:
            yield folders[one.folder].book(one.spreadsheet_id)


def _files(google: Reads, answer: Iterable[Mapping[str, Any]]) -> Iterator[ListedFile]:
    """Spreadsheets, by title; a shortcut is followed, under its own title, unless it leads into the trash."""
    for one in sorted(answer, key=lambda file: (file["name"], file["id"])):
        details = one.get("shortcutDetails", {})
        is_shortcut = one["mimeType"] == _SHORTCUT
        file_id = details.get("targetId", "") if is_shortcut else one["id"]
        kind = details.get("targetMimeType", "") if is_shortcut else one["mimeType"]
        if kind in {SPREADSHEET, *_OTHER_SHEETS} and not (is_shortcut and _is_trashed(google, file_id)):
            yield ListedFile(file_id, one["name"], is_sheet=kind == SPREADSHEET)


def _is_trashed(google: Reads, file_id: str) -> bool:
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
