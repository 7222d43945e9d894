"""The tab titled `Agent` in a case manager's own workbook: what it says, and whether it is to be written."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from hashlib import sha256
from types import MappingProxyType
from typing import ClassVar, TypeVar

from workspace_agent.duties.told import Told
from workspace_agent.model.action import Action, Decision, Kind
from workspace_agent.model.agent_tab import SHEET_ID, AgentTab, AgentTabs, Grid, copy_id, trimmed
from workspace_agent.model.dates import words
from workspace_agent.model.facts import Department, Workbook
from workspace_agent.model.field import known
from workspace_agent.model.finding import Finding
from workspace_agent.model.place import Cell, SpreadsheetPlace
from workspace_agent.model.problem import Problem
from workspace_agent.model.problem_kinds import ProblemKind
from workspace_agent.model.undo import Undo
from workspace_agent.rules.next_steps import NextStep

COLUMNS = ("Student", "What", "Severity", "Due", "Why", "What to do", "Citation", "Where")

_ABOUT = (
    ("What the agent found in your sheets, and what it did about your meetings.",),
    ("The agent rewrites this tab whenever something changes. What is typed here is not read.",),
    ("To change a line, correct the cell it links to; the line goes at the next run.",),
    (),
)
_NOT_HERE = (("Others may be able to open this workbook, so what the agent found is not written here.",),)
_ELSEWHERE = ("It stands in a spreadsheet that the case manager and the manager alone can open:",)
_NOTHING = ("Nothing to mend: every row could be used, and nothing is due.",)
_NO_TITLES: Mapping[str, str] = MappingProxyType({})

T = TypeVar("T", Finding, Problem, Decision, NextStep)
_Line = tuple[tuple[int, str, str, str], tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteAgentTab(Action):
    """Write a whole Agent tab, RAW.

    Attributes:
        tab: The tab there is, or None where it has to be added.
        rows: Everything that stands in it afterwards; what is not in here is cleared.
        copy: Number of the copy that is made of it first, because somebody typed into it; 0 for none.
        alone: The spreadsheet holds nothing else: the tab goes before its empty first one.
    """

    duty: ClassVar[str] = "agent_tab"
    kind: ClassVar[Kind] = Kind.CHANGE
    undo: ClassVar[Undo] = Undo.NOT_NEEDED

    spreadsheet_id: str
    tab: AgentTab | None
    rows: Grid
    copy: int = 0
    alone: bool = False


def rows(
    department: Department, told: Told, case_manager: str, titles: Mapping[str, str] = _NO_TITLES
) -> Grid:
    """The whole tab of one case manager: worst first, without names and without a time of day.

    A time would make the tab differ at each run, and a tab that differs is written.
    """
    table = (
        *sorted(_findings(department, told.findings, case_manager, titles)),
        *sorted(_problems(department, told.problems, case_manager)),
        *sorted(_next_steps(department, told.next_steps, case_manager)),
        *sorted(_meetings(department, told.decisions, case_manager)),
    )
    body = tuple(line for _, line in table)
    return (*_ABOUT, COLUMNS, *(body or (_NOTHING,)))


def plan(
    department: Department, told: Told, titles: Mapping[str, str] = _NO_TITLES
) -> tuple[tuple[WriteAgentTab, ...], tuple[Problem, ...]]:
    """The tabs that have to be written, and the workbooks whose findings stand in none.

    Where a case manager keeps a workbook per student, each tab tells what belongs to its own workbook,
    so that everything is told once. What belongs to workbooks that others can open stands in the case
    manager's private spreadsheet, and the tabs in these say where that is. Where Google did not say who
    can open one, everything stays as it is.
    """
    homes, pointers = _homes(department), _pointers(department)
    wanted = [_written(home, partial(_grid, department, home, told, titles)) for home in homes]
    wanted += [_written(home, partial(_pointer, department, home)) for home in pointers]
    copied = (problem for home in (*homes, *pointers) for problem in _copied(home))
    return tuple(filter(None, wanted)), (*_untold(department), *copied)


@dataclass(frozen=True, slots=True)
class _Home:
    """A spreadsheet with an Agent tab.

    Attributes:
        of: Ids of the workbooks whose findings are told in it.
    """

    spreadsheet_id: str
    case_manager: str
    tabs: AgentTabs
    of: frozenset[str] = frozenset()

    @property
    def alone(self) -> bool:
        """It holds nothing but the tab."""
        return self.spreadsheet_id not in self.of


def _homes(department: Department) -> list[_Home]:
    """Where things are told: in the workbook itself, else in the case manager's private spreadsheet."""
    books = [book for book in department.workbooks if book.holds_students]
    own = [_own(book) for book in books if book.private and not _is_taken(book.agent_tabs)]
    return [*own, *_private_homes(department, [book for book in books if book.private is False])]


