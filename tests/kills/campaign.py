"""Deaths by the hundred: everywhere once, and everywhere twice in a row."""

from __future__ import annotations

import gc
import shutil
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp

from tests.kills.children import spread
from tests.kills.days import DAYS
from tests.kills.death import Undisturbed, die, prepare, undisturbed, verdict, verdict_after_loss
from tests.kills.losses import LOSSES
from tests.kills.prepared import Prepared
from tests.kills.steps import Point, distinct, points
from workspace_agent.sandbox.discovery import load

Counts = dict[str, dict[str, int]]

_HEAVY = ("googleapiclient.discovery", "googleapiclient.http", "gspread", "httplib2", "jinja2", "typst")
_HOUR = 3600


@dataclass(frozen=True, slots=True)
class Day:
    """A day, and what comes of it without a death."""

    name: str
    folder: Path
    prepared: Prepared
    wanted: Undisturbed

    def fresh(self) -> Path:
        """A path that is not there yet."""
        return Path(mkdtemp(dir=self.folder)) / "world"


@dataclass(frozen=True, slots=True)
class Place:
    """Where it died first."""

    day: Day
    point: Point

    def __str__(self) -> str:
        return f"{self.day.name}, {self.point}"


@dataclass(frozen=True, slots=True)
class Judged:
    """What was wrong after how many deaths; nothing where all was as it should be."""

    place: str
    deaths: int
    wrong: tuple[str, ...]


@contextmanager
def prepared_days() -> Iterator[tuple[Day, ...]]:
    """Both days, ready to die on. Everything heavy is imported, and nothing is rendered, before any fork."""
    for module in _HEAVY:
        import_module(module)
    load()
    with TemporaryDirectory(dir=memory()) as folder:
        days = tuple(_day(name, Path(folder)) for name in DAYS)
        gc.freeze()
        yield days


def memory() -> Path | None:
    """In memory, where there is such a file system: the ledger waits for its disk at every commit."""
    shared = Path("/dev/shm")  # noqa: S108 - a folder of our own is made in it
    return shared if shared.is_dir() else None


def _day(name: str, folder: Path) -> Day:
    prepared = prepare(name, folder)
    return Day(name, folder, prepared, undisturbed(prepared, folder / f"{name}, undisturbed"))


def counted(days: tuple[Day, ...]) -> Counts:
    """How many requests and commits each day has."""
    return {
        day.name: {f"{kind}s": sum(step.kind == kind for step in day.wanted.steps) for kind in _KINDS}
        for day in days
    }


_KINDS = ("request", "commit")


def singles(days: tuple[Day, ...], workers: int, every: int = 1) -> Iterator[Judged]:
    """Die at every n-th point."""
    places = [Place(day, point) for day in days for point in points(day.wanted.steps)]
    for place, wrong in spread(places[::every], _die_once, workers):
        yield Judged(str(place), 1, (wrong,) if wrong else ())


def _die_once(place: Place) -> str:
    folder = place.day.fresh()
    try:
        return verdict(place.day.prepared, folder, place.point, place.day.wanted)
    finally:
        shutil.rmtree(folder.parent)


def losses(days: tuple[Day, ...], workers: int) -> Iterator[Judged]:
    """Lose the answer to each request in each way."""
    jobs = [
        (day, nth, loss)
        for day in days
        for nth in range(1, counted(days)[day.name]["requests"] + 1)
        for loss in LOSSES
    ]
    for (day, nth, loss), wrong in spread(jobs, _lose_once, workers):
        yield Judged(f"{day.name}, request {nth}, {loss}", 1, (wrong,) if wrong else ())


def _lose_once(job: tuple[Day, int, str]) -> str:
    day, nth, loss = job
    folder = day.fresh()
    try:
        return verdict_after_loss(day.prepared, folder, loss, nth, day.wanted)
    finally:
        shutil.rmtree(folder.parent)


def pairs(days: tuple[Day, ...], workers: int, known: Collection[str]) -> Iterator[Judged]:
    """Die twice in a row: at every point, and then at every point of the run after that.

    Deaths between two changes leave the same world behind, so one of them stands for all.

    Args:
        days: When to die.
        workers: Processes at the same time.
        known: Places that need no second visit.
    """
    places = [Place(day, point) for day in days for point in distinct(day.wanted.steps)]
    left = [place for place in places if str(place) not in known]
    for place, (deaths, wrong) in spread(left, _die_twice, workers, patience=_HOUR):
        yield Judged(str(place), deaths, tuple(wrong))


def _die_twice(place: Place) -> tuple[int, list[str]]:
    """Die at a place, and then, each time from there, at every point of the run that follows."""
    day, folder = place.day, place.day.fresh()
    try:
        survivor = die(day.prepared.wake(folder), place.point)
        second = undisturbed(survivor, folder.with_name("second"))
        deaths = list(distinct(second.steps))
        judged = [
            f"then {point}:\n{wrong}"
            for number, point in enumerate(deaths)
            if (wrong := verdict(survivor, folder.with_name(str(number)), point, day.wanted))
        ]
        return len(deaths), judged
    finally:
        shutil.rmtree(folder.parent)
