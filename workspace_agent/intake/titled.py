"""A tab for each student: its title says whose it is, so its rows need not."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import replace

from workspace_agent.intake.headings import Headings, SheetHeadings
from workspace_agent.intake.names import folded
from workspace_agent.intake.recognise import Recognised
from workspace_agent.intake.roster import Roster
from workspace_agent.intake.table import Sheet
from workspace_agent.intake.tabs import (
    Said,
    headings_moved,
    lacks_student,
    rows_said,
    said,
    so_called,
    together,
    two_sheets,
)
from workspace_agent.model.problem import Problem

_Settled = tuple[tuple[Sheet, ...], tuple[Problem, ...]]


def by_title(found: Recognised, headings: Headings, known: Roster) -> Recognised:
    """What a workbook holds once it is known who the students are.

    Args:
        found: As recognised by headings alone.
        headings: `sheets.toml`.
        known: Who may be meant.
    """
    for name in dict.fromkeys(sheet.name for group in (found.sheets, *found.doubled) for sheet in group):
        found = _of_kind(found, name, headings.sheets[name], known)
    return found


def _of_kind(found: Recognised, name: str, kind: SheetHeadings, known: Roster) -> Recognised:
    """With the sheets of one kind, and what is told of them, as their titles have it."""
    doubled = next((group for group in found.doubled if group[0].name == name), ())
    group = doubled or tuple(sheet for sheet in found.sheets if sheet.name == name)
    settled = _settled(group, kind, known) or _so_called(doubled, kind)
    if settled is None:
        return found
    sheets, told = settled
    outdated = {*two_sheets(doubled), *(problem for sheet in group for problem in sheet.lost.values())}
    return replace(
        found,
        sheets=(*(sheet for sheet in found.sheets if sheet.name != name), *sheets),
        problems=(*(problem for problem in found.problems if problem not in outdated), *told),
    )


def _settled(group: Sequence[Sheet], kind: SheetHeadings, known: Roster) -> _Settled | None:
    """The sheets that are read, and what is told; None where no title names a student.

    Beside the tabs there may be a sheet of all students. Tabs that repeat its rows are copies; where one
    repeats some of them and adds others, nobody can tell which counts.
    """
    own = [_owned(sheet, owner) for sheet in group if (owner := _owner(sheet, kind, known))]
    if not own:
        return None
    rest = [sheet for sheet in group if not _owner(sheet, kind, known)]
    shared, told = _shared(rest, kind)
    unclear = bool(rest) and not shared
    more = [one for one in own if not any(_repeated(one, other, known) >= _said(one) for other in shared)]
    half = any(_repeated(one, other, known) for one in more for other in shared)
    if unclear or half or len({sheet.owner for sheet in own}) < len(own):
        return (), tuple(two_sheets(group))
    read = (*shared, *more)
    lost = (problem for sheet in read for problem in dict.fromkeys(sheet.lost.values()))
    return read, (*told, *lost, *(problem for sheet in more for problem in headings_moved(sheet)))


def _shared(rest: Sequence[Sheet], kind: SheetHeadings) -> _Settled:
    """The sheets of all students, and what is told of those that are none."""
    whole = together(rest, kind)
    return (whole, ()) if whole else so_called(rest, kind)


def _so_called(doubled: Sequence[Sheet], kind: SheetHeadings) -> _Settled | None:
    """What the titles of the kind settle where no title names a student."""
    sheets, told = so_called(doubled, kind)
    return (sheets, told) if sheets else None


def _owner(sheet: Sheet, kind: SheetHeadings, known: Roster) -> str:
    """The student whose full name is the title, where the sheet has no column for students; else empty."""
    return owner(sheet.table.title, sheet.case_manager, kind.by_title, known) if lacks_student(sheet) else ""


def owner(title: str, case_manager: str, titles: Set[str], known: Roster) -> str:
    """The student of this case manager whose full name the title is; empty where it is nobody's, or two's.

    Args:
        title: Of a tab; words of the titles may stand beside the name.
        case_manager: Key of whose workbook it stands in.
        titles: What people call a sheet of its kind, in the form of headings.
        known: Who may be meant.
    """
    beside = {word for title in titles for word in title.split()}
    bare = " ".join(word for word in folded(title).split() if word not in beside)
    refs = known.named(title, case_manager) or known.named(bare, case_manager)
    return next(iter(refs)) if len(refs) == 1 else ""


def _owned(sheet: Sheet, owner: str) -> Sheet:
    lost = {name: problem for name, problem in sheet.lost.items() if name != "student"}
    return replace(sheet, lost=lost, owner=owner)


def _said(sheet: Sheet) -> set[Said]:
    return rows_said(sheet, sheet.columns)


def _repeated(sheet: Sheet, other: Sheet, known: Roster) -> set[Said]:
    """Rows of a student's tab that stand in the sheet of all, too."""
    there = {
        one
        for row in other.rows()
        if known.find(row.raw("student").text, other.case_manager) == sheet.owner
        for one in said(row, sheet.columns)
    }
    return there & _said(sheet)
