"""The ways in which an answer gets lost on its way from Google, each at one request and once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import requests
from requests.adapters import BaseAdapter

from tests.google.helpers import Reply
from tests.journeys.world import World
from workspace_agent.sandbox.server import Sandbox

Json = dict[str, Any]

_PAGE = "<!DOCTYPE html><html><title>Error</title><p>That is an error.</html>"
_SOON = timedelta(seconds=45)
_FULL = {"code": 403, "errors": [{"reason": "storageQuotaExceeded", "domain": "usageLimits"}]}
_RATE = {"code": 403, "errors": [{"reason": "userRateLimitExceeded", "domain": "usageLimits"}]}

FAULTS: dict[str, Json] = {
    "closed before it was applied": {"when": "reset-before"},
    "closed after it was applied": {"when": "reset-after"},
    "503 before it was applied": {"when": "before", "status": 503},
    "503 after it was applied": {"when": "after", "status": 503},
    "502 with a page after it was applied": {"when": "after", "status": 502, "body": _PAGE},
    "cut in the middle": {"when": "after", "status": 200, "half": True},
    "429 with 30 seconds to wait": {"status": 429, "headers": {"Retry-After": "30"}},
    "429 with an hour to wait": {"status": 429, "headers": {"Retry-After": "3600"}},
    "429 with the time in its text": {"status": 429},
    "403 of a rate limit": {"status": 403, "body": {"error": _RATE}},
}
"""What the sandbox does by itself."""

OVER = {"429 with an hour to wait": timedelta(minutes=61)}
"""How long Google asks to wait, where that is longer than a call waits."""


def _hang(_answer: requests.Response) -> bytes:
    raise requests.ReadTimeout("no answer in time")


GARBLED: dict[str, Callable[[requests.Response], bytes]] = {
    "hung after it was applied": _hang,
    "no JSON, claiming success": lambda answer: answer.content[: len(answer.content) // 2],
    "a page, claiming success": lambda _answer: _PAGE.encode(),
}
"""What only the way back can do."""

LOST_THEN_REFUSED = "hung after it was applied, and the repeat is refused"

LOSSES = (*FAULTS, *GARBLED, LOST_THEN_REFUSED)

APPLIED = tuple(way for way in LOSSES if "after" in way or way in GARBLED)
"""Ways in which Google did it, and nobody heard so."""


def gmails_limit(opens: datetime) -> Json:
    """What Gmail answers to too many requests: the moment stands in its text alone."""
    moment = opens.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")
    error = {
        "code": 429,
        "message": f"User-rate limit exceeded.  Retry after {moment}",
        "errors": [{"reason": "rateLimitExceeded", "domain": "usageLimits"}],
    }
    return {"error": error}


def lose(world: World, loss: str, method: str = "*", nth: int = 1) -> Callable[[], bool]:
    """Let the n-th answer to a method get lost in one of the ways.

    Args:
        world: Where.
        loss: One of `LOSSES`.
        method: Google's method id, or `*` for any.
        nth: Counted from 1.

    Returns:
        Whether it has happened.
    """
    if loss in FAULTS:
        body = {"body": gmails_limit(world.clock() + _SOON)} if "in its text" in loss else {}
        world.sandbox.faults.add({"method": method, "nth": nth} | FAULTS[loss] | body)
        return lambda: not world.sandbox.faults.waiting()
    inner = world.stage.endpoint.inner
    assert inner is not None
    if loss == LOST_THEN_REFUSED:
        garbling: GarblingAdapter = RefusingAdapter(inner, world.sandbox, method, nth, _hang)
    else:
        garbling = GarblingAdapter(inner, world.sandbox, method, nth, GARBLED[loss])
    world.stage = replace(world.stage, endpoint=replace(world.stage.endpoint, inner=garbling))
    return lambda: garbling.left == 0


class GarblingAdapter(BaseAdapter):
    """Lets every request through, and spoils one answer."""

    def __init__(
        self,
        inner: BaseAdapter,
        sandbox: Sandbox,
        method: str,
        nth: int,
        garble: Callable[[requests.Response], bytes],
    ) -> None:
        super().__init__()
        self._inner, self._sandbox, self._method, self._garble = inner, sandbox, method, garble
        self.left = nth

    def send(self, request: requests.PreparedRequest, *args: Any, **kwargs: Any) -> requests.Response:
        before = len(self._sandbox.requests.entries)
        answer = self._inner.send(request, *args, **kwargs)
        asked = [entry["method"] for entry in self._sandbox.requests.entries[before:]]
        if not asked or self._method not in ("*", asked[0]) or self.left == 0:
            return answer
        self.left -= 1
        if self.left == 0:
            answer._content = self._garble(answer)
        return answer

    def close(self) -> None:
        self._inner.close()


class RefusingAdapter(GarblingAdapter):
    """Lets an answer get lost, and refuses the repeat, if there is one, before it comes to Google."""

    _lost: tuple[str | None, str | None] | None = None

    def send(self, request: requests.PreparedRequest, *args: Any, **kwargs: Any) -> requests.Response:
        asked, lost = (request.method, request.url), self._lost
        self._lost = None
        if asked == lost:
            return Reply(403, {"error": _FULL}).as_response(request)
        try:
            return super().send(request, *args, **kwargs)
        except requests.ReadTimeout:
            self._lost = asked
            raise
