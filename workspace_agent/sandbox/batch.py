"""Batches: several requests in one `multipart/mixed`, each answered as if it had come alone.

Source: https://developers.google.com/workspace/drive/api/guides/performance#batch-requests (100 calls),
Calendar's page of the same name (50), and what googleapiclient's `BatchHttpRequest` writes and reads.
"""

from __future__ import annotations

from collections.abc import Callable
from email.parser import BytesHeaderParser

from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Request, Response

from workspace_agent.sandbox import wire
from workspace_agent.sandbox.environ import environ
from workspace_agent.sandbox.errors import UploadError, invalid
from workspace_agent.sandbox.multipart import Part, parts

PREFIX = "/batch"
_MOST = {"calendar": 50}
_BOUNDARY = "batch_sandbox"
Respond = Callable[[Request], Response]


def answer(request: Request, respond: Respond) -> Response:
    """Answer each part by itself, in order."""
    service = request.path.removeprefix(PREFIX).strip("/").partition("/")[0] or "drive"
    found = _parts(request)
    if not found:
        return wire.refusal(service, invalid("Failed to parse batch request."))
    if len(found) > _MOST.get(service, 100):
        text = "The batch request could not be processed: the number of calls in it exceeds the limit."
        return wire.refusal(service, invalid(text))
    authorization = request.headers.get("Authorization")
    written = [_written(part, _answered(_request(part, authorization), respond)) for part in found]
    content = b"".join(f"--{_BOUNDARY}\r\n".encode() + one + b"\r\n" for one in written)
    return Response(
        content + f"--{_BOUNDARY}--".encode(), content_type=f"multipart/mixed; boundary={_BOUNDARY}"
    )


def _parts(request: Request) -> list[Part]:
    try:
        return parts(request.get_data(), request.headers.get("Content-Type", ""))
    except UploadError:
        return []


def _request(part: Part, authorization: str | None) -> Request:
    """The request inside a part; the outer `Authorization` holds unless it has its own."""
    line, _, rest = part.content.lstrip().partition(b"\n")
    words = line.decode("latin-1").split()
    if len(words) < 2 or not words[1].startswith("/"):
        raise BadRequest("A part of the batch has no request line.")
    head, content = _split(rest)
    headers = {"Authorization": authorization} if authorization else {}
    headers |= {name: str(value) for name, value in BytesHeaderParser().parsebytes(head).items()}
    return Request(environ(words[0], words[1], headers, content))


def _answered(request: Request, respond: Respond) -> Response:
    """The answer to a part; bytes do not come in a batch, but from another address.

    Source: pubkey/google-drive-mock, whose tests run against Google.
    """
    response = respond(request)
    if request.args.get("alt") != "media" or response.status_code != 200:
        return response
    where = f"https://www.googleapis.com/download{request.path}?alt=media"
    return Response(b"", 302, {"Location": where}, content_type="text/html; charset=UTF-8")


def _split(rest: bytes) -> tuple[bytes, bytes]:
    newline = b"\r\n" if b"\r\n" in rest else b"\n"
    if rest.startswith(newline):
        return b"", rest.removeprefix(newline)
    head, _, content = rest.partition(newline * 2)
    return head, content


def _written(part: Part, response: Response) -> bytes:
    content_id = part.headers.get("Content-ID", "")
    named = f"Content-ID: <response-{content_id.strip('<>')}>\r\n" if content_id else ""
    lines = "".join(f"{name}: {value}\r\n" for name, value in response.headers.items())
    line = wire.status_line(response.status_code)
    head = f"Content-Type: application/http\r\n{named}\r\nHTTP/1.1 {line}\r\n{lines}\r\n"
    return head.encode("latin-1", "replace") + bytes(response.data)
