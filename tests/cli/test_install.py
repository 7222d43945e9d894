"""systemd's files: hardened, understood by systemd itself, and right about where things lie."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.cli.conftest import Command, Department
from workspace_agent.cli.systemd import ALERT, SERVICE, TIMER, Place, resident, timed

PLACE = Place(
    "workspace-agent",
    ("/opt/workspace agent/bin/workspace-agent",),
    Path("/usr/bin/python3"),
    Path("/etc/workspace-agent"),
    (Path("/var/lib/workspace-agent/100% state"), Path("/var/lib/workspace-agent/secrets")),
)
WORST = 1.5
"""What `systemd-analyze security` may say at most; a bare service has 9.6."""

needs_systemd = pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd here")


def analyze(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 - our own command
        ["systemd-analyze", *arguments],  # noqa: S607 - wherever it lies
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@pytest.fixture(params=[timed, resident], ids=["a timer", "serve"])
def units(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A folder with the files; the program is one that is there, because systemd looks for it."""
    there = Place(PLACE.user, ("/usr/bin/env",), PLACE.python, PLACE.config, PLACE.written)
    made: Mapping[str, str] = request.param(there)
    for name, text in made.items():
        (tmp_path / name).write_text(text)
    return tmp_path


@needs_systemd
def test_a_service_is_hardened(units: Path) -> None:
    for path in units.glob("*.service"):
        said = analyze("security", "--offline=true", str(path)).stdout.splitlines()[-1]
        found = re.search(r"level for \S+: ([\d.]+)", said)
        assert found, said
        print(f"{path.name}: {found[1]}")  # noqa: T201 - the figure, for pytest -s
        assert float(found[1]) <= WORST


@needs_systemd
def test_systemd_has_nothing_to_say_against_the_files(units: Path) -> None:
    said = analyze("verify", *map(str, units.iterdir()))
    assert (said.returncode, said.stdout, said.stderr) == (0, "", "")


def test_a_path_is_written_as_systemd_reads_it() -> None:
    service = timed(PLACE)[SERVICE]
    assert 'ExecStart="/opt/workspace agent/bin/workspace-agent" run --config /etc/workspace-agent' in service
    assert '"-/var/lib/workspace-agent/100%% state" -/var/lib/workspace-agent/secrets' in service


def test_a_timer_comes_with_a_run_and_serve_without_one() -> None:
    assert list(timed(PLACE)) == [SERVICE, TIMER, ALERT]
    assert list(resident(PLACE)) == [SERVICE, ALERT]
    assert "Persistent=true" in timed(PLACE)[TIMER]
    assert "SuccessExitStatus=1 " in timed(PLACE)[SERVICE]
    assert f"OnFailure={ALERT}" in timed(PLACE)[SERVICE]
    assert "alert failed" in timed(PLACE)[ALERT]
    assert "Restart=always\n" in resident(PLACE)[SERVICE]


def test_each_end_of_serve_is_told_although_it_is_started_again() -> None:
    """systemd as of Debian 12 calls no OnFailure= while it is about to start a service again."""
    service, told = resident(PLACE)[SERVICE], "alert failed --config /etc/workspace-agent\n"
    assert f'ExecStopPost=-"/opt/workspace agent/bin/workspace-agent" {told}' in service
    assert f"OnFailure={ALERT}" in service
    assert "SuccessExitStatus=5 7\n" in service
    assert "ExecStopPost" not in timed(PLACE)[SERVICE]


@needs_systemd
@pytest.mark.parametrize("night", ["2026-11-20", "2026-11-01", "2027-03-14"])
def test_the_timer_goes_each_quarter_of_an_hour_also_when_clocks_change(night: str) -> None:
    (calendar,) = [
        line.partition("=")[2] for line in timed(PLACE)[TIMER].splitlines() if line.startswith("OnCalendar")
    ]
    said = analyze("calendar", "--iterations=40", f"--base-time={night} 00:00:00 UTC", calendar).stdout
    times = re.findall(r"\d{4}-\d\d-\d\d (\d\d:\d\d:00) UTC", said)
    assert list(dict.fromkeys(times)) == [f"{n // 4:02}:{n % 4 * 15:02}:00" for n in range(1, 41)]


@pytest.mark.parametrize("path", ["/home/lee/agent", "/root/agent", "/run/user/1000/agent"])
def test_what_the_service_could_not_see_is_named(path: str) -> None:
    place = Place("lee", ("/usr/bin/env",), Path(path), PLACE.config, PLACE.written)
    assert place.unseen == (Path(path),)
    assert PLACE.unseen == ()


def test_the_command_prints_the_files_and_what_to_do_next(command: Command, department: Department) -> None:
    said = command("install", "systemd", "--config", str(department.config), "--user", "lee")
    assert said.out.startswith(f"# ---- {SERVICE}\n[Unit]\n")
    assert said.out.count("User=lee\n") == 2
    assert f"-{department.state}" in said.out
    assert f"systemctl enable --now {TIMER}" in said.err


def test_the_command_writes_the_files(command: Command, department: Department, tmp_path: Path) -> None:
    said = command("install", "systemd", "--serve", "--config", str(department.config), "--to", str(tmp_path))
    assert said.out.split() == [str(tmp_path / SERVICE), str(tmp_path / ALERT)]
    assert f'serve --config "{department.config}"' in (tmp_path / SERVICE).read_text()
    refused = command(
        "install", "systemd", "--config", str(department.config), "--to", str(tmp_path / "nowhere")
    )
    assert refused.code == 3
