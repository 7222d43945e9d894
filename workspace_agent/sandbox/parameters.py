"""Path and query parameters in the types of the discovery documents.

Sources: brekkylab/backlot#306 and #337 for repeats and for what is said of values that are not of their type.
"""

from __future__ import annotations

import json
import re
from typing import Any

from workspace_agent.sandbox import system
from workspace_agent.sandbox.call import ApiError, Json
from workspace_agent.sandbox.discovery import Method
from workspace_agent.sandbox.errors import bad_values, invalid, unknown_name
from workspace_agent.sandbox.overlay import ENUMERATIONS, REFUSE_UNKNOWN
from workspace_agent.sandbox.scalars import format_of
from workspace_agent.sandbox.system import Query

# As protobuf reads them, in any case.
_BOOLEANS = dict.fromkeys(("true", "t", "yes", "y", "1"), True) | dict.fromkeys(
    ("false", "f", "no", "n", "0"), False
)


def parameters(method: Method, query: Query, path: dict[str, str], *, strict: bool) -> Json:
    """Everything that a request says beside its body, but for what is said of every answer.

    Raises:
        ApiError: 400 for a value that the document does not have; for a name where the service refuses it,
            and always when strict.
    """
    sent = {name: texts for name, texts in query.items() if name not in system.NAMES}
    sent |= {name: [text] for name, text in path.items()}
    if strict or method.service in REFUSE_UNKNOWN:
        _refuse_unknown(method, sent)
    known = {name: texts for name, texts in sent.items() if name in method.parameters}
    _refuse_wrong_types(method, known)
    values = {name: _read(method, name, texts) for name, texts in known.items()}
    for name, schema in method.parameters.items():
        if schema.get("required") and name not in values:
            raise invalid(f"Required parameter: {name}", name, reason="required")
    return values


def _refuse_unknown(method: Method, sent: Query) -> None:
    for name in sent:
        # The documents list `uploadType` for every method, but those without uploads do not know it.
        if name not in method.parameters or (name == "uploadType" and not method.accepts):
            raise unknown_name(name, "Cannot bind query parameter.")


def _refuse_wrong_types(method: Method, sent: Query) -> None:
    """Refuse texts that are not of their type, each repeat of a parameter by itself."""
    wrong = [
        (name, text)
        for name, texts in sent.items()
        for text in texts
        if _convert(method.parameters[name], text) is None
    ]
    if wrong and method.service == "calendar":
        raise _not_in_range(wrong[0][0], method.parameters[wrong[0][0]], wrong[0][1])
    if wrong:
        raise bad_values([_violation(name, method.parameters[name], text) for name, text in wrong])


def _read(method: Method, name: str, texts: list[str]) -> Any:
    """All of a repeated parameter; of another the last where a newer service answers, else the first.

    Of `fields`, every service takes the first.
    """
    schema = method.parameters[name]
    values = [_convert(schema, text) for text in texts]
    if schema.get("repeated"):
        return values
    chosen = -1 if method.service in REFUSE_UNKNOWN and name != "fields" else 0
    if schema["type"] == "integer" and not _in_range(schema, values[chosen]):
        raise _not_in_range(name, schema, texts[chosen])
    return values[chosen]


def _convert(schema: Json, text: str) -> Any:
    """A text in the type of the schema, or None where it is not of that type."""
    if schema["type"] == "boolean":
        return _BOOLEANS.get(text.lower())
    if schema["type"] == "integer":
        fits = format_of(schema)
        return int(text) if re.fullmatch(r"-?\d{1,20}", text) and (not fits or fits(text)) else None
    return text if text in schema.get("enum", (text,)) else None


def _violation(name: str, schema: Json, text: str) -> tuple[str, str]:
    """The field in the words of protobuf, and what is wrong with it."""
    field = re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()
    kind = ENUMERATIONS.get(name, "TYPE_ENUM")
    if "enum" not in schema:
        kind = f"TYPE_{schema.get('format', 'bool')}".upper()
    return field, f"Invalid value at '{field}' ({kind}), {json.dumps(text, ensure_ascii=False)}"


def _in_range(schema: Json, value: int) -> bool:
    return int(schema.get("minimum", value)) <= value <= int(schema.get("maximum", value))


def _not_in_range(name: str, schema: Json, text: str) -> ApiError:
    """What Drive and Calendar say of a number out of bounds."""
    bounds = ""
    if "minimum" in schema and "maximum" in schema:
        bounds = f" Values must be within the range: [{schema['minimum']}, {schema['maximum']}]"
    return invalid(f"Invalid value '{text}'.{bounds}", name, reason="invalidParameter")
