"""Known headings (`config/sheets.toml`), and recognising sheets by them. A tie is told, never guessed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, NamedTuple

from pydantic import model_validator

from workspace_agent.intake.agent_tab import agent_tabs, is_agents
from workspace_agent.intake.heading_words import normal_heading
from workspace_agent.intake.table import RawWorkbook, Sheet, Table
from workspace_agent.intake.tabs import together, two_sheets
from workspace_agent.model.agent_tab import AgentTabs
from workspace_agent.model.organisation import Frozen
from workspace_agent.model.place import SpreadsheetPlace
from workspace_agent.model.problem import Problem, ProblemKind

_ROWS_LOOKED_AT = 10
_LONGEST_HEADING = 100
"""Characters: a cell of fifty thousand is nobody's heading, and costs as much as all others."""

_FEWEST_HEADINGS = 3


class SheetHeadings(Frozen):
    """What is known of one kind of sheet.

    Attributes:
        workbook: The workbook it belongs to.
        fields: Known headings by field.
        titles: What people call the sheet: it decides between kinds whose headings fit equally.
        required: Fields without which the sheet cannot be used.
        instead: Fields that one field does instead of: a column with the whole name, of first and last name.
        beside: Fields that stand in other sheets too: they do not tell that it is this kind.
        optional: A workbook may do without this sheet.
        instead_of: The kind that this one is another way to keep: a workbook with it does without that one.
    """

    workbook: Literal["progress monitoring", "hours"]
    fields: Mapping[str, tuple[str, ...]]
    titles: tuple[str, ...] = ()
    required: tuple[str, ...] = ()
    instead: Mapping[str, tuple[str, ...]] = {}
    beside: frozenset[str] = frozenset()
    optional: bool = False
    instead_of: str = ""

    @model_validator(mode="after")
    def _consistent(self) -> SheetHeadings:
        spared = {field for fields in self.instead.values() for field in fields}
        unknown = {*self.required, *self.instead, *spared, *self.beside} - set(self.fields)
        if unknown:
            raise ValueError(f"named, but not among the fields: {', '.join(sorted(unknown))}")
        known = [normal_heading(heading) for headings in self.fields.values() for heading in headings]
        twice = {heading for heading in known if known.count(heading) > 1}
        if twice:
            raise ValueError(f"one heading for two fields: {', '.join(sorted(twice))}")
        return self

    @cached_property
    def by_heading(self) -> Mapping[str, str]:
        """Field by normalised heading."""
        return {normal_heading(text): field for field, texts in self.fields.items() for text in texts}

    @cached_property
    def by_title(self) -> Set[str]:
        """Normalised titles."""
        return {normal_heading(title) for title in self.titles}

    def missing(self, fields: Set[str]) -> list[str]:
        """Required fields that are not among these, nor is one that does instead."""
        spared = {one for field in self.instead.keys() & fields for one in self.instead[field]}
        return [field for field in self.required if field not in fields | spared]


class Headings(Frozen):
    """All of `sheets.toml`: the kinds of sheets, by name."""

    sheets: Mapping[str, SheetHeadings]

    @property
    def kept(self) -> Mapping[str, SheetHeadings]:
        """Kinds that a workbook has to have, in one way or another."""
        return {name: kind for name, kind in self.sheets.items() if not (kind.optional or kind.instead_of)}

    def kept_in(self, holds: str) -> tuple[str, ...]:
        """Kinds of sheets that belong into a workbook which holds this, by the settings."""
        if holds == "contacts":
            return (holds,)
        held = "progress monitoring" if holds == "one student" else holds
        return tuple(name for name, kind in self.kept.items() if kind.workbook in held)

    def serves(self, name: str) -> str:
        """The kind whose facts a sheet of this kind holds."""
        return self.sheets[name].instead_of or name


@dataclass(frozen=True, slots=True)
class Recognised:
    """What a workbook turned out to hold.

    Attributes:
        agent_tabs: The agent's own tab; neither it nor a copy of it is read as a sheet of data.
        doubled: Sheets of one kind of which it cannot be told which is read.
    """

    sheets: tuple[Sheet, ...]
    problems: tuple[Problem, ...]
    agent_tabs: AgentTabs
    doubled: tuple[tuple[Sheet, ...], ...] = ()


class _Fit(NamedTuple):
    """How well one row of a table fits one kind of sheet.

    Attributes:
        known: Fields whose headings it has.
        missing: Required fields that it lacks.
        called: The title of the table is one of the kind's.
        row: 0-based.
    """

    known: int
    missing: int
    called: bool
    row: int
    name: str


