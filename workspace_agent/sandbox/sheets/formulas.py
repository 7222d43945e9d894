"""Formulas: links, fixed results and a sum of two numbers; no reference is followed."""

from __future__ import annotations

import operator
import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from workspace_agent.sandbox.sheets.typed import Formula, Scalar

_LINK = re.compile(
    r'=\s*HYPERLINK\(\s*"(?P<url>[^"]*)"\s*(?:[,;]\s*"(?P<label>(?:[^"]|"")*)"\s*)?\)', re.IGNORECASE
)
_NUMBER = re.compile(r"=\s*(-?[0-9]+(?:\.[0-9]+)?)")
_SUM = re.compile(r"=\s*(-?[0-9]+(?:\.[0-9]+)?)\s*([-+*/])\s*([0-9]+(?:\.[0-9]+)?)")
_TEXT = re.compile(r'="((?:[^"]|"")*)"')
_LOADING = re.compile(r"=\s*(?:IMPORT[A-Z]+|GOOGLEFINANCE)\(", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Failure:
    """A formula that ended in an error, or has not ended yet."""

    kind: str
    shown: str
    message: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a formula came to, and the address it links to."""

    value: Scalar | Failure
    link: str = ""


_FIXED: dict[str, bool | Failure] = {
    "=TRUE": True,
    "=FALSE": False,
    "=NA()": Failure("N_A", "#N/A", "Did not find value."),
    "=#N/A": Failure("N_A", "#N/A", "Did not find value."),
    "=#REF!": Failure("REF", "#REF!", "Reference does not exist."),
    "=REF!": Failure("REF", "#REF!", "Reference does not exist."),
    "=#VALUE!": Failure("VALUE", "#VALUE!", "The value has the wrong type."),
    "=#NUM!": Failure("NUM", "#NUM!", "The number is out of range."),
    "=#DIV/0!": Failure("DIVIDE_BY_ZERO", "#DIV/0!", "Function DIVIDE parameter 2 cannot be zero."),
}


_OPERATORS = {"+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv}


@lru_cache(maxsize=1024)
def outcome_of(formula: Formula) -> Outcome:
    """What a formula comes to here.

    Links, constants, sums of two and the written-out errors have their results; imports stay `Loading...`,
    as they do while Google fetches; everything else is an unknown name, so that no test leans on it.
    """
    link = _LINK.fullmatch(formula.text)
    if link is not None:
        label = link["url"] if link["label"] is None else link["label"]
        return Outcome(label.replace('""', '"'), link["url"])
    return Outcome(_constant(formula.text))


def _constant(text: str) -> Scalar | Failure:
    fixed = _FIXED.get(text.replace(" ", "").upper())
    if fixed is not None:
        return fixed
    if _LOADING.match(text):
        return Failure("LOADING", "Loading...", "Loading...")
    if number := _NUMBER.fullmatch(text):
        return float(number[1])
    if two := _SUM.fullmatch(text):
        return _calculated(Decimal(two[1]), two[2], Decimal(two[3]))
    if quoted := _TEXT.fullmatch(text):
        return quoted[1].replace('""', '"')
    return Failure("NAME", "#NAME?", "Unknown function or range name.")


def _calculated(first: Decimal, sign: str, second: Decimal) -> float | bool | Failure:
    if sign == "/" and not second:
        return _FIXED["=#DIV/0!"]
    return float(_OPERATORS[sign](first, second))
