"""One row of a table, read as the headings of one kind of sheet: which column is which field, and why.

A heading counts together with the one above it (`Annual` over `Last` and `Due`), and where it stands there
more than once, with its neighbour on the left. What stays unclear is no column.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from itertools import chain
from typing import NamedTuple

from workspace_agent.intake.clock_words import (
    CLOCK_FIELDS,
    CLOCK_WORDS,
    may_be_first,
    says_first_time,
    topic,
)
from workspace_agent.intake.day_headings import says_day
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

DATE = "<date>"
"""What stands for a heading that is a date."""

_DIGITS = re.compile(r"\d+\s?[/.:-]\s?\d+")


class How(Enum):
    """How a column is known."""

    KNOWN = "known heading"
    CONFIRMED = "confirmed in your sheets.toml"
    ABOVE = "known together with the heading above it"
    BESIDE = "known together with the heading on its left"
    DATED = "headed by a date"


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of one kind of sheet.

    Attributes:
        fields: 0-based column by field.
        how: How each is known.
        doubled: Further columns of a field, which make it unclear.
        repeated: All columns of fields that may stand side by side several times over.
        dated: Columns headed by dates, where each holds the value of its day.
    """

    fields: Mapping[str, int]
    how: Mapping[str, How]
    doubled: Mapping[str, tuple[int, ...]]
    repeated: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    dated: tuple[int, ...] = ()

    @property
    def every(self) -> frozenset[int]:
        """All columns that are some field's, or would be if it had one only."""
        further = (*self.doubled.values(), *self.repeated.values())
        return frozenset({*self.fields.values(), *self.dated, *chain.from_iterable(further)})


class Group(NamedTuple):
    """A heading above others.

    Attributes:
        start: Its 0-based column.
        end: The first column that it does not stand above.
        merged: It is merged over its columns, so that they are certain; else it may end before.
    """

    text: str
    start: int
    end: int
    merged: bool


@dataclass(frozen=True, slots=True)
class HeadingRow:
    """A row of a table, each text in its one form.

    Attributes:
        row: 0-based.
        texts: What stands in it.
        twins: The columns of each text that stands there more than once.
        groups: The headings in the row above.
    """

    row: int
    texts: tuple[str, ...]
    twins: Mapping[str, tuple[int, ...]]
    groups: tuple[Group, ...] = ()

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
    cells, above = table.rows[row], table.rows[row - 1] if row else ()
    texts = tuple(map(_normal, cells))
    if not (_only_words(cells) and _is_of_groups(above, texts)):
        return HeadingRow(row, texts, _twins(texts))
    texts += ("",) * (len(above) - len(texts))
    merged = {left: right for (at, left), right in table.spans.items() if at == row - 1}
    return HeadingRow(row, texts, _twins(texts), tuple(_groups(above, texts, merged)))


def _normal(cell: RawCell) -> str:
    return DATE if says_day(cell) else normal_heading(cell.text[:_LONGEST_HEADING])


def _twins(texts: Sequence[str]) -> Mapping[str, tuple[int, ...]]:
    columns: dict[str, tuple[int, ...]] = {}
    for column, text in enumerate(texts):
        columns[text] = (*columns.get(text, ()), column) if text else ()
    return {text: several for text, several in columns.items() if len(several) > 1}


def _only_words(cells: Sequence[RawCell]) -> bool:
    return all(cell.kind in {Kind.TEXT, Kind.BLANK} for cell in cells)


def _is_of_groups(above: Sequence[RawCell], texts: Sequence[str]) -> bool:
    """Not a banner: that is a single cell at the left, or one that holds a date or a time."""
    first = next((column for column, text in enumerate(texts) if text), len(texts))
    last = max((column for column, cell in enumerate(above) if not cell.blank), default=-1)
    dated = any(_DIGITS.search(cell.text[:_LONGEST_HEADING]) for cell in above)
    return first < last and _only_words(above) and not dated


def _groups(above: Sequence[RawCell], texts: Sequence[str], merged: Mapping[int, int]) -> Iterator[Group]:
    """Where cells are merged, as far as they are; else up to the next one, or over its own column alone."""
    filled = [column for column, cell in enumerate(above) if not cell.blank]
    for start, following in zip(filled, [*filled[1:], len(texts)], strict=True):
        alone = bool(merged) or not texts[start]
        end = merged.get(start, start + 1 if alone else following)
        yield Group(_normal(above[start]), start, min(end, len(texts)), start in merged)


_Found = dict[int, tuple[str, How]]
"""Field, and how it is known, by 0-based column."""


def columns_of(row: HeadingRow, kind: SheetHeadings) -> Columns:
    """Which column is which field of this kind of sheet."""
    found = _below_groups(row, kind) if row.groups else {}
    found = found or dict(_each(row, kind, _merged_above(row, kind)))
    found |= dict(_beside(row, kind, found))
    found = _without_first_times(row, found)
    by_field: dict[str, list[int]] = {}
    for column in sorted(found):
        by_field.setdefault(found[column][0], []).append(column)
    kept = {name: _without_asides(row, columns) for name, columns in by_field.items()}
    again = _repeats(kept, kind)
    return Columns(
        fields={name: columns[0] for name, columns in kept.items()},
        how={name: found[columns[0]][1] for name, columns in kept.items()},
        doubled={name: tuple(of[1:]) for name, of in kept.items() if of[1:] and name not in again},
        repeated=again,
        dated=tuple(column for column, text in enumerate(row.texts) if kind.dated and text == DATE),
    )


