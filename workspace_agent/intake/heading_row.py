"""One row of a table, read as the headings of one kind of sheet: which column is which field, and why.

A heading counts together with the one above it (`Annual` over `Last` and `Due`), and where it stands there
more than once, with its neighbour on the left. What stays unclear is no column.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise

from workspace_agent.intake.clock_words import topic
from workspace_agent.intake.heading_words import normal_heading
from workspace_agent.intake.headings import SheetHeadings
from workspace_agent.intake.table import Kind, RawCell, Table

_LONGEST_HEADING = 100
"""Characters: a cell of fifty thousand is nobody's heading, and costs as much as all others."""

_OF_A_STUDENT = frozenset(
    {"student", "students", "pupil", "child", "name", "names", "info", "information", "data", "demographics"}
    | {"general", "basic", "details", "caseload"}
)
"""A heading that stands above the columns about the student: these mean below it what they mean alone."""

_OF_ANYTHING = frozenset(
    {
        "last",
        "first",
        "due",
        "next",
        "date",
        "time",
        "start",
        "end",
        "held",
        "of",
        "name",
        "type",
        "number",
        "in",
        "out",
    }
)
"""Words that say nothing alone when the heading above them is not understood."""

_ASIDE = frozenset(
    {
        "follow",
        "followup",
        "signature",
        "signed",
        "supervisor",
        "approved",
        "approval",
        "reviewed",
        "reminder",
    }
)
"""What has a date of its own beside it, which is not the date of the row."""

_DIGITS = re.compile(r"\d+\s?[/.:-]\s?\d+")


class How(Enum):
    """How a column is known."""

    KNOWN = "known heading"
    CONFIRMED = "confirmed in your sheets.toml"
    ABOVE = "known together with the heading above it"
    BESIDE = "known together with the heading on its left"


