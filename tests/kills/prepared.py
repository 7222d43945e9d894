"""A day that can be lived through again and again, each time from the same morning."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from tests.journeys.world import ROBOT, URL, Clock, World
from tests.kills.onlooker import Onlooker
from workspace_agent.cli.department import Stage
from workspace_agent.google.endpoint import Endpoint
from workspace_agent.google.scopes import FEATURE_SCOPES, needed_scopes
from workspace_agent.google.timing import Timing
from workspace_agent.sandbox.adapter import InProcessAdapter
from workspace_agent.sandbox.clock import stamp


@dataclass(frozen=True, slots=True)
class Prepared:
    """A day before the agent gets up.

    Attributes:
        folder: Settings, secrets and state.
        held: All that Google holds.
        ids: Google's ids, by their placeholder in the settings.
    """

    folder: Path
    held: dict[str, Any]
    ids: dict[str, str]

    @classmethod
    def of(cls, world: World) -> Self:
        """A world as it stands; its clock stands still from now on."""
        world.stage.control("POST", "clock", {"now": stamp(world.clock()), "frozen": True})
        return cls(world.folder, world.sandbox.held(), world.ids)

    def wake(self, folder: Path) -> World:
        """The department on this day, in a folder of its own."""
        shutil.copytree(self.folder, folder)
        sandbox = Onlooker(strict=True)
        sandbox.load(self.held)
        sandbox.begin()
        clock = Clock(sandbox.state.clock.now())
        endpoint = Endpoint(mode="sandbox", url=URL, inner=InProcessAdapter(sandbox.app))
        stage = Stage(endpoint, Timing(clock=clock, sleep=clock.sleep, jitter=float))
        # Tokens age by real time: whoever wakes late would begin with a refresh.
        stage.sign_in(ROBOT, needed_scopes(FEATURE_SCOPES), folder / "secrets" / "token.json")
        return World(folder, sandbox, stage, clock, self.ids)
