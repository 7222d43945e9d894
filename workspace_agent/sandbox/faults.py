"""Failures on order: one shot each, at the n-th matching request."""

from __future__ import annotations

import os
import signal
from dataclasses import asdict, dataclass, field
from fnmatch import fnmatchcase
from typing import Any, Literal, get_args

from workspace_agent.sandbox.call import Json
from workspace_agent.sandbox.discovery import load
from workspace_agent.sandbox.quirks import check_seconds

When = Literal["before", "after", "reset-before", "reset-after"]


def _check_headers(headers: object) -> None:
    texts = list(headers.items()) if isinstance(headers, dict) else [(headers, None)]
    if not all(isinstance(text, str) and text.isprintable() for pair in texts for text in pair):
        raise ValueError("headers is an object of texts on one line")


def _check_method(method: object) -> None:
    """A misspelt id would never match, and a test that waits for it would pass for nothing."""
    known = {*load().methods, "oauth2.token", "oauth2.revoke"}
    if not isinstance(method, str) or not any(fnmatchcase(one, method) for one in known):
        raise ValueError("method is the id of a method, or a pattern that fits one")


@dataclass(slots=True)
class Fault:
    """One failure to come.

    Attributes:
        method: Method id or a pattern of ids (`calendar.*`, `*`); the token endpoint is `oauth2.token`.
        nth: At which matching request from now on.
        status: HTTP status of the answer; below 400 the true answer is given, only late.
        body: What is answered: JSON, HTML as text, or None for the service's own error shape.
        headers: Further headers, such as `Retry-After`.
        when: Whether the request is applied first; `reset-` closes the connection without an answer.
        delay: Seconds to wait before the answer.
        pid: A process that is killed instead of answered.
        half: The true answer is given, but cut in the middle; its `Content-Length` stays.
    """

    method: str = "*"
    nth: int = 1
    status: int = 503
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict)
    when: When = "before"
    delay: float = 0
    pid: int = 0
    half: bool = False

    def __post_init__(self) -> None:
        if self.when not in get_args(When):
            raise ValueError(f"when is one of {', '.join(get_args(When))}")
        if type(self.nth) is not int or self.nth < 1:
            raise ValueError("nth is a whole number from 1")
        if type(self.status) is not int or not 200 <= self.status <= 599:
            raise ValueError("status is a number from 200 to 599")
        # A process id of 0 or less would name a whole group of processes.
        if type(self.pid) is not int or self.pid < 0:
            raise ValueError("pid is the id of one process")
        check_seconds("delay", self.delay)
        _check_headers(self.headers)
        _check_method(self.method)

    @property
    def applies_first(self) -> bool:
        """Whether Google did the work before the answer was lost."""
        return self.when.endswith("after")

    @property
    def resets(self) -> bool:
        """Whether the connection is closed without an answer."""
        return self.when.startswith("reset") or bool(self.pid)

    @property
    def fails(self) -> bool:
        """Whether the true answer is withheld."""
        return self.resets or (self.status >= 400 and not self.half)

    def strike(self) -> None:
        """Kill the process that was named, if one was."""
        if self.pid:
            os.kill(self.pid, signal.SIGKILL)


class Faults:
    """The failures that are still to come."""

    def __init__(self) -> None:
        self._waiting: list[Fault] = []

    def add(self, description: Json) -> None:
        """Order a failure."""
        self._waiting.append(Fault(**description))

    def waiting(self) -> list[Json]:
        """What is still to come, as it was ordered, `nth` counted down."""
        return [asdict(fault) for fault in self._waiting]

    def clear(self) -> None:
        """Forget all of them."""
        self._waiting.clear()

    def due(self, method_id: str) -> Fault | None:
        """Count a request; the failure that falls on it, at most one."""
        matching = [fault for fault in self._waiting if fnmatchcase(method_id, fault.method)]
        for fault in matching:
            fault.nth -= 1
        due = next((fault for fault in matching if fault.nth <= 0), None)
        if due:
            self._waiting.remove(due)
        return due
