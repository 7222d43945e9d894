"""The state file is lost, restored or cannot be written; Google lags; clocks go back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp
from typing import Any

import pytest

from tests.journeys.world import World
from tests.kills.campaign import memory
from tests.kills.days import busy_day, first_day, later, run_until_quiet
from tests.kills.mishaps import MISHAPS, RESTORED
from tests.kills.prepared import Prepared
from tests.kills.remains import Remains, but_for_a_ledger_lost, difference, remains
from workspace_agent.tools import LEDGER


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    with TemporaryDirectory(dir=memory()) as name:
        yield Path(name)


@pytest.fixture(scope="module")
def morning(folder: Path) -> Prepared:
    return Prepared.of(busy_day(folder / "morning"))


@pytest.fixture
def world(morning: Prepared, folder: Path) -> World:
    return morning.wake(Path(mkdtemp(dir=folder)) / "world")


@pytest.fixture(scope="module")
def undisturbed(morning: Prepared, folder: Path) -> Remains:
    world = morning.wake(folder / "undisturbed")
    run_until_quiet(world)
    return remains(world)


def writes_of_the_next_run(world: World) -> list[str]:
    later(world)
    world.forget_requests()
    world.run()
    return [entry["method"] for entry in world.writes()]


def test_a_second_run_writes_nothing(world: World) -> None:
    world.run()

    assert writes_of_the_next_run(world) == []


def test_a_lost_ledger_costs_at_most_one_more_digest(world: World, undisturbed: Remains) -> None:
    world.run()
    (world.folder / "state" / LEDGER).unlink()

    assert set(writes_of_the_next_run(world)) == {"gmail.users.drafts.create", "gmail.users.drafts.send"}
    assert but_for_a_ledger_lost(difference(undisturbed, remains(world))) == ""
    assert writes_of_the_next_run(world) == []


def test_a_lost_ledger_on_the_first_day_costs_no_more(folder: Path) -> None:
    world = first_day(folder / "first")
    run_until_quiet(world)
    before = remains(world)
    (world.folder / "state" / LEDGER).unlink()
    run_until_quiet(world)

    assert but_for_a_ledger_lost(difference(before, remains(world))) == ""


@pytest.mark.parametrize("nth", [1, 12, 25, 38, 51])
@pytest.mark.parametrize("mishap", MISHAPS)
def test_mishaps_at_some_commits(world: World, undisturbed: Remains, mishap: str, nth: int) -> None:
    """Those at all of them are part of `make losses`."""
    assert MISHAPS[mishap](world, nth) == ""
    later(world)
    run_until_quiet(world)

    wrong = difference(undisturbed, remains(world))
    assert (but_for_a_ledger_lost(wrong) if mishap == RESTORED else wrong) == ""


LAGS: dict[str, tuple[str, dict[str, Any]]] = {
    "names that are found late": ("quirks", {"name_lag": 86_400}),
    "empty first pages and short ones": ("quirks", {"empty_first_page": True, "page_size": 1}),
    "times that lag": ("drive", {"modified_lag": 86_400}),
}


@pytest.mark.parametrize(("route", "body"), LAGS.values(), ids=LAGS)
def test_lists_that_lag_double_nothing(
    world: World, undisturbed: Remains, route: str, body: dict[str, Any]
) -> None:
    world.stage.control("POST", route, body)
    world.run()

    assert writes_of_the_next_run(world) == []
    world.stage.control("POST", route, {})
    assert difference(undisturbed, remains(world)) == ""


def test_while_a_link_is_pending_a_second_run_writes_nothing(world: World, undisturbed: Remains) -> None:
    world.stage.control("POST", "conferences", {"looks": 1000})
    world.run()
    assert writes_of_the_next_run(world) in ([], ["sheets.spreadsheets.batchUpdate"]), (
        "that it is late is told"
    )
    assert writes_of_the_next_run(world) == []

    world.stage.control("POST", "conferences", {})
    run_until_quiet(world)
    assert difference(undisturbed, remains(world)) == ""


def test_a_clock_that_goes_back_an_hour_doubles_nothing(world: World, undisturbed: Remains) -> None:
    world.run()
    world.clock.now -= timedelta(hours=1)
    world.forget_requests()
    world.run()
    assert [entry["method"] for entry in world.writes() if not entry["method"].startswith("sheets.")] == []

    world.clock.now += timedelta(hours=2)
    run_until_quiet(world)
    assert difference(undisturbed, remains(world)) == ""
