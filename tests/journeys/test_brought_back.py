"""A person takes an event out of the bin that the agent cancelled."""

from __future__ import annotations

from datetime import timedelta

from tests.journeys.test_people_win import MAYS, kinds, person_deletes, person_patches
from tests.journeys.world import World
from workspace_agent.model.problem_kinds import ProblemKind
from workspace_agent.run import Report


def later(world: World) -> Report:
    world.at(world.clock.now + timedelta(minutes=16))
    return world.run()


def test_an_event_that_was_brought_back_and_deleted_later_is_not_booked_again(world: World) -> None:
    world.run()
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
