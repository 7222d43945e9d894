"""Deaths and mishaps by the hundred: everywhere once, and everywhere twice in a row."""

from __future__ import annotations

import gc
import random
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp

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
    """All days, and a folder for all that comes of them."""

    folder: Path
    days: tuple[Day, ...]

    def counted(self) -> Counts:
        """How many requests and commits each day has."""
        return {day.name: {"requests": len(day.requests), "commits": len(day.commits)} for day in self.days}

    def attempt(self, trial: Trial) -> Found:
        """What a trial finds, in a folder that is gone afterwards."""
        folder = Path(mkdtemp(dir=self.folder))
        try:
            return trial.act(folder / "world")
        finally:
            shutil.rmtree(folder)


Found = tuple[int, list[str]]
"""How many mishaps there were, and what was wrong after which of them."""


@dataclass(frozen=True, slots=True)
class Trial:
    """Something that happens somewhere; `act` takes a path that is not there yet."""

    place: str
    act: Callable[[Path], Found]


@dataclass(frozen=True, slots=True)
class Judged:
    """What was found at a place."""

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


def singles(days: Days) -> list[Trial]:
    """Die at every point."""
    return [
        Trial(f"{day.name}, {point}", partial(_once, death.after_death, day, point))
        for day in days.days
        for point in points(day.wanted.steps)
    ]


def losses(days: Days) -> list[Trial]:
    """Lose the answer to each request in each way."""
    return [
        Trial(f"{day.name}, request {nth}, {loss}", partial(_once, death.after_loss, day, (loss, nth)))
        for day in days.days
        for nth in day.requests
        for loss in LOSSES
    ]


def mishaps(days: Days) -> list[Trial]:
    """Let each mishap happen to the state file at each commit."""
    return [
        Trial(f"{day.name}, commit {nth}, {mishap}", partial(_once, death.after_mishap, day, (mishap, nth)))
        for day in days.days
        for nth in day.commits
        for mishap in MISHAPS
    ]


def pairs(days: Days) -> list[Trial]:
    """Die twice in a row: at every point, and then at every point of the run after that.

    Deaths between two changes leave the same world behind, so one of them stands for all. The places are
    shuffled, so that the first of them are a fair sample.
    """
    trials = [
        Trial(f"{day.name}, {point}", partial(_twice, day, point))
        for day in days.days
        for point in distinct(day.wanted.steps)
    ]
    random.Random(1).shuffle(trials)  # noqa: S311 - an order, not a secret
    return trials


def judged(days: Days, trials: list[Trial], workers: int) -> Iterator[Judged]:
    """Try them, so many at a time."""
    for trial, (number, wrong) in spread(trials, days.attempt, workers, _HOUR):
        yield Judged(trial.place, number, tuple(wrong))


def _once(judge: Callable[..., str], day: Day, happens: object, folder: Path) -> Found:
    wrong = judge(day.prepared, day.wanted, happens, folder)
    return 1, [wrong] if wrong else []


def _twice(day: Day, first: Point, folder: Path) -> Found:
    """Die at a point, and then, each time from there, at every point of the run that follows."""
    survivor = death.die(day.prepared.wake(folder), first)
    second = death.undisturbed(survivor, folder.with_name("second"))
    deaths = list(distinct(second.steps))
    wrong = [
        f"then {point}:\n{said}"
        for number, point in enumerate(deaths)
        if (said := death.after_death(survivor, day.wanted, point, folder.with_name(str(number))))
    ]
    return len(deaths), wrong
