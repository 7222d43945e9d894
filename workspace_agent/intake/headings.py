"""Known headings (`config/sheets.toml`), and recognising sheets by them. A tie is told, never guessed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Literal, NamedTuple

from pydantic import model_validator

from workspace_agent.intake.agent_tab import agent_tabs, is_agents
from workspace_agent.intake.heading_words import normal_heading
from workspace_agent.intake.reading import as_date
from workspace_agent.intake.scores import PROMPT_LEVELS
from workspace_agent.intake.table import RawCell, RawWorkbook, Sheet, Table
from workspace_agent.model.agent_tab import AgentTabs
from workspace_agent.model.organisation import Frozen
from workspace_agent.model.place import SpreadsheetPlace
from workspace_agent.model.problem import Problem, ProblemKind

_ROWS_LOOKED_AT = 10
_LONGEST_HEADING = 100
"""Characters: a cell of fifty thousand is nobody's heading, and costs as much as all others."""

_FEWEST_HEADINGS = 3
_DATE = "<date>"
"""What stands for a heading that is a date."""


class SheetHeadings(Frozen):
    """What is known of one kind of sheet.

    Attributes:
        workbook: The workbook it belongs to.
        fields: Known headings by field.
        titles: What people call the sheet: it decides between kinds whose headings fit equally.
        required: Fields without which the sheet cannot be used.
        instead: Fields that one field does instead of: a column with the whole name, of first and last name.
        optional: A workbook may do without this sheet.
        instead_of: The kind that this one is another way to keep: a workbook with it does without that one.
        dated: The field of which each column headed by a date holds the value of that date.
        repeated: Fields that may stand side by side several times over: date, value, date, value.
    """

    workbook: Literal["progress monitoring", "hours"]
    fields: Mapping[str, tuple[str, ...]]
    titles: tuple[str, ...] = ()
    required: tuple[str, ...] = ()
    instead: Mapping[str, tuple[str, ...]] = {}
    optional: bool = False
    instead_of: str = ""
    dated: str = ""
    repeated: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _consistent(self) -> SheetHeadings:
        spared = {field for fields in self.instead.values() for field in fields}
        unknown = {*self.required, *self.instead, *spared, *self.repeated} - {*self.fields, self.dated}
        if unknown:
            raise ValueError(f"required, but not among the fields: {', '.join(sorted(unknown))}")
        known = [normal_heading(heading) for headings in self.fields.values() for heading in headings]
        twice = {heading for heading in known if known.count(heading) > 1}
        if twice:
            raise ValueError(f"one heading for two fields: {', '.join(sorted(twice))}")
        return self

    @cached_property
    def by_heading(self) -> Mapping[str, str]:
        """Field by normalised heading."""
        known = {normal_heading(text): field for field, texts in self.fields.items() for text in texts}
        return known | ({_DATE: self.dated} if self.dated else {})

    @cached_property
    def by_title(self) -> Set[str]:
        """Normalised titles."""
        return {normal_heading(title) for title in self.titles}

    def missing(self, fields: Set[str]) -> list[str]:
        """Required fields that are not among these, nor is one that does instead."""
        spared = {one for field in self.instead.keys() & fields for one in self.instead[field]}
        return [field for field in self.required if field not in fields | spared]


class Headings(Frozen):
    """All of `sheets.toml`.

    Attributes:
        sheets: The kinds of sheets, by name.
        prompt_levels: As in `PromptLevels`.
    """

    sheets: Mapping[str, SheetHeadings]
    prompt_levels: tuple[str, ...] = PROMPT_LEVELS

    @property
    def kept(self) -> Mapping[str, SheetHeadings]:
        """Kinds that a workbook has to have, in one way or another."""
        return {name: kind for name, kind in self.sheets.items() if not (kind.optional or kind.instead_of)}

    def serves(self, name: str) -> str:
        """The kind whose facts a sheet of this kind holds."""
        return self.sheets[name].instead_of or name


@dataclass(frozen=True, slots=True)
class Recognised:
    """What a workbook turned out to hold.

    Attributes:
        agent_tabs: The agent's own tab; neither it nor a copy of it is read as a sheet of data.
    """

    sheets: tuple[Sheet, ...]
    problems: tuple[Problem, ...]
    agent_tabs: AgentTabs


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
    workbook: RawWorkbook, headings: Headings, read: Set[str], spared: Set[str] = frozenset()
) -> Recognised:
    """Tell the sheets of a workbook apart by their headings.

    Args:
        workbook: As it was opened.
        headings: `sheets.toml`.
        read: Names of the kinds that are read. Others are recognised, so that they are not taken for one of
            these, and left alone without a word.
        spared: Fields that this workbook may do without.
    """
    found: dict[str, list[tuple[Table, _Fit]]] = {}
    for table in workbook.tables:
        fit = None if is_agents(table) else _best_fit(table, headings)
        if fit is not None and fit.name in read:
            found.setdefault(fit.name, []).append((table, fit))
    problems = [*_missing_sheets(workbook, headings, found), *_doubled_sheets(workbook, found)]
    sheets = [
        _sheet(workbook, *fits[0], headings.sheets[name], spared)
        for name, fits in found.items()
        if len(fits) == 1
    ]
    problems += [problem for sheet in sheets for problem in dict.fromkeys(sheet.lost.values())]
    return Recognised(tuple(sheets), tuple(problems), agent_tabs(workbook.tables))


