"""Replies against the schemas of the discovery documents.

Each schema is compiled once into a function, because every reply of the sandbox goes through one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache, partial
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
        self._named = cache(lambda name: self.check(self._schemas[name]))

    def violation(self, name: str, reply: Any) -> str:
        """The first place where a reply is not what the schema promises, or an empty string."""
        wrong = self._violation(name, reply)
        return f"reply{wrong}" if wrong else ""

    def _violation(self, name: str, value: Any) -> str:
        # Looked up as late as this because schemas hold each other, and themselves.
        return self._named(name)(value)

    def check(self, schema: Json) -> Check:
        """A schema as a function."""
        if "$ref" in schema:
            return partial(self._violation, schema["$ref"])
        kind = schema.get("type", "any")
        if kind == "any":
            return lambda _: ""
        if kind == "object":
            return self._object(schema)
        if kind == "array":
            return self._array(schema)
        return _scalar(kind, schema)

    def _object(self, schema: Json) -> Check:
        fields = {name: self.check(inner) for name, inner in schema.get("properties", {}).items()}
        further = self.check(schema["additionalProperties"]) if "additionalProperties" in schema else None

        def check(value: Any) -> str:
            if type(value) is not dict:
                return _not_a("object", value)
            for name, content in value.items():
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
