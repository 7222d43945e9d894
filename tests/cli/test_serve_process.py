"""`serve` as a process: signals in the midst of an action and of a wait, and a run beside it."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from tests.cli.conftest import AS_OF, Command, Department

SOON = 20
"""Seconds within which a process has to end, on a machine that is busy with other tests."""


@contextmanager
def serving(department: Department) -> Iterator[subprocess.Popen[str]]:
    """An agent that goes on until it is asked to end."""
    arguments = ["serve", "--config", str(department.config), *AS_OF]
    process = subprocess.Popen(  # noqa: S603 - our own command
        [sys.executable, "-m", "workspace_agent", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def until_asked(department: Department, process: subprocess.Popen[str], method: str) -> None:
    """Wait until a method was called."""
    until = time.monotonic() + 60
    while method not in [one["method"] for one in department.stage.control("GET", "requests")["requests"]]:
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < until
        time.sleep(0.05)


def fault(department: Department, method: str, **what: object) -> None:
    department.stage.control("POST", "faults", {"method": method, "nth": 1, "body": None} | what)


def test_the_action_in_hand_is_finished_and_no_further_one_begins(
    fresh_department: Department, command: Command
) -> None:
    config = ("--config", str(fresh_department.config))
    fault(fresh_department, "calendar.events.insert", status=200, delay=1)
    with serving(fresh_department) as process:
        until_asked(fresh_department, process, "calendar.events.insert")
        assert command("run", *config, *AS_OF).code == 7
        for one in (signal.SIGHUP, signal.SIGTERM, signal.SIGINT, signal.SIGTERM):
            process.send_signal(one)
        out, err = process.communicate(timeout=SOON)
    assert (process.returncode, out) == (0, "")
    assert "A look every 5 min." in err
    assert fresh_department.writes().count("calendar.events.insert") == 1
    status = command("status", *config, *AS_OF, "--json").json
    assert (status["meetings"], status["in_doubt"], status["next_cycle"]) == (1, 0, "")
    assert [run["exit_code"] for run in status["runs"]] == [143]


def test_who_waits_for_google_is_woken_and_what_was_in_hand_is_looked_up(
    fresh_department: Department, command: Command
) -> None:
    config = ("--config", str(fresh_department.config))
    later = {"Retry-After": "100"}
    fault(fresh_department, "calendar.events.insert", status=503, headers=later, when="after")
    with serving(fresh_department) as process:
        until_asked(fresh_department, process, "calendar.events.insert")
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=SOON)
    assert process.returncode == 0
    assert command("status", *config, *AS_OF, "--json").json["in_doubt"] == 1
    assert command("run", *config, *AS_OF).code == 1
    booked = fresh_department.writes().count("calendar.events.insert")
    assert booked == command("status", *config, *AS_OF, "--json").json["meetings"]
