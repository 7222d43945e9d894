"""The functions that formulas may call here; every other name is unknown, so that no test leans on it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

from workspace_agent.sandbox.sheets.formula_tree import Function
from workspace_agent.sandbox.sheets.model import Sheet
from workspace_agent.sandbox.sheets.outcomes import (
    LOADING,
    NOT_AVAILABLE,
    Failure,
    Outcome,
    number_in,
    text_in,
)
from workspace_agent.sandbox.sheets.serial import fraction_of_day, serial_of_date
from workspace_agent.sandbox.sheets.typed import NumberFormat

if TYPE_CHECKING:
    from workspace_agent.sandbox.sheets.formulas import Calculation

_FETCHING = re.compile(r"IMPORT[A-Z]+|GOOGLEFINANCE")
_MANY = 255


def called(calculation: Calculation, call: Function, sheet: Sheet) -> Outcome:
    """What a call comes to; imports stay `Loading...`, as they do while Google fetches."""
    if _FETCHING.fullmatch(call.name):
        return Outcome(LOADING)
    known = FUNCTIONS.get(call.name)
    if known is None:
        return Outcome(Failure("NAME", "#NAME?", f"Unknown function: '{call.name}'."))
    least, most, function = known
    if not least <= len(call.arguments) <= most:
        message = f"Wrong number of arguments to {call.name}."
        return Outcome(Failure("N_A", "#N/A", message))
    return function(calculation, call, sheet)


def _sum(calculation: Calculation, call: Function, sheet: Sheet) -> Outcome:
    total = Decimal(0)
    formats: list[NumberFormat | None] = []
    for at, argument in enumerate(call.arguments, start=1):
        for each in calculation.listed(argument, sheet):
            if isinstance(each.value, str | bool) and calculation.is_range(argument):
                continue
            number = number_in(each.value, "SUM", at)
            if isinstance(number, Failure):
                return Outcome(number)
            total += number
            formats.append(each.number_format)
    return Outcome(float(total), number_format=formats[0] if formats else None)


def _count_filled(calculation: Calculation, call: Function, sheet: Sheet) -> Outcome:
    values = (each.value for argument in call.arguments for each in calculation.listed(argument, sheet))
    return Outcome(sum(value is not None for value in values))


def _if(calculation: Calculation, call: Function, sheet: Sheet) -> Outcome:
    condition = calculation.evaluated(call.arguments[0], sheet).value
    if isinstance(condition, str):
        condition = number_in(condition, "IF", 1)  # type: ignore[assignment]
    if isinstance(condition, Failure):
        return Outcome(condition)
    if condition:
        return calculation.evaluated(call.arguments[1], sheet)
    return calculation.evaluated(call.arguments[2], sheet) if call.arguments[2:] else Outcome(value=False)


def _if_error(calculation: Calculation, call: Function, sheet: Sheet) -> Outcome:
    first = calculation.evaluated(call.arguments[0], sheet)
    # What is still loading is no error yet.
    if not isinstance(first.value, Failure) or first.value == LOADING:
        return first
    return calculation.evaluated(call.arguments[1], sheet) if len(call.arguments) > 1 else Outcome("")


def _concatenate(calculation: Calculation, call: Function, sheet: Sheet) -> Outcome:
    texts: list[str] = []
    for argument in call.arguments:
        for each in calculation.listed(argument, sheet):
            if isinstance(each.value, Failure):
                return Outcome(each.value)
            texts.append(text_in(each, calculation.book.locale))
    return Outcome("".join(texts))


def _hyperlink(calculation: Calculation, call: Function, sheet: Sheet) -> Outcome:
    address, *label = (calculation.evaluated(argument, sheet) for argument in call.arguments)
    link = text_in(address, calculation.book.locale)
    shown = label[0] if label and label[0].value is not None else address
    failed = next((each.value for each in (address, shown) if isinstance(each.value, Failure)), None)
    return Outcome(shown.value, link, shown.number_format) if failed is None else Outcome(failed)


def _today(calculation: Calculation, call: Function, sheet: Sheet) -> Outcome:  # noqa: ARG001 - a function
    return Outcome(serial_of_date(calculation.book.wall_clock.date()), number_format=NumberFormat("DATE", ""))


def _now(calculation: Calculation, call: Function, sheet: Sheet) -> Outcome:  # noqa: ARG001 - a function
    wall = calculation.book.wall_clock
    serial = serial_of_date(wall.date()) + fraction_of_day(wall.time())
    return Outcome(serial, number_format=NumberFormat("DATE_TIME", ""))


def _not_available(calculation: Calculation, call: Function, sheet: Sheet) -> Outcome:  # noqa: ARG001 - a function
    return Outcome(NOT_AVAILABLE)


def _truth(calculation: Calculation, call: Function, sheet: Sheet) -> Outcome:  # noqa: ARG001 - a function
    return Outcome(call.name == "TRUE")


FUNCTIONS: Mapping[str, tuple[int, int, Callable[[Calculation, Function, Sheet], Outcome]]] = {
    "CONCATENATE": (1, _MANY, _concatenate),
    "COUNTA": (1, _MANY, _count_filled),
    "FALSE": (0, 0, _truth),
    "HYPERLINK": (1, 2, _hyperlink),
    "IF": (2, 3, _if),
    "IFERROR": (1, 2, _if_error),
    "NA": (0, 0, _not_available),
    "NOW": (0, 0, _now),
    "SUM": (1, _MANY, _sum),
    "TODAY": (0, 0, _today),
    "TRUE": (0, 0, _truth),
}
"""Least and most arguments, and what the function does."""