def _private_homes(department: Department, books: Sequence[Workbook]) -> Iterator[_Home]:
    for person, private in sorted(department.private_spreadsheets.items()):
        theirs = frozenset(book.spreadsheet_id for book in books if book.case_manager == person)
        if theirs and private.tabs is not None:
            yield _Home(private.spreadsheet_id, person, private.tabs, theirs)


def _own(book: Workbook) -> _Home:
    return _Home(book.spreadsheet_id, book.case_manager, book.agent_tabs, frozenset({book.spreadsheet_id}))


def _pointers(department: Department) -> list[_Home]:
    """Tabs of workbooks that others can open: they say where the findings stand, or at least show none."""
    return [
        _own(book)
        for book in department.workbooks
        if book.holds_students and book.private is False and not _is_taken(book.agent_tabs)
        if book.agent_tabs.own is not None or _has_private(department, book.case_manager)
    ]


def _has_private(department: Department, case_manager: str) -> bool:
    private = department.private_spreadsheets.get(case_manager)
    return private is not None and private.tabs is not None


def _pointer(department: Department, home: _Home, _copied: Iterable[Problem]) -> Grid:
    """Nothing of any student, whatever stood there while nobody else could open the workbook."""
    if not _has_private(department, home.case_manager):
        return _NOT_HERE
    private = department.private_spreadsheets[home.case_manager].spreadsheet_id
    link = f"https://docs.google.com/spreadsheets/d/{private}/edit#gid={SHEET_ID}"
    return (*_NOT_HERE, _ELSEWHERE, (link,))


def _grid(
    department: Department,
    home: _Home,
    told: Told,
    titles: Mapping[str, str],
    copied: Iterable[Problem],
) -> Grid:
    own = Told(
        _belonging(department, home, told.findings),
        [*_belonging(department, home, told.problems), *copied],
        _belonging(department, home, told.decisions),
        _belonging(department, home, told.next_steps),
    )
    return rows(department, own, home.case_manager, titles)


def _written(home: _Home, grid: Callable[[Iterable[Problem]], Grid]) -> WriteAgentTab | None:
    """The tab as it should be; where people typed into it, it tells in which copy that is kept."""
    tabs, copied = home.tabs, _copied(home)
    wanted = grid(copied)
    if tabs.own is not None and trimmed(wanted) == trimmed(tabs.own.rows):
        return None
    if tabs.own is None or not tabs.own.typed_into:
        return _write(home, wanted)
    one_more = _kept_in(home, copy_id(tabs.next_copy))
    return replace(_write(home, grid([*copied, one_more])), copy=tabs.next_copy)


def _is_taken(tabs: AgentTabs) -> bool:
    """A tab of people's own bears the title."""
    return tabs.own is None and tabs.title_taken


def _untold(department: Department) -> Iterator[Problem]:
    for book in department.workbooks:
        if book.holds_students and (kind := _shut_out(department, book)):
            yield Problem(kind, SpreadsheetPlace(book.spreadsheet_id), book.case_manager)


