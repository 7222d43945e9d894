"""What stops a command is told in a sentence, with what to do, by a code of its own, and quickly."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from socket import socket

import pytest

from tests.cli.conftest import AS_OF, Command, Department
from workspace_agent.cli.app import app
from workspace_agent.cli.errors import where_it_broke
from workspace_agent.ledger.lock import only_one
from workspace_agent.sandbox.server import Sandbox, serve

USAGE = {
    "nothing at all": (),
    "an unknown command": ("pln",),
    "an unknown option": ("plan", "--jsno"),
    "an option without its value": ("plan", "--config"),
    "a run that is no number": ("history", "yesterday"),
    "a group without a command": ("digest",),
    "a port that is none": ("sandbox", "serve", "--port", "99999"),
}


@pytest.mark.parametrize("arguments", USAGE.values(), ids=USAGE)
def test_wrong_usage_is_2(command: Command, arguments: tuple[str, ...]) -> None:
    said = command(*arguments)

    assert said.code == 2
    assert "Usage:" in said.out + said.err or "requires an argument" in said.err
    assert "Traceback" not in said.err


@pytest.mark.parametrize("name", ["plan", "run", "status", "history", "backup"])
def test_a_folder_without_settings_is_3(command: Command, tmp_path: Path, name: str) -> None:
    said = command(name, "--config", str(tmp_path))

    assert (said.code, said.out) == (3, "")
    assert said.err == (
        f"{tmp_path / 'agent.toml'} is not there.\n"
        "What to do: name the folder of settings with --config DIR, or make it with workspace-agent init\n"
    )


MOMENTS = {
    "a word": "tomorrow",
    "as in Germany": "20.11.2026",
    "no such day": "2026-02-30",
    "before all time": "0001-01-01T00:00",
    "after it": "9999-12-31T23:59",
}


@pytest.mark.parametrize("moment", MOMENTS.values(), ids=MOMENTS)
def test_a_moment_that_is_none_is_2(department: Department, command: Command, moment: str) -> None:
    said = command("plan", "--config", str(department.config), "--as-of", moment)

    assert (said.code, said.out) == (2, "")
    assert said.err == (
        f"--as-of {moment}: this is no moment.\n"
        "What to do: write it as in 2026-11-20T07:00, or in 2026-11-20\n"
    )


@pytest.mark.parametrize("verb", ["run", "doctor"])
def test_against_google_itself_it_is_always_now(
    department: Department, command: Command, tmp_path: Path, verb: str
) -> None:
    text = (department.config / "agent.toml").read_text(encoding="utf8")
    text = re.sub(r"(?m)^sandbox_url = .*\n", "", text.replace('mode = "sandbox"', 'mode = "google"'))
    (tmp_path / "agent.toml").write_text(text, encoding="utf8")
    said = command(verb, "--config", str(tmp_path), *AS_OF)

    assert (said.code, said.out) == (2, "")
    assert said.err.startswith("--as-of is only for the sandbox: real calendars live in the present.\n")


def settings_at(folder: Path, url: str, department: Department, *, token: bool = True) -> Path:
    """The department's settings and secrets, moved to another address."""
    config = folder / "config"
    config.mkdir()
    text = (department.config / "agent.toml").read_text(encoding="utf8")
    (config / "agent.toml").write_text(text.replace(department.stage.endpoint.url, url), encoding="utf8")
    if token:
        (folder / "secrets").mkdir()
        (folder / "secrets" / "token.json").touch(mode=0o600)
        content = (department.config.parent / "secrets" / "token.json").read_bytes()
        (folder / "secrets" / "token.json").write_bytes(content)
    return config


def test_no_token_file_is_4(department: Department, command: Command, tmp_path: Path) -> None:
    config = settings_at(tmp_path, department.stage.endpoint.url, department, token=False)
    said = command("run", "--config", str(config), *AS_OF)

    assert (said.code, said.out) == (4, "")
    assert said.err.startswith(
        f"cannot read the token file {tmp_path / 'secrets' / 'token.json'}\nWhat to do: "
    )


@pytest.mark.parametrize("verb", ["plan", "run"])
def test_a_folder_of_secrets_that_is_mistyped_is_not_made(
    department: Department, command: Command, tmp_path: Path, verb: str
) -> None:
    config = settings_at(tmp_path, department.stage.endpoint.url, department)
    with (config / "agent.toml").open("a", encoding="utf8") as settings:
        settings.write('[paths]\nsecrets = "../secrest"\n')

    assert command(verb, "--config", str(config), *AS_OF).code == 4
    assert not (tmp_path / "secrest").exists()


def test_a_token_that_nobody_issued_is_4(department: Department, command: Command, tmp_path: Path) -> None:
    with serve(Sandbox()) as another:
        said = command("plan", "--config", str(settings_at(tmp_path, another.url, department)), *AS_OF)

    assert (said.code, said.out) == (4, "")
    assert f"type: workspace-agent auth login --config {tmp_path}/config\n" in said.err


def test_a_sandbox_that_is_down_is_5_within_seconds(
    department: Department, command: Command, tmp_path: Path
) -> None:
    with socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
        config = settings_at(tmp_path, f"http://127.0.0.1:{port}", department)
        started = time.monotonic()
        said = command("run", "--config", str(config), *AS_OF)

    assert (said.code, said.out) == (5, "")
    assert f"start it: workspace-agent sandbox serve --port {port}" in said.err
    assert time.monotonic() - started < 5


