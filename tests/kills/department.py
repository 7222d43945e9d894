"""A small department, typed here: one student for each kind of work. Every person in it is invented."""

from __future__ import annotations

from collections.abc import Iterator

from tests.journeys.world import WILLOW
from workspace_agent.cli.department import DepartmentFiles, Json

MARISOL = "m.quintero@willowbridge.example"
CSS = "c.arroyo@willowbridge.example"
TEACHER = "k.osei@sierravieja.example"
OTHER_TEACHER = "m.bravo@sierravieja.example"
AGENCY = "p.lund@sierravieja.example"

STUDENTS = ("Ada Birchwood", "Ben Castellan", "Cora Dunmore", "Dev Ellingham", "Eva Farrow")
ADA, BEN, CORA, DEV, EVA = range(len(STUDENTS))
INITIALS = ("A.B.", "B.C.", "C.D.", "D.E.", "E.F.")

Row = tuple[str, ...]

COLUMNS_OF_STUDENTS = (
    *("District", "ID", "First", "Last", "Plan"),
    *("Last annual review", "Last evaluation", "Exit"),
)
_STUDENTS: tuple[Row, ...] = (
    COLUMNS_OF_STUDENTS,
    *(
        ("Sierra Vieja ISD", str(31001 + number), *name.split(), "IEP", "1/12/2026", "10/7/2024", "")
        for number, name in enumerate(STUDENTS)
    ),
)
_MEETING_COLUMNS = (
    *("Student", "Purposes", "Date", "Start", "Zone", "Length", "Mode"),
    *("Agreed with parent on", "Agreed how", "Book", "Held", "Cancelled"),
)
COLUMNS = dict(zip(_MEETING_COLUMNS, "ABCDEFGHIJKL", strict=True))


def meeting(student: int, day: str, start: str, agreed: str = "11/17/2026", book: str = "TRUE") -> Row:
    """A row of the Meetings sheet."""
    asked = (STUDENTS[student], "annual review", day, start, "", "60", "Google Meet")
    return (*asked, agreed, "phone" if agreed else "", book, "FALSE", "FALSE")


_MEETINGS: tuple[Row, ...] = (
    _MEETING_COLUMNS,
    meeting(ADA, "12/2/2026", "10:00 AM"),
    meeting(BEN, "12/3/2026", "2:00 PM"),
    meeting(CORA, "12/4/2026", "11:00 AM"),
    meeting(DEV, "", "", agreed="", book="FALSE"),
    meeting(EVA, "12/8/2026", "9:00 AM", agreed=""),
)
_TEAM: tuple[Row, ...] = (
    ("Student", "Role", "E-mail", "Phone", "Contact state", "Since"),
    *((name, "general education teacher", TEACHER, "", "", "") for name in STUDENTS),
    (STUDENTS[BEN], "special education teacher", OTHER_TEACHER, "", "", ""),
    (STUDENTS[BEN], "agency representative", AGENCY, "", "", ""),
)
_CONTACTS: tuple[Row, ...] = (
    ("Student", "Date", "Time", "Method", "Who", "About", "Result"),
    *((name, "11/17/2026", "5:20 PM", "phone", "mother", "annual review", "agreed") for name in STUDENTS),
)
_HOURS: tuple[Row, ...] = (
    ("Date", "Start", "End", "Hours", "Activity"),
    ("11/19/2026", "8:00 AM", "2:30 PM", "6.5", "IEP drafting"),
)
_OFFICE_HOURS: tuple[Row, ...] = (
    ("Weekday", "Start", "End", "Zone"),
    *(
        (day, "8:00 AM", "3:00 PM", "America/Denver")
        for day in ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
    ),
)
_WORKBOOKS: dict[str, dict[str, tuple[Row, ...]]] = {
    "Progress Monitoring": {
        "Contacts": _CONTACTS,
        "Meetings": _MEETINGS,
        "Students": _STUDENTS,
        "Team": _TEAM,
    },
    "Hours Log": {"Hours": _HOURS, "Office hours": _OFFICE_HOURS},
}


def response(number: int, student: str, submitted: str, held: str = "Yes") -> Json:
    """A response to the form, as `form.json` holds them; the same number again is an edit."""
    answers = {
        "3f1a9c02": [student],
        "9c0d1e2f": ["Sierra Vieja ISD"],
        "2b3c4d5e": ["2026-11-12"],
        "6f7a8b9c": ["Annual review"],
        "0d1e2f3a": [held],
    }
    return {
        "response_id": f"ACYDBNsmall-{number}",
        "create_time": "2026-11-13T15:20:08.412Z",
        "last_submitted_time": submitted,
        "respondent": MARISOL,
        "answers": answers,
    }


class SmallDepartment(DepartmentFiles):
    """The people and settings of willow's first case manager, with sheets of their own."""

    def sheets(self, case_manager: str, workbook: str) -> Iterator[tuple[str, list[list[str]]]]:  # noqa: ARG002
        """Title and rows of each sheet, as typed."""
        for title, rows in _WORKBOOKS[workbook].items():
            yield title, [list(row) for row in rows]

    def responses(self) -> list[Json]:
        """One response, on Ada's meeting."""
        return [response(1, STUDENTS[ADA], "2026-11-13T15:20:08.412906Z")]

    def events(self) -> list[Json]:
        """Nothing made by hand."""
        return []


NEXT_ON_TEAM = len(_TEAM) + 1
"""The first row of the Team sheet that is free."""

SMALL = SmallDepartment(WILLOW, ("marisol-quintero",))


def cell(student: int, heading: str) -> str:
    """Where a field of a student's meeting stands, as long as nobody moved the row: `Meetings!D3`."""
    return f"Meetings!{COLUMNS[heading]}{student + 2}"
