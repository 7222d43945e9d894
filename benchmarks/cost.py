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
        bound: The minutes of the quota that is used up first; see `least_minutes`.
    """

    requests: int
    writes: int
    refused: int
    minutes: float
    bound: int

    @property
    def ratio(self) -> float:
        """How many times as long as the quotas ask for."""
        return self.minutes / self.bound


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
    """The largest, over all quotas, of units / quota, rounded up to whole minutes.

    A quota of U units a minute lets nobody do n units in less than n / U minutes again and again; who begins
    with a minute's worth at once needs one minute less.

    Args:
        entries: Of the request log.
    """
    units: Counter[tuple[str, str, str]] = Counter()
    for entry in entries:
        method = load().methods[entry["method"]]
        name = quota_class(method)
        units[name, "project", ""] += cost_of(method)
        units[name, "user", entry["user"]] += cost_of(method)
    return max(ceil(many / GOOGLES[name][scope]) for (name, scope, _), many in units.items())
