"""The verdict on a goal, by the worked examples of the company's rule book (weeks are counted from 1)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.rules.test_trend import (
    EVERY_OTHER_WEEK,
    FEWER,
    FLAT,
    LEVELS,
    NO_FEWER,
    READING,
    SHORT,
    STEEP,
    weekly,
)
from workspace_agent.model.policy import ProgressPolicy
from workspace_agent.model.progress import Criterion, Direction
from workspace_agent.rules.judgement import Course, Judgement, Side, Standing, Verdict, judge, parent_code
from workspace_agent.rules.trend import Aimline, Point

UP, DOWN = Direction.UP, Direction.DOWN


def course(baseline: float, target: float, end: int, way: Direction = UP, **changes: Any) -> Course:
    """From week 0 on; mastered where the target is reached."""
    return replace(Course(Aimline(baseline, target, 0, end), way, Criterion(target, None)), **changes)


GOAL = course(35, 90, 20)
LESS = course(12, 4, 16, DOWN)
ACCURACY = course(60, 80, 36)
PROMPTS = course(1, 4, 36)
SAME = course(80, 80, 20)


def judged(on: Course, points: list[Point], *, stale: bool = False, **numbers: Any) -> Judgement:
    return judge(on, points, ProgressPolicy(**numbers), stale=stale)


@pytest.mark.parametrize(
    ("on", "points", "verdict", "side", "percent"),
    [
        pytest.param(GOAL, READING, "ON_TRACK", "MIXED", 32.7, id="N1 only the trend arrives"),
        pytest.param(GOAL, FLAT, "INSUFFICIENT_PROGRESS", "BEHIND", 16.4, id="N2 four in a row behind"),
        pytest.param(GOAL, STEEP, "ON_TRACK", "AHEAD", 50.9, id="N3 four in a row ahead"),
        pytest.param(GOAL, SHORT, "ON_TRACK", "MIXED", 27.3, id="N4 six points and a median ahead"),
        pytest.param(GOAL, weekly(38, 38, 45, 44, 47), "WATCH", "MIXED", 18.2, id="N4b five, and behind"),
        pytest.param(LESS, FEWER, "ON_TRACK", "MIXED", 50, id="N5 less is better, and it gets less"),
        pytest.param(LESS, NO_FEWER, "INSUFFICIENT_PROGRESS", "BEHIND", 0, id="N6 it does not get less"),
        pytest.param(ACCURACY, EVERY_OTHER_WEEK, "ON_TRACK", "AHEAD", 55, id="N7 every other week"),
        pytest.param(PROMPTS, LEVELS, "ON_TRACK", "MIXED", 33.3, id="N8 a median on the line is in time"),
        pytest.param(
            course(40, 75, 10), weekly(44, 47, 46, 48, 47, 46, 47, 48, 47, 46), "INSUFFICIENT_PROGRESS",
            "BEHIND", 20, id="N12 a median of 47 where 75 is due",
        ),
        pytest.param(GOAL, weekly(60, 70, 80), "INSUFFICIENT_DATA", None, None, id="N13 three, all ahead"),
        pytest.param(SAME, weekly(79, 81, 80, 82, 80), "MASTERED", "MIXED", None, id="N14 maintained"),
        pytest.param(
            GOAL, weekly(38, 41, 42, 47, 47, 53, 50, 56), "INSUFFICIENT_PROGRESS", "MIXED", 32.7,
            id="the trend falls short and the median is behind",
        ),
        pytest.param(
            course(10, 86, 38), weekly(12, 14, 16, 18), "ON_TRACK", "MIXED", 7.9,
            id="a median on the line is in time, also without a trend",
        ),
        pytest.param(
            GOAL, weekly(50, 52, 53, 54, 55, 56, 57, 58), "ON_TRACK", "AHEAD", 40,
            id="the trend falls short but the median is still ahead",
        ),
        pytest.param(GOAL, [], "INSUFFICIENT_DATA", None, None, id="no data at all"),
    ],
)  # fmt: skip
def test_the_verdict(
    on: Course, points: list[Point], verdict: str, side: str | None, percent: float | None
) -> None:
    found = judged(on, points)
    standing = found.standing

    assert (found.verdict.name, found.points) == (verdict, len(points))
    assert (standing.side.name if standing else None) == side
    assert (standing.percent if standing else None) == pytest.approx(percent, abs=0.06)


def standing(on: Course, points: list[Point], **numbers: Any) -> Standing:
    """Where there are points enough."""
    found = judged(on, points, **numbers).standing
    assert found
    return found


def test_the_method_is_kept_with_the_verdict_because_it_may_decide() -> None:
    """N1: by Tukey's line the same data fall short."""
    squares, medians = judged(GOAL, READING), judged(GOAL, READING, trend="tukey")

    assert (squares.method, squares.verdict) == ("ols", Verdict.ON_TRACK)
    assert (medians.method, medians.verdict) == ("tukey", Verdict.INSUFFICIENT_PROGRESS)
    assert standing(GOAL, READING, trend="tukey").projected == pytest.approx(84.2)


