"""What was not granted is off and told; everything else goes on."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.journeys.world import MANAGER, ROBOT, World, build_world
from workspace_agent.google.scopes import (
    COMPOSE,
    EVENTS,
    FEATURE_SCOPES,
    FILES,
    FORM_RESPONSES,
    METADATA,
    SPREADSHEETS,
    needed_scopes,
)
from workspace_agent.model.action import State
from workspace_agent.model.errors import SignInError
from workspace_agent.sign_in import TOKEN
from workspace_agent.think import foresee


@pytest.fixture
def world(tmp_path: Path) -> World:
    return build_world(tmp_path)


def sign_in_without(world: World, *scopes: str) -> None:
    world.stage.sign_in(ROBOT, needed_scopes(FEATURE_SCOPES) - set(scopes), world.folder / "secrets" / TOKEN)


def done_and_told(world: World) -> tuple[set[str], list[str]]:
    """Which kinds of things a run did, and what it was not allowed to."""
    report = world.run()
    done = {one.action.duty for one in report.account.outcomes if one.state is State.DONE}
    assert {one.state for one in report.account.outcomes} <= {State.DONE}
    told = [one.detail for one in report.account.problems if one.kind.name.endswith("_NOT_ALLOWED")]
    assert report.exit_code == 1
    return done, told


EVERYTHING = {"agent_tab", "digest", "filing", "folders", "meetings", "progress_sheets", "sharing"}


def test_without_calendars_no_meeting_is_booked_and_the_rest_goes_on(world: World) -> None:
    sign_in_without(world, EVENTS)

    assert done_and_told(world) == (EVERYTHING - {"meetings"}, ["book meetings"])
    assert world.meetings() == []
    assert "The agent was not allowed to book meetings" in world.digest_text()
    assert not [one for one in world.sandbox.requests.entries if one["status"] == 403]


def test_without_the_forms_no_response_is_filed_and_nobody_is_blamed_for_it(world: World) -> None:
    sign_in_without(world, FORM_RESPONSES)
    report = world.run()

    assert world.records(MANAGER) == []
    (told,) = [one for one in report.account.problems if one.kind.name == "FORM_NOT_ALLOWED"]
    assert told.sentence.endswith("read the Post IEP Meeting Form: no response is read or filed.")
    assert "post_form" not in {finding.rule for finding in report.account.findings}
    assert {"meetings", "digest"} <= {one.action.duty for one in report.account.outcomes}


def test_without_files_of_its_own_only_the_mail_is_left(world: World) -> None:
    sign_in_without(world, FILES)
    told = ["book meetings", "file records", "share folders and records", "file progress sheets"]

    assert done_and_told(world) == ({"digest"}, [*told, "write Agent tabs"])
    assert not [one for one in world.sandbox.requests.entries if one["status"] == 403]


def test_without_mail_no_digest_is_sent_and_the_run_says_so(world: World) -> None:
    sign_in_without(world, COMPOSE)

    assert done_and_told(world) == (EVERYTHING - {"digest"}, ["send mail"])
    assert world.mails(MANAGER) == []


def test_plan_tells_it_before_anything_is_done(world: World) -> None:
    sign_in_without(world, EVENTS, COMPOSE)
    with world.tools() as tools:
        thought = foresee(tools)

    told = [one.detail for one in thought.account.problems if one.kind.name.endswith("_NOT_ALLOWED")]
    assert told == ["book meetings", "send mail"]
    assert {"meetings", "digest"}.isdisjoint(action.duty for action in thought.plan.actions)


def test_granted_later_it_is_done_then(world: World) -> None:
    sign_in_without(world, EVENTS)
    world.run()
    sign_in_without(world)

    assert done_and_told(world)[1] == []
    assert world.meetings()


def test_what_is_off_in_the_settings_needs_no_scope_and_is_not_told(world: World) -> None:
    sign_in_without(world, EVENTS)
    world.setting(lambda text: text + '\n[features]\nmeetings = "off"\n')

    with world.tools() as tools:
        thought = foresee(tools)

    assert [one for one in thought.account.problems if one.kind.name.endswith("_NOT_ALLOWED")] == []
    assert {"meetings", "filing"} & {action.duty for action in thought.plan.actions} == {"filing"}


@pytest.mark.parametrize("scope", [SPREADSHEETS, METADATA])
def test_without_the_workbooks_nothing_is_begun(world: World, scope: str) -> None:
    sign_in_without(world, scope)
    with pytest.raises(SignInError) as stopped:
        world.run()

    assert str(stopped.value).endswith(f"not granted: {scope.rpartition('/')[2]}.")
    assert stopped.value.advice.endswith(f"workspace-agent auth login --config {world.config}")
    assert world.sandbox.requests.entries == []


def test_a_revoked_sign_in_stops_at_the_first_request(world: World) -> None:
    token = json.loads((world.folder / "secrets" / TOKEN).read_text())
    world.stage.control("DELETE", "token", {"refresh_token": token["refresh_token"]})
    with pytest.raises(SignInError) as stopped:
        world.run()

    assert stopped.value.reason == "invalid_grant"
    assert stopped.value.advice == f"sign in again; type: workspace-agent auth login --config {world.config}"
    assert [(one["method"], one["status"]) for one in world.sandbox.requests.entries] == [
        ("oauth2.token", 400)
    ]


def test_a_sign_in_that_will_end_is_told_in_the_digest_before_it_does(world: World) -> None:
    path = world.folder / "secrets" / TOKEN
    path.write_text(json.dumps(json.loads(path.read_text()) | {"ends": "2026-11-27T17:00:00+00:00"}))
    world.run()

    assert "The agent's sign-in ends by itself on 27 Nov 2026" in world.digest_text()


def test_a_sign_in_that_ended_by_itself_says_when_and_why(world: World) -> None:
    path = world.folder / "secrets" / TOKEN
    token = json.loads(path.read_text())
    world.stage.control("DELETE", "token", {"refresh_token": token["refresh_token"]})
    path.write_text(json.dumps(token | {"ends": "2026-11-19T12:00:00+00:00"}))
    with pytest.raises(SignInError) as stopped:
        world.run()

    assert str(stopped.value) == "The agent's sign-in ended by itself on 19 Nov 2026."
    assert "publish it as Internal" in stopped.value.advice
