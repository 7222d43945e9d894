"""What a heading that is not known may mean. These are proposals for a person, never used unconfirmed.

Source of the measure: rapidfuzz.github.io/RapidFuzz/Usage/fuzz.html (token_sort_ratio, 0 to 100)
"""

from __future__ import annotations

from collections.abc import Iterator, Set
from dataclasses import dataclass

from rapidfuzz import fuzz

from workspace_agent.intake.clock_words import CLOCK_WORDS, either_field
from workspace_agent.intake.heading_row import Columns, HeadingRow
from workspace_agent.intake.headings import SheetHeadings

_LIKE = 82
"""Of a heading to a known one: `Last anual reveiw` is, `Next review` is not like `Last review`."""

_CLOSE = 6
"""Nearer together than this, two fields are a tie."""

_MISSPELT = 75
"""Of a word to a known one: a strange word may be a name, and then the heading is nobody's proposal."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A heading that is not known, and the field that it may mean; several are a tie, for a person to settle.

    Attributes:
        column: 0-based.
    """

    column: int
    fields: tuple[str, ...]


def proposals(row: HeadingRow, columns: Columns, kind: SheetHeadings) -> Iterator[Proposal]:
    """What the headings that are not known may mean, of the fields that have no column."""
    taken = columns.every
    free = kind.fields.keys() - columns.fields.keys()
    for column, text in enumerate(row.texts):
        fields = _meanings(text, kind, free) if text and column not in taken else ()
        if fields:
            yield Proposal(column, fields)


def renamed(row: HeadingRow, columns: Columns, kind: SheetHeadings, field: str) -> int | None:
    """The one column whose heading may mean this field and no other; None where there is not exactly one."""
    fitting = [one.column for one in proposals(row, columns, kind) if one.fields == (field,)]
    return fitting[0] if len(fitting) == 1 else None


def _meanings(text: str, kind: SheetHeadings, free: Set[str]) -> tuple[str, ...]:
    """The likeliest fields; none where one of them has its column, or the heading holds a strange word."""
    either = tuple(field for field in either_field(text) if field in free)
    if either:
        return either
    if not _only_misspelt(text, kind):
        return ()
    scores = {
        field: max(fuzz.token_sort_ratio(text, known) for known in _known(kind, field))
        for field in kind.fields
    }
    best = max(scores.values())
    likeliest = tuple(field for field, score in scores.items() if score > best - _CLOSE)
    return likeliest if best >= _LIKE and free >= set(likeliest) else ()


def _known(kind: SheetHeadings, field: str) -> list[str]:
    return [text for text, one in kind.by_heading.items() if one == field] or [field.replace("_", " ")]


def _only_misspelt(text: str, kind: SheetHeadings) -> bool:
    words = CLOCK_WORDS | {word for known in kind.by_heading for word in known.split()}
    return all(any(fuzz.ratio(word, known) >= _MISSPELT for known in words) for word in text.split())
