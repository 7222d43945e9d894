"""A department in which all is well, as new for each test, and looking at it."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.world import FRIDAY, ROBOT, Clock, World, build_world
from workspace_agent.doctor import GROUPS
from workspace_agent.doctor.check import Examination, Group, Line, Standing
from workspace_agent.doctor.installation import Installation
from workspace_agent.duties.folders import ROOT
from workspace_agent.effects.marks import file_marks
from workspace_agent.google.drive import NewFile
from workspace_agent.google.endpoint import Endpoint
from workspace_agent.ledger.keys import alias_key, key_print_of
from workspace_agent.ledger.ledger import Ledger
from workspace_agent.settings import Settings
from workspace_agent.tools import ALIAS_KEY, LEDGER

Json = dict[str, Any]
GIGABYTE = 10**9
HEARTBEAT = "https://hc.example/ping/1"


@dataclass
class Clinic:
    """A department that is looked at.

    Attributes:
        free_bytes: Room on its disk.
        user: Who looks.
    """

    world: World
    free_bytes: int = 100 * GIGABYTE
    user: int = field(default_factory=os.geteuid)
    lines: list[Line] = field(default_factory=list)

    @property
    def state(self) -> Path:
        return self.world.folder / "state"

    @property
    def secrets(self) -> Path:
        return self.world.folder / "secrets"

    def installation(self) -> Installation:
        clock = self.world.clock
        return Installation(
            self.world.config, clock, clock.sleep, self._endpoint, lambda _: self.free_bytes, self.user
        )

    def _endpoint(self, _settings: Settings) -> Endpoint:
        return self.world.stage.endpoint

    def look(self, without: str = "") -> list[Line]:
        """Make all checks, but for those of one group."""
        here = self.installation()
        groups: list[Group] = [group for group in GROUPS if group.title != without]
        self.lines = list(Examination(here).of(groups))
        here.close()
        return self.lines

    def standing(self, standing: Standing) -> list[str]:
        """Names of the checks that stand so."""
        return [line.name for line in self.lines if line.verdict.standing is standing]

    def found(self, name: str) -> str:
        """What was found of a check, and what to do."""
        (line,) = [line for line in self.lines if line.name == name]
        return f"{line.verdict.found} {line.verdict.advice}"

    def ledger(self) -> Ledger:
        """To write into."""
        return Ledger(self.state / LEDGER)


@pytest.fixture(scope="package")
def healthy(tmp_path_factory: pytest.TempPathFactory) -> tuple[World, Json]:
    """A department after its first run, with all that was held of it."""
    world = build_world(tmp_path_factory.mktemp("healthy"))
    key = alias_key(world.folder / "secrets" / ALIAS_KEY)
    key.keep()
    key = replace(key, is_new=False)
    _make_root(world, key_print_of(key))
    (world.folder / "state").mkdir(mode=0o700)
    ledger = Ledger(world.folder / "state" / LEDGER)
    ledger.set_meta("key_print", key_print_of(key))
    ledger.runs.end(ledger.runs.begin(FRIDAY), FRIDAY, 0, "{}")
    ledger.close()
    (world.folder / "secrets" / "heartbeat.url").write_text(HEARTBEAT)
    (world.folder / "secrets" / "heartbeat.url").chmod(0o600)
    return world, world.sandbox.held()


def _make_root(world: World, print_: str) -> None:
    google = world.stage.person(ROBOT, world.folder)
    (root,) = google.drive.generate_ids(1)
    marks = file_marks(ROOT) | {"wa_key_print": print_}
    google.drive.create_folder(NewFile(root, "Special Services records", "", marks))
    google.close()


@pytest.fixture
def clinic(healthy: tuple[World, Json], tmp_path: Path) -> Clinic:
    """The healthy department, for one test alone."""
    world, held = healthy
    folder = tmp_path / "department"
    shutil.copytree(world.folder, folder)
    world.sandbox.load(held)
    world.sandbox.faults.clear()
    world.forget_requests()
    return Clinic(replace(world, folder=folder, clock=Clock(FRIDAY)))
