"""Every rule goes by the least and by the greatest of all numbers, and none breaks down."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings

from tests.builders import JUDGED_FROM, TODAY, a_policy
from tests.model.test_policy import NUMBERS
from tests.rules.drawn import departments
from workspace_agent.model.facts import Department
from workspace_agent.model.policy import Policy
from workspace_agent.rules import judge


def at(end: str) -> Policy:
    """All numbers at one end: `ge` is the least, `le` the greatest."""
    tables: dict[str, dict[str, Any]] = {"office_hours": {"judged_from": JUDGED_FROM}}
    for name, limits in NUMBERS.items():
        table, key = name.split(".")
        for limit in limits:
            if hasattr(limit, end):
                tables.setdefault(table, {})[key] = getattr(limit, end)
    return a_policy(**tables)


@pytest.mark.parametrize("policy", [at("ge"), at("le")], ids=["least", "greatest"])
@settings(max_examples=10, deadline=None)
@given(department=departments)
def test_no_number_is_too_small_or_too_great_for_a_rule(policy: Policy, department: Department) -> None:
    for finding in judge(department, policy, TODAY):
        assert finding.arithmetic
