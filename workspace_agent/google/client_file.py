"""The OAuth client: the file that the Google Cloud console hands out for a desktop app.

Source: developers.google.com/identity/protocols/oauth2/native-app ("Create authorization credentials").
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from workspace_agent.google.secret_file import read_secret
from workspace_agent.model.errors import SettingsError

DESKTOP = (
    "in the Google Cloud console under APIs & Services > Credentials make an OAuth client ID of the type "
    "Desktop app, download its JSON, and type: workspace-agent auth login --client FILE"
)


@dataclass(frozen=True, slots=True)
class ClientFile:
    """An OAuth client of the type desktop app.

    Attributes:
        path: Where it lies.
        client_id: Its public name.
        client_secret: Not confidential for a desktop app, and treated as a secret all the same.
        sandbox: True when the sandbox handed it out; no other goes there.
    """

    path: Path
    client_id: str
    client_secret: str
    sandbox: bool

    @classmethod
    def read(cls, path: Path) -> ClientFile:
        """Reads the file that signing in starts from.

        Raises:
            SettingsError: If it is missing, others can read it, or it is another kind of file.
        """
        try:
            return cls.parse(path, read_secret(path))
        except OSError:
            raise SettingsError(f"{path} cannot be read: there is no OAuth client.", advice=DESKTOP) from None
        except UnicodeDecodeError:
            raise _not_one(path, "is no text file") from None

    @classmethod
    def parse(cls, path: Path, text: str) -> ClientFile:
        """Reads the content of a client file.

        Args:
            path: Where it came from, for messages.
            text: Its content.

        Raises:
            SettingsError: If it is another kind of file.
        """
        try:
            content = json.loads(text)
        except ValueError:
            raise _not_one(path, "is not JSON") from None
        if not isinstance(content, dict):
            raise _not_one(path, "is not the file of an OAuth client")
        installed = content.get("installed")
        wanted = ("client_id", "client_secret")
        if not isinstance(installed, dict) or not all(isinstance(installed.get(key), str) for key in wanted):
            raise _not_one(path, _kind(content))
        sandbox = content.get("sandbox") is True
        return cls(path, installed["client_id"], installed["client_secret"], sandbox)


def _kind(content: Mapping[str, Any]) -> str:
    """What it is instead."""
    if "web" in content:
        return "belongs to an OAuth client of the type web application, not desktop app"
    if content.get("type") == "service_account":
        return "is the key of a service account, not an OAuth client"
    if "refresh_token" in content:
        return "is a token file, not an OAuth client"
    return "is not the file of an OAuth client"


def _not_one(path: Path, what: str) -> SettingsError:
    advice = DESKTOP
    if "service account" in what:
        advice = (
            f"copy it to {path.with_name('service-account.json')} with mode 0600 and write "
            'sign_in = "service account" under [google] in agent.toml; or, to sign in as a person, ' + DESKTOP
        )
    return SettingsError(f"{path} {what}.", advice=advice)
