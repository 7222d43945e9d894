"""Verdicts, strengths and next steps of goals as typed facts, and the words for them."""

from __future__ import annotations

from typing import Any

import pytest

from tests.builders import a_department, a_meeting, a_policy, a_row, day, unreadable
from tests.builders_progress import a_benchmark, a_goal, a_series
from workspace_agent.model.finding import Rule
from workspace_agent.model.place import Cell
from workspace_agent.model.policy import ProgressPolicy
from workspace_agent.model.progress import Direction, Measure
from workspace_agent.rules import benchmarks as benchmarks_rule
from workspace_agent.rules import progress, team_review
from workspace_agent.rules.benchmark_verdicts import BenchmarkState, BenchmarkVerdict
from workspace_agent.rules.goal_verdicts import (
    GoalStep,
    GoalVerdict,
    Strength,
    StrengthKind,
    Unjudged,
    judged_goals,
    verdicts,
)
from workspace_agent.rules.judgement import Verdict
from workspace_agent.rules.progress_words import STEP_WORDS, aim_words, strength_words
from workspace_agent.rules.shortfall import Shortfall

TODAY = day("2026-11-20")
IN_TIME = (18, 20, 22, 24, 26, 28, 30, 32)
BEHIND = (12, 12, 13, 13, 14, 13, 14, 14)
AHEAD = (24, 26, 28, 30, 32, 34, 36)


def the_verdict(*values: float, **changes: Any) -> GoalVerdict:
    series = (a_series(values),) if values else ()
    facts: dict[str, Any] = {"goals": (a_goal(),), "series": series, **changes}
    (found,) = verdicts(a_department(**facts), a_policy(), TODAY)
    return found


def test_a_verdict_holds_all_that_it_rests_on() -> None:
    found = the_verdict(*BEHIND)
    assert found.standing

    assert (found.student_ref, found.number, found.row) == ("student-1", 1, a_row(2, sheet=6))
    assert (found.verdict, found.method, found.points, found.firm) == (
        Verdict.INSUFFICIENT_PROGRESS, "ols", 8, True,
    )  # fmt: skip
    assert (found.standing.current.value, found.standing.aimed) == (14, 30)
    assert found.standing.projected == pytest.approx(22.2, abs=0.1)
    assert (found.percent, found.parent_code) == (5, 2)
    assert found.shortfall == Shortfall(day("2026-10-19"), 5, was_on_track=False, lasts=True)
    assert found.asks_for_team


def test_the_method_is_the_one_of_the_settings() -> None:
    department = a_department(goals=(a_goal(),), series=(a_series(BEHIND),))
    (found,) = verdicts(department, a_policy(progress=ProgressPolicy(trend="tukey")), TODAY)
    assert found.method == "tukey"


def test_with_too_few_points_there_are_no_numbers() -> None:
    found = the_verdict(30, 31, 33)

    assert (found.verdict, found.points, found.firm) == (Verdict.INSUFFICIENT_DATA, 3, False)
    assert (found.standing, found.percent, found.parent_code) == (None, None, None)


def test_the_verdicts_stand_in_the_order_of_the_rows() -> None:
    goals = a_goal(key="spelling", number=2, row=3), a_goal()
    found = verdicts(a_department(goals=goals), a_policy(), TODAY)
    assert [one.number for one in found] == [1, 2]


@pytest.mark.parametrize(
    ("changes", "lacks"),
    [
        pytest.param({"baseline": None}, ("baseline",), id="a baseline is missing"),
        pytest.param({"baseline": unreadable()}, (), id="a baseline cannot be read: a Problem speaks of it"),
    ],
)
def test_a_goal_that_cannot_be_judged_says_why(changes: dict[str, Any], lacks: tuple[str, ...]) -> None:
    department = a_department(goals=(a_goal(**changes),))
    (found,) = judged_goals(department, a_policy(), TODAY)

    assert isinstance(found, Unjudged)
    assert found.lacks.names == lacks
    assert verdicts(department, a_policy(), TODAY) == ()


def test_a_shortfall_is_known_though_the_data_are_old_now() -> None:
    found = the_verdict(series=(a_series([10] * 8, last=day("2026-10-26")),))

    assert found.verdict is Verdict.STALE
    assert found.shortfall
    assert found.shortfall.since == day("2026-09-28")
    assert found.next_steps == (GoalStep.COLLECT_DATA, GoalStep.ASK_TEAM)


