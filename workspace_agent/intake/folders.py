"""Workbooks of a folder: what each of them holds, where the settings say only what all hold together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import replace

from workspace_agent.intake.headings import Headings
from workspace_agent.intake.recognise import recognise
from workspace_agent.intake.table import RawWorkbook, WorkbookFailure
from workspace_agent.model.organisation import FoundWorkbook, Holds, Organisation, WorkbookSetting
from workspace_agent.model.workbook_folders import WorkbookFolder

_CONTACTS, _STUDENTS = "contacts", "students"
_BOTH = "progress monitoring and hours"


def fitted(
    organisation: Organisation, workbooks: Sequence[RawWorkbook | WorkbookFailure], headings: Headings
) -> tuple[Organisation, list[RawWorkbook | WorkbookFailure]]:
    """Settings and workbooks, where each workbook of a folder holds what its own sheets say.

    A workbook with nothing but hours, or nothing but a contact log, holds that, whatever the rest of the
    folder holds; one that could not be opened holds what the settings say of the folder.
    """
    found = {book.id for book in organisation.found_workbooks}
    kinds = {
        book.spreadsheet_id: _kinds(book, headings)
        for book in workbooks
        if isinstance(book, RawWorkbook) and book.spreadsheet_id in found
    }
    hours = frozenset(name for name, kind in headings.sheets.items() if kind.workbook == "hours")
    books = {
        person.key: tuple(_fitted(book, person.workbooks, kinds, hours) for book in person.workbooks)
        for person in organisation.case_managers
    }
    holds = {book.id: book.holds for of_one in books.values() for book in of_one}
    changed = [
        replace(book, holds=holds.get(book.spreadsheet_id, book.holds))
        if isinstance(book, RawWorkbook)
        else book
        for book in workbooks
    ]
    return organisation.with_workbooks(books), changed


def _kinds(book: RawWorkbook, headings: Headings) -> frozenset[str]:
    """What sheets it has, of all kinds; contacts only where their rows say whose they are."""
    sheets = recognise(replace(book, holds=_BOTH), headings, headings.sheets.keys()).sheets
    found = (sheet for sheet in sheets if sheet.name != _CONTACTS or "student" in sheet.columns)
    return frozenset(headings.serves(sheet.name) for sheet in found)


def _fitted(
    book: WorkbookSetting,
    beside: Iterable[WorkbookSetting],
    kinds: Mapping[str, frozenset[str]],
    hours: Set[str],
) -> WorkbookSetting:
    if not isinstance(book, FoundWorkbook) or not kinds.get(book.id):
        return book
    together = [
        kinds.get(one.id, frozenset[str]())
        for one in beside
        if isinstance(one, FoundWorkbook) and one.folder == book.folder
    ]
    return book.model_copy(update={"holds": _held(book.holds, kinds[book.id], together, hours)})


def _held(holds: Holds, own: frozenset[str], together: Sequence[frozenset[str]], hours: Set[str]) -> Holds:
    """What a workbook holds; of caseload and hours its part, where the other part stands beside it."""
    if own == {_CONTACTS}:
        return "contacts"
    if own <= hours and any(_STUDENTS in kinds for kinds in together):
        return "hours"
    apart = any(kinds and kinds <= hours for kinds in together)
    both = holds == _BOTH
    return "progress monitoring" if both and apart and not own & hours else holds


def listed(organisation: Organisation, gone: Set[str]) -> Iterator[WorkbookFolder]:
    """How many workbooks lie in each folder that could be listed.

    Args:
        organisation: With all workbooks.
        gone: Ids of those that lie there no more.
    """
    for person in organisation.case_managers:
        books = (book for book in person.workbooks if book.id not in gone)
        found = (book for book in books if isinstance(book, FoundWorkbook))
        for folder, count in Counter(book.folder for book in found).items():
            if folder not in {book.id for book in person.workbooks}:
                yield WorkbookFolder(folder, person.key, count)
