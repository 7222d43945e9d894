"""Lines through progress data, by the worked examples of published decision rules."""

from __future__ import annotations

from datetime import date

import pytest

from workspace_agent.rules.trend import Aimline, Point, by_day, by_week, least_squares, middle, tukey

A_MONDAY = date(2026, 10, 26).toordinal()


def weekly(*values: float) -> list[Point]:
    """In weeks, from the first on."""
    return [Point(week, value) for week, value in enumerate(values, 1)]


READING = weekly(37, 41, 42, 47, 48, 53, 53, 58)
FLAT = weekly(36, 39, 38, 41, 40, 43, 44, 45)
STEEP = weekly(40, 45, 47, 52, 56, 60, 63, 68)
SHORT = weekly(38, 38, 45, 44, 50, 50)
FEWER = weekly(12, 11, 10, 10, 9, 9, 8, 7)
NO_FEWER = weekly(12, 13, 11, 12, 12, 11, 12, 12)
EVERY_OTHER_WEEK = [Point(2 * week, one) for week, one in enumerate((58, 62, 60, 65, 66, 68, 67, 71, 72))]
LEVELS = [Point(2 * week, one) for week, one in enumerate((1, 1, 2, 1, 2, 2, 2), 1)]


@pytest.mark.parametrize(
    ("points", "end", "slope", "projected"),
    [
        pytest.param(READING, 20, 2.869, 91.85, id="N1 a reading goal"),
        pytest.param(FLAT, 20, 1.214, 59.6, id="N2 hardly any progress"),
        pytest.param(STEEP, 20, 3.917, 114.6, id="N3 more than enough"),
        pytest.param(SHORT, 20, 2.714, 88.95, id="N4 six weeks"),
        pytest.param(FEWER, 16, -0.643, 2.1, id="N5 less is better"),
        pytest.param(NO_FEWER, 16, -0.06, 11.2, id="N6 less would be better"),
        pytest.param(EVERY_OTHER_WEEK, 36, 0.833, 88.8, id="N7 every other week"),
        pytest.param(LEVELS, 36, 0.089, 4.07, id="N8 levels of prompts"),
    ],
)
def test_least_squares(points: list[Point], end: float, slope: float, projected: float) -> None:
    line = least_squares(points)

    assert line.slope == pytest.approx(slope, abs=0.0006)
    assert line.at(end) == pytest.approx(projected, abs=0.06)


@pytest.mark.parametrize(
    ("points", "end", "slope", "projected"),
    [
        pytest.param(READING, 20, 2.4, 84.2, id="N1 two extra points go to both outer thirds"),
        pytest.param(SHORT, 20, 3.0, 93.5, id="N4 three equal thirds of an even count"),
        pytest.param(
            weekly(33, 45, 36, 42, 44, 1, 1, 1, 1, 1, 52, 60, 58, 64, 68),
            15,
            1.8,
            63.6,
            id="N9 fifteen",
        ),
        pytest.param(weekly(1, 2, 99, 99, 99, 7, 8), 7, 1.2, 8.1, id="one extra point goes to the middle"),
        pytest.param(weekly(5, 0, 9), 3, 2, 9, id="three points are three thirds"),
    ],
)
def test_tukey(points: list[Point], end: float, slope: float, projected: float) -> None:
    line = tukey(points)

    assert line.slope == pytest.approx(slope)
    assert line.at(end) == pytest.approx(projected)


@pytest.mark.parametrize(
    ("points", "expected"),
    [
        pytest.param(weekly(30, 49, 23, 41, 59), Point(3, 41), id="N10 of five"),
        pytest.param(weekly(56, 58, 53, 57), Point(2.5, 56.5), id="N11 of four the mean of the middle two"),
        pytest.param(weekly(87, 81, 80, 89, 90, 82), Point(3.5, 84.5), id="N11 of six"),
        pytest.param(weekly(7), Point(1, 7), id="of one itself"),
    ],
)
def test_the_median_stands_at_the_median_day(points: list[Point], expected: Point) -> None:
    assert middle(points) == expected


def test_several_values_of_a_week_are_their_median() -> None:
    """N15: a week goes from Monday to Sunday."""
    values = {-1: 13, 0: 14, 3: 16, 6: 99, 7: 15}
    found = by_week([Point(A_MONDAY + days, value) for days, value in values.items()])
    assert found == [Point(A_MONDAY - 1, 13), Point(A_MONDAY + 3, 16), Point(A_MONDAY + 7, 15)]


def test_several_values_of_a_day_are_their_median() -> None:
    found = by_day([Point(1, 4), Point(1, 6), Point(2, 9)])
    assert found == [Point(1, 5), Point(2, 9)]


@pytest.mark.parametrize(
    ("aimline", "on", "expected"),
    [
        pytest.param(Aimline(35, 90, 0, 20), 8, 57, id="week 8 of the reading goal"),
        pytest.param(Aimline(35, 90, 0, 20), 12, 68, id="week 12 of it"),
        pytest.param(Aimline(12, 4, 0, 16), 7, 8.5, id="a goal where less is better goes down"),
        pytest.param(Aimline(80, 80, 0, 16), 7, 80, id="N14 to maintain a skill is flat"),
        pytest.param(Aimline(35, 90, 5, 5), 5, 90, id="a goal of one day is all target"),
    ],
)
def test_the_aimline_leads_from_baseline_to_target(aimline: Aimline, on: float, expected: float) -> None:
    assert aimline.at(on) == pytest.approx(expected)
