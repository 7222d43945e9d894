"""JSON bodies: what Google's parsers take and what they refuse."""

from __future__ import annotations

import json
from math import isfinite
from typing import Any, Never

from workspace_agent.sandbox.call import ApiError, Json
from workspace_agent.sandbox.errors import invalid, unknown_name
from workspace_agent.sandbox.overlay import REFUSE_UNKNOWN

DEEPEST = 100  # protobuf's own limit: https://protobuf.dev/programming-guides/json


def read(content: bytes, service: str) -> Json:
    """A JSON object; nothing at all is an empty one.

    Raises:
        ApiError: 400 for anything else, for text that is not Unicode, and for nesting without end.
    """
    if not content.strip():
        return {}
    try:
        decoded = json.loads(content, parse_constant=_refuse, parse_float=_finite)
        # Half of a surrogate pair parses, but could never be answered.
        if b"\\ud" in content or b"\\uD" in content:
            json.dumps(decoded, ensure_ascii=False).encode()
    except (RecursionError, ValueError):
        decoded = None
    if isinstance(decoded, list | str | int | float) and service in REFUSE_UNKNOWN:
        raise unknown_name("", "Root element must be a message.")
    if not isinstance(decoded, dict) or _too_deep(content, decoded):
        raise _unreadable(content, service)
    return decoded


def _refuse(name: str) -> Never:
    raise ValueError(f"{name} is not JSON")


def _finite(text: str) -> float:
    number = float(text)
    return number if isfinite(number) else _refuse(text)


def _too_deep(content: bytes, decoded: Any) -> bool:
    if content.count(b"{") + content.count(b"[") <= DEEPEST:
        return False
    level = [decoded]
    for _ in range(DEEPEST):
        level = [child for value in level for child in _children(value)]
        if not level:
            return False
    return True


def _children(value: Any) -> list[Any]:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [child for child in inner if isinstance(child, (dict, list))]


def _unreadable(content: bytes, service: str) -> ApiError:
    if service not in REFUSE_UNKNOWN:
        return invalid("Parse Error", reason="parseError")
    line = content.decode("utf-8", "replace").partition("\n")[0][:80]
    return invalid(f"Invalid JSON payload received. Unexpected token.\n{line}\n^", reason="parseError")
