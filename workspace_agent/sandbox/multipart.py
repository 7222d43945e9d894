"""Bodies of several parts, split by hand: e-mail parsers may touch binary content."""

from __future__ import annotations

from base64 import b64decode
from dataclasses import dataclass
from email.message import Message
from email.parser import BytesHeaderParser

from werkzeug.http import parse_options_header

from workspace_agent.sandbox.errors import UploadError


@dataclass(frozen=True, slots=True)
class Part:
    """One part with its own headers."""

    headers: Message
    content: bytes


def parts(content: bytes, content_type: str) -> list[Part]:
    """The parts of a body, none where the type names no boundary.

    Raises:
        UploadError: The last part does not end, or its encoding does not decode.
    """
    boundary = parse_options_header(content_type)[1].get("boundary", "")
    if not boundary:
        return []
    marker = b"--" + boundary.encode()
    newline = b"\r\n" if b"\r\n" in content[: len(marker) + 4] else b"\n"
    _, *chunks = (newline + content).split(newline + marker)
    if not chunks or not chunks.pop().startswith(b"--"):
        raise UploadError(400, "Missing end boundary in multipart body.")
    return [_part(chunk.removeprefix(newline), newline) for chunk in chunks]


def _part(chunk: bytes, newline: bytes) -> Part:
    head, _, content = chunk.partition(newline * 2)
    headers = BytesHeaderParser().parsebytes(head)
    if headers.get("Content-Transfer-Encoding", "").lower() == "base64":
        try:
            content = b64decode(content)
        except ValueError:
            raise UploadError(400, "Malformed multipart body.") from None
    return Part(headers, content)
