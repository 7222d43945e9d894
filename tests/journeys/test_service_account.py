"""A service account that acts for the robot, and for each case manager on their own calendar."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.journeys.world import MARISOL, ROBOT, World, build_world
from workspace_agent.google.scopes import EVENTS, FEATURE_SCOPES, needed_scopes
from workspace_agent.model.action import State
from workspace_agent.model.errors import SettingsError, SignInError
from workspace_agent.sign_in import KEY, TOKEN
from workspace_agent.think import foresee

PERSON = 'sign_in = "person"\n'
SHARED = 'sign_in = "service account"\n'
DELEGATED = SHARED + 'calendars = "delegated"\n'


@pytest.fixture
def world(tmp_path: Path) -> World:
    """Nobody consented, and the calendars are not shared."""
    world = build_world(tmp_path)
    key = world.stage.control("POST", "service-accounts", {})
    write(world, key)
    delegate(world, *needed_scopes(FEATURE_SCOPES))
    (world.folder / "secrets" / TOKEN).unlink()
    signs_in(world, DELEGATED)
    world.forget_requests()
    return world


def write(world: World, key: dict[str, object]) -> None:
    path = world.folder / "secrets" / KEY
    path.touch(mode=0o600)
    path.write_text(json.dumps(key))


def delegate(world: World, *scopes: str) -> None:
    key = json.loads((world.folder / "secrets" / KEY).read_text())
    world.stage.control("POST", "delegation", {"client_id": key["client_id"], "scopes": list(scopes)})


def signs_in(world: World, how: str) -> None:
    def changed(text: str) -> str:
        return re.sub(r"(?m)^(sign_in|calendars) = .*\n", "", text).replace("[google]\n", f"[google]\n{how}")

    world.setting(changed)


def users_of(world: World, service: str) -> set[str]:
    return {one["user"] for one in world.sandbox.requests.entries if one["service"] == service}


def test_calendars_are_read_and_written_as_their_owners_and_all_else_as_the_robot(world: World) -> None:
    report = world.run()

    assert {one.state for one in report.account.outcomes} == {State.DONE}
    assert users_of(world, "calendar") == {MARISOL}
    assert users_of(world, "drive") | users_of(world, "gmail") == {ROBOT}
    assert {event["creator"]["email"] for event in world.meetings()} == {MARISOL}

    world.forget_requests()
    world.run()
    assert world.writes() == []


def test_with_shared_calendars_it_is_the_robot_everywhere(world: World) -> None:
    signs_in(world, SHARED)
    with world.tools() as tools:
        thought = foresee(tools)

    assert users_of(world, "calendar") == {ROBOT}
    assert "meetings" in {action.duty for action in thought.plan.actions}


def test_a_scope_that_was_not_delegated_is_off_and_the_rest_goes_on(world: World) -> None:
    delegate(world, *(needed_scopes(FEATURE_SCOPES) - {EVENTS}))
    world.fault("oauth2.token", nth=3, status=503)  # while it is found out which one that is
    with world.tools() as tools:
        thought = foresee(tools)

    duties = {action.duty for action in thought.plan.actions}
    assert "meetings" not in duties
    assert {"filing", "sharing", "digest"} <= duties
    told = [one.detail for one in thought.account.problems if one.kind.name.endswith("NOT_ALLOWED")]
    assert told == ["book meetings"]


def test_without_any_delegation_nothing_is_begun_and_the_link_is_named(world: World) -> None:
    delegate(world)
    with pytest.raises(SignInError) as stopped:
        world.run()

    assert (
        str(stopped.value)
        == f"The service account may not act for {ROBOT}: the scopes for it were not delegated."
    )
    assert stopped.value.advice.endswith(f"workspace-agent auth delegation-link --config {world.config}")
    assert {one["method"] for one in world.sandbox.requests.entries} == {"oauth2.token"}


def test_a_case_manager_whose_account_is_closed_stops_nothing_but_their_calendar(world: World) -> None:
    refusal = {"error": "invalid_grant", "error_description": "Invalid email or User ID"}
    world.fault("oauth2.token", nth=2, status=400, body=refusal)
    report = world.run()

    kinds = {one.kind.name for one in report.account.problems}
    assert "CALENDAR_NOT_DELEGATED" in kinds
    assert {"filing", "digest"} <= {one.action.duty for one in report.account.outcomes}


def test_a_key_of_googles_own_never_goes_to_the_sandbox(world: World) -> None:
    key = json.loads((world.folder / "secrets" / KEY).read_text())
    write(world, key | {"sandbox": False})
    with pytest.raises(SettingsError, match="was not issued for"):
        world.run()

    assert world.sandbox.requests.entries == []


def test_after_a_person_it_sees_no_marks_and_makes_no_second_tree(world: World) -> None:
    world.stage.sign_in(ROBOT, needed_scopes(FEATURE_SCOPES), world.folder / "secrets" / TOKEN)
    signs_in(world, PERSON)
    world.run()
    signs_in(world, DELEGATED)
    with pytest.raises(SettingsError, match="does not show the agent's marks"):
        world.run()
