"""Tabs that headings alone do not tell: a student's full name says of what they are, and whose.

What is still not read although its title says that it should be is told, once for each tab.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import replace
from typing import NamedTuple

from workspace_agent.intake.agent_tab import is_agents
from workspace_agent.intake.heading_row import columns_of, heading_row
from workspace_agent.intake.heading_words import normal_heading
from workspace_agent.intake.headings import Headings
from workspace_agent.intake.recognise import Recognised, best_fits, recognise
from workspace_agent.intake.roster import Roster
from workspace_agent.intake.table import Kind, RawWorkbook, Sheet, Standing, Table
from workspace_agent.intake.tabs import period
from workspace_agent.intake.titled import by_title, owner
from workspace_agent.model.problem import Problem
from workspace_agent.model.problem_kinds import ProblemKind

_PROGRESS, _STUDENT, _DATE = "progress", "student", "date"
_A_TITLE = "Progress"
"""What a tab that is titled with a student's name is taken to be called: one has nothing else by name."""

_ROWS_LOOKED_AT = 10


def by_all_titles(
    book: RawWorkbook, found: Recognised, headings: Headings, known: Roster, spared: Set[str]
) -> Recognised:
    """What a workbook holds once it is known who the students are, with what is told of the rest of it.

    Args:
        book: As it was opened.
        found: As recognised by headings alone.
        headings: `sheets.toml`.
        known: Who may be meant.
        spared: Fields that the workbook may do without.
    """
    left = [table for table in _others(book, found) if not best_fits(table, headings, spared)]
    named = [] if book.of_one else [*_named(book, left, headings, known, spared)]
    settled = by_title(_with(found, named), headings, known)
    ids = {sheet.table.sheet_id for sheet in named}
    rest = [table for table in left if table.sheet_id not in ids]
    return replace(
        settled,
        problems=(
            *settled.problems,
            *(problem for sheet in named for problem in sheet.unread),
            *_Rest(book, settled, headings, known).told(rest),
        ),
    )


def _others(book: RawWorkbook, found: Recognised) -> Iterator[Table]:
    """Tabs that count and of which nothing is known yet."""
    every = (*found.sheets, *found.aside, *(sheet for group in found.doubled for sheet in group))
    ids = {sheet.table.sheet_id for sheet in every}
    for table in book.tables:
        if table.sheet_id not in ids and table.standing is Standing.COUNTS and not is_agents(table):
            yield table


# ---- titled with a student's name


def _named(
    book: RawWorkbook, tables: Iterable[Table], headings: Headings, known: Roster, spared: Set[str]
) -> Iterator[Sheet]:
    """Progress data of one student: `Goal` and days, or dates and scores."""
    kinds = _of_progress(headings)
    for table in tables:
        if not _owner(table, book, headings, known):
            continue
        alone = replace(book, tables=(as_of_one(table),))
        sheets = recognise(alone, headings, kinds, spared | {_STUDENT}, headings.kept.keys()).sheets
        yield from (_lacking(sheet, table.title) for sheet in sheets if _STUDENT not in sheet.columns)


def as_of_one(table: Table) -> Table:
    """A tab that is titled with a student's name, as if it were called by what stands in it."""
    return replace(table, title=_A_TITLE)


def _of_progress(headings: Headings) -> frozenset[str]:
    return frozenset(name for name in headings.sheets if headings.serves(name) == _PROGRESS)


def _owner(table: Table, book: RawWorkbook, headings: Headings, known: Roster) -> str:
    titles = {title for name in _of_progress(headings) for title in headings.sheets[name].by_title}
    return owner(table.title, book.case_manager, titles, known)


def _lacking(sheet: Sheet, title: str) -> Sheet:
    """As other tabs of one student are recognised: without its column of students."""
    place = sheet.table.line(sheet.header)
    problem = Problem(ProblemKind.MISSING_HEADING, place, sheet.case_manager, detail=_STUDENT)
    lost = {**sheet.lost, _STUDENT: problem}
    return replace(sheet, table=replace(sheet.table, title=title), lost=lost)


def _with(found: Recognised, named: Sequence[Sheet]) -> Recognised:
    """With these tabs, each beside the others of its kind."""
    doubled = {group[0].name for group in found.doubled}
    return replace(
        found,
        sheets=(*found.sheets, *(sheet for sheet in named if sheet.name not in doubled)),
        doubled=tuple(
            (*group, *(sheet for sheet in named if sheet.name == group[0].name)) for group in found.doubled
        ),
    )


# ---- not read, against what their titles say


class _Rest(NamedTuple):
    """The tabs of a workbook that are not read, and by what it is seen that they should be."""

    book: RawWorkbook
    found: Recognised
    headings: Headings
    known: Roster

    def told(self, tables: Iterable[Table]) -> Iterator[Problem]:
        """A Problem for each tab whose title says what it is."""
        for table in tables:
            kinds = self._called(table)
            best = max((one for kind in kinds for one in self._rows(table, kind)), default=None)
            if best and best.known:
                yield self._problem(table, best)

    def _called(self, table: Table) -> Sequence[str]:
        """The kinds that its title names, or that tabs of other spans or students are."""
        title = normal_heading(table.title)
        named = [name for name, kind in self.headings.sheets.items() if title in kind.by_title]
        kinds = named or self._of_span(table.title) or self._of_student(table)
        missed = {one.detail for one in self.found.problems if one.kind is ProblemKind.MISSING_SHEET}
        return [
            name
            for name in kinds
            if self.headings.may_stand_in(name, self.book.holds)
            and _words(self.headings.serves(name)) not in missed
        ]

    def _of_span(self, title: str) -> Sequence[str]:
        """Kinds of which another month or week is read."""
        return [
            sheet.name
            for sheet in self.found.sheets
            if all(period(one, self.headings.sheets[sheet.name]) for one in (title, sheet.table.title))
        ]

    def _of_student(self, table: Table) -> Sequence[str]:
        """Progress, where the title is a student's name and numbers stand in the tab."""
        numbers = any(cell.kind in {Kind.NUMBER, Kind.PERCENT} for row in table.rows for cell in row)
        is_named = numbers and _owner(table, self.book, self.headings, self.known)
        return sorted(_of_progress(self.headings)) if is_named else ()

    def _rows(self, table: Table, name: str) -> Iterator[_Best]:
        """How much of a kind each row knows above others in which something stands."""
        kind = self.headings.sheets[name]
        for row in range(min(len(table.rows) - 1, _ROWS_LOOKED_AT)):
            fields = columns_of(heading_row(table, row), kind).fields.keys()
            if any(not cell.idle for cells in table.rows[row + 1 :] for cell in cells):
                yield _Best(len(fields), -row, name, _DATE in fields)

    def _problem(self, table: Table, best: _Best) -> Problem:
        served = self.headings.serves(best.name)
        dateless = served == _PROGRESS and not best.dated
        kind = ProblemKind.TAB_WITHOUT_DATES if dateless else ProblemKind.TAB_NOT_READ
        place = table.line(-best.above)
        return Problem(kind, place, self.book.case_manager, detail=_words(served))


class _Best(NamedTuple):
    """The row of a tab that most likely holds its headings.

    Attributes:
        known: How many fields of the kind it knows.
        above: Its 0-based row, below zero, so that of equal ones the upper is the best.
        dated: It has a column of dates.
    """

    known: int
    above: int
    name: str
    dated: bool


def _words(name: str) -> str:
    return name.replace("_", " ")