def _best_fit(table: Table, headings: Headings) -> _Fit | None:
    """The one kind of sheet whose headings a row knows best; None where there is none or a tie."""
    texts = [[_heading(cell) for cell in cells] for cells in table.rows[:_ROWS_LOOKED_AT]]
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


def _heading(cell: RawCell) -> str:
    return _DATE if _is_date(cell) else normal_heading(cell.text[:_LONGEST_HEADING])


def _is_date(cell: RawCell) -> bool:
    return isinstance(as_date(cell), date)


def _rank(fit: _Fit) -> tuple[int, int, bool, int]:
    return (-fit.known, fit.missing, not fit.called, fit.row)


def _fits(texts: Sequence[str], headings: Headings, *, may_be_few: bool) -> Iterator[tuple[str, int, int]]:
    """Kinds of sheets of which a row knows enough headings, or, at the top of a table, all and only them.

    Yields:
        The kind, how many of its fields have a heading, and how many required ones have none.
    """
    for name, kind in headings.sheets.items():
        if kind.dated and _DATE not in texts:
            continue
        fields = {kind.by_heading[text] for text in texts if text in kind.by_heading}
        missing = len(kind.missing(fields))
        whole = may_be_few and not missing and all(text in kind.by_heading for text in texts if text)
        if len(fields) > missing and (len(fields) >= _FEWEST_HEADINGS or whole):
            yield name, len(fields), missing


def _missing_sheets(
    workbook: RawWorkbook, headings: Headings, found: Mapping[str, object]
) -> Iterator[Problem]:
    place = SpreadsheetPlace(workbook.spreadsheet_id)
    served = {headings.serves(name) for name in found}
    for name, kind in headings.kept.items():
        if name not in served and kind.workbook in workbook.holds:
            yield Problem(ProblemKind.MISSING_SHEET, place, workbook.case_manager, detail=_words(name))


def _doubled_sheets(
    workbook: RawWorkbook, found: Mapping[str, Sequence[tuple[Table, _Fit]]]
) -> Iterator[Problem]:
    for name, fits in found.items():
        for table, fit in fits[1:]:
            place = table.line(fit.row)
            yield Problem(ProblemKind.TWO_SHEETS, place, workbook.case_manager, detail=_words(name))


def _sheet(workbook: RawWorkbook, table: Table, fit: _Fit, kind: SheetHeadings, spared: Set[str]) -> Sheet:
    columns: dict[str, int] = {}
    lost: dict[str, Problem] = {}
    again = _repeats(table.rows[fit.row], kind)
    dated = tuple(column for column, cell in enumerate(table.rows[fit.row]) if kind.dated and _is_date(cell))
    for column, cell in enumerate(table.rows[fit.row]):
        field = kind.by_heading.get(normal_heading(cell.text))
        if field in columns and field in again:
            continue
        if field in columns:
            place = table.cell(fit.row, column)
            lost[field] = Problem(
                ProblemKind.TWO_HEADINGS, place, workbook.case_manager, detail=_words(field)
            )
        elif field is not None:
            columns[field] = column
    for field in kind.missing(columns.keys() | {kind.dated}):
        if field not in spared:
            lost[field] = Problem(
                ProblemKind.MISSING_HEADING,
                table.line(fit.row),
                workbook.case_manager,
                detail=_words(field),
            )
    return Sheet(fit.name, table, workbook.case_manager, workbook.zone, fit.row, columns, lost, dated, again)


def _words(name: str) -> str:
    return name.replace("_", " ")


def _repeats(headings: Sequence[RawCell], kind: SheetHeadings) -> dict[str, tuple[int, ...]]:
    """Columns of the repeated fields, where these take turns from first to last; else nothing."""
    fields = [(column, kind.by_heading.get(_heading(cell), "")) for column, cell in enumerate(headings)]
    found = [(column, field) for column, field in fields if field in kind.repeated]
    turns = len(found) // max(len(kind.repeated), 1)
    if turns < 2 or [field for _, field in found] != [*kind.repeated] * turns:
        return {}
    return {field: tuple(column for column, one in found if one == field) for field in kind.repeated}
