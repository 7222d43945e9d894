"""What a heading that is not known may mean. These are proposals for a person, never used unconfirmed.

Source of the measure: rapidfuzz.github.io/RapidFuzz/Usage/fuzz.html (token_sort_ratio, 0 to 100)
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass

from rapidfuzz import fuzz

from workspace_agent.intake.clock_words import CLOCK_WORDS, either_field
from workspace_agent.intake.heading_row import Columns, HeadingRow
from workspace_agent.intake.headings import ANYWHERE, SheetHeadings

_LIKE = 82
"""Of a heading to a known one: `Last anual reveiw` is, `Next review` is not like `Last review`."""

_CLOSE = 6
"""Nearer together than this, two fields are a tie."""

_BESIDE = ANYWHERE | {
    *(
        "",
        "grade",
        "gr",
        "grade level",
        "school",
        "campus",
        "age",
        "dob",
        "date of birth",
        "birthdate",
        "case manager",
    ),
    *("teacher", "disability", "area", "staff", "room"),
}
"""Headings that are no new name of anything."""

_ORDINARY = frozenset(
    {
        "our",
        "we",
        "us",
        "i",
        "it",
        "my",
        "this",
        "that",
        "here",
        "today",
        "now",
        "new",
        "actual",
        "any",
        "all",
        "to",
    }
    | {
        "in",
        "as",
        "by",
        "and",
        "or",
        "with",
        "please",
        "enter",
        "type",
        "typed",
        "official",
        "phone",
        "school",
    }
    | {
        "team",
        "member",
        "iep",
        "called",
        "spent",
        "used",
        "total",
        "final",
        "addr",
        "prev",
        "previous",
        "rev",
    }
    | {"completed", "complete", "done", "went", "made", "given", "planned", "day", "info", "details", "entry"}
)
"""Words that are nobody's name, and say little where a sheet does not have them."""

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


def renamed(row: HeadingRow, columns: Columns, kind: SheetHeadings, spared: Set[str]) -> Mapping[str, int]:
    """The 0-based column that a missing field may have now: one heading is like it, or one alone is left.

    What is left over may be anything, even a name: it is told by its cell alone.

    Args:
        row: Of headings.
        columns: What is known of them.
        kind: The sheet's.
        spared: Fields that its workbook may do without.
    """
    fitting = [one for one in proposals(row, columns, kind) if len(one.fields) == 1]
    alike = Counter(field for one in fitting for field in one.fields)
    found = {one.fields[0]: one.column for one in fitting if alike[one.fields[0]] == 1}
    missing = {*kind.missing(columns.fields.keys() | {kind.dated})} - spared
    taken = columns.every | {one.column for one in proposals(row, columns, kind)}
    left = [at for at, text in enumerate(row.texts) if text not in _BESIDE and at not in taken]
    if len(missing) == len(left) == 1 and missing.isdisjoint(alike):
        found[missing.pop()] = left[0]
    return found


def _meanings(text: str, kind: SheetHeadings, free: Set[str]) -> tuple[str, ...]:
    """The likeliest fields; none where one of them has its column, or the heading holds a strange word."""
    core = _without_ordinary(text, kind)
    fields = either_field(core) or ((kind.field_of(core),) if kind.field_of(core) else ())
    either = tuple(field for field in fields if field in free)
    if either:
        return either
    if not core or not _only_misspelt(core, kind):
        return ()
    scores = {
        field: max(fuzz.token_sort_ratio(core, known) for known in kind.known_of[field])
        for field in kind.fields
    }
    best = max(scores.values())
    likeliest = tuple(field for field, score in scores.items() if score > best - _CLOSE)
    return likeliest if best >= _LIKE and free >= set(likeliest) else ()


def _without_ordinary(text: str, kind: SheetHeadings) -> str:
    """Of `Outcome of our phone call`, `outcome of call`."""
    return " ".join(word for word in text.split() if word in kind.words or word not in _ORDINARY)


def _only_misspelt(text: str, kind: SheetHeadings) -> bool:
    words = CLOCK_WORDS | kind.words
    return all(any(fuzz.ratio(word, known) >= _MISSPELT for known in words) for word in text.split())