def _without_first_times(row: HeadingRow, found: _Found) -> _Found:
    """Beside `Referral` or `Consent`, `Eval due` may be of an initial evaluation: a question."""
    if not any(map(says_first_time, row.texts)):
        return found
    return {
        column: means
        for column, means in found.items()
        if not (means == ("reevaluation_due", How.KNOWN) and may_be_first(row.texts[column]))
    }


def _repeats(columns: Mapping[str, Sequence[int]], kind: SheetHeadings) -> dict[str, tuple[int, ...]]:
    """Columns of the repeated fields, where these take turns from first to last; else nothing."""
    found = sorted((column, name) for name in kind.repeated for column in columns.get(name, ()))
    turns = len(found) // max(len(kind.repeated), 1)
    if turns < 2 or [name for _, name in found] != [*kind.repeated] * turns:
        return {}
    return {name: tuple(columns[name]) for name in kind.repeated}


def _each(
    row: HeadingRow, kind: SheetHeadings, above: Mapping[int, str]
) -> Iterator[tuple[int, tuple[str, How]]]:
    """Each heading by itself, but for those that are not understood below the one above them."""
    for column, text in enumerate(row.texts):
        means = kind.field_of(text) if text else ""
        if means and not _unclear(text, above.get(column, ""), means):
            yield column, (means, How.CONFIRMED if text in kind.by_confirmed else How.KNOWN)


def _merged_above(row: HeadingRow, kind: SheetHeadings) -> Mapping[int, str]:
    """Headings above that are not understood count all the same where several are merged: no banner.

    A single one counts for the clocks alone: `Next eval` below `Speech` is not the one that we mean.
    """
    merged = [group for group in row.groups if group.merged]
    several = len(merged) > 1
    return {
        column: group.text
        for group in merged
        for column in range(group.start, group.end)
        if several or (any(row.texts[: group.start]) and kind.clock_of(row.texts[column]))
    }


def _below_groups(row: HeadingRow, kind: SheetHeadings) -> _Found:
    """Each heading with the one above it; nothing where no heading above says anything to one below it."""
    together: _Found = {}
    above: dict[int, str] = {}
    for group in row.groups:
        columns = range(group.start, group.end)
        said = {column: _together(group.text, row.texts[column], kind) for column in columns}
        understood = [column for column in columns if said[column]]
        together |= {column: (said[column], How.ABOVE) for column in understood}
        reach = group.end if group.merged or not understood else understood[-1] + 1
        above |= dict.fromkeys(range(group.start, reach), group.text)
    if not together:
        return {}
    over = {group.start: group.text for group in row.groups if not row.texts[group.start]}
    texts = tuple(text or over.get(column, "") for column, text in enumerate(row.texts))
    return dict(_each(replace(row, texts=texts), kind, above)) | together


def _beside(row: HeadingRow, kind: SheetHeadings, found: _Found) -> Iterator[tuple[int, tuple[str, How]]]:
    """Headings that stand there more than once, each with its neighbour on the left.

    Where they mean nothing alone, every one has to be understood so.
    """
    for text, twins in row.twins.items():
        if any(column in found and found[column][1] is How.ABOVE for column in twins):
            continue
        told = {column: means for column in twins if (means := _with_left(row, column, kind))}
        if len(set(told.values())) == len(told) and (kind.field_of(text) or len(told) == len(twins)):
            yield from ((column, (means, How.BESIDE)) for column, means in told.items())


def _with_left(row: HeadingRow, column: int, kind: SheetHeadings) -> str:
    """A known column on the left tells by its topic alone: `Last IEP` and `Due`, not `Last` and `First`."""
    left = row.texts[column - 1] if column else ""
    if kind.field_of(left):
        return kind.clock_of(f"{topic(left)} {row.texts[column]}")
    return _together(left, row.texts[column], kind)


def _together(group: str, text: str, kind: SheetHeadings) -> str:
    """The field that a heading means together with another one; empty where that is not certain."""
    return kind.field_of(f"{group} {text}") if group and text and group != text else ""


def _unclear(text: str, group: str, means: str) -> bool:
    """Alone it is not enough: `Last`, `Last eval` or `Name` below `Speech`, but not below `Student`."""
    said = set(group.split())
    if not group or group == text or said <= _OF_A_STUDENT:
        return False
    if means in CLOCK_FIELDS and not said <= _OF_A_STUDENT | CLOCK_WORDS:
        return True
    return " " not in text or set(text.split()) <= _OF_ANYTHING


def _without_asides(row: HeadingRow, columns: list[int]) -> list[int]:
    """Of several columns those that do not belong to an aside on their left; all, where that is every one."""
    if len(columns) == 1:
        return columns
    own = [column for column in columns if not (column and set(row.texts[column - 1].split()) & _ASIDE)]
    return own or columns