def test_a_lock_that_is_held_is_7(department: Department, command: Command) -> None:
    department.state.mkdir(exist_ok=True)
    with only_one(department.state):
        said = command("run", "--config", str(department.config), *AS_OF)

    assert (said.code, said.out) == (7, "")
    assert said.err == (
        "Another run is under way; this one did nothing.\nWhat to do: wait for the other run to end; "
        "serve does by itself what run does, and is to be stopped for any other command: "
        "systemctl stop workspace-agent\n"
    )


def test_a_state_folder_that_cannot_be_made_is_3(
    department: Department, command: Command, tmp_path: Path
) -> None:
    config = settings_at(tmp_path, department.stage.endpoint.url, department)
    (tmp_path / "state").touch()
    said = command("plan", "--config", str(config), *AS_OF)

    assert said.code == 3
    assert said.err.startswith(f"the folder {tmp_path / 'state'} cannot be made.\nWhat to do: ")


@pytest.mark.parametrize(
    "arguments", [("--debug", "status"), ("status", "--debug")], ids=["before", "behind"]
)
def test_debug_works_before_and_behind_the_command(
    command: Command, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    said = command(*arguments, "--config", str(tmp_path))

    assert said.code == 3
    assert "SettingsError\n" in said.err
    assert said.err.endswith("or make it with workspace-agent init\n")


_BROKEN = """
import sys
from workspace_agent.cli.app import app, main
@app.command("break")
def broken():
    print("half")
    try:
        {}["Anna Lee"]
    except KeyError:
        raise ValueError("Anna Lee")
main(sys.argv[1:])
"""


def broken(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-c", _BROKEN, "break", *arguments], capture_output=True, text=True, check=False
    )


def test_a_defect_is_70_and_tells_type_and_place_only() -> None:
    done = broken()

    assert (done.returncode, done.stdout) == (70, "half\n")
    assert done.stderr == (
        "A defect of this program: ValueError at <string>:10. Run again with --debug to see more.\n"
    )


def test_a_defect_under_debug_shows_where_each_error_arose_and_not_what_it_says() -> None:
    done = broken("--debug")

    assert done.returncode == 70
    lines = [line.strip() for line in done.stderr.splitlines()]
    assert lines.index("KeyError") < lines.index("ValueError")
    assert 'File "<string>", line 10, in broken' in lines
    assert "Anna" not in done.stderr


def test_a_cause_that_was_put_aside_is_not_shown() -> None:
    error = ValueError()
    error.__context__ = KeyError()

    assert where_it_broke(error) == "KeyError\nValueError\n"

    error.__suppress_context__ = True
    assert where_it_broke(error) == "ValueError\n"


TYPED = "Jonah Pell"


class Panic(BaseException):
    """What a library in Rust dies of is no Exception."""


@pytest.fixture
def panics() -> Iterator[str]:
    """A command that dies of a text that somebody typed."""

    def panic() -> None:
        raise Panic(f"byte index 3 is not a char boundary in '{TYPED}'")

    app.command("panic")(panic)
    yield "panic"
    app.registered_commands.pop()


@pytest.mark.parametrize("debug", [(), ("--debug",)])
def test_a_death_that_is_no_exception_is_told_without_its_text(
    command: Command, panics: str, debug: tuple[str, ...]
) -> None:
    said = command(panics, *debug)

    assert (said.code, said.out) == (70, "")
    assert "A defect of this program: Panic at test_exit_codes.py:" in said.err
    assert TYPED not in said.err


# ---- help

COMMANDS = (
    (),
    ("demo",),
    ("plan",),
    ("run",),
    ("serve",),
    ("install", "systemd"),
    ("alert", "test"),
    ("restore",),
    ("status",),
    ("history",),
    ("backup",),
    ("digest",),
    ("digest", "preview"),
    ("planner",),
    ("sandbox",),
    ("sandbox", "serve"),
)


@pytest.mark.parametrize("name", COMMANDS, ids=lambda name: " ".join(name) or "the program")
def test_help_says_what_a_command_does(command: Command, name: tuple[str, ...]) -> None:
    said = command(*name, "--help")

    assert (said.code, said.err) == (0, "")
    assert f"{' '.join(name)} [OPTIONS]" in said.out


def test_the_help_of_the_program_names_the_first_step_and_the_codes(command: Command) -> None:
    words = " ".join(command("--help").out.split())

    assert "New here? Try: workspace-agent demo" in words
    assert "7 another run is under way" in words


_HELP = f"""
import sys
from typer.testing import CliRunner
from workspace_agent.cli.app import app
for name in {COMMANDS!r}:
    assert CliRunner().invoke(app, [*name, "--help"]).exit_code == 0
heavy = {{"googleapiclient", "gspread", "typst", "apscheduler", "requests", "jinja2", "werkzeug"}}
print(sorted(heavy & sys.modules.keys()))
"""


def test_help_loads_nothing_heavy() -> None:
    done = subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-c", _HELP], capture_output=True, text=True, check=True
    )

    assert done.stdout == "[]\n"