def test_the_numbers_of_a_verdict_are_kept_with_it() -> None:
    found = standing(GOAL, READING)

    assert found.current == Point(7, 53)
    assert found.aimed == pytest.approx(54.25)
    assert found.projected == pytest.approx(91.85, abs=0.06)


@pytest.mark.parametrize(
    ("points", "firm"), [pytest.param(SHORT, False, id="six"), pytest.param(FLAT[:7], True, id="seven")]
)
def test_with_fewer_than_seven_points_there_is_no_trend(points: list[Point], firm: bool) -> None:
    assert judged(GOAL, points).firm is firm
    assert (standing(GOAL, points).projected is not None) is firm


@pytest.mark.parametrize(
    ("points", "side"),
    [
        pytest.param(STEEP, Side.AHEAD, id="all ahead"),
        pytest.param(FLAT, Side.BEHIND, id="all behind"),
        pytest.param(weekly(40, 45, 47, 46, 56, 60, 63), Side.MIXED, id="three ahead and one on the line"),
        pytest.param(weekly(30, 30, 30, 46), Side.MIXED, id="three behind and one on the line"),
    ],
)
def test_a_point_on_the_line_breaks_the_row(points: list[Point], side: Side) -> None:
    assert standing(GOAL, points).side is side


def test_a_point_is_on_the_line_whatever_the_arithmetic_of_the_machine_says() -> None:
    tenths = course(0.2, 1.1, 9)
    assert [tenths.ahead(Point(week, (week + 2) / 10)) for week in range(10)] == [0] * 10


def test_fewer_points_than_make_a_row_are_on_no_side() -> None:
    assert standing(GOAL, FLAT[:2], min_points=2).side is Side.MIXED


@pytest.mark.parametrize(
    ("criterion", "values", "mastered"),
    [
        pytest.param(Criterion(80, None), (50, 50, 81, 80, 84), True, id="three in a row by default"),
        pytest.param(Criterion(80, None), (50, 81, 79, 80, 84), False, id="only two in a row"),
        pytest.param(Criterion(80, None), (50, 50, 50, 50, 99), False, id="one value is never enough"),
        pytest.param(Criterion(80, 2), (50, 50, 79, 80, 84), True, id="two in a row, as it was typed"),
        pytest.param(Criterion(80, 5), (50, 81, 82, 80, 84), False, id="four of five in a row"),
        pytest.param(Criterion(80, 9), (81, 81, 82, 80, 84), False, id="more in a row than there are points"),
        pytest.param(None, (99, 99, 99, 99, 99), False, id="a criterion in words that nobody can compute"),
    ],
)
def test_mastered_is_a_run_at_the_criterion(
    criterion: Criterion | None, values: tuple[float, ...], mastered: bool
) -> None:
    found = judged(course(50, 80, 40, mastery=criterion), weekly(*values))
    assert (found.verdict is Verdict.MASTERED) is mastered


def test_where_less_is_better_mastered_is_at_most_the_criterion() -> None:
    assert judged(LESS, weekly(12, 8, 4, 3, 4)).verdict is Verdict.MASTERED
    assert judged(LESS, weekly(12, 8, 4, 5, 4)).verdict is not Verdict.MASTERED


@pytest.mark.parametrize(
    ("points", "verdict"),
    [
        pytest.param(weekly(60, 70, 80), Verdict.INSUFFICIENT_DATA, id="too few come before too old"),
        pytest.param(weekly(90, 90, 90, 90), Verdict.STALE, id="old data are not mastery"),
        pytest.param(FLAT, Verdict.STALE, id="nor progress that is not enough"),
    ],
)
def test_old_data_are_told_after_too_few_and_before_everything_else(
    points: list[Point], verdict: Verdict
) -> None:
    assert judged(GOAL, points, stale=True).verdict is verdict


@pytest.mark.parametrize(
    ("percent", "code"),
    [
        pytest.param(-5, 1, id="less than at the beginning"),
        pytest.param(0, 1, id="N6 none"),
        pytest.param(1, 2, id="from one percent on"),
        pytest.param(16.4, 2, id="N2 partial"),
        pytest.param(33.3, 2, id="N8 partial"),
        pytest.param(49.9, 2, id="not quite half"),
        pytest.param(50, 3, id="N5 half"),
        pytest.param(50.9, 3, id="N3 substantial"),
        pytest.param(99.9, 3, id="not quite"),
        pytest.param(100, 4, id="met"),
        pytest.param(115, 4, id="exceeded"),
    ],
)
def test_the_code_of_progress_reports(percent: float, code: int) -> None:
    assert parent_code(percent) == code
