"""Of last year's and this year's workbook in one folder this year's counts: by the titles, or not at all.

In summer the titles alone do not settle it: a copy for next year is made long before it is filled in. Until
school has begun both may count, and how many students stand in them decides; see `next_year`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from workspace_agent.intake.names import folded
from workspace_agent.intake.table import ListedFile
from workspace_agent.intake.year_titles import Year, is_copy, school_year, stem
from workspace_agent.model.dates import school_year_from

_ARCHIVES = frozenset(
    {"archive", "archives", "archived", "old", "exited", "exits", "inactive", "past", "previous", "prior"}
    | {"former", "template", "templates", "blank", "backup", "backups", "resources"}
)

Reason = Literal["which_year", "same_workbook", "earlier_year"]
"""Why a workbook does not count; see `WorkbookFailure`."""

HasBegun = Callable[[int], bool]
"""Whether school has begun in the school year of this number, by the calendar of the districts."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """The workbooks of a folder that count.

    Attributes:
        counting: Those that count, or may.
        unclear: Those of which it cannot be told, and why.
        follows: By the id of one that may count: the ids of those that count as long as it does not.
    """

    counting: tuple[ListedFile, ...]
    unclear: tuple[tuple[ListedFile, Reason], ...] = ()
    follows: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Titled:
    """A file with what its title says."""

    file: ListedFile
    stem: tuple[str, ...]
    year: Year | None

    def is_after(self, other: _Titled) -> bool:
        """It is of a later school year."""
        return self.year is not None and other.year is not None and self.year > other.year

    def replaces(self, other: _Titled) -> bool:
        """It is of a later school year and has, beside the year, the same words, or more, or fewer."""
        mine, its = {*self.stem}, {*other.stem}
        return self.is_after(other) and (mine <= its or its <= mine)


def current(files: Sequence[ListedFile], today: date, has_begun: HasBegun, *, of_one: bool) -> Chosen:
    """The workbooks of a folder that count, and those of which it cannot be told.

    Of titles that differ in the school year alone the newest counts that has begun, and the others are left
    alone without a word. From the first of July until school has begun the one before it may count as well.
    Where such titles do not all name a year, or two the newest, none of them counts. Titles that are alike
    beside the year count as differing in it alone, and the earlier ones are told, except in a folder of
    workbooks of one student: there another word is another student.

    Args:
        files: Spreadsheets of one folder.
        today: The date in the department's zone.
        has_begun: By the calendar.
        of_one: Each workbook is of one student.
    """
    groups = _groups(files)
    newest = {said: _newest(group, today) for said, group in groups.items()}
    unclear: list[tuple[ListedFile, Reason]] = [
        (one.file, _doubt(group)) for said, group in groups.items() if not newest[said] for one in group
    ]
    kept = [one for one in newest.values() if one]
    alike: list[_Pair] = []
    if not of_one:
        kept = [one for one in kept if not _is_early(one, kept, today)]
        alike = [(one, other) for one in kept for other in kept if one.replaces(other)]
    outdated = [other for one, other in alike if _is_settled(one, has_begun)]
    standing = [one for one in kept if one not in outdated]
    same = [(one, other) for one in standing for other in _before(one, groups[one.stem])]
    maybe = [pair for pair in (*same, *alike) if not _is_settled(pair[0], has_begun)]
    counting = dict.fromkeys((*standing, *(other for _, other in maybe)))
    return Chosen(
        tuple(one.file for one in counting),
        (*unclear, *((one.file, "earlier_year") for one in dict.fromkeys(outdated))),
        _follows(maybe),
    )


_Pair = tuple[_Titled, _Titled]
"""Workbooks of a later and of an earlier school year."""


def _groups(files: Sequence[ListedFile]) -> dict[tuple[str, ...], list[_Titled]]:
    """By what their titles say beside the year."""
    groups: dict[tuple[str, ...], list[_Titled]] = {}
    for file in files:
        one = _Titled(file, stem(file.title), school_year(file.title))
        groups.setdefault(one.stem, []).append(one)
    return groups


def _has_turned(year: int, today: date) -> bool:
    return today >= school_year_from(year)


def is_of_another_year(title: str, today: date, has_begun: HasBegun) -> bool:
    """The title of a tab names a school year that is over, or one to come; in summer neither is certain."""
    year = school_year(title)
    return year is not None and all(has_begun(one + 1) or not _has_turned(one, today) for one in year)


def is_archive(title: str, has_begun: HasBegun) -> bool:
    """What is called so is kept, and not worked with: `Archive`, `Exited students`, a year that is over."""
    year = school_year(title)
    is_over = year is not None and all(has_begun(one + 1) for one in year)
    return is_over or not _ARCHIVES.isdisjoint(folded(title).split())


def _is_settled(one: _Titled, has_begun: HasBegun) -> bool:
    """School has begun in its year, by both readings of it."""
    return one.year is None or has_begun(one.year.first)


def _newest(group: Sequence[_Titled], today: date) -> _Titled | None:
    """The one of the newest school year that has begun, else of the next; None where it cannot be told."""
    if len(group) == 1:
        return group[0]
    years = [one.year for one in group if one.year]
    if len(years) < len(group):
        return None
    found = {_newest_of([year[reading] for year in years], today) for reading in (0, 1)}
    index = found.pop()
    return group[index] if index is not None and not found else None


def _doubt(group: Sequence[_Titled]) -> Reason:
    """Why it cannot be told which of these counts: one was copied, or a title does not say its year."""
    years = {one.year for one in group}
    copied = None not in years or any(is_copy(one.file.title) for one in group)
    return "same_workbook" if copied and len(years) == 1 else "which_year"


def _newest_of(years: Sequence[int], today: date) -> int | None:
    """Which of these years it is; None where two are."""
    chosen = max((year for year in years if _has_turned(year, today)), default=min(years))
    return years.index(chosen) if years.count(chosen) == 1 else None


def _before(one: _Titled, group: Sequence[_Titled]) -> list[_Titled]:
    """The one of the school year before, or of the last one before that."""
    earlier = sorted((other for other in group if one.is_after(other)), key=lambda other: other.year or ())
    return earlier[-1:]


def _is_early(one: _Titled, kept: Sequence[_Titled], today: date) -> bool:
    """Next year's, beside one of an earlier year that is like it."""
    begun = one.year is None or _has_turned(one.year.first, today)
    return not begun and any(one.replaces(other) for other in kept)


def _follows(pairs: Sequence[_Pair]) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for one, other in pairs:
        book = one.file.file_id
        found[book] = (*found.get(book, ()), other.file.file_id)
    return found
