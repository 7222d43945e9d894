"""A service account that acts for people of the domain, as an administrator allowed it (delegation).

Source: developers.google.com/identity/protocols/oauth2/service-account and
support.google.com/a/answer/162106 (domain-wide delegation).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from google.auth.exceptions import RefreshError
from google.oauth2 import service_account

from workspace_agent.google.endpoint import TOKEN_URI
from workspace_agent.model.errors import SettingsError
from workspace_agent.secret_file import read_secret

NOT_DELEGATED = "unauthorized_client"
"""The token endpoint's word where one of the scopes, or all, were not delegated."""
_CONSOLE = "https://admin.google.com/ac/owl/domainwidedelegation"
_NEEDED = ("client_id", "client_email", "private_key")
_MAKE_ONE = (
    "in the Google Cloud console under IAM & Admin > Service Accounts make a key of the type JSON and copy "
    "it to {path} with mode 0600: docs/setup-google.md"
)


class DelegatedCredentials(service_account.Credentials):
    """Credentials that keep to the scopes that were delegated, where not all were.

    Google refuses a token for several scopes as a whole if one of them was not delegated. Which one that is
    shows only when each is asked for alone.

    Attributes:
        granted: The scopes of the token in hand; None before the first one was bought.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[no-untyped-call]  # the library is not typed
        self._wanted = self._scopes
        self.granted: frozenset[str] | None = None

    def refresh(self, request: Any) -> None:
        """Buys an access token. Each time all is asked for first: more may have been delegated meanwhile.

        Args:
            request: google-auth's transport.

        Raises:
            google.auth.exceptions.RefreshError: If the token endpoint refuses.
            google.auth.exceptions.TransportError: If it cannot be reached.
        """
        self._scopes = self._wanted
        if not _is_bought(super().refresh, request):
            delegated = [scope for scope in self._wanted or () if self._is_delegated(request, scope)]
            self._scopes = delegated or self._wanted
            super().refresh(request)  # type: ignore[no-untyped-call]  # as above
        self.granted = frozenset(self._scopes or ())

    def _is_delegated(self, request: Any, scope: str) -> bool:
        alone = service_account.Credentials(  # type: ignore[no-untyped-call]  # as above
            self.signer, self.service_account_email, TOKEN_URI, scopes=[scope], subject=self._subject
        )
        return _is_bought(alone.refresh, request)


@dataclass(frozen=True, slots=True)
class Delegate:
    """The service account while it acts for one person.

    Attributes:
        path: Where its key lies.
        sandbox: True when the sandbox made the key.
        credentials: What signs requests.
        subject: For whom.
        ends: Never: it lasts as long as its key and the delegation.
    """

    path: Path
    sandbox: bool
    credentials: DelegatedCredentials
    subject: str
    ends: None = None

    @property
    def granted(self) -> frozenset[str] | None:
        """The scopes that were delegated; None before the first token was bought."""
        return self.credentials.granted


@dataclass(frozen=True, slots=True)
class ServiceAccountKey:
    """The file that the Google Cloud console hands out once.

    Attributes:
        path: Where it lies.
        client_id: By which the Admin console knows the account: 21 digits.
        email: Its address.
        sandbox: True when the sandbox made it; no other goes there.
    """

    path: Path
    client_id: str
    email: str
    sandbox: bool
    _content: Mapping[str, Any] = field(repr=False)

    @classmethod
    def read(cls, path: Path) -> ServiceAccountKey:
        """Reads a key file.

        Raises:
            SettingsError: If it is missing, others can read it, or it is another kind of file.
        """
        content = _parse(path, _text(path))
        known = (str(content["client_id"]), str(content["client_email"]))
        return cls(path, *known, content.get("sandbox") is True, content)

    def acting_as(self, subject: str, scopes: frozenset[str]) -> Delegate:
        """The identity of a person, for as many of the scopes as were delegated.

        Args:
            subject: The person's address.
            scopes: What is wanted.

        Raises:
            SettingsError: If the private key cannot be used.
        """
        try:
            credentials = DelegatedCredentials.from_service_account_info(  # type: ignore[no-untyped-call]
                {**self._content, "token_uri": TOKEN_URI}, scopes=sorted(scopes), subject=subject
            )
        except ValueError:
            message = f"{self.path} holds no private key that can be used."
            raise SettingsError(message, advice=_MAKE_ONE.format(path=self.path)) from None
        return Delegate(self.path, self.sandbox, credentials, subject)


def delegation_link(client_id: str, scopes: frozenset[str]) -> str:
    """The page of the Admin console on which an administrator delegates these scopes.

    Args:
        client_id: Of the service account.
        scopes: All that it shall have: what is entered there takes the place of what stood there.
    """
    asked = {
        "clientScopeToAdd": ",".join(sorted(scopes)),
        "clientIdToAdd": client_id,
        "overwriteClientId": "true",
    }
    return f"{_CONSOLE}?{urlencode(asked, safe=':/,')}"


def _is_bought(refresh: Callable[[Any], None], request: Any) -> bool:
    """Buys a token; False where one of its scopes was not delegated."""
    try:
        refresh(request)
    except RefreshError as error:
        if _code(error) != NOT_DELEGATED:
            raise
        return False
    return True


def _code(error: RefreshError) -> object:
    body = error.args[1] if len(error.args) > 1 else None
    return body.get("error") if isinstance(body, dict) else None


def _text(path: Path) -> str:
    try:
        return read_secret(path)
    except OSError:
        message = f"{path} cannot be read: there is no key of a service account."
        raise SettingsError(message, advice=_MAKE_ONE.format(path=path)) from None
    except UnicodeDecodeError:
        raise _not_one(path) from None


def _parse(path: Path, text: str) -> Mapping[str, Any]:
    try:
        content = json.loads(text)
    except ValueError:
        raise _not_one(path) from None
    if not isinstance(content, dict) or not all(isinstance(content.get(key), str) for key in _NEEDED):
        raise _not_one(path)
    return content


def _not_one(path: Path) -> SettingsError:
    return SettingsError(f"{path} is no key of a service account.", advice=_MAKE_ONE.format(path=path))