def _shut_out(department: Department, book: Workbook) -> ProblemKind | None:
    """Why nothing of a workbook is told in any tab."""
    if book.private is not False:
        return ProblemKind.TAB_TAKEN if book.private and _is_taken(book.agent_tabs) else None
    private = department.private_spreadsheets.get(book.case_manager)
    return ProblemKind.TAB_NOT_WRITTEN if private and private.tabs is None else None


def _copied(home: _Home) -> list[Problem]:
    """Copies of what people typed: told for as long as nobody has made them their own."""
    return [_kept_in(home, sheet_id) for sheet_id in home.tabs.copies]


def _kept_in(home: _Home, sheet_id: int) -> Problem:
    return Problem(ProblemKind.TAB_COPIED, Cell(home.spreadsheet_id, sheet_id, "A1"), home.case_manager)


def _write(home: _Home, grid: Grid) -> WriteAgentTab:
    return WriteAgentTab(
        key=f"agent_tab/{home.spreadsheet_id}",
        fingerprint=sha256(json.dumps(grid, ensure_ascii=False).encode()).hexdigest(),
        summary=f"write the Agent tab of {home.case_manager}",
        case_manager=home.case_manager,
        place=SpreadsheetPlace(home.spreadsheet_id),
        spreadsheet_id=home.spreadsheet_id,
        tab=home.tabs.own,
        rows=grid,
        alone=home.alone,
    )


def _belonging(department: Department, home: _Home, told: Iterable[T]) -> list[T]:
    """What belongs into this tab."""
    own = [
        other.spreadsheet_id
        for other in department.workbooks
        if other.holds_students and other.case_manager == home.case_manager
    ]
    return [thing for thing in told if _workbook_of(department, own, thing) in home.of]


def _workbook_of(department: Department, own: Sequence[str], thing: T) -> str:
    """The workbook of the student, else that of the cell, else the case manager's first."""
    student = department.by_ref.get(thing.student_ref)
    wanted = (student.row.spreadsheet_id if student else "", getattr(thing.place, "spreadsheet_id", ""))
    return next((spreadsheet for spreadsheet in wanted if spreadsheet in own), own[0])


def _findings(
    department: Department, findings: Iterable[Finding], case_manager: str, titles: Mapping[str, str]
) -> Iterator[_Line]:
    for finding in findings:
        if finding.case_manager == case_manager:
            student = department.initials(finding.student_ref)
            what = titles.get(finding.rule, finding.rule.replace("_", " ").capitalize())
            yield (
                (finding.severity, (finding.due or date.max).isoformat(), student, finding.key),
                (
                    student,
                    what,
                    finding.severity.words,
                    words(finding.due) if finding.due else "",
                    finding.arithmetic,
                    finding.advice,
                    finding.citation.words,
                    finding.place.url,
                ),
            )


def _problems(department: Department, problems: Iterable[Problem], case_manager: str) -> Iterator[_Line]:
    for problem in problems:
        if problem.case_manager == case_manager:
            student = department.initials(problem.student_ref)
            line = (student, problem.sentence, "data to mend", "", "", problem.advice, "", problem.place.url)
            yield (0, problem.place.url, student, problem.kind.name), line


def _next_steps(department: Department, steps: Iterable[NextStep], case_manager: str) -> Iterator[_Line]:
    for step in steps:
        if step.case_manager == case_manager:
            student = department.initials(step.student_ref)
            line = (student, "Next step", "", words(step.by), "", step.words, "", step.place.url)
            yield (0, step.by.isoformat(), student, step.place.url), line


def _meetings(department: Department, decisions: Iterable[Decision], case_manager: str) -> Iterator[_Line]:
    days = {meeting.row: known(meeting.date) for meeting in department.meetings}
    for decision in decisions:
        if decision.duty == "meetings" and decision.case_manager == case_manager:
            student = department.initials(decision.student_ref)
            day = days.get(decision.place) if isinstance(decision.place, Cell) else None
            what = f"Meeting: {decision.verdict.words}"
            line = (
                student,
                what,
                "",
                words(day) if day else "",
                decision.because,
                "",
                "",
                decision.place.url,
            )
            yield (0, (day or date.max).isoformat(), student, decision.place.url), line
