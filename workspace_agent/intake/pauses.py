"""Paused boxes: on a sheet of their own in a case manager's workbook, and in the control workbook.

Of a box that cannot be read the safe side is taken: it counts as ticked, and a Problem says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date

from workspace_agent.intake.desk import Desk, SheetParser
from workspace_agent.intake.headings import Headings
from workspace_agent.intake.reading import Conversion, Fault, as_date, as_tick, plain, problem, read
from workspace_agent.intake.recognise import recognise
from workspace_agent.intake.table import RawCell, RawWorkbook, Row, Sheet, WorkbookFailure
from workspace_agent.model.field import Field, Missing, Unreadable, known
from workspace_agent.model.organisation import Organisation
from workspace_agent.model.place import SpreadsheetPlace
from workspace_agent.model.problem import Problem
from workspace_agent.model.problem_kinds import ProblemKind
from workspace_agent.model.waits import Pause

_EVERYBODY = ("department", "everybody", "all")

FAILURES = {
    "forbidden": ProblemKind.WORKBOOK_FORBIDDEN,
    "not_found": ProblemKind.WORKBOOK_NOT_FOUND,
    "unavailable": ProblemKind.WORKBOOK_UNAVAILABLE,
    "other": ProblemKind.WORKBOOK_NOT_READ,
    "which_year": ProblemKind.WORKBOOK_OF_WHICH_YEAR,
    "same_workbook": ProblemKind.WORKBOOK_TWICE,
    "earlier_year": ProblemKind.WORKBOOK_OF_AN_EARLIER_YEAR,
    "not_sheets": ProblemKind.NOT_GOOGLE_SHEETS,
    "of_two": ProblemKind.WORKBOOK_OF_TWO,
    "next_year": ProblemKind.WORKBOOK_OF_NEXT_YEAR,
    "folder_not_listed": ProblemKind.BOOKS_NOT_LISTED,
    "folder_unavailable": ProblemKind.BOOKS_UNAVAILABLE,
    "folder_empty": ProblemKind.NO_BOOKS,
    "folder_below": ProblemKind.BOOKS_BELOW,
}
"""What is told of a workbook that could not be opened."""


def paused(row: Row) -> Field[bool] | None:
    """The Paused box of a student or a meeting; None where its sheet has no such column."""
    there = "paused" in row.sheet.columns or "paused" in row.sheet.lost
    return read(row, "paused", as_tick) if there else None


def parse(sheet: Sheet, desk: Desk) -> Iterator[Pause | Problem]:
    """The one box of a case manager's own sheet; in the workbook of one student it pauses that student."""
    owner = desk.roster.owners.get(sheet.table.spreadsheet_id, "")
    if sheet.of_one and not owner:
        return
    if sheet.table.spreadsheet_id in _without_students(desk.organisation):
        yield Problem(ProblemKind.PAUSED_ELSEWHERE, sheet.table.line(sheet.header), sheet.case_manager)
        return
    if "paused" in sheet.lost:
        yield Pause(sheet.table.line(sheet.header), sheet.case_manager, owner, unreadable=True)
        return
    for row in sheet.rows():
        for one in _pause(row, sheet.case_manager, desk.today):
            yield replace(one, student_ref=owner)


_NOBODYS_BOX = frozenset({"not_sheets", "earlier_year", "next_year", "folder_below"})
"""Another program's file, another year's workbook, a folder below: what is ticked there pauses nobody."""


def out_of_sight(
    workbooks: Iterable[RawWorkbook | WorkbookFailure],
    problems: Iterable[Problem],
    organisation: Organisation,
    owners: Mapping[str, str],
) -> Iterator[Pause]:
    """A workbook that cannot be opened may hold a ticked box, and so may each of two like sheets.

    The box in the workbook of one student would pause nobody but that student, who is not seen without it.
    """
    for told in problems:
        if (told.kind, told.detail) == (ProblemKind.TWO_SHEETS, PAUSES.name):
            owner = owners.get(getattr(told.place, "spreadsheet_id", ""), "")
            yield Pause(told.place, told.case_manager, owner, unreadable=True)
    boxless = _without_students(organisation) | _of_one(organisation)
    for book in workbooks:
        if not isinstance(book, WorkbookFailure) or book.kind in _NOBODYS_BOX:
            continue
        if book.spreadsheet_id not in boxless:
            yield Pause(book.place, book.case_manager, unreadable=True)


def _without_students(organisation: Organisation) -> frozenset[str]:
    """Hours and contact logs: nobody need rest when they cannot be opened."""
    books = (book for person in organisation.case_managers for book in person.workbooks)
    return frozenset(book.id for book in books if not book.holds_students)


def _of_one(organisation: Organisation) -> frozenset[str]:
    books = (book for person in organisation.case_managers for book in person.workbooks)
    return frozenset(book.id for book in books if book.of_one)


def from_control(
    workbook: RawWorkbook | WorkbookFailure, headings: Headings, organisation: Organisation, today: date
) -> Iterator[Pause | Problem]:
    """The rows of the department's control workbook: who is paused, everybody or one case manager."""
    place = SpreadsheetPlace(workbook.spreadsheet_id)
    if isinstance(workbook, WorkbookFailure):
        yield Problem(FAILURES[workbook.kind], place, detail=organisation.robot)
        yield Pause(place, unreadable=True)
        return
    found = recognise(workbook, headings, {PAUSES.name})
    yield from found.problems
    if not found.sheets:
        yield from () if found.problems else (Problem(ProblemKind.MISSING_SHEET, place, detail=PAUSES.name),)
        yield Pause(place, unreadable=True)
    for sheet in found.sheets:
        for row in sheet.rows():
            yield from _order(row, organisation, today)


def _order(row: Row, organisation: Organisation, today: date) -> Iterator[Pause | Problem]:
    """A row whose person cannot be told pauses everybody."""
    who = read(row, "who", _as_who(organisation))
    pauses = [*_pause(row, known(who) or "", today)]
    yield from pauses
    if isinstance(who, Unreadable):
        yield who.problem
    elif isinstance(who, Missing) and any(isinstance(one, Pause) for one in pauses):
        yield problem(row, "who", ProblemKind.NOT_A_CHOICE, _choices(organisation))


def _pause(row: Row, case_manager: str, today: date) -> Iterator[Pause | Problem]:
    """A ticked box pauses up to the day beside it; a day that cannot be read ends nothing."""
    box, until = read(row, "paused", as_tick), read(row, "until", as_date)
    yield from (field.problem for field in (box, until) if isinstance(field, Unreadable))
    last = known(until)
    over = last is not None and last < today
    if isinstance(box, Unreadable) or (known(box) and not over):
        yield Pause(box.cell, case_manager, until=last, unreadable=isinstance(box, Unreadable))


def _as_who(organisation: Organisation) -> Conversion[str]:
    """Key of a case manager, typed as key, name or address; an empty key for everybody."""
    words = dict.fromkeys(_EVERYBODY, "")
    for person in organisation.case_managers:
        words |= dict.fromkeys(map(plain, (person.key, person.name, person.email)), person.key)

    def convert(raw: RawCell) -> str | Fault:
        found = words.get(plain(raw.text), words.get(plain(raw.meant)))
        return Fault(ProblemKind.NOT_A_CHOICE, _choices(organisation)) if found is None else found

    return convert


def _choices(organisation: Organisation) -> str:
    return ", ".join((_EVERYBODY[0], *(person.key for person in organisation.case_managers)))


PAUSES = SheetParser("pauses", "pauses", parse)
