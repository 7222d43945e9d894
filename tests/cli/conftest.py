"""A department behind a port, and the command line let loose on it."""

from __future__ import annotations

import json
import shutil
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


def _stage(url: str) -> Stage:
    clock = Clock(FRIDAY)
    return Stage(Endpoint(mode="sandbox", url=url), Timing(clock=clock, sleep=clock.sleep, jitter=float))


def _department(folder: Path, url: str) -> Department:
    stage = _stage(url)
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


@dataclass(frozen=True)
class Kept:
    """A department at one moment, which others begin as."""

    held: dict[str, Any]
    folder: Path


@dataclass(frozen=True)
class Google:
    """One sandbox, of which each test has its own state."""

    sandbox: Sandbox
    url: str

    def keep(self, department: Department) -> Kept:
        """What the next ones begin as."""
        return Kept(self.sandbox.held(), department.config.parent)

    def again(self, kept: Kept, folder: Path) -> Department:
        """A department as that one was, in a folder of its own."""
        shutil.copytree(kept.folder, folder, dirs_exist_ok=True)
        self.sandbox.load(kept.held)
        department = Department(_stage(self.url), folder / "config")
        department.writes()
        return department


@pytest.fixture(scope="session")
def google() -> Iterator[Google]:
    """For tests that run the agent."""
    sandbox = Sandbox()
    with serve(sandbox) as running:
        yield Google(sandbox, running.url)


@pytest.fixture(scope="session")
def _new(google: Google, tmp_path_factory: pytest.TempPathFactory) -> Kept:
    return google.keep(_department(tmp_path_factory.mktemp("new"), google.url))


@pytest.fixture(scope="session")
def _ran(google: Google, _new: Kept, tmp_path_factory: pytest.TempPathFactory) -> Kept:
    department = google.again(_new, tmp_path_factory.mktemp("ran"))
    with pytest.raises(SystemExit) as ended:
        main(("run", "--config", str(department.config), *AS_OF))
    assert ended.value.code == 1
    return google.keep(department)


@pytest.fixture
def fresh_department(google: Google, _new: Kept, tmp_path: Path) -> Department:
    """For a test that runs the agent."""
    return google.again(_new, tmp_path)


@pytest.fixture
def ran(google: Google, _ran: Kept, tmp_path: Path) -> Department:
    """A department in which the agent has been once."""
    return google.again(_ran, tmp_path)
