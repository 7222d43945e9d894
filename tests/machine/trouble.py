"""What can happen to a run: nothing, an answer that is lost, or a death."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

import requests
from requests.adapters import BaseAdapter

from tests.journeys.world import World
from tests.kills.losses import lose
from tests.kills.steps import Point, When, watched_commits
from workspace_agent.model.errors import WorkspaceAgentError


@dataclass(frozen=True, slots=True)
class Loss:
    """The answer to the n-th request is lost in one of the ways of `LOSSES`."""

    way: str
    nth: int


Trouble = Loss | Point | None


class Death(BaseException):
    """What no `except Exception` survives: here, in one process, it stands for SIGKILL."""


class MortalAdapter(BaseAdapter):
    """Dies before or after its n-th request."""

    def __init__(self, inner: BaseAdapter, point: Point) -> None:
        super().__init__()
        self._inner, self._point, self._left = inner, point, point.nth

    def send(self, request: requests.PreparedRequest, *args: Any, **kwargs: Any) -> requests.Response:
        self._left -= 1
        if self._left == 0 and self._point.when == "before":
            raise Death
        answer = self._inner.send(request, *args, **kwargs)
        if self._left == 0:
            raise Death
        return answer

    def close(self) -> None:
        self._inner.close()


def run_into(world: World, trouble: Trouble) -> None:
    """Let the agent run, whatever becomes of it."""
    stage = world.stage
    try:
        with suppress(WorkspaceAgentError, Death):
            _run(world, trouble)
    finally:
        world.stage = stage
        world.sandbox.faults.clear()


def _run(world: World, trouble: Trouble) -> None:
    if isinstance(trouble, Loss):
        lose(world, trouble.way, nth=trouble.nth)
        world.run()
    elif trouble is None:
        world.run()
    elif trouble.kind == "request":
        _die_at_request(world, trouble)
    else:
        _die_at_commit(world, trouble)


def _die_at_request(world: World, point: Point) -> None:
    endpoint = world.stage.endpoint
    assert endpoint.inner is not None
    mortal = MortalAdapter(endpoint.inner, point)
    world.stage = replace(world.stage, endpoint=replace(endpoint, inner=mortal))
    world.run()


def _die_at_commit(world: World, point: Point) -> None:
    left = point.nth

    def listen(when: When) -> None:
        nonlocal left
        left -= when == point.when
        if when == point.when and left == 0:
            raise Death

    with watched_commits(listen):
        world.run()
