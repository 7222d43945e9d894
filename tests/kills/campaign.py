"""Deaths and mishaps by the hundred: everywhere once, and everywhere twice in a row."""

from __future__ import annotations

import gc
import shutil
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp
from typing import Any

from tests.kills import death
from tests.kills.children import spread
from tests.kills.days import DAYS
from tests.kills.death import Undisturbed
from tests.kills.losses import LOSSES
from tests.kills.mishaps import MISHAPS
from tests.kills.prepared import Prepared
from tests.kills.steps import Point, distinct, points
from workspace_agent.sandbox.discovery import load

Counts = dict[str, dict[str, int]]

_HEAVY = ("googleapiclient.discovery", "googleapiclient.http", "gspread", "httplib2", "jinja2", "typst")
_HOUR = 3600


@dataclass(frozen=True, slots=True)
class Day:
    """A day, and what comes of it when nothing happens."""

    name: str
    prepared: Prepared
    wanted: Undisturbed

    @property
    def requests(self) -> range:
        """Numbers of the requests."""
        return range(1, sum(step.kind == "request" for step in self.wanted.steps) + 1)

    @property
    def commits(self) -> range:
        """Numbers of the commits."""
        return range(1, sum(step.kind == "commit" for step in self.wanted.steps) + 1)


@dataclass(frozen=True, slots=True)
class Days:
    """Both days, and a folder for all that comes of them."""

    folder: Path
    days: tuple[Day, ...]

    def counted(self) -> Counts:
        """How many requests and commits each day has."""
        return {day.name: {"requests": len(day.requests), "commits": len(day.commits)} for day in self.days}

    def attempt(self, trial: Trial) -> Any:
        """What a trial finds, in a folder that is gone afterwards."""
        folder = Path(mkdtemp(dir=self.folder))
        try:
            return trial.act(folder / "world")
        finally:
            shutil.rmtree(folder)


@dataclass(frozen=True, slots=True)
class Trial:
    """Something that happens somewhere; `act` takes a path that is not there yet."""

    place: str
    act: Callable[[Path], Any]


@dataclass(frozen=True, slots=True)
class Judged:
    """What was wrong after so many mishaps at a place; nothing where all was as it should be."""

    place: str
    mishaps: int
    wrong: tuple[str, ...]


@contextmanager
def prepared_days() -> Iterator[Days]:
    """Everything heavy is imported, and nothing is rendered, before any fork."""
    for module in _HEAVY:
        import_module(module)
    load()
    with TemporaryDirectory(dir=memory()) as folder:
        days = tuple(_day(name, Path(folder)) for name in DAYS)
        gc.freeze()
        yield Days(Path(folder), days)


def memory() -> Path | None:
    """In memory, where there is such a file system: the ledger waits for its disk at every commit."""
    shared = Path("/dev/shm")  # noqa: S108 - a folder of our own is made in it
    return shared if shared.is_dir() else None


def _day(name: str, folder: Path) -> Day:
    prepared = death.prepare(name, folder)
    return Day(name, prepared, death.undisturbed(prepared, folder / f"{name}, undisturbed"))


def singles(days: Days, workers: int, every: int = 1) -> Iterator[Judged]:
    """Die at every n-th point."""
    trials = [
        Trial(f"{day.name}, {point}", partial(death.after_death, day.prepared, day.wanted, point))
        for day in days.days
        for point in points(day.wanted.steps)
    ]
    return _judged(days, trials[::every], workers)


def losses(days: Days, workers: int, every: int = 1) -> Iterator[Judged]:
    """Lose the answer to each request in each way, or every n-th of that."""
    trials = [
        Trial(
            f"{day.name}, request {nth}, {loss}",
            partial(death.after_loss, day.prepared, day.wanted, (loss, nth)),
        )
        for day in days.days
        for nth in day.requests
        for loss in LOSSES
    ]
    return _judged(days, trials[::every], workers)


def mishaps(days: Days, workers: int, every: int = 1) -> Iterator[Judged]:
    """Let each mishap happen to the state file at each commit, or every n-th of that."""
    trials = [
        Trial(
            f"{day.name}, commit {nth}, {mishap}",
            partial(death.after_mishap, day.prepared, day.wanted, (mishap, nth)),
        )
        for day in days.days
        for nth in day.commits
        for mishap in MISHAPS
    ]
    return _judged(days, trials[::every], workers)


def _judged(days: Days, trials: list[Trial], workers: int) -> Iterator[Judged]:
    for trial, wrong in spread(trials, days.attempt, workers):
        yield Judged(trial.place, 1, (wrong,) if wrong else ())


def pairs(days: Days, workers: int, known: Collection[str]) -> Iterator[Judged]:
    """Die twice in a row: at every point, and then at every point of the run after that.

    Deaths between two changes leave the same world behind, so one of them stands for all.

    Args:
        days: When to die.
        workers: Processes at the same time.
        known: Places that need no second visit.
    """
    trials = [
        Trial(f"{day.name}, {point}", partial(_die_twice, day, point))
        for day in days.days
        for point in distinct(day.wanted.steps)
    ]
    left = [trial for trial in trials if trial.place not in known]
    for trial, (deaths, wrong) in spread(left, days.attempt, workers, _HOUR):
        yield Judged(trial.place, deaths, tuple(wrong))


def _die_twice(day: Day, first: Point, folder: Path) -> tuple[int, list[str]]:
    """Die at a point, and then, each time from there, at every point of the run that follows."""
    survivor = death.die(day.prepared.wake(folder), first)
    second = death.undisturbed(survivor, folder.with_name("second"))
    deaths = list(distinct(second.steps))
    judged = [
        f"then {point}:\n{wrong}"
        for number, point in enumerate(deaths)
        if (wrong := death.after_death(survivor, day.wanted, point, folder.with_name(str(number))))
    ]
    return len(deaths), judged
