"""Builders of tables: what a person typed becomes the cells that Sheets makes of it."""

from __future__ import annotations

import csv
import hashlib
import json
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

from workspace_agent.intake.desk import Desk, SheetParser
from workspace_agent.intake.headings import Headings
from workspace_agent.intake.initials import initials
from workspace_agent.intake.reading import told
from workspace_agent.intake.response import RawForm
from workspace_agent.intake.roster import roster
from workspace_agent.intake.students import student
from workspace_agent.intake.table import Kind, RawCell, RawWorkbook, Row, Sheet, StudentRow, Table
from workspace_agent.model.organisation import Organisation, WorkbookSetting
from workspace_agent.model.place import Cell
from workspace_agent.model.problem import Problem

CONFIG = Path(__file__).parent.parent / "config"
WILLOW = CONFIG / "demo" / "department"
TODAY = date(2026, 11, 20)

_ERRORS = frozenset({"#REF!", "#N/A", "#VALUE!", "#NAME?", "#DIV/0!", "Loading..."})
_DATES = ("%m/%d/%Y", "%m/%d/%y", "%Y-%m-%d", "%b %d, %Y", "%d-%b-%Y")
_DAY_ZERO = date(1899, 12, 30)


def typed(text: str) -> RawCell:
    """The cell that Sheets makes of text typed in an `en_US` spreadsheet; see the department's README."""
    if text == "":
        return RawCell()
    if text.startswith("'"):
        return RawCell(Kind.TEXT, text[1:])
    if text in {"TRUE", "FALSE"}:
        return RawCell(Kind.BOOLEAN, text == "TRUE")
    if text in _ERRORS:
        return RawCell(Kind.ERROR)
    return _time(text) or _number(text) or _moment(text) or _date(text) or RawCell(Kind.TEXT, text)


def _time(text: str) -> RawCell | None:
    match = re.fullmatch(r"(\d{1,2}):(\d{2})(?: ([AP])M)?", text)
    if match is None:
        return None
    hour = int(match[1]) % 12 + (12 if match[3] == "P" else 0) if match[3] else int(match[1])
    return RawCell(Kind.TIME, (hour * 60 + int(match[2])) / 1440)


def _number(text: str) -> RawCell | None:
    if re.fullmatch(r"-?\d+(\.\d+)?", text):
        return RawCell(Kind.NUMBER, float(text))
    if re.fullmatch(r"\d+(\.\d+)?%", text):
        return RawCell(Kind.PERCENT, float(text[:-1]) / 100)
    return None


def _moment(text: str) -> RawCell | None:
    try:
        moment = datetime.strptime(text, "%m/%d/%Y %H:%M:%S").replace(tzinfo=UTC)
    except ValueError:
        return None
    since = moment - datetime.combine(_DAY_ZERO, time(), UTC)
    return RawCell(Kind.DATE_TIME, since / timedelta(days=1))


def _date(text: str) -> RawCell | None:
    text = f"{text}/2026" if re.fullmatch(r"\d{1,2}/\d{1,2}", text) else text
    for pattern in _DATES:
        try:
            day = datetime.strptime(text, pattern).replace(tzinfo=UTC).date()
        except ValueError:
            continue
        return RawCell(Kind.DATE, float((day - _DAY_ZERO).days))
    return None


def table(*rows: Sequence[str], sheet_id: int = 7, title: str = "", spreadsheet_id: str = "book") -> Table:
    """A table of typed rows."""
    return Table(spreadsheet_id, sheet_id, tuple(tuple(map(typed, row)) for row in rows), title)


def workbook(
    *tables: Table, holds: str = "progress monitoring", case_manager: str = "marisol-quintero"
) -> RawWorkbook:
    """A workbook in Marisol Quintero's zone."""
    spreadsheet_id = tables[0].spreadsheet_id if tables else "book"
    return RawWorkbook(spreadsheet_id, case_manager, holds, "America/Denver", tables)


