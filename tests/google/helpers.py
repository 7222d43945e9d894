"""A clock that only sleeping moves, a token file, and a Google that answers from a list."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import requests
from requests.adapters import BaseAdapter

from workspace_agent.google.credentials import write_token
from workspace_agent.google.endpoint import Endpoint
from workspace_agent.google.guard import Guard
from workspace_agent.google.scopes import FEATURE_SCOPES
from workspace_agent.google.timing import Timing
from workspace_agent.google.workspace import Google, Limits

START = datetime(2026, 9, 11, 19, 0, tzinfo=UTC)
SANDBOX = "http://127.0.0.1:8099"
ALL_SCOPES = sorted(frozenset().union(*FEATURE_SCOPES.values()))


@dataclass
class VirtualTime:
    now: datetime = START
    naps: list[float] = field(default_factory=list)

    def sleep(self, seconds: float) -> None:
        self.naps.append(seconds)
        self.now += timedelta(seconds=seconds)

    def timing(self) -> Timing:
        return Timing(clock=lambda: self.now, sleep=self.sleep, jitter=lambda: 0.0)


@dataclass(frozen=True)
class Reply:
    status: int = 200
    body: object = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)

    def as_response(self, request: requests.PreparedRequest) -> requests.Response:
        response = requests.Response()
        response.status_code = self.status
        response.headers.update(self.headers)
        response._content = self.body if isinstance(self.body, bytes) else json.dumps(self.body).encode()
        response.request = request
        response.url = request.url or ""
        return response


Answer = Reply | Exception


class ScriptedGoogle(BaseAdapter):
    """Answers requests from a list, then repeats the last answer; keeps what was asked."""

    def __init__(self, *answers: Answer | Callable[[requests.PreparedRequest], Reply]) -> None:
        super().__init__()
        self.answers = list(answers) or [Reply()]
        self.asked: list[requests.PreparedRequest] = []
        self.options: list[dict[str, Any]] = []

    def send(self, request: requests.PreparedRequest, *_args: Any, **kwargs: Any) -> requests.Response:
        self.asked.append(request)
        self.options.append(kwargs)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Exception):
            raise answer
        return (answer if isinstance(answer, Reply) else answer(request)).as_response(request)

    def close(self) -> None:
        pass


def token_info(**changes: Any) -> dict[str, Any]:
    info = {
        "token": "access-1",
        "refresh_token": "refresh-1",
        "client_id": "client-1",
        "client_secret": "hush",
        "scopes": ALL_SCOPES,
        "expiry": "2099-01-01T00:00:00Z",
    }
    return info | changes


def token_file(folder: Path, **changes: Any) -> Path:
    path = folder / "token.json"
    write_token(path, token_info(**changes))
    return path


def sandboxed(
    folder: Path,
    server: BaseAdapter,
    *,
    time: VirtualTime | None = None,
    guard: Guard = lambda _text: False,
    limits: Limits | None = None,
    **token: Any,
) -> Google:
    return Google.connect(
        Endpoint("sandbox", SANDBOX, server),
        token_file(folder, sandbox=True, **token),
        timing=(time or VirtualTime()).timing(),
        guard=guard,
        limits=limits,
    )


def real(folder: Path, **token: Any) -> Google:
    return Google.connect(
        Endpoint("google"),
        token_file(folder, **token),
        timing=VirtualTime().timing(),
        guard=lambda _text: False,
    )


def old_style(status: int, reason: str, domain: str = "global", message: str = "prose") -> Reply:
    error = {"code": status, "message": message, "errors": [{"reason": reason, "domain": domain}]}
    return Reply(status, {"error": error})


def new_style(status: int, canonical: str, reason: str = "", message: str = "prose") -> Reply:
    error: dict[str, Any] = {"code": status, "message": message, "status": canonical}
    if reason:
        kind = "type.googleapis.com/google.rpc.ErrorInfo"
        error["details"] = [{"@type": kind, "reason": reason, "domain": "googleapis.com"}]
    return Reply(status, {"error": error})