_Found = tuple[int, tuple[str, How]]


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of one kind of sheet.

    Attributes:
        fields: 0-based column by field.
        how: How each is known.
        doubled: Further columns of a field, which make it unclear.
    """

    fields: Mapping[str, int]
    how: Mapping[str, How]
    doubled: Mapping[str, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class HeadingRow:
    """A row of a table, each text in its one form.

    Attributes:
        row: 0-based.
        texts: What stands in it.
        above: What stands above each column, and may be the heading of several.
        over: The text right above each column.
        firm: The headings above are certain to be such: several are merged over their columns.
    """

    row: int
    texts: tuple[str, ...]
    above: tuple[str, ...]
    over: tuple[str, ...]
    firm: bool

    @property
    def empty(self) -> bool:
        """Nothing stands in it."""
        return not any(self.texts)


def heading_row(table: Table, row: int) -> HeadingRow:
    """A row of a table as headings.

    Args:
        table: Of which it is a row.
        row: 0-based.
    """
    cells = table.rows[row]
    texts = tuple(map(_normal, cells))
    above = table.rows[row - 1] if row else ()
    if not (
        _only_words(cells) and _is_of_groups(above, [column for column, text in enumerate(texts) if text])
    ):
        return HeadingRow(row, texts, ("",) * len(texts), ("",) * len(texts), firm=False)
    width = max(len(cells), len(above))
    over = tuple(_normal(table.at(row - 1, column)) for column in range(width))
    merged = {
        left: right for (at, left), right in table.spans.items() if at == row - 1 and over[left : left + 1]
    }
    padded = texts + ("",) * (width - len(texts))
    return HeadingRow(row, padded, tuple(_groups(over, merged)), over, firm=len(merged) > 1)


def _normal(cell: RawCell) -> str:
    return normal_heading(cell.text[:_LONGEST_HEADING])


def _only_words(cells: Sequence[RawCell]) -> bool:
    return all(cell.kind in {Kind.TEXT, Kind.BLANK} for cell in cells)


def _is_of_groups(above: Sequence[RawCell], headings: Sequence[int]) -> bool:
    """Not a banner: that is a single cell at the left, or one that holds a date or a time."""
    filled = [column for column, cell in enumerate(above) if not cell.blank]
    if not headings or not filled or filled[-1] <= headings[0]:
        return False
    dated = any(_DIGITS.search(cell.text[:_LONGEST_HEADING]) for cell in above)
    return _only_words(above) and not dated


def _groups(over: Sequence[str], merged: Mapping[int, int]) -> Iterator[str]:
    """What stands above each column: as far as a cell is merged; where none is, up to the next."""
    group, end = "", 0
    for column, text in enumerate(over):
        if text:
            group, end = text, merged.get(column, column + 1 if merged else len(over))
        yield group if column < end else ""


def columns_of(row: HeadingRow, kind: SheetHeadings) -> Columns:
    """Which column is which field of this kind of sheet."""
    found = dict(_below_groups(row, kind)) or dict(_alone(row, kind))
    found |= dict(_beside(row, kind, found))
    by_field: dict[str, list[int]] = {}
    for column in sorted(found):
        if found[column][0]:
            by_field.setdefault(found[column][0], []).append(column)
    kept = {field: _without_asides(row, columns) for field, columns in by_field.items()}
    return Columns(
        fields={field: columns[0] for field, columns in kept.items()},
        how={field: found[columns[0]][1] for field, columns in kept.items()},
        doubled={field: tuple(columns[1:]) for field, columns in kept.items() if columns[1:]},
    )


def _alone(row: HeadingRow, kind: SheetHeadings) -> Iterator[_Found]:
    """Each heading by itself, but for those that are not understood below the one above them."""
    for column, text in enumerate(row.texts):
        group = row.above[column] if row.firm else ""
        if text and not _unclear(text, group):
            yield column, (kind.field_of(text), _how(text, kind))


def _below_groups(row: HeadingRow, kind: SheetHeadings) -> Iterator[_Found]:
    """Each heading with the one above it; nothing where no heading above says anything to one below it."""
    together = {
        column: field
        for column, (group, text) in enumerate(zip(row.above, row.texts, strict=True))
        if (field := _together(group, text, kind))
    }
    for column, (group, text) in enumerate(zip(row.above, row.texts, strict=True)):
        if not together:
            return
        if column in together:
            yield column, (together[column], How.ABOVE)
        elif not text:
            yield column, (kind.field_of(row.over[column]), _how(row.over[column], kind))
        elif not _unclear(text, group):
            yield column, (kind.field_of(text), _how(text, kind))


def _beside(row: HeadingRow, kind: SheetHeadings, found: Mapping[int, tuple[str, How]]) -> Iterator[_Found]:
    """Headings that stand there more than once, each with its neighbour on the left.

    Where they mean nothing alone, every one has to be understood so.
    """
    for text in {one for one in row.texts if one and row.texts.count(one) > 1}:
        twins = [column for column, one in enumerate(row.texts) if one == text]
        if any(found.get(column, ("", How.KNOWN))[1] is How.ABOVE for column in twins):
            continue
        told = {column: field for column in twins if (field := _with_left(row, column, kind))}
        if len(set(told.values())) == len(told) and (kind.field_of(text) or len(told) == len(twins)):
            yield from ((column, (field, How.BESIDE)) for column, field in told.items())


def _with_left(row: HeadingRow, column: int, kind: SheetHeadings) -> str:
    """A known column on the left tells by its topic alone: `Last IEP` and `Due`, not `Last` and `First`."""
    left = row.texts[column - 1] if column else ""
    known = bool(kind.field_of(left))
    return _together(topic(left) if known else left, row.texts[column], kind, by_words_only=known)


def _together(group: str, text: str, kind: SheetHeadings, *, by_words_only: bool = False) -> str:
    """The field that a heading means together with another one; empty where that is not certain."""
    if not group or not text or group == text:
        return ""
    both = f"{group} {text}"
    return kind.clock_of(both) if by_words_only else kind.field_of(both)


def _unclear(text: str, group: str) -> bool:
    if not group or group == text or set(group.split()) <= _OF_A_STUDENT:
        return False
    return " " not in text or set(text.split()) <= _OF_ANYTHING


def _how(text: str, kind: SheetHeadings) -> How:
    return How.CONFIRMED if text in kind.by_confirmed else How.KNOWN


def _without_asides(row: HeadingRow, columns: list[int]) -> list[int]:
    """Of several columns those that do not belong to an aside on their left; all, where that is every one."""
    if len(columns) == 1:
        return columns
    aside = {
        right for left, right in pairwise(range(len(row.texts))) if set(row.texts[left].split()) & _ASIDE
    }
    return [column for column in columns if column not in aside] or columns