def sheet(name: str, *rows: Sequence[str], case_manager: str = "marisol-quintero") -> Sheet:
    """A recognised sheet whose first row holds the names of the fields."""
    columns = {field: column for column, field in enumerate(rows[0])}
    return Sheet(name, table(*rows), case_manager, "America/Denver", 0, columns, {})


def row(**cells: str) -> Row:
    """A row of a sheet with one column per field; `a_b` stands for the field `a_b`."""
    return Row(sheet("any", tuple(cells), tuple(cells.values())), 1)


def student_row(
    first: str = "Rosa",
    last: str = "Delgadillo",
    *,
    preferred: str = "",
    number: str = "",
    district: str = "sierra-vieja",
    case_manager: str = "marisol-quintero",
    index: int = 1,
    left: date | None = None,
    same: bool | None = None,
) -> StudentRow:
    """A row of a Students sheet."""
    listed = sheet("students", ("first", "last"), *[(first, last)] * index, case_manager=case_manager)
    return StudentRow(Row(listed, index), district, number, first, last, preferred, left, same)


@cache
def headings() -> Headings:
    """The headings that are shipped."""
    return Headings.model_validate(tomllib.loads((CONFIG / "sheets.toml").read_text("utf-8")))


def sign(text: str) -> str:
    """A keyed hash with a known key."""
    return hashlib.blake2b(text.encode(), key=b"key of the tests", digest_size=12).hexdigest()


def fresh(start: int = 1) -> Iterator[str]:
    """Refs `r1`, `r2`, ..."""
    return (f"r{number}" for number in count(start))


@cache
def willow() -> Organisation:
    """The department Willow as settings."""
    raw = tomllib.loads((WILLOW / "department.toml").read_text("utf-8"))
    return Organisation.model_validate(
        {
            "name": raw["department"]["name"],
            "zone": raw["department"]["zone"],
            "robot": raw["department"]["robot"],
            "federal_holidays": raw["department"]["federal_holidays"],
            "manager": raw["manager"],
            "districts": raw["districts"],
            "case_managers": [_case_manager(person) for person in raw["case_managers"]],
            "form": raw["form"],
            "privacy": {"approved_hosts": raw["company"]["approved_hosts"]},
        }
    )


def with_books(books: Mapping[str, Iterable[tuple[str, ...]]]) -> Organisation:
    """Willow, where these case managers keep these workbooks: id, what each holds, how it books, by key."""
    people = tuple(
        person.model_copy(
            update={
                "workbooks": tuple(
                    WorkbookSetting.model_validate(dict(zip(("id", "holds", "booking"), book, strict=False)))
                    for book in books.get(person.key, ())
                )
            }
        )
        for person in willow().case_managers
    )
    return willow().model_copy(update={"case_managers": people})


def whole_willow() -> tuple[Organisation, list[RawWorkbook]]:
    """The whole department: all workbooks of all three case managers, and the settings that name them."""
    raw = tomllib.loads((WILLOW / "department.toml").read_text("utf-8"))
    books = {
        person["key"]: [
            (book["folder"], book["holds"], _booking(book["holds"])) for book in person["workbooks"]
        ]
        for person in raw["case_managers"]
    }
    tables_of = [
        willow_workbook(key, folder, holds=holds)
        for key, of_one in books.items()
        for folder, holds, _ in of_one
    ]
    return with_books(books), tables_of


def _booking(holds: str) -> str:
    """The one workbook that holds everything has no Book box."""
    return "settled" if holds == "progress monitoring and hours" else "box"


def _case_manager(person: Mapping[str, Any]) -> dict[str, Any]:
    kept = ("key", "name", "email", "calendar", "zone", "from", "districts")
    return {**{key: person[key] for key in kept}, "workbooks": []}


