"""Text."""

from __future__ import annotations

import re
from collections.abc import Mapping

from workspace_agent.sandbox.sheets.formula_reading import Texts, Value, number_in_text
from workspace_agent.sandbox.sheets.formula_signatures import Known, eager
from workspace_agent.sandbox.sheets.formula_values import Setting
from workspace_agent.sandbox.sheets.functions.numbers import round_half_up
from workspace_agent.sandbox.sheets.functions.order import wildcard
from workspace_agent.sandbox.sheets.outcomes import Outcome, failed, text_in
from workspace_agent.sandbox.sheets.shown import show_as
from workspace_agent.sandbox.sheets.typed import NumberFormat

_LONGEST = 32_000
_DECIMALS = 127


def left(text: str, count: int = 1) -> str:
    """LEFT."""
    _refuse_negative("LEFT", 2, count)
    return text[:count]


def right(text: str, count: int = 1) -> str:
    """RIGHT."""
    _refuse_negative("RIGHT", 2, count)
    return text[-count:] if count else ""


def middle(text: str, start: int, count: int) -> str:
    """MID: the first character is 1."""
    if start < 1:
        raise failed("#NUM!", f"Function MID parameter 2 value is {start}. It should be 1 or more.")
    _refuse_negative("MID", 3, count)
    return text[start - 1 : start - 1 + count]


def _refuse_negative(name: str, place: int, count: int) -> None:
    if count < 0:
        message = f"Function {name} parameter {place} value is {count}. It should be 0 or more."
        raise failed("#VALUE!", message)


def length(text: str) -> int:
    """LEN."""
    return len(text)


def trimmed(text: str) -> str:
    """TRIM: no blanks around it, and one between words."""
    return re.sub(r"[ \t]+", " ", text).strip(" ")


def clean(text: str) -> str:
    """CLEAN: without the first 32 characters of ASCII."""
    return re.sub(r"[\x00-\x1f]", "", text)


def upper(text: str) -> str:
    """UPPER."""
    return text.upper()


def lower(text: str) -> str:
    """LOWER."""
    return text.lower()


def proper(text: str) -> str:
    """PROPER: a capital after everything that is no letter."""
    return re.sub(r"[^\W\d_]+", lambda word: word[0][0].upper() + word[0][1:].lower(), text)


def repeated(text: str, count: int) -> str:
    """REPT."""
    _refuse_negative("REPT", 2, count)
    if len(text) * count > _LONGEST:
        raise failed("#VALUE!", f"Text result of REPT is longer than the limit of {_LONGEST} characters.")
    return text * count


def same(one: str, other: str) -> bool:
    """EXACT: letter case counts."""
    return one == other


def found_at(sought: str, text: str, start: int = 1) -> int:
    """FIND: letter case counts."""
    return _place("FIND", sought, text.find(sought, max(start, 1) - 1), text)


def searched_at(sought: str, text: str, start: int = 1) -> int:
    """SEARCH: letter case does not count, and wildcards do."""
    found = wildcard(sought).search(text, max(start, 1) - 1)
    return _place("SEARCH", sought, found.start() if found and start <= len(text) + 1 else -1, text)


def _place(name: str, sought: str, index: int, text: str) -> int:
    if index < 0:
        message = f"In {name} evaluation, cannot find '{sought}' within '{text}'."
        raise failed("#VALUE!", message)
    return index + 1


def substituted(text: str, sought: str, instead: str, occurrence: int | None = None) -> str:
    """SUBSTITUTE: everywhere, or once."""
    if not sought or not occurrence:
        return text.replace(sought, instead) if sought else text
    at = -1
    for _ in range(occurrence):
        at = text.find(sought, at + 1)
        if at < 0:
            return text
    return text[:at] + instead + text[at + len(sought) :]


def replaced(text: str, start: int, count: int, instead: str) -> str:
    """REPLACE: by place."""
    if start < 1:
        raise failed("#VALUE!", f"Function REPLACE parameter 2 value is {start}. It should be 1 or more.")
    _refuse_negative("REPLACE", 3, count)
    return text[: start - 1] + instead + text[start - 1 + count :]


