"""The agent only reads what people type: it writes its own tab, and nothing else of a workbook.

A workbook that it has just made, and in which nobody can have typed yet, it may fill once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set
from typing import Any

from workspace_agent.effects.workbook_layout import SHEET_IDS
from workspace_agent.google.drive import SPREADSHEET
from workspace_agent.model.agent_tab import SHEET_ID

Json = dict[str, Any]

_SHEET_IDS = frozenset({"sheetId", "newSheetId", "sourceSheetId", "destinationSheetId"})
_MOST_COPIES = 1_000


def written_elsewhere(requests: Iterable[Json], agent: str, workbooks: Set[str]) -> list[str]:
    """Requests of the agent that could have changed anything of a workbook but its own tab.

    Of workbooks that it made itself there may be one request each that fills it.

    Args:
        requests: As the sandbox logged them.
        agent: The agent's address.
        workbooks: Ids of what people type into.
    """
    writes = [entry for entry in requests if entry["write"] and entry["user"] == agent]
    touching = [one for one in writes if _of_a_workbook(one, workbooks) and not _own(one)]
    fillings = [one for one in touching if _fills(one, workbooks)]
    is_new = len({one["path"] for one in fillings}) <= _made(writes)
    allowed = _first_of_each(fillings) if is_new else []
    return [f"{one['method']} {one['path']}" for one in touching if one not in allowed]


def _made(writes: Iterable[Json]) -> int:
    """How many spreadsheets the agent made."""
    creates = (one for one in writes if one["method"] == "drive.files.create" and one["body"])
    return sum(one["body"].get("mimeType") == SPREADSHEET for one in creates)


def _first_of_each(fillings: Sequence[Json]) -> list[Json]:
    """The first that was answered, and those whose answer was lost: one that is filled refuses more."""
    first = {one["path"]: one for one in reversed(fillings) if one["status"] == 200}
    return [*first.values(), *(one for one in fillings if one["status"] != 200)]


def _fills(entry: Json, workbooks: Set[str]) -> bool:
    """A batch that adds all tabs that it names, but for one, to a workbook that is not one of people's.

    A workbook that has these tabs refuses it.
    """
    if entry["method"] != "sheets.spreadsheets.batchUpdate":
        return False
    changes = entry["body"]["requests"]
    added = {change["addSheet"]["properties"]["sheetId"] for change in changes if "addSheet" in change}
    others = {sheet for change in changes for sheet in _sheets(change)} - added
    nameless = [change for change in changes if not set(_sheets(change))]
    is_new = entry["path"].rpartition("/")[2].partition(":")[0] not in workbooks
    return is_new and bool(added) and added <= set(SHEET_IDS) and len(others) == 1 and nameless == changes[:1]


def _of_a_workbook(entry: Json, workbooks: Set[str]) -> bool:
    is_named = not workbooks.isdisjoint(entry["path"].split("/"))
    return entry["service"] == "sheets" or (is_named and entry["method"] != "drive.files.copy")


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
