"""Several sheets of one kind in a workbook: a tab for each week, month or year, and copies made by formulas.

What is neither of these is a question, and nothing of it is read; see also `titled`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from workspace_agent.intake.headings import SheetHeadings
from workspace_agent.intake.names import folded
from workspace_agent.intake.tab_titles import COPY, SPANS, is_called, is_something_else
from workspace_agent.intake.table import Row, Sheet, Standing
from workspace_agent.intake.written_dates import MONTHS
from workspace_agent.intake.year_titles import school_year, without_years
from workspace_agent.model.problem import Problem
from workspace_agent.model.problem_kinds import ProblemKind

_BETWEEN = frozenset({"of", "to", "the", "through", "thru"})
Said = frozenset[tuple[str, str]]
"""What a row says, as text by field."""


def together(sheets: Sequence[Sheet], kind: SheetHeadings) -> tuple[Sheet, ...]:
    """The sheets that are read; none where it cannot be told which.

    Args:
        sheets: All of one kind in one workbook.
        kind: What is known of it.
    """
    left = _originals(sheets)
    return tuple(left) if len(left) == 1 or _each_its_own(left, kind) else ()


def so_called(sheets: Sequence[Sheet], kind: SheetHeadings) -> tuple[tuple[Sheet, ...], tuple[Problem, ...]]:
    """The sheet that bears a title of its kind (or those of months), and what is told of the others.

    Nothing where one of the others may be meant as well, by its title, or where the sheet lacks a column or
    is of another year.

    Args:
        sheets: As in `together`, where that cannot tell.
        kind: As there.
    """
    left = _originals(sheets)
    own = [sheet for sheet in left if not is_something_else(sheet.table.title, kind.by_title)]
    counting = [one.table for one in own if one.table.standing is Standing.COUNTS]
    alone = len(own) == len(counting) == 1 and is_called(counting[0].title, kind.by_title)
    if not (alone or (len(own) > 1 and _each_its_own(own, kind))) or any(sheet.lost for sheet in own):
        return (), ()
    return tuple(own), tuple(_told(ProblemKind.LIKE_ANOTHER_SHEET, one) for one in left if one not in own)


def lacks_student(sheet: Sheet) -> bool:
    """It has no column for students: its title may say whose it is."""
    lost = sheet.lost.get("student")
    return lost is not None and lost.kind is ProblemKind.MISSING_HEADING


def two_sheets(sheets: Sequence[Sheet]) -> Iterator[Problem]:
    """What is told of all but the first of sheets of which it cannot be told which is read."""
    for sheet in sheets[1:]:
        yield _told(ProblemKind.TWO_SHEETS, sheet)


def headings_moved(sheet: Sheet) -> Iterator[Problem]:
    """Headings that stand there again, and in other columns than above."""
    for row, in_order in sheet.again.items():
        if not in_order:
            yield Problem(ProblemKind.HEADINGS_MOVED, sheet.table.line(row), sheet.case_manager)


def _told(kind: ProblemKind, sheet: Sheet) -> Problem:
    place = sheet.table.line(sheet.header)
    return Problem(kind, place, sheet.case_manager, detail=sheet.name.replace("_", " "))


# ---- copies


def _originals(sheets: Sequence[Sheet]) -> list[Sheet]:
    """Without those whose every row stands in another one, too: they would be read twice."""

    @cache  # many tabs are compared with each other
    def what(at: int, fields: frozenset[str]) -> set[Said]:
        return rows_said(sheets[at], fields)

    left = dict(enumerate(sheets))
    for at in reversed(range(len(sheets))):
        fields = frozenset(sheets[at].columns)
        others = [one for one in left if one != at and _may_be_copy(sheets[at], sheets[one])]
        if others and what(at, fields) and any(what(at, fields) <= what(one, fields) for one in others):
            del left[at]
    return [*left.values()]


def _may_be_copy(sheet: Sheet, other: Sheet) -> bool:
    """It has no column that the other does not have.

    A view may leave columns out, as long as it says of whom it speaks. What people copied by hand is never
    the original: rows that were deleted from that one stand there still.
    """
    if not sheet.columns.keys() <= other.columns.keys() or (sheet.lost and not _says_who(sheet)):
        return False
    return COPY not in folded(other.table.title).split()


def _says_who(sheet: Sheet) -> bool:
    there = sheet.columns.keys() - sheet.lost.keys()
    return bool(there & {"student", "name"}) or {"first", "last"} <= there


def rows_said(sheet: Sheet, fields: Iterable[str]) -> set[Said]:
    """What the rows of a sheet say in these fields."""
    return {one for row in sheet.rows() for one in said(row, fields)}


def said(row: Row, fields: Iterable[str]) -> Iterator[Said]:
    """What a row says in these fields: where it holds data of several dates, what it says of each."""
    sheet = row.sheet
    once = frozenset((name, row.raw(name).text) for name in fields if name not in sheet.repeated)
    if not (sheet.dated or sheet.repeated):
        yield once
    for column in sheet.dated:
        heading, value = sheet.table.at(sheet.header, column), sheet.table.at(row.index, column)
        if not value.blank:
            yield once | {("date", heading.text), ("value", value.text)}
    for turn in zip(*sheet.repeated.values(), strict=True):
        cells = [sheet.table.at(row.index, column) for column in turn]
        if not all(cell.blank for cell in cells):
            yield once | {(name, cell.text) for name, cell in zip(sheet.repeated, cells, strict=True)}


# ---- titles


def _each_its_own(sheets: Sequence[Sheet], kind: SheetHeadings) -> bool:
    """Each is of another month, week or span of days; beside years one may be called as its kind is."""
    by_period = {period(sheet.table.title, kind): sheet for sheet in sheets}
    if len(by_period) < len(sheets):
        return False
    rest = by_period.pop((), None)
    return rest is None or (kind.of_days and _is_the_rest(rest, [*by_period.values()], kind))


def _is_the_rest(sheet: Sheet, years: Sequence[Sheet], kind: SheetHeadings) -> bool:
    """It holds what the tabs of school years do not: no row of a year that may be going on."""
    if not is_called(sheet.table.title, kind.by_title):
        return False
    if not all(school_year(one.table.title) for one in years):
        return False
    going_on = (one for one in years if one.table.standing is Standing.COUNTS)
    return not any(_share_rows(sheet, one) for one in going_on)


def _share_rows(sheet: Sheet, other: Sheet) -> bool:
    fields = sheet.columns.keys() & other.columns.keys()
    return not rows_said(sheet, fields).isdisjoint(rows_said(other, fields))


def period(title: str, kind: SheetHeadings) -> tuple[int, ...]:
    """Which month, week or span of days a title names, in numbers; empty where it names something else.

    A school year is a span where the rows of the sheet are of days.

    Args:
        title: Of a tab.
        kind: Of its sheet.
    """
    known = {word for one in kind.by_title for word in one.split()} | _BETWEEN
    year = school_year(title)
    bare = title if year is None else without_years(title)
    words = [word for word in re.findall(r"\d+|[^\W\d_]+", folded(bare)) if word not in known]
    named = [MONTHS.get(word, word) for word in words if word not in SPANS]
    numbers = tuple(int(one) for one in named if isinstance(one, int) or one.isdecimal())
    says_what = len(words) > len(named) or any(word in MONTHS for word in words) or len(numbers) > 1
    span = numbers if says_what and len(numbers) == len(named) else ()
    return (*span, *year) if year and kind.of_days and (span or not words) else span
