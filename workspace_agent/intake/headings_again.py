"""Headings below the headings: of a printed page, or of a month that was pasted below the last one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set

from workspace_agent.intake.heading_words import normal_heading
from workspace_agent.intake.headings import SheetHeadings
from workspace_agent.intake.table import Kind, Table

_LONGEST = 100
"""Characters: a longer cell is no heading."""

_FEWEST = 3
"""Headings that a row has to hold at least, where they stand in other columns than above."""


def headings_again(
    table: Table, header: int, columns: Mapping[str, int], kind: SheetHeadings
) -> Iterator[tuple[int, bool]]:
    """Rows that hold the headings again, in these words or in others for the same fields.

    Each by its 0-based index, and whether all stand in the columns in which they stand above.

    Args:
        table: Of which `header` is the row of headings.
        header: 0-based.
        columns: 0-based column by field.
        kind: What is known of the kind of sheet.
    """
    above = {name: _above(table, header, column) for name, column in columns.items()}
    for row in range(header + 1, len(table.rows)):
        cells = [(name, table.at(row, column)) for name, column in columns.items()]
        filled = [(name, cell) for name, cell in cells if not cell.idle]
        if not all(cell.kind is Kind.TEXT for _, cell in filled):
            continue
        said = [(name, _means(cell.text, name, above[name], kind)) for name, cell in filled]
        if _are_in_order(said):
            yield row, True
        elif len({means for _, means in said if means}) >= _FEWEST and said[0][1]:
            yield row, False


def _above(table: Table, header: int, column: int) -> set[str]:
    """The heading of a column, and what stands above that."""
    return {table.at(row, column).text for row in range(max(header - 1, 0), header + 1)}


def _means(text: str, name: str, above: Set[str], kind: SheetHeadings) -> str:
    """The field that a text is a heading of; empty where it is none."""
    if text in above:
        return name
    return kind.field_of(normal_heading(text)) if len(text) <= _LONGEST else ""


def _are_in_order(said: Sequence[tuple[str, str]]) -> bool:
    """Each is a heading of its own column. One alone may be a name: captions say what else it can be."""
    return len(said) > 1 and all(means == name for name, means in said)
