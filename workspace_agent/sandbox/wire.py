"""HTTP to queries, bodies and uploads; replies to HTTP."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterable
from dataclasses import dataclass
from fnmatch import fnmatchcase
from http.client import responses
from typing import TYPE_CHECKING, Any

from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Request, Response

from workspace_agent.sandbox import payload, system
from workspace_agent.sandbox.call import ApiError, Json, Media
from workspace_agent.sandbox.discovery import Method
from workspace_agent.sandbox.errors import UploadError, body_of, invalid, unknown_name
from workspace_agent.sandbox.multipart import parts
from workspace_agent.sandbox.overlay import REFUSE_UNKNOWN
from workspace_agent.sandbox.system import PLAIN, Query, System, first
from workspace_agent.sandbox.written import printed

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

_BAD_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")
_ORIGIN = re.compile(r"^https?://[^/?]*", re.IGNORECASE)
UPLOADS = ("/upload/", "/resumable/upload/")


@dataclass(frozen=True, slots=True)
class Arrival:
    """A request with method override and encodings undone.

    Attributes:
        verb: After `X-HTTP-Method-Override`.
        raw_path: Still percent-encoded.
        query: From the address, or from the form of an overridden POST.
        system: What it says of the answer.
        content: The body; empty when it was the query.
        content_type: Its type.
        headers: Lower-case names.
    """

    verb: str
    raw_path: str
    query: Query
    system: System
    content: bytes
    content_type: str
    headers: dict[str, str]

    @property
    def upload(self) -> str:
        """How something is uploaded: `media`, `multipart` or `resumable`; empty where nothing is.

        Raises:
            UploadError: In no such way.
        """
        if not self.raw_path.startswith(UPLOADS):
            return ""
        kind = first(self.query, "uploadType")
        if kind not in {"media", "multipart", "resumable"}:
            raise UploadError(400, "Invalid Upload Request")
        return kind


def arrive(request: Request) -> Arrival:
    """Take a request apart.

    Raises:
        werkzeug.exceptions.HTTPException: The address is not one.
    """
    address = str(request.environ.get("REQUEST_URI") or request.path)
    # Clients behind a proxy ask for the whole address.
    raw_path = _ORIGIN.sub("", address, count=1).split("?", 1)[0]
    if _BAD_ESCAPE.search(raw_path):
        raise BadRequest
    headers = {name.lower(): value for name, value in request.headers.items()}
    is_post = request.method == "POST"
    override = headers.get("x-http-method-override", "").upper() if is_post else ""
    # Clients send addresses of more than 2,048 characters as a POST whose form is the query.
    if override == "GET" and request.mimetype == "application/x-www-form-urlencoded":
        query = dict(request.form.lists())
        return Arrival("GET", raw_path, query, system.read(query, "GET"), b"", "", headers)
    verb, query = override or request.method, dict(request.args.lists())
    content_type = headers.get("content-type", "")
    return Arrival(verb, raw_path, query, system.read(query, verb), request.get_data(), content_type, headers)


def credentials(arrival: Arrival) -> str:
    """The `Authorization` of a request; Google takes the token from the query as well."""
    token = first(arrival.query, "access_token") or first(arrival.query, "oauth_token")
    return arrival.headers.get("authorization") or (f"Bearer {token}" if token else "")


def body(arrival: Arrival, method: Method) -> tuple[Json, Media | None]:
    """The JSON body and the uploaded part.

    Raises:
        ApiError: 400 for JSON that does not parse, and for content that the method does not take.
        UploadError: The parts of an upload cannot be told apart.
    """
    kind = arrival.upload
    if kind == "multipart":
        return _multipart(arrival, method)
    if kind == "media":
        return {}, media(arrival.content, arrival.content_type, method)
    if arrival.content.strip():
        _check_type(arrival, method.service)
    return payload.read(arrival.content, method.service), None


def media(content: bytes, content_type: str, method: Method) -> Media:
    """An uploaded part.

    Raises:
        ApiError: 400 where the method takes other types. Its words are those of YouTube's uploads, which come
            from the same server.
    """
    mime_type = content_type.partition(";")[0].strip() or "application/octet-stream"
    if not any(fnmatchcase(mime_type.lower(), accepted) for accepted in method.accepts):
        valid = f"Valid media types: [{', '.join(method.accepts)}]"
        raise invalid(f"Media type '{mime_type}' is not supported. {valid}", reason="badContent")
    return Media(content, mime_type)


def _multipart(arrival: Arrival, method: Method) -> tuple[Json, Media]:
    found = parts(arrival.content, arrival.content_type)
    if len(found) != 2:
        raise UploadError(400, "Malformed multipart body.")
    metadata, uploaded = found
    kind = uploaded.headers.get("Content-Type", "")
    return payload.read(metadata.content, method.service), media(uploaded.content, kind, method)


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


def answer(content: Any, status: int = 200, asked: System = PLAIN) -> Response:
    """A JSON answer; a reply with an etag carries it in the header as well."""
    if status == 304:
        return Response(status=status)
    response = _written(content, status, asked)
    if isinstance(content, dict) and "etag" in content:
        response.headers["ETag"] = content["etag"]
    return response


def _written(content: Any, status: int, asked: System) -> Response:
    # Refusals are indented in any case.
    text = printed(content, pretty=asked.pretty or status >= 400)
    if asked.callback:
        script = f"// API callback\n{printed(asked.callback, pretty=False)[1:-1]}({text});"
        return Response(script, content_type="text/javascript; charset=UTF-8")
    return Response(text, status, content_type="application/json; charset=UTF-8")


def refusal(service: str, error: ApiError, asked: System = PLAIN) -> Response:
    """A refusal in the shape of the service."""
    response = answer(body_of(service, error, asked.xgafv), error.status, asked)
    response.headers.update(error.headers)
    return response


def plain(status: int, text: str) -> Response:
    """A refusal of the upload server."""
    return Response(text, status, content_type="text/plain; charset=utf-8")


def status_line(status: int) -> str:
    """A status in Google's words, which has one of its own for an upload that goes on."""
    if status == 308:
        return "308 Resume Incomplete"
    return f"{status} {responses.get(status, 'Unknown')}"


class HalfResponse(Response):
    """An answer that stops in the middle."""

    def get_app_iter(self, environ: WSGIEnvironment) -> Iterable[bytes]:
        """The first half; the headers are those of the whole."""
        whole = b"".join(super().get_app_iter(environ))
        return [whole[: len(whole) // 2]]


def compress(response: Response, accepted: str) -> Response:
    """Gzip an answer for a client that asks for it; small ones too, so that clients are put to the test.

    A part of a download stays as it is: `Content-Range` counts the bytes of the file.
    """
    if "gzip" in accepted and response.data and response.status_code != 206:
        response.data = gzip.compress(response.data, compresslevel=1, mtime=0)
        response.headers["Content-Encoding"] = "gzip"
        response.headers.setdefault("Vary", "Accept-Encoding")
    return response
