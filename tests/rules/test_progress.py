"""Company practice: progress toward each goal is enough to reach it in time, going by its data points."""

from __future__ import annotations

from typing import Any

import pytest

from tests.builders import a_department, a_policy, a_row, a_student, day, unreadable
from tests.builders_progress import a_benchmark, a_goal, a_series, series_on
from workspace_agent.model.finding import CompanyPolicy, Finding
from workspace_agent.model.place import Cell
from workspace_agent.model.policy import ProgressPolicy
from workspace_agent.model.problem import Problem
from workspace_agent.model.problem_kinds import ProblemKind
from workspace_agent.model.progress import Criterion, Direction, Goal, Measure
from workspace_agent.model.vocabulary import PlanType, Severity
from workspace_agent.rules.progress import RULE

TODAY = day("2026-11-20")
PROGRESS = frozenset({("manager-1", "progress")})

IN_TIME = (20, 22, 24, 26, 28, 30, 32)
"""On the aimline, with ten points at the beginning and two a week."""

BEHIND = (12, 12, 13, 13, 14, 13, 14, 14)
SLOWING = (18, 20, 22, 24, 25, 25, 26, 26)
AHEAD = (24, 26, 28, 30, 32, 34, 36)


def found(*values: float, goal: Goal | None = None, **changes: Any) -> list[Finding]:
    series = (a_series(values),) if values else ()
    facts: dict[str, Any] = {"goals": (goal or a_goal(),), "series": series, **changes}
    department = a_department(*facts.pop("students", ()), **facts)
    return list(RULE.check(department, a_policy(), TODAY))


@pytest.mark.parametrize(
    ("values", "severity"),
    [
        pytest.param(IN_TIME, None, id="on the aimline"),
        pytest.param(BEHIND, Severity.POLICY, id="the last four behind it"),
        pytest.param((30, 31, 33), Severity.INFO, id="too few to judge"),
        pytest.param((), Severity.INFO, id="none at all"),
        pytest.param((85, 86, 86, 87), Severity.INFO, id="the target reached three times"),
        pytest.param(AHEAD, Severity.INFO, id="the last four ahead of it"),
        pytest.param(AHEAD[-5:], None, id="ahead, but too few for raising the goal"),
        pytest.param((28, 29, 29, 33, 29), None, id="to be watched"),
    ],
)
def test_each_verdict_is_told_or_not(values: tuple[float, ...], severity: Severity | None) -> None:
    assert [one.severity for one in found(*values)] == ([] if severity is None else [severity])


def test_not_enough_progress_is_told_with_all_its_numbers_and_never_as_law() -> None:
    (finding,) = found(*SLOWING, goal=a_goal(measure=Measure.RATE))

    assert isinstance(finding.citation, CompanyPolicy)
    assert (finding.key, finding.due) == ("progress/student-1/reading/2026-08-31", None)
    assert finding.place == Cell("workbook-1", 8, "D9")
    assert finding.arithmetic == (
        "Goal 1: the last 4 points all lie behind the aimline; the median of the last 3 is 26 per minute, "
        "where 30 per minute would be in time; the line of least squares leads to 58.11 per minute by 24 May "
        "2027, and the target is 86 per minute. That is 21% of the way from baseline to target (code 2 in "
        "progress reports, partial). Judged on 8 points."
    )
    assert finding.advice == "Change the instruction, or ask the IEP Team to look at the goal."


def test_where_the_data_showed_it_before_the_team_is_asked_for() -> None:
    (finding,) = found(*BEHIND)
    assert finding.advice == (
        "The data showed this before these last points, too: ask for an IEP Team meeting about it."
    )


def test_a_trend_that_falls_short_is_told_with_the_points_on_both_sides() -> None:
    (finding,) = found(18, 18, 20, 20, 23, 23, 25, 32)

    assert finding.severity is Severity.POLICY
    assert finding.arithmetic.startswith(
        "Goal 1: the last 4 points lie on both sides of the aimline or on it;"
    )


def test_with_few_points_it_is_said_to_be_provisional() -> None:
    (finding,) = found(12, 12, 13, 12)
    assert "; there are too few points for a trend, so this is provisional." in finding.arithmetic


def test_by_the_medians_of_thirds_it_says_so() -> None:
    department = a_department(goals=(a_goal(),), series=(a_series(BEHIND),))
    (finding,) = RULE.check(department, a_policy(progress=ProgressPolicy(trend="tukey")), TODAY)
    assert "; the line through the medians of the outer thirds leads to " in finding.arithmetic


def test_levels_of_prompts_have_no_decimals() -> None:
    levels = a_goal(measure=Measure.PROMPT_LEVEL, baseline=1, target=4)
    (finding,) = found(1, 1, 1, 1, 1, 1, 1, goal=levels)
    assert (
        "the median of the last 3 is level 1, where between level 1 and level 2 would be in time"
    ) in finding.arithmetic


