"""What else happens to a state file: an older copy comes back, or the disk is full."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable

from tests.journeys.world import World
from tests.kills.steps import When, watched_commits
from workspace_agent.model.errors import SettingsError
from workspace_agent.tools import LEDGER


def restore(world: World, nth: int) -> None:
    """Run, and put back the ledger as it was just before the run's n-th commit."""
    ledger = world.folder / "state" / LEDGER
    copy = ledger.with_suffix(".copy")
    with watched_commits(_at(nth, lambda: shutil.copy(ledger, copy))):
        world.run()
    copy.replace(ledger)


def fill_the_disk(world: World, nth: int) -> None:
    """Run on a disk that is full from the run's n-th commit on.

    Raises:
        AssertionError: The agent did not say what is wrong and what to do.
    """
    try:
        with watched_commits(_from(nth, _refuse)):
            world.run()
    except SettingsError as error:
        assert error.advice
        return
    raise AssertionError("a run that cannot remember what it did came to its end")


MISHAPS: dict[str, Callable[[World, int], None]] = {
    "a ledger that was restored": restore,
    "a disk that is full": fill_the_disk,
}


def _refuse() -> None:
    raise sqlite3.OperationalError("database or disk is full")


def _at(nth: int, act: Callable[[], object]) -> Callable[[When], None]:
    """Act just before the n-th commit."""
    counted = 0

    def listen(when: When) -> None:
        nonlocal counted
        counted += when == "before"
        if when == "before" and counted == nth:
            act()

    return listen


def _from(nth: int, act: Callable[[], None]) -> Callable[[When], None]:
    """Act before the n-th commit and all later ones."""
    counted = 0

    def listen(when: When) -> None:
        nonlocal counted
        counted += when == "before"
        if when == "before" and counted >= nth:
            act()

    return listen
