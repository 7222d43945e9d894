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

# A mail of gmail.v1 may have 36,700,160 bytes: the most in the documents, but for Drive's terabytes.
LARGEST = 64 * 1024 * 1024
_PATIENCE = 4 * LARGEST
_WITHOUT_BODY = frozenset({"GET", "HEAD", "DELETE"})
_WITH_BODY = frozenset({"POST", "PUT", "PATCH"})
_GZIP = 31  # zlib's number for a gzip wrapper around 32 KiB of window
_PAGES = {
    400: ("Bad Request", "Your client has issued a malformed or illegal request."),
    404: ("Not Found", "The requested URL <code>{path}</code> was not found on this server."),
    411: ("Length Required", "POST requests require a <code>Content-length</code> header."),
    413: ("Request Entity Too Large", "Your client issued a request that was too large."),
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
    kept = {name: value for name, value in request.environ.items() if not name.startswith("werkzeug.request")}
    kept.pop("HTTP_CONTENT_ENCODING")
    kept.pop("wsgi.input_terminated", None)
    return Request(kept | {"wsgi.input": BytesIO(content), "CONTENT_LENGTH": str(len(content))})


def refused(request: Request, status: int) -> Response:
    """The page for what belongs to no service; a wrong verb is a wrong address to it."""
    status = status if status in _PAGES else 404
    response = Response(_page(status, request.path), status, content_type="text/html; charset=UTF-8")
    if status in {400, 413}:
        # What was not read would be taken for the next request.
        response.headers["Connection"] = "close"
    if status == 413:
        _drain(request)
    return response


def _page(status: int, path: str) -> str:
    """HTML, with a robot beside it."""
    title, text = _PAGES[status]
    said = text.format(path=escape(path))
    return (
        f"<!DOCTYPE html>\n<html lang=en>\n<meta charset=utf-8>\n"
        f"<title>Error {status} ({title})!!1</title>\n"
        f"<p><b>{status}.</b> <ins>That\u2019s an error.</ins>\n"
        f"<p>{said} <ins>That\u2019s all we know.</ins>\n"
    )


def _drain(request: Request) -> None:
    """Let the client finish: one that is cut off while it sends does not read the answer."""
    stream, left = request.environ["wsgi.input"], min(request.content_length or _PATIENCE, _PATIENCE)
    while left > 0 and (chunk := stream.read(min(left, 1 << 20))):
        left -= len(chunk)
