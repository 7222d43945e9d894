"""A token file, and credentials that refresh once however many threads ask.

Source: developers.google.com/identity/protocols/oauth2 and google-auth's `Credentials.to_json`.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol

from google.oauth2.credentials import Credentials

from workspace_agent.google.endpoint import TOKEN_URI
from workspace_agent.google.scopes import uncovered
from workspace_agent.model.errors import SettingsError, SignInError, WorkspaceAgentError
from workspace_agent.secret_file import read_secret, write_secret

_NEEDED = ("refresh_token", "client_id", "client_secret")
_ABOUT = ("sandbox", "account", "signed_in", "ends")
"""What the file says beside what google-auth keeps in it."""


class Identity(Protocol):
    """Who signs requests: a person's stored consent, or a service account that acts for a person.

    Attributes:
        path: Where its secret lies.
        sandbox: True when the sandbox issued it: then it stays on loopback, and no other goes there.
        credentials: What signs requests.
        granted: The scopes that it was allowed; None where that shows only with the first token.
        ends: When it ends by itself, aware; None where it does not.
    """

    @property
    def path(self) -> Path:
        """See above."""

    @property
    def sandbox(self) -> bool:
        """See above."""

    @property
    def credentials(self) -> Any:
        """See above."""

    @property
    def granted(self) -> frozenset[str] | None:
        """See above."""

    @property
    def ends(self) -> datetime | None:
        """See above."""


@dataclass(frozen=True, slots=True)
class TokenFile:
    """One person's stored consent.

    Attributes:
        path: Where it lies; 0600, outside the checkout.
        sandbox: True when the sandbox issued it: such a token stays on loopback, and no other goes there.
        credentials: What signs requests; it writes itself back to `path` after each refresh.
    """

    path: Path
    sandbox: bool
    credentials: StoredCredentials

    @classmethod
    def read(cls, path: Path) -> TokenFile:
        """Reads a token file. It never asks anybody: without a usable file there is no sign-in.

        Args:
            path: A file that `write_token` or google-auth's `to_json` wrote.

        Raises:
            SettingsError: If others than the owner can read the file.
            SignInError: If it is missing or not a token file.
        """
        info = _parse(_read(path))
        return cls(path, info.get("sandbox") is True, StoredCredentials(path, info))

    @property
    def granted(self) -> frozenset[str]:
        """The scopes that the person allowed."""
        return granted_scopes(self.credentials)

    @property
    def account(self) -> str:
        """The person's address; empty where it was not known at sign-in."""
        return str(self.credentials.about.get("account", ""))

    @property
    def signed_in(self) -> datetime | None:
        """When they signed in, aware; None where the file does not say."""
        return _moment(self.credentials.about.get("signed_in"))

    @property
    def ends(self) -> datetime | None:
        """When their consent ends by itself, aware; None where it does not."""
        return _moment(self.credentials.about.get("ends"))

    def remove(self) -> None:
        """Deletes the file, once its consent was taken back.

        Raises:
            SettingsError: If its folder cannot be written.
        """
        try:
            self.path.unlink()
        except OSError:
            advice = "delete it yourself: Google accepts it no more"
            raise SettingsError(f"{self.path} cannot be removed.", advice=advice) from None


