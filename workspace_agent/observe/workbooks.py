"""Read each workbook in one request, and who can open it."""

from __future__ import annotations

from collections.abc import Sequence

from workspace_agent.google.workspace import Google
from workspace_agent.intake.agent_tab import agent_tabs
from workspace_agent.intake.grid import tables
from workspace_agent.intake.table import RawWorkbook, WorkbookFailure
from workspace_agent.model.errors import PASSING, AccessDenied, GoogleRefusal, NotFound
from workspace_agent.model.facts import PrivateSpreadsheet
from workspace_agent.model.organisation import Organisation
from workspace_agent.model.seen import MarkedFile

_FIELDS = (
    "spreadsheetId,properties(title,timeZone,locale),"
    "sheets(properties(sheetId,title),developerMetadata(metadataKey,metadataValue),merges,"
    "data(startRow,startColumn,rowData(values(hyperlink,effectiveValue,effectiveFormat(numberFormat)))))"
)


def read_workbooks(
    google: Google, organisation: Organisation, failures: Sequence[WorkbookFailure] = ()
) -> list[RawWorkbook | WorkbookFailure]:
    """All workbooks of all case managers; one that cannot be read does not stop the others.

    Args:
        google: The agent's.
        organisation: With all workbooks.
        failures: Those of them that are not to be read.
    """
    known = {failure.spreadsheet_id for failure in failures}
    read = [
        _read(google, person.key, book.id, book.holds)
        for person in organisation.case_managers
        for book in person.workbooks
        if book.id not in known
    ]
    return [*failures, *read]


def read_control(google: Google, organisation: Organisation) -> RawWorkbook | WorkbookFailure | None:
    """The department's control workbook, where it has one."""
    return read_spreadsheet(google, organisation.control, "control") if organisation.control else None


def read_spreadsheet(google: Google, spreadsheet_id: str, holds: str) -> RawWorkbook | WorkbookFailure:
    """A spreadsheet of the department's that is no case manager's."""
    return _read(google, "", spreadsheet_id, holds)


def _read(
    google: Google, case_manager: str, spreadsheet_id: str, holds: str
) -> RawWorkbook | WorkbookFailure:
    try:
        answer = google.sheets.read(spreadsheet_id, _FIELDS)
    except AccessDenied:
        return WorkbookFailure(spreadsheet_id, case_manager, "forbidden")
    except NotFound:
        return WorkbookFailure(spreadsheet_id, case_manager, "not_found")
    except PASSING:
        return WorkbookFailure(spreadsheet_id, case_manager, "unavailable")
    except GoogleRefusal:
        return WorkbookFailure(spreadsheet_id, case_manager, "other")
    about = answer["properties"]
    return RawWorkbook(
        spreadsheet_id,
        case_manager,
        holds,
        about["timeZone"],
        tables(answer),
        about.get("title", ""),
        about.get("locale", ""),
    )


def read_private(google: Google, file: MarkedFile | None) -> PrivateSpreadsheet:
    """The agent's own spreadsheet, which may lie in the trash or be gone."""
    if file is None or file.trashed:
        return PrivateSpreadsheet("")
    read = read_spreadsheet(google, file.file_id, "progress monitoring")
    tabs = agent_tabs(read.tables) if isinstance(read, RawWorkbook) else None
    return PrivateSpreadsheet(file.file_id, tabs)


def is_private(google: Google, organisation: Organisation, spreadsheet_id: str, owner: str) -> bool | None:
    """Whether nobody beyond the case manager, the manager and the agent can open the workbook.

    Where Google may not tell who can open it, it does not count as private; None where it did not answer.
    """
    person = organisation.case_manager(owner)
    allowed = {person.email, organisation.manager.email, organisation.robot}
    try:
        permissions = google.drive.permissions(spreadsheet_id)
    except PASSING:
        return None
    except GoogleRefusal:
        return False
    return all(
        permission.get("type") == "user" and permission.get("emailAddress", "").casefold() in allowed
        for permission in permissions
        if not permission.get("deleted")
    )
