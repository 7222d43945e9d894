"""Sheets that a workbook may do without, and that were there with rows: one that is gone or empty is missed.

Nobody lacks what they do not keep. But whoever deletes the Goals sheet, renames its headings or clears it has
reached no goal by that: until it is back, or a person approves that it is not kept any more, nothing is
concluded from what does not stand there. In next year's workbook nothing is missed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from workspace_agent.model.facts import Department, SheetKey
from workspace_agent.model.place import SpreadsheetPlace
from workspace_agent.model.problem import Problem
from workspace_agent.model.problem_kinds import ProblemKind
from workspace_agent.model.seen import Look, Seen
from workspace_agent.model.waits import Item

_KEPT, _NOT_KEPT = "kept", ""


@dataclass(frozen=True, slots=True)
class LostSheet:
    """A sheet with rows at the last good look, and none now.

    Attributes:
        whose: See `SheetKey`.
        kind: Its name in `sheets.toml`.
    """

    spreadsheet_id: str
    case_manager: str
    whose: str
    kind: str

    @property
    def key(self) -> SheetKey:
        """By which what stands in it is doubted."""
        return (self.whose, self.kind)

    @property
    def subject(self) -> str:
        """Under which the look at it is remembered."""
        return _subject(self.spreadsheet_id, self.kind)

    @property
    def item(self) -> Item:
        """What an approval of its loss covers."""
        return (self.subject, "not kept")


def missed(department: Department, seen: Seen, approved: frozenset[Item]) -> tuple[LostSheet, ...]:
    """Those whose loss nobody has approved, and of which no other Problem tells why they are not read."""
    lost = _lost(department, seen)
    return tuple(one for one in lost if one.key not in department.broken and one.item not in approved)


def looks(department: Department, seen: Seen, approved: frozenset[Item]) -> Iterator[Look]:
    """For the next look to compare with. Of what is missed the look before stays."""
    for book in department.workbooks:
        yield from (Look(_subject(book.spreadsheet_id, kind), _KEPT) for kind in sorted(book.filled))
    yield from (Look(one.subject, _NOT_KEPT) for one in _lost(department, seen) if one.item in approved)


def problems(lost: Sequence[LostSheet], approval: str) -> Iterator[Problem]:
    """What is told, once for each workbook."""
    for spreadsheet_id in dict.fromkeys(one.spreadsheet_id for one in lost):
        here = [one for one in lost if one.spreadsheet_id == spreadsheet_id]
        detail = ", ".join(one.kind.replace("_", " ") for one in here)
        place, owner = SpreadsheetPlace(spreadsheet_id), here[0].case_manager
        yield Problem(ProblemKind.SHEET_GONE, place, owner, detail=detail, approval=approval)


def _lost(department: Department, seen: Seen) -> Iterator[LostSheet]:
    for book in department.workbooks:
        for kind in sorted(_kept_before(book.spreadsheet_id, seen) - book.filled):
            yield LostSheet(book.spreadsheet_id, book.case_manager, book.whose, kind)


def _kept_before(spreadsheet_id: str, seen: Seen) -> frozenset[str]:
    before = _subject(spreadsheet_id, "")
    return frozenset(
        subject.removeprefix(before)
        for subject, last in seen.looks.items()
        if subject.startswith(before) and last.shown == _KEPT
    )


def _subject(spreadsheet_id: str, kind: str) -> str:
    return f"source/{spreadsheet_id}/{kind}"
