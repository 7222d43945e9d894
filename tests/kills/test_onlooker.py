"""Whoever looks on tells when a folder is open to too many."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.journeys.drive_people import files, grant
from tests.journeys.world import build_world
from tests.kills.days import run_until_quiet
from tests.kills.department import MARISOL, SMALL
from tests.kills.onlooker import AMARI, FENWICK, THEO, Onlooker, too_open
from tests.kills.prepared import Prepared

STRANGER = "x.stranger@elsewhere.example"
BEFORE, AFTER = {MARISOL, FENWICK}, {THEO, AMARI}

SEEN: dict[str, tuple[list[set[str]], list[str]]] = {
    "one goes, one comes": ([BEFORE, {FENWICK}, {FENWICK, THEO}, {THEO}, AFTER], []),
    "all in one move": ([BEFORE, AFTER], []),
    "two case managers at once": (
        [BEFORE, {MARISOL, FENWICK, THEO}, AFTER],
        [f"open to {MARISOL} and {THEO} at once"],
    ),
    "two managers at once": (
        [BEFORE, {FENWICK, AMARI}, AFTER],
        [f"open to {AMARI} and {FENWICK} at once"],
    ),
    "a stranger for a moment": (
        [BEFORE, {STRANGER, *BEFORE}, AFTER],
        [f"open to {STRANGER}, who never should"],
    ),
    "a stranger who was there before": ([{STRANGER, *BEFORE}, AFTER], []),
}


@pytest.mark.parametrize(("people", "expected"), SEEN.values(), ids=SEEN)
def test_it_is_told_who_could_open_what_they_should_not(people: list[set[str]], expected: list[str]) -> None:
    assert too_open([{"folder/student/s1": frozenset(one)} for one in people]) == expected


def test_a_folder_that_was_not_there_before_is_looked_at_too() -> None:
    assert too_open([{}, {"folder/student/s1": frozenset({STRANGER})}, {}]) == [
        f"open to {STRANGER}, who never should"
    ]


@pytest.mark.parametrize("what", ["folder/student/", "folder/case-manager/", "record/"])
def test_every_request_is_looked_at(tmp_path: Path, what: str) -> None:
    first = build_world(tmp_path / "first", SMALL)
    run_until_quiet(first)
    world = Prepared.of(first).wake(tmp_path / "world")
    assert isinstance(world.sandbox, Onlooker)
    file = next(ones[0] for key, ones in files(world).items() if key.startswith(what))
    grant(world, file, THEO)

    assert too_open(world.sandbox.seen) == [f"open to {MARISOL} and {THEO} at once"]
