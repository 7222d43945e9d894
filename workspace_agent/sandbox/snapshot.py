"""Every object that the sandbox holds, as JSON and back.

Objects are written by their class and attributes; locks and functions stay behind. An object that has a
`__getstate__` of its own decides for itself. Only classes of the sandbox are ever made.
"""

from __future__ import annotations

import threading
from base64 import b64decode, b64encode
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from importlib import import_module
from typing import Any

from workspace_agent.sandbox.call import Json

_PACKAGE = "workspace_agent.sandbox."
_LOCKS = (type(threading.Lock()), type(threading.RLock()))
_SEQUENCES: dict[str, Callable[[Any], Any]] = {
    "tuple": tuple,
    "set": set,
    "frozenset": frozenset,
    "deque": deque,
}


def encode(value: Any) -> Any:
    """A value in the words of JSON.

    Raises:
        TypeError: There are no words for it.
    """
    if value is None or (isinstance(value, (str, bool, int, float)) and not isinstance(value, Enum)):
        return value
    if isinstance(value, list):
        return [encode(content) for content in value]
    if isinstance(value, Mapping):
        return _encode_mapping(value)
    if type(value).__module__.startswith(_PACKAGE):
        return _encode_object(value)
    return _encode_other(value)


def decode(text: Any) -> Any:
    """The value again."""
    if isinstance(text, list):
        return [decode(content) for content in text]
    if not isinstance(text, dict):
        return text
    tag = next(iter(text), "")
    if not tag.startswith("$"):
        return {name: decode(content) for name, content in text.items()}
    return _DECODE[tag](text)


def restore(target: Any, text: Json) -> None:
    """Fill an object that stands already; what was not written stays as it is."""
    if "$state" in text:
        target.__setstate__(text["$state"])
        return
    for name, content in text["held"].items():
        current = getattr(target, name, None)
        if _is_fixture(current):
            restore(current, content)
        else:
            object.__setattr__(target, name, decode(content))


def _is_fixture(value: Any) -> bool:
    """Whether an object is shared by others, so that it is filled and never replaced."""
    return (
        type(value).__module__.startswith(_PACKAGE)
        and not is_dataclass(value)
        and not isinstance(value, Enum)
    )


def _encode_mapping(value: Mapping[Any, Any]) -> Json:
    if all(isinstance(name, str) and not name.startswith("$") for name in value):
        return {name: encode(content) for name, content in value.items()}
    return {"$dict": [[encode(name), encode(content)] for name, content in value.items()]}


def _encode_object(value: Any) -> Json:
    name = f"{type(value).__module__.removeprefix(_PACKAGE)}:{type(value).__qualname__}"
    if isinstance(value, Enum):
        return {"$enum": name, "member": value.name}
    if "__getstate__" in vars(type(value)) and not is_dataclass(value):
        return {"$object": name, "$state": value.__getstate__()}
    return {"$object": name, "held": {one: encode(content) for one, content in _attributes(value).items()}}


def _attributes(value: Any) -> Json:
    if is_dataclass(value):
        return {one.name: getattr(value, one.name) for one in fields(value)}
    return {
        name: content
        for name, content in vars(value).items()
        if not isinstance(content, _LOCKS) and not callable(content)
    }


def _encode_other(value: Any) -> Json:
    if isinstance(value, bytes):
        return {"$bytes": b64encode(value).decode()}
    if isinstance(value, datetime):
        return {"$moment": value.isoformat()}
    if isinstance(value, date):
        return {"$date": value.isoformat()}
    for tag, kind in _SEQUENCES.items():
        if type(value) is kind:
            contents = sorted(value, key=repr) if tag.endswith("set") else value
            return {f"${tag}": [encode(content) for content in contents]}
    raise TypeError(f"no words for a {type(value).__name__}")


def _class_of(name: str) -> Any:
    module, _, qualified = name.partition(":")
    found = getattr(import_module(_PACKAGE + module), qualified)
    if not isinstance(found, type) or found.__module__ != _PACKAGE + module:
        raise TypeError(f"{name} is no class of the sandbox")
    return found


def _decode_object(text: Json) -> Any:
    kind = _class_of(text["$object"])
    made = kind.__new__(kind)
    restore(made, text)
    return made


_DECODE: dict[str, Callable[[Json], Any]] = {
    "$object": _decode_object,
    "$enum": lambda text: _class_of(text["$enum"])[text["member"]],
    "$dict": lambda text: {decode(name): decode(content) for name, content in text["$dict"]},
    "$bytes": lambda text: b64decode(text["$bytes"]),
    "$moment": lambda text: datetime.fromisoformat(text["$moment"]),
    "$date": lambda text: date.fromisoformat(text["$date"]),
    "$tuple": lambda text: tuple(decode(text["$tuple"])),
    "$set": lambda text: set(decode(text["$set"])),
    "$frozenset": lambda text: frozenset(decode(text["$frozenset"])),
    "$deque": lambda text: deque(decode(text["$deque"])),
}
