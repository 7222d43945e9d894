"""`[features]`: weeks in which the agent only tells, a duty that is off, and the day it is switched on."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.journeys.colleagues import done, foreseen, switched
from tests.journeys.world import MANAGER, MARISOL, World
from workspace_agent.cli import show
from workspace_agent.duties.digest import Digest
from workspace_agent.effects.digest_render import render_text
from workspace_agent.model.waits import Why
from workspace_agent.run import Report
from workspace_agent.think import preview

HERS = "marisol-quintero"
ALL = ("meetings", "filing", "progress_sheets", "sharing", "agent_tab", "digest")


def previewed(world: World) -> Digest:
    with world.tools() as tools:
        return preview(tools)


def reported(report: Report) -> list[str]:
    return [one.action.summary for one in report.account.waits.held if one.why is Why.REPORT]


def test_two_weeks_of_shadow_mode_write_nothing_and_then_everything_is_done_once(world: World) -> None:
    switched(world, **dict.fromkeys(ALL, "report"))
    for _ in range(14):
        assert world.run().account.outcomes == ()
        world.at(world.clock.now + timedelta(days=1))
    would = reported(world.run())
    assert world.writes() == []
    assert {f"share: case-manager/{HERS} with manager", f"write the Agent tab of {HERS}"} <= {*would}

    switched(world)
    assert foreseen(world) == would
    on = done(world.run())
    assert set(would) <= set(on)
    assert len(set(on)) == len(on)
    world.forget_requests()
    assert (world.run().account.outcomes, world.writes()) == ((), [])


def test_what_would_be_done_is_told_by_plan_run_and_digest(world: World) -> None:
    switched(world, meetings="report", filing="report", digest="report")
    report = world.run()
    text = show.report_text(report, 1.0)
    digest = " ".join(render_text(previewed(world)).split())

    assert "would be done: book: meeting 1 of" in text
    assert "would be done: digest: 2026-W47 to manager" in text
    assert (
        "M.W. (Marisol Quintero) | would be done | Annual review, 2 Dec 2026 Why: would be booked" in digest
    )
    assert "Marisol Quintero: 4 would be done" in digest
    assert world.mails(MANAGER) == []
    assert "Meeting: would be done" in {cell for row in world.agent_tab() for cell in row}


def test_folders_are_made_only_for_what_is_really_done(world: World) -> None:
    switched(world, meetings="report", filing="report", progress_sheets="report")
    world.run()

    folders = {file["name"] for file in world.dump()["files"] if file["mime_type"].endswith("folder")}
    assert folders == {
        "My Drive",
        "Special Services records",
        "Marisol Quintero",
        "Needs review",
        "Manager only",
    }


@pytest.mark.parametrize("switch", ["report", "off"])
def test_an_agent_tab_that_is_not_on_is_not_written(world: World, switch: str) -> None:
    switched(world, agent_tab=switch)
    report = world.run()

    assert "Agent" not in world.dump()["spreadsheets"][world.progress]["sheets"]
    assert reported(report) == (["write the Agent tab of marisol-quintero"] if switch == "report" else [])


def test_a_duty_that_is_off_is_neither_done_nor_told(world: World) -> None:
    switched(world, **dict.fromkeys(ALL, "off"))
    assert foreseen(world) == []
    report = world.run()
    digest = render_text(previewed(world))

    assert (report.account.outcomes, reported(report), world.writes()) == ((), [], [])
    assert "UPCOMING MEETINGS" not in digest
    assert "FILED RECORDS" not in digest
    assert report.account.decisions == ()


def test_one_duty_alone_can_be_off(world: World) -> None:
    switched(world, filing="off")
    world.run()

    assert (len(world.meetings()), world.records(MARISOL)) == (6, [])


def test_switching_back_to_report_leaves_what_was_done(world: World) -> None:
    world.first_run()
    before = world.meetings()
    switched(world, meetings="report")
    world.type("Meetings!D2", "11:00 AM")
    report = world.run()

    assert world.meetings() == before
    assert any(summary.startswith("move: ") for summary in reported(report))
    switched(world)
    assert any(summary.startswith("move: ") for summary in done(world.run()))
