"""The same data in two forms in one workbook: read once, or asked about where the two differ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from tests.builders_tables import TODAY, fresh, headings, shown, sign, table, willow, workbook
from workspace_agent.intake.department import take_in
from workspace_agent.intake.identify import Identities
from workspace_agent.intake.table import RawWorkbook, Table
from workspace_agent.model.facts import Department
from workspace_agent.model.field import known

MONDAY, TUESDAY = ("11/9/2026", "8:00 AM", "2:00 PM"), ("11/10/2026", "9:00 AM", "1:00 PM")
NOVEMBER = ("11/9/2026", "8:00 AM", "2:00 PM", "9:00 AM", "1:00 PM")


def hours(*rows: Sequence[str]) -> Table:
    return table(("Date", "Start", "End"), *rows, title="Hours", sheet_id=2)


def weekly(*rows: Sequence[str]) -> Table:
    return table(("Week of", "Mon in", "Mon out", "Tue in", "Tue out"), *rows, title="Weekly", sheet_id=3)


def taken_in(*books: RawWorkbook) -> Department:
    return take_in(willow(), headings(), books, None, Identities(), sign, fresh(), TODAY).department


def logged(department: Department) -> list[tuple[int, str]]:
    """Sheet and day of each entry."""
    return [(one.row.sheet_id, str(known(one.date))) for one in department.hours]


@pytest.mark.parametrize(
    ("rows", "weeks", "expected"),
    [
        pytest.param([MONDAY, TUESDAY], [NOVEMBER], [2, 2], id="the same"),
        pytest.param([MONDAY, TUESDAY], [NOVEMBER[:3]], [2, 2], id="less by week"),
        pytest.param([MONDAY], [NOVEMBER], [3, 3], id="less in rows"),
        pytest.param([MONDAY], [("11/9/2026", "", "", *TUESDAY[1:])], [2, 3], id="other days"),
        pytest.param([], [NOVEMBER], [3, 3], id="no rows"),
        pytest.param([MONDAY, TUESDAY], [], [2, 2], id="no weeks"),
        pytest.param(
            [MONDAY, ("11/10/2026", "4:00 PM", "1:00 PM")],
            [(*NOVEMBER[:3], "4:00 PM", "1:00 PM")],
            [2, 2],
            id="what cannot be read is told once",
        ),
        pytest.param(
            [MONDAY, (*MONDAY[:1], "3:00 PM", "4:00 PM")],
            [NOVEMBER],
            [2, 2, 3],
            id="one stretch less on one day, and one day less on the other side",
        ),
        pytest.param(
            [MONDAY, (*MONDAY[:1], "3:00 PM", "4:00 PM")],
            [NOVEMBER[:3]],
            [2, 2],
            id="one stretch less by week",
        ),
        pytest.param(
            [MONDAY, ("11/3/2026", *MONDAY[1:])],
            [NOVEMBER],
            [2, 2, 3],
            id="a day more on each side of a day that is equal",
        ),
    ],
)
def test_hours_in_two_forms_are_counted_once(
    rows: Sequence[Sequence[str]], weeks: Sequence[Sequence[str]], expected: list[int]
) -> None:
    department = taken_in(workbook(hours(*rows), weekly(*weeks), holds="hours"))

    assert [sheet for sheet, _ in logged(department)] == expected
    assert "TWO_FORMS" not in {one.kind.name for one in department.problems}
    assert len([one for one in department.problems if one.kind.name == "END_BEFORE_START"]) <= 1
    assert department.hours_read_for == {"marisol-quintero"}


@pytest.mark.parametrize(
    ("rows", "weeks", "place"),
    [
        pytest.param([MONDAY], [("11/9/2026", "8:00 AM", "3:00 PM")], "2:2", id="another end"),
        pytest.param(
            [(*MONDAY[:2], "9:00 AM"), (*MONDAY[:1], "3:00 PM", "4:00 PM")],
            [("11/9/2026", "8:00 AM", "9:00 AM", "", ""), ("11/9/2026", "10:00 AM", "11:00 AM")],
            "2:2",
            id="each a stretch of its own on a day",
        ),
        pytest.param(
            [MONDAY, TUESDAY],
            [("11/16/2026", "8:00 AM", "2:00 PM"), (*NOVEMBER[:4], "2:00 PM")],
            "3:3",
            id="a day on which they differ, among days that agree or stand on one side",
        ),
    ],
)
def test_hours_that_differ_are_asked_about_and_not_counted(
    rows: Sequence[Sequence[str]], weeks: Sequence[Sequence[str]], place: str
) -> None:
    other = workbook(table(("Date", "Start", "End"), MONDAY, spreadsheet_id="b"), holds="hours")
    department = taken_in(workbook(hours(*rows), weekly(*weeks), holds="hours"), other)
    (problem,) = (one for one in department.problems if one.kind.name == "TWO_FORMS")

    assert shown(problem) == ("TWO_FORMS", place, "hours")
    assert problem.link.startswith("https://docs.google.com/spreadsheets/d/book/edit?gid=2")
    assert [one.row.spreadsheet_id for one in department.hours] == ["b"]
    assert department.hours_read_for == frozenset()
    assert ("marisol-quintero", "hours") in department.broken


def test_of_hours_by_week_that_stand_there_twice_no_day_is_said_to_be_empty() -> None:
    other = replace(weekly(("11/9/2026", "8:00 AM", "3:00 PM")), title="By week", sheet_id=4)
    department = taken_in(workbook(hours(MONDAY), weekly(NOVEMBER), other, holds="hours"))

    assert "TWO_SHEETS" in {one.kind.name for one in department.problems}
    assert department.hours_read_for == frozenset()
    assert ("marisol-quintero", "hours") in department.broken


STUDENTS = table(
    ("District", "ID", "First", "Last", "Plan", "Last annual review", "Last evaluation"),
    ("Sierra Vieja ISD", "142", "Rosa", "Delgadillo", "IEP", "11/18/2025", "2/29/2024"),
    ("Sierra Vieja ISD", "143", "Omar", "Fakhoury", "IEP", "11/18/2025", "2/29/2024"),
    sheet_id=1,
    title="Students",
)
ROSA, OMAR = ("Rosa Delgadillo", "1"), ("Omar Fakhoury", "1")


def data(*rows: Sequence[str]) -> Table:
    return table(("Student", "Goal", "Date", "Score"), *rows, title="Data", sheet_id=2)


def grid(*rows: Sequence[str]) -> Table:
    return table(("Student", "Goal", "9/14/2026", "9/21/2026"), *rows, title="Graph data", sheet_id=3)


def points(department: Department) -> list[tuple[int, int]]:
    """Sheet and number of points of each series."""
    return [(one.sheet_id, len(one)) for one in department.series]


@pytest.mark.parametrize(
    ("rows", "by_date", "expected"),
    [
        pytest.param(
            [(*ROSA, "9/14/2026", "37%"), (*ROSA, "9/21/2026", "39%"), (*OMAR, "9/14/2026", "12")],
            [(*ROSA, "37%", "39%"), (*OMAR, "12", "")],
            [(2, 2), (2, 1)],
            id="the same",
        ),
        pytest.param(
            [("Delgadillo, Rosa", "Goal 1", "9/14/2026", "37%"), (*ROSA, "9/21/2026", "39%")],
            [(*ROSA, "", "39%")],
            [(2, 2)],
            id="a part, in other words",
        ),
        pytest.param(
            [(*ROSA, "9/14/2026", "37%")],
            [(*ROSA, "37%", "39%")],
            [(3, 2)],
            id="more by date",
        ),
        pytest.param(
            [(*ROSA, "9/7/2026", "35%"), (*ROSA, "9/14/2026", "37%")],
            [(*ROSA, "37%", "39%")],
            [(2, 2), (3, 1)],
            id="one more on each side",
        ),
        pytest.param(
            [(*ROSA, "9/14/2026", "37%"), (*ROSA, "9/14/2026", "38%")],
            [(*ROSA, "37%", "39%")],
            [(2, 2), (3, 1)],
            id="two probes of one day, of which one stands on the other side",
        ),
        pytest.param(
            [(*ROSA, "9/7/2026", "35%"), (*ROSA, "9/14/2026", "37%"), (*OMAR, "9/14/2026", "12")],
            [(*ROSA, "37%", "39%"), (*OMAR, "12", "")],
            [(2, 2), (2, 1), (3, 1)],
            id="nothing is left of a series that repeats another",
        ),
        pytest.param(
            [(*ROSA, "9/14/2026", "37%")], [(*OMAR, "37%", "39%")], [(2, 1), (3, 2)], id="of another student"
        ),
        pytest.param(
            [(*ROSA, "9/14/2026", "37%")], [(*ROSA[:1], "2", "37%", "")], [(2, 1), (3, 1)], id="another goal"
        ),
    ],
)
def test_progress_in_two_forms_is_read_once(
    rows: Sequence[Sequence[str]], by_date: Sequence[Sequence[str]], expected: list[tuple[int, int]]
) -> None:
    department = taken_in(workbook(STUDENTS, data(*rows), grid(*by_date)))

    assert points(department) == expected
    assert "TWO_FORMS" not in {one.kind.name for one in department.problems}


def test_progress_that_differs_is_asked_about_at_its_cell_and_not_read() -> None:
    rows = [(*ROSA, "9/14/2026", "37%"), (*ROSA, "9/21/2026", "39%")]
    department = taken_in(workbook(STUDENTS, data(*rows), grid((*ROSA, "37%", "93%"))))
    (problem,) = (one for one in department.problems if one.kind.name == "TWO_FORMS")

    assert shown(problem) == ("TWO_FORMS", "D2", "progress")
    assert problem.link.endswith("gid=2&range=D3")
    assert department.series == ()
    assert ("marisol-quintero", "progress") in department.broken


def test_goals_beside_data_that_are_a_copy_are_read() -> None:
    by_date = table(
        ("Student", "Goal", "Target", "9/14/2026"), (*ROSA, "80%", "37%"), title="Graph data", sheet_id=3
    )
    department = taken_in(workbook(STUDENTS, data((*ROSA, "9/14/2026", "37%")), by_date))

    assert len(department.goals) == 1
    assert points(department) == [(2, 1)]


def test_of_data_by_date_that_stand_there_twice_nothing_is_said_to_be_missing() -> None:
    other = replace(grid((*ROSA, "40%", "41%")), title="Graphs", sheet_id=4)
    department = taken_in(workbook(STUDENTS, grid((*ROSA, "37%", "39%")), other))

    assert "TWO_SHEETS" in {one.kind.name for one in department.problems}
    assert ("marisol-quintero", "progress") in department.broken
