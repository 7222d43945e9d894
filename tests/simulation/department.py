"""The department as it is on the first day, made of a seed. Every person in it is invented."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from tests.journeys.world import FRIDAY, WILLOW
from tests.kills.department import COLUMNS, COLUMNS_OF_STUDENTS
from workspace_agent.cli.department import DepartmentFiles

Json = dict[str, Any]
Cells = list[str]

MARISOL, THEO, LENA = CASE_MANAGERS = ("marisol-quintero", "theo-brandvold", "lena-vandermolen")
DISTRICTS = {
    MARISOL: ("Sierra Vieja ISD", "Lakeward City SD"),
    THEO: ("Lakeward City SD",),
    LENA: ("Saguaro Flats USD", "Sierra Vieja ISD"),
}
DOMAINS = {
    "Sierra Vieja ISD": "sierravieja.example",
    "Lakeward City SD": "lakeward.example",
    "Saguaro Flats USD": "saguaroflats.example",
}
TEACHERS = ("k.osei", "m.bravo", "r.tamm")
PROGRESS, HOURS = "Progress Monitoring", "Hours Log"
"""Titles of the two workbooks that each case manager keeps."""

NEXT_MANAGER = {
    "key": "amari",
    "name": "Idris Amari",
    "email": "i.amari@willowbridge.example",
    "zone": "America/New_York",
}
"""Who is in office after willow's manager."""

HEADINGS: dict[str, tuple[str, ...]] = {
    "Students": (*COLUMNS_OF_STUDENTS, "Interpreter"),
    "Meetings": (*COLUMNS, "Notice sent", "Paused"),
    "Team": ("Student", "Role", "E-mail", "Phone", "Contact state", "Since"),
    "Contacts": ("Student", "Date", "Time", "Method", "Who", "About", "Result"),
    "Check-ins": ("Student", "Date", "Minutes", "Action items"),
    "Goals": (
        *("Student", "Goal", "Measure", "Direction", "Baseline", "Target"),
        *("Start", "End", "Criterion", "Every"),
    ),
    "Progress": ("Student", "Goal", "Date", "Value"),
    "Hours": ("Date", "Start", "End", "Hours", "Activity"),
    "Office hours": ("Weekday", "Start", "End", "Zone"),
}
WORKBOOK_OF = {title: HOURS if title in ("Hours", "Office hours") else PROGRESS for title in HEADINGS}
GOAL = "Reading fluency"

_FIRST = (
    "Ada", "Ben", "Cora", "Dev", "Eva", "Finn", "Gus", "Hana", "Ivo", "Juno",
    "Kit", "Lark", "Milo", "Nia", "Otto", "Petra", "Quin", "Rhea", "Silas", "Thea",
)  # fmt: skip
_LAST = (
    "Ashgrove", "Birchwood", "Castellan", "Dunmore", "Ellingham", "Farrowby", "Gildersten",
    "Hawkmoor", "Inglesant", "Jarrowby", "Kestrelby", "Lindquarry", "Marlowick", "Netherby",
    "Orchardon", "Pellingrove", "Quillfeather", "Ravenhurst", "Stonebeck", "Thornquist",
)  # fmt: skip
_A_YEAR_OF_SCHOOL = timedelta(days=364)
"""As many weeks as nearly make a year: weekdays stay what they are."""


