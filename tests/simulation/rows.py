"""The rows of a department as plain dictionaries, and who is meant in each.

The headings are those of the canonical sheets and of the demo department. Titles of sheets may stand alone or
behind the title of their workbook: `Students`, `Juniper Pratt/Student`. What stands in the workbook of one
student is about that student.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from tests.simulation.typed import Cell, day, is_blank, plain, text

Workbooks = Mapping[str, Mapping[str, Sequence[Sequence[Cell]]]]
"""By case manager: the sheets by title; the first filled row of each holds its headings."""

TITLES = {
    "students": {"students", "student", "caseload"},
    "meetings": {"meetings", "mtgs"},
    "contacts": {"contacts", "parent contact log", "log"},
    "consents": {"consents"},
    "team": {"team"},
    "check_ins": {"check-ins", "1-1 check ins"},
    "goals": {"goals"},
    "progress": {"progress", "data"},
    "hours": {"hours"},
    "weeks": {"weekly"},
}

HEADINGS = {
    "students": {
        "district": {"district"},
        "id": {"id", "student #"},
        "name": {"student name", "student"},
        "first": {"first", "first name"},
        "last": {"last", "last name"},
        "preferred": {"preferred", "goes by"},
        "plan": {"plan", "plan type", "program"},
        "last_annual_review": {"last annual review", "last iep", "date of last iep", "date of last 504 plan"},
        "annual_review_due": {"annual review due"},
        "last_evaluation": {"last evaluation", "date of last eval"},
        "reevaluation_due": {"reevaluation due", "tri date"},
        "exit": {"exit", "exit date"},
        "enrolled": {"enrolled", "entry date"},
        "transfer": {"transfer"},
        "entered_from": {"entered from"},
        "transition_by": {"transition by"},
        "transition_planned": {"transition planned"},
        "consent_received": {"consent to evaluate received"},
        "referred_on": {"referred on"},
        "eligible_on": {"first found eligible on"},
        "plan_starts": {"plan starts"},
    },
    "meetings": {
        "student": {"student"},
        "purposes": {"purposes", "mtg type", "type"},
        "date": {"date", "date of mtg"},
        "start": {"start", "time"},
        "agreed_on": {"agreed with parent on", "parent ok (date)", "parent agreed on"},
        "book": {"book"},
        "held": {"held"},
        "cancelled": {"cancelled"},
        "status": {"status"},
        "notice_sent": {"notice sent"},
        "shorter_notice_agreed": {"shorter notice agreed on"},
    },
    "contacts": {
        "student": {"student"},
        "date": {"date", "date of conversation"},
        "time": {"time"},
        "method": {"method", "mode", "type of conversation"},
        "who": {"who", "parent", "who the conversation was with"},
        "about": {"about", "nature", "reason for contact"},
        "result": {"result", "outcome"},
    },
    "consents": {"student": {"student"}, "kind": {"kind"}, "signed": {"signed"}},
    "team": {
        "student": {"student"},
        "role": {"role"},
        "contact_state": {"contact state", "ok to contact", "ferpa ok"},
        "since": {"since"},
        "until": {"until"},
    },
    "check_ins": {"student": {"student"}, "date": {"date"}, "minutes": {"minutes", "min"}},
    "goals": {
        "student": {"student"},
        "goal": {"goal", "goal #"},
        "start": {"start", "start date"},
        "end": {"end", "end date"},
        "every": {"every", "how often", "collected"},
    },
    "progress": {
        "student": {"student"},
        "goal": {"goal", "goal #"},
        "date": {"date"},
        "value": {"value", "score"},
    },
    "hours": {
        "date": {"date", "date of service"},
        "start": {"start", "time in"},
        "end": {"end", "time out"},
        "hours": {"hours", "total hrs"},
        "logged": {"date logged"},
    },
    "weeks": {
        "week": {"week of"},
        **{
            f"{name} {side}": {f"{name} {side}"}
            for name in ("mon", "tue", "wed", "thu", "fri")
            for side in ("in", "out")
        },
    },
}
"""By kind of sheet: what each field is called, without question mark, colon or full stop at the end."""

Row = dict[str, Any]
"""What stands in a row by field; `number` is the row in the sheet, `workbook` where the sheet stands."""


@dataclass(frozen=True)
class Student:
    """One student; the same one in two caseloads is one.

    Attributes:
        case_manager: On whose list the student stands now.
        rows: In the lists of students, the first one first: those that no list has let go, else the last.
        former: In lists that have let the student go by a day of exit, while another has not.
        of: The other rows that are about the student, by kind of sheet.
    """

    case_manager: str
    rows: tuple[Row, ...]
    former: tuple[Row, ...] = ()
    of: dict[str, list[Row]] = field(default_factory=dict)

    @property
    def listed(self) -> tuple[Row, ...]:
        """All rows in lists of students: other sheets may name the student as any of them does."""
        return (*self.rows, *self.former)

    @property
    def initials(self) -> str:
        """First letters of the first and last name, as they are typed."""
        first, last = names(self.rows[0])
        return f"{first[:1].upper()}.{last[:1].upper()}."


@dataclass(frozen=True)
class Caseloads:
    """All students, and the rows of which nobody knows whose they are.

    Attributes:
        sheets: All rows of a case manager, by case manager and kind of sheet; no key where there is no sheet.
        nobodys: Rows with a name that fits nobody or several, by the same.
    """

    students: list[Student]
    sheets: dict[tuple[str, str], list[Row]]
    nobodys: dict[tuple[str, str], list[Row]]


def caseloads(workbooks: Workbooks, today: date) -> Caseloads:
    """Everything that stands in the workbooks, as a reader on this day takes it."""
    sheets: dict[tuple[str, str], list[Row]] = {}
    for case_manager, of_one in workbooks.items():
        for title, grid in of_one.items():
            kind = kind_of(title)
            if kind:
                sheets.setdefault((case_manager, kind), []).extend(rows_of(title, grid, kind))
    students = _students(sheets, today)
    nobodys = _given_out(students, sheets)
    return Caseloads(students, sheets, nobodys)


def kind_of(title: str) -> str:
    """Of which kind a sheet is; empty where it is none that deadlines hang on."""
    bare = plain(title.rpartition("/")[2])
    return next((kind for kind, called in TITLES.items() if bare in called), "")


def rows_of(title: str, grid: Sequence[Sequence[Cell]], kind: str) -> Iterator[Row]:
    """The filled rows below the headings."""
    found = _headings(grid, kind)
    if found is None:
        return
    heading_row, columns = found
    for index, cells in enumerate(grid[heading_row + 1 :], heading_row + 2):
        row = {name: cells[column] if column < len(cells) else "" for name, column in columns.items()}
        if any(not is_blank(cell) and plain(cell) != "false" for cell in cells):
            yield {**row, "number": index, "workbook": title.rpartition("/")[0]}


def _headings(grid: Sequence[Sequence[Cell]], kind: str) -> tuple[int, dict[str, int]] | None:
    """The first of the first ten rows in which two headings stand, and the columns."""
    for index, cells in enumerate(grid[:10]):
        said = [plain(cell).rstrip("?:. ") for cell in cells]
        columns = {
            name: said.index(one) for name, called in HEADINGS[kind].items() for one in called if one in said
        }
        if len(columns) > 1:
            return index, columns
    return None


def names(row: Row) -> tuple[str, str]:
    """First name, the preferred one where there is one, and last name."""
    first, last = (text(row.get(name)) for name in ("first", "last"))
    if "name" in row:
        last, comma, first = text(row["name"]).partition(",")
        first, last = (first.strip(), last) if comma else (last.partition(" ")[0], last.partition(" ")[2])
    return text(row.get("preferred")) or first, last


def spellings(row: Row) -> set[str]:
    """All ways in which the student may be named in another sheet of the same case manager."""
    return full_names(row) | {plain(text(row.get("id")))} - {""}


def full_names(row: Row) -> set[str]:
    """How the student may be named in sheets of everybody else."""
    first, last = names({**row, "preferred": ""})
    given = {first, names(row)[0]}
    return {plain(way) for one in given for way in (f"{one} {last}", f"{last}, {one}")}


def _students(sheets: Mapping[tuple[str, str], list[Row]], today: date) -> list[Student]:
    found: dict[tuple[str, str], list[Row]] = {}
    for (case_manager, kind), rows in sheets.items():
        for row in rows if kind == "students" else ():
            if all(names(row)):
                found.setdefault(_known_by(case_manager, row), []).append({**row, "of": case_manager})
    return [_standing(rows, today) for rows in found.values()]


def _standing(rows: list[Row], today: date) -> Student:
    """Of several lists those count that have not let the student go; else the one that did so last."""
    last = max(_until(row, today) for row in rows)
    counting = tuple(row for row in rows if _until(row, today) == last)
    return Student(counting[0]["of"], counting, tuple(row for row in rows if _until(row, today) != last))


def _until(row: Row, today: date) -> date:
    left = day(row.get("exit"))
    return left if isinstance(left, date) and left <= today else date.max


def _known_by(case_manager: str, row: Row) -> tuple[str, str]:
    """District and number, else case manager and name."""
    number = text(row.get("id")).lstrip("0")
    return (plain(row.get("district")), number) if number else (case_manager, plain(" ".join(names(row))))


def _given_out(
    students: list[Student], sheets: Mapping[tuple[str, str], list[Row]]
) -> dict[tuple[str, str], list[Row]]:
    """Give each row to its student; those that fit nobody, or several, are left."""
    nobodys: dict[tuple[str, str], list[Row]] = {}
    for (case_manager, kind), rows in sheets.items():
        if kind in {"students", "hours", "weeks"}:
            continue
        for row in rows:
            meant = whose(students, case_manager, row)
            if len(meant) == 1:
                meant[0].of.setdefault(kind, []).append({**row, "of": case_manager})
            else:
                nobodys.setdefault((case_manager, kind), []).append(row)
    return nobodys


def whose(students: list[Student], case_manager: str, row: Row) -> list[Student]:
    """Whom a row may be about."""
    own = [one for one in students if any(own_row["of"] == case_manager for own_row in one.listed)]
    if "student" not in row:
        return [one for one in own if any(own_row["workbook"] == row["workbook"] for own_row in one.listed)]
    said = plain(row["student"])
    return named(own, said) or [
        one for one in students if any(said in full_names(own_row) for own_row in one.listed)
    ]


def named(students: list[Student], cell: Cell) -> list[Student]:
    """Who is called so; by initials only where nobody is by name."""
    said = plain(cell)
    by_name = [one for one in students if any(said in spellings(row) for row in one.listed)]
    return by_name or [one for one in students if said and plain(one.initials) == said]
