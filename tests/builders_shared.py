"""Workbooks and folders, and who can open them: healthy by default."""

from __future__ import annotations

from typing import Any

from workspace_agent.model.place import SpreadsheetPlace
from workspace_agent.model.seen import Origin, ReaderKind
from workspace_agent.model.shared import Near, OtherReader, Owner, SharedThing


def a_thing(*others: OtherReader, **changes: Any) -> SharedThing:
    """The case manager's own workbook, which the manager can open, and others who can."""
    values: dict[str, Any] = {
        "place": SpreadsheetPlace("workbook-1"),
        "case_manager": "manager-1",
        "owner": Owner.CASE_MANAGER,
    }
    return SharedThing(**values | changes, others=others)


def other(
    kind: ReaderKind = ReaderKind.PERSON,
    near: Near = Near.INSIDE,
    *,
    changes: bool = False,
    origin: Origin = Origin.DIRECT,
) -> OtherReader:
    """A person at the company or a district who only reads."""
    return OtherReader(kind, near, changes, origin)
