"""Partial responses: `fields=a,b(c,d/e),f/g,*`.

Source: https://developers.google.com/workspace/drive/api/guides/fields-parameter and, for the dots that
`google-fieldmask` services take, the `fields` parameter of sheets.v4.
"""

from __future__ import annotations

import re
from typing import Any

from workspace_agent.sandbox.call import ApiError, Json
from workspace_agent.sandbox.errors import invalid
from workspace_agent.sandbox.validate import Schemas, property_of, resolve

Mask = dict[str, "Mask"]
# A mask for a field that no reply has.
NOTHING: Mask = {"": {}}
_TOKEN = re.compile(r"\s*([\w$*-]+|[(),/.])\s*")


def parse(text: str) -> Mask:
    """Read a mask; an empty inner mask means everything below.

    Raises:
        ApiError: 400 where the text is no mask.
    """
    parser = _Parser(text)
    mask = parser.mask()
    if parser.tokens:
        raise invalid_selection(text)
    return mask


def unknown(mask: Mask, schemas: Schemas, schema: Json) -> str:
    """The first field that a mask names and the reply cannot have, by its path; or an empty string."""
    schema = resolve(schemas, schema)
    if schema.get("type") == "array":
        return unknown(mask, schemas, schema["items"])
    for name, inner in mask.items():
        field = {} if name == "*" else property_of(schema, name)
        if field is None:
            return name
        below = unknown(inner, schemas, field) if inner and field else ""
        if below:
            return f"{name}.{below}"
    return ""


def below(mask: Mask, name: str) -> Mask:
    """What a mask leaves of a field."""
    return mask.get(name, mask.get("*", NOTHING)) if mask else mask


def apply(mask: Mask, value: Any) -> Any:
    """What the mask leaves of a reply."""
    if not mask:
        return value
    if isinstance(value, list):
        return [apply(mask, item) for item in value]
    if not isinstance(value, dict):
        return value
    if "*" not in mask:
        return {name: apply(mask[name], held) for name, held in value.items() if name in mask}
    return {name: apply(mask.get(name, mask["*"]), held) for name, held in value.items()}


class _Parser:
    def __init__(self, text: str) -> None:
        self._text = text
        self.tokens = _TOKEN.findall(text)
        if "".join(self.tokens) != re.sub(r"\s", "", text) or not self.tokens:
            raise invalid_selection(text)

    def mask(self) -> Mask:
        mask: Mask = {}
        self._path(mask)
        while self._next(","):
            self._path(mask)
        return mask

    def _path(self, mask: Mask) -> None:
        name = self.tokens.pop(0) if self.tokens else ""
        if not re.fullmatch(r"[\w$*-]+", name):
            raise invalid_selection(self._text)
        inner = self._below()
        # `a,a(b)` asks for all of a: the wider of two mentions stands.
        if name in mask and (not mask[name] or not inner):
            mask[name] = {}
        else:
            mask.setdefault(name, {}).update(inner)

    def _below(self) -> Mask:
        inner: Mask = {}
        if self._next("/") or self._next("."):
            self._path(inner)
        elif self._next("("):
            inner = self.mask()
            if not self._next(")"):
                raise invalid_selection(self._text)
        return inner

    def _next(self, token: str) -> bool:
        if self.tokens and self.tokens[0] == token:
            self.tokens.pop(0)
            return True
        return False


def invalid_selection(text: str) -> ApiError:
    """What Drive, Calendar and Gmail say of a mask."""
    return invalid(f"Invalid field selection {text}", "fields", reason="invalidParameter")
