"""The numbers of policy.toml: each has a least and a greatest, so that a slip is refused where it stands."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import BaseModel, ValidationError

from tests.builders import a_policy
from workspace_agent.model import state_law
from workspace_agent.model.policy import Policy


def numbers(table: type[BaseModel], name: str = "") -> Iterator[tuple[str, list[Any]]]:
    """Each number in a table and in those below it, with what limits it."""
    for key, field in table.model_fields.items():
        inside = field.annotation
        if isinstance(inside, type) and issubclass(inside, BaseModel):
            yield from numbers(inside, f"{name}{key}.")
        elif inside in {int, float}:
            yield f"{name}{key}", list(field.metadata)


LAWS = (state_law.ReevaluationLaw, state_law.DaysLaw, state_law.EvaluationLaw, state_law.AgeLaw)
NUMBERS = dict(numbers(Policy))
ALL = {
    **NUMBERS,
    **{name: limits for law in LAWS for name, limits in numbers(law, f"{law.__name__}.")},
}


@pytest.mark.parametrize("limits", ALL.values(), ids=ALL)
def test_each_number_has_a_least_and_a_greatest(limits: list[Any]) -> None:
    assert any(hasattr(one, "ge") or hasattr(one, "gt") for one in limits)
    assert any(hasattr(one, "le") for one in limits)


def test_the_numbers_are_found() -> None:
    assert {"annual_review.alert_days", "office_hours.min_per_day", "DaysLaw.days"} < set(ALL)


@pytest.mark.parametrize(
    ("table", "key", "value"),
    [
        pytest.param("reevaluation", "years", 0, id="a reevaluation each day"),
        pytest.param("reevaluation", "years", 4, id="a reevaluation later than the law wants it"),
        pytest.param("parent_contact", "min_attempts", -4, id="fewer attempts than none"),
        pytest.param("parent_contact", "alert_days_before", -1, id="told after the meeting"),
        pytest.param("in_effect", "alert_days", 99_999_999, id="further ahead than any calendar"),
        pytest.param("check_in", "minutes", 1_441, id="longer than a day"),
        pytest.param("meetings", "default_length_minutes", 0, id="a meeting without length"),
        pytest.param("brakes", "removals_percent", 101, id="more than all"),
    ],
)
def test_a_number_that_makes_no_sense_is_refused(table: str, key: str, value: int) -> None:
    with pytest.raises(ValidationError, match=key):
        a_policy(**{table: {key: value}})
