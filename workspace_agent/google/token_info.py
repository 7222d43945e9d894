"""What Google's token endpoint says of an access token, and what time it is there.

Source: developers.google.com/identity/sign-in/web/backend-auth (tokeninfo). The token goes in the body: an
address may be logged on its way.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

import requests

from workspace_agent.google.endpoint import Endpoint
from workspace_agent.google.session import TIMEOUT, Timeout, plain_session
from workspace_agent.model.errors import GoogleUnavailable

_METHOD = "oauth2.tokeninfo"
_ADDRESS = "https://oauth2.googleapis.com/tokeninfo"


@dataclass(frozen=True, slots=True)
class TokenInfo:
    """An answer of the endpoint.

    Attributes:
        at: Google's time as it answered, in whole seconds; None where the answer does not say.
        scopes: What the token allows; none where it is not valid, or was not asked about.
    """

    at: datetime | None
    scopes: frozenset[str]


def ask(endpoint: Endpoint, access_token: str = "", timeout: Timeout = TIMEOUT) -> TokenInfo:
    """Asks about a token; without one, only for the time.

    Args:
        endpoint: Google or the sandbox.
        access_token: Of any identity.
        timeout: Seconds to connect and to read.

    Raises:
        GoogleUnavailable: If nobody answers, or whoever answers is out of order.
    """
    failure = GoogleUnavailable(_METHOD)
    with plain_session(endpoint, timeout) as session:
        try:
            response = session.post(_ADDRESS, data={"access_token": access_token})
        except requests.RequestException:
            response = None
    if response is None:
        raise failure  # outside the except block: the library's error holds the address
    if response.status_code >= 500:
        raise GoogleUnavailable(_METHOD, response.status_code)
    return TokenInfo(_date(response.headers.get("Date", "")), frozenset(_scope(response).split()))


def _date(header: str) -> datetime | None:
    try:
        return parsedate_to_datetime(header).astimezone(UTC)
    except ValueError:
        return None


def _scope(response: requests.Response) -> str:
    try:
        body: Any = response.json()
    except requests.JSONDecodeError:
        return ""
    return str(body.get("scope", "")) if isinstance(body, dict) else ""