def test_a_student_who_falls_back_has_gone_nothing_of_the_way() -> None:
    (finding,) = found(8, 8, 8, 8)
    assert (
        "That is 0% of the way from baseline to target (code 1 in progress reports, none)."
        in finding.arithmetic
    )


def test_where_less_is_better_more_is_not_enough() -> None:
    (finding,) = found(12, 13, 12, 13, goal=a_goal(baseline=12, target=4, measure=Measure.MINUTES))
    assert finding.severity is Severity.POLICY
    assert "the median of the last 3 is 13 minutes, where 9.89 minutes would be in time" in finding.arithmetic


# ---- benchmarks

FIRST = "Benchmark 1, "


@pytest.mark.parametrize(
    ("benchmarks", "said"),
    [
        pytest.param([], "", id="there are none"),
        pytest.param([(20, "2026-11-23")], f" {FIRST}20 by 23 Nov 2026: not enough progress.", id="behind"),
        pytest.param([(14, "2027-05-24")], f" {FIRST}14 by 24 May 2027: on track.", id="on the way"),
        pytest.param([(13, "2026-11-20")], f" {FIRST}13 by 20 Nov 2026: mastered.", id="due today"),
        pytest.param([(13, "2026-11-19")], "", id="due yesterday"),
        pytest.param(
            [(99, "2027-05-24"), (13, "2026-11-30")], " Benchmark 2, 13 by 30 Nov 2026: mastered.",
            id="the next one",
        ),
        pytest.param(
            [(10, "2026-11-30"), (13, "2026-12-01")], " Benchmark 2, 13 by 1 Dec 2026: mastered.",
            id="not one at the baseline, whose direction nobody can tell",
        ),
        pytest.param(
            [(None, "2026-11-30"), (13, None), (13, "2026-12-01")],
            " Benchmark 3, 13 by 1 Dec 2026: mastered.", id="the next one that is filled in",
        ),
    ],
)  # fmt: skip
def test_the_same_data_are_judged_by_the_next_benchmark(
    benchmarks: list[tuple[float | None, str | None]], said: str
) -> None:
    steps = tuple(
        a_benchmark(target, day(due) if due else None, number=number)
        for number, (target, due) in enumerate(benchmarks, 1)
    )
    (finding,) = found(*BEHIND, benchmarks=steps)
    assert finding.arithmetic.partition("Judged on 8 points.")[2] == said


def test_a_benchmark_may_keep_what_was_reached() -> None:
    kept = a_goal(baseline=86, target=86, direction=Direction.UP)
    (finding,) = found(*BEHIND, goal=kept, benchmarks=(a_benchmark(86, day("2026-12-01")),))
    assert finding.arithmetic.endswith(" Benchmark 1, 86 by 1 Dec 2026: not enough progress.")


def test_a_benchmark_is_mastered_by_the_run_that_the_goal_asks_for() -> None:
    twice = a_goal(criterion=Criterion(86, 2))
    (finding,) = found(*BEHIND[:-2], 15, 15, goal=twice, benchmarks=(a_benchmark(15, day("2026-12-01")),))
    assert finding.arithmetic.endswith(" Benchmark 1, 15 by 1 Dec 2026: mastered.")


def test_a_benchmark_in_another_workbook_belongs_to_the_goal_of_its_name_there() -> None:
    goals = a_goal(), a_goal(book="workbook-2", start=day("2026-09-07"))
    elsewhere = a_benchmark(13, day("2026-12-01"), book="workbook-2")
    series = a_series(BEHIND), a_series(BEHIND, book="workbook-2")
    told = found(goals=goals, series=series, benchmarks=(elsewhere,))
    assert ["Benchmark" in one.arithmetic for one in told] == [False, True]


# ---- too few, mastered, ahead


def test_too_few_points_are_told_at_the_last_one() -> None:
    (finding,) = found(30, 31, 33)

    assert finding.place == Cell("workbook-1", 8, "D4")
    assert finding.arithmetic == "Goal 1 has 3 points: fewer than 4 are too few to judge its progress."


def test_one_point_is_one_point() -> None:
    (finding,) = found(30)
    assert finding.arithmetic.startswith("Goal 1 has 1 point: ")


def test_no_points_are_told_at_the_goal() -> None:
    (finding,) = found()
    assert (finding.place, finding.arithmetic[:19]) == (a_row(2, sheet=6), "Goal 1 has 0 points")


def test_many_values_of_one_week_are_one_point() -> None:
    week = series_on([(day(f"2026-11-{number}"), number) for number in range(16, 21)])
    (finding,) = found(series=(week,))
    assert finding.arithmetic == (
        "Goal 1 has 1 point (of 5 values; those of one week or day are one): fewer than 4 are too few to "
        "judge its progress."
    )


def test_where_data_are_planned_more_often_than_weekly_each_day_is_a_point() -> None:
    days = [(day(f"2026-11-{number}"), 34.0) for number in range(16, 21)]
    assert found(series=(series_on(days),), goal=a_goal(every=1)) == []


