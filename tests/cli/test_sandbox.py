"""`sandbox serve --department`: what a rehearsal of setting up begins with."""

from __future__ import annotations

from pathlib import Path

from tests.journeys.world import ROBOT
from workspace_agent.cli.demo import stage_at
from workspace_agent.cli.sandbox import furnish
from workspace_agent.sandbox.server import Sandbox, serve


def test_the_department_is_there_and_no_agent_has_worked_for_it(tmp_path: Path) -> None:
    with serve(Sandbox()) as running:
        told = "\n".join(furnish(running.url))

        agent = stage_at(running.url).person(ROBOT, tmp_path)
        kinds = sorted(file["mimeType"].rpartition(".")[2] for file in agent.drive.list("", "mimeType"))
        agent.close()

    assert kinds == ["form", "spreadsheet", "spreadsheet"], "neither folders nor records"
    assert f"sandbox: {running.url}\n" in told
    assert "district: Lakeward City SD, lakeward.example, Buffalo, NY" in told
    assert "Saguaro" not in told, "nobody there works for it"
    assert f"consent page: {ROBOT}\n" in told
    assert "form: https://docs.google.com/forms/d/" in told
