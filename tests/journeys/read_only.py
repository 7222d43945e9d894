"""The agent only reads what people type: it writes its own tab, and nothing else of a workbook."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Set
from typing import Any

from workspace_agent.model.agent_tab import SHEET_ID

Json = dict[str, Any]

_SHEET_IDS = frozenset({"sheetId", "newSheetId", "sourceSheetId", "destinationSheetId"})
_MOST_COPIES = 1_000


def written_elsewhere(requests: Iterable[Json], agent: str, workbooks: Set[str]) -> list[str]:
    """Requests of the agent that could have changed anything of a workbook but its own tab.

    Args:
        requests: As the sandbox logged them.
        agent: The agent's address.
        workbooks: Ids of what people type into.
    """
    writes = [entry for entry in requests if entry["write"] and entry["user"] == agent]
    return [
        f"{one['method']} {one['path']}" for one in writes if _of_a_workbook(one, workbooks) and not _own(one)
    ]


def _of_a_workbook(entry: Json, workbooks: Set[str]) -> bool:
    return entry["service"] == "sheets" or not workbooks.isdisjoint(entry["path"].split("/"))


def _own(entry: Json) -> bool:
    """A batch of changes of which each names the agent's tab, or a copy of it, and no other sheet."""
    if entry["method"] != "sheets.spreadsheets.batchUpdate":
        return False
    changes = [set(_sheets(change)) for change in entry["body"]["requests"]]
    return all(sheets and all(map(_is_agents, sheets)) for sheets in changes)


def _sheets(part: Any) -> Iterator[int]:
    if isinstance(part, list):
        for one in part:
            yield from _sheets(one)
    elif isinstance(part, dict):
        for name, value in part.items():
            if name in _SHEET_IDS:
                yield value
            else:
                yield from _sheets(value)


def _is_agents(sheet: int) -> bool:
    return SHEET_ID <= sheet < SHEET_ID + _MOST_COPIES