# ---- strengths and next steps

MAINTAINED = {"goals": (a_goal(baseline=80, target=80, direction=Direction.UP),)}


@pytest.mark.parametrize(
    ("values", "facts", "strengths", "steps"),
    [
        pytest.param((30, 31, 33), {}, (), "COLLECT_DATA", id="too few"),
        pytest.param(BEHIND, {}, (), "CHANGE_INSTRUCTION ASK_TEAM", id="behind for long"),
        pytest.param(BEHIND, {"meetings": (a_meeting(day("2026-11-05"), held=True),)}, (),
                     "CHANGE_INSTRUCTION", id="behind for long, and the Team has met since"),
        pytest.param(BEHIND[:4], {}, (), "CHANGE_INSTRUCTION", id="behind"),
        pytest.param((28, 29, 29, 33, 29), {}, (), "GO_ON", id="to be watched"),
        pytest.param(IN_TIME, {}, (Strength(StrengthKind.ON_TRACK, 26),), "GO_ON", id="on track"),
        pytest.param(AHEAD, {}, (Strength(StrengthKind.AHEAD, 31),), "RAISE_GOAL", id="ahead"),
        pytest.param(AHEAD[-5:], {}, (Strength(StrengthKind.ON_TRACK, 31),), "GO_ON",
                     id="ahead, but not firmly"),
        pytest.param((85, 86, 86, 87), {}, (Strength(StrengthKind.MASTERED, 100),), "TELL_PARENT",
                     id="mastered"),
        pytest.param((80, 80, 80, 80), MAINTAINED, (Strength(StrengthKind.MAINTAINED, None),), "TELL_PARENT",
                     id="N14 maintained"),
    ],
)  # fmt: skip
def test_strengths_and_next_steps(
    values: tuple[float, ...], facts: dict[str, Any], strengths: tuple[Strength, ...], steps: str
) -> None:
    found = the_verdict(*values, **facts)

    assert found.strengths == strengths
    assert " ".join(step.name for step in found.next_steps) == steps


def test_each_benchmark_that_was_reached_is_a_strength_of_its_own() -> None:
    steps = a_benchmark(20, day("2026-10-30")), a_benchmark(80, day("2026-11-30"), number=2)
    found = the_verdict(*IN_TIME, benchmarks=steps)
    assert found.strengths[1:] == (Strength(StrengthKind.BENCHMARK_REACHED, None, 1),)


# ---- benchmarks


def benchmarks(*values: float, steps: list[tuple[float, str]]) -> tuple[BenchmarkVerdict, ...]:
    rows = tuple(
        a_benchmark(target, day(due), number=number) for number, (target, due) in enumerate(steps, 1)
    )
    return the_verdict(*values, benchmarks=rows).benchmarks


@pytest.mark.parametrize(
    ("steps", "states"),
    [
        pytest.param([(20, "2026-11-04"), (40, "2027-01-29"), (60, "2027-03-26")],
                     ["REACHED", "COMING"], id="those that were due, and the next one"),
        pytest.param([(60, "2026-11-04"), (70, "2026-11-05"), (80, "2026-11-20"), (85, "2027-01-29")],
                     ["MISSED", "MISSED", "COMING"], id="all that were due; today is to come"),
        pytest.param([(40, "2027-01-29"), (45, "2027-01-29")], ["COMING", "COMING"], id="two of one day"),
        pytest.param([(24, "2027-01-29"), (45, "2027-03-26")], ["REACHED"], id="the next one, reached early"),
    ],
)  # fmt: skip
def test_which_benchmarks_are_judged(steps: list[tuple[float, str]], states: list[str]) -> None:
    assert [one.state.name for one in benchmarks(*IN_TIME, steps=steps)] == states


def test_a_benchmark_that_was_due_is_judged_by_the_data_up_to_its_day() -> None:
    (due,) = benchmarks(*BEHIND, steps=[(20, "2026-11-04")])
    standing = due.judgement.standing
    assert standing

    assert (due.state, due.number, due.last, due.reached) == (
        BenchmarkState.MISSED, 1, day("2026-11-02"), None,
    )  # fmt: skip
    assert (due.judgement.verdict, due.judgement.points) == (Verdict.INSUFFICIENT_PROGRESS, 6)
    assert (standing.current.value, standing.percent) == (13, 30)
    assert standing.aimed == pytest.approx(18.6, abs=0.1)


