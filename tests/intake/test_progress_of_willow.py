"""Goals, progress data and check-ins of a whole department, against what was worked out by hand."""

from __future__ import annotations

import json
import statistics
from dataclasses import replace
from functools import cache
from typing import Any

import pytest

from tests.builders_tables import TODAY, WILLOW, fresh, headings, sign, typed, willow, willow_workbook
from workspace_agent.intake.department import take_in
from workspace_agent.intake.identify import Identities
from workspace_agent.intake.table import RawWorkbook, Table
from workspace_agent.model.facts import Department
from workspace_agent.model.field import known
from workspace_agent.model.place import Cell
from workspace_agent.model.progress import Direction, Goal, Series

EXPECTED = json.loads((WILLOW / "expected.json").read_text("utf-8"))
_MARISOL = ("marisol-quintero", "Progress Monitoring")
_THEO = ("theo-brandvold", "SpEd Caseload 26-27 (Brandvold)")
_LENA = (
    "Juniper Pratt",
    "Leilani Brooks-Tate",
    "Rain Delgado",
    "Santi Núñez de la Vega",
    "Xander O'Hearn",
)
BOOKS = (_MARISOL, _THEO, *(("lena-vandermolen", name) for name in _LENA))
_FIRST_ROWS = {"Goals", "Data", "Check-ins"}


@cache
def taken_in(person: str, folder: str) -> Department:
    book = willow_workbook(person, folder, holds="progress monitoring")
    if person == "lena-vandermolen":
        book = _naming_the_student(book, folder)
    return take_in(willow(), headings(), [book], None, Identities(), sign, fresh(), TODAY).department


def _naming_the_student(book: RawWorkbook, name: str) -> RawWorkbook:
    """Her workbooks hold one student each: what they are about is put before each row."""
    return replace(book, tables=tuple(_named(one, name) for one in book.tables))


def _named(table: Table, name: str) -> Table:
    if table.title not in _FIRST_ROWS:
        return table
    first, *rows = table.rows
    return replace(table, rows=((typed("Student"), *first), *((typed(name), *row) for row in rows)))


def expected_goals(person: str, folder: str) -> dict[int, dict[str, Any]]:
    """What was worked out, by row of the goal."""
    prefix = f"workbooks/{person}/{folder}/"
    found = [one for student in EXPECTED["students"] for one in student["progress"]]
    return {int(one["goal"].split("row ")[1]): one for one in found if one["goal"].startswith(prefix)}


def by_row(found: Department) -> dict[int, tuple[Goal, Series]]:
    series = {(one.student_ref, one.goal): one for one in found.series}
    return {_row(one.row): (one, series[one.student_ref, one.key]) for one in found.goals}


@pytest.mark.parametrize(("person", "folder"), BOOKS)
def test_each_goal_has_its_points(person: str, folder: str) -> None:
    expected = expected_goals(person, folder)
    found = by_row(taken_in(person, folder))

    assert {row: len(series) for row, (_, series) in found.items()} == {
        row: one["points"] for row, one in expected.items()
    }
    assert {row: series.day(-1).isoformat() for row, (_, series) in found.items()} == {
        row: one["last_point"] for row, one in expected.items()
    }


@pytest.mark.parametrize(("person", "folder"), BOOKS)
def test_baselines_targets_and_values_give_the_same_percent_of_the_goal(person: str, folder: str) -> None:
    judged = {
        row: one["percent_of_goal"]
        for row, one in expected_goals(person, folder).items()
        if "percent_of_goal" in one
    }
    found = by_row(taken_in(person, folder))

    assert {row: _percent(*found[row]) for row in judged} == pytest.approx(judged, abs=0.01)


def _percent(goal: Goal, series: Series) -> float:
    baseline, target = known(goal.baseline), known(goal.target)
    assert baseline is not None
    assert target is not None
    return 100 * (statistics.median(series.values[-3:]) - baseline) / (target - baseline)


@pytest.mark.parametrize(("person", "folder"), BOOKS)
def test_every_goal_says_which_way_until_when_and_how_often(person: str, folder: str) -> None:
    for goal in taken_in(person, folder).goals:
        baseline, target = known(goal.baseline) or 0, known(goal.target) or 0
        assert known(goal.direction) is (Direction.UP if target > baseline else Direction.DOWN)
        assert known(goal.start)
        assert known(goal.end)
        assert str(known(goal.every)) in {"7", "14"}


@pytest.mark.parametrize(("person", "folder"), BOOKS)
def test_the_longest_check_in_of_the_year_of_each_student(person: str, folder: str) -> None:
    prefix = f"workbooks/{person}/{folder}/"
    expected = {
        int(row.rpartition(" ")[2]): one["check_in"]["longest_minutes"]
        for one in EXPECTED["students"]
        if (row := one["rows"][-1]).startswith(prefix)
    }
    found = taken_in(person, folder)
    longest = {_row(student.row): _longest(found, student.ref) for student in found.students}

    assert expected.items() <= longest.items()
    assert len(longest) - len(expected) <= 1, "one student stands on two lists, and has check-ins on one"


def _row(cell: Cell) -> int:
    return int(cell.a1.partition(":")[0])


def _longest(found: Department, ref: str) -> int:
    this_year = [
        known(one.minutes) or 0
        for one in found.check_ins
        if one.student_ref == ref and (day := known(one.date)) and day.isoformat() >= "2026-07-01"
    ]
    return max(this_year, default=0)


def test_what_is_not_used_is_told_at_its_cell() -> None:
    sheets = {"Progress.csv", "Data.csv", "1-1 Check Ins.csv", "Check-ins.csv"}
    expected = {
        one["cell"].rpartition("!")[2]: one["kind"]
        for one in EXPECTED["cell_problems"]
        if one["cell"].rpartition("/")[2].partition("!")[0] in sheets
    }
    kinds = {
        "not_a_number": "NOT_A_NUMBER",
        "date_in_a_number_column": "DATE_FOR_NUMBER",
        "date_in_the_future": "DATE_IN_THE_FUTURE",
    }
    found = {
        problem.place.a1: problem.kind.name
        for book in BOOKS
        for problem in taken_in(*book).problems
        if isinstance(problem.place, Cell) and problem.kind.name in kinds.values()
    }

    assert found == {cell: kinds[kind] for cell, kind in expected.items()}


def test_benchmarks_stand_in_the_measure_of_their_goals() -> None:
    found = taken_in(*_MARISOL).benchmarks, taken_in(*_THEO).benchmarks

    assert [[known(one.target) for one in benchmarks] for benchmarks in found] == [
        [60.0, 80.0, 55.0, 2.0, 60.0],
        [50.0, 65.0, 60.0],
    ]
    assert not [one for benchmarks in found for one in benchmarks if known(one.due) is None]
