"""The httplib2-shaped object through which google-api-python-client uses our session.

httplib2 itself mixes up answers between threads and sends a POST again on a dropped connection.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import requests
from requests.exceptions import ChunkedEncodingError, ContentDecodingError

# requests has undone compression and chunking already. Left in, a download of compressed content never ends.
_UNDONE = ("content-encoding", "transfer-encoding")


class RequestsHttp:
    """Answers `request` and `close` as `httplib2.Http` does.

    Args:
        session: Carries the requests; it sets the time-out and follows no redirects.
    """

    def __init__(self, session: requests.Session) -> None:
        self._session = session

    def request(
        self,
        uri: str,
        method: str = "GET",
        body: bytes | str | None = None,
        headers: Mapping[str, str] | None = None,
        **_httplib2: Any,
    ) -> tuple[Any, bytes]:
        """Makes one request.

        Args:
            uri: Absolute address.
            method: HTTP method.
            body: What is sent.
            headers: Request headers.
            **_httplib2: Redirect and connection options, which the session decides.

        Returns:
            An `httplib2.Response` and the content, as google-api-python-client expects them.

        Raises:
            TimeoutError: If no answer came in time.
            ConnectionError: If the connection failed, or broke within the answer.
        """
        data = body.encode() if isinstance(body, str) else body
        try:
            return _as_httplib2(self._session.request(method, uri, data=data, headers=dict(headers or {})))
        except requests.Timeout as error:
            raise TimeoutError("no answer in time") from error
        except (requests.ConnectionError, ChunkedEncodingError, ContentDecodingError) as error:
            raise ConnectionError("the connection failed") from error

    def close(self) -> None:
        """Does nothing: the session is shared and its owner closes it."""


def _as_httplib2(response: requests.Response) -> tuple[Any, bytes]:
    from httplib2 import Response  # noqa: PLC0415 - only who makes requests pays for it

    headers = {name.lower(): value for name, value in response.headers.items()}
    kept = {name: value for name, value in headers.items() if name not in _UNDONE}
    length = {"content-length": str(len(response.content)), "status": str(response.status_code)}
    answer = Response(kept | length)
    answer.reason = response.reason
    return answer, response.content
