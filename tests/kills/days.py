"""The two days on which the agent dies: its first one, and one on which everything has to be done at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from pathlib import Path

from tests.journeys import people
from tests.journeys.world import FRIDAY, MANAGER, World, build_world
from tests.kills.department import (
    ADA,
    BEN,
    CORA,
    CSS,
    DEV,
    EVA,
    INITIALS,
    NEXT_ON_TEAM,
    OTHER_TEACHER,
    SMALL,
    STUDENTS,
    cell,
    response,
)

SATURDAY = FRIDAY + timedelta(days=1)
MONDAY = datetime.fromisoformat("2026-11-23T07:05:00-05:00")
LATER = timedelta(minutes=16)
"""Longer than anything that must stand unchanged before it counts."""

_RUNS = 5


def first_day(folder: Path) -> World:
    """Friday: nothing has been made yet, and the week's digest is due."""
    return build_world(folder, SMALL)


def busy_day(folder: Path) -> World:
    """Monday: one of each kind of change has come together over the weekend, and a digest is due.

    A time is changed of which guests have accepted the old one; a teacher joined the team of a meeting that a
    guest has accepted; a meeting is cancelled in the sheet; one is new; a parent has agreed to one that was
    held; a response was edited, one is new, one fits nobody; and the manager was taken off a folder.
    """
    world = first_day(folder)
    run_until_quiet(world)
    for guest, student in ((CSS, ADA), (CSS, BEN), (OTHER_TEACHER, BEN)):
        people.answers(world, guest, world.meeting(INITIALS[student])["id"])
    world.type(cell(CORA, "Cancelled"), "TRUE")
    world.at(SATURDAY)
    world.run()  # the first look at the row: what is seen twice is done on Monday
    _weekend(world)
    world.at(MONDAY)
    world.forget_requests()
    return world


def _weekend(world: World) -> None:
    people.joins_team(world, NEXT_ON_TEAM, STUDENTS[ADA], OTHER_TEACHER)
    world.type(cell(BEN, "Start"), "3:30 PM")
    for heading, typed in (("Date", "12/9/2026"), ("Start", "1:00 PM"), ("Book", "TRUE")):
        world.type(cell(DEV, heading), typed)
    for student in (DEV, EVA):
        world.type(cell(student, "Agreed with parent on"), "11/21/2026")
    people.submits(world, response(1, STUDENTS[ADA], "2026-11-22T15:00:00.000001Z", held="No - postponed"))
    people.submits(world, response(2, STUDENTS[BEN], "2026-11-22T16:00:00.000001Z"))
    people.submits(world, response(3, "Nobody Whatever", "2026-11-22T17:00:00.000001Z"))
    (folder,) = [f["id"] for f in world.dump()["files"] if f["name"] == "Marisol Quintero"]
    people.takes_away(world, folder, MANAGER)


DAYS: Mapping[str, Callable[[Path], World]] = {"first day": first_day, "busy day": busy_day}


def later(world: World) -> None:
    """Some minutes pass, for the agent and for Google."""
    world.at(world.clock.now + LATER)


def run_until_quiet(world: World) -> int:
    """Run again and again until a run writes nothing; how many runs that took.

    Raises:
        AssertionError: It does not become quiet.
    """
    for number in range(1, _RUNS + 1):
        world.forget_requests()
        world.run()
        if not world.writes():
            return number
        later(world)
    raise AssertionError(f"the agent still writes at its run number {_RUNS}")
