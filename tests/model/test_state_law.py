"""What is law in a state: sourced, checked or not, and which state it is."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from tests.builders import a_policy, day
from workspace_agent.model.state_law import EvaluationLaw, StateLaw, is_state, overridden

LAW = {"days": 60, "source": "a copy"}


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        pytest.param("TX", True, id="a state"),
        pytest.param("DC", True, id="the District of Columbia"),
        pytest.param("PR", True, id="Puerto Rico"),
        pytest.param("GU", True, id="a territory"),
        pytest.param("TE", False, id="a slip"),
        pytest.param("tx", False, id="small letters"),
        pytest.param("ON", False, id="a province of Canada"),
    ],
)
def test_which_codes_are_states(code: str, *, expected: bool) -> None:
    assert is_state(code) is expected


@pytest.mark.parametrize(
    ("checked", "expected"),
    [pytest.param(None, False, id="nobody has"), pytest.param("2026-11-28", True, id="somebody has")],
)
def test_a_value_is_checked_from_the_day_somebody_did(checked: str | None, *, expected: bool) -> None:
    assert EvaluationLaw.model_validate(LAW | {"checked": checked}).is_checked is expected


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        pytest.param({"source": None}, "source", id="no source"),
        pytest.param({"source": " "}, "is empty; name the text", id="a source of nothing but a space"),
        pytest.param({"days": 401}, "less than or equal to 400", id="more days than any law counts"),
        pytest.param({"days": -1}, "greater than or equal to 0", id="fewer days than none"),
        pytest.param({"unit": "working"}, "'calendar', 'school' or 'business'", id="no such unit"),
        pytest.param({"tolling": "holidays"}, "Input should be 'none'", id="no such tolling"),
        pytest.param({"tolling": "absences"}, 'days in unit "school"', id="absences from calendar days"),
        pytest.param(
            {"tolling": "summer", "unit": "business"}, 'is for days in unit "calendar"',
            id="summer from business days",
        ),
    ],
)  # fmt: skip
def test_a_law_that_makes_no_sense_is_refused(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        EvaluationLaw.model_validate(LAW | changes)


@pytest.mark.parametrize("unit", ["calendar", "school", "business"])
def test_every_unit_may_be_counted_without_tolling(unit: str) -> None:
    assert EvaluationLaw.model_validate(LAW | {"unit": unit}).unit == unit


def test_a_state_of_which_nothing_is_known_is_federal() -> None:
    policy = a_policy(states={"VA": {"transition_age": {"years": 14, "source": "a copy"}}})

    assert policy.state_law("TX") == StateLaw()
    assert policy.state_law("VA").transition_age is not None
    assert a_policy().states == {}


def test_a_law_of_no_state_is_refused() -> None:
    with pytest.raises(ValidationError, match="not a state; use its two letters, such as TX"):
        a_policy(states={"TE": {}})


OURS: dict[str, Any] = {
    "TX": {"notice": LAW | {"checked": day("2020-01-01")}, "initial_evaluation": LAW},
    "CA": {},
}


@pytest.mark.parametrize(
    ("own", "expected"),
    [
        pytest.param({}, OURS, id="nothing of its own"),
        pytest.param(
            {"TX": {"initial_evaluation": {"checked": day("2026-11-28")}}},
            OURS | {"TX": OURS["TX"] | {"initial_evaluation": LAW | {"checked": day("2026-11-28")}}},
            id="a value confirmed keeps number and source",
        ),
        pytest.param(
            {"TX": {"notice": {"days": 9}}}, OURS | {"TX": OURS["TX"] | {"notice": {"days": 9}}},
            id="another number takes nothing over, neither source nor check",
        ),
        pytest.param({"NV": {"notice": LAW}}, OURS | {"NV": {"notice": LAW}}, id="a state we do not have"),
        pytest.param(
            {"TX": {"documents": {"checked": day("2026-11-28")}}},
            OURS | {"TX": OURS["TX"] | {"documents": {"checked": day("2026-11-28")}}},
            id="nothing to confirm: refused later",
        ),
        pytest.param({"TX": 5}, OURS | {"TX": 5}, id="no table: refused later"),
        pytest.param(
            {"TX": {"notice": 5}}, OURS | {"TX": OURS["TX"] | {"notice": 5}}, id="no value: refused later"
        ),
    ],
)  # fmt: skip
def test_a_departments_own_values_count_instead_of_ours(
    own: dict[str, Any], expected: dict[str, Any]
) -> None:
    assert overridden(OURS, own) == expected
