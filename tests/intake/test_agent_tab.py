"""Which tabs of a workbook are the agent's, and which only look so."""

from __future__ import annotations

from tests.builders_tables import table
from workspace_agent.intake.agent_tab import agent_tabs
from workspace_agent.intake.table import Table
from workspace_agent.model.agent_tab import SHEET_ID, AgentTab, copy_id, copy_title


def tab(sheet_id: int, title: str) -> Table:
    return table(("x",), sheet_id=sheet_id, title=title)


def test_a_workbook_without_the_tab_has_none() -> None:
    found = agent_tabs([tab(1, "Students")])

    assert (found.own, found.title_taken, found.copies, found.next_copy) == (None, False, (), 1)


def test_the_tab_is_known_by_its_id_whatever_it_is_called() -> None:
    found = agent_tabs([tab(1, "Students"), tab(SHEET_ID, "Robot")])

    assert found.own == AgentTab((("x",),), position=1)
    assert not found.title_taken


def test_a_persons_tab_may_bear_the_title_in_any_case() -> None:
    assert agent_tabs([tab(2, " agent ")]).title_taken
    assert not agent_tabs([tab(SHEET_ID, "Agent")]).title_taken


def test_a_copy_that_was_renamed_is_its_persons_own() -> None:
    tabs = [tab(copy_id(1), copy_title(1)), tab(copy_id(2), "My notes"), tab(7, copy_title(3))]

    found = agent_tabs(tabs)

    assert found.copies == (copy_id(1),)
    assert found.next_copy == 4, "neither an id nor a title is used twice"
