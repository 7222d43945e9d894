"""Resumable uploads over HTTP: announced, sent in pieces, asked after.

What is announced is checked at once and done with the last piece. Who has the address of an upload may go on
with it: pieces need no token.

Source: https://developers.google.com/workspace/drive/api/guides/manage-uploads#resumable.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from urllib.parse import urlencode

from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Request, Response

from workspace_agent.sandbox import uploads, wire
from workspace_agent.sandbox.call import ApiError, Json, Media, Order
from workspace_agent.sandbox.discovery import load
from workspace_agent.sandbox.errors import UploadError
from workspace_agent.sandbox.requestlog import is_write
from workspace_agent.sandbox.system import first
from workspace_agent.sandbox.uploads import Answer, Upload, Uploads
from workspace_agent.sandbox.wire import Arrival


def goes_on(arrival: Arrival) -> bool:
    """Whether a request is about an upload that was announced."""
    return "upload_id" in arrival.query and arrival.raw_path.startswith(wire.UPLOADS)


def upload_of(known: Uploads, arrival: Arrival, now: datetime) -> Upload:
    """The upload that a request is about.

    Raises:
        werkzeug.exceptions.NotFound: There is none, or none any more.
    """
    upload = known.find(first(arrival.query, "upload_id"), now)
    if upload is None or arrival.verb not in {"PUT", "POST"}:
        raise NotFound
    return upload


def announce(known: Uploads, order: Order, request: Request, arrival: Arrival, now: datetime) -> Response:
    """Keep an upload to come; say where its pieces go."""
    upload_id = known.announce(order, arrival.headers.get("x-upload-content-type", ""), now)
    host = request.headers.get("X-Forwarded-Host") or request.host
    scheme = "https" if host.endswith(".googleapis.com") else request.scheme
    query = urlencode(arrival.query | {"upload_id": [upload_id]}, doseq=True)
    location = f"{scheme}://{host}{arrival.raw_path}?{query}"
    return Response(b"", 200, {"Location": location, "X-GUploader-UploadID": upload_id})


def note(entry: Json, upload: Upload, arrival: Arrival) -> None:
    """What the log keeps of a piece; a question how much arrived changes nothing."""
    entry["user"] = upload.order.user
    with suppress(UploadError):
        piece = uploads.read(arrival.content, arrival.headers.get("content-range"))
        entry["write"] = is_write(load().methods[upload.order.method]) and piece.first is not None
        entry["body"] = {"first": piece.first, "size": len(piece.content), "total": piece.total}


def go_on(upload: Upload, arrival: Arrival, do: Callable[[Media], Response]) -> Response:
    """Take a piece of an upload, or say how much arrived; do what was announced once all of it did.

    Raises:
        UploadError: The piece does not fit.
        ApiError: What was announced is refused.
    """
    piece = uploads.read(arrival.content, arrival.headers.get("content-range"))
    if upload.done is None:
        if not uploads.take(upload, piece):
            return _so_far(upload, arrival)
        upload.done = _done(upload, arrival, do)
    return Response(upload.done.content, upload.done.status, upload.done.headers)


def _done(upload: Upload, arrival: Arrival, do: Callable[[Media], Response]) -> Answer:
    method = load().methods[upload.order.method]
    try:
        response = do(wire.media(upload.content, upload.mime_type or arrival.content_type, method))
    except ApiError as error:
        response = wire.refusal(method.service, error)
    return Answer(response.status_code, list(response.headers), response.data)


def _so_far(upload: Upload, arrival: Arrival) -> Response:
    """How much arrived; nothing at all has no `Range`."""
    headers = {"Range": f"bytes=0-{len(upload.content) - 1}"} if upload.content else {}
    # Some clients would take a 308 for a redirect, and say so.
    if arrival.headers.get("x-guploader-no-308", "").lower() == "yes":
        return Response(b"", 200, headers | {"X-HTTP-Status-Code-Override": "308"})
    return Response(b"", 308, headers)
