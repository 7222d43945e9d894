"""Agents as processes: two at once, one that is stopped and goes on later, one whose disk is full."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from tests.journeys.world import FRIDAY, World
from tests.kills.days import first_day, run_until_quiet
from tests.kills.remains import Remains, difference, remains
from workspace_agent.google.endpoint import Endpoint
from workspace_agent.sandbox.server import serve

_AGENT = "from workspace_agent.cli import main; main()"
_SMALL_DISK = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, ({0}, {0}))"


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Remains:
    world = first_day(tmp_path_factory.mktemp("undisturbed"))
    run_until_quiet(world)
    return remains(world)


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """The first day, on a sandbox that listens, for agents of other processes and of this one."""
    world = first_day(tmp_path)
    with serve(world.sandbox) as running:
        inside = world.stage.endpoint.url
        world.setting(lambda text: text.replace(inside, running.url))
        world.stage = replace(world.stage, endpoint=Endpoint(mode="sandbox", url=running.url))
        yield world


def command(world: World, *before: str) -> list[str]:
    program = "\n".join([*before, _AGENT])
    return [sys.executable, "-c", program, "run", "--config", str(world.config), "--as-of", str(FRIDAY)]


def run(world: World, *before: str) -> subprocess.CompletedProcess[str]:
    """An agent from its beginning to its end."""
    return subprocess.run(  # noqa: S603 - our own command
        command(world, *before), capture_output=True, text=True, check=False, timeout=60
    )


@contextmanager
def stopped(world: World) -> Iterator[subprocess.Popen[bytes]]:
    """An agent that was stopped while its first event was being made, and that holds everything it held."""
    world.fault("calendar.events.insert", status=200, delay=1)
    process = subprocess.Popen(command(world), stdout=subprocess.DEVNULL)  # noqa: S603 - our own command
    try:
        while "calendar.events.insert" not in [entry["method"] for entry in world.sandbox.requests.entries]:
            assert process.poll() is None, "it ended before it booked anything"
            time.sleep(0.02)
        process.send_signal(signal.SIGSTOP)
        yield process
    finally:
        process.kill()
        process.wait()


def test_a_second_agent_is_sent_away_and_the_stopped_one_goes_on(world: World, undisturbed: Remains) -> None:
    with stopped(world) as first:
        second = run(world)
        assert (second.returncode, second.stdout) == (7, "")
        assert "Another run is under way" in second.stderr
        first.send_signal(signal.SIGCONT)
        assert first.wait(timeout=60) in {0, 1}
    run_until_quiet(world)

    assert difference(undisturbed, remains(world)) == ""


def test_after_a_stopped_agent_was_killed_the_next_one_goes_on(world: World, undisturbed: Remains) -> None:
    with stopped(world):
        pass
    assert run(world).returncode in {0, 1}
    run_until_quiet(world)

    assert difference(undisturbed, remains(world)) == ""


@pytest.mark.parametrize("size", [4096, 16_384, 65_536])
def test_a_full_disk_is_told_and_leaves_nothing_half_done(
    world: World, undisturbed: Remains, size: int
) -> None:
    said = run(world, _SMALL_DISK.format(size))
    assert said.returncode == 3, said.stderr
    assert "What to do:" in said.stderr
    run_until_quiet(world)

    assert difference(undisturbed, remains(world)) == ""
