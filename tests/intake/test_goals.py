"""Goals, benchmarks and check-ins: each row of a table breaks one thing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.builders_tables import desk, parsed, problems_of, sheet, student_row
from workspace_agent.intake.benchmarks import BENCHMARKS
from workspace_agent.intake.check_ins import CHECK_INS
from workspace_agent.intake.desk import Desk
from workspace_agent.intake.goals import GOALS
from workspace_agent.model.field import Missing, known
from workspace_agent.model.progress import Criterion, Direction, Goal, Measure

GOAL = {
    "student": "Rosa Delgadillo",
    "goal": "1",
    "measure": "percent",
    "direction": "increase",
    "baseline": "40",
    "target": "80",
    "start": "8/31/2026",
    "end": "5/24/2027",
    "criterion": "",
    "every": "week",
}
BENCHMARK = {
    "student": "Rosa Delgadillo",
    "goal": "1",
    "benchmark": "one paragraph",
    "target": "55",
    "due": "12/18/2026",
}
CHECK_IN = {
    "student": "Rosa Delgadillo",
    "date": "9/22/2026",
    "minutes": "35",
    "about": "",
    "action_items": "ask for the account",
}


def goals(*rows: dict[str, str]) -> list[Any]:
    filled = [{**GOAL, **row} for row in rows]
    return parsed(GOALS, tuple(GOAL), *(tuple(row.values()) for row in filled))


def goal(**changes: str) -> Goal:
    (one,) = goals(changes)
    assert isinstance(one, Goal)
    return one


def knowing(*rows: dict[str, str]) -> Desk:
    return replace(desk(student_row("Rosa", "Delgadillo")), read={"goals": goals(*rows)})


def benchmarks(by: Desk, *rows: dict[str, str]) -> list[Any]:
    filled = [tuple({**BENCHMARK, **row}.values()) for row in rows]
    return parsed(BENCHMARKS, tuple(BENCHMARK), *filled, by=by)


def check_in(**changes: str) -> list[Any]:
    return parsed(CHECK_INS, tuple(CHECK_IN), tuple({**CHECK_IN, **changes}.values()))


def test_a_goal_with_everything() -> None:
    one = goal()

    assert (one.student_ref, one.number, one.measure, known(one.direction)) == (
        "r1",
        1,
        Measure.PERCENT,
        Direction.UP,
    )
    assert (known(one.baseline), known(one.target), known(one.every)) == (40.0, 80.0, 7)
    assert (known(one.start), known(one.end)) == (date(2026, 8, 31), date(2027, 5, 24))
    assert (one.criterion, one.has_criterion, one.row.a1) == (None, False, "2:2")


def test_goals_are_numbered_as_typed_or_in_their_order() -> None:
    numbered = goals({"goal": "Reading"}, {"goal": "Spelling"}, {"goal": "Goal #7"}, {"student": ""})

    assert [one.number for one in numbered[:3]] == [1, 2, 7]
    assert problems_of(numbered) == [("ROW_WITHOUT_STUDENT", "A5", "")]


def test_a_row_that_names_no_goal_and_no_target_is_none() -> None:
    assert goals({"goal": "", "target": ""}) == []


def test_the_free_text_of_a_goal_is_not_carried() -> None:
    assert "Rosa reads" not in repr(goal(goal="Rosa reads to her brother", measure="Rosa reads aloud"))


@pytest.mark.parametrize(
    ("one", "other"), [("1", "Goal 1"), ("#2", "2."), ("Reading  fluency", "reading FLUENCY")]
)
def test_a_goal_is_known_by_what_it_is_called(one: str, other: str) -> None:
    assert goal(goal=one).key == goal(goal=other).key
    assert goal(goal=one).key != goal(goal="3").key


@pytest.mark.parametrize(
    ("changes", "measure", "baseline", "target"),
    [
        pytest.param({"measure": "wpm"}, Measure.RATE, 40.0, 80.0, id="the measure as typed"),
        pytest.param(
            {"measure": "solves equations", "baseline": "35%", "target": "80%"},
            Measure.PERCENT,
            35.0,
            80.0,
            id="percent, by the values",
        ),
        pytest.param({"measure": "", "target": "4 of 5"}, Measure.PERCENT, 40.0, 80.0, id="by the target"),
        pytest.param(
            {"measure": "", "baseline": "30 wpm"}, Measure.RATE, 30.0, 80.0, id="by the baseline alone"
        ),
        pytest.param({"measure": "sight words"}, Measure.NUMBER, 40.0, 80.0, id="nobody typed a unit"),
        pytest.param(
            {"baseline": "0.4", "target": "0.8"}, Measure.PERCENT, 40.0, 80.0, id="shares of one in percent"
        ),
        pytest.param(
            {"baseline": "", "target": "0.8"}, Measure.PERCENT, None, 80.0, id="a share without a baseline"
        ),
        pytest.param(
            {"measure": "prompt level", "baseline": "full physical", "target": "independent"},
            Measure.PROMPT_LEVEL,
            1.0,
            4.0,
            id="prompt levels",
        ),
    ],
)
def test_how_a_goal_is_measured(
    changes: dict[str, str], measure: Measure, baseline: float | None, target: float
) -> None:
    one = goal(**changes)
    assert (one.measure, known(one.baseline), known(one.target)) == (measure, baseline, target)


@pytest.mark.parametrize(
    ("changes", "whole"),
    [
        pytest.param({"measure": "", "baseline": "2 out of 10", "target": "8 out of 10"}, 10, id="both"),
        pytest.param({"measure": "", "baseline": "3 of 5", "target": "'8/10"}, 10, id="the larger of two"),
        pytest.param({"measure": "", "baseline": "3 of 5", "target": "80%"}, 5, id="the baseline alone"),
        pytest.param({"measure": "percent", "baseline": "2 of 10", "target": "8 of 10"}, 0, id="named"),
        pytest.param({"measure": "", "baseline": "40%", "target": "80%"}, 0, id="percent"),
        pytest.param({"measure": "", "target": "much better"}, 0, id="no value"),
    ],
)
def test_of_what_a_goal_is_a_part(changes: dict[str, str], whole: float) -> None:
    assert goal(**changes).whole == whole


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        pytest.param({"target": "4/5"}, ("DATE_FOR_NUMBER", "F2", "5 Apr 2026, or 4 of 5"), id="a date"),
        pytest.param({"target": "much better"}, ("NOT_A_NUMBER", "F2", ""), id="words"),
        pytest.param({"target": "12 wpm"}, ("ANOTHER_UNIT", "F2", "percent"), id="another unit"),
        pytest.param({"baseline": "0.4"}, ("VALUE_UNCLEAR", "E2", "40% or 0.4%"), id="one share only"),
        pytest.param(
            {"baseline": "0", "target": "1"}, ("VALUE_UNCLEAR", "F2", "100% or 1%"), id="whole ones only"
        ),
        pytest.param(
            {"measure": "", "baseline": "2", "target": "8 of 10"},
            ("PART_OR_PERCENT", "E2", "2 of 10 or 2%"),
            id="2 of 10, or 2%",
        ),
        pytest.param({"direction": "sideways"}, ("NOT_A_CHOICE", "D2", "increase, decrease"), id="which way"),
        pytest.param({"direction": "down"}, ("GOAL_CONTRADICTS", "D2", "decrease"), id="the other way"),
        pytest.param({"end": "8/30/2026"}, ("GOAL_ENDS_FIRST", "H2", ""), id="ends before it starts"),
        pytest.param({"end": "May"}, ("NOT_A_DATE", "H2", ""), id="no end"),
        pytest.param({"every": "7"}, ("INTERVAL_UNCLEAR", "J2", "7 days or 7 weeks"), id="how often"),
    ],
)
def test_what_is_wrong_is_told_once(changes: dict[str, str], expected: tuple[str, str, str]) -> None:
    assert problems_of(goals(changes)) == [expected]


@pytest.mark.parametrize(
    "changes",
    [
        {"direction": "down", "baseline": "80", "target": "40"},
        {"direction": "down", "baseline": "80"},
        {"direction": "down", "baseline": ""},
        {"direction": "", "start": ""},
        {"every": "", "end": "—"},
    ],
)
def test_what_is_right_or_blank_is_not_told(changes: dict[str, str]) -> None:
    assert problems_of(goals(changes)) == []


@pytest.mark.parametrize(
    ("typed", "criterion"),
    [
        ("80 percent on 3 in a row", Criterion(80.0, 3)),
        (">=95% for 2 consecutive points", Criterion(95.0, 2)),
        ("at least 90%, 4 consecutive probes", Criterion(90.0, 4)),
        ("85%", Criterion(85.0, None)),
        ("3 of 5 days for 4 weeks", None),
        ("teacher judgment", None),
    ],
)
def test_a_criterion_is_read_as_far_as_it_is_a_value(typed: str, criterion: Criterion | None) -> None:
    one = goal(criterion=typed)
    assert (one.criterion, one.has_criterion) == (criterion, True)
    assert problems_of([one]) == []


def test_benchmarks_are_read_in_the_measure_of_their_goal() -> None:
    first, second = benchmarks(knowing({}), {}, {"goal": "Goal 1", "target": "65%"})

    assert (first.student_ref, first.goal, first.number) == ("r1", goal().key, 1)
    assert (known(first.target), known(first.due), first.row.a1) == (55.0, date(2026, 12, 18), "2:2")
    assert (second.number, known(second.target)) == (2, 65.0)


def test_a_benchmark_in_another_unit_than_its_goal_is_told() -> None:
    assert problems_of(benchmarks(knowing({}), {"target": "12 wpm"})) == [("ANOTHER_UNIT", "D2", "percent")]


def test_a_student_without_goals_beside_students_with_goals_has_none_to_name() -> None:
    by = knowing({"student": "Omar Fakhoury"})
    assert problems_of(benchmarks(by, {})) == [("UNKNOWN_GOAL", "B2", "")]


def test_a_benchmark_names_a_goal_that_is_there() -> None:
    found = benchmarks(knowing({}), {"goal": "2"}, {"student": "Nobody Here"})
    assert problems_of(found) == [("UNKNOWN_GOAL", "B2", ""), ("UNKNOWN_STUDENT", "A3", "")]


def test_of_goals_in_another_workbook_nothing_is_said_where_none_fits() -> None:
    (elsewhere,) = goals({"student": "Omar Fakhoury"})
    away = replace(elsewhere, row=replace(elsewhere.row, spreadsheet_id="another"))
    by = replace(desk(student_row("Rosa", "Delgadillo")), read={"goals": [away]})
    (one,) = benchmarks(by, {"target": "50%"})

    assert known(one.target) == 50.0


def test_a_goal_of_the_same_workbook_comes_first() -> None:
    (here,) = goals({"measure": "wpm"})
    away = replace(here, measure=Measure.COUNT, row=replace(here.row, spreadsheet_id="another"))
    by = replace(desk(student_row("Rosa", "Delgadillo")), read={"goals": [away, here]})

    assert problems_of(benchmarks(by, {"target": "12 wpm"})) == []


def test_a_check_in_with_everything() -> None:
    (one,) = check_in()
    assert (one.student_ref, known(one.date), known(one.minutes)) == ("r1", date(2026, 9, 22), 35)
    assert (one.written, one.row.a1) == (True, "2:2")


def test_what_a_check_in_was_about_is_not_carried() -> None:
    (one,) = check_in(action_items="", about="Rosa is moving")
    assert one.written
    assert "moving" not in repr(one)
    assert not check_in(action_items="N/A")[0].written


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"date": "12/6/2026"}, ("DATE_IN_THE_FUTURE", "B2", "")),
        ({"date": ""}, ("NOT_A_DATE", "B2", "")),
        ({"minutes": ""}, ("NOT_A_LENGTH", "C2", "")),
        ({"minutes": "long"}, ("NOT_A_LENGTH", "C2", "")),
        ({"student": ""}, ("ROW_WITHOUT_STUDENT", "A2", "")),
    ],
)
def test_a_check_in_that_does_not_count_is_told(
    changes: dict[str, str], expected: tuple[str, str, str]
) -> None:
    assert problems_of(check_in(**changes)) == [expected]


def test_a_sheet_without_its_students_gives_nothing() -> None:
    assert list(GOALS.parse(sheet("goals", ("student",)), desk())) == []
    assert isinstance(goal(baseline="").baseline, Missing)
