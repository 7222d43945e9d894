"""What else happens to a state file: an older copy comes back, or the disk is full."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable

from tests.journeys.world import World
from tests.kills.steps import When, watched_commits
from workspace_agent.model.errors import SettingsError
from workspace_agent.tools import LEDGER


def restore(world: World, nth: int) -> str:
    """Run, and put back the ledger as it was just before the run's n-th commit."""
    ledger = world.folder / "state" / LEDGER
    copy = ledger.with_suffix(".copy")
    with watched_commits(_at(nth, lambda: shutil.copy(ledger, copy))):
        world.run()
    copy.replace(ledger)
    return ""


def fill_the_disk(world: World, nth: int) -> str:
    """Run on a disk that is full from the run's n-th commit on."""
    try:
        with watched_commits(_from(nth, _refuse)):
            world.run()
    except SettingsError as error:
        return "" if error.advice else "nobody is told what to do about the disk\n"
    return "a run that cannot remember what it did came to its end\n"


RESTORED = "a ledger that was restored"

MISHAPS: dict[str, Callable[[World, int], str]] = {
    RESTORED: restore,
    "a disk that is full": fill_the_disk,
}
"""What happens at the n-th commit; what was wrong about it at once, or nothing."""


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
