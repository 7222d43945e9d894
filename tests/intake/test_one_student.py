"""A workbook for each student: whose its sheets are, and that what is wrong with one concerns no other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import pytest

from tests.builders_tables import (
    TODAY,
    fresh,
    headings,
    shown,
    sign,
    table,
    typed,
    with_books,
    workbook,
)
from workspace_agent.intake.department import Intake, take_in
from workspace_agent.intake.identify import Identities
from workspace_agent.intake.recognise import best_fits
from workspace_agent.intake.table import RawWorkbook, Table, WorkbookFailure
from workspace_agent.model.field import known

LENA = "lena-vandermolen"
STUDENT = ("District", "ID", "First", "Last", "Plan", "Last IEP", "Last evaluation")
MEETINGS = ("Type", "Date", "Time", "Parent agreed on", "Book?", "Held?", "Cancelled?")
TEAM = ("Role", "Name", "Email", "OK to contact?")
CONTACTS = ("Student", "Date", "Time", "Method", "Who", "About", "Result")
JUNIPER = ("Saguaro Flats USD", "7731", "Juniper", "Pratt", "IEP", "12/22/2025", "1/22/2025")
RAIN = ("Saguaro Flats USD", "7752", "Rain", "Delgado", "IEP", "4/22/2026", "1/12/2024")
MEETING = ("Annual", "12/1/2026", "10:00 AM", "", "TRUE", "FALSE", "FALSE")
TEACHER = ("principal", "", "n.roark@saguaroflats.example", "")


def sheets(book: str, *students: Sequence[str], extra: Iterable[Table] = ()) -> RawWorkbook:
    """A workbook of one student, with a meeting and a team of one."""
    return workbook(
        table(STUDENT, *students, sheet_id=1, spreadsheet_id=book),
        table(MEETINGS, MEETING, sheet_id=2, spreadsheet_id=book),
        table(TEAM, TEACHER, sheet_id=3, spreadsheet_id=book),
        *extra,
        holds="one student",
        case_manager=LENA,
    )


def log(*rows: Sequence[str]) -> RawWorkbook:
    """A contact log of its own."""
    return workbook(table(CONTACTS, *rows, spreadsheet_id="log"), holds="contacts", case_manager=LENA)


def take(*books: RawWorkbook | WorkbookFailure, before: Identities | None = None, start: int = 1) -> Intake:
    settings = {"j": "one student", "r": "one student", "log": "contacts"}
    return take_in(
        with_books({LENA: settings.items()}),
        headings(),
        books,
        None,
        before or Identities(),
        sign,
        fresh(start),
        TODAY,
    )


def problems(intake: Intake) -> list[tuple[str, str, str]]:
    return [shown(one) for one in intake.department.problems]


def unopened(book: str) -> WorkbookFailure:
    return WorkbookFailure(book, LENA, "forbidden")


def test_sheets_without_a_student_are_of_the_student_whose_row_stands_in_the_workbook() -> None:
    department = take(sheets("j", JUNIPER), sheets("r", RAIN), log()).department

    assert [one.initials for one in department.students] == ["J.P.", "R.D."]
    assert [(one.student_ref, one.row.spreadsheet_id) for one in department.meetings] == [
        ("r1", "j"),
        ("r2", "r"),
    ]
    assert [(one.student_ref, known(one.address)) for one in department.team] == [
        ("r1", TEACHER[2]),
        ("r2", TEACHER[2]),
    ]
    assert (department.problems, department.broken, department.unsettled) == ((), frozenset(), frozenset())


def test_each_workbook_is_for_itself() -> None:
    books = take(sheets("j", JUNIPER), sheets("r", RAIN), log()).department.workbooks

    assert [(book.whose, book.holds_students, dict(book.rows)) for book in books] == [
        ("j", True, {"students": 1, "meetings": 1, "team": 1}),
        ("r", True, {"students": 1, "meetings": 1, "team": 1}),
        (LENA, False, {}),
    ]


def test_a_second_student_is_told_and_nothing_but_the_students_is_read() -> None:
    intake = take(sheets("j", JUNIPER, RAIN), log())
    department = intake.department

    assert ("TWO_STUDENTS", "3:3", "") in problems(intake)
    assert len(department.students) == 2
    assert (department.meetings, department.team) == ((), ())
    assert {("j", "meetings"), ("j", "team")} <= department.broken


def test_a_workbook_without_a_student_is_told_and_does_not_say_that_its_student_is_gone() -> None:
    before = take(sheets("j", JUNIPER), sheets("r", RAIN), log()).identities
    intake = take(sheets("j"), sheets("r", RAIN), log(), before=before, start=100)

    assert problems(intake) == [("NO_STUDENT", "workbook", "")]
    assert {one.student_ref for one in intake.department.meetings} == {"r2"}
    assert intake.identities.traits["r1"] == before.traits["r1"]
    assert intake.department.lacks(LENA, "students")


def test_a_row_that_names_another_student_is_told() -> None:
    book = sheets("j", JUNIPER)
    named = table(
        ("Student", *MEETINGS),
        ("Rain Delgado", *MEETING),
        ("", *MEETING),
        ("Nobody Known", *MEETING),
        sheet_id=2,
        spreadsheet_id="j",
    )
    intake = take(replace(book, tables=(book.tables[0], named, book.tables[2])), sheets("r", RAIN), log())

    assert problems(intake) == [("ROW_OF_ANOTHER", "A2", ""), ("UNKNOWN_STUDENT", "A4", "")]
    assert [one.row.a1 for one in intake.department.meetings if one.student_ref == "r1"] == ["3:3"]
    assert ("j", "meetings") in intake.department.unsettled


# ---- one that cannot be read, for a day


def test_a_workbook_that_cannot_be_opened_breaks_nothing_of_the_others() -> None:
    department = take(unopened("j"), sheets("r", RAIN), log()).department
    (rain,) = department.students

    assert [shown(one)[0] for one in department.problems] == ["WORKBOOK_FORBIDDEN"]
    assert not any(department.is_broken(rain, kind) for kind in ("students", "meetings", "team", "contacts"))
    assert department.lacks(LENA, "students")
    assert department.pauses == ()


def test_its_student_is_known_again_when_it_is_back() -> None:
    whole = (sheets("j", JUNIPER), sheets("r", RAIN), log())
    before = take(*whole)
    meanwhile = take(unopened("j"), *whole[1:], before=before.identities, start=100)
    after = take(*whole, before=meanwhile.identities, start=200)

    assert meanwhile.questions == ()
    assert after.department == before.department
    assert after.identities == before.identities


CALL = ("11/9/2026", "9:00 AM", "phone", "mom", "annual", "ok")


def test_a_contact_with_its_student_is_no_unknown_name_meanwhile() -> None:
    contacts = log(("Juniper Pratt", *CALL), ("Rain Delgado", *CALL))
    meanwhile = take(unopened("j"), sheets("r", RAIN), contacts)

    assert len(problems(meanwhile)) == 1
    assert [one.row.a1 for one in meanwhile.department.contacts] == ["3:3"]
    assert (LENA, "contacts") in meanwhile.department.unsettled


def test_a_row_without_a_name_is_told_meanwhile_too() -> None:
    meanwhile = take(unopened("j"), sheets("r", RAIN), log(("", *CALL)))
    assert problems(meanwhile)[1:] == [("ROW_WITHOUT_STUDENT", "A2", "")]


def test_a_column_that_is_lost_is_lost_for_one() -> None:
    book = sheets("j", JUNIPER)
    tables = (
        *book.tables[:2],
        table(("Role", "Name", "OK to contact?"), ("principal", "", ""), sheet_id=3, spreadsheet_id="j"),
    )
    department = take(replace(book, tables=tables), sheets("r", RAIN), log()).department
    juniper, rain = department.students

    assert department.is_broken(juniper, "team")
    assert not department.is_broken(rain, "team")


def test_two_sheets_of_one_kind_are_a_question_for_one() -> None:
    again = table(MEETINGS, ("Annual", "12/2/2026", "", "", "", "", ""), sheet_id=9, spreadsheet_id="j")
    department = take(sheets("j", JUNIPER, extra=[again]), sheets("r", RAIN), log()).department

    assert ("j", "meetings") in department.broken
    assert (LENA, "meetings") not in department.broken


# ---- what is missing


def test_contacts_are_not_missed_where_a_log_of_its_own_holds_them() -> None:
    assert problems(take(sheets("j", JUNIPER), sheets("r", RAIN), log())) == []


def test_a_contact_log_without_contacts_is_told_once() -> None:
    empty = workbook(table(("Something", "else"), spreadsheet_id="log"), holds="contacts", case_manager=LENA)
    intake = take(sheets("j", JUNIPER), sheets("r", RAIN), empty)

    assert problems(intake) == [("MISSING_SHEET", "workbook", "contacts")]
    assert intake.department.is_broken(intake.department.students[0], "contacts")


def test_without_such_a_log_each_workbook_needs_its_contacts() -> None:
    settings = with_books({LENA: [("j", "one student")]})
    intake = take_in(settings, headings(), [sheets("j", JUNIPER)], None, Identities(), sign, fresh(), TODAY)
    assert problems(intake) == [("MISSING_SHEET", "workbook", "contacts")]


# ---- a Paused box


@pytest.mark.parametrize("students", [(JUNIPER,), (JUNIPER, RAIN)], ids=["one student", "two students"])
def test_a_paused_box_pauses_the_one_student(students: tuple[Sequence[str], ...]) -> None:
    box = table(("Paused", "Until"), ("TRUE", ""), sheet_id=8, spreadsheet_id="j")
    department = take(sheets("j", *students, extra=[box]), log()).department

    assert [one.student_ref for one in department.pauses] == (["r1"] if len(students) == 1 else [])


def test_two_such_sheets_pause_the_one_student() -> None:
    boxes = [
        table(("Paused", "Until"), ("TRUE", until), sheet_id=number, spreadsheet_id="j")
        for number, until in ((8, ""), (9, "12/1/2026"))
    ]
    department = take(sheets("j", JUNIPER, extra=boxes), sheets("r", RAIN), log()).department

    assert [(one.student_ref, one.unreadable) for one in department.pauses] == [("r1", True)]


# ---- who is who


def test_next_years_workbook_brings_no_new_students() -> None:
    before = take(sheets("j", JUNIPER), sheets("r", RAIN), log())
    later = take_in(
        with_books({LENA: [("next j", "one student"), ("next r", "one student"), ("log", "contacts")]}),
        headings(),
        [sheets("next j", JUNIPER), sheets("next r", RAIN), log()],
        None,
        before.identities,
        sign,
        fresh(100),
        TODAY,
    )
    assert [one.ref for one in later.department.students] == ["r1", "r2"]
    assert later.questions == ()


def with_names(book: RawWorkbook, name: str) -> RawWorkbook:
    """The same where each row of the other sheets names the student, too."""
    students, *others = book.tables
    added = (typed("Student"), typed(name))
    named = (
        replace(one, rows=tuple((cell, *cells) for cell, cells in zip(added, one.rows, strict=True)))
        for one in others
    )
    return replace(book, tables=(students, *named))


@pytest.mark.parametrize("named", [False, True], ids=["rows name nobody", "rows name the student"])
def test_a_new_name_on_the_same_sheets_is_a_question(named: bool) -> None:
    """Dates, meeting and team are the same."""
    bare, renamed = (JUNIPER[0], "", *JUNIPER[2:]), (JUNIPER[0], "", "June", "Prattle", *JUNIPER[4:])
    first, second = sheets("j", bare), sheets("j", renamed)
    if named:
        first, second = with_names(first, "Juniper Pratt"), with_names(second, "Juniper Pratt")
    before = take(first, sheets("r", RAIN), log())
    later = take(second, sheets("r", RAIN), log(), before=before.identities, start=100)

    juniper, _ = before.department.students
    assert [one.other for one in later.questions] == [juniper.ref]


# ---- a folder that shows nothing


def test_nobody_of_a_folder_that_could_not_be_listed_is_gone() -> None:
    """It counts as a workbook that could not be opened."""
    organisation = with_books({LENA: [("folder", "one student"), ("r", "one student"), ("log", "contacts")]})
    failure = WorkbookFailure("folder", LENA, "folder_not_listed")
    books = (failure, sheets("r", RAIN), log())
    department = take_in(organisation, headings(), books, None, Identities(), sign, fresh(), TODAY).department

    (told,) = department.problems
    assert (told.kind.name, told.place.label) == ("BOOKS_NOT_LISTED", "folder of workbooks")
    assert told.place.url == "https://drive.google.com/drive/folders/folder"
    assert department.lacks(LENA, "students")
    assert not department.is_broken(department.students[0], "meetings")


SHORT = [
    pytest.param("Team", ("Role", "E-mail"), ["team"], id="a team"),
    pytest.param("Data", ("Date", "Score"), ["progress"], id="data"),
    pytest.param("Data", ("Date", "Score", "Cues"), ["progress"], id="with a strange column"),
    pytest.param("Contact log", ("Date", "Method", "Result"), ["contacts"], id="a contact log"),
    pytest.param("Sheet5", ("Date", "Score"), [], id="a title that says nothing"),
    pytest.param("Team", ("Role", "Colour"), [], id="one known heading"),
]


@pytest.mark.parametrize(("title", "heads", "expected"), SHORT)
def test_the_title_and_two_headings_are_enough_in_the_workbook_of_one_student(
    title: str, heads: tuple[str, ...], expected: list[str]
) -> None:
    def read(spared: frozenset[str]) -> list[str]:
        return [fit.name for fit in best_fits(table(heads, title=title), headings(), spared)]

    assert read(frozenset({"student"})) == expected
    assert read(frozenset()) == (expected if len(heads) > 2 and "Cues" not in heads else [])
