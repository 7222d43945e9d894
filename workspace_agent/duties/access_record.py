"""File the access record of each month that is over as a table beside the records, for the manager alone.

Made once a month, under a key of its own; a month that was missed is made up for. What a person threw away
or deleted is not filed again. A month in which nothing was entered has no table.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from workspace_agent.duties.folders import ACCESS_RECORD, Stops
from workspace_agent.model.action import Action, Kind
from workspace_agent.model.facts import Department
from workspace_agent.model.plan import Circumstances, Plan
from workspace_agent.model.seen import Seen
from workspace_agent.model.undo import Undo

_MONTH = "access_record/"


@dataclass(frozen=True, slots=True, kw_only=True)
class FileMonth(Action):
    """Upload the table of one month. It holds no name and no address.

    Attributes:
        month: Such as `2026-11`, in the department's zone.
        title: Name of the file.
        folder: Key of the folder it goes into.
    """

    duty: ClassVar[str] = "access_record"
    kind: ClassVar[Kind] = Kind.CREATE
    undo: ClassVar[Undo] = Undo.TRASH_FILE

    month: str
    title: str
    folder: str


def is_month(key: str) -> bool:
    """Whether a key is that of a month's table."""
    return key.startswith(_MONTH)


def missing(seen: Seen, circumstances: Circumstances) -> tuple[str, ...]:
    """Months that are over and not filed; none where nothing is done for which there are folders."""
    if not circumstances.features.acts:
        return ()
    months = sorted(circumstances.closed_months)
    return tuple(month for month in months if not _is_filed(f"{_MONTH}{month}", seen))


def _is_filed(key: str, seen: Seen) -> bool:
    return key in seen.files or key in seen.done


def plan(department: Department, seen: Seen, circumstances: Circumstances) -> Plan:
    """One file for each month that is missing, unless the folder was thrown away."""
    if Stops(department, seen).at(ACCESS_RECORD):
        return Plan()
    return Plan(actions=tuple(map(_file, missing(seen, circumstances))))


def _file(month: str) -> FileMonth:
    return FileMonth(
        key=f"{_MONTH}{month}",
        fingerprint=month,
        summary=f"file: access record of {month}",
        needs=(ACCESS_RECORD,),
        month=month,
        title=f"{month} access record.csv",
        folder=ACCESS_RECORD,
    )
