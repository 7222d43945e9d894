"""The law on readers who have left the department."""

from __future__ import annotations

import pytest

from tests.builders import TODAY, a_department, a_policy
from tests.builders_shared import a_thing, other
from workspace_agent.model.finding import Finding
from workspace_agent.model.shared import Near, Owner, SharedThing
from workspace_agent.model.vocabulary import Severity
from workspace_agent.rules.readers_left import RULE


def found(*things: SharedThing) -> list[Finding]:
    return list(RULE.check(a_department(shared=things), a_policy(), TODAY))


def test_who_has_left_is_taken_off_by_the_owner() -> None:
    (one,) = found(a_thing(other(near=Near.LEFT, changes=True)))

    assert one.severity is Severity.AT_RISK
    assert one.arithmetic == (
        "This workbook is open to 1 person who has left the department (can change it)."
    )
    assert one.advice == (
        "The case manager (the owner) can mend it: open this workbook, click Share, and take them off."
    )


def test_a_workbook_whose_owner_has_left_is_to_be_transferred() -> None:
    (one,) = found(a_thing(other(near=Near.LEFT, changes=True), owner=Owner.LEFT))

    assert one.advice.startswith("The owner of this workbook has left: the manager asks an administrator")


@pytest.mark.parametrize("near", [near for near in Near if near is not Near.LEFT])
def test_of_others_other_rules_speak(near: Near) -> None:
    assert found(a_thing(other(near=near))) == []