def recognise(
    workbook: RawWorkbook,
    headings: Headings,
    read: Set[str],
    spared: Set[str] = frozenset(),
    elsewhere: Set[str] = frozenset(),
) -> Recognised:
    """Tell the sheets of a workbook apart by their headings.

    Args:
        workbook: As it was opened.
        headings: `sheets.toml`.
        read: Names of the kinds that are read. Others are recognised, so that they are not taken for one of
            these, and left alone without a word.
        spared: Fields that this workbook may do without.
        elsewhere: Kinds of sheets that it may do without.
    """
    found: dict[str, list[tuple[Table, _Fit]]] = {}
    for table in workbook.tables:
        fit = None if is_agents(table) else _best_fit(table, headings)
        if fit is not None and fit.name in read:
            found.setdefault(fit.name, []).append((table, fit))
    sheets: list[Sheet] = []
    doubled: list[tuple[Sheet, ...]] = []
    for name, fits in found.items():
        kind = headings.sheets[name]
        of_kind = tuple(_sheet(workbook, *fit, kind, spared) for fit in fits)
        legible = together(of_kind, kind.by_title)
        sheets += legible
        doubled += [] if legible else [of_kind]
    problems = [
        *_missing_sheets(workbook, headings, found, elsewhere),
        *(problem for group in doubled for problem in two_sheets(group)),
        *(problem for sheet in sheets for problem in dict.fromkeys(sheet.lost.values())),
    ]
    return Recognised(tuple(sheets), tuple(problems), agent_tabs(workbook.tables), tuple(doubled))


def _best_fit(table: Table, headings: Headings) -> _Fit | None:
    """The one kind of sheet whose headings a row knows best; None where there is none or a tie."""
    texts = [
        [normal_heading(cell.text[:_LONGEST_HEADING]) for cell in cells]
        for cells in table.rows[:_ROWS_LOOKED_AT]
    ]
    first = next((row for row, typed in enumerate(texts) if any(typed)), 0)
    title = normal_heading(table.title)
    fits = [
        _Fit(known, missing, title in headings.sheets[name].by_title, row, name)
        for row, typed in enumerate(texts)
        for name, known, missing in _fits(typed, headings, may_be_few=row == first)
    ]
    if not fits:
        return None
    best = min(fits, key=_rank)
    rivals = {fit.name for fit in fits if _rank(fit)[:3] == _rank(best)[:3]}
    return best if len(rivals) == 1 else None


def _rank(fit: _Fit) -> tuple[int, int, bool, int]:
    return (-fit.known, fit.missing, not fit.called, fit.row)


def _fits(texts: Sequence[str], headings: Headings, *, may_be_few: bool) -> Iterator[tuple[str, int, int]]:
    """Kinds of sheets of which a row knows enough headings, or, at the top of a table, all and only them.

    Yields:
        The kind, how many of its fields have a heading, and how many required ones have none.
    """
    for name, kind in headings.sheets.items():
        fields = {kind.by_heading[text] for text in texts if text in kind.by_heading}
        fields -= kind.beside
        missing = len(kind.missing(fields))
        whole = may_be_few and not missing and all(text in kind.by_heading for text in texts if text)
        if len(fields) > missing and (len(fields) >= _FEWEST_HEADINGS or whole):
            yield name, len(fields), missing


def _missing_sheets(
    workbook: RawWorkbook, headings: Headings, found: Mapping[str, object], elsewhere: Set[str]
) -> Iterator[Problem]:
    place = SpreadsheetPlace(workbook.spreadsheet_id)
    served = {headings.serves(name) for name in found}
    for name in headings.kept_in(workbook.holds):
        if name not in served | elsewhere:
            yield Problem(ProblemKind.MISSING_SHEET, place, workbook.case_manager, detail=_words(name))


def _sheet(workbook: RawWorkbook, table: Table, fit: _Fit, kind: SheetHeadings, spared: Set[str]) -> Sheet:
    columns: dict[str, int] = {}
    lost: dict[str, Problem] = {}
    for column, cell in enumerate(table.rows[fit.row]):
        field = kind.by_heading.get(normal_heading(cell.text))
        if field in columns:
            place = table.cell(fit.row, column)
            lost[field] = Problem(
                ProblemKind.TWO_HEADINGS, place, workbook.case_manager, detail=_words(field)
            )
        elif field is not None:
            columns[field] = column
    for field in kind.missing(columns.keys()):
        if field not in spared:
            lost[field] = Problem(
                ProblemKind.MISSING_HEADING,
                table.line(fit.row),
                workbook.case_manager,
                detail=_words(field),
            )
    of_one = workbook.of_one
    return Sheet(fit.name, table, workbook.case_manager, workbook.zone, fit.row, columns, lost, of_one)


def _words(name: str) -> str:
    return name.replace("_", " ")
