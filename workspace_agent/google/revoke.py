"""Take back what a person allowed, at Google itself.

Source: developers.google.com/identity/protocols/oauth2/native-app#tokenrevoke.
"""

from __future__ import annotations

import requests

from workspace_agent.google.credentials import TokenFile
from workspace_agent.google.endpoint import REVOKE_URI, Endpoint
from workspace_agent.google.session import check_side, plain_session
from workspace_agent.model.errors import GoogleUnavailable


def revoke(token: TokenFile, endpoint: Endpoint) -> None:
    """Ends a consent, and everything that was bought with it.

    Args:
        token: That was given for it.
        endpoint: Google or the sandbox.

    Raises:
        SettingsError: The token was issued by the other side; it is not sent there.
        GoogleUnavailable: It may stand: Google was not reached, or gave no usable answer.
    """
    check_side(token, endpoint)
    session = plain_session(endpoint)
    try:
        answer = session.post(REVOKE_URI, data={"token": token.credentials.refresh_token})
    except requests.RequestException:
        raise GoogleUnavailable("oauth2.revoke") from None
    finally:
        session.close()
    if answer.status_code != 200 and not _is_gone_already(answer):
        raise GoogleUnavailable("oauth2.revoke", answer.status_code)


def _is_gone_already(answer: requests.Response) -> bool:
    """Google says so in the body; another 400, such as a proxy's, says nothing of the consent."""
    try:
        body = answer.json()
    except requests.JSONDecodeError:
        return False
    return answer.status_code == 400 and isinstance(body, dict) and body.get("error") == "invalid_token"
