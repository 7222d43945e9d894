"""Things that whole caseloads need: a second case manager, many meetings, the turning of switches."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from tests.journeys.world import MANAGER, MARISOL, ROBOT, World
from workspace_agent.run import Report
from workspace_agent.think import foresee

THEO = "t.brandvold@willowbridge.example"
THEOS = """
[[case_managers]]
key = "theo-brandvold"
name = "Theo Brandvold"
email = "t.brandvold@willowbridge.example"
calendar = "t.brandvold@willowbridge.example"
zone = "America/New_York"
from = 2025-08-18
districts = ["lakeward"]
workbooks = [{ id = "%s", holds = "progress monitoring" }]
"""

_STUDENTS = ["ID", "First", "Last", "Plan", "Last annual review", "Last evaluation"]
_MEETINGS = [
    "Student",
    "Purposes",
    "Date",
    "Start",
    "Mode",
    "Agreed with parent on",
    "Book",
    "Held",
    "Cancelled",
]
_TEAM = ["Student", "Role", "E-mail"]
_CONTACTS = ["Student", "Date", "Time", "Method", "Who", "About", "Result"]


def hire_theo(world: World) -> str:
    """A second case manager with one student and one meeting to come; gives the id of the workbook."""
    sheets = {
        "Students": [_STUDENTS, ["7", "Quillon", "Ashgrove", "IEP", "1/15/2026", "1/14/2025"]],
        "Meetings": [
            _MEETINGS,
            ["Quillon Ashgrove", "annual review", "12/9/2026", "1:00 PM", "in person", "11/12/2026", "TRUE"],
        ],
        "Team": [_TEAM],
        "Contacts": [_CONTACTS],
    }
    made = _workbook(world, THEO, sheets)
    world.setting(lambda text: text + THEOS % made)
    return made


def hire(world: World, key: str, name: str, *, columns: list[str], rows: list[list[str]], more: str) -> str:
    """A colleague with a list of students and no meetings; gives the id of the workbook.

    Args:
        world: The department.
        key: In the settings, and before the @ of the address.
        name: Theirs.
        columns: Headings of the Students sheet.
        rows: Its rows.
        more: Further lines of their settings.
    """
    address = f"{key}@willowbridge.example"
    sheets = {
        "Students": [columns, *rows],
        "Meetings": [_MEETINGS],
        "Team": [_TEAM],
        "Contacts": [_CONTACTS],
    }
    made = _workbook(world, address, sheets)
    lines = (
        "",
        "[[case_managers]]",
        f'key = "{key}"',
        f'name = "{name}"',
        f'email = "{address}"',
        f'calendar = "{address}"',
        'zone = "America/New_York"',
        'districts = ["sierra-vieja"]',
        f'workbooks = [{{ id = "{made}", holds = "progress monitoring" }}]',
        more,
    )
    world.setting(lambda text: text + "\n".join(lines) + "\n")
    return made


def _workbook(world: World, address: str, sheets: dict[str, list[list[str]]]) -> str:
    """A new workbook with these sheets, and a calendar, both shared with the agent."""
    with world.person(address) as google:
        titles = [{"properties": {"title": title}} for title in sheets]
        made = str(google.sheets.create("Caseload", "en_US", "America/New_York", titles)["spreadsheetId"])
        for title, rows in sheets.items():
            google.sheets.type_values(made, f"{title}!A1", rows)
        google.drive.share(made, ROBOT, "writer")
        google.drive.share(made, MANAGER, "reader")
        google.calendar.acl_insert(address, ROBOT, "writer")
    return made


def theo_types(world: World, workbook: str, cell: str, text: str) -> None:
    with world.person(THEO) as google:
        google.sheets.type_values(workbook, cell, [[text]])


def of_theo(world: World) -> list[dict[str, Any]]:
    """The agent's events on the second calendar."""
    with world.person(THEO) as google:
        return list(google.calendar.list(THEO, privateExtendedProperty="wa=1", showDeleted=True))


def more_meetings(world: World, count: int) -> None:
    """Rows for further meetings, each of another student, on days in January."""
    students = ("Rosa", "Jonah Pell", "Noor Haddad", "Tobias Marchetti", "Sam Trujillo", "Will Hartsell")[1:]
    rows = [
        [
            student,
            "amendment",
            f"1/{11 + number}/2027",
            "2:00 PM",
            "",
            "30",
            "phone",
            "11/16/2026",
            "phone",
            "TRUE",
        ]
        for number, student in enumerate(students[:count])
    ]
    with world.person(MARISOL) as google:
        google.sheets.type_values(world.progress, "Meetings!A22", rows)


def empty_meetings(world: World) -> list[list[str]]:
    """The case manager empties the sheet below its headings; gives what stood there."""
    with world.person(MARISOL) as google:
        (found,) = google.sheets.values_batch_get(world.progress, ["Meetings!A2:L40"])
        google.sheets.type_values(world.progress, "Meetings!A2", [[""] * 12] * 30)
    return list(found.get("values", []))


def switched(world: World, **switches: str) -> None:
    """Turn the switches of `[features]`; those that are not named are on."""
    lines = "".join(f'{name} = "{switch}"\n' for name, switch in switches.items())
    world.setting(lambda text: text.partition("\n[features]\n")[0] + f"\n[features]\n{lines}")


def a_quarter_later(world: World) -> None:
    world.at(world.clock.now + timedelta(minutes=15))


def approvals(report: Report) -> list[str]:
    """What `run` and `plan` print behind `--approve`."""
    return [stop.approval for stop in report.account.waits.stops]


def foreseen(world: World) -> list[str]:
    """Summaries of what `plan` would print under `To do`."""
    with world.tools() as tools:
        return [action.summary for action in foresee(tools).plan.actions]


def done(report: Report) -> list[str]:
    return [outcome.action.summary for outcome in report.account.outcomes]
