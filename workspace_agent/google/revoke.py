"""Take back what a person allowed, at Google itself.

Source: developers.google.com/identity/protocols/oauth2/native-app#tokenrevoke.
"""

from __future__ import annotations

import requests

from workspace_agent.google.endpoint import REVOKE_URI, Endpoint
from workspace_agent.google.session import plain_session
from workspace_agent.model.errors import GoogleUnavailable

_ALREADY = 400
"""What the address answers for a token that it does not know (any more)."""


def revoke(refresh_token: str, endpoint: Endpoint) -> None:
    """Ends a consent, and everything that was bought with it.

    Args:
        refresh_token: That was given for it.
        endpoint: Google or the sandbox.

    Raises:
        GoogleUnavailable: It may stand: Google was not reached, or gave no usable answer.
    """
    session = plain_session(endpoint)
    try:
        status = session.post(REVOKE_URI, data={"token": refresh_token}).status_code
    except requests.RequestException:
        status = 0
    finally:
        session.close()
    if status not in {200, _ALREADY}:
        raise GoogleUnavailable("oauth2.revoke", status)
