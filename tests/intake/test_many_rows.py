"""An Hours Log that is filled in ahead lacks the same in many rows: that is told once."""

from __future__ import annotations

import pytest

from tests.builders_tables import (
    TODAY,
    fresh,
    headings,
    parsed,
    problems_of,
    shown,
    sign,
    table,
    with_books,
    workbook,
)
from workspace_agent.intake.department import take_in
from workspace_agent.intake.hours import HOURS
from workspace_agent.intake.identify import Identities
from workspace_agent.intake.many_rows import in_one
from workspace_agent.intake.reading import told
from workspace_agent.model.place import Cell, SpreadsheetPlace
from workspace_agent.model.problem import Problem
from workspace_agent.model.problem_kinds import ProblemKind

FIELDS = ("date", "start", "end", "hours")


def rows(number: int) -> list[Problem]:
    """What is told of so many days with a start and no end."""
    days = [(f"11/{day}/2026", "8:00 AM", "", "") for day in range(1, number + 1)]
    return [problem for entry in parsed(HOURS, FIELDS, *days) for problem in told(entry)]


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        pytest.param(2, [("NOT_A_TIME", "C2", ""), ("NOT_A_TIME", "C3", "")], id="two rows"),
        pytest.param(3, [("NO_TIMES", "C2", "2 more rows, down to cell C4")], id="three rows"),
        pytest.param(19, [("NO_TIMES", "C2", "18 more rows, down to cell C20")], id="a month"),
    ],
)
def test_from_the_third_row_on_it_is_told_once(number: int, expected: list[tuple[str, str, str]]) -> None:
    assert [shown(one) for one in in_one(rows(number))] == expected


def test_what_is_of_another_column_sheet_student_or_kind_is_told_by_itself() -> None:
    places = [Cell("book", 7, f"{column}{row}") for column in "BC" for row in (2, 3)]
    times = [Problem(ProblemKind.NOT_A_TIME, place) for place in places]
    others = [
        *(Problem(ProblemKind.NOT_A_TIME, Cell("book", 7, f"D{row}"), "", "r1") for row in (2, 3, 4)),
        *(Problem(ProblemKind.NOT_A_DATE, Cell("book", 7, f"A{row}")) for row in (2, 3, 4)),
        *(Problem(ProblemKind.NOT_A_TIME, SpreadsheetPlace(book)) for book in "abc"),
    ]

    assert [*in_one([*times, *others])] == [*times, *others]


def test_they_stay_in_their_order() -> None:
    other = Problem(ProblemKind.NOT_A_DATE, Cell("book", 7, "A1"))

    assert [kind for kind, _, _ in problems_of(in_one([other, *rows(3), other]))] == [
        "NOT_A_DATE",
        "NO_TIMES",
        "NOT_A_DATE",
    ]


def test_the_department_is_told_so_and_its_entries_stay() -> None:
    days = [(f"11/{day}/2026", "8:00 AM", "") for day in range(2, 7)]
    book = workbook(table(("Date", "Start", "End"), *days), holds="hours")
    settings = with_books({"marisol-quintero": [("book", "hours")]})
    department = take_in(settings, headings(), [book], None, Identities(), sign, fresh(), TODAY).department

    assert [shown(one) for one in department.problems][1:] == [
        ("NO_TIMES", "C2", "4 more rows, down to cell C6")
    ]
    assert len(department.hours) == 5
