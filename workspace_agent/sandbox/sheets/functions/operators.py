"""Operators, which Sheets knows by names as well.

A day plus a number is a day, between two days lies a number, and what is between two times is a duration.
Money and percentages stay what they are.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

from workspace_agent.sandbox.sheets.formula_reading import Quantity, Value
from workspace_agent.sandbox.sheets.formula_signatures import Known, eager
from workspace_agent.sandbox.sheets.functions.order import order_beside
from workspace_agent.sandbox.sheets.outcomes import Outcome, failed
from workspace_agent.sandbox.sheets.typed import NumberFormat

_DAYS = frozenset({"DATE", "DATE_TIME"})
_KEPT = frozenset({"CURRENCY", "PERCENT"})
_DURATION = NumberFormat("TIME", "[h]:mm:ss")


def add(left: Quantity, right: Quantity) -> Outcome:
    """`+`."""
    return Outcome(left.number + right.number, number_format=_of_sum(left, right))


def subtract(left: Quantity, right: Quantity) -> Outcome:
    """`-`."""
    return Outcome(left.number - right.number, number_format=_of_sum(left, right))


def multiply(left: Quantity, right: Quantity) -> Outcome:
    """`*`."""
    return Outcome(left.number * right.number, number_format=_kept(left, right))


def divide(left: Quantity, right: Quantity) -> Outcome:
    """`/`."""
    if right.number == 0:
        raise failed("#DIV/0!", "Function DIVIDE parameter 2 cannot be zero.")
    return Outcome(left.number / right.number, number_format=_kept(left, right))


def _of_sum(left: Quantity, right: Quantity) -> NumberFormat | None:
    formats = [each.number_format for each in (left, right) if each.number_format is not None]
    days = [each for each in formats if each.kind in _DAYS]
    if days:
        return days[0] if len(days) == 1 else None
    times = [each for each in formats if each.kind == "TIME"]
    if times:
        return times[0] if len(times) == 1 else _DURATION
    return _kept(left, right)


def _kept(*operands: Quantity) -> NumberFormat | None:
    formats = (each.number_format for each in operands)
    return next((each for each in formats if each is not None and each.kind in _KEPT), None)


def power(base: Quantity, exponent: Quantity) -> float:
    """`^`; of a negative number there are odd roots only."""
    root = 1 / exponent.number if exponent.number else 0.0
    if base.number < 0 and not exponent.number.is_integer():
        if root % 2 != 1:
            raise failed("#NUM!", "Function POWER parameters 1 and 2 have no result.")
        return -math.pow(-base.number, exponent.number)
    if base.number == 0 > exponent.number:
        raise failed("#NUM!", "Function POWER parameters 1 and 2 have no result.")
    return math.pow(base.number, exponent.number)


def negative(value: Quantity) -> Outcome:
    """`-` before a number."""
    return Outcome(-value.number, number_format=_kept(value))


def itself(value: Value) -> Outcome:
    """`+` before a value, which changes nothing."""
    return value


def hundredth(value: Quantity) -> float:
    """`%`."""
    return value.number / 100


def joined(left: str, right: str) -> str:
    """`&`."""
    return left + right


def equal(left: Value, right: Value) -> bool:
    """`=`."""
    return order_beside(left, right) == order_beside(right, left)


def unequal(left: Value, right: Value) -> bool:
    """`<>`."""
    return order_beside(left, right) != order_beside(right, left)


def less(left: Value, right: Value) -> bool:
    """`<`."""
    return order_beside(left, right) < order_beside(right, left)


def less_or_equal(left: Value, right: Value) -> bool:
    """`<=`."""
    return order_beside(left, right) <= order_beside(right, left)


def greater(left: Value, right: Value) -> bool:
    """`>`."""
    return order_beside(left, right) > order_beside(right, left)


def greater_or_equal(left: Value, right: Value) -> bool:
    """`>=`."""
    return order_beside(left, right) >= order_beside(right, left)


FUNCTIONS: Mapping[str, Known] = {
    "ADD": eager(add),
    "CONCAT": eager(joined),
    "DIVIDE": eager(divide),
    "EQ": eager(equal),
    "GT": eager(greater),
    "GTE": eager(greater_or_equal),
    "LT": eager(less),
    "LTE": eager(less_or_equal),
    "MINUS": eager(subtract),
    "MULTIPLY": eager(multiply),
    "NE": eager(unequal),
    "POW": eager(power),
    "POWER": eager(power),
    "UMINUS": eager(negative),
    "UNARY_PERCENT": eager(hundredth),
    "UPLUS": eager(itself),
}
