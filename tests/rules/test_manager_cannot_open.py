"""Company practice on what the manager can open."""

from __future__ import annotations

from tests.builders import TODAY, a_department, a_policy
from tests.builders_shared import a_thing
from workspace_agent.model.finding import Finding
from workspace_agent.model.place import FolderPlace
from workspace_agent.model.shared import SharedThing
from workspace_agent.model.vocabulary import Severity
from workspace_agent.rules.manager_cannot_open import RULE


def found(*things: SharedThing) -> list[Finding]:
    return list(RULE.check(a_department(shared=things), a_policy(), TODAY))


def test_a_workbook_that_the_manager_cannot_open_is_told_with_who_can_share_it() -> None:
    (one,) = found(a_thing(manager_opens=False))

    assert one.severity is Severity.POLICY
    assert one.arithmetic == "The manager cannot open this workbook: it is not shared with them."
    assert one.advice == (
        "The case manager (the owner) can mend it: open this workbook, click Share, and add the manager."
    )


def test_a_folder_is_called_so() -> None:
    (one,) = found(a_thing(place=FolderPlace("folder-1"), manager_opens=False))

    assert "this folder of workbooks" in one.arithmetic
    assert one.key == "manager_cannot_open/manager-1/folder-1"


def test_nothing_is_said_where_it_is_not_known() -> None:
    assert found(a_thing(manager_opens=False, told=False)) == []
    assert found(a_thing()) == []
