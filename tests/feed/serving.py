"""An agent that stays running: cycle after cycle with one set of tools, and a feed between them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields, replace
from datetime import timedelta
from typing import Any

from tests.journeys.world import ROBOT, World
from workspace_agent.model.errors import WorkspaceAgentError
from workspace_agent.observe import Observation
from workspace_agent.observe.feed import Feed
from workspace_agent.run import Report, run
from workspace_agent.settings import load as load_settings
from workspace_agent.tools import Tools, open_tools

MINUTE = timedelta(minutes=1)


@dataclass
class Serving:
    """The agent in a department.

    Attributes:
        tools: With a feed.
    """

    world: World
    tools: Tools

    def cycle(self) -> Report:
        """One cycle, a minute after the one before."""
        self.world.at(self.world.clock.now + MINUTE)
        self.world.forget_requests()
        return run(self.tools)

    def until_quiet(self) -> None:
        """Cycles until one finds nothing to do and nothing to read again."""
        for _ in range(8):
            self.cycle()
            if self.asked()["drive.files.list"] == 0 and self.writes() == 0:
                return
        raise AssertionError("it is never quiet")

    def asked(self) -> Counter[str]:
        """How many requests of each method the agent has made since the cycle began."""
        return Counter(one["method"] for one in self._entries() if one["service"] != "oauth2")

    def writes(self) -> int:
        """How many of them could have changed something."""
        return sum(one["write"] for one in self._entries() if one["service"] != "oauth2")

    def _entries(self) -> list[dict[str, Any]]:
        return [one for one in self.world.sandbox.requests.entries if one["user"] in {ROBOT, ""}]

    def open_calendars(self) -> int:
        """How many calendars have an event of the agent's that is still to come."""
        calendars = self.world.dump()["calendars"].values()
        return sum(any(map(self._is_open, one["events"].values())) for one in calendars)

    def _is_open(self, event: dict[str, Any]) -> bool:
        marks = event.get("extendedProperties", {}).get("private", {})
        return "wa" in marks and event["status"] != "cancelled"

    def sees_everything(self) -> None:
        """What the feed tells is so.

        Raises:
            AssertionError: It remembered something that changed.
        """
        in_full = replace(self.tools, feed=None)
        full = look(in_full)
        self.tools.catch_up()
        through_feed = look(self.tools)
        if any(unlike(through_feed, full)):  # the first look may have learnt who is who
            full = look(in_full)
        assert list(unlike(through_feed, full)) == []


def unlike(one: Observation | str, other: Observation | str) -> Iterator[str]:
    """What two looks show otherwise."""
    if isinstance(one, str) or isinstance(other, str):
        if one != other:
            yield f"{one!s:.500} / {other!s:.500}"
        return
    for left, right in ((one.department, other.department), (one.seen, other.seen)):
        for name in (field.name for field in fields(left)):
            if getattr(left, name) != getattr(right, name):
                yield f"{name}: {getattr(left, name)} / {getattr(right, name)}"


def look(tools: Tools) -> Observation | str:
    """A look, or why there is none."""
    try:
        return tools.observe(tools.clock())
    except WorkspaceAgentError as error:
        return str(error)


@contextmanager
def serving(world: World) -> Iterator[Serving]:
    """The agent as `serve` runs it."""
    settings, endpoint = load_settings(world.config), world.stage.endpoint
    with open_tools(settings, world.clock, endpoint, world.clock.sleep) as tools:
        yield Serving(world, replace(tools, feed=Feed(tools.google, ROBOT)))
