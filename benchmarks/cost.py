"""What something costs: requests, and minutes of a clock that only waiting and answers move."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from math import ceil

from benchmarks.department import Bench
from benchmarks.typed import Json
from workspace_agent.sandbox.discovery import load
from workspace_agent.sandbox.quotas import GOOGLES, cost_of, quota_class

_REFUSED = (429, 403)


@dataclass(frozen=True, slots=True)
class Cost:
    """Of one run of something.

    Attributes:
        requests: All of them, refused ones too.
        writes: Those of them that change something.
        refused: Those of them that were refused because a quota was used up.
        minutes: From the first to the last, on the sandbox's clock.
        bound: The fewest minutes that the quotas allow; see `least_minutes`.
    """

    requests: int
    writes: int
    refused: int
    minutes: float
    bound: int

    @property
    def ratio(self) -> float | None:
        """How many times as long as the quotas ask for; None where they ask for no wait at all."""
        return self.minutes / self.bound if self.bound else None


def measure(bench: Bench, do: Callable[[], object]) -> Cost:
    """Do something with a department, and say what it cost."""
    bench.sandbox.requests.clear()
    start = bench.clock.now
    do()
    entries = bench.requests()
    return Cost(
        requests=len(entries),
        writes=sum(entry["write"] for entry in entries),
        refused=sum(entry["status"] in _REFUSED for entry in entries),
        minutes=(bench.clock.now - start).total_seconds() / 60,
        bound=least_minutes(entry for entry in entries if entry["status"] not in _REFUSED),
    )


def least_minutes(entries: Iterable[Json]) -> int:
    """The fewest whole minutes in which the quotas let these requests through.

    Everything is read before anything is written, so the two add up. Of each: the largest, over all quotas,
    of units / quota, rounded up, less one, for whoever begins has a minute's worth at once.

    Args:
        entries: Of the request log.
    """
    asked = [*entries]
    writes = [entry for entry in asked if entry["write"]]
    return _of_one_sort(entry for entry in asked if not entry["write"]) + _of_one_sort(writes)


def _of_one_sort(entries: Iterable[Json]) -> int:
    units: Counter[tuple[str, str, str]] = Counter()
    for entry in entries:
        method = load().methods[entry["method"]]
        name = quota_class(method)
        units[name, "project", ""] += cost_of(method)
        units[name, "user", entry["user"]] += cost_of(method)
    minutes = (ceil(many / GOOGLES[name][scope]) for (name, scope, _), many in units.items())
    return max(minutes, default=1) - 1
