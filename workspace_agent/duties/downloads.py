"""Who only reads a record may not download, print or copy it.

Company practice: nothing about students on devices of one's own. Records are made so; where somebody allowed
it, it is forbidden once more and then left to people, and so are records from before they were made so. How
often it was forbidden stands on the record itself: that outlives the ledger.

Folders cannot forbid it, and whoever may change a file may always take it along.
Source: copyRequiresWriterPermission of File in drive.v3.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from workspace_agent.duties.access import Access, Rights
from workspace_agent.duties.folders import FOLDER
from workspace_agent.model.action import Action, Kind
from workspace_agent.model.facts import Department
from workspace_agent.model.place import LinkPlace
from workspace_agent.model.plan import Circumstances, Plan
from workspace_agent.model.problem import Problem
from workspace_agent.model.problem_kinds import ProblemKind
from workspace_agent.model.seen import MarkedFile, Seen
from workspace_agent.model.undo import Undo

_MOST = 2
"""When it was made, or first seen, and once more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ForbidDownloads(Action):
    """Let those who only read a record not take it along.

    Attributes:
        file_id: Drive's id of the record.
        times: How often it will have been forbidden then.
    """

    duty: ClassVar[str] = "sharing"
    kind: ClassVar[Kind] = Kind.CHANGE
    undo: ClassVar[Undo] = Undo.ALLOW_DOWNLOADS

    file_id: str
    times: int


def plan(department: Department, seen: Seen, circumstances: Circumstances) -> Plan:
    """Forbid it where that may be done; tell where people had allowed it, and where it is left so."""
    rights = Rights(department, seen, circumstances)
    open_ones = [file for file in seen.files.values() if file.downloads and not file.trashed]
    records = [file for file in open_ones if not file.key.startswith(FOLDER)]
    return Plan(
        actions=tuple(_forbid(rights, file) for file in records if _may_be_forbidden(file)),
        problems=tuple(problem for file in records for problem in _told(rights, file)),
    )


def downloads_key(record: str, times: int) -> str:
    """Key of having forbidden it so many times."""
    return f"downloads/{record}/{times}"


def _may_be_forbidden(file: MarkedFile) -> bool:
    return file.owned and file.closed < _MOST


def _forbid(rights: Rights, file: MarkedFile) -> ForbidDownloads:
    access = rights.access(file.key) or Access()
    return ForbidDownloads(
        key=downloads_key(file.key, file.closed + 1),
        fingerprint="forbidden",
        summary=f"forbid downloads: {file.key}",
        case_manager=access.case_manager,
        student_ref=access.student_ref,
        place=_place(file),
        file_id=file.file_id,
        times=file.closed + 1,
    )


def _told(rights: Rights, file: MarkedFile) -> Iterator[Problem]:
    """Nothing of a record that was made before records were made so: nobody allowed anything there."""
    is_left = not _may_be_forbidden(file)
    if is_left or file.closed:
        access = rights.access(file.key) or Access()
        kind = ProblemKind.DOWNLOADS_LEFT if is_left else ProblemKind.DOWNLOADS_FORBIDDEN
        yield Problem(kind, _place(file), access.case_manager, access.student_ref)


def _place(file: MarkedFile) -> LinkPlace:
    return LinkPlace(file.link, "record")
