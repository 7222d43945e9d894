"""Every worked example and every boundary of the company's decision rules for progress, by their numbers."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from tests.rules.test_judgement import ACCURACY, GOAL, LESS, PROMPTS, SAME, course, judged
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
from workspace_agent.model.progress import Criterion
from workspace_agent.rules.judgement import Chart, Course, parent_code, whole_percent
from workspace_agent.rules.trend import Aimline, Point, by_week, middle, tukey

FIVE = weekly(38, 38, 45, 44, 47)
OF_THE_STATE = course(40, 75, 10)
FAR_BEHIND = weekly(44, 47, 46, 48, 47, 46, 47, 48, 47, 46)


@dataclass(frozen=True)
class Worked:
    """What was worked out by hand."""

    verdict: str
    firm: bool
    median: float
    aimed: float
    projected: float | None
    percent: float | None
    code: int | None


# ---- the worked examples


@pytest.mark.parametrize(
    ("on", "points", "by_hand"),
    [
        pytest.param(
            GOAL, READING, Worked("ON_TRACK", True, 53, 54.25, 91.85, 32.7, 2), id="N1 only the trend arrives"
        ),
        pytest.param(
            GOAL, FLAT, Worked("INSUFFICIENT_PROGRESS", True, 44, 54.25, 59.6, 16.4, 2), id="N2 all behind"
        ),
        pytest.param(GOAL, STEEP, Worked("ON_TRACK", True, 63, 54.25, 114.6, 50.9, 3), id="N3 all ahead"),
        pytest.param(GOAL, SHORT, Worked("ON_TRACK", False, 50, 48.75, None, 27.3, 2), id="N4 provisional"),
        pytest.param(GOAL, FIVE, Worked("WATCH", False, 45, 46, None, 18.2, 2), id="N4b to be watched"),
        pytest.param(LESS, FEWER, Worked("ON_TRACK", True, 8, 8.5, 2.1, 50, 3), id="N5 less is better"),
        pytest.param(
            LESS, NO_FEWER, Worked("INSUFFICIENT_PROGRESS", True, 12, 8.5, 11.2, 0, 1), id="N6 not less"
        ),
        pytest.param(
            ACCURACY, EVERY_OTHER_WEEK, Worked("ON_TRACK", True, 71, 67.8, 88.8, 55, 3), id="N7 accuracy"
        ),
        pytest.param(PROMPTS, LEVELS, Worked("ON_TRACK", True, 2, 2, 4.07, 33.3, 2), id="N8 prompt levels"),
        pytest.param(
            OF_THE_STATE, FAR_BEHIND, Worked("INSUFFICIENT_PROGRESS", True, 47, 71.5, 47.25, 20, 2),
            id="N12 a median of 47 against 75",
        ),
        pytest.param(
            SAME, weekly(79, 81, 80, 82, 80), Worked("MASTERED", False, 80, 80, None, None, None),
            id="N14 a skill that is maintained has no percent",
        ),
    ],
)  # fmt: skip
def test_each_worked_example(on: Course, points: list[Point], by_hand: Worked) -> None:
    found = judged(on, points)
    assert found.standing
    percent = found.standing.percent

    assert (found.verdict.name, found.firm, found.method) == (by_hand.verdict, by_hand.firm, "ols")
    assert found.standing.current.value == by_hand.median
    assert found.standing.aimed == pytest.approx(by_hand.aimed, abs=0.03)
    assert found.standing.projected == pytest.approx(by_hand.projected, abs=0.06)
    assert percent == pytest.approx(by_hand.percent, abs=0.06)
    assert (None if percent is None else parent_code(percent)) == by_hand.code


def test_n1_by_the_other_method_is_not_enough() -> None:
    found = judged(GOAL, READING, trend="tukey")
    assert found.standing

    assert (found.verdict.name, found.method) == ("INSUFFICIENT_PROGRESS", "tukey")
    assert found.standing.projected == pytest.approx(84.2)


@pytest.mark.parametrize(
    ("on", "points", "gaps"),
    [
        pytest.param(GOAL, FLAT, [-8.75, -8.5, -10.25, -12], id="N2"),
        pytest.param(GOAL, STEEP, [7.25, 8.5, 8.75, 11], id="N3"),
        pytest.param(LESS, NO_FEWER, [-2.5, -2, -3.5, -4], id="N6 on the wrong side, where less is better"),
    ],
)
def test_the_gaps_of_the_last_four(on: Course, points: list[Point], gaps: list[float]) -> None:
    assert on.gaps(points)[-4:] == pytest.approx(gaps)
    assert [on.ahead(point) for point in points[-4:]] == pytest.approx(gaps)


@pytest.mark.parametrize(
    ("section", "median"),
    [
        pytest.param([Point(1, 33), Point(2, 45), Point(3, 36), Point(4, 42), Point(5, 44)], Point(3, 42),
                     id="N9 weeks 1 to 5"),
        pytest.param([Point(11, 52), Point(12, 60), Point(13, 58), Point(14, 64), Point(15, 68)],
                     Point(13, 60), id="N9 weeks 11 to 15"),
        pytest.param(weekly(30, 49, 23, 41, 59), Point(3, 41), id="N10"),
        pytest.param(weekly(56, 58, 53, 57), Point(2.5, 56.5), id="N11 of four"),
        pytest.param(weekly(87, 81, 80, 89, 90, 82), Point(3.5, 84.5), id="N11 of six"),
    ],
)  # fmt: skip
def test_the_medians_of_sections(section: list[Point], median: Point) -> None:
    assert middle(section) == median


@pytest.mark.parametrize(
    ("week", "told"),
    [
        pytest.param([(1, 40), (3, 44)], [(2, 42)], id="N15 of two values the mean"),
        pytest.param([(1, 40), (2, 90), (5, 44)], [(2, 44)], id="N15 of three the middle one"),
        pytest.param([(7, 40), (8, 44)], [(7, 40), (8, 44)], id="N15 Sunday and Monday are two weeks"),
        pytest.param([(1, 40), (7, 44)], [(4, 42)], id="N15 Monday and Sunday are one week"),
        pytest.param([], [], id="N15 no values, no points"),
    ],
)
def test_several_values_of_a_week_are_one(week: list[tuple[int, int]], told: list[tuple[int, int]]) -> None:
    """Day 1 is a Monday, as of the calendar's first week."""
    assert by_week([Point(*one) for one in week]) == told


