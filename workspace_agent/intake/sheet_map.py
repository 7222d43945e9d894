"""What was recognised in a workbook, how that is known, and what is missing: for a person to look at.

Nothing here shows what somebody typed, but for headings of which every word is known.
"""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass

from workspace_agent.intake.agent_tab import is_agents
from workspace_agent.intake.heading_row import How
from workspace_agent.intake.headings import Headings, SheetHeadings
from workspace_agent.intake.named_tabs import as_of_one
from workspace_agent.intake.proposals import proposals, renamed
from workspace_agent.intake.recognise import Fit, best_fits, likely_fits
from workspace_agent.intake.table import RawWorkbook, Standing, Table
from workspace_agent.model.place import Cell


@dataclass(frozen=True, slots=True)
class Column:
    """A column that is read.

    Attributes:
        cell: Of its heading.
        heading: In its one form; empty where it holds a word that is not known.
    """

    field: str
    cell: Cell
    heading: str
    how: How


@dataclass(frozen=True, slots=True)
class Guess:
    """A heading that is not known, and one field that it may mean.

    Attributes:
        id: For confirming it.
        sheet: Kind of the sheet.
        rivals: Other fields that it may mean as well: a tie, which is a question.
        typed: The heading as it stands there, for the department's own settings alone.
    """

    id: str
    sheet: str
    field: str
    cell: Cell
    heading: str
    rivals: tuple[str, ...]
    typed: str = dataclasses.field(repr=False)


@dataclass(frozen=True, slots=True)
class MappedTab:
    """One tab of a workbook.

    Attributes:
        place: Its row of headings, or its first row where nothing was recognised.
        kinds: The kind of sheet that it is; several where its headings fit equally, which is a question; none
            where it is not recognised.
        likely: What it might be if the guesses are right, where it is not recognised.
        missing: Required fields that have no column.
        doubled: Fields with more than one column, which are not read, and the cells of these.
        strange: Headings that are not known and like no other.
        aside: It is not read because of its title or its lack of rows: see `intake.aside`.
        ignored: The settings say that it is never read.
    """

    place: Cell
    kinds: tuple[str, ...]
    likely: str = ""
    columns: tuple[Column, ...] = ()
    missing: tuple[str, ...] = ()
    doubled: tuple[tuple[str, tuple[Cell, ...]], ...] = ()
    guesses: tuple[Guess, ...] = ()
    strange: tuple[Cell, ...] = ()
    aside: bool = False
    ignored: bool = False

    @property
    def needs_a_person(self) -> bool:
        """Something has to be settled before all of it can be read."""
        return bool(len(self.kinds) > 1 or (self.kinds and (self.missing or self.doubled)))


def map_workbook(
    workbook: RawWorkbook,
    headings: Headings,
    spared: Set[str] = frozenset(),
    aside: Set[int] = frozenset(),
    owned: Set[int] = frozenset(),
) -> Iterator[MappedTab]:
    """Every tab of a workbook but the agent's own.

    Args:
        workbook: As it was opened.
        headings: `sheets.toml`.
        spared: Fields that this workbook may do without.
        aside: Ids of the sheets that are set aside.
        owned: Ids of those that are of the student whose name is their title.
    """
    for table in workbook.tables:
        if table.standing is Standing.IGNORED:
            yield MappedTab(table.line(0), (), ignored=True)
        elif table.sheet_id in owned:
            yield _tab(as_of_one(table), headings, workbook.holds, spared | {"student"})
        elif not is_agents(table):
            tab = _tab(table, headings, workbook.holds, spared)
            yield MappedTab(tab.place, tab.kinds, aside=True) if table.sheet_id in aside else tab


def _tab(table: Table, headings: Headings, holds: str, spared: Set[str]) -> MappedTab:
    tab = _mapped(table, headings, holds, spared)
    return dataclasses.replace(tab, missing=tuple(one for one in tab.missing if one not in spared))


def _mapped(table: Table, headings: Headings, holds: str, spared: Set[str]) -> MappedTab:
    fits = best_fits(table, headings, spared)
    if len(fits) > 1:
        return MappedTab(table.line(fits[0].row.row), tuple(sorted(fit.name for fit in fits)))
    likely = fits or likely_fits(table, headings, spared)
    if len(likely) != 1:
        return MappedTab(table.line(0), ())
    read = bool(fits) and headings.may_stand_in(fits[0].name, holds)
    return _mapped_as(table, likely[0], headings, spared, recognised=read)


def _mapped_as(
    table: Table, fit: Fit, headings: Headings, spared: Set[str], *, recognised: bool
) -> MappedTab:
    kind = headings.sheets[fit.name]
    guesses = tuple(_guesses(table, fit, kind, headings, spared))
    doubled = tuple(_doubled(table, fit))
    columns = tuple(_columns(table, fit, headings))
    guessed = {one.cell for one in guesses}
    others = [column for column, text in enumerate(fit.row.texts) if text and column not in fit.columns.every]
    strange = [cell for column in others if (cell := table.cell(fit.row.row, column)) not in guessed]
    return MappedTab(
        place=table.line(fit.row.row),
        kinds=(fit.name,) if recognised else (),
        likely="" if recognised else fit.name,
        columns=columns,
        missing=tuple(kind.missing(fit.columns.fields.keys() | {kind.dated})),
        doubled=doubled,
        guesses=guesses,
        strange=tuple(strange),
    )


def _columns(table: Table, fit: Fit, headings: Headings) -> Iterator[Column]:
    for name, column in fit.columns.fields.items():
        if name not in fit.columns.doubled:
            cell = table.cell(fit.row.row, column)
            yield Column(name, cell, _printable(fit.row.texts[column], headings), fit.columns.how[name])
    for column in fit.columns.dated:
        yield Column(headings.sheets[fit.name].dated, table.cell(fit.row.row, column), "", How.DATED)


def _doubled(table: Table, fit: Fit) -> Iterator[tuple[str, tuple[Cell, ...]]]:
    for name, columns in fit.columns.doubled.items():
        every = (fit.columns.fields[name], *columns)
        yield name, tuple(table.cell(fit.row.row, column) for column in every)


def _guesses(
    table: Table, fit: Fit, kind: SheetHeadings, headings: Headings, spared: Set[str]
) -> Iterator[Guess]:
    alike = {one.column: one.fields for one in proposals(fit.row, fit.columns, kind)}
    left = renamed(fit.row, fit.columns, kind, spared)
    alike |= {column: (name,) for name, column in left.items() if column not in alike}
    for column, fields in alike.items():
        for name in fields:
            yield _guess(table, fit, headings, column, name, fields)


def _guess(
    table: Table, fit: Fit, headings: Headings, column: int, name: str, fields: Sequence[str]
) -> Guess:
    cell = table.cell(fit.row.row, column)
    return Guess(
        id=_id(cell, fit.name, name),
        sheet=fit.name,
        field=name,
        cell=cell,
        heading=_printable(fit.row.texts[column], headings),
        rivals=tuple(other for other in fields if other != name),
        typed=" ".join(table.at(fit.row.row, column).text.split()),
    )


def _id(cell: Cell, *rest: str) -> str:
    told = "/".join((cell.spreadsheet_id, str(cell.sheet_id), cell.a1, *rest))
    return hashlib.sha256(told.encode()).hexdigest()[:6]


def _printable(text: str, headings: Headings) -> str:
    return text if headings.vocabulary.issuperset(text.split()) else ""
