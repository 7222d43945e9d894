"""HTTP to parameters, bodies and media; replies to HTTP."""

from __future__ import annotations

import gzip
import json
import re
from base64 import b64decode
from dataclasses import dataclass
from email.parser import BytesHeaderParser
from typing import Any

from werkzeug.datastructures import MultiDict
from werkzeug.http import parse_options_header
from werkzeug.wrappers import Request, Response

from workspace_agent.sandbox.call import ApiError, Json, Media
from workspace_agent.sandbox.discovery import Method
from workspace_agent.sandbox.errors import invalid
from workspace_agent.sandbox.overlay import REFUSE_UNKNOWN_PARAMETERS

_BOOLEANS = {"true": True, "1": True, "": True, "false": False, "0": False}


@dataclass(frozen=True, slots=True)
class Arrival:
    """A request with method override and encodings undone.

    Attributes:
        verb: After `X-HTTP-Method-Override`.
        raw_path: Still percent-encoded.
        query: From the address, or from the form of an overridden POST.
        content: The body; empty when it was the query.
        content_type: Its type.
        headers: Lower-case names.
    """

    verb: str
    raw_path: str
    query: MultiDict[str, str]
    content: bytes
    content_type: str
    headers: dict[str, str]


def arrive(request: Request) -> Arrival:
    """Take a request apart."""
    raw_path = str(request.environ.get("REQUEST_URI") or request.path).split("?", 1)[0]
    headers = {name.lower(): value for name, value in request.headers.items()}
    override = headers.get("x-http-method-override", "").upper()
    # Clients send addresses of more than 2,048 characters as a POST whose form is the query.
    if override == "GET" and request.mimetype == "application/x-www-form-urlencoded":
        return Arrival("GET", raw_path, request.form, b"", "", headers)
    content_type = headers.get("content-type", "")
    return Arrival(
        override or request.method, raw_path, request.args, request.get_data(), content_type, headers
    )


def parameters(method: Method, query: MultiDict[str, str], path: dict[str, str]) -> Json:
    """Path and query parameters in the types of the discovery document.

    Raises:
        ApiError: 400 for a value, or where the service refuses it a name, that the document does not have.
    """
    values: Json = {}
    for name, texts in [*query.lists(), *((name, [text]) for name, text in path.items())]:
        if name in method.parameters:
            values[name] = _parameter(name, method.parameters[name], texts)
        elif method.service in REFUSE_UNKNOWN_PARAMETERS:
            raise invalid(
                f'Invalid JSON payload received. Unknown name "{name}": Cannot bind query parameter.'
            )
    for name, schema in method.parameters.items():
        if schema.get("required") and name not in values:
            raise invalid(f"Required parameter: {name}", name, reason="required")
    return values


def _parameter(name: str, schema: Json, texts: list[str]) -> Any:
    values = [_convert(name, schema, text) for text in texts]
    return values if schema.get("repeated") else values[-1]


def _convert(name: str, schema: Json, text: str) -> Any:
    converted: Any = text
    if schema["type"] == "boolean":
        converted = _BOOLEANS.get(text.lower())
    elif schema["type"] == "integer":
        converted = int(text) if re.fullmatch(r"-?\d+", text) else None
    if converted is None or not _allowed(schema, converted):
        raise invalid(f"Invalid value '{text}' for parameter '{name}'.", name, reason="invalidParameter")
    return converted


def _allowed(schema: Json, value: Any) -> bool:
    if schema["type"] == "integer":
        return bool(int(schema.get("minimum", value)) <= value <= int(schema.get("maximum", value)))
    return "enum" not in schema or value in schema["enum"]


def body(arrival: Arrival) -> tuple[Json, Media | None]:
    """The JSON body and the uploaded part.

    Raises:
        ApiError: 400 for JSON that does not parse, 501 for an upload that is not built.
    """
    upload = arrival.query.get("uploadType", "") if arrival.raw_path.startswith("/upload/") else ""
    if upload == "resumable":
        raise ApiError(501, "The sandbox does not build uploadType=resumable.", reason="notImplemented")
    if upload == "multipart":
        return _multipart(arrival)
    if upload:
        return {}, Media(arrival.content, arrival.content_type or "application/octet-stream")
    return _json(arrival.content), None


def _multipart(arrival: Arrival) -> tuple[Json, Media]:
    parts = _parts(arrival.content, parse_options_header(arrival.content_type)[1].get("boundary", ""))
    if len(parts) != 2:
        raise invalid("Malformed multipart body.")
    (_, metadata), (mime_type, content) = parts
    return _json(metadata), Media(content, mime_type)


def _parts(content: bytes, boundary: str) -> list[tuple[str, bytes]]:
    """Split `multipart/related` by hand: e-mail parsers may touch binary content."""
    marker = b"--" + boundary.encode()
    newline = b"\r\n" if b"\r\n" in content[: len(marker) + 4] else b"\n"
    chunks = (newline + content).split(newline + marker)[1:-1]
    return [_part(chunk.removeprefix(newline), newline) for chunk in chunks]


def _part(chunk: bytes, newline: bytes) -> tuple[str, bytes]:
    head, _, content = chunk.partition(newline * 2)
    headers = BytesHeaderParser().parsebytes(head)
    if headers.get("Content-Transfer-Encoding", "").lower() == "base64":
        content = b64decode(content)
    return headers.get_content_type(), content


def _json(content: bytes) -> Json:
    if not content.strip():
        return {}
    try:
        decoded = json.loads(content)
    except ValueError:
        decoded = None
    if not isinstance(decoded, dict):
        raise invalid("Parse Error", reason="parseError")
    return decoded


def answer(content: Any, status: int = 200) -> Response:
    """A JSON answer; a reply with an etag carries it in the header as well."""
    if status == 304:
        return Response(status=status)
    response = Response(
        json.dumps(content, ensure_ascii=False), status, content_type="application/json; charset=UTF-8"
    )
    if isinstance(content, dict) and "etag" in content:
        response.headers["ETag"] = content["etag"]
    return response


def compress(response: Response, accepted: str) -> Response:
    """Gzip an answer for a client that asks for it; small ones too, so that clients are put to the test."""
    if "gzip" in accepted and response.data:
        response.data = gzip.compress(response.data, compresslevel=1, mtime=0)
        response.headers["Content-Encoding"] = "gzip"
        response.headers["Vary"] = "Accept-Encoding"
    return response
