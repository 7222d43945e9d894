"""Bodies against the schemas of the discovery documents: requests are cleaned, replies are proved."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from workspace_agent.sandbox.call import Json
from workspace_agent.sandbox.errors import invalid

Schemas = Mapping[str, Json]
_PYTHON: dict[str, type | tuple[type, ...]] = {
    "string": str,
    "integer": int,
    "number": (int, float),
    "boolean": bool,
    "array": list,
    "object": dict,
}


class Reader:
    """Cleans one request body.

    Args:
        schemas: The schemas of the service.
        strict: Whether a field that the schema does not know is refused; else it is dropped.
    """

    def __init__(self, schemas: Schemas, *, strict: bool) -> None:
        self._schemas = schemas
        self._strict = strict

    def read(self, schema: Json, value: Any, path: str = "") -> Any:
        """The value in the schema's types.

        Null stays null: in a patch it deletes. Google accepts stringified numbers and booleans, so they
        are converted here.

        Raises:
            ApiError: 400 for a value that cannot be read.
        """
        schema = resolve(self._schemas, schema)
        kind = schema.get("type", "any")
        if value is None or kind == "any":
            return value
        if kind == "object":
            return self._object(schema, value, path)
        if kind == "array":
            return self._array(schema, value, path)
        return _scalar(schema, value, path)

    def _object(self, schema: Json, value: Any, path: str) -> Json:
        if not isinstance(value, dict):
            raise _wrong(path, value)
        clean: Json = {}
        for name, content in value.items():
            inner = property_of(schema, name)
            if inner is not None:
                clean[name] = self.read(inner, content, f"{path}.{name}".lstrip("."))
            elif self._strict:
                raise invalid(
                    f"Invalid JSON payload received. Unknown name \"{name}\" at '{path}': Cannot find field."
                )
        return clean

    def _array(self, schema: Json, value: Any, path: str) -> list[Any]:
        if not isinstance(value, list):
            raise _wrong(path, value)
        return [
            self.read(schema["items"], content, f"{path}[{index}]") for index, content in enumerate(value)
        ]


def violations(schemas: Schemas, schema: Json, value: Any, path: str = "reply") -> Iterator[str]:
    """Every place where a reply is not what the schema promises."""
    schema = resolve(schemas, schema)
    kind = schema.get("type", "any")
    if kind == "any":
        return
    if not _is_a(kind, value):
        yield f"{path}: {type(value).__name__} is not {kind}"
    elif kind == "object":
        yield from _object_violations(schemas, schema, value, path)
    elif kind == "array":
        for index, content in enumerate(value):
            yield from violations(schemas, schema["items"], content, f"{path}[{index}]")
    elif "enum" in schema and value not in schema["enum"]:
        yield f"{path}: {value!r} is not in the enumeration"


def _is_a(kind: str, value: Any) -> bool:
    return isinstance(value, _PYTHON[kind]) and (kind == "boolean" or not isinstance(value, bool))


def resolve(schemas: Schemas, schema: Json) -> Json:
    """Follow a `$ref`."""
    return schemas[schema["$ref"]] if "$ref" in schema else schema


def property_of(schema: Json, name: str) -> Json | None:
    """The schema of one field, or None where there is no such field."""
    inner: Json | None = schema.get("properties", {}).get(name, schema.get("additionalProperties"))
    return inner


def _object_violations(schemas: Schemas, schema: Json, value: Json, path: str) -> Iterator[str]:
    for name, content in value.items():
        inner = property_of(schema, name)
        if inner is None:
            yield f"{path}.{name}: no such field"
        else:
            yield from violations(schemas, inner, content, f"{path}.{name}")


def _scalar(schema: Json, value: Any, path: str) -> Any:
    converted = _CONVERT[schema["type"]](value)
    if converted is None or ("enum" in schema and converted not in schema["enum"]):
        raise _wrong(path, value)
    return converted


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
    if isinstance(value, (int, float)):
        return value
    try:
        return float(value)
    except (TypeError, ValueError):
        return None


def _boolean(value: Any) -> bool | None:
    if isinstance(value, bool):
        return value
    return {"true": True, "false": False}.get(str(value).lower())


_CONVERT = {"string": _string, "integer": _integer, "number": _number, "boolean": _boolean}


def _wrong(path: str, value: Any) -> Exception:
    return invalid(f"Invalid value at '{path}': {json.dumps(value)[:80]}", path)
