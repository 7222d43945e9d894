"""Text by regular expressions, and text that is taken apart.

Sheets has RE2, which lacks look-around and references within a pattern; such patterns are refused.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from workspace_agent.sandbox.sheets.formula_reading import Value
from workspace_agent.sandbox.sheets.formula_signatures import Known, eager
from workspace_agent.sandbox.sheets.formula_values import Result, Setting, row_of
from workspace_agent.sandbox.sheets.outcomes import Outcome, failed
from workspace_agent.sandbox.sheets.typed import Formula, read_value

_NOT_IN_RE2 = re.compile(r"\(\?(?:[=!>(]|<[=!]|P=)|\\[1-9]|[*+?}]\+")


def matches(value: Value, pattern: Value) -> bool:
    """REGEXMATCH: whether some part of a text is of the pattern."""
    return _pattern("REGEXMATCH", pattern).search(_text("REGEXMATCH", 1, value)) is not None


def extracted(value: Value, pattern: Value) -> Result:
    """REGEXEXTRACT: the first part that is of the pattern, or its groups beside one another."""
    text = _text("REGEXEXTRACT", 1, value)
    found = _pattern("REGEXEXTRACT", pattern).search(text)
    if found is None:
        message = f"Function REGEXEXTRACT parameter 2 value '{pattern.value}' does not match text."
        raise failed("#N/A", message)
    return row_of([Outcome(group or "") for group in found.groups() or (found[0],)])


def replaced(value: Value, pattern: Value, instead: Value) -> str:
    """REGEXREPLACE: every part that is of the pattern; `$1` stands for the first group."""
    text, new = _text("REGEXREPLACE", 1, value), _text("REGEXREPLACE", 3, instead)
    form = re.sub(r"\\?\$(\d)|\\(?!\d)", lambda mark: rf"\g<{mark[1]}>" if mark[1] else r"\\", new)
    try:
        return _pattern("REGEXREPLACE", pattern).sub(form, text)
    except (re.error, IndexError) as error:
        raise failed(
            "#VALUE!", "Function REGEXREPLACE parameter 3 names a group that there is not."
        ) from error


def _text(name: str, place: int, value: Value) -> str:
    """The text of an argument; numbers are refused here and not shown as text."""
    if isinstance(value.value, str) or value.value is None:
        return value.value or ""
    raise failed(
        "#VALUE!",
        f"Function {name} parameter {place} expects text values. "
        f"But '{value.value}' is a number and cannot be coerced to a text.",
    )


def _pattern(name: str, value: Value) -> re.Pattern[str]:
    text = _text(name, 2, value)
    found = _compiled(text)
    if found is None:
        raise failed(
            "#REF!", f"Function {name} parameter 2 value '{text}' is not a valid regular expression."
        )
    return found


@lru_cache(maxsize=1024)
def _compiled(text: str) -> re.Pattern[str] | None:
    try:
        return None if _NOT_IN_RE2.search(text) else re.compile(text)
    except re.error:
        return None


def split(
    setting: Setting,
    text: str,
    delimiter: str,
    each: bool = True,  # noqa: FBT001, FBT002 - as in Sheets
    drop_empty: bool = True,  # noqa: FBT001, FBT002 - as in Sheets
) -> Result:
    """SPLIT: at each character of the delimiter, or at the whole of it; numbers become numbers."""
    if not delimiter or not text:
        raise failed("#VALUE!", f"Function SPLIT parameter {2 if text else 1} value should be non-empty.")
    mark = f"[{re.escape(delimiter)}]" if each else re.escape(delimiter)
    parts = [part for part in re.split(mark, text) if part or not drop_empty]
    return row_of([_entered(part, setting) for part in parts] or [Outcome("")])


def _entered(text: str, setting: Setting) -> Outcome:
    found = read_value(text.strip(), locale=setting.locale, today=setting.today())
    if found is None or isinstance(found.value, Formula):
        return Outcome(text)
    return Outcome(found.value, number_format=found.format)


FUNCTIONS: Mapping[str, Known] = {
    "REGEXEXTRACT": eager(extracted),
    "REGEXMATCH": eager(matches),
    "REGEXREPLACE": eager(replaced),
    "SPLIT": eager(split),
}
