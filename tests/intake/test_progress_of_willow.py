"""Goals, progress data and check-ins of a whole department, against what was worked out by hand."""

from __future__ import annotations

import re
import statistics
from collections import Counter
from datetime import date
from functools import cache
from typing import Any

import pytest

from tests.builders import TODAY, a_policy
from tests.intake.department_of_willow import EXPECTED, STUDENTS, cell, department, student
from workspace_agent.model.field import known
from workspace_agent.model.progress import Direction, Goal, Series
from workspace_agent.rules.goal_verdicts import GoalVerdict, judged_goals

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


@cache
def judged(path: str) -> GoalVerdict:
    (found,) = [
        one
        for one in judged_goals(department(), a_policy(), TODAY)
        if isinstance(one, GoalVerdict) and one.one.goal == goal_at(path)
    ]
    return found


@pytest.mark.parametrize("path", GOALS)
def test_each_goal_is_judged_as_by_hand(path: str) -> None:
    expected, found = GOALS[path], judged(path)

    assert found.verdict.name == expected["verdict"]
    assert (found.one.values, found.firm) == (expected["points"], expected["firm"])
    assert found.one.last == date.fromisoformat(expected["last_point"])
    percent = found.standing.percent if found.standing else None
    assert percent == pytest.approx(expected.get("percent_of_goal"), abs=0.01)


def test_the_verdicts_of_the_department_are_as_many_as_by_hand() -> None:
    verdicts = Counter(judged(path).verdict.name for path in GOALS)
    assert verdicts == EXPECTED["manager_digest"]["progress"]


MEDIAN = re.compile(r"median of last 3 = (?P<median>[\d.]+) against aimline (?P<aimed>[\d.]+) at")
TREND = re.compile(r"OLS projects (?P<projected>[\d.]+) at the end against (?P<target>[\d.]+)")
WITH_PERCENT_SIGNS = "theo-brandvold/SpEd Caseload 26-27 (Brandvold)/Goals.csv!row 2"
"""The one goal whose cells show `35%` and hold 0.35, as the arithmetic by hand has it."""


def scale(path: str) -> int:
    """From a number by hand to one in the goal's measure."""
    return 100 if path == WITH_PERCENT_SIGNS else 1


@pytest.mark.parametrize("path", [path for path in GOALS if MEDIAN.search(GOALS[path]["because"])])
def test_the_median_and_the_aimline_are_those_by_hand(path: str) -> None:
    by_hand, found = MEDIAN.search(GOALS[path]["because"]), judged(path)
    assert by_hand
    assert found.standing

    assert found.standing.current.value == pytest.approx(float(by_hand["median"]) * scale(path))
    assert found.standing.aimed == pytest.approx(float(by_hand["aimed"]) * scale(path), rel=0.005)


@pytest.mark.parametrize("path", [path for path in GOALS if TREND.search(GOALS[path]["because"])])
def test_the_trend_leads_where_it_does_by_hand(path: str) -> None:
    """By hand two values of one week stand apart; here they are one, which moves the end a little."""
    by_hand, found = TREND.search(GOALS[path]["because"]), judged(path)
    assert by_hand
    assert found.standing
    is_one_week_twice = found.points < found.one.values

    assert found.course.aimline.target == pytest.approx(float(by_hand["target"]) * scale(path))
    assert found.standing.projected == pytest.approx(
        float(by_hand["projected"]) * scale(path), rel=0.015 if is_one_week_twice else 0.0005
    )


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