def willow_workbook(case_manager: str, folder: str, *, holds: str) -> RawWorkbook:
    """One workbook of Willow, from its CSV files."""
    raw = tomllib.loads((WILLOW / "department.toml").read_text("utf-8"))
    person = next(person for person in raw["case_managers"] if person["key"] == case_manager)
    zone = next(book["zone"] for book in person["workbooks"] if book["folder"] == folder)
    files = sorted((WILLOW / "workbooks" / case_manager / folder).glob("*.csv"))
    tables = tuple(
        table(*_rows(file), sheet_id=number, title=file.stem, spreadsheet_id=folder)
        for number, file in enumerate(files, start=1)
    )
    return RawWorkbook(folder, case_manager, holds, zone, tables)


def _rows(file: Path) -> Iterable[Sequence[str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.reader(lines))


def marisol() -> tuple[RawWorkbook, RawWorkbook]:
    """Both workbooks of the first case manager."""
    return (
        willow_workbook("marisol-quintero", "Progress Monitoring", holds="progress monitoring"),
        willow_workbook("marisol-quintero", "Hours Log", holds="hours"),
    )


def willow_form() -> RawForm:
    """Willow's form as `forms.get` and `forms.responses.list` give it."""
    raw = json.loads((WILLOW / "form.json").read_text("utf-8"))
    items = [
        {"title": one["title"], "questionItem": {"question": {"questionId": one["id"]}}}
        for one in raw["questions"]
    ]
    form = {
        "formId": raw["form_id"],
        "settings": {"emailCollectionType": raw["email_collection"]},
        "items": items,
    }
    return RawForm(form, [_response(one) for one in raw["responses"]])


def _response(one: Mapping[str, Any]) -> dict[str, Any]:
    return response(
        one["answers"],
        response_id=one["response_id"],
        created=one["create_time"],
        submitted=one["last_submitted_time"],
        respondent=one["respondent"],
    )


def response(
    answers: Mapping[str, Sequence[str]],
    *,
    response_id: str = "r01",
    created: str = "2026-11-13T15:20:08.412Z",
    submitted: str = "2026-11-13T15:20:08.412906Z",
    respondent: str = "m.quintero@willowbridge.example",
) -> dict[str, Any]:
    """A form response as Google gives it, from texts by question id."""
    return {
        "responseId": response_id,
        "createTime": created,
        "lastSubmittedTime": submitted,
        "respondentEmail": respondent,
        "answers": {
            key: {"questionId": key, "textAnswers": {"answers": [{"value": text} for text in texts]}}
            for key, texts in answers.items()
        },
    }


def desk(*rows: StudentRow, usable: bool = True, lists: Iterable[str] = ("marisol-quintero",)) -> Desk:
    """What parsers are given: these students as `r1`, `r2`, ... and the settings of Willow."""
    named = [(f"r{number}", initials(one.called, one.last), one) for number, one in enumerate(rows, start=1)]
    students = {ref: student(one, ref, shown, TODAY, held=False) for ref, shown, one in named}
    known = roster(named, frozenset(students if usable else ()), frozenset(lists), sign)
    return Desk(willow(), known, students, TODAY)


def parsed(parser: SheetParser, *rows: Sequence[str], by: Desk | None = None) -> list[Any]:
    """What a parser makes of typed rows; the first row holds the names of the fields."""
    everybody = by or desk(student_row("Rosa", "Delgadillo"), student_row("Omar", "Fakhoury"))
    return list(parser.parse(sheet(parser.name, *rows), everybody))


def problems_of(found: Iterable[object]) -> list[tuple[str, str, str]]:
    """Kind, place and detail of all Problems among and inside of what a parser gave."""
    every = [one for item in found for one in ([item] if isinstance(item, Problem) else told(item))]
    return [shown(one) for one in every]


def shown(one: Problem) -> tuple[str, str, str]:
    """A Problem as tests compare it: kind, A1 address or label of its place, detail."""
    place = one.place.a1 if isinstance(one.place, Cell) else one.place.label
    return one.kind.name, place, one.detail
