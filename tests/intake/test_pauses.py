"""Paused boxes: what pauses whom, and that what cannot be read pauses as well."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest

from tests.builders_tables import (
    TODAY,
    desk,
    fresh,
    headings,
    parsed,
    problems_of,
    sign,
    student_row,
    table,
    willow,
    workbook,
)
from workspace_agent.intake.department import take_in
from workspace_agent.intake.identify import Identities
from workspace_agent.intake.meetings import MEETINGS
from workspace_agent.intake.pauses import PAUSES, from_control
from workspace_agent.intake.recognise import recognise
from workspace_agent.intake.table import RawWorkbook, WorkbookFailure
from workspace_agent.model.facts import Department
from workspace_agent.model.field import Unreadable, known
from workspace_agent.model.organisation import Organisation, WorkbookSetting
from workspace_agent.model.problem import Problem
from workspace_agent.model.problem_kinds import ProblemKind
from workspace_agent.model.waits import Pause

HER = "marisol-quintero"
STUDENTS = ("District", "ID", "First", "Last", "Plan", "Last annual review", "Last evaluation", "Paused")
ROSA = ("Sierra Vieja ISD", "1", "Rosa", "Delgadillo", "IEP", "1/15/2026", "1/14/2025")


def pauses(found: Sequence[object]) -> list[Pause]:
    return [one for one in found if isinstance(one, Pause)]


# ---- the sheet of a case manager


@pytest.mark.parametrize(
    ("typed", "paused"),
    [
        pytest.param([("TRUE", "")], True, id="a ticked box pauses"),
        pytest.param([("FALSE", "")], False, id="an unticked one does not"),
        pytest.param([("", "")], False, id="nor does an empty cell"),
        pytest.param([("yes", "")], True, id="a word for a tick does"),
        pytest.param([("TRUE", "11/20/2026")], True, id="up to and with the day given"),
        pytest.param([("TRUE", "11/19/2026")], False, id="and no longer"),
        pytest.param([("FALSE", "1/4/2027")], False, id="a day alone pauses nothing"),
        pytest.param([("TRUE", "soon")], True, id="a day that cannot be read ends nothing"),
        pytest.param([("#REF!", "")], True, id="an error value pauses"),
        pytest.param([("#REF!", "11/19/2026")], True, id="whatever day stands beside it"),
        pytest.param([("maybe", "")], True, id="so does a word that is no tick"),
        pytest.param([("FALSE", ""), ("TRUE", "")], True, id="any box counts"),
    ],
)
def test_the_box_of_a_case_manager(typed: list[tuple[str, str]], paused: bool) -> None:
    found = parsed(PAUSES, ("paused", "until"), *typed)

    assert [pause.case_manager for pause in pauses(found)] == [HER] * paused


def test_a_pause_knows_its_box_its_last_day_and_whether_it_could_be_read() -> None:
    (pause,) = pauses(parsed(PAUSES, ("paused", "until"), ("TRUE", "1/4/2027")))
    (doubtful,) = pauses(parsed(PAUSES, ("paused",), ("#REF!",)))

    assert (pause.place.label, pause.until, pause.unreadable) == ("cell A2", date(2027, 1, 4), False)
    assert doubtful.unreadable


def test_what_cannot_be_read_is_told() -> None:
    found = parsed(PAUSES, ("paused", "until"), ("#REF!", "soon"))

    assert problems_of(found) == [("ERROR_VALUE", "A2", ""), ("NOT_A_DATE", "B2", "")]


# ---- recognising it


@pytest.mark.parametrize(
    ("rows", "is_it"),
    [
        pytest.param([("Paused",), ("TRUE",)], True, id="one heading alone"),
        pytest.param([(), ("Paused", "Until"), ("TRUE", "")], True, id="below an empty row"),
        pytest.param([("Who", "Paused"), ("department", "TRUE")], True, id="with who"),
        pytest.param([("Until",), ("1/4/2027",)], False, id="not without the box"),
        pytest.param([("Paused", "Device"), ("TRUE", "tablet")], False, id="not beside a strange heading"),
        pytest.param([("To do",), ("Paused",)], False, id="not as a word further down"),
        pytest.param([(), ()], False, id="not an empty sheet"),
    ],
)
def test_a_sheet_of_one_box(rows: list[tuple[str, ...]], is_it: bool) -> None:
    found = recognise(workbook(table(*rows)), headings(), {"pauses"})

    assert [sheet.name for sheet in found.sheets] == ["pauses"] * is_it


# ---- boxes of rows, and whole workbooks


def taken_in(*books: RawWorkbook | WorkbookFailure, organisation: Organisation | None = None) -> Department:
    return take_in(
        organisation or willow(), headings(), books, None, Identities({}, {}), sign, fresh(), TODAY
    ).department


def boxes(department: Department) -> list[bool | None]:
    return [known(student.paused) if student.paused else None for student in department.students]


def test_the_box_of_a_student() -> None:
    other = ("Sierra Vieja ISD", "2", "Omar", "Fakhoury", "IEP", "1/15/2026", "1/14/2025")
    with_boxes = taken_in(workbook(table(STUDENTS, (*ROSA, "TRUE"), (*other, "FALSE"))))
    without = taken_in(workbook(table(STUDENTS[:-1], ROSA)))

    assert (boxes(with_boxes), boxes(without)) == ([True, False], [None])


@pytest.mark.parametrize(
    ("heading", "typed", "kind"),
    [
        pytest.param("Paused", "#N/A", ProblemKind.ERROR_VALUE, id="an error value"),
        pytest.param("Paused", "later", ProblemKind.NOT_A_CHOICE, id="a word that is no tick"),
    ],
)
def test_a_students_box_that_cannot_be_read_is_told(heading: str, typed: str, kind: ProblemKind) -> None:
    department = taken_in(workbook(table((*STUDENTS[:-1], heading), (*ROSA, typed))))

    assert isinstance(department.students[0].paused, Unreadable)
    assert kind in {problem.kind for problem in department.problems}


def test_two_columns_of_boxes_cannot_be_read() -> None:
    department = taken_in(workbook(table((*STUDENTS, "Paused"), (*ROSA, "FALSE", "TRUE"))))

    assert isinstance(department.students[0].paused, Unreadable)
    assert [p.kind for p in department.problems if p.detail == "paused"] == [ProblemKind.TWO_HEADINGS]


def test_the_box_of_a_meeting() -> None:
    by = desk(student_row("Rosa", "Delgadillo"))
    (with_box,) = parsed(MEETINGS, ("student", "paused"), ("Rosa Delgadillo", "TRUE"), by=by)
    (without,) = parsed(MEETINGS, ("student", "book"), ("Rosa Delgadillo", "TRUE"), by=by)

    assert known(with_box.paused)
    assert without.paused is None


def test_two_columns_of_boxes_on_the_sheet_of_one_box_pause() -> None:
    department = taken_in(workbook(table(("Paused", "Paused"), ("FALSE", "FALSE"))))

    assert [pause.case_manager for pause in department.pauses] == [HER]
    assert ProblemKind.TWO_HEADINGS in {problem.kind for problem in department.problems}


def test_two_sheets_of_one_box_pause() -> None:
    department = taken_in(
        workbook(table(("Paused",), ("FALSE",)), table(("Paused",), ("FALSE",), sheet_id=8))
    )

    assert [(pause.case_manager, pause.unreadable) for pause in department.pauses] == [(HER, True)]
    assert ProblemKind.TWO_SHEETS in {problem.kind for problem in department.problems}


HOURS_APART = willow().model_copy(
    update={
        "case_managers": (
            willow()
            .case_managers[0]
            .model_copy(
                update={
                    "workbooks": (
                        WorkbookSetting(id="students", holds="progress monitoring"),
                        WorkbookSetting(id="hours", holds="hours"),
                    )
                }
            ),
        )
    }
)


def test_a_box_in_a_workbook_of_hours_pauses_nobody_and_that_is_told() -> None:
    book = workbook(table(("Paused",), ("TRUE",), spreadsheet_id="hours"), holds="hours")
    department = taken_in(book, organisation=HOURS_APART)

    assert department.pauses == ()
    assert ProblemKind.PAUSED_ELSEWHERE in {problem.kind for problem in department.problems}


@pytest.mark.parametrize("kind", ["not_sheets", "earlier_year"])
def test_a_stray_file_or_last_years_workbook_pauses_nobody(kind: Any) -> None:
    assert taken_in(WorkbookFailure("book", HER, kind)).pauses == ()
    assert taken_in(WorkbookFailure("book", HER, "which_year")).pauses != ()


@pytest.mark.parametrize(
    ("book", "paused"),
    [
        pytest.param("students", [HER], id="a workbook of students that cannot be opened pauses"),
        pytest.param("hours", [], id="an Hours Log does not: no box can be in it"),
    ],
)
def test_a_workbook_that_cannot_be_opened(book: str, paused: list[str]) -> None:
    department = taken_in(WorkbookFailure(book, HER, "forbidden"), organisation=HOURS_APART)

    assert [pause.case_manager for pause in department.pauses] == paused
    assert ProblemKind.WORKBOOK_FORBIDDEN in {problem.kind for problem in department.problems}


def test_rows_of_students_meetings_and_teams_are_counted() -> None:
    meetings = ("Student", "Purposes", "Date", "Start", "Agreed with parent on", "Book", "Held", "Cancelled")
    book = workbook(
        table(STUDENTS, (*ROSA, "FALSE"), ()),
        table(meetings, ("Nobody Known", "", "", "", "", "TRUE"), sheet_id=8),
        table(("Student", "Role", "E-mail"), ("Rosa Delgadillo", "parent", ""), sheet_id=9),
        table(("Student", "Kind", "Signed"), ("Rosa Delgadillo", "waiver", ""), sheet_id=10),
    )

    assert [book.rows for book in taken_in(book).workbooks] == [{"students": 1, "meetings": 1, "team": 1}]


# ---- the control workbook


def ordered(
    *rows: Sequence[str], heading: Sequence[str] = ("Who", "Paused", "Until")
) -> list[Pause | Problem]:
    control = RawWorkbook("control", "", "control", "America/New_York", (table(heading, *rows),))
    return [*from_control(control, headings(), willow(), TODAY)]


@pytest.mark.parametrize(
    ("who", "scope"),
    [
        pytest.param("department", "", id="the department"),
        pytest.param("Everybody", "", id="another word for it"),
        pytest.param("marisol-quintero", HER, id="a key"),
        pytest.param("Marisol Quintero", HER, id="a name"),
        pytest.param("m.quintero@willowbridge.example", HER, id="an address"),
    ],
)
def test_who_is_paused(who: str, scope: str) -> None:
    (pause,) = ordered((who, "TRUE", ""), ("theo-brandvold", "FALSE", ""))

    assert isinstance(pause, Pause)
    assert (pause.case_manager, pause.unreadable) == (scope, False)


@pytest.mark.parametrize(
    ("row", "paused", "told"),
    [
        pytest.param(("Nobody", "TRUE", ""), True, ["NOT_A_CHOICE"], id="whoever is meant, everybody rests"),
        pytest.param(("", "TRUE", ""), True, ["NOT_A_CHOICE"], id="also where nobody is named"),
        pytest.param(
            ("Nobody", "FALSE", ""), False, ["NOT_A_CHOICE"], id="an unticked stranger is only told"
        ),
        pytest.param(("", "FALSE", "1/4/2027"), False, [], id="an unticked nobody is nothing"),
        pytest.param(("department", "#REF!", ""), True, ["ERROR_VALUE"], id="an error value pauses"),
    ],
)
def test_a_row_in_doubt(row: tuple[str, str, str], paused: bool, told: list[str]) -> None:
    found = ordered(row)

    assert [pause.case_manager for pause in pauses(found)] == [""] * paused
    assert [kind for kind, _, _ in problems_of(found)] == told


def test_a_control_workbook_without_the_sheet_pauses_everybody() -> None:
    found = ordered(heading=("Something", "else"))

    assert [(pause.case_manager, pause.unreadable) for pause in pauses(found)] == [("", True)]
    assert [kind for kind, _, _ in problems_of(found)] == ["MISSING_SHEET"]


def test_a_control_workbook_with_two_such_sheets_pauses_everybody() -> None:
    tables = (table(("Who", "Paused")), table(("Who", "Paused"), sheet_id=8))
    control = RawWorkbook("control", "", "control", "America/New_York", tables)
    found = [*from_control(control, headings(), willow(), TODAY)]

    assert [pause.unreadable for pause in pauses(found)] == [True]
    assert [kind for kind, _, _ in problems_of(found)] == ["TWO_SHEETS"]


def test_two_columns_of_boxes_in_the_control_workbook_pause_whoever_is_named() -> None:
    found = ordered((HER, "FALSE", "FALSE"), heading=("Who", "Paused", "Paused"))

    assert [(pause.case_manager, pause.unreadable) for pause in pauses(found)] == [(HER, True)]


def test_a_control_workbook_that_cannot_be_opened_pauses_everybody() -> None:
    found = [*from_control(WorkbookFailure("control", "", "forbidden"), headings(), willow(), TODAY)]

    assert [(pause.case_manager, pause.unreadable) for pause in pauses(found)] == [("", True)]
    assert problems_of(found) == [("WORKBOOK_FORBIDDEN", "workbook", willow().robot)]
