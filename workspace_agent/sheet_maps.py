"""What was recognised in the department's workbooks: looked at by `sheets map` and by `doctor`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import count

from workspace_agent.google.workspace import Google
from workspace_agent.intake.headings import Headings
from workspace_agent.intake.identify import Identities, Register
from workspace_agent.intake.laid_out import LaidOut, lay_out, spared
from workspace_agent.intake.pauses import FAILURES
from workspace_agent.intake.recognise import Recognised
from workspace_agent.intake.sheet_map import MappedTab, map_workbook
from workspace_agent.intake.table import RawWorkbook, WorkbookFailure
from workspace_agent.ledger.keys import Sign
from workspace_agent.model.organisation import Organisation
from workspace_agent.model.place import SpreadsheetPlace
from workspace_agent.model.problem import Problem
from workspace_agent.model.problem_kinds import ProblemKind
from workspace_agent.observe.folders import find_workbooks
from workspace_agent.observe.workbooks import read_workbooks

_OF_A_WHOLE_SHEET = frozenset(
    {
        ProblemKind.MISSING_SHEET,
        ProblemKind.TWO_SHEETS,
        ProblemKind.LIKE_ANOTHER_SHEET,
        ProblemKind.TAB_WITHOUT_DATES,
        ProblemKind.TAB_NOT_READ,
        ProblemKind.OLD_LIST,
        ProblemKind.HEADINGS_MOVED,
    }
)


@dataclass(frozen=True, slots=True)
class MappedBook:
    """A workbook, as far as it could be opened.

    Attributes:
        problems: What concerns whole sheets of it, or all of it.
        ignored: The settings say that it is never read.
        spreadsheet_id: Google's; of a folder that could not be listed, or was empty, the folder's own.
        holds: What the settings say it holds; empty where it could not be opened.
        zone: Its time zone; empty where it could not be opened.
        locale: Its locale; empty where it could not be opened.
    """

    case_manager: str
    link: str
    problems: tuple[Problem, ...]
    tabs: tuple[MappedTab, ...] = ()
    ignored: bool = False
    spreadsheet_id: str = ""
    holds: str = ""
    zone: str = ""
    locale: str = ""

    @property
    def unsettled(self) -> bool:
        """Something in it needs a person."""
        return bool(self.problems) or any(tab.needs_a_person for tab in self.tabs)


def mapped_books(
    google: Google, organisation: Organisation, headings: Headings, sign: Sign, today: date
) -> list[MappedBook]:
    """All workbooks of the settings and of their folders, then those that are never read.

    Args:
        google: The agent's.
        organisation: Of the settings.
        headings: `sheets.toml`.
        sign: A keyed hash; of whatever key, because nobody is remembered.
        today: The date in the department's zone.
    """
    found, failures, _ = find_workbooks(google, organisation, today)
    books = read_workbooks(google, found, failures)
    laid = lay_out(found, headings, books, Register(Identities(), sign, map(str, count())), today)
    recognised = {book.spreadsheet_id: one for book, one in laid.books}
    ignored = (
        MappedBook("", SpreadsheetPlace(one).url, (), ignored=True) for one in organisation.ignore.workbooks
    )
    return [*(_mapped(book, recognised, laid, headings) for book in laid.workbooks), *ignored]


def _mapped(
    book: RawWorkbook | WorkbookFailure,
    recognised: Mapping[str, Recognised],
    laid: LaidOut,
    headings: Headings,
) -> MappedBook:
    if isinstance(book, WorkbookFailure):
        failure = Problem(FAILURES[book.kind], book.place, detail=laid.organisation.robot)
        return MappedBook(book.case_manager, book.place.url, (failure,), spreadsheet_id=book.spreadsheet_id)
    found = recognised[book.spreadsheet_id]
    aside = {sheet.table.sheet_id for sheet in found.aside}
    owned = {sheet.table.sheet_id for sheet in found.sheets if sheet.owner}
    return MappedBook(
        book.case_manager,
        SpreadsheetPlace(book.spreadsheet_id).url,
        tuple(problem for problem in found.problems if problem.kind in _OF_A_WHOLE_SHEET),
        tuple(map_workbook(book, headings, spared(book, laid.organisation), aside, owned)),
        spreadsheet_id=book.spreadsheet_id,
        holds=book.holds,
        zone=book.zone,
        locale=book.locale,
    )
