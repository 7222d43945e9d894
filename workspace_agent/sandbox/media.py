"""Downloads: whole, or the part that `Range` asks for.

Sources: https://developers.google.com/workspace/drive/api/guides/manage-downloads ("Partial download"); RFC
9110 section 14; swiftyapp/swifty for the headers; plexdrive/plexdrive#226 for the answer out of bounds, whose
225 bytes have room for just these words.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from werkzeug.wrappers import Response

from workspace_agent.sandbox.call import ApiError, Binary

_RANGE = re.compile(r"bytes=\s*(?:(\d+)\s*-\s*(\d*)|-\s*(\d+))\s*", re.IGNORECASE)


def answer(reply: Binary, headers: Mapping[str, str]) -> Response:
    """The bytes that a request asks for.

    Raises:
        ApiError: 416 where there are none.
    """
    response = Response(reply.content, content_type=reply.mime_type)
    response.headers["Content-Disposition"] = "attachment"
    if not reply.in_parts:
        return response
    response.headers["Accept-Ranges"] = "bytes"
    response.headers["Cache-Control"] = "private, max-age=0, must-revalidate"
    # Downloads carry no validator, so that no `If-Range` can hold.
    wanted = "" if "if-range" in headers else headers.get("range", "")
    part = _bounds(wanted, len(reply.content))
    if part:
        first, stop = part
        response.status_code, response.data = 206, reply.content[first:stop]
        response.headers["Content-Range"] = f"bytes {first}-{stop - 1}/{len(reply.content)}"
    return response


def _bounds(header: str, size: int) -> tuple[int, int] | None:
    """Where the asked part begins and where the rest begins; None for the whole.

    Several parts at once, and what cannot be read, are answered with the whole.
    """
    match = _RANGE.fullmatch(header)
    if match is None:
        return None
    start, end, last = match.groups()
    first = max(size - int(last), 0) if last else int(start)
    stop = min(int(end) + 1, size) if end else size
    if end and int(end) < int(start):
        return None
    if first >= size or last == "0":
        raise _out_of_bounds(size)
    return first, stop


def _out_of_bounds(size: int) -> ApiError:
    refusal = ApiError(416, "Request range not satisfiable", reason="requestedRangeNotSatisfiable")
    refusal.headers = {"Content-Range": f"bytes */{size}"}
    return refusal
