"""The workbooks of a department with their sheets recognised, and the people on their lists of students."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from workspace_agent.intake import SHEETS
from workspace_agent.intake.aside import by_their_titles
from workspace_agent.intake.folders import fitted
from workspace_agent.intake.gone import found_elsewhere, gone, missed, without_unmissed
from workspace_agent.intake.headings import Headings
from workspace_agent.intake.identify import Register
from workspace_agent.intake.named_tabs import by_all_titles
from workspace_agent.intake.next_year import settled
from workspace_agent.intake.people import People, people
from workspace_agent.intake.recognise import Recognised, recognise
from workspace_agent.intake.table import RawWorkbook, Sheet, WorkbookFailure
from workspace_agent.model.organisation import Organisation
from workspace_agent.model.problem import Problem
from workspace_agent.model.workbook_folders import GoneWorkbook

READ = frozenset(parser.name for parser in SHEETS)


@dataclass(frozen=True, slots=True)
class LaidOut:
    """What was found before anything but the lists of students is read.

    Attributes:
        organisation: With the workbooks that folders were found to hold.
        workbooks: All that are still asked for, opened or not.
        books: Those that were opened, each with its sheets.
        lost: Workbooks that were there and are not.
    """

    organisation: Organisation
    workbooks: Sequence[RawWorkbook | WorkbookFailure] = field(repr=False)
    books: Sequence[tuple[RawWorkbook, Recognised]] = field(repr=False)
    everybody: People = field(repr=False)
    lost: tuple[GoneWorkbook, ...]

    @property
    def sheets(self) -> list[Sheet]:
        """All sheets, in the order of the workbooks."""
        return [sheet for _, found in self.books for sheet in found.sheets]

    @property
    def unclear(self) -> list[Problem]:
        """What is not clear about the sheets."""
        return [problem for _, found in self.books for problem in found.problems]

    def sheets_of(self, kind: str) -> list[Sheet]:
        """All sheets of one kind, by its name in `sheets.toml`."""
        return [sheet for sheet in self.sheets if sheet.name == kind]


def lay_out(
    organisation: Organisation,
    headings: Headings,
    workbooks: Sequence[RawWorkbook | WorkbookFailure],
    register: Register,
    today: date,
) -> LaidOut:
    """Recognise all sheets and find out who is who; see `department.take_in`."""
    workbooks = by_their_titles(workbooks, organisation, today)
    organisation, workbooks = fitted(*settled(organisation, workbooks, headings), headings)
    books = _recognised(workbooks, organisation, headings)
    sheets = [sheet for _, found in books for sheet in found.sheets]
    everybody = people(sheets, organisation, register, today)
    there = found_elsewhere((ref for ref, _ in everybody.named), everybody.identities.aliases)
    workbooks = missed(workbooks, there)
    return LaidOut(
        organisation=organisation,
        workbooks=without_unmissed(workbooks),
        books=[
            (book, by_all_titles(book, found, headings, everybody.roster, spared(book, organisation)))
            for book, found in books
        ],
        everybody=everybody,
        lost=tuple(gone(workbooks)),
    )


def _recognised(
    workbooks: Iterable[RawWorkbook | WorkbookFailure], organisation: Organisation, headings: Headings
) -> list[tuple[RawWorkbook, Recognised]]:
    return [
        (book, recognise(book, headings, READ, spared(book, organisation), elsewhere(book, organisation)))
        for book in workbooks
        if isinstance(book, RawWorkbook)
    ]


def spared(book: RawWorkbook, organisation: Organisation) -> frozenset[str]:
    """Where meetings are booked without a box, there is no column for it to miss; nor for an only student."""
    box = {"book"} if organisation.is_settled(book.spreadsheet_id) else set()
    return frozenset(box | ({"student"} if book.of_one else set()))


def elsewhere(book: RawWorkbook, organisation: Organisation) -> frozenset[str]:
    """Kinds of sheets that another workbook of the case manager holds instead."""
    person = organisation.case_manager(book.case_manager)
    return next(
        (person.keeps_elsewhere(one) for one in person.workbooks if one.id == book.spreadsheet_id),
        frozenset(),
    )
