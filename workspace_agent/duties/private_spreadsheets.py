"""The spreadsheet that holds a case manager's Agent tab where others can open the workbook too.

FERPA, 34 CFR 99.31(a)(1): what a student's deadlines are is for those with a legitimate educational interest,
and a workbook may be shared with a whole school. So it lies in the case manager's folder of records, which
the case manager and the manager alone can open, and the tab in the workbook only says where to look.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from workspace_agent.duties.filing_records import title_print
from workspace_agent.duties.folders import Stops, case_manager_folder
from workspace_agent.model.action import Action, Kind
from workspace_agent.model.facts import Department
from workspace_agent.model.place import SpreadsheetPlace
from workspace_agent.model.plan import Circumstances, Plan
from workspace_agent.model.seen import Seen
from workspace_agent.model.undo import Undo

PRIVATE = "private/"
TITLE = "Agent"


@dataclass(frozen=True, slots=True, kw_only=True)
class MakePrivateSpreadsheet(Action):
    """Make a spreadsheet.

    Attributes:
        folder: Key of the folder it goes into.
        title: Its name.
        properties: Further marks to keep on it.
    """

    duty: ClassVar[str] = "agent_tab"
    kind: ClassVar[Kind] = Kind.CREATE
    undo: ClassVar[Undo] = Undo.TRASH_FILE

    folder: str
    title: str
    properties: tuple[tuple[str, str], ...]


def private_spreadsheet(case_manager: str) -> str:
    """Key of a case manager's."""
    return PRIVATE + case_manager


def case_manager_of_private(key: str) -> str:
    """Whose it is, where it is one."""
    return key.removeprefix(PRIVATE) if key.startswith(PRIVATE) else ""


def plan(department: Department, seen: Seen, circumstances: Circumstances) -> Plan:
    """One for each case manager with a workbook that others can open; never a second one."""
    stops = Stops(department, seen)
    wanted = sorted(
        {book.case_manager for book in department.workbooks if book.holds_students and book.private is False}
    )
    missing = [person for person in wanted if not stops.was_made(private_spreadsheet(person))]
    return Plan(
        actions=tuple(
            _make(department, person, circumstances)
            for person in missing
            if private_spreadsheet(person) not in seen.gone and not stops.at(case_manager_folder(person))
        )
    )


def _make(department: Department, person: str, circumstances: Circumstances) -> MakePrivateSpreadsheet:
    folder = case_manager_folder(person)
    books = (one for one in department.workbooks if one.case_manager == person and one.private is False)
    return MakePrivateSpreadsheet(
        key=private_spreadsheet(person),
        fingerprint="",
        summary=f"spreadsheet: Agent tab of {person}",
        needs=(folder,),
        case_manager=person,
        place=SpreadsheetPlace(min(one.spreadsheet_id for one in books)),
        folder=folder,
        title=TITLE,
        properties=(("title", title_print(TITLE, circumstances.sign)),),
    )
