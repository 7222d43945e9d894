"""What a person typed and what Sheets makes of it (`USER_ENTERED`)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from workspace_agent.sandbox.sheets.dates import Dated, read_moment

_GROUPED = r"[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+"
_NUMBER = re.compile(
    rf"(?P<sign>[+-]?)(?P<currency>[$£€]?)(?P<whole>{_GROUPED}|)(?P<decimals>\.[0-9]*)?"
    r"(?P<exponent>[eE][+-]?[0-9]{1,3})?(?P<percent>\s?%)?"
)
_CURRENCY = {"en_GB": "£", "en_IE": "€"}


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula as typed, with its equals sign."""

    text: str


@dataclass(frozen=True, slots=True)
class NumberFormat:
    """How Sheets shows a number: `type` and `pattern` of the wire."""

    kind: str
    pattern: str


Scalar = str | bool | int | float
Entered = Scalar | Formula


@dataclass(frozen=True, slots=True)
class Typed:
    """What became of typed text: the value, and the format that its look asked for."""

    value: Entered
    format: NumberFormat | None = None


def read_typed(text: str, *, locale: str, today: date) -> Typed:
    """Read text as if a person had typed it into a cell.

    Args:
        text: What was typed; it is not empty.
        locale: Locale of the spreadsheet; it decides the order of day and month, and the currency.
        today: Gives the year of a date that has none.

    Returns:
        The value and its format; anything that is no number, date, time, box or formula is text, unchanged.
    """
    if text.startswith("'"):
        return Typed(text[1:])
    if text.startswith("=") and len(text) > 1:
        return Typed(Formula(text))
    return _read_value(text.strip(), locale, today) or Typed(text)


def _read_value(text: str, locale: str, today: date) -> Typed | None:
    if text.upper() in {"TRUE", "FALSE"}:
        return Typed(text.upper() == "TRUE")
    return _read_number(text, locale) or _from_moment(read_moment(text, locale=locale, today=today))


def _from_moment(dated: Dated | None) -> Typed | None:
    return None if dated is None else Typed(dated.serial, NumberFormat(dated.kind, dated.pattern))


def _read_number(text: str, locale: str) -> Typed | None:
    found = _NUMBER.fullmatch(text)
    if found is None or not (found["whole"] or (found["decimals"] or "").strip(".")):
        return None
    symbol = found["currency"]
    if symbol and (symbol != _CURRENCY.get(locale, "$") or found["percent"]):
        return None
    return Typed(_number(found), _number_format(found))


def _number(found: re.Match[str]) -> int | float:
    digits = (found["whole"] or "0").replace(",", "") + (found["decimals"] or "") + (found["exponent"] or "")
    value = float(f"{found['sign']}{digits}")
    if found["percent"]:
        value /= 100
    return int(value) if value.is_integer() else value


def _number_format(found: re.Match[str]) -> NumberFormat | None:
    decimals = ".00" if found["decimals"] else ""
    if found["percent"]:
        return NumberFormat("PERCENT", f"0{decimals}%")
    if found["exponent"]:
        return NumberFormat("SCIENTIFIC", "0.00E+00")
    if found["currency"]:
        return NumberFormat("CURRENCY", f"{found['currency']}#,##0{decimals}")
    return NumberFormat("NUMBER", f"#,##0{decimals}") if "," in found["whole"] else None
