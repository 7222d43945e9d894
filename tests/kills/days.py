"""The days on which the agent dies: its first, one with everything at once, and one when people change."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from pathlib import Path

from tests.journeys import people
from tests.journeys.colleagues import hire
from tests.journeys.world import FRIDAY, MANAGER, World, build_world
from tests.kills.department import (
    ADA,
    BEN,
    COLUMNS_OF_STUDENTS,
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
from tests.kills.remains import file_key

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


def hand_over(folder: Path) -> World:
    """Monday: people change.

    A student of the first case manager's is on another's list; a third one has left; another manager is in
    office. The first student's folder had been moved and shared by itself before somebody put it back.
    """
    world = first_day(folder)
    for key, name in (("theo", "Theo Brandvold"), ("lena", "Lena Vandermolen")):
        world.ids[key] = hire(world, key, name, columns=list(COLUMNS_OF_STUDENTS), rows=[], more=_FROM)
    run_until_quiet(world)
    _moved_out_and_back(world)
    _people_change(world)
    world.at(MONDAY)
    world.forget_requests()
    return world


def _moved_out_and_back(world: World) -> None:
    """So that the first case manager can open the folder of a student by a share of its own, too."""
    found = {file_key(file): file["id"] for file in world.dump()["files"]}
    (student,) = [
        file["id"] for file in world.dump()["files"] if INITIALS[ADA] in str(file["app_properties"])
    ]
    hers, elsewhere = found["folder/case-manager/marisol-quintero"], found["folder/root"]
    people.moves(world, student, hers, elsewhere)
    run_until_quiet(world)
    people.moves(world, student, elsewhere, hers)
    run_until_quiet(world)


def _people_change(world: World) -> None:
    world.type(f"Students!H{ADA + 2}", "11/20/2026")
    with world.person("theo@willowbridge.example") as google:
        row = ["Sierra Vieja ISD", str(31001 + ADA), *STUDENTS[ADA].split(), "IEP", "1/12/2026", "10/7/2024"]
        google.sheets.type_values(world.ids["theo"], "Students!A2", [row])
    world.setting(_with_other_people)


def _with_other_people(text: str) -> str:
    before, _, lenas = text.rpartition(_FROM)
    in_turn = before.replace("[manager]\n", '[[managers]]\nkey = "manager"\n')
    left = in_turn.replace("from = 2023-07-01\n", "from = 2023-07-01\nuntil = 2026-11-22\n")
    return f"{left}{_FROM}\nuntil = 2026-11-22{lenas}{_NEXT_MANAGER}"


_FROM = "from = 2025-08-19"
_NEXT_MANAGER = """
[[managers]]
key = "amari"
name = "Idris Amari"
email = "i.amari@willowbridge.example"
zone = "America/New_York"
from = 2026-11-23
"""

DAYS: Mapping[str, Callable[[Path], World]] = {
    "first day": first_day,
    "busy day": busy_day,
    "hand-over": hand_over,
}


def later(world: World, after: timedelta = LATER) -> None:
    """Some minutes pass, for the agent and for Google."""
    world.at(world.clock.now + after)


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
