"""Bodies of requests, cleaned by the schemas of the discovery documents."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from workspace_agent.sandbox.call import Json
from workspace_agent.sandbox.errors import invalid, not_writable, unknown_name
from workspace_agent.sandbox.overlay import REFUSE_READ_ONLY, REFUSE_UNKNOWN
from workspace_agent.sandbox.prose import EVERY
from workspace_agent.sandbox.scalars import scalar, wrong

Schemas = Mapping[str, Json]


class Reader:
    """Cleans one request body.

    Args:
        schemas: The schemas of the service.
        service: The service; the newer ones refuse fields that they do not know, the older ones drop them.
        method: The method, on which it depends what is required and what is read-only.
        strict: Whether unknown and read-only fields are refused by every service.
    """

    def __init__(self, schemas: Schemas, *, service: str = "", method: str = "", strict: bool) -> None:
        self._schemas = schemas
        self._method = method
        self._strict = strict
        self._is_newer = service in REFUSE_UNKNOWN
        self._refuses_unknown = strict or self._is_newer

    def read(self, schema: Json, value: Any, path: str = "") -> Any:
        """The value in the schema's types.

        Null stays null for the older services: in a patch it deletes. For the newer ones it is no field at
        all. Google accepts stringified numbers and booleans, so they are converted here.

        Raises:
            ApiError: 400 for a value that cannot be read or is missing, 403 for one that may not be written.
        """
        schema = resolve(self._schemas, schema)
        kind = schema.get("type", "any")
        if value is None or kind == "any":
            return value
        if kind == "object":
            return self._object(schema, value, path)
        if kind == "array":
            return self._array(schema, value, path)
        return scalar(schema, value, path)

    def _object(self, schema: Json, value: Any, path: str) -> Json:
        if not isinstance(value, dict):
            raise wrong(path, value)
        clean: Json = {}
        for name, content in value.items():
            inner = property_of(schema, name)
            place = f"{path}.{name}" if path else name
            if inner is None:
                self._meet_unknown(name, path)
            elif inner.get("readOnly") and self._method not in inner.get("writableIn", ()):
                self._meet_read_only(place)
            elif content is not None or not self._is_newer:
                clean[name] = self.read(inner, content, place)
        self._demand(schema, clean, path)
        return clean

    def _meet_unknown(self, name: str, path: str) -> None:
        if self._refuses_unknown:
            raise unknown_name(name, "Cannot find field.", path)

    def _meet_read_only(self, place: str) -> None:
        if self._method in REFUSE_READ_ONLY:
            raise not_writable()
        if self._strict:
            raise invalid(f"'{place}' is read-only.", place)

    def _demand(self, schema: Json, clean: Json, path: str) -> None:
        for name, methods in schema.get("demands", {}).items():
            if clean.get(name) is None and (EVERY in methods or self._method in methods):
                place = f"{path}.{name}" if path else name
                raise invalid(f"Required field: {place}", place, reason="required")

    def _array(self, schema: Json, value: Any, path: str) -> list[Any]:
        if not isinstance(value, list):
            raise wrong(path, value)
        items = resolve(self._schemas, schema["items"])
        contents = _flat(value) if items.get("type") == "object" else value
        if self._is_newer and items.get("type") == "object":
            # Nothing is no object: so does theoephraim/node-google-spreadsheet list requests for cells that
            # did not change, in tests that run against Google.
            contents = [one for one in contents if one is not None]
        if items.get("type", "any") != "any" and None in contents:
            raise wrong(f"{path}[{contents.index(None)}]", None)
        return [self.read(items, content, f"{path}[{index}]") for index, content in enumerate(contents)]


def _flat(values: list[Any]) -> list[Any]:
    """Objects of a list that stand in lists of their own: Google takes them as if they stood side by side."""
    return [one for value in values for one in (value if isinstance(value, list) else [value])]


def resolve(schemas: Schemas, schema: Json) -> Json:
    """Follow a `$ref`."""
    return schemas[schema["$ref"]] if "$ref" in schema else schema


def property_of(schema: Json, name: str) -> Json | None:
    """The schema of one field, or None where there is no such field."""
    inner: Json | None = schema.get("properties", {}).get(name, schema.get("additionalProperties"))
    return inner
