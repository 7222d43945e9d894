"""A person takes an event out of the bin that the agent cancelled."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.journeys.colleagues import empty_meetings
from tests.journeys.test_people_win import MAYS, kinds, person_deletes, person_patches
from tests.journeys.world import MARISOL, World
from workspace_agent.model.problem_kinds import ProblemKind
from workspace_agent.run import Report


def later(world: World) -> Report:
    world.at(world.clock.now + timedelta(minutes=16))
    return world.run()


@pytest.mark.parametrize("looks_while_it_was_gone", [0, 1])
def test_an_event_that_a_person_deleted_and_brought_back_against_a_tick_of_cancelled_is_kept(
    world: World, looks_while_it_was_gone: int
) -> None:
    world.first_run()
    later(world)
    person_deletes(world, world.meeting(MAYS))
    later(world)
    world.type("Meetings!L2", "TRUE")
    for _ in range(looks_while_it_was_gone):
        later(world)

    (event,) = [event for event in world.meetings() if event["summary"].endswith(MAYS)]
    person_patches(world, event, status="confirmed")
    reports = [later(world) for _ in range(3)]
    assert world.meeting(MAYS)["status"] == "confirmed"
    assert ProblemKind.CANCEL_REFUSED in kinds(reports[-1])

    world.type("Meetings!L2", "FALSE")
    later(world)
    world.type("Meetings!L2", "TRUE")
    later(world)
    later(world)
    gone = [event for event in world.meetings() if event["summary"].endswith(MAYS)]
    assert [event["status"] for event in gone] == ["cancelled"]


def test_an_event_that_was_deleted_while_its_sheet_was_empty_and_brought_back_against_a_tick_is_kept(
    world: World,
) -> None:
    world.first_run()
    later(world)
    event = world.meeting(MAYS)
    person_deletes(world, event)
    rows = empty_meetings(world)
    later(world)

    with world.person(MARISOL) as google:
        google.sheets.type_values(world.progress, "Meetings!A2", rows)
    world.type("Meetings!L2", "TRUE")
    person_patches(world, event, status="confirmed")
    reports = [later(world) for _ in range(3)]
    assert world.meeting(MAYS)["status"] == "confirmed"
    assert ProblemKind.CANCEL_REFUSED in kinds(reports[-1])


def test_an_event_that_was_brought_back_and_deleted_later_is_not_booked_again(world: World) -> None:
    world.first_run()
    world.type("Meetings!L2", "TRUE")
    world.run()
    later(world)
    (event,) = [event for event in world.meetings() if event["summary"].endswith(MAYS)]
    assert event["status"] == "cancelled"

    person_patches(world, event, status="confirmed")
    world.type("Meetings!L2", "FALSE")
    world.forget_requests()
    later(world)
    assert [one["method"] for one in world.writes()].count("calendar.events.patch") == 1

    person_deletes(world, world.meeting(MAYS))
    report = later(world)
    assert [one["status"] for one in world.meetings() if one["summary"].endswith(MAYS)] == ["cancelled"]
    assert ProblemKind.EVENT_DELETED in kinds(report)
