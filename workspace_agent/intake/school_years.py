"""Of last year's and this year's workbook in one folder this year's counts: by the titles, or not at all."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
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
    files: Sequence[ListedFile], *, of_one: bool
) -> tuple[tuple[ListedFile, ...], tuple[tuple[ListedFile, Reason], ...]]:
    """The workbooks of a folder that count, and those of which it cannot be told.

    Of titles that differ in the school year alone the newest counts, and the others are left alone without a
    word. Where such titles do not all name a year, or two the newest, none of them counts. Of titles that are
    alike beside the year the earlier ones are told, except in a folder of workbooks of one student: there
    another word is another student.
    """
    groups: dict[tuple[str, ...], list[ListedFile]] = {}
    for file in files:
        groups.setdefault(_stem(file.title), []).append(file)
    chosen = {stem: _newest(group) for stem, group in groups.items()}
    unclear: list[tuple[ListedFile, Reason]] = [
        (file, "which_year") for stem, group in groups.items() if not chosen[stem] for file in group
    ]
    kept = [(stem, file) for stem, file in chosen.items() if file]
    outdated = [] if of_one else [file for stem, file in kept if _is_followed(stem, file, kept)]
    counting = tuple(file for _, file in kept if file not in outdated)
    unclear += [(file, "earlier_year") for file in outdated]
    return counting, tuple(unclear)


def _newest(group: Sequence[ListedFile]) -> ListedFile | None:
    """The one of the newest school year; None where it cannot be told."""
    if len(group) == 1:
        return group[0]
    years = [school_year(file.title) for file in group]
    known = [year for year in years if year is not None]
    if len(known) < len(years) or known.count(max(known)) > 1:
        return None
    return group[years.index(max(known))]


def _is_followed(
    stem: tuple[str, ...], file: ListedFile, kept: Iterable[tuple[tuple[str, ...], ListedFile]]
) -> bool:
    """A later year's workbook stands beside it whose title has the same words, or more, or fewer."""
    year, words = school_year(file.title), {*stem}
    later = (
        {*other}
        for other, beside in kept
        if year is not None and (of_it := school_year(beside.title)) is not None and of_it > year
    )
    return any(words <= other or other <= words for other in later)
