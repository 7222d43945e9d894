"""Replies against the schemas of the discovery documents.

Each schema is compiled once into a function, because every reply of the sandbox goes through one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from workspace_agent.sandbox.call import Json
from workspace_agent.sandbox.scalars import format_of

# Answers where and how a value is wrong, such as `.items[1].start: str is not object`, or an empty string.
Check = Callable[[Any], str]
_PYTHON: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "array": (list,),
    "object": (dict,),
}


class Replies:
    """The checks of one service.

    Args:
        schemas: Its schemas.
    """

    def __init__(self, schemas: Mapping[str, Json]) -> None:
        self._schemas = schemas
        self._named: dict[str, Check] = {}

    def violation(self, name: str, reply: Any) -> str:
        """The first place where a reply is not what the schema promises, or an empty string."""
        wrong = self._compiled(name)(reply)
        return f"reply{wrong}" if wrong else ""

    def _compiled(self, name: str) -> Check:
        if name not in self._named:
            # Schemas hold each other, and themselves: what is being compiled is looked up when it is used.
            self._named[name] = self._later(name)
            self._named[name] = self.check(self._schemas[name])
        return self._named[name]

    def _later(self, name: str) -> Check:
        def check(value: Any) -> str:
            return self._named[name](value)

        return check

    def check(self, schema: Json) -> Check:
        """A schema as a function."""
        if "$ref" in schema:
            return self._compiled(schema["$ref"])
        kind = schema.get("type", "any")
        if kind == "any":
            return lambda _: ""
        if kind == "object":
            return self._object(schema)
        if kind == "array":
            return self._array(schema)
        return _scalar(kind, schema)

    def _object(self, schema: Json) -> Check:
        properties = schema.get("properties", {})
        fields = {name: self.check(inner) for name, inner in properties.items()}
        plain = {name: _plain(inner) for name, inner in properties.items()}
        further = self.check(schema["additionalProperties"]) if "additionalProperties" in schema else None

        def check(value: Any) -> str:
            if type(value) is not dict:
                return _not_a("object", value)
            for name, content in value.items():
                # Most fields are just of a type: that is seen without another call.
                if type(content) is plain.get(name):
                    continue
                inner = fields.get(name, further)
                wrong = inner(content) if inner else ": no such field"
                if wrong:
                    return f".{name}{wrong}"
            return ""

        return check

    def _array(self, schema: Json) -> Check:
        inner = self.check(schema["items"])

        def check(value: Any) -> str:
            if type(value) is not list:
                return _not_a("array", value)
            for index, content in enumerate(value):
                wrong = inner(content)
                if wrong:
                    return f"[{index}]{wrong}"
            return ""

        return check


def _plain(schema: Json) -> type | None:
    """The one type that a field may have, where nothing else is asked of it."""
    types = _PYTHON.get(schema.get("type", ""), ())
    if schema.get("type") in {"object", "array"} or len(types) != 1 or "enum" in schema or format_of(schema):
        return None
    return types[0]


def _scalar(kind: str, schema: Json) -> Check:
    types, allowed, fits = _PYTHON[kind], schema.get("enum"), format_of(schema)

    def check(value: Any) -> str:
        if type(value) not in types:
            return _not_a(kind, value)
        if allowed and value not in allowed:
            return f": {value!r} is not in the enumeration"
        if fits and not fits(value):
            return f": {value!r} is not {schema['format']}"
        return ""

    return check


def _not_a(kind: str, value: Any) -> str:
    return f": {type(value).__name__} is not {kind}"
