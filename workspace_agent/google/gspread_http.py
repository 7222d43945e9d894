"""gspread's transport with our errors. Imported late: gspread costs 250 ms and 35 MB."""

from __future__ import annotations

from typing import Any

import gspread
import requests

from workspace_agent.google.answers import Refused
from workspace_agent.google.session import Timeout


class QuietHTTPClient(gspread.HTTPClient):
    """Raises codes where gspread raises APIError, which holds Google's prose and fails on some answers.

    APIError takes `code` for granted and calls it -1 where the body is not JSON.
    """

    def request(  # type: ignore[override]  # gspread's body arguments, by name
        self, method: str, endpoint: str, params: Any = None, **body: Any
    ) -> requests.Response:
        """Makes one request.

        Args:
            method: HTTP method.
            endpoint: Address.
            params: Query.
            **body: Content and headers, as `requests` names them.

        Raises:
            Refused: If the answer is not a success.
        """
        response = self.session.request(method, endpoint, params=params, timeout=self.timeout, **body)
        if response.status_code // 100 != 2:
            raise Refused(response.status_code, response.headers, response.content)
        return response


def quiet_client(session: requests.Session, timeout: Timeout) -> gspread.HTTPClient:
    """Returns what gspread makes requests with.

    Args:
        session: Signs and sends.
        timeout: Seconds to connect and to read; gspread's own default is to wait for ever.
    """
    client = gspread.Client(None, session=session, http_client=QuietHTTPClient)  # type: ignore[arg-type]
    client.set_timeout(timeout)
    return client.http_client