def name(number: int) -> tuple[str, str]:
    """First and last name of a student; no two have the same initials."""
    return _FIRST[number % len(_FIRST)], _LAST[(number + number // len(_FIRST)) % len(_LAST)]


def full(number: int) -> str:
    """The name as it is typed into a sheet."""
    return " ".join(name(number))


def number_of(initials: str) -> int:
    """The student whose initials these are: the opposite of `name`."""
    first, last = initials.split(".")[:2]
    at_first = next(i for i, one in enumerate(_FIRST) if one[0] == first)
    at_last = next(i for i, one in enumerate(_LAST) if one[0] == last)
    return at_first + len(_FIRST) * ((at_last - at_first) % len(_LAST))


def as_typed(day: date) -> str:
    """A date as people type it."""
    return f"{day.month}/{day.day}/{day.year}"


@dataclass(frozen=True, slots=True)
class Student:
    """One student on the first day, or on the day of enrollment."""

    number: int
    case_manager: str
    district: str
    plan: str
    last_review: date
    last_evaluation: date

    def row(self) -> Cells:
        """In the list of students."""
        dates = as_typed(self.last_review), as_typed(self.last_evaluation)
        return [self.district, str(31001 + self.number), *name(self.number), self.plan, *dates, "", ""]

    def team(self) -> list[Cells]:
        """In the Team sheet."""
        teacher = f"{TEACHERS[self.number % len(TEACHERS)]}@{DOMAINS[self.district]}"
        who = full(self.number)
        return [
            [who, "parent", f"p{self.number}@homemail.example", "", "holds_rights", ""],
            [who, "general education teacher", teacher, "", "", ""],
            [who, "special education teacher", f"s.ruud@{DOMAINS[self.district]}", "", "", ""],
        ]


def enrolled(number: int, case_manager: str, today: date, chance: Random) -> Student:
    """A student with clocks that run out at some time of the year."""
    return Student(
        number,
        case_manager,
        chance.choice(DISTRICTS[case_manager]),
        "504" if chance.random() < 0.2 else "IEP",
        today - timedelta(days=chance.randrange(20, 350)),
        today - timedelta(days=chance.randrange(100, 1080)),
    )


@dataclass(frozen=True, slots=True)
class Generated(DepartmentFiles):
    """The people and settings of willow, with sheets of their own.

    Attributes:
        begins: The first day.
        students: Everybody on the lists on that day.
    """

    begins: datetime = FRIDAY
    students: Sequence[Student] = ()

    @property
    def about(self) -> Json:
        """Willow's, with two workbooks for each case manager, and moved into the school year of the story."""
        about = super(Generated, self).about
        for person in about["case_managers"]:
            person["districts"] = [
                d["key"] for d in about["districts"] if d["name"] in DISTRICTS[person["key"]]
            ]
            person["workbooks"] = [
                {
                    "folder": folder,
                    "zone": person["zone"],
                    "holds": holds,
                    "other_readers": [],
                    "booking": "box",
                }
                for folder, holds in ((PROGRESS, "progress monitoring"), (HOURS, "hours"))
            ]
        about["clock"]["as_of"] = self.begins
        return about if self.begins.date() < date(2027, 7, 1) else _a_year_later(about)

    def sheets(self, case_manager: str, workbook: str) -> Iterator[tuple[str, list[Cells]]]:
        """Title and rows of each sheet, as typed."""
        theirs = [student for student in self.students if student.case_manager == case_manager]
        for title, heading in HEADINGS.items():
            if WORKBOOK_OF[title] == workbook:
                yield (
                    title,
                    [list(heading), *(cells for _, cells in first_rows(title, theirs, self.begins.date()))],
                )

    def responses(self) -> list[Json]:
        """None yet."""
        return []

    def events(self) -> list[Json]:
        """Nothing made by hand."""
        return []


def first_rows(title: str, students: Sequence[Student], today: date) -> Iterator[tuple[str, Cells]]:
    """Id and cells of each row of a sheet on the first day."""
    if title == "Office hours":
        for day in ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday"):
            yield day, [day, "8:00 AM", "3:00 PM", ""]
    for student in students:
        if title == "Students":
            yield f"student {student.number}", student.row()
        elif title == "Team":
            for at, cells in enumerate(student.team()):
                yield f"team {student.number} {at}", cells
        elif title == "Goals":
            yield f"goal {student.number}", goal(student.number, today)


def goal(number: int, today: date) -> Cells:
    """A goal of a student, from some days ago until the next summer."""
    spring = today.year + (today.month > 6)
    span = as_typed(today - timedelta(days=7)), f"5/24/{spring}"
    return [full(number), GOAL, "words per minute", "increase", "42", "99", *span, "", "week"]


def _a_year_later(about: Json) -> Json:
    about["department"]["federal_holidays"] = [_later(day) for day in about["department"]["federal_holidays"]]
    for district in about["districts"]:
        district |= {key: _later(district[key]) for key in ("first_day", "last_day")}
        district["closures"] = [
            closure | {key: _later(closure[key]) for key in ("from", "until")}
            for closure in district["closures"]
        ]
    return about


def _later(day: date) -> date:
    return day + _A_YEAR_OF_SCHOOL


def opened(seed: int, begins: datetime) -> Generated:
    """The department of a seed: two or three case managers with four to eight students each."""
    chance = Random(f"department {seed}")  # noqa: S311 - a story, not a secret
    staff = CASE_MANAGERS[: chance.choice((2, 3))]
    lists = [(person, chance.randrange(4, 8)) for person in staff]
    everybody = [person for person, count in lists for _ in range(count)]
    students = tuple(enrolled(number, who, begins.date(), chance) for number, who in enumerate(everybody))
    return Generated(WILLOW, staff, begins, students)
