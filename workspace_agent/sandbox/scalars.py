"""Single values in Google's types and formats.

Source: https://developers.google.com/discovery/v1/type-format.
"""

from __future__ import annotations

import json
import math
import re
from base64 import urlsafe_b64decode
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

from workspace_agent.sandbox.call import Json
from workspace_agent.sandbox.errors import bad_request

_RANGES = {
    "int32": (-(2**31), 2**31 - 1),
    "uint32": (0, 2**32 - 1),
    "int64": (-(2**63), 2**63 - 1),
    "uint64": (0, 2**64 - 1),
}
_NAMES = {"integer": "TYPE_INT32", "number": "TYPE_DOUBLE", "boolean": "TYPE_BOOL", "string": "TYPE_STRING"}


def scalar(schema: Json, value: Any, path: str) -> Any:
    """The value of a body in the schema's type.

    Raises:
        ApiError: 400 for a value that has none.
    """
    converted = _CONVERT[schema["type"]](value)
    if converted is None or not _is_one_of(schema, converted) or not _fits(schema, converted):
        raise wrong(path, value, _NAMES[schema["type"]])
    return converted


def wrong(path: str, value: Any, kind: str = "") -> Exception:
    """The newer front end's refusal of a value; the older one's differs from field to field."""
    named = f" ({kind})" if kind else ""
    text = f"Invalid value at '{path}'{named}, {json.dumps(value)[:80]}"
    return bad_request(text, path, text)


def format_of(schema: Json) -> Callable[[Any], bool] | None:
    """Tells whether a value of the right type has the schema's format, if that is one we check."""
    return _FORMATS.get(schema.get("format", ""))


def _fits(schema: Json, value: Any) -> bool:
    """Whether a number is in range; other formats the services judge in words of their own."""
    form = schema.get("format", "")
    return form not in _RANGES or _FORMATS[form](value)


def _is_one_of(schema: Json, value: Any) -> bool:
    return "enum" not in schema or value in schema["enum"]


def _string(value: Any) -> str | None:
    if isinstance(value, str):
        return value
    return json.dumps(value) if isinstance(value, (bool, int, float)) else None


def _integer(value: Any) -> int | None:
    number = _number(value)
    return int(number) if number is not None and number == int(number) else None


def _number(value: Any) -> float | int | None:
    if isinstance(value, bool):
        return None
    try:
        number = value if isinstance(value, (int, float)) else float(value)
        return number if math.isfinite(number) else None
    except (OverflowError, TypeError, ValueError):
        return None


def _boolean(value: Any) -> bool | None:
    if isinstance(value, bool):
        return value
    return {"true": True, "false": False}.get(str(value).lower())


_CONVERT: dict[str, Callable[[Any], Any]] = {
    "string": _string,
    "integer": _integer,
    "number": _number,
    "boolean": _boolean,
}


def _within(name: str) -> Callable[[Any], bool]:
    low, high = _RANGES[name]
    digits = re.compile(r"-?\d{1,20}").fullmatch

    def check(value: Any) -> bool:
        text = str(value)
        return digits(text) is not None and low <= int(text) <= high

    return check


def is_moment(value: Any) -> bool:
    """Whether a text is a time with an offset, in the years that Google's timestamps have: 1 to 9999."""
    try:
        moment = datetime.fromisoformat(value)
        return moment.tzinfo is not None and moment.astimezone(UTC) is not None
    except (OverflowError, TypeError, ValueError):
        return False


def _is_date(value: Any) -> bool:
    try:
        return date.fromisoformat(value).isoformat() == str(value)
    except ValueError:
        return False


def _is_base64(value: Any) -> bool:
    try:
        urlsafe_b64decode(value.replace("+", "-").replace("/", "_") + "===")
    except ValueError:
        return False
    return True


_FORMATS: dict[str, Callable[[Any], bool]] = {
    **{name: _within(name) for name in _RANGES},
    "date-time": is_moment,
    "google-datetime": is_moment,
    "date": _is_date,
    "byte": _is_base64,
}
