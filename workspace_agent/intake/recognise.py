"""Recognising sheets by their headings. A tie is told, never guessed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence, Set
from dataclasses import dataclass
from typing import NamedTuple

from workspace_agent.intake.agent_tab import agent_tabs, is_agents
from workspace_agent.intake.aside import old_lists, rivals
from workspace_agent.intake.day_headings import holds_codes, with_days
from workspace_agent.intake.heading_row import DATE, Columns, HeadingRow, columns_of, heading_row
from workspace_agent.intake.headings import ANYWHERE, Headings, SheetHeadings
from workspace_agent.intake.headings_again import headings_again
from workspace_agent.intake.proposals import proposals, renamed
from workspace_agent.intake.tab_titles import is_called, is_something_else
from workspace_agent.intake.table import RawWorkbook, Sheet, Standing, Table
from workspace_agent.intake.tabs import headings_moved, lacks_student, so_called, together, two_sheets
from workspace_agent.model.agent_tab import AgentTabs
from workspace_agent.model.place import SpreadsheetPlace
from workspace_agent.model.problem import Problem
from workspace_agent.model.problem_kinds import ProblemKind

_ROWS_LOOKED_AT = 10
_FEWEST_HEADINGS = 3
_STUDENT = "student"


@dataclass(frozen=True, slots=True)
class Recognised:
    """What a workbook turned out to hold.

    Attributes:
        agent_tabs: The agent's own tab; neither it nor a copy of it is read as a sheet of data.
        doubled: Sheets of one kind of which it cannot be told which is read.
        aside: Old lists, templates and empty sheets beside those that count.
    """

    sheets: tuple[Sheet, ...]
    problems: tuple[Problem, ...]
    agent_tabs: AgentTabs
    doubled: tuple[tuple[Sheet, ...], ...] = ()
    aside: tuple[Sheet, ...] = ()


class _Measure(NamedTuple):
    """By what a row is taken for the headings of a kind of sheet.

    Attributes:
        counted: The fields that it is taken to have.
        proven: Something has to say that it is this kind of sheet; a person who looks may tell without it.
    """

    counted: Callable[[HeadingRow, Columns, SheetHeadings], Set[str]]
    proven: bool


class Fit(NamedTuple):
    """How well one row of a table fits one kind of sheet.

    Attributes:
        known: Fields whose headings it has.
        missing: Required fields that it lacks.
        called: The title of the table is one of the kind's.
    """

    known: int
    missing: int
    called: bool
    row: HeadingRow
    name: str
    columns: Columns


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
    found = [*_fitting(workbook, headings, read, spared)]
    left, told = _rivals(found, headings)
    sheets: list[Sheet] = []
    doubled: list[tuple[Sheet, ...]] = []
    for name in dict.fromkeys(sheet.name for sheet in left):
        kind = headings.sheets[name]
        of_kind = tuple(sheet for sheet in left if sheet.name == name)
        legible = together(of_kind, kind)
        if not legible and not any(map(lacks_student, of_kind)):
            legible, others = so_called(of_kind, kind)
            told += others
        sheets += (with_days(sheet, workbook) for sheet in legible)
        doubled += [] if legible else [of_kind]
    problems = [
        *_missing_sheets(workbook, headings, {sheet.name for sheet in found}, elsewhere),
        *(problem for group in doubled for problem in two_sheets(group)),
        *told,
        *(problem for sheet in sheets for problem in dict.fromkeys((*sheet.lost.values(), *sheet.unread))),
        *(problem for sheet in sheets for problem in headings_moved(sheet)),
    ]
    counting = {sheet.table.sheet_id for sheet in left}
    aside = tuple(sheet for sheet in found if sheet.table.sheet_id not in counting)
    return Recognised(tuple(sheets), tuple(problems), agent_tabs(workbook.tables), tuple(doubled), aside)


def _fitting(workbook: RawWorkbook, headings: Headings, read: Set[str], spared: Set[str]) -> Iterator[Sheet]:
    """Each table that fits one kind of sheet that is read here."""
    for table in workbook.tables:
        fits = (
            ()
            if is_agents(table) or table.standing is Standing.IGNORED
            else best_fits(table, headings, spared)
        )
        if len(fits) == 1 and fits[0].name in read and headings.may_stand_in(fits[0].name, workbook.holds):
            yield _sheet(workbook, table, fits[0], headings.sheets[fits[0].name], spared)


def _rivals(found: Sequence[Sheet], headings: Headings) -> tuple[list[Sheet], list[Problem]]:
    """Without old lists, templates and empty sheets beside others that hold the same kind of facts."""
    left: list[Sheet] = []
    told: list[Problem] = []
    for served in dict.fromkeys(headings.serves(sheet.name) for sheet in found):
        of_it = [sheet for sheet in found if headings.serves(sheet.name) == served]
        counting = rivals(of_it, headings)
        left += counting
        told += old_lists(of_it, counting, headings)
    return left, told


def best_fits(table: Table, headings: Headings, spared: Set[str] = frozenset()) -> Sequence[Fit]:
    """The kind of sheet whose headings a row knows best; several where that is a tie, or none.

    Args:
        table: Any.
        headings: `sheets.toml`.
        spared: Fields that its workbook may do without.
    """
    return _best_fits(table, headings, spared, _Measure(_known, proven=True))


def likely_fits(table: Table, headings: Headings, spared: Set[str] = frozenset()) -> Sequence[Fit]:
    """The same to be looked at, not to be read: like headings count as known, and nothing has to prove it."""
    return _best_fits(table, headings, spared, _Measure(_known_or_like, proven=False))


def _known(_: HeadingRow, columns: Columns, __: SheetHeadings) -> Set[str]:
    return columns.fields.keys()


def _known_or_like(row: HeadingRow, columns: Columns, kind: SheetHeadings) -> Set[str]:
    return columns.fields.keys() | {one.fields[0] for one in proposals(row, columns, kind)}


def _best_fits(table: Table, headings: Headings, spared: Set[str], measure: _Measure) -> Sequence[Fit]:
    rows = [heading_row(table, row) for row in range(min(len(table.rows), _ROWS_LOOKED_AT))]
    top = next((row for row in rows if not row.empty), None)
    called = {name for name, kind in headings.sheets.items() if is_called(table.title, kind.by_title)}
    fits = [
        fit
        for row in rows
        if not row.empty
        for name, kind in headings.sheets.items()
        if (fit := _fit(table, row, name, kind, spared, measure, called=name in called, first=row is top))
    ]
    best = min(map(_rank, fits), default=None)
    by_kind = {fit.name: fit for fit in sorted(fits, key=_row_of) if _rank(fit) == best}
    return tuple(by_kind.values())


def _rank(fit: Fit) -> tuple[int, int, bool]:
    return (-fit.known, fit.missing, not fit.called)


def _row_of(fit: Fit) -> int:
    """Of two rows that fit equally the upper one holds the headings: it comes last here, and stays."""
    return -fit.row.row


def _fit(  # noqa: PLR0913 - what is looked at, and by what measure
    table: Table,
    row: HeadingRow,
    name: str,
    kind: SheetHeadings,
    spared: Set[str],
    measure: _Measure,
    *,
    called: bool,
    first: bool,
) -> Fit | None:
    """How a row fits a kind of sheet, if it knows enough headings or, at the top, all and only them.

    It is enough to know three, and more than are missing unless the title says what it is; two, where it says
    so of a student whom the workbook names. They have to be headings of this kind, too: see `_is_proven`.
    """
    columns = columns_of(row, kind)
    if kind.dated and not columns.dated:
        return None
    fields = (measure.counted(row, columns, kind) | ({kind.dated} if kind.dated else set())) - kind.beside
    missing = {*kind.missing(fields)} - spared
    if len(fields) <= len(missing) and not called:
        return None
    enough = len(fields) >= _FEWEST_HEADINGS - len({_STUDENT} & spared if called else ())
    if not enough and not (first and not missing):
        return None  # as most rows of most tables, before anything is looked at more closely
    plain = _is_plain(row, columns, kind, missing, spared)
    proven = not measure.proven or _is_proven(table, row, kind, fields, missing, called=called, plain=plain)
    if not (enough or plain) or not proven:
        return None
    if columns.dated and not called and holds_codes(table, row.row, columns.dated):
        return None
    return Fit(len(fields), len(missing), called, row, name, columns)


def _is_plain(
    row: HeadingRow, columns: Columns, kind: SheetHeadings, missing: Set[str], spared: Set[str]
) -> bool:
    """Nothing strange stands there, but for one heading that may be the new name of what is missing.

    Of whom the sheet speaks is never missing so: a name stands in any list.
    """
    strange = {column for column, text in enumerate(row.texts) if text and not _is_known(text, kind)}
    if not strange or _STUDENT in missing:
        return not strange
    perhaps = renamed(row, columns, kind, spared)
    return missing == perhaps.keys() and strange == {*perhaps.values()}


def _is_proven(  # noqa: PLR0913 - all that speaks for it or against it
    table: Table,
    row: HeadingRow,
    kind: SheetHeadings,
    fields: Set[str],
    missing: Set[str],
    *,
    called: bool,
    plain: bool,
) -> bool:
    """Date, name, type and result stand in any list: they do not prove that it is one of this kind.

    One field has to tell, and the title, or a heading of this trade beside none of another one, or that
    nothing strange stands there. Without such a field it is enough that the title is of this kind and that it
    says of whom it speaks; or that nothing is missing and nothing strange, but that students and days alone
    are any gradebook, if the title names something else.
    """
    tells = not kind.telling or not fields.isdisjoint(kind.telling)
    if called and tells:
        return True
    if kind.speaks_against(row.texts):
        return False
    if tells:
        return plain or kind.speaks_its_trade((*row.texts, *(group.text for group in row.groups)))
    whole = plain and not missing and not (kind.dated and is_something_else(table.title, kind.by_title))
    return whole or (called and _STUDENT not in missing)


def _is_known(text: str, kind: SheetHeadings) -> bool:
    return bool(kind.field_of(text) or (kind.dated and text == DATE) or text in ANYWHERE)


def _missing_sheets(
    workbook: RawWorkbook, headings: Headings, found: Set[str], elsewhere: Set[str]
) -> Iterator[Problem]:
    place = SpreadsheetPlace(workbook.spreadsheet_id)
    served = {headings.serves(name) for name in found}
    for name in headings.kept_in(workbook.holds):
        if name not in served | elsewhere:
            yield Problem(ProblemKind.MISSING_SHEET, place, workbook.case_manager, detail=_words(name))


def _sheet(workbook: RawWorkbook, table: Table, fit: Fit, kind: SheetHeadings, spared: Set[str]) -> Sheet:
    header = fit.row.row
    lost: dict[str, Problem] = {}
    for field, further in fit.columns.doubled.items():
        place = table.cell(header, further[-1])
        lost[field] = Problem(ProblemKind.TWO_HEADINGS, place, workbook.case_manager, detail=_words(field))
    missing = [one for one in kind.missing(fit.columns.fields.keys() | {kind.dated}) if one not in spared]
    perhaps = renamed(fit.row, fit.columns, kind, spared) if missing else {}
    for field in missing:
        lost[field] = Problem(
            ProblemKind.MISSING_HEADING,
            table.line(header),
            workbook.case_manager,
            detail=_words(field),
            perhaps=f"heading in {table.cell(header, perhaps[field]).a1}" if field in perhaps else "",
        )
    return Sheet(
        fit.name,
        table,
        workbook.case_manager,
        workbook.zone,
        header,
        fit.columns.fields,
        lost,
        of_one=workbook.of_one,
        dated=fit.columns.dated,
        repeated=fit.columns.repeated,
        again=dict(headings_again(table, header, fit.columns.fields, kind)),
    )


def _words(name: str) -> str:
    return name.replace("_", " ")
