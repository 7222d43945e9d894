"""Resumable uploads: announced, sent in pieces, asked after.

The last piece makes one multipart upload of it all, which is answered like any other.

Source: https://developers.google.com/workspace/drive/api/guides/manage-uploads#resumable.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from werkzeug.datastructures import Headers
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request, Response

from workspace_agent.sandbox import wire
from workspace_agent.sandbox.call import ApiError
from workspace_agent.sandbox.errors import body_of
from workspace_agent.sandbox.exchange import Exchange

if TYPE_CHECKING:
    from workspace_agent.sandbox.server import Sandbox

_RANGE = re.compile(r"bytes (?:(\d+)-(\d+)|\*)/(\d+|\*)")
_BOUNDARY = "=====sandbox-resumable====="


@dataclass(slots=True)
class Upload:
    """One upload on its way.

    Attributes:
        start: The request that announced it.
        content: What arrived so far.
        done: The answer, once all of it arrived.
    """

    start: Request
    content: bytes = b""
    done: Response | None = None


def concerns(request: Request) -> bool:
    """Whether a request belongs to a resumable upload."""
    return request.path.startswith("/upload/") and request.args.get("uploadType") == "resumable"


def answer(sandbox: Sandbox, request: Request) -> Response:
    """Announce an upload, take a piece of one, or say how much arrived."""
    if "upload_id" not in request.args:
        return _announce(sandbox, request)
    upload = sandbox.uploads.get(request.args["upload_id"])
    if upload is None or request.method != "PUT":
        return wire.answer(body_of("drive", ApiError(404, "Not Found", reason="notFound")), 404)
    if upload.done is None:
        _take(sandbox, upload, request)
    return upload.done or _so_far(upload)


def _announce(sandbox: Sandbox, request: Request) -> Response:
    try:
        sandbox.state.tokens.signed_in(request.headers.get("Authorization", ""))
    except ApiError as error:
        return wire.answer(body_of("drive", error), error.status)
    request.get_data()
    upload_id = sandbox.state.ids.token(64)
    sandbox.uploads[upload_id] = Upload(request)
    host = request.headers.get("X-Forwarded-Host") or request.host
    scheme = "https" if host.endswith(".googleapis.com") else request.scheme
    query = urlencode([*request.args.items(multi=True), ("upload_id", upload_id)])
    headers = {"Location": f"{scheme}://{host}{request.path}?{query}", "X-GUploader-UploadID": upload_id}
    return Response(b"", 200, headers)


def _take(sandbox: Sandbox, upload: Upload, request: Request) -> None:
    """Keep a piece that fits; without Content-Range it is the whole."""
    content = request.get_data()
    match = _RANGE.fullmatch(request.headers.get("Content-Range", f"bytes */{len(content)}"))
    if match is None:
        return
    first, _, total = match.groups()
    if content and int(first or 0) == len(upload.content):
        upload.content += content
    if total != "*" and len(upload.content) >= int(total):
        upload.done = Exchange(sandbox, _whole(upload)).run()


def _so_far(upload: Upload) -> Response:
    headers = {"Range": f"bytes=0-{len(upload.content) - 1}"} if upload.content else {}
    return Response(b"", 308, headers)


def _whole(upload: Upload) -> Request:
    start = upload.start
    kind = start.headers.get("X-Upload-Content-Type", "application/octet-stream")
    pieces = (("application/json", start.get_data() or b"{}"), (kind, upload.content))
    body = b"".join(
        b"--%s\r\nContent-Type: %s\r\n\r\n%s\r\n" % (_BOUNDARY.encode(), kind.encode(), piece)
        for kind, piece in pieces
    )
    query = [(name, value) for name, value in start.args.items(multi=True) if name != "uploadType"]
    builder = EnvironBuilder(
        start.path,
        method=start.method,
        query_string=urlencode([*query, ("uploadType", "multipart")]),
        headers=Headers({"Authorization": start.headers["Authorization"]}),
        data=body + b"--%s--\r\n" % _BOUNDARY.encode(),
        content_type=f'multipart/related; boundary="{_BOUNDARY}"',
    )
    environ = builder.get_environ()
    environ["REQUEST_URI"] = start.environ.get("REQUEST_URI", start.path)
    return Request(environ)
