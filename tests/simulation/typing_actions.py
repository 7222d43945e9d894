"""What people type into sheets and send by the form."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import tomlkit

from tests.kills.department import response
from tests.simulation.department import NEXT_MANAGER, Student, as_typed, first_rows, full
from tests.simulation.school import TYPOS, School
from tests.simulation.sheets import Row, Sheet

FORMER = " former"
"""How the row of a student who went to another list is called: what counts of them stands there."""


def student_of(row_id: str) -> int | None:
    """The student whom a row is about: the number in its id."""
    words = row_id.split()
    return int(words[1]) if len(words) > 1 else None


def _spoken(school: School, sheet: Sheet, row_id: str) -> None:
    """What a Meetings or Team sheet says of a student is newer than what was done in Calendar before."""
    if sheet.title in ("Meetings", "Team", "Students"):
        school.sheet_speaks(student_of(row_id))


@dataclass(frozen=True, slots=True)
class Types:
    """Somebody types into a cell of a row, wherever it stands by now."""

    title: str
    row: str
    column: str
    text: str

    def do(self, school: School) -> None:
        """Type it."""
        sheet = school.home(self.row, self.title)
        if sheet is None or sheet.cleared is not None:
            return
        school.types(sheet, self.row, self.column, self.text)
        _spoken(school, sheet, self.row)
        student = student_of(self.row)
        if student is not None and (self.text in TYPOS or self.column in ("Exit", "Purposes")):
            school.unclear.add(student)


@dataclass(frozen=True, slots=True)
class Adds:
    """Somebody types a row below the others: of a student whoever has the student by now, if anybody has."""

    case_manager: str
    title: str
    row: str
    cells: tuple[str, ...]

    def do(self, school: School) -> None:
        """Type it."""
        student = student_of(self.row)
        home = school.home(f"student {student}", "Students")
        if student is not None and home is None:
            return
        sheet = school.sheet(home.case_manager if home else self.case_manager, self.title)
        if sheet.cleared is None:
            school.adds(sheet, Row(self.row, list(self.cells)))
            _spoken(school, sheet, self.row)


@dataclass(frozen=True, slots=True)
class Removes:
    """Somebody deletes a row."""

    title: str
    row: str

    def do(self, school: School) -> None:
        """Delete it."""
        sheet = school.home(self.row, self.title)
        if sheet is None or sheet.cleared is not None or len(sheet.rows) < 2:
            return
        sheet.rows = [row for row in sheet.rows if row.id != self.row]
        school.retypes(sheet)
        _spoken(school, sheet, self.row)
        if (student := student_of(self.row)) is not None:
            school.unclear.add(student)


@dataclass(frozen=True, slots=True)
class Sorts:
    """Somebody sorts a sheet by a column, as text, which changes nothing."""

    case_manager: str
    title: str
    column: str

    def do(self, school: School) -> None:
        """Sort it."""
        sheet = school.sheet(self.case_manager, self.title)
        at = sheet.heading.index(self.column)
        sheet.rows = sorted(sheet.rows, key=lambda row: sheet.padded(row)[at])
        school.retypes(sheet)


@dataclass(frozen=True, slots=True)
class Inserts:
    """Somebody inserts a blank row."""

    case_manager: str
    title: str
    above: int

    def do(self, school: School) -> None:
        """Insert it."""
        sheet = school.sheet(self.case_manager, self.title)
        if sheet.cleared is None:
            sheet.rows.insert(self.above % (len(sheet.rows) + 1), Row("", []))
            school.retypes(sheet)


@dataclass(frozen=True, slots=True)
class Clears:
    """Somebody empties a sheet below its heading, by mistake."""

    case_manager: str
    title: str

    def do(self, school: School) -> None:
        """Empty it."""
        sheet = school.sheet(self.case_manager, self.title)
        if sheet.cleared is None:
            sheet.cleared, sheet.rows = sheet.rows, []
            school.retypes(sheet)


@dataclass(frozen=True, slots=True)
class Restores:
    """Somebody brings back what a sheet held."""

    case_manager: str
    title: str

    def do(self, school: School) -> None:
        """Bring it back."""
        sheet = school.sheet(self.case_manager, self.title)
        if sheet.cleared is not None:
            sheet.rows, sheet.cleared = sheet.cleared, None
            school.retypes(sheet)


@dataclass(frozen=True, slots=True)
class Renames:
    """Somebody gives a column another heading, or its own back."""

    case_manager: str
    title: str
    column: str
    heading: str

    def do(self, school: School) -> None:
        """Type the heading."""
        sheet = school.sheet(self.case_manager, self.title)
        sheet.typed[sheet.heading.index(self.column)] = self.heading
        school.retypes(sheet)


@dataclass(frozen=True, slots=True)
class Enrolls:
    """A student comes: a row in the list of students, a team, a goal."""

    number: int
    case_manager: str
    district: str
    plan: str
    last_review: str
    last_evaluation: str

    def do(self, school: School) -> None:
        """Type the rows."""
        dates = date.fromisoformat(self.last_review), date.fromisoformat(self.last_evaluation)
        student = Student(self.number, self.case_manager, self.district, self.plan, *dates)
        today = school.world.clock.now.date()
        for title in ("Students", "Team", "Goals"):
            sheet = school.sheet(self.case_manager, title)
            for row_id, cells in first_rows(title, [student], today) if sheet.cleared is None else ():
                school.adds(sheet, Row(row_id, cells))


@dataclass(frozen=True, slots=True)
class Transfers:
    """A student goes to another case manager: an exit date in the one list, a row in the other.

    Team, goals and scores go along.
    """

    number: int
    to: str

    def do(self, school: School) -> None:
        """Type both."""
        here, there = school.home(f"student {self.number}", "Students"), school.sheet(self.to, "Students")
        row = here.find(f"student {self.number}") if here else None
        if here is None or row is None or here is there or here.cleared or there.cleared:
            return
        cells = here.padded(row)
        school.types(here, row.id, "Exit", as_typed(school.world.clock.now.date()))
        row.id = f"student {self.number}{FORMER}"
        school.adds(there, Row(f"student {self.number}", cells))
        for title in ("Team", "Goals", "Progress"):
            self._hand_over(school, school.sheet(here.case_manager, title), school.sheet(self.to, title))
        school.unclear.add(self.number)
        school.sheet_speaks(self.number)

    def _hand_over(self, school: School, here: Sheet, there: Sheet) -> None:
        theirs = [row for row in here.rows if student_of(row.id) == self.number]
        if theirs and there.cleared is None:
            here.rows = [row for row in here.rows if row not in theirs]
            there.rows += theirs
            school.retypes(here)
            school.retypes(there)


@dataclass(frozen=True, slots=True)
class Leaves:
    """A case manager leaves: a last day in the settings."""

    case_manager: str

    def do(self, school: School) -> None:
        """Write it."""
        settings = tomlkit.parse(school.agent_toml.read_text(encoding="utf8"))
        for person in settings["case_managers"]:
            if person["key"] == self.case_manager:
                person["until"] = school.world.clock.now.date()
        school.agent_toml.write_text(tomlkit.dumps(settings), encoding="utf8")
        school.gone.add(self.case_manager)


@dataclass(frozen=True, slots=True)
class NewManager:
    """Another manager of Special Services is in office from tomorrow on."""

    def do(self, school: School) -> None:
        """Write it, once."""
        settings = tomlkit.parse(school.agent_toml.read_text(encoding="utf8"))
        today = school.world.clock.now.date()
        if "manager" in settings:
            former = {**settings["manager"].unwrap(), "key": "manager", "until": today}
            del settings["manager"]
            settings["managers"] = [former, NEXT_MANAGER | {"from": today + timedelta(days=1)}]
            school.agent_toml.write_text(tomlkit.dumps(settings), encoding="utf8")
            school.appoints(NEXT_MANAGER["email"])
            school.manager_from = today + timedelta(days=1)


@dataclass(frozen=True, slots=True)
class NewAddress:
    """Another person has the part of the manager, under the same key."""

    address: str

    def do(self, school: School) -> None:
        """Write it, as long as there is one manager."""
        settings = tomlkit.parse(school.agent_toml.read_text(encoding="utf8"))
        if "manager" in settings:
            school.former = (school.former | {settings["manager"]["email"]}) - {self.address}
            settings["manager"]["email"] = self.address
            school.agent_toml.write_text(tomlkit.dumps(settings), encoding="utf8")
            school.appoints(self.address)


@dataclass(frozen=True, slots=True)
class CallsOffAll:
    """A case manager ticks Cancelled in every row."""

    case_manager: str

    def do(self, school: School) -> None:
        """Tick them."""
        sheet = school.sheet(self.case_manager, "Meetings")
        for row in sheet.rows if sheet.cleared is None else ():
            if row.id and sheet.get(row.id, "Held") != "TRUE":
                Types("Meetings", row.id, "Cancelled", "TRUE").do(school)


@dataclass(frozen=True, slots=True)
class Sends:
    """A respondent sends the form; the same number again is an edit."""

    number: int
    student: int
    case_manager: str
    day: str
    held: str
    misspelt: bool = False

    def do(self, school: School) -> None:
        """Take a minute for it, and send it."""
        school.at(school.world.clock.now + timedelta(minutes=1))
        who = "Somebody Unheard" if self.misspelt else full(self.student)
        moment = school.world.clock().isoformat(timespec="microseconds").replace("+00:00", "Z")
        row = school.home(f"student {self.student}", "Students")
        answers = response(self.number, who, moment, self.held)
        answers["create_time"] = moment
        answers["respondent"] = school.address(self.case_manager)
        answers["answers"] |= {
            "2b3c4d5e": [self.day],
            "9c0d1e2f": [row.get(f"student {self.student}", "District")] if row else [],
        }
        school.sends(answers)
