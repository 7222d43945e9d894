"""Willow's first case manager with hundreds of students more, whose names stand wherever people put names."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from itertools import cycle
from pathlib import Path
from typing import Any

from tests.hard_names import HARD_NAMES, SHOW_NOBODY, Name
from tests.journeys.world import CONFIG, MARISOL, WILLOW, World, build_world
from workspace_agent.cli.department import DepartmentFiles

Rows = list[list[str]]
NAMED_TAB = 77
_BOOK = Path("workbooks") / "marisol-quintero" / "Progress Monitoring"
_DISTRICTS = ("Sierra Vieja ISD", "Lakeward City SD")
_PLANS = ("IEP", "IEP", "504", "IEP")
_PURPOSES = ("annual review", "reevaluation", "amendment", "parent requested")
_EVERY = 9
"""Each so many-th student has a meeting, a team, a call to the parent and a form response."""


def hard_world(folder: Path, names: Sequence[Name], hard: Sequence[Name] = HARD_NAMES) -> World:
    """A world with all of them on one list, and their names in titles, headings, answers and guests.

    Args:
        folder: Where its settings and state lie.
        names: Of the students.
        hard: The hard names for which they stand, in the same order.
    """
    files = DepartmentFiles(_typed(folder, names, hard), ("marisol-quintero",))
    world = build_world(folder, files)
    limits = "creations = 5000\nshares = 5000\nmails = 5000\n"
    policy = (CONFIG / "policy.toml").read_text(encoding="utf8")
    kept = [line for line in policy.splitlines() if not line.startswith(("creations", "shares", "mails"))]
    text = "\n".join(kept).replace("[brakes] ", f"[brakes]\n{limits}#")
    (world.config / "policy.toml").write_text(text, encoding="utf8")
    _put_names_where_people_do(world, names)
    return world


def _typed(folder: Path, names: Sequence[Name], hard: Sequence[Name]) -> Path:
    folder.mkdir(exist_ok=True)
    department = folder / "department"
    shutil.copytree(WILLOW, department)
    some = names[::_EVERY]
    shown = [name for name, one in zip(some, hard[::_EVERY], strict=True) if one not in SHOW_NOBODY]
    _append(department, "Students", [_student(number, name) for number, name in enumerate(names)])
    _append(department, "Meetings", [_meeting(number, name) for number, name in enumerate(some)])
    _append(department, "Team", [row for name in some for row in _team(name)])
    _append(department, "Contacts", [_contact(name, other) for name, other in _pairs(some)])
    _append(
        department, "Check-ins", [[_full(a), "10/6/2026", "30", f"with {_full(b)}"] for a, b in _pairs(some)]
    )
    _append(department, "Goals", [_goal(name, other) for name, other in _pairs(some)])
    _append(department, "Progress", [[_full(a), _full(b), "9/14/2026", _full(b)] for a, b in _pairs(some)])
    _change(department / "form.json", lambda form: _with_responses(form, shown))
    _change(department / "calendar.json", lambda content: _with_events(content, shown))
    return department


def _append(department: Path, sheet: str, rows: Rows) -> None:
    with (department / _BOOK / f"{sheet}.csv").open("a", encoding="utf8", newline="") as file:
        csv.writer(file).writerows(rows)


def _change(path: Path, change: Callable[[Any], None]) -> None:
    content = json.loads(path.read_text(encoding="utf8"))
    change(content)
    path.write_text(json.dumps(content), encoding="utf8")


def _pairs(names: Sequence[Name]) -> list[tuple[Name, Name]]:
    return list(zip(names, [*names[1:], names[0]], strict=True))


def _full(name: Name) -> str:
    return f"{name[0]} {name[1]}"


def _student(number: int, name: Name) -> list[str]:
    """Dates all over the year: some past due, some near, some far."""
    reviewed = date(2025, 11, 1) + timedelta(days=number % 380)
    evaluated = date(2023, 11, 1) + timedelta(days=number % 700)
    plan = _PLANS[number % len(_PLANS)]
    dates = [f"{day.month}/{day.day}/{day.year}" for day in (reviewed, evaluated)]
    return [_DISTRICTS[number % 2], str(30000 + number), *name, "", plan, *dates, "", "", "English", "", ""]


def _meeting(number: int, name: Name) -> list[str]:
    day = date(2026, 11, 30) + timedelta(days=number % 25)
    day += timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)
    start = f"{8 + number % 8}:{number % 4 * 15:02}"
    purpose = _PURPOSES[number % len(_PURPOSES)]
    agreed = ["11/16/2026", "phone"] if number % 3 else ["", ""]
    zone = "America/Phoenix" if number % 5 == 0 else ""
    when = f"{day.month}/{day.day}/{day.year}"
    return [_full(name), purpose, when, start, zone, "60", "Google Meet", *agreed, "TRUE", "FALSE", "FALSE"]


def _team(name: Name) -> Rows:
    return [
        [_full(name), "parent", "parent@homemail.example", "", "", ""],
        [_full(name), "general education teacher", "k.osei@sierravieja.example", "", "", ""],
    ]


def _contact(name: Name, other: Name) -> list[str]:
    return [_full(name), "11/9/2026", "4:10 PM", "phone", _full(other), "annual review", f"met {_full(name)}"]


def _goal(name: Name, other: Name) -> list[str]:
    return [
        _full(name),
        _full(other),
        "percent",
        "increase",
        "40",
        _full(other),
        "8/31/2026",
        "5/24/2027",
        "",
        "week",
    ]


def _with_responses(form: Any, names: Sequence[Name]) -> None:
    """The student's own name, in full, and another's in the free text; and in the question itself."""
    form["questions"].append(
        {"id": "0a0b0c0d", "title": f"More about {_full(names[0])}", "type": "paragraph", "required": False}
    )
    for number, (name, other) in enumerate(_pairs(names)):
        moment = f"2026-11-1{number % 9}T15:{number % 60:02}:08.412Z"
        answers = {
            "3f1a9c02": [_full(name)],
            "2b3c4d5e": [_full(other) if number % 7 == 0 else "2026-11-10"],
            "6f7a8b9c": ["Annual review"],
            "0d1e2f3a": ["Yes"],
            "8f9a0b1c": [f"{_full(other)} and {_full(name)} met."],
            "0a0b0c0d": [_full(other)],
        }
        form["responses"].append(
            {
                "response_id": f"ACYDBNh-h{number:03}",
                "create_time": moment,
                "last_submitted_time": moment,
                "respondent": MARISOL if number % 5 else "substitute@willowbridge.example",
                "answers": answers,
            }
        )


def _with_events(content: Any, names: Sequence[Name]) -> None:
    """Events that people made: a name as title, as description, and as both."""
    shapes = cycle([(True, False), (False, True), (True, True)])
    for number, (name, (titled, described)) in enumerate(zip(names, shapes, strict=False)):
        day = date(2026, 12, 1) + timedelta(days=number % 20)
        content["events"].append(
            {
                "calendar": MARISOL,
                "summary": _full(name) if titled else "call",
                "description": f"with {_full(name)}" if described else "",
                "start": {"dateTime": f"{day}T{9 + number % 6:02}:05:00", "timeZone": "America/Denver"},
                "end": {"dateTime": f"{day}T{9 + number % 6:02}:25:00", "timeZone": "America/Denver"},
                "visibility": "default",
                "attendees": [],
            }
        )


def _put_names_where_people_do(world: World, names: Sequence[Name]) -> None:
    """Title of workbook and tab, headings, a name that is typed for a number, a link."""
    shown = _full(names[0])
    world.type("Students!N1", shown)
    world.type("Meetings!M1", f"Notes on {_full(names[1])}")
    world.type("Meetings!D3", f"after {_full(names[2])}")
    world.type("Students!G4", _full(names[3]))
    world.type("Meetings!N2", f"https://files.elsewhere.example/{names[4][0]}%20{names[4][1]}")
    tab = {"addSheet": {"properties": {"sheetId": NAMED_TAB, "title": shown}}}
    with world.person(MARISOL) as google:
        google.sheets.batch_update(world.progress, [tab])
        google.drive.update(world.progress, {"name": shown})


def initials_instead(world: World) -> None:
    """What people made stays theirs, and is no channel of the agent's."""
    tab = {
        "updateSheetProperties": {"properties": {"sheetId": NAMED_TAB, "title": "J.P."}, "fields": "title"}
    }
    with world.person(MARISOL) as google:
        google.sheets.batch_update(world.progress, [tab])
        google.drive.update(world.progress, {"name": "J.P."})