class StoredCredentials(Credentials):
    """Credentials that are saved after a refresh; threads that wait for one refresh share it.

    Args:
        path: Where to save.
        info: What the file held.
    """

    def __init__(self, path: Path, info: Mapping[str, Any]) -> None:
        # The constructor, because from_authorized_user_info throws the granted scopes away.
        super().__init__(  # type: ignore[no-untyped-call]
            info.get("token"),
            refresh_token=info["refresh_token"],
            token_uri=TOKEN_URI,
            client_id=info["client_id"],
            client_secret=info["client_secret"],
            scopes=_scopes(info),
            expiry=_expiry(info),
        )
        self._path = path
        self.about: Mapping[str, Any] = {key: info[key] for key in _ABOUT if key in info}
        self._refreshing = threading.Lock()
        self._last_used = threading.local()

    def apply(self, headers: dict[str, str], token: str | None = None) -> None:
        """Signs a request and remembers, for this thread, with which token."""
        self._last_used.token = token or self.token
        super().apply(headers, token)  # type: ignore[no-untyped-call]

    def refresh(self, request: Any) -> None:
        """Asks for a new access token, unless another thread got one while this one waited.

        Args:
            request: google-auth's transport.

        Raises:
            google.auth.exceptions.RefreshError: If the token endpoint refuses.
            google.auth.exceptions.TransportError: If it cannot be reached.
        """
        with self._refreshing:
            if self.valid and self.token != getattr(self._last_used, "token", None):
                return
            before = self.refresh_token
            super().refresh(request)  # type: ignore[no-untyped-call]
            self._save(before)

    def as_info(self) -> dict[str, Any]:
        """Returns what belongs in the token file."""
        info: dict[str, Any] = json.loads(self.to_json())  # type: ignore[no-untyped-call]
        if self.granted_scopes is not None:
            info["granted_scopes"] = list(self.granted_scopes)
        return {**info, **self.about}

    def _save(self, refresh_token_before: str) -> None:
        if _held_by(self._path) not in {refresh_token_before, None}:
            return  # somebody signed in again meanwhile: that counts, from the next look or start on
        try:
            write_token(self._path, self.as_info())
        except SettingsError:
            # A secret that systemd or a container mounts is read-only; that only hurts when Google has
            # replaced the refresh token, which would then be lost at the end of this process.
            if self.refresh_token != refresh_token_before:
                raise


def granted_scopes(credentials: Credentials) -> frozenset[str]:
    """Returns what the person granted; where Google did not say, what was asked for."""
    granted = credentials.granted_scopes if credentials.granted_scopes is not None else credentials.scopes
    return frozenset(granted or ())


def missing_scopes(credentials: Credentials, needed: frozenset[str]) -> frozenset[str]:
    """Returns the needed scopes that the person did not grant.

    Args:
        credentials: Theirs.
        needed: From `scopes.needed_scopes`.
    """
    return uncovered(granted_scopes(credentials), needed)


def write_token(path: Path, info: Mapping[str, Any]) -> None:
    """Replaces a token file in one step, readable by its owner alone from its first byte.

    Args:
        path: The file; its folder must exist.
        info: What google-auth's `to_json` holds, plus `granted_scopes` and, for the sandbox, `sandbox: true`.

    Raises:
        SettingsError: If the folder cannot be written.
    """
    write_secret(path, json.dumps(dict(info), indent=1).encode())


def _held_by(path: Path) -> object:
    """The refresh token that a file holds now; None where it cannot be told."""
    try:
        return _parse(_read(path))["refresh_token"]
    except WorkspaceAgentError:
        return None


def _read(path: Path) -> str:
    try:
        return read_secret(path)
    except (OSError, UnicodeDecodeError):
        raise SignInError(f"cannot read the token file {path}") from None


def _parse(text: str) -> dict[str, Any]:
    try:
        info = json.loads(text)
    except ValueError:
        raise SignInError("the token file is not JSON") from None
    if not isinstance(info, dict) or not all(isinstance(info.get(key), str) for key in _NEEDED):
        raise SignInError(f"the token file lacks one of {', '.join(_NEEDED)}")
    return info


def _moment(text: object) -> datetime | None:
    try:
        return datetime.fromisoformat(str(text)).astimezone(UTC) if text else None
    except ValueError:
        return None


def _scopes(info: Mapping[str, Any]) -> list[str] | None:
    # Asking for a scope that was not granted makes the refresh fail as a whole.
    scopes = info.get("granted_scopes") or info.get("scopes")
    return scopes.split() if isinstance(scopes, str) else scopes


def _expiry(info: Mapping[str, Any]) -> datetime:
    # google-auth compares with naive UTC. No expiry written down means expired: better one refresh too many.
    text = str(info.get("expiry") or "1970-01-01T00:00:00").removesuffix("Z")
    try:
        return datetime.fromisoformat(text).replace(tzinfo=None)
    except ValueError:
        raise SignInError("the token file has no readable expiry") from None
