"""Scores as people type them, under each measure: never a guess."""

from __future__ import annotations

import pytest

from tests.builders_tables import typed
from workspace_agent.intake.reading import Fault
from workspace_agent.intake.scores import PromptLevels, Scale, measure_of, named_measure, quantity
from workspace_agent.intake.table import Kind, RawCell
from workspace_agent.model.problem_kinds import ProblemKind
from workspace_agent.model.progress import Measure

PERCENT, RATE, COUNT = Measure.PERCENT, Measure.RATE, Measure.COUNT
MINUTES, SECONDS, LEVEL, PLAIN = Measure.MINUTES, Measure.SECONDS, Measure.PROMPT_LEVEL, Measure.NUMBER
LEVELS = PromptLevels()


def score(text: str, measure: Measure, *, in_shares: bool = False, whole: float = 0) -> object:
    said = Scale(measure, LEVELS, in_shares, whole).read(typed(text))
    return (said.kind.name, said.detail) if isinstance(said, Fault) else said


@pytest.mark.parametrize(
    ("text", "measure", "expected"),
    [
        ("80%", PERCENT, 80.0),
        ("37.5%", PERCENT, 37.5),
        ("80", PERCENT, 80.0),
        ("0", PERCENT, 0.0),
        ("'80 %", PERCENT, 80.0),
        ("80 percent", PERCENT, 80.0),
        ("80% accuracy.", PERCENT, 80.0),
        ("4 of 5", PERCENT, 80.0),
        ("'4/5", PERCENT, 80.0),
        ("4 out of 5 trials", PERCENT, 80.0),
        ("0 of 5", PERCENT, 0.0),
        ("12", RATE, 12.0),
        ("12 wpm", RATE, 12.0),
        ("12 words per minute", RATE, 12.0),
        ("'12/min", RATE, 12.0),
        ("1,200", COUNT, 1200.0),
        ("3 times", COUNT, 3.0),
        ("4 of 5", COUNT, 4.0),
        ("-2", COUNT, -2.0),
        ("'.5", COUNT, 0.5),
        ("12 min", MINUTES, 12.0),
        ("90 sec", MINUTES, 1.5),
        ("2 min", SECONDS, 120.0),
        ("'0:01:30", SECONDS, 90.0),
        ("'0:01:30", MINUTES, 1.5),
        ("independent", LEVEL, 4.0),
        ("Partial Physical prompt", LEVEL, 2.0),
        ("verbal prompts", LEVEL, 3.0),
        ("FP", LEVEL, 1.0),
        ("4", LEVEL, 4.0),
        ("44", PLAIN, 44.0),
        ("0.8", PLAIN, 0.8),
    ],
)
def test_what_a_person_types(text: str, measure: Measure, expected: float) -> None:
    assert score(text, measure) == expected


@pytest.mark.parametrize(
    ("text", "measure", "expected"),
    [
        ("absent", PERCENT, ("NOT_A_NUMBER", "")),
        ("TRUE", PERCENT, ("NOT_A_NUMBER", "")),
        ("minimal progress", PERCENT, ("NOT_A_NUMBER", "")),
        ("80-85%", PERCENT, ("NOT_A_NUMBER", "")),
        ("5 of 4", PERCENT, ("NOT_A_NUMBER", "")),
        ("0 of 0", PERCENT, ("NOT_A_NUMBER", "")),
        ("12 apples", COUNT, ("NOT_A_NUMBER", "")),
        ("4/5", PERCENT, ("DATE_FOR_NUMBER", "5 Apr 2026, or 4 of 5")),
        ("10/5/2026", PERCENT, ("DATE_FOR_NUMBER", "5 Oct 2026")),
        ("0.8", PERCENT, ("VALUE_UNCLEAR", "80% or 0.8%")),
        ("1", PERCENT, ("VALUE_UNCLEAR", "100% or 1%")),
        ("110%", PERCENT, ("OUT_OF_RANGE", "0 to 100%")),
        ("-1", PERCENT, ("OUT_OF_RANGE", "0 to 100%")),
        ("12 wpm", PERCENT, ("ANOTHER_UNIT", "percent")),
        ("80%", COUNT, ("ANOTHER_UNIT", "count")),
        ("80%", PLAIN, ("ANOTHER_UNIT", "plain numbers")),
        ("4 of 5", RATE, ("ANOTHER_UNIT", "rate per minute")),
        ("1:30", MINUTES, ("VALUE_UNCLEAR", "1 h 30 min or 1 min 30 sec")),
        ("'1:30", SECONDS, ("VALUE_UNCLEAR", "1 h 30 min or 1 min 30 sec")),
        ("1:30", COUNT, ("NOT_A_NUMBER", "")),
        ("0", LEVEL, ("OUT_OF_RANGE", "the prompt levels 1 to 4")),
        ("1.5", LEVEL, ("OUT_OF_RANGE", "the prompt levels 1 to 4")),
        ("independent", PERCENT, ("ANOTHER_UNIT", "percent")),
    ],
)
def test_what_is_no_score_or_could_be_two(text: str, measure: Measure, expected: tuple[str, str]) -> None:
    assert score(text, measure) == expected


