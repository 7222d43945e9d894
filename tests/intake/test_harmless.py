"""A date of birth, or a student's number, in a cell where something else belongs is never repeated."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.builders_tables import TODAY, fresh, headings, sign, table, willow, workbook
from workspace_agent.intake.department import take_in
from workspace_agent.intake.harmless import harmless
from workspace_agent.intake.identify import Identities
from workspace_agent.model.place import Cell
from workspace_agent.model.problem import Problem
from workspace_agent.model.problem_kinds import ProblemKind

PLACE = Cell("book", 7, "G2")

STUDENTS = ("District", "ID", "First", "Last", "Plan", "Last annual review", "Last evaluation")
DUE = ("Next annual review due", "Enrolled")


def told(**cells: str) -> list[Problem]:
    """What is told of a list with one student of whom these cells are so."""
    heads = (*STUDENTS, *DUE)
    row = dict(zip(heads, ("Sierra Vieja ISD", "142", "Rosa", "Delgadillo", "IEP"), strict=False)) | cells
    book = workbook(table(heads, tuple(row.get(head, "") for head in heads)))
    intake = take_in(willow(), headings(), (book,), None, Identities(), sign, fresh(), TODAY)
    return [one for one in intake.department.problems if getattr(one.place, "a1", "")[-1:] == "2"]


@pytest.mark.parametrize(
    ("quote", "stays"),
    [
        pytest.param("", True, id="nothing"),
        pytest.param("11/31", True, id="no year"),
        pytest.param("25:00", True, id="a time"),
        pytest.param("11/31/2026", True, id="this year"),
        pytest.param("13/45/26", True, id="this year in short"),
        pytest.param("Feb 30, 2022", True, id="four years ago"),
        pytest.param("2030-13-01", True, id="in four years"),
        pytest.param("Feb 30, 2021", False, id="five years ago"),
        pytest.param("13/45/11", False, id="long ago in short"),
        pytest.param("13/45/99", False, id="of a century to come"),
        pytest.param("2011-13-01", False, id="long ago, year first"),
        pytest.param("0142-1-45", False, id="a number before a slash"),
    ],
)
def test_a_quote_keeps_its_date_only_where_its_year_is_near(quote: str, stays: bool) -> None:
    problem = Problem(ProblemKind.NOT_A_DATE, PLACE, "marisol-quintero", "r1", quote)
    assert harmless(problem, TODAY) == (problem if stays else replace(problem, quote=""))


@pytest.mark.parametrize(
    ("kind", "detail", "expected"),
    [
        (ProblemKind.AMBIGUOUS_DATE, "4 Mar 2012 or 3 Apr 2012", (ProblemKind.NOT_A_DATE, "")),
        (ProblemKind.TWO_DATES, "6 May 2011", (ProblemKind.TWO_DATES, "a day long ago")),
        (ProblemKind.DATE_FOR_NUMBER, "6 May 2011, or 5 of 6", (ProblemKind.NOT_A_NUMBER, "")),
        (ProblemKind.DATE_FOR_NUMBER, "a date, or 205331", (ProblemKind.NOT_A_NUMBER, "")),
        (ProblemKind.VALUE_UNCLEAR, "20533% or 20533", (ProblemKind.NOT_A_NUMBER, "")),
        (ProblemKind.ANOTHER_TOTAL, "20533 hours beside 9:00 AM", (ProblemKind.NOT_A_NUMBER, "")),
    ],
)
def test_what_may_be_meant_is_not_said_of_them(
    kind: ProblemKind, detail: str, expected: tuple[ProblemKind, str]
) -> None:
    problem = Problem(kind, PLACE, quote="3/4/2012", detail=detail)
    said = harmless(problem, TODAY)
    assert (said.kind, said.detail, said.quote) == (*expected, "")


@pytest.mark.parametrize(
    ("kind", "detail"),
    [
        (ProblemKind.AMBIGUOUS_DATE, "4 Mar 2026 or 3 Apr 2026"),
        (ProblemKind.TWO_DATES, "10 Dec 2025"),
        (ProblemKind.VALUE_UNCLEAR, "80% or 80"),
        (ProblemKind.NOT_OF_THE_DISTRICT, "district2011.example"),
    ],
)
def test_all_else_is_said_as_it_was(kind: ProblemKind, detail: str) -> None:
    problem = Problem(kind, PLACE, detail=detail)
    assert harmless(problem, TODAY) is problem


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        pytest.param(
            {"Last evaluation": "'11/31/2025"},
            ["“11/31/2025” is not a date that can be read."],
            id="a slip of the finger is quoted",
        ),
        pytest.param(
            {"Last evaluation": "'3/4/2012"}, ["This is not a date that can be read."], id="a birth date"
        ),
        pytest.param(
            {"Last evaluation": "'20533"}, ["This is not a date that can be read."], id="a student number"
        ),
        pytest.param(
            {"Enrolled": "'3/4/2026"},
            ["This is not a date that can be read."],
            id="the column beside the birth date",
        ),
        pytest.param(
            {"Last annual review": "5/6/2021", "Next annual review due": "12/1/2026"},
            ["This due date does not follow from the last date in its row, a day long ago."],
            id="a day beside a due date",
        ),
    ],
)
def test_what_is_told_of_a_department_has_passed_it(cells: dict[str, str], expected: list[str]) -> None:
    assert [one.sentence for one in told(**cells)] == expected
