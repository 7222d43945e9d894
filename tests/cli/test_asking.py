"""Commands that ask, where nobody can be asked: they say what to do, and that they were used wrongly."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import requests
from typer.testing import CliRunner

from tests.cli.conftest import AS_OF, Department
from workspace_agent.cli.app import app
from workspace_agent.model.errors import WrongUsage


def stopped_by(department: Department, *typed: str) -> WrongUsage:
    """What a command says where standard input is empty."""
    said = CliRunner().invoke(app, [*typed, "--config", str(department.config)], input="")
    assert isinstance(said.exception, WrongUsage), said.output
    assert department.writes() == []
    return said.exception


@pytest.mark.parametrize("typed", [("auth", "revoke"), ("doctor", "--probe", *AS_OF)])
def test_what_a_flag_can_answer_names_the_flag(fresh_department: Department, typed: tuple[str, ...]) -> None:
    said = stopped_by(fresh_department, *typed)

    assert said.exit_code == 2
    assert said.advice == "add --yes if you mean it, or type the command at a terminal"


def test_what_must_be_typed_is_for_a_terminal(fresh_department: Department, tmp_path: Path) -> None:
    url, client = fresh_department.stage.endpoint.url, tmp_path / "client.json"
    client.write_text(requests.post(f"{url}/_sandbox/clients", json={}, timeout=10).text)

    said = stopped_by(fresh_department, "auth", "login", "--no-browser", "--client", str(client))

    assert said.advice == "type the command at a terminal"


def test_it_is_said_below_the_question(fresh_department: Department) -> None:
    typed = [sys.executable, "-m", "workspace_agent", "auth", "revoke", "--config"]
    done = subprocess.run(  # noqa: S603 - our own program
        [*typed, str(fresh_department.config)],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("Google may also take from the agent the folders and records")
    assert done.stderr.endswith(
        "The agent can do nothing until somebody signs in again. Go on? [y/N] \n"
        "This command asks something, and nobody is there to answer.\n"
        "What to do: add --yes if you mean it, or type the command at a terminal\n"
    )
