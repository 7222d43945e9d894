"""Workbooks that are gone from their folder: whom nobody sees without them.

Such a workbook counts as one that could not be opened, so that nothing which stood in it counts as gone,
until it is back, its students stand elsewhere, or a person says that it is meant.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import replace
from typing import TypeGuard

from workspace_agent.intake.aliases import Aliases, merged_refs
from workspace_agent.intake.initials import Numbered, printed
from workspace_agent.intake.table import RawWorkbook, StudentRow, WorkbookFailure
from workspace_agent.model.workbook_folders import GoneWorkbook

AnyWorkbook = RawWorkbook | WorkbookFailure


def found_elsewhere(refs: Iterable[str], aliases: Aliases) -> frozenset[str]:
    """Refs of everybody who stands on some list, and those by which they were known before.

    Args:
        refs: Of all rows.
        aliases: Who turned out to be whom.
    """
    there = frozenset(refs)
    return there | {given_up for given_up, heir in merged_refs(aliases).items() if heir in there}


def missed(workbooks: Sequence[AnyWorkbook], there: Set[str]) -> list[AnyWorkbook]:
    """The same, where what is gone names those alone who stand nowhere else."""
    return [
        replace(book, students=book.students - there) if isinstance(book, WorkbookFailure) else book
        for book in workbooks
    ]


def without_unmissed(workbooks: Iterable[AnyWorkbook]) -> list[AnyWorkbook]:
    """Nothing hangs on those that are gone and that nobody misses."""
    return [book for book in workbooks if not is_gone(book) or book.students]


def is_gone(book: AnyWorkbook) -> TypeGuard[WorkbookFailure]:
    """It was in its folder, and is not there any more."""
    return isinstance(book, WorkbookFailure) and book.kind == "gone"


def gone(workbooks: Iterable[AnyWorkbook]) -> Iterator[GoneWorkbook]:
    """As facts, those that nobody misses among them."""
    for book in workbooks:
        if is_gone(book):
            yield GoneWorkbook(book.spreadsheet_id, book.folder, book.case_manager, book.students)


def absent(listed: Set[str], initials: Mapping[str, Numbered]) -> Mapping[str, str]:
    """Initials of those who were known and stand on no list, by ref; not those that somebody had before."""
    return {ref: printed(one) for ref, one in initials.items() if ref not in listed and "/" not in ref}


def standing_in(named: Iterable[tuple[str, StudentRow]]) -> Mapping[str, frozenset[str]]:
    """Refs of those who stand in each workbook and have not left, by spreadsheet id."""
    found: dict[str, set[str]] = {}
    for ref, row in named:
        if row.left is None:
            found.setdefault(row.row.sheet.table.spreadsheet_id, set()).add(ref)
    return {book: frozenset(refs) for book, refs in found.items()}
