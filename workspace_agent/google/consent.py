"""A person's consent: the page in their browser, and the code that comes back from it.

Source: developers.google.com/identity/protocols/oauth2/native-app and
developers.google.com/identity/protocols/oauth2/resources/granular-permissions.
"""

from __future__ import annotations

import json
import sys
import webbrowser
from collections.abc import Callable, Mapping
from contextlib import redirect_stdout
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

import requests
from google_auth_oauthlib.flow import InstalledAppFlow, WSGITimeoutError
from oauthlib.oauth2 import OAuth2Error

from workspace_agent.google.client_file import ClientFile
from workspace_agent.google.credentials import write_token
from workspace_agent.google.endpoint import AUTH_URI, TOKEN_URI, Endpoint
from workspace_agent.google.session import OVERLOADED, TIMEOUT, plain_session
from workspace_agent.model.errors import (
    GoogleUnavailable,
    SignInError,
    WorkspaceAgentError,
)

_ABOUT = "https://www.googleapis.com/drive/v3/about?fields=user(emailAddress)"
_PASTED = "http://localhost:47613/"
"""Where the browser ends when nothing listens: the address in its bar is the answer."""
_PATIENCE_SECONDS = 300
_PROMPT = "Your browser opens this page. If it does not, open it in a browser on this machine:\n\n{url}\n"
_DONE = "Signed in. You can close this window and go back to the terminal."

_ANSWERS: Mapping[str, tuple[str, str]] = {
    "access_denied": (
        "nobody allowed anything on Google's page.",
        "type the command again, tick the boxes and choose Continue; where the page said that your "
        "organisation blocks the app, its administrator must trust it: docs/setup-google.md",
    ),
    "mismatching_state": (
        "this address answers another sign-in than the one that is under way.",
        "type the command again, and use the page of that call only",
    ),
    "missing_code": (
        "this is not the address on which the browser ended.",
        "copy all of the browser's address bar after Continue: it begins with "
        f"{_PASTED} and holds state= and code=",
    ),
    "invalid_grant": (
        "the answer of the page is used up or older than ten minutes.",
        "type the command again",
    ),
    "invalid_client": (
        "Google does not know this OAuth client, or its secret was replaced.",
        "download the client's JSON once more and type: workspace-agent auth login --client FILE",
    ),
    "admin_policy_enforced": (
        "your organisation blocks this app.",
        "an administrator trusts it in the Admin console under Security > Access and data control > API "
        "controls: docs/setup-google.md",
    ),
}


@dataclass(frozen=True, slots=True)
class Consent:
    """What a person allowed.

    Attributes:
        token: What belongs in the token file.
        granted: The scopes that they ticked, with those of earlier times.
        account: Their address; empty where Google did not tell it.
        ends: When it ends by itself, in UTC; None where it does not.
    """

    token: Mapping[str, Any] = field(repr=False)
    granted: frozenset[str]
    account: str
    ends: datetime | None

    def keep(self, token_file: Path) -> None:
        """Writes the token file.

        Raises:
            SettingsError: If its folder cannot be written.
        """
        write_token(token_file, self.token)


