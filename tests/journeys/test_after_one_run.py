"""After one run everything is told as it stands then: the next run writes nothing, not even the Agent tab."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.journeys.drive_people import names_a_student
from tests.journeys.people import deletes, edits, leaves_team
from tests.journeys.world import World
from workspace_agent.model.action import State

PARENT = {"email": "parent@inbox.example"}


def links_an_event_made_by_hand(world: World) -> None:
    world.type("Meetings!M1", "Existing event")
    world.type("Meetings!M3", "link")


def loses_a_team_after_a_person_invited_a_guest(world: World) -> None:
    event = world.meeting("M.W.")
    edits(world, event["id"], attendees=[*event["attendees"], PARENT])
    world.run()
    for row in (2, 3, 4, 5):
        leaves_team(world, row)


def corrects_whom_a_response_is_about(world: World) -> None:
    names_a_student(world, "Nobody Whatever", "2026-11-20T06:00:00Z")
    world.run()
    names_a_student(world, "Jonah Pell", "2026-11-20T07:00:00Z")


def deletes_an_event(world: World) -> None:
    deletes(world, world.meeting("M.W.")["id"])


def moves_three_rows(world: World) -> None:
    for row in (2, 4, 8):
        world.type(f"Meetings!D{row}", "3:00 PM")


CHANGES: dict[str, Callable[[World], None]] = {
    one.__name__.replace("_", " "): one
    for one in (
        links_an_event_made_by_hand,
        loses_a_team_after_a_person_invited_a_guest,
        corrects_whom_a_response_is_about,
        deletes_an_event,
        moves_three_rows,
    )
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_the_second_run_writes_nothing(world: World, change: Callable[[World], None]) -> None:
    world.first_run()
    change(world)
    assert world.run().account.outcomes, "the change came to something"

    world.forget_requests()
    tab = world.agent_tab()
    assert (world.run().account.outcomes, world.writes()) == ((), [])
    assert world.agent_tab() == tab


def test_what_was_refused_is_told_and_left_to_the_next_run(world: World) -> None:
    world.first_run()
    moves_three_rows(world)
    refused = {"error": {"code": 403, "errors": [{"domain": "global", "reason": "forbidden"}]}}
    world.fault("calendar.events.patch", status=403, body=refused, when="before")
    outcomes = world.run().account.outcomes

    (failed,) = [one.action.key for one in outcomes if one.state is State.FAILED]
    assert [one.state for one in outcomes if one.action.key == failed] == [State.FAILED]
    assert any("does not let the agent do this" in cell for row in world.agent_tab() for cell in row)
    assert next(iter(world.run().account.outcomes)).action.key == failed
