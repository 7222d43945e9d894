"""Goals, progress data and check-ins of a whole department, against what was worked out by hand."""

from __future__ import annotations

import statistics
from typing import Any

import pytest

from tests.intake.department_of_willow import STUDENTS, cell, department, student
from workspace_agent.model.field import known
from workspace_agent.model.progress import Direction, Goal, Series

GOALS: dict[str, dict[str, Any]] = {
    one["goal"].removeprefix("workbooks/"): one for of in STUDENTS.values() for one in of["progress"]
}
JUDGED = [path for path, one in GOALS.items() if "percent_of_goal" in one]


def goal_at(path: str) -> Goal:
    (found,) = [one for one in department().goals if one.row == cell(f"workbooks/{path}")]
    return found


def series_of(goal: Goal) -> Series:
    hers = [one for one in department().series if one.student_ref == goal.student_ref]
    (found,) = [one for one in hers if one.goal == goal.key]
    return found


def test_every_goal_of_all_three_is_read_and_no_other_and_each_has_its_data() -> None:
    assert len(department().goals) == len(department().series) == len(GOALS) == 20
    owners = {one.row: one.student_ref for one in department().goals}
    assert owners == {
        cell(one["goal"]): student(key).ref for key, of in STUDENTS.items() for one in of["progress"]
    }


@pytest.mark.parametrize("path", GOALS)
def test_each_goal_has_its_points(path: str) -> None:
    series = series_of(goal_at(path))
    assert (len(series), series.day(-1).isoformat()) == (GOALS[path]["points"], GOALS[path]["last_point"])


@pytest.mark.parametrize("path", JUDGED)
def test_baselines_targets_and_values_give_the_same_percent_of_the_goal(path: str) -> None:
    goal = goal_at(path)
    baseline, target = known(goal.baseline), known(goal.target)
    assert baseline is not None
    assert target is not None

    share = (statistics.median(series_of(goal).values[-3:]) - baseline) / (target - baseline)
    assert 100 * share == pytest.approx(GOALS[path]["percent_of_goal"], abs=0.01)


@pytest.mark.parametrize("path", GOALS)
def test_every_goal_says_which_way_until_when_and_how_often(path: str) -> None:
    goal = goal_at(path)
    baseline, target = known(goal.baseline) or 0, known(goal.target) or 0

    assert known(goal.direction) is (Direction.UP if target > baseline else Direction.DOWN)
    assert known(goal.start)
    assert known(goal.end)
    assert (known(goal.every) or 0) in {7, 14}


@pytest.mark.parametrize("key", STUDENTS)
def test_the_longest_check_in_of_the_year(key: str) -> None:
    this_year = [
        known(one.minutes) or 0
        for one in department().check_ins
        if one.student_ref == student(key).ref
        if (day := known(one.date)) and day.isoformat() >= "2026-07-01"
    ]
    assert max(this_year, default=0) == STUDENTS[key]["check_in"]["longest_minutes"]


def test_benchmarks_stand_in_the_measure_of_their_goals() -> None:
    by_book: dict[str, list[float | None]] = {}
    for one in department().benchmarks:
        by_book.setdefault(one.row.spreadsheet_id, []).append(known(one.target))

    assert by_book == {
        "Progress Monitoring": [60.0, 80.0, 55.0, 2.0, 60.0],
        "SpEd Caseload 26-27 (Brandvold)": [50.0, 65.0, 60.0],
    }
    assert not [one for one in department().benchmarks if known(one.due) is None]
