"""The heartbeat: a monitor hears of each run, and notices when it hears nothing any more.

Source: healthchecks.io/docs/http_api (`/start`, success, `/fail`, `/log`, an exit status, `?rid=`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from threading import Event
from typing import Any
from urllib.parse import urlsplit

import requests

from workspace_agent.alerts.time_limit import TimeLimit
from workspace_agent.model.errors import SettingsError
from workspace_agent.settings_tables import is_loopback

URL_FILE = "heartbeat.url"
TIMEOUT = 10.0
"""Seconds to connect, and seconds to wait for each piece of an answer; twice that for the whole."""


@dataclass(frozen=True, slots=True)
class Heartbeat:
    """A monitor's address. It is a secret: whoever knows it can say that all is well.

    Attributes:
        url: Without a signal at its end.
        timeout: Seconds, as above.
        limit: On the whole of a ping: a monitor that answers byte by byte stops nobody.

    Raises:
        SettingsError: It is neither https nor on this machine.
    """

    url: str = field(repr=False)
    timeout: float = TIMEOUT
    limit: TimeLimit = field(default_factory=lambda: TimeLimit(2 * TIMEOUT), repr=False, compare=False)

    def __post_init__(self) -> None:
        if not _is_allowed(self.url):
            raise SettingsError(
                f"secrets/{URL_FILE} does not hold an address that a heartbeat may go to.",
                advice=f"write one line that begins with https:// into secrets/{URL_FILE}, or remove it",
            )

    def ping(self, signal: str, counts: Mapping[str, Any], run: str = "", tries: int = 1) -> bool:
        """Send a signal; whether the monitor took it. Whatever it answers, nothing is raised.

        Args:
            signal: `start`, `fail`, `log`, an exit code, or empty for success.
            counts: What is told with it: numbers and codes.
            run: Pairs the start of a run with its end; empty for neither.
            tries: How often it is tried.
        """
        work = partial(self._send, signal, counts, run)
        return any(self.limit.is_done(work) for _ in range(tries))

    def _send(self, signal: str, counts: Mapping[str, Any], run: str, heard: Event) -> None:
        address = "/".join(part for part in (self.url.rstrip("/"), signal) if part)
        try:
            with (
                _Session() as session,
                session.post(
                    address,
                    params={"rid": run} if run else None,
                    json=dict(counts),
                    timeout=self.timeout,
                    allow_redirects=False,
                    auth=_nobody,
                    stream=True,
                ) as answer,
            ):
                if answer.ok and not answer.is_redirect:
                    heard.set()
        except (requests.RequestException, ValueError, OSError):
            return


class _Session(requests.Session):
    """Reads no body, not even that of a redirect that is not followed."""

    def get_redirect_target(self, resp: requests.Response) -> str | None:  # noqa: ARG002 - requests' own
        """None: requests would read the whole body to keep the next request at hand."""
        return None


def _nobody(request: requests.PreparedRequest) -> requests.PreparedRequest:
    """No password from ~/.netrc."""
    return request


def _is_allowed(url: str) -> bool:
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        is_bare = not (parts.query or parts.fragment or parts.username)
        is_plain = url.isprintable() and " " not in url
        is_safe = parts.scheme == "https" or _is_here(parts.scheme, host)
        return is_plain and is_bare and bool(host) and is_safe
    except ValueError:
        return False


def _is_here(scheme: str, host: str) -> bool:
    return scheme == "http" and is_loopback(host)
