"""Lines through points, and places among values."""

from __future__ import annotations

import math
import statistics
from collections.abc import Mapping

from workspace_agent.sandbox.sheets.formula_reading import Numbers
from workspace_agent.sandbox.sheets.formula_signatures import Known, eager
from workspace_agent.sandbox.sheets.formula_values import Array
from workspace_agent.sandbox.sheets.functions.conditions import numbers_among
from workspace_agent.sandbox.sheets.functions.totals import like_first
from workspace_agent.sandbox.sheets.outcomes import Outcome, failed


def slope(ys: Array, xs: Array) -> float:
    """SLOPE: of the line that lies closest to the points."""
    return _line("SLOPE", ys, xs)[0]


def intercept(ys: Array, xs: Array) -> float:
    """INTERCEPT: where that line crosses 0."""
    return _line("INTERCEPT", ys, xs)[1]


def forecast(x: float, ys: Array, xs: Array) -> float:
    """FORECAST: where that line is at another place."""
    steepness, start = _line("FORECAST", ys, xs)
    return start + steepness * x


def _line(name: str, ys: Array, xs: Array) -> tuple[float, float]:
    rows, columns = list(ys.values()), list(xs.values())
    if len(rows) != len(columns):
        raise failed("#N/A", f"Function {name} has mismatched argument sizes.")
    points = [numbers_among(pair) for pair in zip(columns, rows, strict=True)]
    whole = [(x.number, y.number) for x, y in (point for point in points if len(point) == 2)]
    if not whole:
        raise failed("#N/A", f"Function {name} has no valid input data.")
    if len({x for x, _ in whole}) == 1:
        raise failed("#DIV/0!", f"Evaluation of function {name} caused a divide by zero error.")
    line = statistics.linear_regression([x for x, _ in whole], [y for _, y in whole])
    return line.slope, line.intercept


def percentile(values: Numbers, share: float) -> Outcome:
    """PERCENTILE: below which a share of the values lies."""
    return _at("PERCENTILE", values, share)


def quartile(values: Numbers, number: int) -> Outcome:
    """QUARTILE: from 0, the least, to 4, the greatest."""
    return _at("QUARTILE", values, number / 4)


def _at(name: str, values: Numbers, share: float) -> Outcome:
    found = sorted(each.number for each in values)
    if not found or not 0 <= share <= 1:
        raise failed("#NUM!", f"Function {name} parameter 2 is out of range.")
    place = share * (len(found) - 1)
    low, high = found[math.floor(place)], found[math.ceil(place)]
    return like_first(low + (high - low) * (place % 1), values)


FUNCTIONS: Mapping[str, Known] = {
    "FORECAST": eager(forecast),
    "INTERCEPT": eager(intercept),
    "PERCENTILE": eager(percentile),
    "QUARTILE": eager(quartile),
    "SLOPE": eager(slope),
}
