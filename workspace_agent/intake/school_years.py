"""Of last year's and this year's workbook in one folder this year's counts: by the titles, or not at all."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Literal

from workspace_agent.intake.names import folded
from workspace_agent.intake.table import ListedFile

_YEARS = re.compile(r"(?<!\d)(?:20)?([2-9]\d)\s*[-\u2010-\u2015/_]\s*(?:20)?([2-9]\d)(?!\d)")
_ONE_YEAR = re.compile(r"(?<!\d)20[2-9]\d(?!\d)|\b(?:sy|fy)\s*\d\d\b", re.IGNORECASE)
_BESIDE = frozenset({"sy", "fy", "school", "year", "copy", "of", "new", "old", "updated", "final"})

Reason = Literal["which_year", "earlier_year"]
"""Why a workbook does not count; see `WorkbookFailure`."""


def school_year(title: str) -> int | None:
    """The year in which a title's school year begins, 2026 for `26-27`; None where it names none or two."""
    found = {int(first) for first, second in _YEARS.findall(title) if int(second) == int(first) + 1}
    return 2000 + found.pop() if len(found) == 1 else None


def _stem(title: str) -> tuple[str, ...]:
    """What a title says beside its year."""
    words = folded(_ONE_YEAR.sub(" ", _YEARS.sub(" ", title))).split()
    return tuple(word for word in words if word not in _BESIDE)


def current(
    files: Sequence[ListedFile], today: date, *, of_one: bool
) -> tuple[tuple[ListedFile, ...], tuple[tuple[ListedFile, Reason], ...]]:
    """The workbooks of a folder that count, and those of which it cannot be told.

    Of titles that differ in the school year alone the newest counts that has begun, and the others are left
    alone without a word: next year's workbook lies there long before it is filled in. Where such titles do
    not all name a year, or two the newest, none of them counts. Of titles that are alike beside the year the
    earlier ones are told, except in a folder of workbooks of one student: there another word is another
    student.
    """
    groups: dict[tuple[str, ...], list[ListedFile]] = {}
    for file in files:
        groups.setdefault(_stem(file.title), []).append(file)
    chosen = {stem: _newest(group, today) for stem, group in groups.items()}
    unclear: list[tuple[ListedFile, Reason]] = [
        (file, "which_year") for stem, group in groups.items() if not chosen[stem] for file in group
    ]
    kept = [(stem, file) for stem, file in chosen.items() if file]
    kept = [(stem, file) for stem, file in kept if of_one or not _is_early(stem, file, kept, today)]
    outdated = [] if of_one else [file for stem, file in kept if _is_followed(stem, file, kept)]
    counting = tuple(file for _, file in kept if file not in outdated)
    unclear += [(file, "earlier_year") for file in outdated]
    return counting, tuple(unclear)


def _has_begun(year: int, today: date) -> bool:
    """School years are counted from the first of July."""
    return today >= date(year, 7, 1)


def _newest(group: Sequence[ListedFile], today: date) -> ListedFile | None:
    """The one of the newest school year that has begun, else of the next; None where it cannot be told."""
    if len(group) == 1:
        return group[0]
    years = [school_year(file.title) for file in group]
    known = [year for year in years if year is not None]
    if len(known) < len(years):
        return None
    chosen = max((year for year in known if _has_begun(year, today)), default=min(known))
    return group[years.index(chosen)] if known.count(chosen) == 1 else None


def _is_early(
    stem: tuple[str, ...],
    file: ListedFile,
    kept: Iterable[tuple[tuple[str, ...], ListedFile]],
    today: date,
) -> bool:
    """Next year's, beside one of an earlier year whose title has the same words, or more, or fewer."""
    year = school_year(file.title)
    if year is None or _has_begun(year, today):
        return False
    others = ((other, school_year(beside.title)) for other, beside in kept)
    return any(of_it is not None and of_it < year and _are_alike(stem, other) for other, of_it in others)


def _are_alike(stem: tuple[str, ...], other: tuple[str, ...]) -> bool:
    return {*stem} <= {*other} or {*other} <= {*stem}


def _is_followed(
    stem: tuple[str, ...], file: ListedFile, kept: Iterable[tuple[tuple[str, ...], ListedFile]]
) -> bool:
    """A later year's workbook stands beside it whose title has the same words, or more, or fewer."""
    year = school_year(file.title)
    later = (
        other
        for other, beside in kept
        if year is not None and (of_it := school_year(beside.title)) is not None and of_it > year
    )
    return any(_are_alike(stem, other) for other in later)
