"""Read each workbook in one request, and who can open it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from workspace_agent.google.workspace import Google
from workspace_agent.intake.table import RawWorkbook, WorkbookFailure, tables
from workspace_agent.model.errors import AccessDenied, GoogleRefusal, NotFound
from workspace_agent.model.organisation import CaseManager, Organisation, WorkbookSetting

_FIELDS = (
    "spreadsheetId,properties(timeZone,locale),"
    "sheets(properties(sheetId,title),merges,"
    "data(startRow,startColumn,rowData(values(effectiveValue,effectiveFormat(numberFormat)))))"
)


def read_workbooks(google: Google, organisation: Organisation) -> list[RawWorkbook | WorkbookFailure]:
    """All workbooks of all case managers; one that cannot be read does not stop the others."""
    return [_read(google, person, book) for person in organisation.case_managers for book in person.workbooks]


def _read(google: Google, person: CaseManager, book: WorkbookSetting) -> RawWorkbook | WorkbookFailure:
    try:
        answer = google.sheets.read(book.id, _FIELDS)
    except AccessDenied:
        return WorkbookFailure(book.id, person.key, "forbidden")
    except NotFound:
        return WorkbookFailure(book.id, person.key, "not_found")
    except GoogleRefusal:
        return WorkbookFailure(book.id, person.key, "other")
    return _raw(answer, person, book)


def _raw(answer: Mapping[str, Any], person: CaseManager, book: WorkbookSetting) -> RawWorkbook:
    return RawWorkbook(
        spreadsheet_id=book.id,
        case_manager=person.key,
        holds=book.holds,
        zone=answer["properties"]["timeZone"],
        tables=tables(answer),
    )


def is_private(google: Google, organisation: Organisation, spreadsheet_id: str, owner: str) -> bool:
    """True where nobody beyond the case manager, the manager and the agent can open the workbook.

    Where Google does not say who can open it, it does not count as private.
    """
    person = organisation.case_manager(owner)
    allowed = {person.email, organisation.manager.email, organisation.robot}
    try:
        permissions = google.drive.permissions(spreadsheet_id)
    except GoogleRefusal:
        return False
    return all(
        permission.get("type") == "user" and permission.get("emailAddress", "").casefold() in allowed
        for permission in permissions
        if not permission.get("deleted")
    )
