"""The sheets: each workbook and folder of workbooks opens, and what stands in it is recognised."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from workspace_agent.doctor.apis import SHEETS
from workspace_agent.doctor.check import (
    UNAVAILABLE,
    Check,
    Group,
    Verdict,
    fails,
    passes,
    skips,
    warns,
)
from workspace_agent.doctor.installation import Installation
from workspace_agent.doctor.settings import READ
from workspace_agent.doctor.sign_in import SIGNED_IN, scope_check
from workspace_agent.google.scopes import METADATA, SPREADSHEETS
from workspace_agent.intake.pauses import FAILURES
from workspace_agent.intake.sheet_map import MappedTab
from workspace_agent.intake.table import WorkbookFailure
from workspace_agent.ledger.keys import signer
from workspace_agent.model.counting import counted
from workspace_agent.model.features import Switch
from workspace_agent.model.place import FolderPlace, SpreadsheetPlace
from workspace_agent.model.problem import Problem
from workspace_agent.model.problem_kinds import ProblemKind
from workspace_agent.observe.workbooks import read_control
from workspace_agent.sheet_maps import MappedBook, mapped_books

_SIGN = signer(bytes(32))
"""With a key that is nobody's: nothing of it is kept."""

_MAP = "See workspace-agent sheets map: it names each cell, and confirms what is proposed."
_FEW = 5
"""So many cells are named."""
_PASSING = frozenset({ProblemKind.WORKBOOK_UNAVAILABLE, ProblemKind.BOOKS_UNAVAILABLE})


def checks(here: Installation) -> Iterator[Check]:
    """A check for each workbook that is read, each folder of workbooks, and the control workbook."""
    books = mapped_books(here.google, here.organisation, here.settings.sheets, _SIGN, here.today)
    read = [book for book in books if not book.ignored]
    for number, book in enumerate(read, 1):
        yield Check(f"{number} of {len(read)}, {book.case_manager}", partial(_workbook, here, book))
    for person in here.organisation.case_managers:
        for folder in person.folders:
            yield Check(f"folder of {person.key}, {folder.id}", partial(_folder, folder.id, books))
    yield Check("control workbook", partial(_control, here))


GROUP = Group("Sheets", checks, (READ, SIGNED_IN, SHEETS, scope_check(SPREADSHEETS), scope_check(METADATA)))


def _workbook(here: Installation, book: MappedBook) -> Verdict:
    if book.problems:
        told = _problem(book.problems[0], len(book.problems) - 1)
        return replace(told, found=f"{told.found}{_named(here, book)}", link=told.link or book.link)
    if lacking := [tab for tab in book.tabs if tab.kinds and tab.missing]:
        return _lacks(book, lacking)
    if unclear := sum(tab.needs_a_person for tab in book.tabs):
        return fails(f"{unclear} of its tabs could mean two things, and are not read.", _MAP, book.link)
    return _opened(here, book)


def _lacks(book: MappedBook, tabs: list[MappedTab]) -> Verdict:
    """A heading that misses was mostly renamed: it is one of those that are not known there."""
    missing = ", ".join(f"{_words(name)} ({tab.kinds[0]})" for tab in tabs for name in tab.missing)
    unknown = [cell for tab in tabs for cell in (*tab.strange, *(guess.cell for guess in tab.guesses))]
    cells = ", ".join(dict.fromkeys(cell.a1 for cell in unknown[:_FEW]))
    told = f" Not known there, and perhaps meant so: {cells}." if cells else ""
    link = unknown[0].url if unknown else book.link
    return fails(f"Not found in its headings: {missing}.{told}", _MAP, link)


def _named(here: Installation, book: MappedBook) -> str:
    """What the settings say of it: whoever shall share it knows it by that, and not by a number."""
    person = here.organisation.case_manager(book.case_manager)
    named = {one.id: one.holds for one in person.folders} | {one.id: one.holds for one in person.workbooks}
    holds = named.get(book.spreadsheet_id)
    return f" It is to hold: {holds}." if holds else ""


def _opened(here: Installation, book: MappedBook) -> Verdict:
    kinds = list(dict.fromkeys(_words(tab.kinds[0]) for tab in book.tabs if tab.kinds and not tab.aside))
    found = f"Opens ({book.holds}; {book.locale}, {book.zone}); read: {', '.join(kinds) or 'nothing'}."
    proposed = sum(len(tab.guesses) for tab in book.tabs)
    strange = sum(len(tab.strange) for tab in book.tabs if tab.kinds)
    zone = here.organisation.case_manager(book.case_manager).zone
    if proposed:
        return warns(
            f"{found} {counted(proposed, 'proposal')} for headings, which nobody confirmed.", _MAP, book.link
        )
    if book.zone != zone:
        return warns(
            f"{found} The case manager's zone is {zone}: times in it are questions, and are not booked.",
            "Set it in the workbook (File, Settings), or correct zone in agent.toml.",
            book.link,
        )
    if _is_written(here, book) and not _may_edit(here, book.spreadsheet_id):
        return warns(
            f"{found} The agent may only read it, so it gets no Agent tab.",
            f"Share it with {here.robot} as an editor.",
            book.link,
        )
    return passes(
        f"{found}{f' {strange} headings are not known and not read.' if strange else ''}", book.link
    )


def _is_written(here: Installation, book: MappedBook) -> bool:
    wanted = here.settings.agent.features.agent_tab is Switch.ON
    return wanted and book.holds not in {"hours", "contacts"}


def _may_edit(here: Installation, spreadsheet_id: str) -> bool:
    abilities = here.google.drive.get(spreadsheet_id, "capabilities(canEdit)").get("capabilities", {})
    return bool(abilities.get("canEdit"))


def _problem(problem: Problem, others: int) -> Verdict:
    more = f" And {others} more." if others else ""
    code = {"exit_code": UNAVAILABLE} if problem.kind in _PASSING else {}
    return fails(f"{problem.sentence}{more}", problem.advice, problem.place.url, **code)


def _folder(folder_id: str, books: list[MappedBook]) -> Verdict:
    """What is wrong with it, if anything is, stands among the workbooks: it is in the place of its own."""
    link = FolderPlace(folder_id).url
    if any(book.spreadsheet_id == folder_id for book in books):
        return skips("because of what is said of it above")
    return passes("Can be listed.", link)


def _control(here: Installation) -> Verdict:
    organisation = here.organisation
    if not organisation.control:
        return skips("agent.toml names none (department.control)")
    read = read_control(here.google, organisation)
    if isinstance(read, WorkbookFailure):
        return _problem(Problem(FAILURES[read.kind], read.place, detail=here.robot), 0)
    return passes("Opens.", SpreadsheetPlace(organisation.control).url)


def _words(name: str) -> str:
    return name.replace("_", " ")
