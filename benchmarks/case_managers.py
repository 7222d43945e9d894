"""What a department costs with more and more case managers, beside the same reading as tutorials teach it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from benchmarks.cost import Cost, measure
from benchmarks.department import MONDAY, Bench, build
from benchmarks.naive import Naive

SIZES = ((1, 0.0), (10, 0.0), (100, 0.0), (10, 0.1))
"""Case managers, and the seconds that each answer takes."""

NAIVE, AGENT = "naive: read only", "nothing changed"
"""What is compared: the agent reads the same, and more, and finds out that nothing is to be done."""

_BETWEEN = timedelta(minutes=2)
"""So that nothing of one run is left in the quotas of the next."""


@dataclass(frozen=True, slots=True)
class Row:
    """One thing, measured once.

    Attributes:
        what: In words.
        seconds: Of the processor, the sandbox's included.
    """

    case_managers: int
    answer_takes: float
    what: str
    cost: Cost
    seconds: float


def measured_department(folder: Path) -> Iterator[Row]:
    """All sizes; each line as soon as it is measured."""
    for number, (case_managers, answer_takes) in enumerate(SIZES):
        bench = build(folder / str(number), case_managers, answer_takes)
        for what, do in _things(bench):
            bench.clock.set(bench.clock.now + _BETWEEN)
            before = time.process_time()
            cost = measure(bench, do)
            yield Row(case_managers, answer_takes, what, cost, time.process_time() - before)


def _things(bench: Bench) -> Iterator[tuple[str, Callable[[], object]]]:
    yield NAIVE, Naive(bench).read
    yield "first run", bench.run
    yield AGENT, bench.run
    bench.clock.set(MONDAY)
    yield "Monday's digests", bench.run


def as_text(rows: Iterable[Row]) -> str:
    """A table in Markdown, and a sentence for each size."""
    rows = [*rows]
    pairs = zip(
        (row for row in rows if row.what == NAIVE), (row for row in rows if row.what == AGENT), strict=True
    )
    return "\n".join([_table(rows), "", *(_compared(naive, agent) for naive, agent in pairs)])


def _compared(naive: Row, agent: Row) -> str:
    requests = f"{naive.cost.requests / agent.cost.requests:.1f} times the requests of the agent"
    minutes = f"{naive.cost.minutes / agent.cost.minutes:.1f} times the minutes" if agent.cost.minutes else ""
    took = f", and {minutes}" if minutes else ""
    people = f"{agent.case_managers:,} case manager{'s' if agent.case_managers > 1 else ''}"
    where = f"{people}, answers after {agent.answer_takes:g} s"
    return f"- {where}: the naive script makes {requests}{took}; {naive.cost.refused:,} of them are refused."


def _table(rows: Iterable[Row]) -> str:
    head = (
        "| case managers | an answer takes, s | what | requests | of them writes | refused | minutes | bound "
        "| minutes / bound | processor, s |"
    )
    return "\n".join([head, "|" + "---|" * 10, *map(_line, rows)])


def _line(row: Row) -> str:
    cost = row.cost
    cells = (
        f"{row.case_managers:,}",
        f"{row.answer_takes:g}",
        row.what,
        f"{cost.requests:,}",
        f"{cost.writes:,}",
        f"{cost.refused:,}",
        f"{cost.minutes:.1f}",
        f"{cost.bound}",
        f"{cost.ratio:.2f}",
        f"{row.seconds:.1f}",
    )
    return f"| {' | '.join(cells)} |"
