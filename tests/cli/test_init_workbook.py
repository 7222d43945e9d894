"""`init workbook`: what it prints, and how it ends."""

from __future__ import annotations

import tomllib

import pytest
import requests

from tests.cli.conftest import Command, Department
from tests.journeys.world import MARISOL, ROBOT

WHO = "marisol-quintero"


def test_it_prints_lines_for_the_settings_and_the_second_time_the_same(
    fresh_department: Department, command: Command
) -> None:
    config = ("--config", str(fresh_department.config))

    said = command("init", "workbook", WHO, "--holds", "hours", "--year", "2026-27", *config)

    assert said.code == 0
    assert said.out.startswith(
        f'# In agent.toml, among the workbooks of the case manager whose key is "{WHO}":\n'
    )
    (book,) = tomllib.loads(f"workbooks = [\n{said.out}]")["workbooks"]
    assert book["holds"] == "hours"
    assert (
        f"Hours Log 2026-27 - Marisol Quintero is ready: https://docs.google.com/spreadsheets/d/{book['id']}"
        in said.err
    )
    (done,) = command("history", "--json", *config).json["runs"]
    assert done["counts"]["outcomes"] == {"access done": 2, "tabs done": 1, "workbook done": 1}
    assert "Last good run: none yet" in command("status", *config).out, "to make a workbook is no run"

    fresh_department.writes()
    again = command("init", "workbook", WHO, "--holds", "hours", "--year", "2026-27", *config)

    assert (again.code, again.out, fresh_department.writes()) == (0, said.out, [])
    assert "was there already, nothing was done" in again.err


def test_when_google_does_not_answer_it_says_to_use_the_command_again(
    fresh_department: Department, command: Command
) -> None:
    arguments = ("init", "workbook", WHO, "--holds", "hours", "--config", str(fresh_department.config))
    fault = {"method": "drive.permissions.create", "nth": 1, "body": None, "delay": 0, "when": "reset-after"}
    fresh_department.stage.control("POST", "faults", fault)

    said = command(*arguments)

    assert said.code == 5
    assert "is not ready yet: https://docs.google.com/spreadsheets/d/" in said.err
    assert "it is not known whether this was done: sharing the workbook" in said.err
    assert "What to do: use the same command again" in said.err
    assert command(*arguments).code == 0


def test_of_a_template_that_may_not_be_copied_it_says_what_to_do(
    fresh_department: Department, command: Command
) -> None:
    config = ("--config", str(fresh_department.config))
    stage = fresh_department.stage
    scopes = ["https://www.googleapis.com/auth/drive"]
    asked = {"email": MARISOL, "scopes": scopes, "client_id": "a-browser"}
    token = stage.control("POST", "token", asked)["token"]
    made = requests.post(
        f"{stage.endpoint.url}/v4/spreadsheets",
        json={},
        headers={"Authorization": f"Bearer {token}"},
        timeout=9,
    )
    template = made.json()["spreadsheetId"]

    unseen = command("init", "workbook", WHO, "--template", template, *config)
    assert (unseen.code, unseen.out) == (2, "")
    assert "The template is not there, or the agent may not open it." in unseen.err
    assert f"What to do: look at its id, and share it with {ROBOT}" in unseen.err

    google = stage.person(MARISOL, fresh_department.config.parent)
    google.drive.share(template, ROBOT, "reader")
    google.close()
    address = f"https://docs.google.com/spreadsheets/d/{template}/edit#gid=0"
    denied = command("init", "workbook", WHO, "--template", address, *config)
    assert (denied.code, denied.out) == (4, "")
    assert "Google does not let the agent copy the template.\nWhat to do: copy it by hand" in denied.err


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        pytest.param(
            ["nobody"], "There is no case manager with this key in agent.toml.", id="an unknown person"
        ),
        pytest.param([WHO, "--year", "2026"], "This is not a school year.", id="half a year"),
        pytest.param([WHO, "--year", "2026-28"], "This is not a school year.", id="two years"),
        pytest.param([WHO, "--holds", "goals"], "Invalid value for '--holds'", id="what there is not"),
    ],
)
def test_what_cannot_be_meant_is_refused(
    department: Department, command: Command, arguments: list[str], sentence: str
) -> None:
    said = command("init", "workbook", *arguments, "--config", str(department.config))

    assert (said.code, said.out) == (2, "")
    assert sentence in said.err
