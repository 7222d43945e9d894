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

from workspace_agent.duties.wording import VERDICTS
from workspace_agent.model.action import Action, Decision, Kind
from workspace_agent.model.agent_tab import AgentTab, Grid, copy_id, trimmed
from workspace_agent.model.dates import words
from workspace_agent.model.facts import Department, Workbook
from workspace_agent.model.field import known
from workspace_agent.model.finding import Finding
from workspace_agent.model.place import Cell, SpreadsheetPlace
from workspace_agent.model.problem import Problem
from workspace_agent.model.problem_kinds import ProblemKind
from workspace_agent.model.undo import Undo

COLUMNS = ("Student", "What", "Severity", "Due", "Why", "What to do", "Citation", "Where")

_ABOUT = (
    ("What the agent found in your sheets, and what it did about your meetings.",),
    ("The agent rewrites this tab whenever something changes. What is typed here is not read.",),
    ("To change a line, correct the cell it links to; the line goes at the next run.",),
    (),
)
_NOTHING = ("Nothing to mend: every row could be used, and nothing is due.",)
_NO_TITLES: Mapping[str, str] = MappingProxyType({})

Told = Finding | Problem | Decision
T = TypeVar("T", Finding, Problem, Decision)
_Line = tuple[tuple[int, str, str, str], tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteAgentTab(Action):
    """Write a whole Agent tab, RAW.

    Attributes:
        tab: The tab there is, or None where it has to be added.
        rows: Everything that stands in it afterwards; what is not in here is cleared.
        copy: Number of the copy that is made of it first, because somebody typed into it; 0 for none.
    """

    duty: ClassVar[str] = "agent_tab"
    kind: ClassVar[Kind] = Kind.CHANGE
    undo: ClassVar[Undo] = Undo.NOT_NEEDED

    spreadsheet_id: str
    tab: AgentTab | None
    rows: Grid
    copy: int = 0


def rows(
    department: Department,
    findings: Iterable[Finding],
    problems: Iterable[Problem],
    decisions: Iterable[Decision],
    case_manager: str,
    titles: Mapping[str, str] = _NO_TITLES,
) -> Grid:
    """The whole tab of one case manager: worst first, without names and without a time of day.

    A time would make the tab differ at each run, and a tab that differs is written.
    """
    table = (
        *sorted(_findings(department, findings, case_manager, titles)),
        *sorted(_problems(department, problems, case_manager)),
        *sorted(_meetings(department, decisions, case_manager)),
    )
    body = tuple(line for _, line in table)
    return (*_ABOUT, COLUMNS, *(body or (_NOTHING,)))


def plan(
    department: Department,
    findings: Sequence[Finding],
    problems: Sequence[Problem],
    decisions: Sequence[Decision],
    titles: Mapping[str, str] = _NO_TITLES,
) -> tuple[tuple[WriteAgentTab, ...], tuple[Problem, ...]]:
    """The tabs that have to be written, and the workbooks where that may not be done.

    Where a case manager keeps a workbook per student, each tab tells what belongs to its own workbook,
    so that everything is told once.
    """
    books = [book for book in department.workbooks if book.holds_students]
    told = (findings, problems, decisions)
    written = (
        _written(book, partial(_grid, department, book, told, titles))
        for book in books
        if _shut_out(book) is None
    )
    untold = (_problem(kind, book) for book in books if (kind := _shut_out(book)))
    copied = (problem for book in books for problem in _copied(book))
    return tuple(action for action in written if action is not None), (*untold, *copied)


def _grid(
    department: Department,
    book: Workbook,
    told: tuple[Sequence[Finding], Sequence[Problem], Sequence[Decision]],
    titles: Mapping[str, str],
    copied: Iterable[Problem],
) -> Grid:
    findings, problems, decisions = told
    return rows(
        department,
        _at_home(department, book, findings),
        [*_at_home(department, book, problems), *copied],
        _at_home(department, book, decisions),
        book.case_manager,
        titles,
    )


def _written(book: Workbook, grid: Callable[[Iterable[Problem]], Grid]) -> WriteAgentTab | None:
    """The tab as it should be; where people typed into it, it tells in which copy that is kept."""
    tabs, copied = book.agent_tabs, _copied(book)
    wanted = grid(copied)
    if tabs.own is not None and trimmed(wanted) == trimmed(tabs.own.rows):
        return None
    if tabs.own is None or not tabs.own.typed_into:
        return _write(book, wanted)
    one_more = _kept_in(book, copy_id(tabs.next_copy))
    return replace(_write(book, grid([*copied, one_more])), copy=tabs.next_copy)


def _shut_out(book: Workbook) -> ProblemKind | None:
    """Why no tab may be written into a workbook."""
    if book.agent_tabs.own is None and book.agent_tabs.title_taken:
        return ProblemKind.TAB_TAKEN
    return None if book.private else ProblemKind.TAB_NOT_WRITTEN


def _copied(book: Workbook) -> list[Problem]:
    """Copies of what people typed: told for as long as nobody has made them their own."""
    return [_kept_in(book, sheet_id) for sheet_id in book.agent_tabs.copies]


def _kept_in(book: Workbook, sheet_id: int) -> Problem:
    return Problem(ProblemKind.TAB_COPIED, Cell(book.spreadsheet_id, sheet_id, "A1"), book.case_manager)


def _write(book: Workbook, grid: Grid) -> WriteAgentTab:
    return WriteAgentTab(
        key=f"agent_tab/{book.spreadsheet_id}",
        fingerprint=sha256(json.dumps(grid, ensure_ascii=False).encode()).hexdigest(),
        summary=f"write the Agent tab of {book.case_manager}",
        case_manager=book.case_manager,
        place=SpreadsheetPlace(book.spreadsheet_id),
        spreadsheet_id=book.spreadsheet_id,
        tab=book.agent_tabs.own,
        rows=grid,
    )


def _problem(kind: ProblemKind, book: Workbook) -> Problem:
    return Problem(kind, SpreadsheetPlace(book.spreadsheet_id), book.case_manager)


def _at_home(department: Department, book: Workbook, told: Iterable[T]) -> list[T]:
    """What belongs into the tab of this workbook."""
    own = [
        other.spreadsheet_id
        for other in department.workbooks
        if other.holds_students and other.case_manager == book.case_manager
    ]
    return [thing for thing in told if _home(department, own, thing) == book.spreadsheet_id]


def _home(department: Department, own: Sequence[str], thing: Told) -> str:
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


def _meetings(department: Department, decisions: Iterable[Decision], case_manager: str) -> Iterator[_Line]:
    days = {meeting.row: known(meeting.date) for meeting in department.meetings}
    for decision in decisions:
        if decision.duty == "meetings" and decision.case_manager == case_manager:
            student = department.initials(decision.student_ref)
            day = days.get(decision.place) if isinstance(decision.place, Cell) else None
            said = VERDICTS.get(decision.verdict, decision.verdict.replace("_", " "))
            what = f"Meeting: {said}"
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