# ---- both sides of each boundary


@pytest.mark.parametrize(
    ("values", "side"),
    [
        pytest.param((46.1, 48.8, 51.6, 54.3), "AHEAD", id="P1 four just ahead"),
        pytest.param((46, 48.8, 51.6, 54.3), "MIXED", id="P1 three ahead, the first on the line"),
        pytest.param((46.1, 48.8, 51.6, 54.25), "MIXED", id="P1 three ahead, the last on the line"),
        pytest.param((45.9, 48.7, 51.4, 54.2), "BEHIND", id="P1 four just behind"),
        pytest.param((45.9, 48.7, 51.5, 54.2), "MIXED", id="P1 three behind, the third on the line"),
        pytest.param((46, 48.75, 51.5, 54.25), "MIXED", id="P1 all on the line"),
        pytest.param((46.1, 48.7, 51.6, 54.2), "MIXED", id="P1 on both sides"),
    ],
)
def test_a_row_of_four_takes_four_on_one_side(values: tuple[float, ...], side: str) -> None:
    """The aimline stands at 46, 48.75, 51.5 and 54.25 in weeks 4 to 7."""
    found = judged(GOAL, [Point(week, value) for week, value in enumerate(values, 4)])
    assert found.standing
    assert found.standing.side.name == side


@pytest.mark.parametrize(
    ("count", "outer"),
    [
        pytest.param(6, 2, id="P3 six: two, two, two"),
        pytest.param(7, 2, id="P3 seven: the extra one in the middle"),
        pytest.param(8, 3, id="P3 eight: the extra two outside"),
        pytest.param(9, 3, id="P3 nine: three, three, three"),
    ],
)
def test_even_and_uneven_sections(count: int, outer: int) -> None:
    """Values are squares of the week: where the sections end shows in the slope."""
    points = weekly(*(week * week for week in range(1, count + 1)))
    first, last = middle(points[:outer]), middle(points[-outer:])
    assert tukey(points).slope == pytest.approx((last.value - first.value) / (last.day - first.day))


@pytest.mark.parametrize(
    ("values", "verdict"),
    [
        pytest.param((50, 40, 46, 46), "ON_TRACK", id="P4 a median on the line"),
        pytest.param((50, 40, 45.9, 45.9), "WATCH", id="P4 a median just behind it"),
    ],
)
def test_the_median_of_three_is_held_against_the_middle_day(values: tuple[float, ...], verdict: str) -> None:
    """Days 2 to 5: the last three stand around week 4, where 46 is in time."""
    points = [Point(week, value) for week, value in enumerate(values, 2)]
    assert judged(GOAL, points).verdict.name == verdict


