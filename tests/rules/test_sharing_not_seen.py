"""Company practice on sharing that the agent cannot see."""

from __future__ import annotations

from tests.builders import TODAY, a_department, a_policy
from tests.builders_shared import a_thing
from workspace_agent.model.finding import Finding
from workspace_agent.model.place import FolderPlace
from workspace_agent.model.shared import SharedThing
from workspace_agent.model.vocabulary import Severity
from workspace_agent.rules.sharing_not_seen import RULE


def found(*things: SharedThing) -> list[Finding]:
    return list(RULE.check(a_department(shared=things), a_policy(), TODAY))


def test_it_is_told_for_information_with_what_lets_the_agent_look() -> None:
    (one,) = found(a_thing(), a_thing(place=FolderPlace("folder-1"), told=False))

    assert one.severity is Severity.INFO
    assert one.arithmetic == (
        "Who can open this folder of workbooks cannot be looked at: the agent may not edit it."
    )
    assert one.advice == (
        "Its owner can mend it: open this folder of workbooks, click Share, and make the agent's account "
        "an editor."
    )
