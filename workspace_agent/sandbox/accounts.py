"""Service accounts: their keys, the JWTs they sign, and whom they may act for.

Source: https://developers.google.com/identity/protocols/oauth2/service-account, which also lists the answers
to a bad assertion; RFC 7515 and 7518 section 3.3 for the signature.
"""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from workspace_agent.sandbox.auth import TOKEN_URI, Grant, TokenError
from workspace_agent.sandbox.authorize import SHORT
from workspace_agent.sandbox.call import Json
from workspace_agent.sandbox.discovery import load
from workspace_agent.sandbox.ids import Ids

LONGEST = 3600
SKEW = 300  # how far Google lets clocks differ is not documented; RFC 7519 section 4.1.4: "a few minutes"
_HOSTS = frozenset({"oauth2.googleapis.com", "accounts.google.com", "www.googleapis.com"})
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


@dataclass(frozen=True, slots=True)
class ServiceAccount:
    """An account without a person.

    Attributes:
        public_key: PEM.
        delegated: The scopes for which an administrator lets it act for anybody of the domain.
    """

    email: str
    client_id: str
    key_id: str
    public_key: str
    delegated: tuple[str, ...] = ()


class Accounts:
    """All service accounts by address.

    Args:
        ids: Mints ids of accounts and keys.
        wall: Seconds since 1970. Clients sign with real time, never with the sandbox's clock.
    """

    def __init__(self, ids: Ids, wall: Callable[[], float]) -> None:
        self._ids = ids
        self._wall = wall
        self._accounts: dict[str, ServiceAccount] = {}

    def register(self, email: str, token_uri: str = TOKEN_URI) -> Json:
        """Make an account with a fresh key: the file that the Cloud console hands out, once."""
        private, public = _key_pair()
        account = ServiceAccount(email, self._ids.digits(21), self._ids.hexadecimal(40), public)
        self._accounts[email] = account
        return {
            "type": "service_account",
            "project_id": "sandbox",
            "private_key_id": account.key_id,
            "private_key": private,
            "client_email": email,
            "client_id": account.client_id,
            "auth_uri": "https://accounts.google.com/o/oauth2/auth",
            "token_uri": token_uri,
            "universe_domain": "googleapis.com",
            "sandbox": True,
        }

    def delegate(self, client_id: str, scopes: tuple[str, ...]) -> ServiceAccount:
        """Let an account act for people, for exactly these scopes, as the Admin console does it.

        Raises:
            KeyError: No account has the client id.
        """
        account = next((one for one in self._accounts.values() if one.client_id == client_id), None)
        if account is None:
            raise KeyError(client_id)
        allowed = ServiceAccount(account.email, account.client_id, account.key_id, account.public_key, scopes)
        self._accounts[account.email] = allowed
        return allowed

    def grant(self, assertion: str) -> Grant:
        """What a signed JWT buys.

        Raises:
            TokenError: The assertion is not one, not signed by the account's key, out of time or too wide.
        """
        signed, header, claims, signature = _taken_apart(assertion)
        account = self._accounts.get(str(claims.get("iss")))
        if account is None:
            raise _invalid("Invalid grant: account not found")
        _check_signature(account, header, signed, signature)
        self._check_times(claims)
        if not _is_token_endpoint(str(claims.get("aud"))):
            raise _invalid("Invalid JWT: Failed audience check.")
        return _granted(account, str(claims.get("sub") or account.email), str(claims.get("scope") or ""))

    def _check_times(self, claims: Json) -> None:
        issued, expires, now = claims.get("iat"), claims.get("exp"), self._wall()
        if (
            not isinstance(issued, int)
            or not isinstance(expires, int)
            or not issued <= expires <= issued + LONGEST
            or not issued - SKEW < now < expires + SKEW
        ):
            raise _invalid(
                "Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. "
                "Check your iat and exp values in the JWT claim."
            )


def _granted(account: ServiceAccount, subject: str, scope: str) -> Grant:
    scopes = tuple(scope.split())
    if not scopes:
        raise TokenError(400, "invalid_scope", "Invalid OAuth scope or ID token audience provided.")
    unknown = set(scopes) - SHORT.keys() - set(SHORT.values()) - load().scopes
    if unknown:
        raise TokenError(400, "invalid_scope", f"Some requested scopes were invalid: {sorted(unknown)}")
    if subject == account.email:
        return Grant(account.email, account.client_id, scopes, robot=True)
    if not set(scopes) <= set(account.delegated):
        raise TokenError(
            401,
            "unauthorized_client",
            "Client is unauthorized to retrieve access tokens using this method, or client not authorized "
            "for any of the scopes requested.",
        )
    if "@" not in subject:
        raise _invalid("Invalid email or User ID")
    return Grant(subject, account.client_id, scopes)


def _key_pair() -> tuple[str, str]:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    public = key.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return private.decode(), public.decode()


def _taken_apart(assertion: str) -> tuple[bytes, Json, Json, bytes]:
    try:
        head, body, tail = assertion.split(".")
        header, claims = json.loads(_decoded(head)), json.loads(_decoded(body))
        signature = _decoded(tail)
    except ValueError:
        header = claims = None
    if not isinstance(header, dict) or not isinstance(claims, dict):
        raise _invalid("Bad Request: the assertion is not a JWT.")
    return f"{head}.{body}".encode(), header, claims, signature


def _decoded(part: str) -> bytes:
    return urlsafe_b64decode(part + "=" * (-len(part) % 4))


def _check_signature(account: ServiceAccount, header: Json, signed: bytes, signature: bytes) -> None:
    key: Any = serialization.load_pem_public_key(account.public_key.encode())
    try:
        key.verify(signature, signed, padding.PKCS1v15(), hashes.SHA256())
    except InvalidSignature:
        raise _invalid("Invalid JWT Signature.") from None
    if header.get("alg") != "RS256" or header.get("kid", account.key_id) != account.key_id:
        raise _invalid("Invalid JWT Signature.")


def _is_token_endpoint(audience: str) -> bool:
    try:
        address = urlsplit(audience)
    except ValueError:
        return False
    return address.path.endswith("/token") and (address.hostname or "") in _HOSTS | _LOOPBACK


def _invalid(description: str) -> TokenError:
    return TokenError(400, "invalid_grant", description)
