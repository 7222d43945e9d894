"""A date of birth, typed where another day belongs, is asked about and never repeated."""

from __future__ import annotations

from typing import Any

import pytest

from tests.builders import TODAY, a_department, a_meeting, a_policy, a_student, a_team_member, day
from workspace_agent.model.finding import Finding
from workspace_agent.model.on_record import DecisionMaker
from workspace_agent.model.vocabulary import ContactState, Role
from workspace_agent.rules import RULES

BORN = day("2012-03-04")
PRINTED = ("4 Mar 2012", "2012-03-04")
PARENT_ALONE = (a_team_member(Role.PARENT),)
NOBODY_NOW = (a_team_member(Role.PARENT, until=day("2026-09-01")),)
TWO_KINDS = (
    a_team_member(Role.STUDENT, state=ContactState.HOLDS_RIGHTS),
    a_team_member(Role.PARENT, decision_maker=DecisionMaker.SURROGATE, row=3),
)
MEETING = a_meeting(student_invited=None)


def found(record: dict[str, Any], team: Any = PARENT_ALONE) -> list[Finding]:
    department = a_department(a_student(**record), team=team, meetings=(MEETING,))
    return [one for rule in RULES for one in rule.check(department, a_policy(), TODAY)]


@pytest.mark.parametrize("team", [PARENT_ALONE, NOBODY_NOW, TWO_KINDS], ids=["parent", "nobody", "two kinds"])
@pytest.mark.parametrize(
    "record",
    [
        pytest.param({"transition_by": BORN, "transition_planned": None}, id="transition by"),
        pytest.param({"transition_by": BORN, "transition_planned": TODAY}, id="and the plan is there"),
        pytest.param({"majority_on": BORN, "rights_told": None}, id="comes of age"),
        pytest.param({"majority_on": BORN, "rights_told": TODAY}, id="and the student was told"),
        pytest.param(
            {"majority_on": BORN, "transition_by": day("2028-03-04"), "transition_planned": None},
            id="comes of age, with a day of transition after it",
        ),
        pytest.param({"majority_on": BORN, "transition_by": BORN}, id="both, without columns beside them"),
    ],
)
def test_a_date_of_birth_is_asked_about_once_and_never_printed(record: dict[str, Any], team: Any) -> None:
    told = found(record, team)
    printed = "\n".join(
        words
        for one in told
        for words in (one.key, one.arithmetic, one.advice, *(step.words for step in one.steps))
    )
    asked = sorted(one.rule for one in told if one.cycle == "long_ago")
    rules = {"transition_by": "transition", "majority_on": "age_of_majority"}

    assert not any(words in printed for words in PRINTED)
    assert asked == sorted(rule for column, rule in rules.items() if record.get(column) == BORN)


def test_what_is_wrong_beside_it_is_told_all_the_same() -> None:
    told = {one.cycle for one in found({"majority_on": BORN}, NOBODY_NOW)}

    assert "nobody-2026-09-01" in told
    assert not any(cycle.startswith("of-age") for cycle in told)