def concatenated(first: Texts, *rest: Texts) -> str:
    """CONCATENATE."""
    return "".join(text for each in (first, *rest) for text in each)


def joined(delimiter: str, first: Texts, *rest: Texts) -> str:
    """JOIN."""
    return delimiter.join(text for each in (first, *rest) for text in each)


def joined_text(delimiter: str, skip: bool, first: Texts, *rest: Texts) -> str:  # noqa: FBT001 - as in Sheets
    """TEXTJOIN: perhaps without what is empty."""
    return delimiter.join(text for each in (first, *rest) for text in each if text or not skip)


def character(code: int) -> str:
    """CHAR."""
    if not 1 <= code <= 0x10FFFF:
        raise failed("#NUM!", f"Function CHAR parameter 1 value {code} is out of range.")
    return chr(code)


def code_of(text: str) -> int:
    """CODE."""
    if not text:
        raise failed("#VALUE!", "Function CODE parameter 1 value should be non-empty.")
    return ord(text[0])


def text_only(value: Value) -> str:
    """T: text as it is, anything else as empty text."""
    return value.value if isinstance(value.value, str) else ""


def to_text(text: str) -> str:
    """TO_TEXT."""
    return text


def formatted(setting: Setting, value: Value, pattern: str) -> str:
    """TEXT: a number by a pattern of number formats."""
    number = number_in_text(value.value, setting) if isinstance(value.value, str) else value.value
    if number is None and value.value is not None:
        return str(value.value)
    if isinstance(number, bool):
        return text_in(value, setting.locale)
    return show_as(float(number or 0), pattern, setting.locale)  # type: ignore[arg-type]


def value_of(setting: Setting, value: Value) -> float:
    """VALUE: the number that a text reads as."""
    if isinstance(value.value, str):
        found = number_in_text(value.value, setting) if value.value else 0.0
        if found is None:
            raise failed("#VALUE!", f"VALUE parameter '{value.value}' cannot be parsed to number.")
        return found
    if isinstance(value.value, bool):
        raise failed("#VALUE!", "VALUE parameter cannot be parsed to number.")
    return float(value.value or 0)  # type: ignore[arg-type]


def fixed(setting: Setting, value: float, places: int = 2, plain: bool = False) -> str:  # noqa: FBT001, FBT002
    """FIXED: with so many decimals, and marks between thousands unless these are not wanted."""
    whole = "0" if plain else "#,##0"
    if places > _DECIMALS:
        raise failed("#NUM!", f"Function FIXED parameter 2 value is {places}. It is too large.")
    value = round_half_up(value, places)
    return show_as(value, f"{whole}.{'0' * places}" if places > 0 else whole, setting.locale)


def _as_format(kind: str) -> Known:
    def shown(value: Value) -> Outcome:
        is_number = isinstance(value.value, int | float) and not isinstance(value.value, bool)
        return Outcome(value.value, number_format=NumberFormat(kind, "")) if is_number else value

    return eager(shown)


FUNCTIONS: Mapping[str, Known] = {
    "CHAR": eager(character),
    "CLEAN": eager(clean),
    "CODE": eager(code_of),
    "CONCATENATE": eager(concatenated),
    "EXACT": eager(same),
    "FIND": eager(found_at),
    "FIXED": eager(fixed),
    "JOIN": eager(joined),
    "LEFT": eager(left),
    "LEN": eager(length),
    "LOWER": eager(lower),
    "MID": eager(middle),
    "PROPER": eager(proper),
    "REPLACE": eager(replaced),
    "REPT": eager(repeated),
    "RIGHT": eager(right),
    "SEARCH": eager(searched_at),
    "SUBSTITUTE": eager(substituted),
    "T": eager(text_only),
    "TEXT": eager(formatted),
    "TEXTJOIN": eager(joined_text),
    "TO_DOLLARS": _as_format("CURRENCY"),
    "TO_PERCENT": _as_format("PERCENT"),
    "TO_TEXT": eager(to_text),
    "TRIM": eager(trimmed),
    "UPPER": eager(upper),
    "VALUE": eager(value_of),
}
