"""Read each workbook in one request."""

from __future__ import annotations

from collections.abc import Sequence

from workspace_agent.intake.grid import tables
from workspace_agent.intake.table import RawWorkbook, WorkbookFailure
from workspace_agent.model.errors import PASSING, AccessDenied, GoogleRefusal, NotFound
from workspace_agent.model.organisation import Organisation
from workspace_agent.observe.reads import Reads

_FIELDS = (
    "spreadsheetId,properties(title,timeZone,locale),"
    "sheets(properties(sheetId,title),developerMetadata(metadataKey,metadataValue),merges,"
    "data(startRow,startColumn,rowData(values(hyperlink,chipRuns,effectiveValue,"
    "effectiveFormat(numberFormat)))))"
)


def read_workbooks(
    google: Reads, organisation: Organisation, failures: Sequence[WorkbookFailure] = ()
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


def read_control(google: Reads, organisation: Organisation) -> RawWorkbook | WorkbookFailure | None:
    """The department's control workbook, where it has one."""
    return read_spreadsheet(google, organisation.control, "control") if organisation.control else None


def read_spreadsheet(google: Reads, spreadsheet_id: str, holds: str) -> RawWorkbook | WorkbookFailure:
    """A spreadsheet of the department's that is no case manager's."""
    return _read(google, "", spreadsheet_id, holds)


def _read(google: Reads, case_manager: str, spreadsheet_id: str, holds: str) -> RawWorkbook | WorkbookFailure:
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
