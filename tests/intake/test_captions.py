"""Rows that are no rows: captions of sections and headings that stand there again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from tests.builders_tables import TODAY, fresh, headings, sheet, shown, sign, table, willow, workbook
from workspace_agent.intake.captions import is_caption
from workspace_agent.intake.department import take_in
from workspace_agent.intake.identify import Identities
from workspace_agent.intake.recognise import recognise
from workspace_agent.intake.table import Table
from workspace_agent.model.facts import Department


@pytest.mark.parametrize(
    ("text", "caption"),
    [
        pytest.param("GRADE 9", True, id="a grade"),
        pytest.param("9th grade", True, id="a grade with its number first"),
        pytest.param("Exited students", True, id="who left"),
        pytest.param("Students no longer on my caseload", True, id="who left, in more words"),
        pytest.param("SY 26-27", True, id="a school year"),
        pytest.param("September 2026", True, id="a month with its year"),
        pytest.param("Fall semester", True, id="a season beside a word of schools"),
        pytest.param("Week of 9/14", True, id="a week"),
        pytest.param("--- Fall ---", True, id="ruled off"),
        pytest.param("--- Ms. Alvarez ---", True, id="ruled off, whatever it says"),
        pytest.param("=====", True, id="a ruler"),
        pytest.param("* * *", True, id="stars"),
        pytest.param("Ms. Alvarez's group:", True, id="a colon"),
        pytest.param("504 plans", True, id="a kind of plan"),
        pytest.param("Rosa Delgadillo", False, id="a name"),
        pytest.param("Rosa Delgadillo (grade 9)", False, id="a name with its grade"),
        pytest.param("Rosa Delgadillo 504", False, id="a name with a number"),
        pytest.param("** Rosa Delgadillo **", False, id="a name with marks"),
        pytest.param("-- Rosa Delgadillo", False, id="a name behind dashes"),
        pytest.param("April May", False, id="months that are names"),
        pytest.param("Junior High", False, id="words that may be names"),
        pytest.param("Summer", False, id="a season that is a name"),
        pytest.param("Autumn May", False, id="a season and a month"),
        pytest.param("April Friday", False, id="a month and a weekday"),
        pytest.param("May Weeks", False, id="a month and a surname that is a word of time"),
        pytest.param("June Sy", False, id="a month and a surname that is a short word of schools"),
        pytest.param("April Fall 2027", False, id="a name with the year of leaving school"),
        pytest.param("September", False, id="a month alone"),
        pytest.param("2026", False, id="a year alone"),
        pytest.param("0142", False, id="an id"),
        pytest.param("Aminata Fall", False, id="a name with a word for sections"),
        pytest.param("مريم", False, id="another script"),
        pytest.param("grade " * 9_000, False, id="what is too long"),
    ],
)
def test_a_caption_is_told_from_a_name(text: str, *, caption: bool) -> None:
    assert is_caption(text) is caption


FIELDS = ("name", "plan", "exit")


@pytest.mark.parametrize(
    ("row", "used"),
    [
        pytest.param(("GRADE 9",), False, id="alone"),
        pytest.param(("", "GRADE 9"), False, id="in another column"),
        pytest.param(
            ("GRADE 9", "", "FALSE", "#VALUE!"), False, id="beside unticked boxes and failed formulas"
        ),
        pytest.param(("Exited", "IEP"), True, id="with anything beside it"),
        pytest.param(("Exited", "", "", "moved in May"), True, id="with a note beside it"),
        pytest.param(("Rosa Delgadillo",), True, id="a name alone"),
        pytest.param(("142",), True, id="a number alone"),
        pytest.param(("", "", "11/9/2026"), True, id="a date alone"),
    ],
)
def test_a_caption_is_no_row(row: Sequence[str], *, used: bool) -> None:
    assert bool([*sheet("students", FIELDS, row).rows()]) is used


@pytest.mark.parametrize(("until", "used"), [(3, False), (2, True)], ids=["three columns", "two columns"])
def test_what_is_merged_over_more_columns_than_a_name_has_is_a_caption(until: int, *, used: bool) -> None:
    found = sheet("students", FIELDS, ("Ms. Alvarez",))
    merged = replace(found, table=replace(found.table, spans={(1, 0): until}))

    assert bool([*merged.rows()]) is used


# ---- headings again

STUDENTS = ("District", "ID", "Student name", "Plan", "Last IEP", "Last evaluation")
ROSA = ("Sierra Vieja ISD", "142", "Rosa Delgadillo", "IEP", "11/18/2025", "2/29/2024")
OMAR = ("Sierra Vieja ISD", "143", "Omar Fakhoury", "IEP", "11/18/2025", "2/29/2024")
IN_OTHER_WORDS = (
    "School district",
    "Student ID #",
    "Student",
    "Plan type",
    "Last annual review",
    "Last eval",
)


def taken_in(*tables: Table) -> Department:
    book = workbook(*tables)
    return take_in(willow(), headings(), [book], None, Identities(), sign, fresh(), TODAY).department


def initials(department: Department) -> list[str]:
    return [one.initials for one in department.students]


@pytest.mark.parametrize(
    "between",
    [
        pytest.param([STUDENTS], id="the headings"),
        pytest.param([IN_OTHER_WORDS], id="in other words"),
        pytest.param([STUDENTS[:3]], id="some of them"),
        pytest.param([("", "", "Student name", "Plan", "", "")], id="two of them"),
        pytest.param([("", "", "Student name")], id="one of them"),
        pytest.param([("CASELOAD",), STUDENTS], id="with a caption above"),
        pytest.param([("", "", "GRADE 9")], id="a grade"),
        pytest.param([("", "", "Exited students")], id="who left"),
        pytest.param([("", "", "--- Fall ---")], id="a season"),
        pytest.param([("Total", "", "", "", "15")], id="a total"),
        pytest.param([("", "", "Count: 15")], id="a count"),
    ],
)
def test_rows_that_are_no_rows_become_no_students(between: list[Sequence[str]]) -> None:
    without = taken_in(table(STUDENTS, ROSA, OMAR))
    found = taken_in(table(STUDENTS, ROSA, *between, OMAR))

    assert initials(found) == initials(without) == ["R.D.", "O.F."]
    assert len(found.problems) == len(without.problems)


def test_of_two_rows_of_headings_both_may_stand_there_again() -> None:
    above = ("", "", "", "", "IEP", "Evaluation")
    lower = (*STUDENTS[:4], "Last", "Last")
    found = taken_in(table(above, lower, ROSA, above, lower, OMAR))

    assert initials(found) == ["R.D.", "O.F."]
    assert {one.kind.name for one in found.problems} == {"MISSING_SHEET"}


def test_a_student_with_nothing_but_a_name_is_a_student() -> None:
    found = taken_in(table(STUDENTS[2:], ROSA[2:], ("Omar Fakhoury",)))

    assert {one.kind.name for one in found.problems if one.place.label == "row 3"} == {"UNKNOWN_DISTRICT"}


def test_headings_in_other_columns_are_told_where_they_stand() -> None:
    turned = (*STUDENTS[:4], STUDENTS[5], STUDENTS[4])
    found = recognise(workbook(table(STUDENTS, ROSA, turned, OMAR)), headings(), {"students"})

    assert [shown(one) for one in found.problems if one.kind.name != "MISSING_SHEET"] == [
        ("HEADINGS_MOVED", "3:3", "")
    ]
    assert [row.index for row in found.sheets[0].rows()] == [1, 3]


def test_headings_in_other_columns_are_told_in_the_tab_of_a_student_too() -> None:
    columns = ("Date", "Time", "Method", "Who", "About", "Result")
    call = ("11/9/2026", "9:00 AM", "phone", "mom", "annual", "ok")
    tab = table(columns, call, columns[::-1], title="Rosa Delgadillo", sheet_id=2)
    other = table(columns, call, title="Omar Fakhoury", sheet_id=3)
    found = taken_in(table(STUDENTS, ROSA, OMAR, title="Students"), tab, other)

    assert [one.place.label for one in found.problems if one.kind.name == "HEADINGS_MOVED"] == ["row 3"]
    assert len(found.contacts) == 2


def test_rows_of_data_that_hold_words_of_headings_are_rows() -> None:
    contacts = ("Student", "Date", "Time", "Method", "Who", "About", "Result")
    rows = [
        ("Rosa Delgadillo", "", "", "Mode", "Parent", "Reason", "Response"),
        ("", "", "", "phone", "Parent", "", ""),
        ("", "", "", "Method", "Parent", "lorem " * 50, ""),
        ("", "", "", "", "Parent", "", ""),
    ]
    found = recognise(workbook(table(contacts, *rows)), headings(), {"contacts"})

    assert [row.index for row in found.sheets[0].rows()] == [1, 2, 3, 4]
