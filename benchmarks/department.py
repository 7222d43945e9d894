"""A department of as many case managers as wanted, on a sandbox in this process with Google's quotas."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import tomlkit

from benchmarks import typed
from benchmarks.typed import Json
from workspace_agent.cli.department import DepartmentFiles, Stage, load, placeholder_of, write_settings
from workspace_agent.google.endpoint import Endpoint
from workspace_agent.google.timing import Timing
from workspace_agent.run import Report, run
from workspace_agent.sandbox.adapter import InProcessAdapter
from workspace_agent.sandbox.server import Sandbox
from workspace_agent.settings import Settings
from workspace_agent.settings import load as load_settings
from workspace_agent.tools import open_tools

CONFIG = Path(__file__).parents[1] / "config"
WILLOW = CONFIG / "demo" / "department"
URL = "http://127.0.0.1:9"
ROBOT = "agent@willowbridge.example"
FRIDAY = datetime.fromisoformat("2026-11-13T17:05:00-05:00")
"""When the agent runs for the first time."""
MONDAY = datetime.fromisoformat("2026-11-16T07:05:00-05:00")
"""When everybody's digest is due."""


@dataclass
class Clock:
    """Moves when somebody sleeps, for agent and sandbox alike."""

    sandbox: Sandbox
    now: datetime = FRIDAY

    def __call__(self) -> datetime:
        """Now."""
        return self.now.astimezone(UTC)

    def sleep(self, seconds: float) -> None:
        """Let time pass."""
        self.set(self.now + timedelta(seconds=seconds))

    def set(self, now: datetime) -> None:
        """Let it be this time."""
        self.now = now
        self.sandbox.state.clock.set(now, frozen=True)


class FarAway(InProcessAdapter):
    """The sandbox at a distance: each request takes its time on the clock, half of it on the way there."""

    def __init__(self, sandbox: Sandbox, clock: Clock, seconds: float) -> None:
        super().__init__(sandbox.app)
        self._clock = clock
        self._way = seconds / 2

    def send(self, *args: Any, **kwargs: Any) -> Any:
        """Send one request."""
        self._clock.sleep(self._way)
        answer = super().send(*args, **kwargs)
        self._clock.sleep(self._way)
        return answer


@dataclass(frozen=True)
class Bench:
    """A department, and the agent and others who work on it.

    Attributes:
        stage: For who loads and for people: their requests take no time.
        endpoint: For who is measured.
        ids: Google's ids of workbooks and form, by their placeholder in the settings.
    """

    folder: Path
    sandbox: Sandbox
    stage: Stage
    endpoint: Endpoint
    clock: Clock
    ids: dict[str, str]

    @property
    def settings(self) -> Settings:
        """Of the agent."""
        return load_settings(self.folder / "config")

    def run(self) -> Report:
        """One cycle of the agent, in a new process as far as it can tell."""
        with open_tools(self.settings, self.clock, self.endpoint, self.clock.sleep) as tools:
            return run(tools)

    def requests(self) -> list[Json]:
        """What was asked of Google since the log was emptied; tokens are not counted by quotas."""
        return [entry for entry in self.sandbox.requests.entries if entry["user"]]


def build(folder: Path, case_managers: int, seconds: float = 0.0) -> Bench:
    """Type a department into a new sandbox; from then on its quotas are Google's.

    Args:
        folder: For settings and state; it is made.
        case_managers: How many.
        seconds: What each request takes on the clock.
    """
    sandbox = Sandbox()
    clock = Clock(sandbox)
    endpoint = Endpoint(mode="sandbox", url=URL, inner=InProcessAdapter(sandbox.app))
    stage = Stage(endpoint, Timing(clock=clock, sleep=clock.sleep, jitter=_none))
    about = typed.write(folder / "department", WILLOW, case_managers, FRIDAY)
    keys = tuple(person["key"] for person in about["case_managers"])
    ids = load(stage, DepartmentFiles(folder / "department", keys), folder).ids
    write_settings(stage, _template(folder / "agent.template.toml", about), ids, folder / "config", ROBOT)
    shutil.copy(CONFIG / "policy.toml", folder / "config")
    clock.set(FRIDAY)
    stage.control("POST", "quotas", {"google": True})
    sandbox.requests.clear()
    far = Endpoint(mode="sandbox", url=URL, inner=FarAway(sandbox, clock, seconds))
    return Bench(folder, sandbox, stage, far, clock, ids)


def _none() -> float:
    return 0.0


def _template(into: Path, about: Json) -> Path:
    """The demo's settings, with all its districts and these case managers."""
    settings = tomlkit.parse((CONFIG / "demo" / "agent.toml").read_text(encoding="utf8"))
    settings["case_managers"] = [
        {key: value for key, value in person.items() if key != "workbooks"}
        | {
            "workbooks": [
                {"id": f"${{{placeholder_of(person['key'], book)}}}", "holds": book["holds"]}
                for book in person["workbooks"]
            ]
        }
        for person in about["case_managers"]
    ]
    into.write_text(tomlkit.dumps(settings), encoding="utf8")
    return into
