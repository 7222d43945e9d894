"""How Sheets shows a number: patterns of dates, times and numbers."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import datetime

from workspace_agent.sandbox.sheets.locales import Locale, locale_of
from workspace_agent.sandbox.sheets.serial import moment_of_serial, total_seconds
from workspace_agent.sandbox.sheets.typed import NumberFormat

MOMENT_KINDS = frozenset({"DATE", "TIME", "DATE_TIME"})

_TOKEN = re.compile(r'\[h+\]|am/pm|a/p|y+|m+|d+|h+|s+|"[^"]*"|\\.|.', re.IGNORECASE)
# Quoted words, one escaped letter, the symbol in `[$€-407]`; colours, conditions and padding show nothing.
_LITERAL = re.compile(r'"([^"]*)"|\\(.)|\[\$([^\]-]*)[^\]]*\]|\[[^\]]*\]|[_*].')
_QUIET = re.compile(r'"[^"]*"|\\.|\[(?!h)[^\]]*\]|[_*].', re.IGNORECASE)
_MOMENT_LETTERS = re.compile("[ymdhs]", re.IGNORECASE)
_DIGITS = re.compile(r"[#0,]*[#0](?:\.(?P<decimals>[#0]*))?(?P<exponent>E\+0+)?")


def show_number(value: float, number_format: NumberFormat | None, locale: str) -> str:
    """The text that a number shows in a cell.

    Args:
        value: The number, a serial number where the format is one of date or time.
        number_format: The format of the cell, if any.
        locale: Locale of the spreadsheet: it gives the pattern where the format has none.

    Returns:
        The text of `formattedValue`.
    """
    setting = locale_of(locale)
    if number_format is None or number_format.kind == "TEXT":
        return show_plainly(value).replace(".", setting.decimal)
    pattern = number_format.pattern or setting.patterns.get(number_format.kind, "")
    if number_format.kind in MOMENT_KINDS:
        return _show_moment(value, pattern, setting)
    return _show_pattern(value, pattern, setting)


def show_as(value: float, pattern: str, locale: str) -> str:
    """The text that a number shows under a pattern alone, which says by its letters what kind it is of."""
    kind = "DATE_TIME" if _MOMENT_LETTERS.search(_QUIET.sub("", pattern)) else "NUMBER"
    return show_number(value, NumberFormat(kind, pattern), locale) if pattern else ""


def show_plainly(value: float) -> str:
    """A number under the automatic format: ten digits, or as many as a whole number has."""
    if abs(value) >= 1e15 or 0 < abs(value) < 1e-10:
        mantissa, _, exponent = f"{value:.5E}".partition("E")
        return f"{mantissa.rstrip('0').rstrip('.')}E{exponent}"
    whole = math.floor(math.log10(abs(value))) + 1 if value else 0
    return f"{value or 0:.{max(10 - whole, 1)}f}".rstrip("0").rstrip(".")


def _show_moment(value: float, pattern: str, locale: Locale) -> str:
    tokens = [found[0] for found in _TOKEN.finditer(pattern)]
    shown = _Moment(moment_of_serial(value), locale, _half_day(tokens))
    return "".join(
        _show_duration_hours(value) if token.lower().startswith("[h") else _show_token(tokens, at, shown)
        for at, token in enumerate(tokens)
    )


def _show_duration_hours(value: float) -> str:
    return str(total_seconds(value) // 3600)


@dataclass(frozen=True, slots=True)
class _Moment:
    moment: datetime
    locale: Locale
    half_day: bool


def _half_day(tokens: list[str]) -> bool:
    return any(token.lower() in {"am/pm", "a/p"} for token in tokens)


def _show_token(tokens: list[str], at: int, shown: _Moment) -> str:
    token, moment = tokens[at], shown.moment
    letter = token[0].lower()
    if token.lower() in {"am/pm", "a/p"}:
        return f"{moment:%p}" if len(token) > 3 else f"{moment:%p}"[0]
    if letter in {'"', "\\"}:
        return token.strip('"').removeprefix("\\")
    if letter == "m":
        return _digits(moment.minute, token) if _means_minutes(tokens, at) else _show_month(shown, token)
    return _show_field(letter, token, shown)


def _show_field(letter: str, token: str, shown: _Moment) -> str:
    moment = shown.moment
    hour = (moment.hour % 12 or 12) if shown.half_day else moment.hour
    if letter == "y":
        return f"{moment.year:04d}" if len(token) > 2 else f"{moment.year % 100:02d}"
    if letter == "d" and len(token) > 2:
        return shown.locale.days[moment.weekday()][: None if len(token) > 3 else 3]
    numbers = {"d": moment.day, "h": hour, "s": moment.second}
    return _digits(numbers[letter], token) if letter in numbers else token


def _show_month(shown: _Moment, token: str) -> str:
    if len(token) > 2:
        return shown.locale.months[shown.moment.month - 1][: None if len(token) > 3 else 3]
    return _digits(shown.moment.month, token)


def _digits(number: int, token: str) -> str:
    return f"{number:02d}" if len(token) > 1 else str(number)


def _means_minutes(tokens: list[str], at: int) -> bool:
    """Whether an `m` counts minutes: the field before it is hours, or the field after it is seconds."""
    fields = [(place, token[0].lower()) for place, token in enumerate(tokens) if token[0].lower() in "ymdhs["]
    here = [place for place, _ in fields].index(at)
    before = fields[here - 1][1] if here else ""
    after = fields[here + 1][1] if here + 1 < len(fields) else ""
    return before in {"h", "["} or after == "s"


def _show_pattern(value: float, pattern: str, locale: Locale) -> str:
    sections = pattern.split(";")
    if value < 0 and len(sections) > 1:
        return _show_section(-value, sections[1], locale)
    sign = "-" if value < 0 else ""
    return sign + _show_section(abs(value), sections[0], locale)


def _show_section(value: float, section: str, locale: Locale) -> str:
    found = _DIGITS.search(section)
    if found is None:
        return _literal(section)
    shown = _show_digits(value * 100 if "%" in section else value, found)
    marks = str.maketrans({",": locale.groups[0], ".": locale.decimal})
    return _literal(section[: found.start()]) + shown.translate(marks) + _literal(section[found.end() :])


def _show_digits(value: float, found: re.Match[str]) -> str:
    decimals = found["decimals"] or ""
    if found["exponent"]:
        return f"{value:.{len(decimals)}E}"
    whole = found[0].partition(".")[0]
    text = f"{_half_up(value, len(decimals)):{',' if ',' in whole else ''}.{len(decimals)}f}"
    text = _drop_optional(text, decimals) if "#" in decimals else text
    least = whole.count("0")
    return text if least < 2 else text.zfill(least + len(text) - len(text.partition(".")[0]))


def _half_up(value: float, places: int) -> float:
    # 37 * 0.01 * 100 is not quite 37; the nudge makes halves that only look like halves round as Sheets does.
    return round(value + 1e-12, places)


def _drop_optional(text: str, decimals: str) -> str:
    optional = len(decimals) - len(decimals.rstrip("#"))
    kept = text[:-optional] + text[-optional:].rstrip("0")
    return kept.rstrip(".")


def _literal(text: str) -> str:
    return _LITERAL.sub(lambda found: found[1] or found[2] or found[3] or "", text)
