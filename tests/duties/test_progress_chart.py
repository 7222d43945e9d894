"""What a progress sheet draws and says of a goal."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest

from tests.builders import a_department, a_policy, day
from tests.builders_progress import END, START, a_benchmark, a_goal, a_series
from tests.builders_tables import TODAY
from workspace_agent.duties.progress_chart import Axis, GoalChart, goal_chart
from workspace_agent.model.facts import Department
from workspace_agent.model.progress import Criterion, Direction, Measure
from workspace_agent.rules.goal_verdicts import verdicts
from workspace_agent.rules.trend import Aimline

RISING = [11, 12, 14, 16, 20, 22, 25, 27]
FLAT = [11, 11, 12, 11, 12, 11, 11, 12]


def chart(
    values: Sequence[float] = (), reviews: tuple[date, ...] = (), today: date = TODAY, **goal: Any
) -> GoalChart:
    series = (a_series(values),) if values else ()
    return chart_of(a_department(goals=(a_goal(**goal),), series=series), reviews, today)


def chart_of(department: Department, reviews: tuple[date, ...] = (), today: date = TODAY) -> GoalChart:
    policy = a_policy()
    (found,) = verdicts(department, policy, today)
    return goal_chart(found, reviews, policy.progress)


def words(axis: Axis) -> list[str]:
    return [tick.words for tick in axis.ticks]


def test_it_runs_from_baseline_to_target() -> None:
    drawn = chart(RISING)

    assert drawn.aimline == Aimline(10, 86, START.toordinal(), END.toordinal())
    assert (drawn.days.first, drawn.days.last) == (START.toordinal(), END.toordinal())
    assert drawn.target == "target 86"
    assert [dot.at.value for dot in drawn.dots] == RISING


@pytest.mark.parametrize(
    ("goal", "expected"),
    [
        pytest.param({}, ["0", "20", "40", "60", "80", "100"], id="from zero, in steps that are round"),
        pytest.param({"baseline": 80, "target": 96}, ["80", "85", "90", "95", "100"], id="near ones apart"),
        pytest.param(
            {"measure": Measure.PERCENT, "target": 90},
            ["0%", "20%", "40%", "60%", "80%", "100%"],
            id="percents say so",
        ),
        pytest.param(
            {"measure": Measure.PROMPT_LEVEL, "baseline": 1, "target": 4},
            ["1", "2", "3", "4"],
            id="levels are whole, and there is no level 0",
        ),
        pytest.param({"baseline": -4, "target": 4}, ["-4", "-2", "0", "2", "4"], id="below zero"),
        pytest.param({"baseline": 0.2, "target": 0.9}, ["0", "0.2", "0.4", "0.6", "0.8", "1"], id="small"),
        pytest.param(
            {"baseline": 50, "target": 50, "direction": Direction.UP},
            ["50", "51"],
            id="one that is to be kept",
        ),
        pytest.param({"baseline": 0, "target": 50}, ["0", "10", "20", "30", "40", "50"], id="on the edge"),
    ],
)
def test_values_are_marked(goal: dict[str, Any], expected: list[str]) -> None:
    assert words(chart(**goal).values) == expected


def test_all_that_is_drawn_lies_between_the_marks() -> None:
    benchmark = a_benchmark(150, day("2027-01-29"))
    series = a_series([-3, 11, 12, 112])
    drawn = chart_of(a_department(goals=(a_goal(),), series=(series,), benchmarks=(benchmark,))).values

    assert (drawn.first, drawn.last) == (-50, 150)


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        pytest.param(
            "2026-10-01", "2027-02-15", ["Oct 2026", "Nov", "Dec", "Jan 2027", "Feb"], id="each month"
        ),
        pytest.param("2026-11-02", "2026-11-27", [], id="within one month"),
        pytest.param(
            "2026-01-15",
            "2027-06-30",
            ["Feb 2026", "Apr", "Jun", "Aug", "Oct", "Dec", "Feb 2027", "Apr", "Jun"],
            id="each second one of a long time",
        ),
    ],
)
def test_months_are_marked(start: str, end: str, expected: list[str]) -> None:
    assert words(chart(start=day(start), end=day(end)).days) == expected


def test_a_goal_of_one_day_has_an_axis_too() -> None:
    drawn = chart(start=TODAY, end=TODAY).days
    assert drawn.last - drawn.first == 1


def test_the_last_points_are_told_from_the_others() -> None:
    assert [dot.decides for dot in chart(RISING).dots] == [False] * 4 + [True] * 4


def test_none_decides_while_there_are_too_few() -> None:
    assert [dot.decides for dot in chart([11, 12, 14]).dots] == [False] * 3


@pytest.mark.parametrize(
    ("goal", "expected"),
    [
        pytest.param({"criterion": Criterion(22, 3)}, [22, 25, 27], id="up"),
        pytest.param({"baseline": 30, "target": 12}, [11, 12], id="down, with the target for a criterion"),
        pytest.param({"has_criterion": True}, [], id="none that can be computed"),
    ],
)
def test_points_at_the_criterion_are_told_from_the_others(goal: dict[str, Any], expected: list[int]) -> None:
    assert [dot.at.value for dot in chart(RISING, **goal).dots if dot.met] == expected


def test_the_trend_ends_with_the_goal() -> None:
    first, last = chart(FLAT).trend

    assert (first.day, last.day) == (chart(FLAT).dots[0].at.day, END.toordinal())
    assert (round(first.value, 2), round(last.value, 2)) == (11.17, 13.19)


def test_the_trend_ends_where_it_leaves_the_chart() -> None:
    first, last = chart(RISING, target=40).trend
    assert (round(first.value, 2), round(last.value, 2)) == (9.83, 40)
    assert last.day < END.toordinal()

    falling = chart([30, 26, 22, 18, 14, 10, 6, 2], baseline=30, target=1).trend
    assert [round(point.value, 2) for point in falling] == [30, 0]


def test_a_level_trend_is_drawn_from_end_to_end() -> None:
    first, last = chart([12] * 8).trend
    assert (first.value, last.value, last.day) == (12, 12, END.toordinal())


@pytest.mark.parametrize("values", [[], [11, 12, 14], RISING[:6]], ids=["none", "too few", "provisional"])
def test_there_is_no_trend_yet(values: Sequence[float]) -> None:
    assert chart(values).trend == ()


def test_reviews_in_the_time_of_the_goal_are_drawn() -> None:
    inside, others = day("2026-10-08"), (START, day("2026-05-01"), day("2027-06-01"))
    assert chart(RISING, reviews=(inside, *others)).reviews == (inside,)


def test_benchmarks_in_the_time_of_the_goal_are_drawn() -> None:
    benchmarks = (
        a_benchmark(20, day("2026-10-30")),
        a_benchmark(8, day("2026-08-01"), number=2),
        a_benchmark(90, day("2027-06-01"), number=3),
    )
    drawn = chart_of(a_department(goals=(a_goal(),), series=(a_series(RISING),), benchmarks=benchmarks))

    assert [(aim.number, aim.at) for aim in drawn.aims] == [(1, (day("2026-10-30").toordinal(), 20))]
    assert len(drawn.benchmarks) == 3


# ---- words


@pytest.mark.parametrize(
    ("values", "goal", "verdict", "why"),
    [
        pytest.param(
            [11, 12],
            {},
            "too few data to judge",
            "There are 2 points: fewer than 4 are too few to judge progress.",
            id="too few",
        ),
        pytest.param(
            FLAT,
            {},
            "not enough progress",
            "The last 4 points all lie behind the aimline; the median of the last 3 is 11, where 30 would be "
            "in time; the line of least squares leads to 13.19 by 24 May 2027, and the target is 86. That is "
            "1% of the way from baseline to target (code 2 in progress reports, partial).",
            id="not enough",
        ),
        pytest.param(
            RISING,
            {"criterion": Criterion(20, 3)},
            "mastered",
            "The last points reach the criterion of 20. That is 19% of the way from baseline to target "
            "(code 2 in progress reports, partial).",
            id="mastered",
        ),
        pytest.param(
            [*RISING[:4], 40, 45, 50, 55],
            {},
            "on track",
            "The last 4 points all lie ahead of the aimline. That is 52% of the way from baseline to target "
            "(code 3 in progress reports, substantial).",
            id="one that may be raised",
        ),
    ],
)
def test_the_verdict_is_given_with_what_it_rests_on(
    values: Sequence[float], goal: dict[str, Any], verdict: str, why: str
) -> None:
    drawn = chart(values, **goal)
    assert (drawn.verdict, drawn.why) == (verdict, why)


def test_of_old_data_it_is_said_that_new_ones_are_overdue() -> None:
    drawn = chart(FLAT, today=day("2026-12-18"))
    assert drawn.verdict == "no new data"
    assert drawn.why.startswith("New data are overdue, so this may be out of date. The last 4 points all lie")


def test_numbers_are_told_with_units_and_days() -> None:
    assert chart(FLAT, measure=Measure.RATE).facts == (
        ("Baseline", "10 per minute on 31 Aug 2026"),
        ("Target", "86 per minute by 24 May 2027"),
        ("Data", "8 points, last 16 Nov 2026"),
        ("Not enough since", "19 Oct 2026"),
    )


def test_without_data_none_is_the_last() -> None:
    assert chart().facts[2] == ("Data", "0 points")


def test_each_benchmark_is_told_with_its_state() -> None:
    benchmarks = (
        a_benchmark(11, day("2026-10-30"), number=1),
        a_benchmark(40, day("2026-11-02"), number=2),
        a_benchmark(50, day("2027-01-29"), number=3),
    )
    department = a_department(goals=(a_goal(),), series=(a_series(FLAT),), benchmarks=benchmarks)

    assert chart_of(department).benchmarks == (
        "Benchmark 1, 11 by 30 Oct 2026: reached on 12 Oct 2026.",
        "Benchmark 2, 40 by 2 Nov 2026: not reached by its day.",
        "Benchmark 3, 50 by 29 Jan 2027: still to come.",
    )


def test_a_benchmark_without_data_was_not_measured() -> None:
    benchmark = a_benchmark(20, day("2026-10-30"))
    drawn = chart_of(a_department(goals=(a_goal(),), benchmarks=(benchmark,)))
    assert drawn.benchmarks == ("Benchmark 1, 20 by 30 Oct 2026: not measured by its day.",)


def test_it_says_what_to_do_next() -> None:
    assert chart(FLAT).next_steps == (
        "Change the instruction, or ask the IEP Team to look at the goal.",
        "The data showed this before these last points, too: ask for an IEP Team meeting about it.",
    )