def test_the_day_on_which_it_was_reached_is_kept_also_where_that_was_late() -> None:
    (late,) = benchmarks(12, 12, 13, 13, 14, 20, 20, 20, steps=[(20, "2026-11-04")])
    assert (late.state, late.reached) == (BenchmarkState.REACHED, day("2026-11-16"))
    assert late.judgement.verdict is Verdict.WATCH


def test_a_point_on_the_day_itself_counts_for_it() -> None:
    (due,) = benchmarks(*BEHIND, steps=[(20, "2026-11-02")])
    assert due.last == day("2026-11-02")
    (due,) = benchmarks(*BEHIND, steps=[(20, "2026-11-01")])
    assert due.last == day("2026-10-26")


# ---- words


def test_there_are_words_for_every_next_step() -> None:
    assert set(STEP_WORDS) == set(GoalStep)
    assert all(words.endswith(".") for words in STEP_WORDS.values())


@pytest.mark.parametrize(
    ("strength", "words"),
    [
        pytest.param(Strength(StrengthKind.MASTERED, 107),
                     "The goal is mastered: 107% of the way from baseline to target.", id="mastered"),
        pytest.param(Strength(StrengthKind.MAINTAINED, None), "The goal is maintained.", id="maintained"),
        pytest.param(Strength(StrengthKind.AHEAD, 31), "The last points all lie ahead of the aimline: 31% of "
                     "the way from baseline to target.", id="ahead"),
        pytest.param(Strength(StrengthKind.ON_TRACK, 28),
                     "The goal is on track: 28% of the way from baseline to target.", id="on track"),
        pytest.param(Strength(StrengthKind.BENCHMARK_REACHED, None, 2), "Benchmark 2 is reached.",
                     id="a benchmark"),
    ],
)  # fmt: skip
def test_the_words_for_a_strength(strength: Strength, words: str) -> None:
    assert strength_words(strength) == words


def test_the_words_for_what_a_benchmark_aims_at() -> None:
    (coming,) = benchmarks(*IN_TIME, steps=[(55, "2026-12-18")])
    assert aim_words(Measure.PERCENT, coming.stage) == "55% by 18 Dec 2026"


# ---- how it came about


def lines(rule: Rule, *values: float, **changes: Any) -> list[tuple[str, str]]:
    facts: dict[str, Any] = {"goals": (a_goal(),), "series": (a_series(values),), **changes}
    (finding,) = rule.check(a_department(**facts), a_policy(), TODAY)
    return [(one.words, one.place.a1 if isinstance(one.place, Cell) else "") for one in finding.steps]


def test_each_line_of_a_goal_is_told_with_its_cell() -> None:
    assert lines(progress.RULE, *BEHIND) == [
        ("baseline 10 on 31 Aug 2026", "E2"),
        ("target 86 by 24 May 2027", "F2"),
        ("8 points", "D9"),
        ("last 4 points: behind the aimline", ""),
        ("median of the last 3: 14, around 9 Nov 2026", ""),
        ("aimline then: 30", ""),
        ("the line of least squares: 22.2 on 24 May 2027", ""),
    ]


def test_few_points_have_no_trend_and_too_few_have_no_standing() -> None:
    assert lines(progress.RULE, *BEHIND[:4])[-1] == ("aimline then: 30", "")
    assert lines(progress.RULE, *BEHIND[:3])[-1] == ("3 points", "D4")


def test_each_line_of_a_fall() -> None:
    told = lines(team_review.RULE, 14, 16, 18, 20, 12, 12, 12, 12, 12, 12, 12)
    assert told[2] == ("11 points", "D12")
    assert told[-2:] == [
        ("not enough by the data from 19 Oct 2026 on, on track before", ""),
        ("points since then: 5", ""),
    ]


def test_each_line_of_a_benchmark() -> None:
    told = lines(benchmarks_rule.RULE, *BEHIND, benchmarks=(a_benchmark(20, day("2026-11-04")),))
    assert told[:3] == [
        ("baseline 10 on 31 Aug 2026", "E2"),
        ("target 20 by 4 Nov 2026", "D2"),
        ("6 points by then", "D9"),
    ]
    assert told[-1] == ("aimline then: 18.62", "")


def test_each_line_of_a_benchmark_without_points() -> None:
    told = lines(benchmarks_rule.RULE, 12, 12, 12, benchmarks=(a_benchmark(20, day("2026-10-12")),))
    assert told[-1] == ("0 points by then", "D4")
