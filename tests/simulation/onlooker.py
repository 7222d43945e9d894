"""Somebody who looks on while the agent runs: who can open what, after each of its requests to Drive."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import requests
from requests.adapters import BaseAdapter

from tests.journeys.world import World
from workspace_agent.sandbox.server import Sandbox

Opened = Mapping[str, frozenset[str]]
"""Addresses of those who can open it, by id of a folder or file of the agent's."""


class OnlookingAdapter(BaseAdapter):
    """Carries the agent's requests, and notes what those to Drive have changed."""

    def __init__(self, inner: BaseAdapter, sandbox: Sandbox) -> None:
        super().__init__()
        self._inner, self._sandbox = inner, sandbox
        self.seen = [opened(sandbox)]

    def send(self, request: requests.PreparedRequest, *args: Any, **kwargs: Any) -> requests.Response:
        try:
            return self._inner.send(request, *args, **kwargs)
        finally:
            if request.method != "GET" and "/drive/" in str(request.url):
                self._look()

    def _look(self) -> None:
        now = opened(self._sandbox)
        if now != self.seen[-1]:
            self.seen.append(now)

    def close(self) -> None:
        self._inner.close()


def opened(sandbox: Sandbox) -> Opened:
    """Who can open what now, directly or by a folder above."""
    with sandbox.lock:
        drive = sandbox.state.drive
        return {
            file.id: frozenset(str(one.get("emailAddress", "")) for one in drive.effective(file).values())
            for file in drive.files.values()
            if any("wa_key" in marks for marks in file.app_properties.values())
        }


@contextmanager
def looking_on(world: World) -> Iterator[list[Opened]]:
    """What could be seen, while the body runs; the first is what was before."""
    with world.behind(lambda inner: OnlookingAdapter(inner, world.sandbox)) as adapter:
        yield adapter.seen


def open_to_both(seen: list[Opened], roles: Iterable[set[str]]) -> list[tuple[str, list[str]]]:
    """Things that two people of one role could open at once, who could not both before."""
    wrong: list[tuple[str, list[str]]] = []
    for role in roles:
        for now in seen:
            for file_id, people in now.items():
                both = people & role
                if len(both) > 1 and not both <= seen[0].get(file_id, frozenset()):
                    wrong.append((file_id, sorted(both)))
    return wrong
