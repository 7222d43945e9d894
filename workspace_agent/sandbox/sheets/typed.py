"""What a person typed and what Sheets makes of it (`USER_ENTERED`)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from math import isfinite

from workspace_agent.sandbox.sheets.dates import Dated, read_moment
from workspace_agent.sandbox.sheets.locales import Locale, locale_of


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
    return read_value(text.strip(), locale=locale, today=today) or Typed(text)


@lru_cache(maxsize=4096)
def read_value(text: str, *, locale: str, today: date) -> Typed | None:
    """Read a truth value, a number, a date or a time; None where the text is none of them."""
    yes, no = locale_of(locale).booleans
    if text.upper() in {"TRUE", "FALSE", yes, no}:
        return Typed(text.upper() in {"TRUE", yes})
    return read_number(text, locale) or _from_moment(read_moment(text, locale=locale, today=today))


def _from_moment(dated: Dated | None) -> Typed | None:
    return None if dated is None else Typed(dated.serial, NumberFormat(dated.kind, dated.pattern))


@cache
def _number_pattern(locale: Locale) -> re.Pattern[str]:
    group, decimal = f"[{re.escape(locale.groups)}]", re.escape(locale.decimal)
    symbol = rf"[{re.escape(''.join(sorted({'$', '£', '€'})))}]"
    return re.compile(
        rf"(?P<sign>[+-]?)(?P<currency>{symbol}?)(?P<whole>[0-9]{{1,3}}(?:{group}[0-9]{{3}})+|[0-9]+|)"
        rf"(?P<decimals>{decimal}[0-9]*)?(?P<exponent>[eE][+-]?[0-9]{{1,3}})?"
        rf"(?P<percent>\s?%)?(?P<after>\s?{symbol})?"
    )


def read_number(text: str, name: str) -> Typed | None:
    """Read a number as people of a locale write it, with percent or the currency of the locale."""
    locale = locale_of(name)
    found = _number_pattern(locale).fullmatch(text)
    if found is None or not (found["whole"] or (found["decimals"] or "")[1:]):
        return None
    symbols = (found["currency"] + (found["after"] or "")).strip()
    if symbols and (symbols != locale.currency or found["percent"]):
        return None
    number = _number(found)
    return Typed(number, _number_format(found, locale)) if isfinite(number) else None


def _number(found: re.Match[str]) -> int | float:
    whole = "".join(filter(str.isdigit, found["whole"])) or "0"
    decimals = f".{found['decimals'][1:]}" if found["decimals"] else ""
    value = float(f"{found['sign']}{whole}{decimals}{found['exponent'] or ''}")
    if found["percent"]:
        value /= 100
    return int(value) if value.is_integer() else value


def _number_format(found: re.Match[str], locale: Locale) -> NumberFormat | None:
    decimals = ".00" if found["decimals"] else ""
    if found["percent"]:
        return NumberFormat("PERCENT", f"0{decimals}%")
    if found["exponent"]:
        return NumberFormat("SCIENTIFIC", "0.00E+00")
    if found["currency"] or found["after"]:
        return NumberFormat("CURRENCY", locale.patterns["CURRENCY"].replace(".00", decimals))
    return (
        None if found["whole"].isdigit() or not found["whole"] else NumberFormat("NUMBER", f"#,##0{decimals}")
    )
