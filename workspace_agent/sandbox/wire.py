"""HTTP to parameters, bodies and media; replies to HTTP."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Request, Response

from workspace_agent.sandbox import payload
from workspace_agent.sandbox.call import ApiError, Json, Media
from workspace_agent.sandbox.discovery import Method
from workspace_agent.sandbox.errors import invalid, unknown_name
from workspace_agent.sandbox.multipart import parts
from workspace_agent.sandbox.overlay import REFUSE_UNKNOWN

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

# A mail of gmail.v1 may have 36,700,160 bytes: the most in the documents, but for Drive's terabytes.
LARGEST = 64 * 1024 * 1024
_BAD_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")
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
    """Take a request apart.

    Raises:
        werkzeug.exceptions.HTTPException: The address is not one, or the body is too large.
    """
    raw_path = str(request.environ.get("REQUEST_URI") or request.path).split("?", 1)[0]
    if _BAD_ESCAPE.search(raw_path):
        raise BadRequest
    request.max_content_length = LARGEST
    headers = {name.lower(): value for name, value in request.headers.items()}
    override = headers.get("x-http-method-override", "").upper()
    # Clients send addresses of more than 2,048 characters as a POST whose form is the query.
    if override == "GET" and request.mimetype == "application/x-www-form-urlencoded":
        return Arrival("GET", raw_path, request.form, b"", "", headers)
    content_type = headers.get("content-type", "")
    return Arrival(
        override or request.method, raw_path, request.args, request.get_data(), content_type, headers
    )


def credentials(arrival: Arrival) -> str:
    """The `Authorization` of a request; Google takes the token from the query as well."""
    token = arrival.query.get("access_token") or arrival.query.get("oauth_token")
    return arrival.headers.get("authorization") or (f"Bearer {token}" if token else "")


def parameters(method: Method, query: MultiDict[str, str], path: dict[str, str], *, strict: bool) -> Json:
    """Path and query parameters in the types of the discovery document.

    Raises:
        ApiError: 400 for a value that the document does not have; for a name where the service refuses it,
            and always when strict.
    """
    values: Json = {}
    for name, texts in [*query.lists(), *((name, [text]) for name, text in path.items())]:
        if name in method.parameters:
            values[name] = _parameter(name, method.parameters[name], texts)
        elif strict or method.service in REFUSE_UNKNOWN:
            raise unknown_name(name, "Cannot bind query parameter.")
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
        converted = int(text) if re.fullmatch(r"-?\d{1,19}", text) else None
    if converted is None or not _allowed(schema, converted):
        raise invalid(f"Invalid value '{text}'.{_range(schema)}", name, reason="invalidParameter")
    return converted


def _range(schema: Json) -> str:
    """What Drive and Calendar say of a number out of bounds."""
    if "minimum" not in schema or "maximum" not in schema:
        return ""
    return f" Values must be within the range: [{schema['minimum']}, {schema['maximum']}]"


def _allowed(schema: Json, value: Any) -> bool:
    if schema["type"] == "integer":
        return bool(int(schema.get("minimum", value)) <= value <= int(schema.get("maximum", value)))
    return "enum" not in schema or value in schema["enum"]


def body(arrival: Arrival, service: str) -> tuple[Json, Media | None]:
    """The JSON body and the uploaded part.

    Raises:
        ApiError: 400 for JSON that does not parse, 501 for an upload that is not built.
    """
    upload = arrival.query.get("uploadType", "") if arrival.raw_path.startswith("/upload/") else ""
    if upload == "resumable":
        raise ApiError(501, "The sandbox does not build uploadType=resumable.", reason="notImplemented")
    if upload == "multipart":
        return _multipart(arrival, service)
    if upload:
        return {}, Media(arrival.content, arrival.content_type or "application/octet-stream")
    if arrival.content.strip():
        _check_type(arrival, service)
    return payload.read(arrival.content, service), None


def _multipart(arrival: Arrival, service: str) -> tuple[Json, Media]:
    found = parts(arrival.content, arrival.content_type)
    if len(found) != 2:
        raise invalid("Malformed multipart body.")
    metadata, media = found
    return payload.read(metadata.content, service), Media(media.content, media.headers.get_content_type())


def _check_type(arrival: Arrival, service: str) -> None:
    """Refuse a body that says it is something else; one that says nothing is taken for JSON.

    Source: the older front end's "This API does not support parsing form-encoded input." and "Unsupported
    content with type" (googleapis/elixir-google-api#4266); the newer one reads a form as a query.
    """
    kind = arrival.content_type.partition(";")[0].strip().lower()
    form = kind == "application/x-www-form-urlencoded"
    if form and service in REFUSE_UNKNOWN:
        name = arrival.content.decode("utf-8", "replace").partition("=")[0]
        raise unknown_name(name, "Cannot bind query parameter.")
    if form:
        text = "This API does not support parsing form-encoded input."
        raise invalid(text, reason="parseError")
    if kind and "json" not in kind and service not in REFUSE_UNKNOWN:
        raise invalid(f"Unsupported content with type: {arrival.content_type}", reason="badContent")


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


class HalfResponse(Response):
    """An answer that stops in the middle."""

    def get_app_iter(self, environ: WSGIEnvironment) -> Iterable[bytes]:
        """The first half; the headers are those of the whole."""
        whole = b"".join(super().get_app_iter(environ))
        return [whole[: len(whole) // 2]]


def compress(response: Response, accepted: str) -> Response:
    """Gzip an answer for a client that asks for it; small ones too, so that clients are put to the test."""
    if "gzip" in accepted and response.data:
        response.data = gzip.compress(response.data, compresslevel=1, mtime=0)
        response.headers["Content-Encoding"] = "gzip"
        response.headers["Vary"] = "Accept-Encoding"
    return response
