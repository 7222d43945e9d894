"""What can happen to a run: nothing, an answer that is lost, or a death."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import requests
from requests.adapters import BaseAdapter

from tests.journeys.world import World
from tests.kills.losses import lose
from tests.kills.steps import Point, Step, WatchedAdapter, When, watched_commits
from workspace_agent.model.errors import WorkspaceAgentError
from workspace_agent.run import Report


@dataclass(frozen=True, slots=True)
class Loss:
    """The answer to the n-th request to a method, or to any, is lost in one of the ways of `LOSSES`."""

    way: str
    nth: int
    method: str = "*"


@dataclass(frozen=True, slots=True)
class AtWrite:
    """A moment to die at: before or after the n-th request of a run that changes something at Google.

    Attributes:
        ends: End of the addresses of the requests that count.
    """

    nth: int
    when: When
    ends: str = ""


@dataclass(frozen=True, slots=True)
class AtSettling:
    """A moment to die at: after the first commit that follows a request to a method."""

    method: str


Trouble = Loss | Point | AtWrite | AtSettling | None

_CHANGE_NOTHING = ("/token", "/batch")
"""Ends of addresses to which requests are posted all the same."""


class Death(BaseException):
    """What no `except Exception` survives: here, in one process, it stands for SIGKILL."""


class MortalAdapter(BaseAdapter):
    """Dies before or after its n-th request, or its n-th that changes something."""

    def __init__(self, inner: BaseAdapter, point: Point | AtWrite) -> None:
        super().__init__()
        self._inner, self._point, self._left = inner, point, point.nth

    def send(self, request: requests.PreparedRequest, *args: Any, **kwargs: Any) -> requests.Response:
        if isinstance(self._point, AtWrite) and not _changes(request, self._point.ends):
            return self._inner.send(request, *args, **kwargs)
        self._left -= 1
        if self._left == 0 and self._point.when == "before":
            raise Death
        answer = self._inner.send(request, *args, **kwargs)
        if self._left == 0:
            raise Death
        return answer

    def close(self) -> None:
        self._inner.close()


def _changes(request: requests.PreparedRequest, ends: str) -> bool:
    address = str(request.url).partition("?")[0]
    return request.method != "GET" and address.endswith(ends) and not address.endswith(_CHANGE_NOTHING)


def run_into(world: World, trouble: Trouble) -> Report | WorkspaceAgentError | None:
    """Let the agent run, whatever becomes of it: its report, why it stopped, or nothing where it died."""
    stage = world.stage
    try:
        return _run(world, trouble)
    except WorkspaceAgentError as error:
        return error
    except Death:
        return None
    finally:
        world.stage = stage
        world.sandbox.faults.clear()


def _run(world: World, trouble: Trouble) -> Report:
    if isinstance(trouble, Loss):
        lose(world, trouble.way, trouble.method, trouble.nth)
        return world.run()
    if trouble is None:
        return world.run()
    if isinstance(trouble, AtSettling):
        return _die_settling(world, trouble.method)
    if isinstance(trouble, Point) and trouble.kind == "commit":
        return _die_at_commit(world, trouble)
    return _die_at_request(world, trouble)


def _die_at_request(world: World, point: Point | AtWrite) -> Report:
    endpoint = world.stage.endpoint
    assert endpoint.inner is not None
    mortal = MortalAdapter(endpoint.inner, point)
    world.stage = replace(world.stage, endpoint=replace(endpoint, inner=mortal))
    return world.run()


def _die_at_commit(world: World, point: Point) -> Report:
    left = point.nth

    def listen(when: When) -> None:
        nonlocal left
        left -= when == point.when
        if when == point.when and left == 0:
            raise Death

    with watched_commits(listen):
        return world.run()


def _die_settling(world: World, method: str) -> Report:
    endpoint, was_asked = world.stage.endpoint, False
    assert endpoint.inner is not None

    def hear(step: Step) -> None:
        nonlocal was_asked
        was_asked |= step.name == method

    def listen(when: When) -> None:
        if was_asked and when == "after":
            raise Death

    watched = WatchedAdapter(endpoint.inner, world.sandbox, hear)
    world.stage = replace(world.stage, endpoint=replace(endpoint, inner=watched))
    with watched_commits(listen):
        return world.run()
