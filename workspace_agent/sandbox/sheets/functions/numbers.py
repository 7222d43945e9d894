"""Rounding and other arithmetic with single numbers."""

from __future__ import annotations

import math
from collections.abc import Mapping
from decimal import ROUND_DOWN, ROUND_HALF_UP, ROUND_UP, Decimal

from workspace_agent.sandbox.sheets.formula_signatures import Known, eager
from workspace_agent.sandbox.sheets.outcomes import failed

_MOST = 1_125_900_000_000  # https://support.google.com/docs/answer/3093497


def _rounded(value: float, places: int, way: str) -> float:
    # A number rounds as it is written: 1.005 has a half at its third place, although its bits have less.
    written = Decimal(repr(value))
    if places >= -int(written.as_tuple().exponent):
        return value
    unit = Decimal(1).scaleb(-places)
    return float((written / unit).to_integral_value(rounding=way) * unit)


def round_half_up(value: float, places: int = 0) -> float:
    """ROUND: halves go away from zero."""
    return _rounded(value, places, ROUND_HALF_UP)


def round_up(value: float, places: int = 0) -> float:
    """ROUNDUP: away from zero."""
    return _rounded(value, places, ROUND_UP)


def round_down(value: float, places: int = 0) -> float:
    """ROUNDDOWN and TRUNC: towards zero."""
    return _rounded(value, places, ROUND_DOWN)


def integer(value: float) -> int:
    """INT: the next whole number below."""
    return math.floor(value)


def remainder(dividend: float, divisor: float) -> float:
    """MOD: what is left over, with the sign of the divisor."""
    if divisor == 0:
        raise failed("#DIV/0!", "Function MOD parameter 2 cannot be zero.")
    if abs(dividend / divisor) > _MOST:
        raise failed("#NUM!", "Function MOD parameter 1 is too large for parameter 2.")
    return dividend % divisor


def quotient(dividend: float, divisor: float) -> int:
    """QUOTIENT: without what is left over."""
    return int(dividend / divisor)


def absolute(value: float) -> float:
    """ABS."""
    return abs(value)


def sign(value: float) -> int:
    """SIGN."""
    return (value > 0) - (value < 0)


def square_root(value: float) -> float:
    """SQRT."""
    if value < 0:
        raise failed("#NUM!", f"Function SQRT parameter 1 value is {value:g}. It should be 0 or more.")
    return math.sqrt(value)


def ceiling(value: float, factor: float = 1) -> float:
    """CEILING: the next multiple above."""
    _refuse_signs("CEILING", value, factor)
    return float(math.ceil(round(value / factor, 9)) * Decimal(repr(factor))) if factor else 0.0


def floor(value: float, factor: float = 1) -> float:
    """FLOOR: the next multiple below."""
    _refuse_signs("FLOOR", value, factor)
    return float(math.floor(round(value / factor, 9)) * Decimal(repr(factor)))


def _refuse_signs(name: str, value: float, factor: float) -> None:
    if value > 0 > factor:
        raise failed("#NUM!", f"Function {name} parameters 1 and 2 should have the same sign.")


def nearest_multiple(value: float, factor: float) -> float:
    """MROUND: the nearest multiple; halves go away from zero."""
    if value * factor < 0:
        raise failed("#NUM!", "Function MROUND parameters 1 and 2 should have the same sign.")
    return float(math.floor(round(value / factor, 9) + 0.5) * Decimal(repr(factor))) if factor else 0.0


FUNCTIONS: Mapping[str, Known] = {
    "ABS": eager(absolute),
    "CEILING": eager(ceiling),
    "FLOOR": eager(floor),
    "INT": eager(integer),
    "MOD": eager(remainder),
    "MROUND": eager(nearest_multiple),
    "QUOTIENT": eager(quotient),
    "ROUND": eager(round_half_up),
    "ROUNDDOWN": eager(round_down),
    "ROUNDUP": eager(round_up),
    "SIGN": eager(sign),
    "SQRT": eager(square_root),
    "TRUNC": eager(round_down),
}
