"""Sheets as nobody would wish them: whatever stands there is told at its cell, and the rest is read."""

from __future__ import annotations

from dataclasses import replace
from time import process_time
from typing import Any

import pytest

from tests.builders_tables import TODAY, fresh, headings, sign, table, willow, workbook
from workspace_agent.intake.department import take_in
from workspace_agent.intake.grid import tables
from workspace_agent.intake.identify import Identities
from workspace_agent.intake.sheet_map import map_workbook
from workspace_agent.intake.table import RawWorkbook, Table, WorkbookFailure
from workspace_agent.model.facts import Department
from workspace_agent.model.field import known
from workspace_agent.model.problem_kinds import ProblemKind

STUDENTS = (
    ("District", "ID", "First", "Last", "Plan", "Last annual review", "Last evaluation"),
    ("Sierra Vieja ISD", "142", "Rosa", "Delgadillo", "IEP", "11/18/2025", "2/29/2024"),
)
MEETINGS = (
    ("Student", "Purposes", "Date", "Start", "Agreed with parent on", "Book", "Held", "Cancelled"),
    ("Rosa Delgadillo", "annual review", "12/4/2026", "10:00 AM", "11/18/2026", "TRUE", "FALSE", "FALSE"),
)
NOISE = frozenset({ProblemKind.MISSING_SHEET})


def taken(*books: RawWorkbook | WorkbookFailure) -> Department:
    return take_in(willow(), headings(), books, None, Identities(), sign, fresh(), TODAY).department


def read(students: Table, *others: Table) -> Department:
    return taken(workbook(students, *others))


def told(department: Department) -> list[tuple[str, str]]:
    return [
        (problem.kind.name, problem.place.label)
        for problem in department.problems
        if problem.kind not in NOISE
    ]


def with_cell(name: str, typed: str) -> Department:
    """One more student with this under a heading."""
    row = list(STUDENTS[1])
    row[1], row[3], row[STUDENTS[0].index(name)] = "143", "Quill", typed
    return read(table(*STUDENTS, row))


def test_fifty_thousand_empty_rows_cost_next_to_nothing() -> None:
    rows: list[dict[str, Any]] = [{"values": [_typed(text) for text in row]} for row in STUDENTS]
    grid = {"rowData": [*rows, *({"values": [{}, {}, {}]} for _ in range(50_000))]}
    answer = {"spreadsheetId": "book", "sheets": [{"properties": {"sheetId": 7}, "data": [grid]}]}
    began = process_time()
    department = read(*tables(answer))

    assert len(department.students) == 1
    assert process_time() - began < 3


@pytest.mark.parametrize(
    "row",
    [
        pytest.param(("", "", "", "", "FALSE"), id="boxes"),
        pytest.param(("", "", "", "", "", "12/30/1900", "12/30/1902"), id="formulas that count from nothing"),
        pytest.param(("", "", "GRADE 9"), id="captions"),
        pytest.param(STUDENTS[0], id="headings"),
        pytest.param(("", "", "", "", "", "", "", "x"), id="notes beside"),
    ],
)
def test_fifty_thousand_rows_that_say_nothing_are_nothing(row: tuple[str, ...]) -> None:
    typed = table(*STUDENTS, row)
    long = replace(typed, rows=(*typed.rows[:2], *typed.rows[2:] * 50_000))
    began = process_time()
    department = read(long, table(*MEETINGS, sheet_id=8))

    assert len(department.students) == 1
    assert told(department) == []
    assert process_time() - began < 15  # with coverage measured: ten times as much as without


def test_three_hundred_columns_and_long_headings_are_mapped_quickly() -> None:
    began = process_time()
    strange = [f"Last anual reveiw {number}" for number in range(300)]
    wide = table((*strange, "lorem ipsum " * 4_200, *STUDENTS[0]))
    (tab,) = map_workbook(workbook(wide), headings())

    assert tab.kinds == ("students",)
    assert process_time() - began < 5


def _typed(text: str) -> dict[str, Any]:
    return {"effectiveValue": {"stringValue": text}}


def test_three_hundred_columns_are_no_hindrance() -> None:
    more = [f"Column {number}" for number in range(300)]
    department = read(table((*more, *STUDENTS[0]), (*["x"] * 300, *STUDENTS[1])))

    assert len(department.students) == 1
    assert told(department) == []


TOLD = {
    "District": "UNKNOWN_DISTRICT",
    "ID": "NOT_A_NUMBER",
    "First": "NOT_A_NAME",
    "Last": "NOT_A_NAME",
    "Plan": "NOT_A_CHOICE",
    "Last annual review": "NOT_A_DATE",
    "Last evaluation": "NOT_A_DATE",
}
"""What is told of a cell that holds nothing like what belongs into it."""

PLACES = dict(zip(STUDENTS[0], "ABCDEFG", strict=True))
NAMES = frozenset({"First", "Last"})


@pytest.mark.parametrize("name", STUDENTS[0])
def test_a_cell_of_fifty_thousand_characters_is_told_and_not_repeated(name: str) -> None:
    began = process_time()
    department = with_cell(name, "lorem ipsum " * 4_200)

    assert told(department) == [(TOLD[name], f"cell {PLACES[name]}3")]
    assert all("lorem" not in repr(problem) for problem in department.problems)
    assert known(department.students[0].last_annual_review) is not None
    assert process_time() - began < 2


