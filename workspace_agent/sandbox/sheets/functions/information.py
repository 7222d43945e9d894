"""What kind of value something is."""

from __future__ import annotations

import re
from collections.abc import Mapping

from workspace_agent.sandbox.sheets.formula_reading import Quantity, Value
from workspace_agent.sandbox.sheets.formula_signatures import Known, eager
from workspace_agent.sandbox.sheets.formula_values import Setting
from workspace_agent.sandbox.sheets.outcomes import NOT_AVAILABLE, Failure, Outcome, failed
from workspace_agent.sandbox.sheets.shown import MOMENT_KINDS
from workspace_agent.sandbox.sheets.typed import read_value

_ERROR_TYPES = {"#DIV/0!": 2, "#VALUE!": 3, "#REF!": 4, "#NAME?": 5, "#NUM!": 6, "#N/A": 7}
_EMAIL = re.compile(r"[^@\s]+@[\w-]+(\.[\w-]+)*\.[A-Za-z]{2,}")
_URL = re.compile(r"(https?|ftp)://[^\s.]+\.\S+|mailto:\S+|[\w-]+(\.[\w-]+)*\.[A-Za-z]{2,}(/\S*)?")


def is_blank(value: Outcome) -> bool:
    """ISBLANK."""
    return value.value is None


def is_number(value: Outcome) -> bool:
    """ISNUMBER."""
    return isinstance(value.value, int | float) and not isinstance(value.value, bool)


def is_text(value: Outcome) -> bool:
    """ISTEXT."""
    return isinstance(value.value, str)


def is_no_text(value: Outcome) -> bool:
    """ISNONTEXT."""
    return not isinstance(value.value, str)


def is_logical(value: Outcome) -> bool:
    """ISLOGICAL."""
    return isinstance(value.value, bool)


def is_error(value: Outcome) -> bool:
    """ISERROR."""
    return isinstance(value.value, Failure)


def is_other_error(value: Outcome) -> bool:
    """ISERR: any error but `#N/A`."""
    return isinstance(value.value, Failure) and value.value.shown != "#N/A"


def is_not_available(value: Outcome) -> bool:
    """ISNA."""
    return isinstance(value.value, Failure) and value.value.shown == "#N/A"


def is_date(setting: Setting, value: Outcome) -> bool:
    """ISDATE: a number that is shown as a day, or text that reads as one."""
    if isinstance(value.value, str):
        found = read_value(value.value.strip(), locale=setting.locale, today=setting.today())
        return found is not None and found.format is not None and found.format.kind in MOMENT_KINDS
    return is_number(value) and value.number_format is not None and value.number_format.kind in MOMENT_KINDS


def is_email(value: Outcome) -> bool:
    """ISEMAIL."""
    return isinstance(value.value, str) and _EMAIL.fullmatch(value.value) is not None


def is_url(value: Outcome) -> bool:
    """ISURL."""
    return isinstance(value.value, str) and _URL.fullmatch(value.value) is not None


def is_even(value: Quantity) -> bool:
    """ISEVEN."""
    return int(value.number) % 2 == 0


def is_odd(value: Quantity) -> bool:
    """ISODD."""
    return int(value.number) % 2 == 1


def not_available() -> Outcome:
    """NA."""
    return Outcome(NOT_AVAILABLE)


def as_number(value: Value) -> float:
    """N: a number or truth value as a number, anything else as 0."""
    return float(value.value) if isinstance(value.value, bool | int | float) else 0.0


def error_type(value: Outcome) -> int:
    """ERROR.TYPE."""
    if not isinstance(value.value, Failure):
        raise failed("#N/A", "Function ERROR.TYPE parameter 1 is not an error.")
    return _ERROR_TYPES.get(value.value.shown, 8)


FUNCTIONS: Mapping[str, Known] = {
    "ERROR.TYPE": eager(error_type),
    "ISBLANK": eager(is_blank),
    "ISDATE": eager(is_date),
    "ISEMAIL": eager(is_email),
    "ISERR": eager(is_other_error),
    "ISERROR": eager(is_error),
    "ISEVEN": eager(is_even),
    "ISLOGICAL": eager(is_logical),
    "ISNA": eager(is_not_available),
    "ISNONTEXT": eager(is_no_text),
    "ISNUMBER": eager(is_number),
    "ISODD": eager(is_odd),
    "ISTEXT": eager(is_text),
    "ISURL": eager(is_url),
    "N": eager(as_number),
    "NA": eager(not_available),
}
