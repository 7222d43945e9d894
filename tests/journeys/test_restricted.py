"""`restricted` is a hard block: what another row or the settings say of the same address invites nobody."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.journeys.test_people_win import CSS, MAYS
from tests.journeys.world import World
from workspace_agent.model.problem_kinds import ProblemKind
from workspace_agent.run import Report

HOME, TEACHER = "d.winter@homemail.example", "k.osei@sierravieja.example"
WITH_PARENTS = '\n[meetings]\ninvite = ["parent"]\n'


def restrict(world: World, address: str) -> None:
    """A row more on May's team, of a parent at this address."""
    cells = ("May Winter", "parent", address, "restricted", "11/1/2026")
    for column, typed in zip("ABCEF", cells, strict=True):
        world.type(f"Team!{column}60", typed)


def guests(world: World) -> set[str]:
    return {one["email"] for one in world.meeting(MAYS).get("attendees", ())}


def kinds(report: Report) -> set[ProblemKind]:
    return {one.kind for one in report.account.problems} & {
        ProblemKind.ALSO_RESTRICTED,
        ProblemKind.CSS_RESTRICTED,
    }


@pytest.mark.parametrize(
    ("address", "told"),
    [
        pytest.param(HOME, ProblemKind.ALSO_RESTRICTED, id="a parent who stands there twice"),
        pytest.param(TEACHER, ProblemKind.ALSO_RESTRICTED, id="a teacher who is the parent"),
        pytest.param(CSS, ProblemKind.CSS_RESTRICTED, id="the CSS"),
    ],
)
def test_whoever_is_restricted_in_one_row_is_no_guest(world: World, address: str, told: ProblemKind) -> None:
    world.setting(lambda text: text + WITH_PARENTS)
    restrict(world, address)
    report = world.run()

    assert guests(world) & {HOME, TEACHER, CSS} == {HOME, TEACHER, CSS} - {address}
    assert kinds(report) == {told}


@pytest.mark.parametrize("address", [HOME, TEACHER, CSS])
def test_whoever_was_invited_is_taken_off(world: World, address: str) -> None:
    world.setting(lambda text: text + WITH_PARENTS)
    world.run()
    before = guests(world)
    assert address in before

    restrict(world, address)
    world.at(world.clock.now + timedelta(hours=2))
    world.run()
    assert guests(world) == before - {address}


def test_whom_nobody_would_invite_is_not_told_and_comes_through_no_door(world: World) -> None:
    restrict(world, HOME)
    report = world.run()

    assert kinds(report) == set()
    assert HOME not in repr(report.account.department)
