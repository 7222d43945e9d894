"""What people of a department of any size typed, as a folder that `DepartmentFiles` reads.

Each case manager keeps the two workbooks that `init` creates, with a caseload of six; has a student whose
meeting is to be booked, one whose meeting was held and whose form is to be filed, and two events of their own
in the calendar. All names are made of syllables.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from itertools import islice, product
from pathlib import Path
from typing import Any

import tomlkit

CASELOAD = 6

Json = dict[str, Any]
Rows = list[list[str]]
Name = tuple[str, str]

_PROGRESS, _HOURS = "Progress Monitoring", "Hours Log"
_ZONE = "America/New_York"
_STUDENTS = (
    "District,ID,First,Last,Preferred,Plan,Last annual review,Last evaluation,Exit,Transition by,Language,"
    "Interpreter,Access"
)
_MEETINGS = (
    "Student,Purposes,Date,Start,Zone,Length,Mode,Agreed with parent on,Agreed how,Book,Held,Cancelled"
)
_GOALS = "Student,Goal,Measure,Direction,Baseline,Target,Start,End,Criterion,Every"
_GOAL = "Reading fluency,words per minute,increase,40,90,9/14/2026,6/1/2027,,week"


def write(folder: Path, template: Path, case_managers: int, now: datetime) -> Json:
    """Write the folder; what stands in its `department.toml`.

    Args:
        folder: To be made.
        template: A folder whose districts, manager and form are taken.
        case_managers: How many.
        now: When the agent runs for the first time.
    """
    people = [_person(number) for number in range(case_managers)]
    names = _names()
    caseloads = [list(islice(names, CASELOAD)) for _ in people]
    about = tomlkit.parse((template / "department.toml").read_text(encoding="utf8")).unwrap()
    about["clock"]["as_of"] = now
    about["case_managers"] = people
    form = json.loads((template / "form.json").read_text(encoding="utf8"))
    form["responses"] = [
        _response(number, person["email"], caseload[1])
        for number, (person, caseload) in enumerate(zip(people, caseloads, strict=True))
    ]
    events = [event for person in people for event in _events(person["calendar"])]
    folder.mkdir(parents=True)
    (folder / "department.toml").write_text(tomlkit.dumps(about), encoding="utf8")
    (folder / "form.json").write_text(json.dumps(form), encoding="utf8")
    (folder / "calendar.json").write_text(json.dumps({"events": events}), encoding="utf8")
    for number, (person, caseload) in enumerate(zip(people, caseloads, strict=True)):
        for book, title, rows in _sheets(number, caseload, now.date()):
            _write_sheet(folder / "workbooks" / person["key"] / book / f"{title}.csv", rows)
    return about


def _write_sheet(path: Path, rows: Rows) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf8", newline="") as file:
        csv.writer(file).writerows(rows)


def _person(number: int) -> Json:
    address = f"cm{number:04}@willowbridge.example"
    books = ((_PROGRESS, "progress monitoring"), (_HOURS, "hours"))
    return {
        "key": f"cm-{number:04}",
        "name": f"Case Manager {number:04}",
        "email": address,
        "calendar": address,
        "zone": _ZONE,
        "from": date(2024, 8, 1),
        "districts": ["lakeward"],
        "workbooks": [
            {"folder": title, "zone": _ZONE, "holds": holds, "other_readers": []} for title, holds in books
        ],
    }


def _names() -> Iterator[Name]:
    """First and last names, no two alike."""
    syllables = [a + b for a, b in product("BDFGKLMNPRSTVZ", "aeiou")]
    firsts = [f"{a}{b}n" for a, b in product(syllables, ("li", "mo", "re"))]
    lasts = [f"{a}{b}{c}" for a, b, c in product(syllables, ("bar", "del", "kov"), ("ick", "ano", "sen"))]
    number = 0
    while True:
        yield firsts[number % len(firsts)], lasts[number * 7 % len(lasts)] + "x" * (number // len(lasts))
        number += 1


def _day(day: date) -> str:
    return f"{day.month}/{day.day}/{day.year}"


def _sheets(number: int, caseload: Sequence[Name], today: date) -> Iterator[tuple[str, str, Rows]]:
    """Workbook, title and rows."""
    full = [f"{first} {last}" for first, last in caseload]
    team = ("parent,parent@homemail.example", "general education teacher,k.osei@lakeward.example")
    contact = "11/9/2026,4:10 PM,phone,mother,annual review,spoke"
    weeks = [date(2026, 9, 14) + timedelta(weeks=week) for week in range(9)]
    worked = [_day(date(2026, 11, 2) + timedelta(days=one)) for one in (0, 1, 2, 3, 4, 7, 8, 10)]
    yield _PROGRESS, "Students", _table(_STUDENTS, _students(number, caseload, today))
    yield _PROGRESS, "Meetings", _table(_MEETINGS, _meetings(number, full))
    yield (
        _PROGRESS,
        "Team",
        _table("Student,Role,E-mail,Phone,Contact state,Since", _each(full, *(f"{one},,," for one in team))),
    )
    yield _PROGRESS, "Contacts", _table("Student,Date,Time,Method,Who,About,Result", _each(full, contact))
    yield _PROGRESS, "Goals", _table(_GOALS, _each(full, _GOAL))
    values = [f"Reading fluency,{_day(day)},{40 + week}" for week, day in enumerate(weeks)]
    yield _PROGRESS, "Progress", _table("Student,Goal,Date,Value", _each(full, *values))
    yield _PROGRESS, "Check-ins", _table("Student,Date,Minutes,Action items", _each(full, "10/6/2026,30,"))
    hours = "8:00 AM,2:30 PM,6.5,student sessions"
    yield _HOURS, "Hours", _table("Date,Start,End,Hours,Activity", _each(worked, hours))
    open_on = ("Monday", "Tuesday", "Wednesday")
    yield (
        _HOURS,
        "Office hours",
        _table("Weekday,Start,End,Zone", _each(open_on, f"8:00 AM,3:00 PM,{_ZONE}")),
    )


def _table(head: str, rows: Rows) -> Rows:
    return [head.split(","), *rows]


def _each(firsts: Sequence[str], *rests: str) -> Rows:
    """Rows that begin with each of these."""
    return [[first, *rest.split(",")] for first in firsts for rest in rests]


def _students(number: int, caseload: Sequence[Name], today: date) -> Rows:
    return [
        [
            "Lakeward City SD",
            _student_id(number, at),
            *name,
            "",
            "IEP",
            _day(today - timedelta(days=30 * at + number % 20)),
            _day(today - timedelta(days=100 * at + number % 50)),
            "",
            "",
            "English",
            "",
            "",
        ]
        for at, name in enumerate(caseload)
    ]


def _student_id(number: int, at: int) -> str:
    return str(number * CASELOAD + at + 10_000)


def _meetings(number: int, full: Sequence[str]) -> Rows:
    coming = _day(date(2026, 12, 1) + timedelta(days=number % 4))
    rest = ["", "60", "Google Meet", "11/9/2026", "phone", "TRUE"]
    return [
        [full[0], "annual review", coming, "10:00 AM", *rest, "FALSE", "FALSE"],
        [full[1], "annual review", "11/11/2026", "1:00 PM", *rest, "TRUE", "FALSE"],
    ]


def _response(number: int, respondent: str, name: Name) -> Json:
    moment = f"2026-11-12T20:{number % 60:02}:08.412Z"
    answers = {
        "3f1a9c02": [" ".join(name)],
        "5e6f7a8b": [_student_id(number, 1)],
        "9c0d1e2f": ["Lakeward City SD"],
        "2b3c4d5e": ["2026-11-11"],
        "6f7a8b9c": ["Annual review"],
        "0d1e2f3a": ["Yes"],
        "3d4e5f6a": ["2026-11-12"],
    }
    return {
        "response_id": f"ACYDBNh-{number:05}",
        "create_time": moment,
        "last_submitted_time": moment,
        "respondent": respondent,
        "answers": answers,
    }


def _events(calendar: str) -> Iterator[Json]:
    for day in (date(2026, 11, 18), date(2026, 12, 9)):
        yield {
            "calendar": calendar,
            "summary": "staff meeting",
            "description": "",
            "start": {"dateTime": f"{day}T15:00:00", "timeZone": _ZONE},
            "end": {"dateTime": f"{day}T15:30:00", "timeZone": _ZONE},
            "visibility": "default",
            "attendees": [],
        }
