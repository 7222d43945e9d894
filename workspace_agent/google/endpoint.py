"""Where requests may go: Google's own hosts, or the sandbox on loopback; nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import urlsplit, urlunsplit

import requests
from requests.adapters import BaseAdapter, HTTPAdapter

from workspace_agent.model.errors import SettingsError
from workspace_agent.settings_tables import is_loopback

# rootUrl of the five discovery documents (Drive and Calendar share one) and the token endpoint. The trailing
# slash matters: without it `https://www.googleapis.com.example/` would match as well. The mTLS hosts are left
# out on purpose: an environment variable must not be able to move traffic.
GOOGLE_PREFIXES = (
    "https://sheets.googleapis.com/",
    "https://www.googleapis.com/",
    "https://gmail.googleapis.com/",
    "https://forms.googleapis.com/",
    "https://oauth2.googleapis.com/",
)
TOKEN_URI = "https://oauth2.googleapis.com/token"  # noqa: S105 - an address, not a secret
REVOKE_URI = "https://oauth2.googleapis.com/revoke"
AUTH_URI = "https://accounts.google.com/o/oauth2/v2/auth"


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Google itself, or a sandbox that stands in for it.

    Attributes:
        mode: `google` or `sandbox`; there is no default.
        url: Root of the sandbox, such as `http://127.0.0.1:8080`; empty for Google.
        inner: What carries rerouted requests; None is the network. Tests plug in a server in this process.

    Raises:
        SettingsError: If a sandbox is not on this machine, or Google is given an address.
    """

    mode: Literal["google", "sandbox"]
    url: str = ""
    inner: BaseAdapter | None = None

    def __post_init__(self) -> None:
        if self.mode == "google" and (self.url or self.inner is not None):
            raise SettingsError(
                "google.sandbox_url is only for the sandbox", advice="remove google.sandbox_url"
            )
        if self.mode == "sandbox" and not _is_loopback_root(self.url):
            raise SettingsError(
                "google.sandbox_url must be an address on this machine",
                advice='write sandbox_url = "http://127.0.0.1:PORT"',
            )

    @property
    def is_sandbox(self) -> bool:
        """True when nothing may leave this machine."""
        return self.mode == "sandbox"

    def in_browser(self, url: str) -> str:
        """Returns the address that a person's browser opens for one of Google's pages."""
        if not self.is_sandbox:
            return url
        own, asked = urlsplit(self.url), urlsplit(url)
        return urlunsplit((own.scheme, own.netloc, asked.path, asked.query, ""))

    def mount_on(self, session: requests.Session) -> None:
        """Makes this endpoint the only place that a session can reach.

        Args:
            session: Its adapters are replaced; in sandbox mode proxies and `.netrc` are ignored as well.
        """
        session.adapters.clear()
        refuse = DenyAdapter()
        session.mount("https://", refuse)
        session.mount("http://", refuse)
        carrier = self._carrier()
        for prefix in GOOGLE_PREFIXES:
            session.mount(prefix, carrier)
        session.trust_env = not self.is_sandbox
        # Without an `auth` of its own, a session takes a password from ~/.netrc in place of our token.
        session.auth = _leave_as_signed

    def _carrier(self) -> BaseAdapter:
        if self.is_sandbox:
            return ReroutingAdapter(self.url, self.inner or ClosingAdapter())
        return ClosingAdapter()


class ClosingAdapter(HTTPAdapter):
    """Carries requests over the network, and closes its connections when it is told to.

    The adapter below leaves that to the garbage collector: a server that waits for its clients to go would
    wait for as long as that takes.
    """

    def close(self) -> None:
        """Closes the connections that are not in use."""
        pools = self.poolmanager.pools
        for pool in [pools.get(key) for key in pools.keys()]:  # noqa: SIM118 - it cannot be iterated
            pool.close()
        super().close()


class ReroutingAdapter(BaseAdapter):
    """Sends a request for Google to another root; path and query stay, the host is told in a header.

    Args:
        root: Scheme and host that take over.
        inner: What carries the rewritten request.
    """

    def __init__(self, root: str, inner: BaseAdapter) -> None:
        super().__init__()
        self._root = urlsplit(root)
        self._inner = inner

    def send(self, request: requests.PreparedRequest, *args: Any, **kwargs: Any) -> requests.Response:
        """Rewrites a copy of the request and sends it on."""
        moved = request.copy()
        asked = urlsplit(moved.url or "")
        moved.headers["X-Forwarded-Host"] = str(asked.netloc)
        moved.url = urlunsplit((self._root.scheme, self._root.netloc, asked.path, asked.query, ""))
        return self._inner.send(moved, *args, **kwargs)

    def close(self) -> None:
        """Closes the connections below."""
        self._inner.close()


class DenyAdapter(BaseAdapter):
    """Refuses every request."""

    def send(self, request: requests.PreparedRequest, *_args: Any, **_kwargs: Any) -> requests.Response:
        """Raises SettingsError with the host alone: a path may hold ids and a query may hold names."""
        host = urlsplit(request.url or "").hostname
        raise SettingsError(f"refused to send a request to {host}")

    def close(self) -> None:
        """Does nothing: there are no connections."""


def _leave_as_signed(request: requests.PreparedRequest) -> requests.PreparedRequest:
    return request


def _is_loopback_root(url: str) -> bool:
    parts = urlsplit(url)
    bare = parts.scheme == "http" and parts.path in ("", "/") and not (parts.query or parts.fragment)
    return bare and "@" not in parts.netloc and is_loopback(parts.hostname or "")
