"""Since when progress is not enough, by the data up to each earlier point."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.builders import day
from tests.builders_progress import END, START, THE_LAST
from workspace_agent.model.policy import ProgressPolicy
from workspace_agent.model.progress import Criterion, Direction
from workspace_agent.rules.judgement import Chart, Course
from workspace_agent.rules.shortfall import Shortfall, shortfall_of
from workspace_agent.rules.trend import Aimline, Point

COURSE = Course(Aimline(10, 86, START.toordinal(), END.toordinal()), Direction.UP, Criterion(86, None))
"""Two a week: 20 to 32 in the seven weeks up to the last Monday, 16 Nov 2026."""


def shortfall(*values: float, course: Course = COURSE) -> Shortfall | None:
    """One value a week, the last one on 16 Nov 2026."""
    first = THE_LAST.toordinal() - 7 * (len(values) - 1)
    points = [Point(first + 7 * week, value) for week, value in enumerate(values)]
    return shortfall_of(Chart(course, points, ProgressPolicy()), ProgressPolicy())


@pytest.mark.parametrize(
    ("values", "since", "points", "was_on_track", "lasts"),
    [
        pytest.param((10, 10, 10, 10), "2026-11-16", 1, False, False, id="judged once, and not enough"),
        pytest.param((10,) * 7, "2026-10-26", 4, False, False, id="three points later"),
        pytest.param((10,) * 8, "2026-10-19", 5, False, True, id="four points later: it lasts"),
        pytest.param(
            (20, 22, 24, 26, 20, 20, 20, 20), "2026-11-09", 2, True, False, id="was on track, and fell off"
        ),
        pytest.param(
            (14, 16, 18, 20, 12, 12, 12, 12, 12, 12, 12), "2026-10-19", 5, True, True,
            id="was on track, fell off, and stays so",
        ),
        pytest.param(
            (5, 5, 5, 5, 40, 40, 40, 40, 12, 12, 12, 12), "2026-11-09", 2, True, False,
            id="fell off again after it had been made up for",
        ),
        pytest.param(
            (90, 90, 90, 90, 10, 10, 10, 10), "2026-11-09", 2, True, False, id="was mastered before"
        ),
        pytest.param(
            (10, 10, 10, 10, 29, 10, 10), "2026-10-26", 4, False, False,
            id="to be watched in between does not end it",
        ),
    ],
)  # fmt: skip
def test_since_when(
    values: tuple[float, ...], since: str, points: int, was_on_track: bool, lasts: bool
) -> None:
    assert shortfall(*values) == Shortfall(day(since), points, was_on_track, lasts)


@pytest.mark.parametrize(
    "values",
    [
        pytest.param((10, 10, 10), id="too few to judge"),
        pytest.param((20, 22, 24, 26, 28, 30, 32), id="on track"),
        pytest.param((28, 29, 29, 33, 29), id="to be watched"),
        pytest.param((), id="no data"),
    ],
)
def test_where_there_is_none(values: tuple[float, ...]) -> None:
    assert shortfall(*values) is None


def test_what_was_mastered_had_been_enough() -> None:
    """A criterion that is easier than the aimline: no verdict in between is on track."""
    easy = replace(COURSE, mastery=Criterion(20, None))
    found = shortfall(20, 20, 20, 20, 19, course=easy)
    assert found
    assert found.was_on_track
