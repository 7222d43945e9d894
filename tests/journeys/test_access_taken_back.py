"""Access is taken back and given again, and Google has forgotten which files the agent's app made."""

from __future__ import annotations

import json

import pytest

from tests.journeys.drive_people import edit_response, files, names_in, record, told
from tests.journeys.test_adopted_folders import signs_in
from tests.journeys.world import World
from workspace_agent.google.scopes import DRIVE
from workspace_agent.model.problem_kinds import ProblemKind


def taken_back(world: World) -> None:
    token = json.loads((world.folder / "secrets" / "token.json").read_text(encoding="utf8"))
    world.stage.control("DELETE", "token", {"refresh_token": token["refresh_token"]})


@pytest.mark.parametrize("forgotten", [False, True], ids=["Google knows them", "Google has forgotten them"])
def test_after_another_sign_in_filing_goes_on_or_it_is_told_why_not(world: World, *, forgotten: bool) -> None:
    world.first_run()
    folder, before = record(world)["parents"][0], set(files(world))
    world.stage.control("POST", "quirks", {"revoked_apps_lose_files": forgotten})
    taken_back(world)
    signs_in(world)
    edit_response(world, "2026-11-20T11:00:00.000001Z")
    report = world.run()

    denied = told(report, ProblemKind.EFFECT_DENIED)
    assert bool(denied) is forgotten
    assert all("`workspace-agent doctor`" in problem.kind.value[1] for problem in denied)
    assert not forgotten or set(files(world)) == before, "no second tree"

    signs_in(world, DRIVE)
    assert told(world.run(), ProblemKind.EFFECT_DENIED) == []
    assert names_in(world, folder) == [
        "2026-11-12 annual review (v2).pdf",
        "2026-11-12 annual review, superseded by v2.pdf",
    ]
