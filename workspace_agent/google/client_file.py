"""The OAuth client: the file that the Google Cloud console hands out for a desktop app.

Source: developers.google.com/identity/protocols/oauth2/native-app ("Create authorization credentials").
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from workspace_agent.google.endpoint import Endpoint
from workspace_agent.model.errors import SettingsError
from workspace_agent.secret_file import read_secret

_FROM_GOOGLE = (
    "in the Google Cloud console under Google Auth Platform > Clients make a client of the type Desktop app, "
    "download its JSON, and add --client FILE to: workspace-agent auth login (docs/setup-google.md)"
)
_FROM_SANDBOX = (
    "the sandbox has one of its own: curl -d '{{}}' {url}/_sandbox/clients > FILE; then add "
    "--client FILE to: workspace-agent auth login"
)


_NEEDED = ("client_id", "client_secret")
_SERVICE_ACCOUNT = "is the key of a service account, not an OAuth client"


@dataclass(frozen=True, slots=True)
class ClientFile:
    """An OAuth client of the type desktop app.

    Attributes:
        path: Where it lies.
        client_id: Its public name.
        client_secret: Not confidential for a desktop app, and treated as a secret all the same.
    """

    path: Path
    client_id: str
    client_secret: str

    @classmethod
    def read(cls, path: Path, endpoint: Endpoint) -> ClientFile:
        """Reads the file that signing in starts from.

        Args:
            path: `secrets/client_secret.json`.
            endpoint: Google or the sandbox: each has clients of its own.

        Raises:
            SettingsError: If it is missing, others can read it, or it is another kind of file.
        """
        try:
            return cls.parse(path, read_secret(path), endpoint)
        except OSError:
            message = f"{path} cannot be read: there is no OAuth client."
            raise SettingsError(message, advice=_where_from(endpoint)) from None
        except UnicodeDecodeError:
            raise SettingsError(f"{path} is no text file.", advice=_where_from(endpoint)) from None

    @classmethod
    def parse(cls, path: Path, text: str, endpoint: Endpoint) -> ClientFile:
        """Reads the content of a client file.

        Args:
            path: Where it came from, for messages.
            text: Its content.
            endpoint: Google or the sandbox.

        Raises:
            SettingsError: If it is another kind of file, or the other side's.
        """
        content = _parsed(text)
        if wrong := _wrong(content):
            raise SettingsError(f"{path} {wrong}.", advice=_advice(wrong, path, endpoint))
        if (content.get("sandbox") is True) != endpoint.is_sandbox:
            message = f'{path} was not made for google.mode = "{endpoint.mode}".'
            raise SettingsError(message, advice=_where_from(endpoint))
        installed = content["installed"]
        return cls(path, installed["client_id"], installed["client_secret"])


_NO_SECRET = "replace-me"  # noqa: S105 - what stands in credentials.example.json
_EXAMPLE = "is the example, which shows only what such a file looks like"


def _parsed(text: str) -> Mapping[str, Any]:
    """Its content; nothing where it is no JSON object."""
    try:
        content = json.loads(text)
    except ValueError:
        return {}
    return content if isinstance(content, dict) else {}


def _wrong(content: Mapping[str, Any]) -> str:
    """What it is instead of the file of a desktop app; empty where it is one."""
    installed = content.get("installed")
    if isinstance(installed, dict) and all(isinstance(installed.get(key), str) for key in _NEEDED):
        return _EXAMPLE if installed["client_secret"] == _NO_SECRET else ""
    if "web" in content:
        return "belongs to an OAuth client of the type web application, not desktop app"
    if content.get("type") == "service_account":
        return _SERVICE_ACCOUNT
    if "refresh_token" in content:
        return "is a token file, not the file of an OAuth client"
    return "is not the file of an OAuth client"


def _advice(wrong: str, path: Path, endpoint: Endpoint) -> str:
    if wrong != _SERVICE_ACCOUNT:
        return _where_from(endpoint)
    return (
        f"to use it, copy it to {path.with_name('service-account.json')} with mode 0600 and write "
        'sign_in = "service account" under [google] in agent.toml; to sign in as a person, '
    ) + _where_from(endpoint)


def _where_from(endpoint: Endpoint) -> str:
    """Where such a file comes from."""
    return _FROM_SANDBOX.format(url=endpoint.url.rstrip("/")) if endpoint.is_sandbox else _FROM_GOOGLE
