"""Company practice: each benchmark of a goal is reached, and measured, by the day on which it is due."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from tests.builders import a_department, a_policy, a_row, a_student, day, unreadable
from tests.builders_progress import a_benchmark, a_goal, a_series
from workspace_agent.model.finding import CompanyPolicy, Finding
from workspace_agent.model.problem import Problem
from workspace_agent.model.problem_kinds import ProblemKind
from workspace_agent.model.progress import Benchmark, Criterion, Measure
from workspace_agent.model.vocabulary import PlanType, Severity
from workspace_agent.rules.benchmarks import RULE

TODAY = day("2026-11-20")
DUE = day("2026-11-04")
"""A Wednesday: the last point before it is of 2 Nov, the next ones of 9 and 16 Nov."""

BEHIND = (12, 12, 13, 13, 14, 13, 14, 14)
IN_TIME = (18, 20, 22, 24, 26, 28, 30, 32)


def found(
    *values: float, on: dt.date = TODAY, steps: tuple[Benchmark, ...] = (), **changes: Any
) -> list[Finding]:
    series = (a_series(values),) if values else ()
    steps = steps or (a_benchmark(20, DUE),)
    facts: dict[str, Any] = {"goals": (a_goal(),), "series": series, "benchmarks": steps, **changes}
    department = a_department(*facts.pop("students", ()), **facts)
    return list(RULE.check(department, a_policy(), on))


# ---- reached or not


@pytest.mark.parametrize(
    ("values", "severity"),
    [
        pytest.param(BEHIND, Severity.POLICY, id="never reached, and the goal is behind"),
        pytest.param((18, 18, 18, 18, 19, 19, 30, 34), Severity.INFO, id="the goal is on track"),
        pytest.param((12, 12, 20, 20, 20, 14, 14, 14), None, id="reached by its day"),
        pytest.param((12, 12, 13, 13, 14, 20, 20, 20), None, id="reached after its day"),
        pytest.param((12, 12, 13, 13, 14, 14, 20, 20), Severity.POLICY, id="two in a row, not three"),
        pytest.param((12, 12, 13, 20, 20, 19.9, 20, 20), Severity.POLICY, id="one just short of it"),
    ],
)  # fmt: skip
def test_a_benchmark_is_reached_by_a_row_of_points(
    values: tuple[float, ...], severity: Severity | None
) -> None:
    assert [one.severity for one in found(*values)] == ([] if severity is None else [severity])


@pytest.mark.parametrize(
    ("due", "told"),
    [
        pytest.param("2026-11-19", True, id="yesterday"),
        pytest.param("2026-11-20", False, id="today"),
        pytest.param("2026-11-21", False, id="tomorrow"),
    ],
)
def test_it_is_told_from_the_day_after(due: str, told: bool) -> None:
    assert bool(found(*BEHIND, steps=(a_benchmark(20, day(due)),))) is told


def test_it_is_told_with_its_numbers_and_never_as_law() -> None:
    (finding,) = found(*BEHIND, goals=(a_goal(measure=Measure.RATE),))

    assert isinstance(finding.citation, CompanyPolicy)
    assert finding.key == "benchmarks/student-1/reading/2026-08-31/2026-11-04/20"
    assert (finding.due, finding.place) == (DUE, a_row(2, sheet=7))
    assert finding.arithmetic == (
        "Benchmark 1 of goal 1, 20 per minute by 4 Nov 2026, is not reached on record; the median of the "
        "last 3 points by then was 13 per minute."
    )
    assert finding.advice == "Change the instruction, or ask the IEP Team to look at the benchmark."


def test_where_the_goal_is_on_track_it_is_only_said() -> None:
    (finding,) = found(18, 18, 18, 18, 19, 19, 30, 34)
    assert finding.advice == "The goal as a whole is on track: go on as before."


def test_the_run_is_the_one_that_the_goal_asks_for() -> None:
    twice = (a_goal(criterion=Criterion(86, 2)),)
    values = (12, 12, 20, 20, 13, 13, 13, 13)

    assert found(*values, goals=twice) == []
    assert found(*values)


def test_where_less_is_better_more_is_not_reached() -> None:
    less = (a_goal(baseline=30, target=4),)
    assert found(*BEHIND, goals=less, steps=(a_benchmark(14, DUE),)) == []
    assert found(*BEHIND, goals=less, steps=(a_benchmark(11, DUE),))


# ---- measured or not


@pytest.mark.parametrize(
    ("last", "severity"),
    [
        pytest.param("2026-10-21", Severity.POLICY, id="fourteen days before its day: just fresh"),
        pytest.param("2026-10-20", Severity.DATA, id="fifteen days before its day: just stale"),
        pytest.param("2026-11-05", Severity.POLICY, id="the day after"),
    ],
)
def test_without_data_around_its_day_nobody_can_tell(last: str, severity: Severity) -> None:
    (finding,) = found(series=(a_series(BEHIND, last=day(last)),))
    assert finding.severity is severity


def test_data_after_its_day_tell_though_those_before_were_old() -> None:
    early, late = a_series(BEHIND, last=day("2026-10-12")), a_series([14], book="another workbook")
    assert [one.severity for one in found(series=(early,))] == [Severity.DATA]
    assert [one.severity for one in found(series=(early, late))] == [Severity.POLICY]


def test_where_nobody_typed_how_often_data_are_planned_they_are_never_old() -> None:
    (finding,) = found(series=(a_series(BEHIND, last=day("2026-10-05")),), goals=(a_goal(every=None),))
    assert finding.severity is Severity.POLICY


@pytest.mark.parametrize(
    ("values", "last", "said"),
    [
        pytest.param(BEHIND, "2026-10-12", "the goal had 7 points, the last of 12 Oct 2026", id="old ones"),
        pytest.param((12, 12, 12), "2026-11-02", "the goal had 3 points, the last of 2 Nov 2026", id="few"),
        pytest.param((12,), "2026-11-02", "the goal had 1 point, the last of 2 Nov 2026", id="one"),
        pytest.param((12,), "2026-11-16", "the goal had 0 points", id="none by then"),
    ],
)
def test_what_there_was_is_told(values: tuple[float, ...], last: str, said: str) -> None:
    (finding,) = found(series=(a_series(values, last=day(last)),))

    assert finding.severity is Severity.DATA
    assert finding.arithmetic == f"Benchmark 1 of goal 1, 20 by 4 Nov 2026, cannot be judged: by then {said}."
    assert finding.advice == "Enter what was collected by then, or collect new data."


def test_without_any_data_it_cannot_be_judged() -> None:
    (finding,) = found()
    assert finding.arithmetic.endswith("cannot be judged: by then the goal had 0 points.")


def test_too_few_points_by_its_day_and_enough_after_it() -> None:
    (finding,) = found(12, 12, 12, 12)
    assert finding.severity is Severity.POLICY
    assert finding.arithmetic.endswith("; by then there were fewer than the 4 points that it takes to judge.")


# ---- several, and none


def test_each_is_told_and_one_that_is_typed_twice_once() -> None:
    first, second = a_benchmark(15, day("2026-10-12")), a_benchmark(20, DUE, number=2)
    again = a_benchmark(20, DUE, number=3)
    told = found(*BEHIND, steps=(second, again, first))

    assert [one.arithmetic[:21] for one in told] == ["Benchmark 1 of goal 1", "Benchmark 2 of goal 1"]


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"steps": (a_benchmark(None, DUE),)}, id="without a target"),
        pytest.param({"steps": (a_benchmark(20, None),)}, id="without a day"),
        pytest.param({"steps": (a_benchmark(unreadable(), DUE),)}, id="with a target that cannot be read"),
        pytest.param({"steps": (a_benchmark(10, DUE),)}, id="at the baseline: nobody knows which way"),
        pytest.param({"goals": (a_goal(baseline=None),)}, id="of a goal without a baseline"),
        pytest.param({"goals": (a_goal(end=day("2026-11-19")),)}, id="of a goal that is over"),
        pytest.param({"students": (a_student(plan=PlanType.S504),)}, id="of a student with a 504 plan"),
        pytest.param({"students": (a_student(leaves=TODAY),)}, id="of a student who has left"),
        pytest.param({"broken": frozenset({("manager-1", "benchmarks")})}, id="in a sheet that is broken"),
        pytest.param(
            {"problems": (Problem(ProblemKind.UNKNOWN_GOAL, a_row(9), "manager-1", "student-1"),)},
            id="some data are of no goal",
        ),
    ],
)
def test_nothing_is_told_of_a_benchmark(changes: dict[str, Any]) -> None:
    assert found(*BEHIND, **changes) == []


def test_a_goal_without_a_target_of_its_own_has_benchmarks_all_the_same() -> None:
    (finding,) = found(*BEHIND, goals=(a_goal(target=None),))
    assert finding.severity is Severity.POLICY


def test_on_track_benchmarks_that_were_reached_are_no_findings() -> None:
    assert found(*IN_TIME, 34, 36) == []
