"""A department behind a port, and the command line let loose on it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.world import CONFIG, FRIDAY, ROBOT, WILLOW, Clock
from workspace_agent.cli import main
from workspace_agent.cli.department import DepartmentFiles, Stage, load, write_settings
from workspace_agent.google.endpoint import Endpoint
from workspace_agent.google.timing import Timing
from workspace_agent.sandbox.server import Sandbox, serve

AS_OF = ("--as-of", "2026-11-20T07:00")


@dataclass(frozen=True)
class Said:
    """What a command left on the terminal."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> dict[str, Any]:
        content: dict[str, Any] = json.loads(self.out)
        return content


Command = Callable[..., Said]


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str]) -> Command:
    """Runs a command in this process."""

    def run(*arguments: str) -> Said:
        with pytest.raises(SystemExit) as ended:
            main(arguments)
        assert ended.value.code is None or isinstance(ended.value.code, int)
        out, err = capsys.readouterr()
        return Said(ended.value.code or 0, out, err)

    return run


@dataclass(frozen=True)
class Department:
    """Willow's first case manager on a sandbox that listens."""

    stage: Stage
    config: Path

    @property
    def state(self) -> Path:
        return self.config.parent / "state"

    def writes(self) -> list[str]:
        """Methods that could have changed something since the last time of asking."""
        entries = self.stage.control("GET", "requests")["requests"]
        self.stage.control("DELETE", "requests")
        return [entry["method"] for entry in entries if entry["write"]]


def _department(folder: Path, url: str) -> Department:
    clock = Clock(FRIDAY)
    stage = Stage(Endpoint(mode="sandbox", url=url), Timing(clock=clock, sleep=clock.sleep, jitter=float))
    ids = load(stage, DepartmentFiles(WILLOW, ("marisol-quintero",)), folder).ids
    write_settings(stage, CONFIG / "demo" / "agent.toml", ids, folder / "config", ROBOT)
    department = Department(stage, folder / "config")
    department.writes()
    return department


@pytest.fixture(scope="session")
def department(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Department]:
    """Nobody ever runs the agent here."""
    with serve(Sandbox()) as running:
        yield _department(tmp_path_factory.mktemp("never run"), running.url)


@pytest.fixture
def fresh_department(tmp_path: Path) -> Iterator[Department]:
    """For a test that runs the agent."""
    with serve(Sandbox()) as running:
        yield _department(tmp_path, running.url)
