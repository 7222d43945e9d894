"""Data validation that refuses: which values a strict rule keeps out.

Only kinds of rules are judged that need no other cells; the rest let everything pass. The words are those of
Apps Script for the same refusal; no recorded reply of the API shows it.
"""

from __future__ import annotations

import operator
from collections.abc import Callable

from workspace_agent.sandbox.call import ApiError, Json
from workspace_agent.sandbox.sheets.a1 import Place, cell_name
from workspace_agent.sandbox.sheets.model import Cell
from workspace_agent.sandbox.sheets.shown import MOMENT_KINDS
from workspace_agent.sandbox.sheets.typed import Formula

_NUMBERS: dict[str, Callable[[float, list[float]], bool]] = {
    "NUMBER_GREATER": lambda value, bounds: operator.gt(value, bounds[0]),
    "NUMBER_GREATER_THAN_EQ": lambda value, bounds: operator.ge(value, bounds[0]),
    "NUMBER_LESS": lambda value, bounds: operator.lt(value, bounds[0]),
    "NUMBER_LESS_THAN_EQ": lambda value, bounds: operator.le(value, bounds[0]),
    "NUMBER_BETWEEN": lambda value, bounds: bounds[0] <= value <= bounds[1],
}


def refuse_invalid(place: Place, cell: Cell) -> None:
    """Refuse a value that a strict rule keeps out of its cell.

    Raises:
        ApiError: The rule keeps it out.
    """
    rule = cell.validation or {}
    if not rule.get("strict") or cell.entered is None or isinstance(cell.entered, Formula):
        return
    if not _passes(cell, rule.get("condition") or {}):
        message = (
            f"The data you entered in cell {cell_name(place)} violates the data validation rules set on this "
            "cell."
        )
        raise ApiError(400, message, canonical="INVALID_ARGUMENT")


def _passes(cell: Cell, condition: Json) -> bool:
    kind, value = condition.get("type", ""), cell.entered
    given = [str(one.get("userEnteredValue", "")) for one in condition.get("values") or []]
    if kind == "ONE_OF_LIST":
        return str(value) in given
    if kind == "BOOLEAN":
        return str(value) in given if given else isinstance(value, bool)
    if kind == "DATE_IS_VALID":
        return cell.number_format is not None and cell.number_format.kind in MOMENT_KINDS
    if kind in _NUMBERS and all(_is_number(text) for text in given):
        number = isinstance(value, int | float) and not isinstance(value, bool)
        return number and _NUMBERS[kind](float(str(value)), [float(text) for text in given])
    return True


def _is_number(text: str) -> bool:
    try:
        return float(text) is not None
    except ValueError:
        return False
