"""Sheets as nobody would wish them: whatever stands there is told at its cell, and the rest is read."""

from __future__ import annotations

from time import perf_counter
from typing import Any

import pytest

from tests.builders_tables import TODAY, fresh, headings, sign, table, willow, workbook
from workspace_agent.intake.department import take_in
from workspace_agent.intake.grid import tables
from workspace_agent.intake.identify import Identities
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
    began = perf_counter()
    department = read(*tables(answer))

    assert len(department.students) == 1
    assert perf_counter() - began < 3


def _typed(text: str) -> dict[str, Any]:
    return {"effectiveValue": {"stringValue": text}}


def test_three_hundred_columns_are_no_hindrance() -> None:
    more = [f"Column {number}" for number in range(300)]
    department = read(table((*more, *STUDENTS[0]), (*["x"] * 300, *STUDENTS[1])))

    assert len(department.students) == 1
    assert told(department) == []


@pytest.mark.parametrize("name", STUDENTS[0])
def test_a_cell_of_fifty_thousand_characters_is_told_and_not_repeated(name: str) -> None:
    department = with_cell(name, "lorem ipsum " * 4_200)

    assert all("lorem" not in repr(problem) for problem in department.problems)
    assert len(department.students) >= 1


@pytest.mark.parametrize("name", STUDENTS[0])
@pytest.mark.parametrize(
    "typed", ["=1+1", "\u202e\u202b", "a\u0301\u0302\u0303" * 50, "\x00\x07", "مريم", "{{}}%s<b>", "#REF!"]
)
def test_odd_characters_anywhere_leave_the_other_rows_as_they_are(name: str, typed: str) -> None:
    department = with_cell(name, typed)

    rosa = department.students[0]
    assert known(rosa.last_annual_review) is not None
    assert all(typed not in repr(problem) for problem in department.problems)


def test_a_heading_of_fifty_thousand_characters_is_no_heading() -> None:
    wide = table(("First " * 9_000, *STUDENTS[0]), ("x", *STUDENTS[1]))

    assert len(read(wide).students) == 1


@pytest.mark.parametrize(
    "rows", [(), ((),), (("", "", ""),), (STUDENTS[0],)], ids=["none", "one", "blank", "headings"]
)
def test_a_sheet_without_rows_holds_nobody(rows: tuple[tuple[str, ...], ...]) -> None:
    assert read(table(*rows)).students == ()


def test_two_rows_of_one_student_are_one_student_and_a_question() -> None:
    department = read(table(*STUDENTS, STUDENTS[1]))

    assert len(department.students) == 1
    assert "ONE_STUDENT_TWICE" in dict(told(department))


def test_a_workbook_that_may_not_be_opened_for_a_day_hides_nothing_of_the_others() -> None:
    closed = WorkbookFailure("closed", "theo-brandvold", "forbidden")
    department = taken(workbook(table(*STUDENTS), table(*MEETINGS, sheet_id=8)), closed)

    assert len(department.students) == len(department.meetings) == 1
    assert [kind for kind, _ in told(department) if kind.startswith("WORKBOOK")] == ["WORKBOOK_FORBIDDEN"]


def test_a_formula_that_fails_is_told_at_its_cell() -> None:
    assert ("ERROR_VALUE", "cell F3") in told(with_cell("Last annual review", "#REF!"))