def test_too_few_are_not_told_where_some_data_are_of_no_goal() -> None:
    unplaced = (Problem(ProblemKind.UNKNOWN_GOAL, a_row(9), "manager-1", "student-1"),)

    assert found(30, 31, 33, problems=unplaced) == []
    assert found(*BEHIND, problems=unplaced)


def test_a_mastered_goal_is_told_with_its_criterion() -> None:
    (finding,) = found(90, 91, 95, 90, goal=a_goal(criterion=Criterion(90, 2), measure=Measure.PERCENT))
    assert finding.arithmetic == (
        "Goal 1 is mastered: its last points reach the criterion of 90%. "
        "That is 106% of the way from baseline to target (code 4 in progress reports, met)."
    )


def test_a_skill_that_is_to_be_kept_is_maintained() -> None:
    (finding,) = found(80, 80, 80, 80, goal=a_goal(baseline=80, target=80, direction=Direction.UP))
    assert finding.arithmetic == "Goal 1 is maintained: its last points reach the criterion of 80."


def test_a_goal_whose_criterion_nobody_can_compute_is_never_mastered() -> None:
    assert "mastered" not in found(90, 91, 95, 90, 90, 90, 90, goal=a_goal(has_criterion=True))[0].arithmetic


def test_a_goal_that_may_be_raised_is_told_as_a_question_to_the_team() -> None:
    (finding,) = found(*AHEAD)
    assert finding.arithmetic.startswith("Goal 1: the last 4 points all lie ahead of the aimline.")
    assert finding.advice == "Ask the IEP Team whether the target should be raised."


# ---- what is not filled in, not read or not judged


@pytest.mark.parametrize(
    ("goal", "lacks"),
    [
        pytest.param(a_goal(baseline=None), "baseline", id="no baseline"),
        pytest.param(a_goal(start=None, end=None), "start and end", id="neither start nor end"),
        pytest.param(a_goal(baseline=86), "direction", id="nothing says which way it goes"),
    ],
)
def test_what_is_not_filled_in_is_told_at_the_goal(goal: Goal, lacks: str) -> None:
    (finding,) = found(*BEHIND, goal=goal)

    assert (finding.severity, finding.place) == (Severity.DATA, a_row(2, sheet=6))
    assert finding.arithmetic == f"Goal 1 has no {lacks} on record, so its progress cannot be judged."


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"goal": a_goal(baseline=unreadable())}, id="the baseline cannot be read"),
        pytest.param({"goal": a_goal(target=unreadable(), start=None)}, id="and something else is missing"),
        pytest.param({"goal": a_goal(direction=unreadable())}, id="the direction contradicts the target"),
        pytest.param({"goal": a_goal(end=day("2026-11-19"))}, id="the goal ended yesterday"),
        pytest.param({"goal": a_goal(start=day("2026-11-21"))}, id="the goal begins tomorrow"),
        pytest.param({"broken": PROGRESS}, id="a sheet of data cannot be read whole"),
        pytest.param({"students": (a_student(plan=PlanType.S504),)}, id="a 504 plan has no IEP goals"),
        pytest.param({"students": (a_student(leaves=TODAY),)}, id="the student has left"),
        pytest.param({"series": (a_series(BEHIND, last=day("2026-10-12")),)}, id="data are old: told apart"),
        pytest.param({"goal": a_goal(student="student-9")}, id="of a student who is on no list"),
    ],
)  # fmt: skip
def test_nothing_is_told_of_a_goal(changes: dict[str, Any]) -> None:
    assert found(*BEHIND, **changes) == []


def test_on_the_last_day_in_time_data_are_not_old() -> None:
    assert found(series=(a_series(BEHIND, last=day("2026-11-06")),))
    assert not found(series=(a_series(BEHIND, last=day("2026-11-05")),))


def test_the_data_of_several_sheets_are_one_series_by_day() -> None:
    first, later = a_series(BEHIND[:4], last=day("2026-10-19")), a_series(BEHIND[4:], book="another workbook")
    (apart,) = found(series=(later, first))
    (together,) = found(*BEHIND)

    assert apart.arithmetic == together.arithmetic
    assert apart.place == Cell("another workbook", 8, "D5")


def test_two_goals_are_told_apart() -> None:
    goals = a_goal(), a_goal(key="spelling", number=2, row=3)
    series = a_series(BEHIND), a_series(BEHIND, goal="spelling")
    assert [one.arithmetic[:6] for one in found(goals=goals, series=series)] == ["Goal 1", "Goal 2"]


def test_goals_without_a_name_are_told_apart_by_their_numbers() -> None:
    goals = a_goal(key=""), a_goal(key="", number=2, row=3)
    assert [one.key for one in found(goals=goals)] == [
        "progress/student-1/1/2026-08-31",
        "progress/student-1/2/2026-08-31",
    ]
