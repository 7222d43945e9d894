"""How Sheets shows a number: patterns of dates, times and numbers."""

from __future__ import annotations

import re
from datetime import datetime

from workspace_agent.sandbox.sheets.dates import MONTH_FIRST_LOCALES, MONTHS
from workspace_agent.sandbox.sheets.serial import moment_of_serial, total_seconds
from workspace_agent.sandbox.sheets.typed import NumberFormat

MOMENT_KINDS = frozenset({"DATE", "TIME", "DATE_TIME"})

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_TOKEN = re.compile(r'\[h+\]|am/pm|a/p|y+|m+|d+|h+|s+|"[^"]*"|\\.|.', re.IGNORECASE)
_DIGITS = re.compile(r"[#0,]*[#0](?:\.(?P<decimals>[#0]*))?(?P<exponent>E\+0+)?")
_PLAIN = {"NUMBER": "#,##0.00", "PERCENT": "0.00%", "SCIENTIFIC": "0.00E+00"}
_US = {"DATE": "m/d/yyyy", "TIME": "h:mm:ss am/pm", "DATE_TIME": "m/d/yyyy h:mm:ss", "CURRENCY": "$#,##0.00"}
_ELSEWHERE = {
    "DATE": "dd/mm/yyyy",
    "TIME": "hh:mm:ss",
    "DATE_TIME": "dd/mm/yyyy hh:mm:ss",
    "CURRENCY": "£#,##0.00",
}


def show_number(value: float, number_format: NumberFormat | None, locale: str) -> str:
    """The text that a number shows in a cell.

    Args:
        value: The number, a serial number where the format is one of date or time.
        number_format: The format of the cell, if any.
        locale: Locale of the spreadsheet: it gives the pattern where the format has none.

    Returns:
        The text of `formattedValue`.
    """
    if number_format is None or number_format.kind == "TEXT":
        return show_plainly(value)
    pattern = number_format.pattern or default_pattern(number_format.kind, locale)
    if number_format.kind in MOMENT_KINDS:
        return _show_moment(value, pattern)
    return _show_pattern(value, pattern)


def default_pattern(kind: str, locale: str) -> str:
    """The pattern that a locale gives to a kind of format without one."""
    local = _US if locale in MONTH_FIRST_LOCALES else _ELSEWHERE
    return local.get(kind) or _PLAIN.get(kind, "")


def show_plainly(value: float) -> str:
    """A number under the automatic format: no trailing zeros, at most ten decimals."""
    if abs(value) >= 1e15:
        return f"{value:.5E}"
    text = f"{value:.10f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _show_moment(value: float, pattern: str) -> str:
    tokens = [found[0] for found in _TOKEN.finditer(pattern)]
    moment = moment_of_serial(value)
    half_day = any(token.lower() in {"am/pm", "a/p"} for token in tokens)
    return "".join(
        _show_duration_hours(value)
        if token.lower().startswith("[h")
        else _show_token(tokens, at, moment, half_day=half_day)
        for at, token in enumerate(tokens)
    )


def _show_duration_hours(value: float) -> str:
    return str(total_seconds(value) // 3600)


def _show_token(tokens: list[str], at: int, moment: datetime, *, half_day: bool) -> str:
    token = tokens[at]
    letter = token[0].lower()
    if token.lower() in {"am/pm", "a/p"}:
        return f"{moment:%p}" if len(token) > 3 else f"{moment:%p}"[0]
    if letter in {'"', "\\"}:
        return token.strip('"').removeprefix("\\")
    if letter == "m":
        return _digits(moment.minute, token) if _means_minutes(tokens, at) else _show_month(moment, token)
    return _show_field(letter, token, moment, half_day=half_day)


def _show_field(letter: str, token: str, moment: datetime, *, half_day: bool) -> str:
    hour = (moment.hour % 12 or 12) if half_day else moment.hour
    if letter == "y":
        return f"{moment.year:04d}" if len(token) > 2 else f"{moment.year % 100:02d}"
    if letter == "d" and len(token) > 2:
        return _DAYS[moment.weekday()][: None if len(token) > 3 else 3]
    numbers = {"d": moment.day, "h": hour, "s": moment.second}
    return _digits(numbers[letter], token) if letter in numbers else token


def _show_month(moment: datetime, token: str) -> str:
    if len(token) > 2:
        return MONTHS[moment.month - 1][: None if len(token) > 3 else 3]
    return _digits(moment.month, token)


def _digits(number: int, token: str) -> str:
    return f"{number:02d}" if len(token) > 1 else str(number)


def _means_minutes(tokens: list[str], at: int) -> bool:
    """Whether an `m` counts minutes: the field before it is hours, or the field after it is seconds."""
    fields = [(place, token[0].lower()) for place, token in enumerate(tokens) if token[0].lower() in "ymdhs["]
    here = [place for place, _ in fields].index(at)
    before = fields[here - 1][1] if here else ""
    after = fields[here + 1][1] if here + 1 < len(fields) else ""
    return before in {"h", "["} or after == "s"


def _show_pattern(value: float, pattern: str) -> str:
    sections = pattern.split(";")
    if value < 0 and len(sections) > 1:
        return _show_section(-value, sections[1])
    sign = "-" if value < 0 else ""
    return sign + _show_section(abs(value), sections[0])


def _show_section(value: float, section: str) -> str:
    found = _DIGITS.search(section)
    if found is None:
        return _literal(section)
    shown = _show_digits(value * 100 if "%" in section else value, found)
    return _literal(section[: found.start()]) + shown + _literal(section[found.end() :])


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
    return re.sub(r'"([^"]*)"|\\(.)|\[[^\]]*\]|[_*].', lambda found: found[1] or found[2] or "", text)