class Authorisation:
    """One visit to the consent page.

    Args:
        client: Which app asks.
        scopes: What it asks for: all of them each time, those that were allowed before included. Google shows
            these as such, and a desktop app may get a token for no more than it asked for.
        endpoint: Google or the sandbox.
        login_hint: The account that should answer.
    """

    def __init__(
        self, client: ClientFile, scopes: frozenset[str], endpoint: Endpoint, login_hint: str = ""
    ) -> None:
        self._endpoint = endpoint
        self._flow: Any = _Flow.from_client_config(_config(client), sorted(scopes), redirect_uri=_PASTED)
        self._flow.endpoint = endpoint
        endpoint.mount_on(self._flow.oauth2session)
        hint = {"login_hint": login_hint} if login_hint else {}
        # Without a prompt a second consent brings no refresh token.
        self._asked = {"include_granted_scopes": "true", "prompt": "consent"} | hint

    @cached_property
    def url(self) -> str:
        """The page to open in any browser; its answer is the address on which that browser ends."""
        return str(self._flow.authorization_url(**self._asked)[0])

    def finish(self, answer: str, now: datetime) -> Consent:
        """Takes the answer to `url`.

        Args:
            answer: The whole address on which the browser ended, as pasted.
            now: Aware.

        Raises:
            SignInError: If the page was cancelled, or the address is not the answer to this page.
            GoogleUnavailable: If Google cannot be reached.
        """
        if not answer.strip().startswith(_PASTED):
            raise _refused("missing_code")
        # oauthlib takes an answer over https only; this one never travelled.
        address = answer.strip().replace("http://", "https://", 1)
        return self._exchanged(now, lambda: self._flow.fetch_token(authorization_response=address))

    def in_browser(self, now: datetime) -> Consent:
        """Opens the page in the browser of this machine and waits for the answer on loopback.

        Raises:
            SignInError: If there is no browser, nobody answered for five minutes, or the page was cancelled.
            GoogleUnavailable: If Google cannot be reached.
        """
        return self._exchanged(now, self._wait)

    def _wait(self) -> None:
        with redirect_stdout(sys.stderr):  # the library prints its prompt, and stdout is for data
            self._flow.run_local_server(
                port=0,
                authorization_prompt_message=_PROMPT,
                success_message=_DONE,
                timeout_seconds=_PATIENCE_SECONDS,
                **self._asked,
            )

    def _exchanged(self, now: datetime, fetch: Callable[[], object]) -> Consent:
        problem: Exception
        try:
            fetch()
            return self._consent(now)
        except OAuth2Error as error:
            problem = _refused(str(error.error))
        except requests.RequestException:
            problem = GoogleUnavailable("oauth2.token", advice="type the command again in a minute")
        except webbrowser.Error:
            problem = SignInError(
                "there is no browser on this machine.",
                advice="add --no-browser: then you open the page in a browser of any machine",
            )
        except WSGITimeoutError:
            minutes = _PATIENCE_SECONDS // 60
            problem = SignInError(
                f"nobody answered Google's page within {minutes} minutes.",
                advice="type the command again; with --no-browser there is no hurry",
            )
        raise problem  # outside the except block: the library's error holds the code and Google's prose

    def _consent(self, now: datetime) -> Consent:
        answer: Mapping[str, Any] = self._flow.oauth2session.token
        if not answer.get("refresh_token"):
            raise SignInError(
                "Google gave no refresh token, so the agent could not work unattended.",
                advice="type the command again; where that does not help, read docs/setup-google.md, under "
                "End it, before you take the app off at https://myaccount.google.com/connections",
            )
        token = json.loads(self._flow.credentials.to_json())
        granted = sorted(self._flow.credentials.granted_scopes or token["scopes"])
        ends = _ends(answer, now)
        account = _account(self._endpoint, str(answer["access_token"]))
        about: dict[str, Any] = {"granted_scopes": granted, "account": account}
        about["signed_in"] = now.astimezone(UTC).isoformat()
        about |= {"ends": ends.isoformat()} if ends else {}
        about |= {"sandbox": True} if self._endpoint.is_sandbox else {}
        return Consent(token | about, frozenset(granted), account, ends)


class _Flow(InstalledAppFlow):  # type: ignore[misc]  # the library ships no types
    """The library's flow, with the sandbox's page, and content with less than it asked for."""

    endpoint: Endpoint

    def authorization_url(self, **kwargs: Any) -> tuple[str, str]:
        """The address of the page, and the state that its answer must repeat."""
        url, state = super().authorization_url(**kwargs)  # over https, as the library wants it
        return self.endpoint.in_browser(url), state

    def fetch_token(self, **kwargs: Any) -> Mapping[str, Any]:
        """Buys the tokens; what was granted counts, not what was asked for."""
        try:
            token: Mapping[str, Any] = super().fetch_token(timeout=TIMEOUT, **kwargs)
        except Warning as narrower:  # oauthlib raises it where the scopes are not those asked for
            token = self.oauth2session.token = narrower.token  # type: ignore[attr-defined]  # as above
        return token


def _config(client: ClientFile) -> Mapping[str, Mapping[str, str]]:
    """The addresses are ours, whatever the file says."""
    addresses = {"auth_uri": AUTH_URI, "token_uri": TOKEN_URI}
    return {"installed": {"client_id": client.client_id, "client_secret": client.client_secret} | addresses}


def _refused(code: str) -> WorkspaceAgentError:
    if code in {*OVERLOADED, "missing_token"}:
        return GoogleUnavailable("oauth2.token", advice="type the command again in a minute")
    message, advice = _ANSWERS.get(code, ("Google did not accept the sign-in.", "type the command again"))
    return SignInError(message, reason=code, advice=advice)


def _ends(answer: Mapping[str, Any], now: datetime) -> datetime | None:
    """Google says so where access is limited in time: an app in testing, or a person's own choice."""
    seconds = answer.get("refresh_token_expires_in")
    return now.astimezone(UTC) + timedelta(seconds=int(seconds)) if seconds else None


def _account(endpoint: Endpoint, access_token: str) -> str:
    """Whose consent it is, asked of Drive: that needs no further scope. Not knowing it is no failure."""
    session = plain_session(endpoint)
    try:
        answer = session.get(_ABOUT, headers={"Authorization": f"Bearer {access_token}"})
        return str(answer.json()["user"]["emailAddress"])
    except (requests.RequestException, ValueError, LookupError):
        return ""
    finally:
        session.close()