@pytest.mark.parametrize(
    ("count", "verdict", "firm"),
    [
        pytest.param(3, "INSUFFICIENT_DATA", False, id="P5 three are too few"),
        pytest.param(4, "INSUFFICIENT_PROGRESS", False, id="P5 four are judged"),
        pytest.param(6, "INSUFFICIENT_PROGRESS", False, id="P5 six are provisional"),
        pytest.param(7, "INSUFFICIENT_PROGRESS", True, id="P5 seven are firm"),
    ],
)
def test_how_many_points_it_takes(count: int, verdict: str, firm: bool) -> None:
    found = judged(GOAL, FLAT[:count])

    assert (found.verdict.name, found.firm, found.points) == (verdict, firm, count)
    assert (found.standing is not None and found.standing.projected is not None) is firm


@pytest.mark.parametrize(
    ("values", "run", "is_mastered"),
    [
        pytest.param((60, 89, 90, 90), None, False, id="P6 two at the criterion, and three are usual"),
        pytest.param((60, 90, 90, 90), None, True, id="P6 three at the criterion"),
        pytest.param((60, 60, 90, 95), 2, True, id="P6 two, where two are asked for"),
        pytest.param((60, 90, 89, 95), 2, False, id="P6 one, where two are asked for"),
        pytest.param((60, 95, 95, 89), 2, False, id="P6 two that do not last"),
    ],
)
def test_mastery_takes_its_run(values: tuple[float, ...], run: int | None, is_mastered: bool) -> None:
    found = judged(course(35, 90, 20, mastery=Criterion(90, run)), weekly(*values))
    assert (found.verdict.name == "MASTERED") is is_mastered


@pytest.mark.parametrize(
    ("values", "first"),
    [
        pytest.param((90, 90, 60, 90, 90, 90, 60), 6, id="the third of the first three in a row"),
        pytest.param((90, 90, 60, 90, 90), None, id="never three in a row"),
        pytest.param((90, 90, 90, 90), 3, id="not the last of more"),
    ],
)
def test_when_it_was_mastered_first(values: tuple[float, ...], first: int | None) -> None:
    found = Chart(GOAL, weekly(*values), ProgressPolicy()).mastered_first()
    assert (found.day if found else None) == first


def test_a_criterion_that_nobody_can_compute_was_never_mastered() -> None:
    chart = Chart(course(35, 90, 20, mastery=None), weekly(95, 95, 95), ProgressPolicy())
    assert chart.mastered_first() is None


@pytest.mark.parametrize(
    ("points", "stale", "verdict"),
    [
        pytest.param(weekly(90, 90, 90), True, "INSUFFICIENT_DATA", id="P7 too few before all"),
        pytest.param(weekly(90, 90, 90, 90), True, "STALE", id="P7 stale before mastered"),
        pytest.param(weekly(90, 90, 90, 90), False, "MASTERED", id="P7 mastered, though old points lag"),
        pytest.param(FLAT, False, "INSUFFICIENT_PROGRESS", id="P7 all behind"),
        pytest.param(weekly(36, 39, 38, 47), False, "WATCH", id="P7 one of four ahead, the median behind"),
    ],
)
def test_the_order_of_verdicts(points: list[Point], stale: bool, verdict: str) -> None:
    found = judged(GOAL, points, stale=stale)
    assert found.verdict.name == verdict


@pytest.mark.parametrize(
    ("value", "told", "code"),
    [
        pytest.param(0.5, 0, 1, id="P8 half a percent"),
        pytest.param(1, 1, 2, id="P8 one"),
        pytest.param(49.9, 49, 2, id="P8 not quite half is not told as half"),
        pytest.param(50, 50, 3, id="P8 half"),
        pytest.param(99.9, 99, 3, id="P8 not quite all is not told as met"),
        pytest.param(100, 100, 4, id="P8 all"),
        pytest.param(-20, 0, 1, id="P8 behind the baseline"),
    ],
)
def test_percent_and_code_say_the_same(value: float, told: int, code: int) -> None:
    assert (whole_percent(value), parent_code(value)) == (told, code)


def test_half_the_way_is_half_whatever_the_arithmetic_of_the_machine_says() -> None:
    """In plain floating point 0.6 between 0.4 and 0.8 is 49.999999999999986 percent."""
    assert Aimline(0.4, 0.8, 0, 20).percent(0.6) == 50
