"""Functions whose results spread over more than one cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated

from workspace_agent.sandbox.sheets.formula_reading import sound
from workspace_agent.sandbox.sheets.formula_signatures import Known, eager
from workspace_agent.sandbox.sheets.formula_values import Array, Result, Row, array_of, padded
from workspace_agent.sandbox.sheets.functions.logic import ARRAY_FORMULA
from workspace_agent.sandbox.sheets.functions.order import order
from workspace_agent.sandbox.sheets.outcomes import NOT_AVAILABLE, Outcome, failed

_MOST = 1_000_000


def filtered(values: Array, first: Array, *rest: Array) -> Array:
    """FILTER: the rows, or columns, beside which all conditions are true."""
    by_row = first.width == 1 and (values.height == first.height or first.height > 1)
    rows = values.rows if by_row else values.turned().rows
    kept = [all(_true(each, at, len(rows), values) for each in (first, *rest)) for at in range(len(rows))]
    found = tuple(row for row, keep in zip(rows, kept, strict=True) if keep)
    if not found:
        raise failed("#N/A", "No matches are found in FILTER evaluation.")
    return Array(found) if by_row else Array(found).turned()


def _true(condition: Array, at: int, count: int, values: Array) -> bool:
    given = list(condition.values())
    if len(given) != count or 1 not in {condition.height, condition.width}:
        message = (
            f"FILTER has mismatched range sizes. Expected row count: {values.height}. column count: 1. "
            f"Actual row count: {condition.height}, column count: {condition.width}."
        )
        raise failed("#N/A", message)
    value = given[at].value
    return bool(value) if isinstance(value, bool | int | float) else False


def unique(values: Array, by_column: bool = False, once: bool = False) -> Array:  # noqa: FBT001, FBT002 - as in Sheets
    """UNIQUE: rows without their repetitions, in the order of their first; letter case counts."""
    rows = values.turned().rows if by_column else values.rows
    counts: dict[tuple[object, ...], list[Row]] = {}
    for row in rows:
        counts.setdefault(tuple((type(one.value) is bool, one.value) for one in row), []).append(row)
    found = tuple(same[0] for same in counts.values() if len(same) == 1 or not once)
    if not found:
        raise failed("#N/A", "No unique values are found in UNIQUE evaluation.")
    return Array(found).turned() if by_column else Array(found)


def ordered(values: Array, *keys: Annotated[object, Result, bool]) -> Array:
    """SORT: rows by some of their columns, or by columns beside them; blanks come last."""
    if values.height == 1:
        return values
    pairs = list(zip(keys[::2], keys[1::2], strict=True)) or [(Outcome(1), True)]
    order_of_rows = list(range(values.height))
    for key, ascending in reversed(pairs):
        column = _sort_column(values, array_of(key))  # type: ignore[arg-type]
        order_of_rows = _sorted(order_of_rows, column, ascending=bool(ascending))
    return Array(tuple(values.rows[at] for at in order_of_rows))


def _sort_column(values: Array, key: Array) -> Sequence[Outcome]:
    if not key.single:
        if key.width != 1 or key.height != values.height:
            raise failed("#VALUE!", "SORT has mismatched range sizes.")
        return key.column(0)
    number = sound(key.rows[0][0]).value
    if not isinstance(number, int | float) or not 1 <= int(number) <= values.width:
        raise failed("#VALUE!", f"Function SORT parameter 2 value is {number}. It is no column of the range.")
    return values.column(int(number) - 1)


def _sorted(rows: list[int], column: Sequence[Outcome], *, ascending: bool) -> list[int]:
    filled = [at for at in rows if column[at].value is not None]
    blank = [at for at in rows if column[at].value is None]
    return sorted(filled, key=lambda at: order(column[at].value), reverse=not ascending) + blank


def transposed(values: Array) -> Array:
    """TRANSPOSE."""
    return values.turned()


def flattened(first: Array, *rest: Array) -> Array:
    """FLATTEN: everything below one another."""
    return Array(tuple((value,) for each in (first, *rest) for value in each.values()))


def sequence(rows: int = 1, columns: int = 1, start: float = 1, step: float = 1) -> Array:
    """SEQUENCE: numbers row by row."""
    if not (rows >= 1 <= columns and rows * columns <= _MOST):
        raise failed("#NUM!", f"Function SEQUENCE makes between 1 and {_MOST} values.")
    return Array(
        tuple(
            tuple(Outcome(start + step * (row * columns + column)) for column in range(columns))
            for row in range(rows)
        )
    )


def below(first: Array, *rest: Array) -> Array:
    """VSTACK: arrays below one another; short rows end in `#N/A`."""
    return _with_gaps([row for each in (first, *rest) for row in each.rows])


def beside(first: Array, *rest: Array) -> Array:
    """HSTACK: arrays beside one another; short columns end in `#N/A`."""
    return _with_gaps([row for each in (first, *rest) for row in each.turned().rows]).turned()


def _with_gaps(rows: list[Row]) -> Array:
    width = max(len(row) for row in rows)
    return padded((*row, *[Outcome(NOT_AVAILABLE)] * (width - len(row))) for row in rows)


FUNCTIONS: Mapping[str, Known] = {
    "ARRAYFORMULA": ARRAY_FORMULA,
    "FILTER": eager(filtered, over_arrays=True),
    "FLATTEN": eager(flattened),
    "HSTACK": eager(beside),
    "SEQUENCE": eager(sequence),
    "SORT": eager(ordered, over_arrays=True),
    "TRANSPOSE": eager(transposed),
    "UNIQUE": eager(unique),
    "VSTACK": eager(below),
}
