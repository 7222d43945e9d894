"""Google's front end: what happens to a request before a service sees it.

Sources: googleapis/google-api-nodejs-client#218 (GET and DELETE take no body),
asimlqt/php-google-spreadsheet-client#64 (the page for a missing length), and google-http-client for Java,
which packs what it sends with gzip.
"""

from __future__ import annotations

import zlib
from html import escape
from io import BytesIO

from werkzeug.exceptions import BadRequest, LengthRequired, RequestEntityTooLarge
from werkzeug.wrappers import Request, Response

HTML = "text/html; charset=UTF-8"
# A mail of gmail.v1 may have 36,700,160 bytes: the most in the documents, but for Drive's terabytes.
LARGEST = 64 * 1024 * 1024
_PATIENCE = 4 * LARGEST
_WITHOUT_BODY = frozenset({"GET", "HEAD", "DELETE"})
_WITH_BODY = frozenset({"POST", "PUT", "PATCH"})
_GZIP = 31  # zlib's number for a gzip wrapper around 32 KiB of window
_OF_THE_PACKED = frozenset(
    {"HTTP_CONTENT_ENCODING", "HTTP_TRANSFER_ENCODING", "werkzeug.request", "wsgi.input_terminated"}
)
_SHARED = {
    "Access-Control-Allow-Methods": "DELETE,GET,HEAD,OPTIONS,PATCH,POST,PUT",
    "Access-Control-Max-Age": "3600",
}
_EXPOSED = "Content-Encoding,Content-Length,Content-Type,Date,Location,Range,Server,Vary,WWW-Authenticate"
_PAGES = {
    400: ("Bad Request", "Your client has issued a malformed or illegal request."),
    404: ("Not Found", "The requested URL <code>{path}</code> was not found on this server."),
    411: ("Length Required", "POST requests require a <code>Content-length</code> header."),
    413: ("Request Entity Too Large", "Your client issued a request that was too large."),
    414: ("Request-URI Too Large", "The requested URL is too large to process."),
}


def admit(request: Request) -> Request:
    """The request with its whole body at hand, unpacked.

    Raises:
        werkzeug.exceptions.HTTPException: The body may not be there, has no length, is too large, or cannot
            be read.
    """
    content = _body(request)
    if request.method in _WITHOUT_BODY and content:
        raise BadRequest
    encoding = request.headers.get("Content-Encoding", "identity").strip().lower()
    if encoding in {"", "identity"} or not content:
        return request
    if encoding not in {"gzip", "x-gzip"}:
        raise BadRequest
    return _with_body(request, unpacked(content))


def _body(request: Request) -> bytes:
    announced = request.environ.get("CONTENT_LENGTH") or request.environ.get("wsgi.input_terminated")
    if request.method in _WITH_BODY and not announced:
        raise LengthRequired
    request.max_content_length = LARGEST
    try:
        return request.get_data()
    except OSError:  # chunks that are none
        raise BadRequest from None


def unpacked(content: bytes, most: int = LARGEST) -> bytes:
    """What was packed with gzip, as long as it is not too much.

    Raises:
        werkzeug.exceptions.HTTPException: It is no gzip, is cut off, or holds more than `most` bytes.
    """
    unpacker = zlib.decompressobj(_GZIP)
    try:
        plain = unpacker.decompress(content, most + 1)
    except zlib.error:
        raise BadRequest from None
    if len(plain) > most:
        raise RequestEntityTooLarge
    if not unpacker.eof or unpacker.unused_data:
        raise BadRequest
    return plain


def _with_body(request: Request, content: bytes) -> Request:
    kept = {name: value for name, value in request.environ.items() if name not in _OF_THE_PACKED}
    return Request(kept | {"wsgi.input": BytesIO(content), "CONTENT_LENGTH": str(len(content))})


def refused(request: Request, status: int) -> Response:
    """The page for what belongs to no service; a wrong verb is a wrong address to it."""
    status = status if status in _PAGES else 404
    response = Response(page(status, request.path), status, content_type=HTML)
    if status in {400, 413}:
        # What was not read would be taken for the next request.
        response.headers["Connection"] = "close"
    if status == 413:
        _drain(request)
    return response


def page(status: int, path: str = "") -> str:
    """What the front end says of what no service sees: HTML, with a robot beside it."""
    title, text = _PAGES.get(status, _PAGES[400])
    said = text.format(path=escape(path))
    return (
        f"<!DOCTYPE html>\n<html lang=en>\n<meta charset=utf-8>\n"
        f"<title>Error {status} ({title})!!1</title>\n"
        f"<p><b>{status}.</b> <ins>That\u2019s an error.</ins>\n"
        f"<p>{said} <ins>That\u2019s all we know.</ins>\n"
    )


def preflight(request: Request) -> Response | None:
    """The answer to a browser that asks whether a page from elsewhere may call; None for other requests.

    Source: the Fetch standard; recorded in ytdl-org/youtube-dl#24684.
    """
    wanted = request.headers.get("Access-Control-Request-Method")
    if request.method != "OPTIONS" or not wanted or "Origin" not in request.headers:
        return None
    headers = request.headers.get("Access-Control-Request-Headers", "")
    return Response(b"", 200, _SHARED | ({"Access-Control-Allow-Headers": headers} if headers else {}))


def share(request: Request, response: Response) -> None:
    """Let a page from elsewhere read the answer. Source: recorded in rubenCodeforges/ng-gapi#79."""
    if "Origin" in request.headers:
        response.headers["Access-Control-Allow-Origin"] = request.headers["Origin"]
        response.headers["Access-Control-Allow-Credentials"] = "true"
        response.headers["Access-Control-Expose-Headers"] = _EXPOSED
        response.headers.setdefault("Vary", "Origin, X-Origin")


def _drain(request: Request) -> None:
    """Let the client finish: one that is cut off while it sends does not read the answer."""
    stream, left = request.environ["wsgi.input"], min(request.content_length or _PATIENCE, _PATIENCE)
    while left > 0 and (chunk := stream.read(min(left, 1 << 20))):
        left -= len(chunk)
