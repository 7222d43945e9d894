"""What formulas come to: values, errors, and how values turn into numbers and text."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from workspace_agent.sandbox.sheets.locales import locale_of
from workspace_agent.sandbox.sheets.shown import show_number
from workspace_agent.sandbox.sheets.typed import NumberFormat, Scalar


@dataclass(frozen=True, slots=True)
class Failure:
    """A formula that ended in an error, or has not ended yet."""

    kind: str
    shown: str
    message: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a cell or a part of a formula comes to.

    Attributes:
        value: The value; None is blank.
        link: The address that it links to.
        number_format: The format that it shows in unless the cell has its own.
    """

    value: Scalar | Failure | None
    link: str = ""
    number_format: NumberFormat | None = None


PARSE_FAILURE = Failure("ERROR", "#ERROR!", "Formula parse error.")
LOST = Failure("REF", "#REF!", "Reference does not exist.")
LOADING = Failure("LOADING", "Loading...", "Loading...")
NOT_AVAILABLE = Failure("N_A", "#N/A", "Did not find value.")
CIRCULAR = Failure(
    "REF",
    "#REF!",
    "Circular dependency detected. To resolve with iterative calculation, see File > Settings.",
)
WRITTEN = {
    "#N/A": NOT_AVAILABLE,
    "#REF!": LOST,
    "REF!": LOST,
    "#VALUE!": Failure("VALUE", "#VALUE!", "The value has the wrong type."),
    "#NUM!": Failure("NUM", "#NUM!", "The number is out of range."),
    "#NAME?": Failure("NAME", "#NAME?", "Unknown range name."),
    "#ERROR!": PARSE_FAILURE,
    "#DIV/0!": Failure("DIVIDE_BY_ZERO", "#DIV/0!", "Function DIVIDE parameter 2 cannot be zero."),
}


def number_in(value: Scalar | Failure | None, function: str, parameter: int) -> Decimal | Failure:
    """A value as the number that a function takes it for; a blank counts as nothing."""
    if isinstance(value, Failure):
        return value
    if value is None or isinstance(value, bool | int | float):
        return Decimal(str(float(value or 0)))
    message = (
        f"Function {function} parameter {parameter} expects number values. "
        f"But '{value}' is a text and cannot be coerced to a number."
    )
    return Failure("VALUE", "#VALUE!", message)


def text_in(outcome: Outcome, locale: str) -> str:
    """A value as the text that it joins with others; the format of a cell comes along."""
    value = outcome.value
    if isinstance(value, Failure):
        return value.shown
    if isinstance(value, bool):
        return locale_of(locale).booleans[not value]
    if isinstance(value, int | float):
        return show_number(value, outcome.number_format, locale)
    return value or ""