@pytest.mark.parametrize("name", STUDENTS[0])
def test_a_formula_that_fails_is_told_wherever_it_stands(name: str) -> None:
    expected = "UNKNOWN_DISTRICT" if name == "District" else "ERROR_VALUE"
    assert told(with_cell(name, "#REF!")) == [(expected, f"cell {PLACES[name]}3")]


@pytest.mark.parametrize("typed", ["=1+1", "12", "???", "\U0001f600"])
@pytest.mark.parametrize("name", sorted(NAMES))
def test_a_name_without_letters_is_told(name: str, typed: str) -> None:
    department = with_cell(name, typed)

    assert [one.initials for one in department.students] == ["R.D."]
    assert told(department) == [("NOT_A_NAME", f"cell {PLACES[name]}3")]


@pytest.mark.parametrize("typed", ["12", "lorem ipsum " * 4_200])
def test_a_preferred_name_that_is_none_is_told_and_not_used(typed: str) -> None:
    heads, row = (*STUDENTS[0], "Preferred"), (*STUDENTS[1], typed)
    department = read(table(heads, row))

    assert [one.initials for one in department.students] == ["R.D."]
    assert told(department) == [("NOT_A_NAME", "cell H2")]


@pytest.mark.parametrize("typed", ["\u202e\u202b", "\x00\x07", "\u200b\ufeff", "\xa0"])
@pytest.mark.parametrize("name", STUDENTS[0])
def test_what_nobody_sees_is_blank(name: str, typed: str) -> None:
    assert told(with_cell(name, typed)) == told(with_cell(name, ""))


@pytest.mark.parametrize("typed", ["a\u0301\u0302\u0303" * 20, "مريم", "\u202bمريم\u202c", "{{}}%s<b>"])
@pytest.mark.parametrize("name", STUDENTS[0])
def test_letters_of_any_kind_are_a_name_or_an_id_and_told_elsewhere(name: str, typed: str) -> None:
    department = with_cell(name, typed)
    expected = [] if name in {*NAMES, "ID"} and len(typed) < 40 else [(TOLD[name], f"cell {PLACES[name]}3")]

    assert told(department) == ([] if name in NAMES else expected)
    assert len(department.students) == (1 if name == "District" else 2)
    assert all(typed not in repr(problem) for problem in department.problems)


@pytest.mark.parametrize("name", STUDENTS[0])
def test_a_heading_that_is_an_error_is_a_heading_that_is_gone(name: str) -> None:
    heads = ["#REF!" if head == name else head for head in STUDENTS[0]]
    said = {kind for kind, _ in told(read(table(heads, STUDENTS[1])))}

    assert said == {"District": {"UNKNOWN_DISTRICT"}, "ID": set()}.get(name, {"MISSING_HEADING"})


def test_headings_that_are_all_errors_are_a_sheet_that_is_gone() -> None:
    department = read(table(["#REF!"] * 7, STUDENTS[1]))
    gone = [one.detail for one in department.problems if one.kind is ProblemKind.MISSING_SHEET]

    assert gone == ["students", "meetings", "team", "contacts"]


def test_headings_with_marks_of_direction_and_controls_are_headings() -> None:
    heads = [f"\u202b{head}\u202c\x07\u200b" for head in STUDENTS[0]]

    assert len(read(table(heads, STUDENTS[1])).students) == 1


def test_a_heading_of_fifty_thousand_characters_is_no_heading() -> None:
    wide = table(("First " * 9_000, *STUDENTS[0]), ("x", *STUDENTS[1]))

    assert len(read(wide).students) == 1


@pytest.mark.parametrize(
    "rows", [(), ((),), (("", "", ""),), (("\u200b",),)], ids=["none", "one", "blank", "what nobody sees"]
)
def test_a_sheet_that_was_emptied_is_told(rows: tuple[tuple[str, ...], ...]) -> None:
    department = read(table(*rows))
    gone = [one.detail for one in department.problems if one.kind is ProblemKind.MISSING_SHEET]

    assert department.students == ()
    assert "students" in gone


def test_a_sheet_without_rows_holds_nobody() -> None:
    """Whether that can be is a question of how many stood there before: see the brakes."""
    department = read(table(STUDENTS[0]))

    assert (department.students, told(department)) == ((), [])


def test_two_rows_of_one_student_are_one_student_and_a_question() -> None:
    department = read(table(*STUDENTS, STUDENTS[1]))

    assert len(department.students) == 1
    assert "ONE_STUDENT_TWICE" in dict(told(department))


def test_a_workbook_that_may_not_be_opened_for_a_day_hides_nothing_of_the_others() -> None:
    closed = WorkbookFailure("closed", "theo-brandvold", "forbidden")
    department = taken(workbook(table(*STUDENTS), table(*MEETINGS, sheet_id=8)), closed)

    assert len(department.students) == len(department.meetings) == 1
    assert [kind for kind, _ in told(department) if kind.startswith("WORKBOOK")] == ["WORKBOOK_FORBIDDEN"]
