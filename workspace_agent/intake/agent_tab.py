"""Find the agent's own tab among the tabs of a workbook, by its id; what it holds is compared, not read."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count

from workspace_agent.intake.table import Table
from workspace_agent.model.agent_tab import (
    COPIES,
    SHEET_ID,
    TITLE,
    AgentTab,
    AgentTabs,
    Grid,
    copy_id,
    copy_title,
)


def is_agents(table: Table) -> bool:
    """Whether it is the agent's tab or a copy of it, also where a person has renamed it."""
    return SHEET_ID <= table.sheet_id <= SHEET_ID + COPIES


def agent_tabs(tables: Sequence[Table]) -> AgentTabs:
    """The agent's tab, and what stands around it."""
    found = ((at, table) for at, table in enumerate(tables) if table.sheet_id == SHEET_ID)
    own = next((AgentTab(_texts(table), frozenset(table.mark.split()), at) for at, table in found), None)
    ids = {table.sheet_id for table in tables}
    titles = {table.title.strip().casefold() for table in tables}
    copies = (table for table in tables if table.title == copy_title(table.sheet_id - SHEET_ID))
    return AgentTabs(
        own=own,
        title_taken=any(_has_our_title(table) for table in tables),
        copies=tuple(table.sheet_id for table in copies),
        next_copy=next(
            number
            for number in count(1)
            if copy_id(number) not in ids and copy_title(number).casefold() not in titles
        ),
    )


def _has_our_title(table: Table) -> bool:
    """Google tells titles apart without regard to case."""
    return table.sheet_id != SHEET_ID and table.title.strip().casefold() == TITLE.casefold()


def _texts(table: Table) -> Grid:
    return tuple(tuple(cell.text for cell in row) for row in table.rows)
