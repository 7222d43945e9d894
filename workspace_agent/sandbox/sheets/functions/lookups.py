"""Finding a value by another."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence

from workspace_agent.sandbox.sheets.a1 import Region
from workspace_agent.sandbox.sheets.formula_reading import First, Value
from workspace_agent.sandbox.sheets.formula_signatures import Known, eager
from workspace_agent.sandbox.sheets.formula_values import Array, Result, row_of
from workspace_agent.sandbox.sheets.functions.order import likeness, order
from workspace_agent.sandbox.sheets.outcomes import Outcome, failed


def v_lookup(key: Value, table: Array, index: int, is_sorted: bool = True) -> Outcome:  # noqa: FBT001, FBT002
    """VLOOKUP: beside the first column; unless told otherwise, that is taken to be sorted."""
    if index < 1:
        raise failed("#VALUE!", f"Function VLOOKUP parameter 3 value is {index}. It should be 1 or more.")
    if index > table.width:
        raise failed("#REF!", "VLOOKUP evaluates to an out of bounds range.")
    return table.rows[_row("VLOOKUP", key, table, is_sorted=is_sorted)][index - 1]


def h_lookup(key: Value, table: Array, index: int, is_sorted: bool = True) -> Outcome:  # noqa: FBT001, FBT002
    """HLOOKUP: below the first row."""
    if index < 1:
        raise failed("#VALUE!", f"Function HLOOKUP parameter 3 value is {index}. It should be 1 or more.")
    if index > table.height:
        raise failed("#REF!", "HLOOKUP evaluates to an out of bounds range.")
    return table.rows[index - 1][_row("HLOOKUP", key, table.turned(), is_sorted=is_sorted)]


def _row(name: str, key: Value, table: Array, *, is_sorted: bool) -> int:
    column = table.column(0)
    return _found(name, key, _below(key, column) if is_sorted else _first(key, column))


def _found(name: str, key: Value, at: int | None) -> int:
    if at is None:
        raise failed("#N/A", f"Did not find value '{key.value}' in {name} evaluation.")
    return at


def _first(key: Outcome, values: Sequence[Outcome]) -> int | None:
    """Where a value is that is like the one that is sought."""
    if key.value is None:
        return None
    like = likeness(key.value)
    return next((at for at, each in enumerate(values) if like(each.value)), None)


def _below(key: Outcome, values: Sequence[Outcome]) -> int | None:
    """Where the last value is that does not come after the one that is sought, were they in order."""
    sought = order(key.value)
    same = [(order(each.value), at) for at, each in enumerate(values) if order(each.value)[0] == sought[0]]
    place = bisect_right([each for each, _ in same], sought)
    return same[place - 1][1] if place else None


def lookup(key: Value, searched: Array, results: Array | None = None) -> Outcome:
    """LOOKUP: in a sorted row or column; without results, in the last line of the array."""
    by_column = searched.height >= searched.width
    line = searched.column(0) if by_column else searched.rows[0]
    at = _found("LOOKUP", key, _below(key, line))
    if results is None:
        return searched.rows[at][-1] if by_column else searched.rows[-1][at]
    values = list(results.values())
    if at >= len(values):
        raise failed("#REF!", "LOOKUP evaluates to an out of bounds range.")
    return values[at]


def match(key: Value, searched: Array, kind: int = 1) -> int:
    """MATCH: the place of a value in a row or column."""
    if 1 not in {searched.height, searched.width}:
        raise failed("#N/A", "MATCH range must be a single row or a single column.")
    values = list(searched.values())
    if kind == 0:
        return _found("MATCH", key, _first(key, values)) + 1
    if kind > 0:
        return _found("MATCH", key, _below(key, values)) + 1
    above = [at for at, each in enumerate(values) if _not_before(key, each)]
    return _found("MATCH", key, above[-1] if above else None) + 1


def _not_before(key: Outcome, each: Outcome) -> bool:
    sought, found = order(key.value), order(each.value)
    return sought[0] == found[0] and found >= sought


def x_lookup(
    key: Value,
    searched: Array,
    results: Array,
    missing: Outcome | None = None,
    mode: int = 0,
    direction: int = 1,
) -> Result:
    """XLOOKUP: where a value lies in one array, what lies there in the other."""
    at = _at("XLOOKUP", key, searched, mode, direction)
    if at is None:
        if missing is not None:
            return missing
        raise failed("#N/A", f"Did not find value '{key.value}' in XLOOKUP evaluation.")
    by_row = searched.width == 1
    lines = results.rows if by_row else results.turned().rows
    if len(lines) != searched.height * searched.width:
        raise failed("#VALUE!", "Array arguments to XLOOKUP are of different size.")
    found = row_of(lines[at])
    return found if by_row or isinstance(found, Outcome) else found.turned()


def x_match(key: Value, searched: Array, mode: int = 0, direction: int = 1) -> int:
    """XMATCH: the place of a value in a row or column."""
    return _found("XMATCH", key, _at("XMATCH", key, searched, mode, direction)) + 1


def _at(name: str, key: Value, searched: Array, mode: int, direction: int) -> int | None:
    if 1 not in {searched.height, searched.width}:
        raise failed("#VALUE!", f"{name} lookup range must be a single row or a single column.")
    places = list(enumerate(searched.values()))
    if direction < 0:
        places.reverse()
    like = likeness(key.value, wildcards=mode == 2)
    for at, each in places:
        if like(each.value):
            return at
    return _nearest(key, places, mode) if mode in {-1, 1} else None


def _nearest(key: Value, places: list[tuple[int, Outcome]], mode: int) -> int | None:
    """The next smaller value by -1, the next larger one by 1."""
    sought = order(key.value)
    same = [(order(each.value), at) for at, each in places if order(each.value)[0] == sought[0]]
    beyond = [each for each in same if (each[0] < sought if mode < 0 else each[0] > sought)]
    if not beyond:
        return None
    return (max if mode < 0 else min)(beyond, key=lambda each: each[0])[1]


def index(table: Array, first: First | None = None, second: First | None = None) -> Result:
    """INDEX: one value; 0 means a whole row or column. In a single row, the one number is a column."""
    row, column = int(first or 0), int(second or 0)
    if table.height == 1 and table.width > 1 and not column:
        row, column = 0, row
    if row < 0 or column < 0:
        raise failed("#VALUE!", "INDEX parameters should be 0 or more.")
    if row > table.height or column > table.width:
        raise failed("#REF!", "INDEX evaluates to an out of bounds range.")
    rows = (row - 1, row) if row else (0, table.height)
    columns = (column - 1, column) if column else (0, table.width)
    return table.part(Region(rows[0], columns[0], rows[1], columns[1]))


FUNCTIONS: Mapping[str, Known] = {
    "HLOOKUP": eager(h_lookup),
    "INDEX": eager(index, over_arrays=True),
    "LOOKUP": eager(lookup),
    "MATCH": eager(match),
    "VLOOKUP": eager(v_lookup),
    "XLOOKUP": eager(x_lookup),
    "XMATCH": eager(x_match),
}
