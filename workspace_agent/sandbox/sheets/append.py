"""Where `values.append` puts rows: below the table that it finds."""

from __future__ import annotations

from workspace_agent.sandbox.sheets.a1 import Place, Region
from workspace_agent.sandbox.sheets.formulas import Calculation
from workspace_agent.sandbox.sheets.model import Sheet


def find_table(calculation: Calculation, sheet: Sheet, searched: Region) -> Region | None:
    """The table that a search range means.

    Google takes the last one: in `x, (blank), y` it is the single cell `y`, and the next row lands under it.

    Args:
        calculation: Tells which cells show something: what an array covers is no free place.
        sheet: The sheet.
        searched: The range of the request.

    Returns:
        The block of neighbouring filled cells around the last filled cell of the range, or None when the
        range holds nothing.
    """
    filled = set(calculation.filled(sheet, sheet.grid))
    inside = [place for place in filled if searched.holds(place)]
    if not inside:
        return None
    row, column = max(inside)
    return _grown(Region(row, column, row + 1, column + 1), filled)


def _grown(table: Region, filled: set[Place]) -> Region:
    while True:
        ring = Region(table.top - 1, table.left - 1, table.bottom + 1, table.right + 1)
        near = [place for place in filled if ring.holds(place)]
        larger = Region(
            min(row for row, _ in near),
            min(column for _, column in near),
            max(row for row, _ in near) + 1,
            max(column for _, column in near) + 1,
        )
        if larger == table:
            return table
        table = larger
