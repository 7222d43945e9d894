"""What formulas come to: values, errors, and how a value is shown."""

from __future__ import annotations

from dataclasses import dataclass

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


BLANK = Outcome(None)
_KINDS = {
    "#DIV/0!": "DIVIDE_BY_ZERO",
    "#ERROR!": "ERROR",
    "#N/A": "N_A",
    "#NAME?": "NAME",
    "#NUM!": "NUM",
    "#REF!": "REF",
    "#VALUE!": "VALUE",
    "Loading...": "LOADING",
}


def failure(shown: str, message: str) -> Failure:
    """An error by the text that a cell shows, with the words behind its red corner."""
    return Failure(_KINDS[shown], shown, message)


class FailedError(Exception):
    """Part of a formula ended in an error, and so does what depends on it."""

    def __init__(self, reason: Failure) -> None:
        super().__init__(reason.message)
        self.reason = reason


def failed(shown: str, message: str) -> FailedError:
    """The same, to raise."""
    return FailedError(failure(shown, message))


PARSE_FAILURE = failure("#ERROR!", "Formula parse error.")
LOST = failure("#REF!", "Reference does not exist.")
LOADING = failure("Loading...", "Loading...")
NOT_AVAILABLE = failure("#N/A", "Did not find value.")
CIRCULAR = failure(
    "#REF!",
    "Circular dependency detected. To resolve with iterative calculation, see File > Settings.",
)
WRITTEN = {
    "#N/A": NOT_AVAILABLE,
    "#REF!": LOST,
    "REF!": LOST,
    "#VALUE!": failure("#VALUE!", "The value has the wrong type."),
    "#NUM!": failure("#NUM!", "The number is out of range."),
    "#NAME?": failure("#NAME?", "Unknown range name."),
    "#ERROR!": PARSE_FAILURE,
    "#DIV/0!": failure("#DIV/0!", "Function DIVIDE parameter 2 cannot be zero."),
}


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
