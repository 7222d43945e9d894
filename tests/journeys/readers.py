"""A manager and two supervisors who read digests at other times and in other zones, and what came to them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from email import message_from_string, policy
from fnmatch import fnmatch
from typing import Any

import requests
from requests.adapters import BaseAdapter

from tests.journeys.world import MANAGER, ROBOT, World
from workspace_agent.sandbox.server import Sandbox

EAST, WEST = "e.east@willowbridge.example", "w.west@willowbridge.example"

Mails = Counter[tuple[str, str]]
"""How many mails went to an address of which time: `week of 16 Nov 2026`."""

SUPERVISORS = """
[[supervisors]]
key = "east"
name = "Edda East"
email = "e.east@willowbridge.example"
zone = "America/New_York"
from = 2024-08-01
case_managers = ["marisol-quintero"]

[[supervisors]]
key = "west"
name = "Wim West"
email = "w.west@willowbridge.example"
zone = "America/Los_Angeles"
from = 2024-08-01
districts = ["sierra-vieja"]

[digests]
case_managers = { every = "never" }
css = { every = "never" }
urgent_days = 0
ready_days = []
"""


def with_supervisors(world: World) -> World:
    """Nobody but the three gets a digest, and nobody any other mail."""
    world.setting(lambda text: text + SUPERVISORS)
    return world


def change(world: World, old: str, new: str) -> None:
    """Something in agent.toml."""

    def changed(text: str) -> str:
        assert old in text
        return text.replace(old, new, 1)

    world.setting(changed)


def at(world: World, moment: str) -> None:
    """A run at a moment."""
    world.at(datetime.fromisoformat(moment))
    world.run()


def sent(world: World) -> Mails:
    """All digests that left the agent's mailbox."""
    mails = [mail for mail in world.dump()["mails"].get(ROBOT, ()) if "SENT" in mail["labelIds"]]
    told = (_told(message_from_string(mail["raw"], policy=policy.default)) for mail in mails)
    return Counter((to, when) for to, subject, when in told if subject.startswith("IEP compliance"))


def drafts(world: World) -> int:
    """What lies unsent in the agent's mailbox."""
    return sum(bool(mail["draftId"]) for mail in world.dump()["mails"].get(ROBOT, ()))


def _told(mail: Any) -> tuple[str, str, str]:
    assert mail["Cc"] is None
    assert mail["Bcc"] is None
    subject = str(mail["Subject"])
    return str(mail["To"]), subject, subject.rpartition("(")[2].rstrip(")")


def to_all(when: str) -> Mails:
    """One to each of the three."""
    return Counter({(one, when): 1 for one in (MANAGER, EAST, WEST)})


class Death(BaseException):
    """The process ends at once: nothing catches it."""


class DeadlyAdapter(BaseAdapter):
    """Lets the process end before or after Google has heard of the n-th request of a method."""

    def __init__(self, inner: BaseAdapter, sandbox: Sandbox, method: str, nth: int, when: str) -> None:
        super().__init__()
        self._inner, self._sandbox = inner, sandbox
        self._method, self._left, self._when = method, nth, when

    def send(self, request: requests.PreparedRequest, *args: Any, **kwargs: Any) -> requests.Response:
        """As Google, or never again."""
        path = request.path_url.partition("?")[0]
        is_it = request.method in {"POST", "PUT"} and fnmatch(path, f"*{self._method}")
        self._left -= is_it
        dies = is_it and self._left == 0
        if dies and self._when == "before":
            raise Death
        answer = self._inner.send(request, *args, **kwargs)
        if dies:
            raise Death
        return answer

    def close(self) -> None:
        """Nothing is open."""
        self._inner.close()


def die_at(world: World, method: str, nth: int, when: str) -> Callable[[], None]:
    """Let the next run die; call what is returned to let the one after it live."""
    stage = world.stage
    assert stage.endpoint.inner is not None
    deadly = DeadlyAdapter(stage.endpoint.inner, world.sandbox, method, nth, when)
    world.stage = replace(stage, endpoint=replace(stage.endpoint, inner=deadly))

    def live() -> None:
        world.stage = stage

    return live