def test_plain_shares_are_percent_only_where_the_goal_was_typed_so() -> None:
    assert score("0.8", PERCENT, in_shares=True) == 80.0
    assert score("45", PERCENT, in_shares=True) == 45.0


@pytest.mark.parametrize("text", ["4 of 5", "'4/5", "4 out of 5"])
def test_a_part_of_a_whole_under_a_goal_without_a_unit_may_be_two_things(text: str) -> None:
    assert score(text, PLAIN) == ("VALUE_UNCLEAR", "4 or 80%")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("4", ("PART_OR_PERCENT", "4 of 10 or 4%"), id="a part of the whole, or percent"),
        pytest.param("2.5", ("PART_OR_PERCENT", "2.5 of 10 or 2.5%"), id="half a point"),
        pytest.param("10", ("PART_OR_PERCENT", "10 of 10 or 10%"), id="the whole"),
        pytest.param("1", ("PART_OR_PERCENT", "1 of 10 or 1%"), id="one"),
        pytest.param("0.5", ("VALUE_UNCLEAR", "50% or 0.5%"), id="a share, or percent"),
        pytest.param("11", 11.0, id="more than the whole is percent"),
        pytest.param("0", 0.0, id="none of the whole is 0%"),
        pytest.param("4 of 10", 40.0, id="with its whole"),
        pytest.param("4%", 4.0, id="with its unit"),
    ],
)
def test_a_plain_number_under_a_goal_that_was_typed_as_8_of_10(text: str, expected: object) -> None:
    assert score(text, PERCENT, whole=10) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("0.5", 0.5, id="a share"),
        pytest.param("1", 1.0, id="the whole share"),
        pytest.param("50%", 0.5, id="percent"),
        pytest.param("50", ("VALUE_UNCLEAR", "50% or 50"), id="no share"),
        pytest.param("12 wpm", ("ANOTHER_UNIT", "plain numbers"), id="another unit"),
    ],
)
def test_a_value_under_a_goal_in_shares_without_a_unit(text: str, expected: object) -> None:
    assert score(text, PLAIN, in_shares=True) == expected


def test_a_number_in_a_cell_that_shows_dates_is_told_with_both() -> None:
    said = Scale(PERCENT, LEVELS).read(RawCell(Kind.DATE, 44.0))
    assert said == Fault(ProblemKind.DATE_FOR_NUMBER, "a date, or 44")


def test_levels_are_those_of_the_department() -> None:
    levels = PromptLevels(("hand over hand", "gestural / model", "independent"))

    assert [levels.of(text) for text in ("Hand over hand", "G", "model", "i")] == [1, 2, 2, 3]
    assert levels.of("partial physical") is None
    assert levels.of("pp") is None


@pytest.mark.parametrize(
    ("text", "measure"),
    [("80%", PERCENT), ("4 of 5", PERCENT), ("12 wpm", RATE), ("i", LEVEL), ("12", None), ("1:30", None)],
)
def test_a_value_may_say_how_its_goal_is_measured(text: str, measure: Measure | None) -> None:
    assert measure_of(quantity(typed(text), LEVELS)) is measure


def test_what_is_no_value_says_nothing_of_it() -> None:
    assert measure_of(quantity(typed("absent"), LEVELS)) is None


@pytest.mark.parametrize(
    ("text", "measure"),
    [
        ("Words per minute", RATE),
        ("percent", PERCENT),
        ("correct per minute", RATE),
        ("minutes", MINUTES),
        ("Prompt level", LEVEL),
        ("count", COUNT),
        ("solves two-step equations", None),
        ("", None),
    ],
)
def test_measures_have_names(text: str, measure: Measure | None) -> None:
    assert named_measure(text) is measure
