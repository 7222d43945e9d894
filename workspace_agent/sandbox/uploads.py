"""Uploads in pieces: what arrived so far, and which piece fits.

Sources: https://developers.google.com/workspace/drive/api/guides/manage-uploads#resumable; for pieces that do
not fit, recorded traffic (googleapis/google-api-php-client#1227, googleapis/google-cloud-go#1507,
talkiq/gcloud-aio#1116, googleapis/google-api-python-client#638). Of a piece in the middle, Google keeps the
largest multiple of 256 KiB.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from workspace_agent.sandbox.call import Order
from workspace_agent.sandbox.errors import UploadError
from workspace_agent.sandbox.ids import Ids

PIECE = 256 * 1024
LIFETIME = timedelta(days=7)
_RANGE = re.compile(r"bytes (?:(\d{1,15})-(\d{1,15})|\*)/(\d{1,15}|\*)")


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered once the whole had arrived; it is given again to whoever asks."""

    status: int
    headers: list[tuple[str, str]]
    content: bytes


@dataclass(slots=True)
class Upload:
    """One upload on its way.

    Attributes:
        order: What is to be done with the content.
        mime_type: Its type, if that was announced.
        begun: When it was announced.
        content: What arrived so far.
        done: The answer, once all of it arrived.
    """

    order: Order
    mime_type: str
    begun: datetime
    content: bytes = b""
    done: Answer | None = None


class Uploads:
    """All uploads, by the id in their address.

    Args:
        ids: Mints the ids.
    """

    def __init__(self, ids: Ids) -> None:
        self._ids = ids
        self._uploads: dict[str, Upload] = {}

    def announce(self, order: Order, mime_type: str, now: datetime) -> str:
        """Keep an upload to come; its id."""
        upload_id = self._ids.token(64)
        self._uploads[upload_id] = Upload(order, mime_type, now)
        return upload_id

    def find(self, upload_id: str, now: datetime) -> Upload | None:
        """The upload with an id, unless there is none, or none any more."""
        upload = self._uploads.get(upload_id)
        return upload if upload and now < upload.begun + LIFETIME else None


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of an upload, or the question how much arrived.

    Attributes:
        content: What was sent.
        first: Where it belongs; None in a question.
        total: How long the whole is, if that is known yet.
    """

    content: bytes
    first: int | None
    total: int | None


def read(content: bytes, header: str | None) -> Piece:
    """What a request to the address of an upload sends; without `Content-Range` it is the whole.

    Raises:
        UploadError: The header says something else than the body.
    """
    if header is None:
        return Piece(content, 0, len(content))
    match = _RANGE.fullmatch(header.strip())
    if match is None:
        raise UploadError(400, "Failed to parse Content-Range header.")
    total = None if match[3] == "*" else int(match[3])
    if match[1] is None:
        if content:
            raise UploadError(400, "Client sent query request with a non-empty body.")
        return Piece(b"", None, total)
    first, last = int(match[1]), int(match[2])
    if last < first or (total is not None and last >= total):
        raise UploadError(400, "Failed to parse Content-Range header.")
    if last - first + 1 != len(content):
        raise UploadError(400, _mismatch(len(content), first, last))
    return Piece(content, first, total)


def _mismatch(sent: int, first: int, last: int) -> str:
    announced = f"{last - first + 1} byte(s) (starting at offset {first} and ending at offset {last})"
    return (
        f"Invalid request.  There were {sent} byte(s) in the request body.  There should have been "
        f"{announced} according to the Content-Range header."
    )


def take(upload: Upload, piece: Piece) -> bool:
    """Keep what is new in a piece; whether the upload is whole now.

    Raises:
        UploadError: 503 where something is missing before the piece.
    """
    if piece.first is None:
        return False
    arrived = len(upload.content)
    if piece.first > arrived:
        raise UploadError(
            503,
            "Invalid request.  According to the Content-Range header, the upload offset is "
            f"{piece.first} byte(s), which exceeds already uploaded size of {arrived} byte(s).",
        )
    new, ends = piece.content[arrived - piece.first :], piece.first + len(piece.content) == piece.total
    upload.content += new if ends else new[: len(new) // PIECE * PIECE]
    return len(upload.content) == piece.total
