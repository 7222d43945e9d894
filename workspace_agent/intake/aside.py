"""Tabs that are set aside: what nobody wants read, old lists, templates, and empty ones beside a full one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from workspace_agent.intake.headings import Headings
from workspace_agent.intake.names import folded
from workspace_agent.intake.school_years import is_of_another_year
from workspace_agent.intake.tab_titles import is_called
from workspace_agent.intake.table import RawWorkbook, Sheet, Standing, WorkbookFailure
from workspace_agent.intake.tabs import lacks_student
from workspace_agent.model.organisation import Organisation
from workspace_agent.model.problem import Problem
from workspace_agent.model.problem_kinds import ProblemKind

_OLD = frozenset(
    {"old", "archive", "archived", "archives", "former", "previous", "backup", "obsolete", "outdated"}
)
_GONE = frozenset({"exited", "inactive", "withdrawn", "graduated"})
_TEMPLATE = frozenset({"template", "templates", "blank", "example", "examples", "sample"})
_PHRASES = ("last year", "last yr", "do not use", "don t use", "copy me")


def by_their_titles(
    books: Iterable[RawWorkbook | WorkbookFailure], organisation: Organisation, today: date
) -> list[RawWorkbook | WorkbookFailure]:
    """Workbooks whose tabs say whether they count: by the settings, or by the school year in their titles."""
    return [
        _with_standings(book, organisation, today) if isinstance(book, RawWorkbook) else book
        for book in books
    ]


def _with_standings(book: RawWorkbook, organisation: Organisation, today: date) -> RawWorkbook:
    never = {folded(title) for title in organisation.ignore.tabs} - {""}
    person = organisation.case_manager(book.case_manager)

    def has_begun(year: int) -> bool:
        return organisation.has_begun(person, year, today)

    def standing(title: str) -> Standing:
        if folded(title) in never:
            return Standing.IGNORED
        return Standing.OTHER_YEAR if is_of_another_year(title, today, has_begun) else Standing.COUNTS

    return replace(
        book, tables=tuple(replace(table, standing=standing(table.title)) for table in book.tables)
    )


def rivals(sheets: Sequence[Sheet], headings: Headings) -> tuple[Sheet, ...]:
    """Of sheets that hold the same kind of facts in one workbook, those that may count.

    Not an old list or a template where another sheet is left, nor an empty one beside one with rows; but one
    that is empty and alone bears the title of its kind may have been emptied, and stays a question. What is
    of another school year is old only where a sheet says how things are: a row of last June still counts.
    """
    present = _in_use(tuple(sheet for sheet in sheets if not _is_old(sheet, headings)) or sheets)
    filled = tuple(sheet for sheet in present if any(sheet.rows()))
    called = [
        sheet for sheet in present if is_called(sheet.table.title, headings.sheets[sheet.name].by_title)
    ]
    emptied = bool(called) and not any(sheet in filled for sheet in called)
    return present if emptied or not filled else filled


def _in_use(sheets: Sequence[Sheet]) -> tuple[Sheet, ...]:
    """The same; where each is titled with another school year, none is of one: nobody has renamed it."""
    if any(sheet.table.standing is Standing.COUNTS for sheet in sheets):
        return tuple(sheets)
    return tuple(replace(one, table=replace(one.table, standing=Standing.COUNTS)) for one in sheets)


def _is_old(sheet: Sheet, headings: Headings) -> bool:
    """An old list or a template, by its title. A tab for one student may be called so after a name."""
    if sheet.table.standing is Standing.OTHER_YEAR and not headings.sheets[sheet.name].of_days:
        return True
    title = folded(sheet.table.title)
    said = not (_OLD | _GONE | _TEMPLATE).isdisjoint(title.split()) or any(one in title for one in _PHRASES)
    return said and not lacks_student(sheet)


def old_lists(sheets: Sequence[Sheet], left: Sequence[Sheet], headings: Headings) -> Iterator[Problem]:
    """Old lists of students that hold rows, where the one that counts holds none: that may be a mistake."""
    if any(any(sheet.rows()) for sheet in left):
        return
    for sheet in sheets:
        if sheet not in left and headings.serves(sheet.name) == "students" and any(sheet.rows()):
            yield Problem(ProblemKind.OLD_LIST, sheet.table.line(sheet.header), sheet.case_manager)
