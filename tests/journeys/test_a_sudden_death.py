"""The agent dies at a request, before or after Google applied it, and is started again: nothing is doubled.

Every fifth request here; `python -m tests.journeys.test_a_sudden_death` tries them all and prints a figure.
"""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import requests
from requests.adapters import BaseAdapter

from tests.journeys.world import MANAGER, World, build_world
from workspace_agent.google.endpoint import Endpoint

REQUESTS = 43
"""How many requests a first run sends, and one more: at that one nothing dies."""


class Death(BaseException):
    """What no `except Exception` survives, like SIGKILL."""


class Mortal(BaseAdapter):
    """Dies at the n-th request."""

    def __init__(self, inner: BaseAdapter, at: int, when: str) -> None:
        super().__init__()
        self._inner, self._left, self._when = inner, at, when

    def send(self, request: requests.PreparedRequest, *args: Any, **kwargs: Any) -> requests.Response:
        self._left -= 1
        if self._left == 0 and self._when == "before":
            raise Death
        answer = self._inner.send(request, *args, **kwargs)
        if self._left == 0:
            raise Death
        return answer

    def close(self) -> None:
        self._inner.close()


def die(world: World, at: int, when: str) -> bool:
    """Run until death; False where the run came through."""
    immortal = world.stage
    assert immortal.endpoint.inner is not None
    mortal = Mortal(immortal.endpoint.inner, at, when)
    endpoint = Endpoint(mode="sandbox", url=immortal.endpoint.url, inner=mortal)
    world.stage = replace(immortal, endpoint=endpoint)
    try:
        world.run()
    except Death:
        return True
    finally:
        world.stage = immortal
    return False


def left_behind(world: World) -> dict[str, int]:
    """How many of each there are, whoever looks."""
    files = Counter(file["name"] for file in world.dump()["files"])
    return {
        "events": len(world.meetings()),
        "mails": len(world.mails(MANAGER)),
        "records": sum(count for name, count in files.items() if name.endswith(".pdf")),
        "folders": sum(file["mime_type"].endswith("folder") for file in world.dump()["files"]),
        "shares": sum(len(file["permissions"]) for file in world.dump()["files"]),
        "invitations": len(world.mails("m.bravo@sierravieja.example", "in:inbox")),
    }


@pytest.fixture(scope="module")
def unharmed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, int]:
    world = build_world(tmp_path_factory.mktemp("unharmed"))
    world.run()
    return left_behind(world)


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("at", range(2, REQUESTS, 5))
def test_death_at_a_request(world: World, unharmed: dict[str, int], at: int, when: str) -> None:
    assert die(world, at, when)
    world.run()
    world.forget_requests()
    world.run()

    assert left_behind(world) == unharmed
    assert world.writes() == []


def main() -> None:
    """Die at every request, before and after it was applied, once and twice in a row."""
    with tempfile.TemporaryDirectory() as folder:
        whole = build_world(Path(folder) / "whole")
        whole.run()
        wanted, points, bad = left_behind(whole), 0, 0
        for number, (at, when) in enumerate((a, w) for a in range(1, REQUESTS) for w in ("before", "after")):
            for again in (False, True):
                world = build_world(Path(folder) / f"{number}-{again}")
                died = die(world, at, when) and (not again or die(world, max(1, at // 2), when) or True)
                world.run()
                points += died
                bad += left_behind(world) != wanted
    print(f"{points} deaths, {bad} of them left something doubled or lost")  # noqa: T201 - a command
    sys.exit(bool(bad))


if __name__ == "__main__":
    main()
