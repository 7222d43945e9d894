"""What a cycle of an agent that stays running asks for, when nothing changed and when some workbooks did."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks.cost import Cost, measure
from benchmarks.department import ROBOT, Bench, build
from workspace_agent.observe.feed import Feed
from workspace_agent.run import run
from workspace_agent.tools import Tools, open_tools

SIZES = (1, 5, 20)
CHANGED = (1, 5)
"""So many workbooks are typed into before a cycle."""

_ONLY = '\n[features]\nfiling = "off"\nprogress_sheets = "off"\ndigest = "off"\n'
"""A quiet cycle asks for the same with them; but all that would take minutes to file first."""

_CYCLES = 8


@dataclass(frozen=True, slots=True)
class Cycle:
    """One cycle.

    Attributes:
        changed: Workbooks that were typed into before it.
    """

    case_managers: int
    changed: int
    cost: Cost


def measured_cycles(folder: Path, sizes: Iterable[int] = SIZES) -> Iterator[Cycle]:
    """The calendar of each case manager holds an event that is still to come.

    Args:
        folder: For settings and state of each department.
        sizes: Case managers.
    """
    for case_managers in sizes:
        bench = build(folder / str(case_managers), case_managers)
        settings = bench.folder / "config" / "agent.toml"
        settings.write_text(settings.read_text(encoding="utf8") + _ONLY, encoding="utf8")
        with open_tools(bench.settings, bench.clock, bench.endpoint, bench.clock.sleep) as tools:
            yield from _cycles(bench, replace(tools, feed=Feed(tools.google, ROBOT)), case_managers)


def _cycles(bench: Bench, tools: Tools, case_managers: int) -> Iterator[Cycle]:
    def cycle() -> Cost:
        bench.clock.sleep(60)
        return measure(bench, lambda: run(tools))

    yield Cycle(case_managers, 0, _quiet(cycle))
    for changed in CHANGED:
        if changed <= case_managers:
            _type(bench, changed)
            yield Cycle(case_managers, changed, cycle())
            _quiet(cycle)


def _quiet(cycle: Callable[[], Cost]) -> Cost:
    """The second of two cycles that ask for the same and write nothing."""
    before = cycle()
    for _ in range(_CYCLES):
        after = cycle()
        if after == before and not after.writes:
            return after
        before = after
    raise RuntimeError("It is never quiet.")


def _type(bench: Bench, workbooks: int) -> None:
    """A word into the list of check-ins of so many case managers: nothing is to be done for it."""
    for number in range(workbooks):
        google = bench.stage.person(f"cm{number:04}@willowbridge.example", bench.folder)
        book = bench.ids[f"cm_{number:04}_progress_monitoring"]
        google.sheets.type_values(book, "Check-ins!D2", [[f"call again {bench.clock.now:%H:%M}"]])
        google.close()


def as_table(cycles: Iterable[Cycle]) -> str:
    """In Markdown."""
    lines = map(_line, cycles)
    head = "| calendars with an event to come | workbooks that changed | requests | of them writes |"
    return "\n".join([head, "|" + "---|" * 4, *lines])


def _line(one: Cycle) -> str:
    cells = (f"{one.case_managers:,}", str(one.changed), f"{one.cost.requests:,}", str(one.cost.writes))
    return f"| {' | '.join(cells)} |"
