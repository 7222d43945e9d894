"""Live through a school year, print what was broken and the shortest story in which it is.

    python -m tests.simulation --seed 7 --days 200
    python -m tests.simulation --replay FILE
    python -m tests.simulation many --seeds 0-50 --days 40

The same seed, first day and number of days give the same story.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter
from datetime import date, datetime
from datetime import time as time_of_day
from functools import partial
from pathlib import Path

from tests.kills.children import spread
from tests.simulation import (
    agent_actions,
    calendar_actions,
    ledger_actions,
    mail_actions,
    noon_actions,
    typing_actions,
)
from tests.simulation.action import ZONE, Action, Story, as_json, from_json
from tests.simulation.department import Generated, opened
from tests.simulation.live import Broken, live
from tests.simulation.script import story
from tests.simulation.shrink import shortest
from tests.simulation.troubles import USUAL

_DAYS = ("2026-08-10", "2026-10-12", "2026-12-07", "2027-02-15", "2028-02-07", "2027-04-26")
STARTS = tuple(map(date.fromisoformat, _DAYS))
"""First days: school begins, clocks go back, winter break, clocks go on, 29 Feb, school ends."""

_A_WHOLE_YEAR = 100
_PATIENCE = 3 * 3600
_BEFORE = 12


def actions() -> dict[str, type[Action]]:
    """All that can happen, by name."""
    modules = (
        agent_actions,
        calendar_actions,
        ledger_actions,
        mail_actions,
        noon_actions,
        typing_actions,
    )
    return {
        name: found
        for module in modules
        for name, found in vars(module).items()
        if isinstance(found, type) and found.__module__ == module.__name__
    }


def main() -> None:
    """Do what was asked; exit code 1 where something was broken."""
    asked = _parser().parse_args()
    if asked.command == "many":
        sys.exit(_many(asked))
    if asked.replay:
        seed, begins, steps = _read(asked.replay)
        sys.exit(_tell(seed, opened(seed, begins), steps, 0))
    begins = first_day(asked.seed, asked.days, asked.first)
    files = opened(asked.seed, begins)
    sys.exit(
        _tell(asked.seed, files, story(asked.seed, files, asked.days, asked.roughness), asked.minutes * 60)
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.simulation", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("command", nargs="?", choices=("one", "many"), default="one")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--seeds", default="0-50", help="for many: 0-50, or 3,4,6")
    parser.add_argument("--days", type=int, default=40)
    parser.add_argument(
        "--roughness", type=float, default=USUAL, help="share of the runs that something happens to"
    )
    parser.add_argument("--from", dest="first", type=date.fromisoformat, help="first day, as 2026-08-10")
    parser.add_argument("--replay", type=Path, help="a file that a failure left")
    parser.add_argument("--minutes", type=float, default=5, help="to look for a shorter story")
    parser.add_argument("--workers", type=int, default=2, help="for many: processes at the same time")
    parser.add_argument("--until-wrong", action="store_true", help="for many: stop where something was found")
    return parser


def first_day(seed: int, days: int, asked: date | None = None) -> datetime:
    """Long stories begin with the school year, short ones at different times of it."""
    first = asked or STARTS[0 if days > _A_WHOLE_YEAR else seed % len(STARTS)]
    return datetime.combine(first, time_of_day(6, 30), ZONE)


def _read(path: Path) -> tuple[int, datetime, Story]:
    first, *lines = path.read_text(encoding="utf8").splitlines()
    about = json.loads(first)
    return (
        about["seed"],
        datetime.fromisoformat(about["begins"]).astimezone(ZONE),
        from_json(lines, actions()),
    )


def _tell(seed: int, files: Generated, steps: Story, seconds: float) -> int:
    """Live, and print what became of it."""
    began = time.monotonic()
    lived = live(files, steps)
    print(_figure([seed], lived.counts, (steps[-1].at - files.begins).days + 1, time.monotonic() - began))
    if lived.broken is None:
        return 0
    _print_broken(seed, files, steps, lived.broken)
    if seconds:
        again = partial(_broken, files)
        shorter = shortest(steps, lived.broken, again, seconds, time.monotonic)
        _print_shorter(seed, files, shorter)
    return 1


def _broken(files: Generated, steps: Story) -> Broken | None:
    return live(files, steps).broken


def _print_broken(seed: int, files: Generated, steps: Story, broken: Broken) -> None:
    day = (broken.step.at.date() - files.begins.date()).days + 1
    print(f"seed {seed}, day {day}, {broken.step.at:%d %b %Y %H:%M}: {broken.what}")
    print(f"\n{broken.more}")
    print("What came before:")
    for step in steps[max(0, broken.number - _BEFORE) : broken.number + 1]:
        print(f"  {step}")


def _print_shorter(seed: int, files: Generated, steps: Story) -> None:
    path = Path(f".simulation-{seed}.jsonl")
    about = json.dumps({"seed": seed, "begins": files.begins.isoformat()})
    path.write_text("\n".join([about, *as_json(steps)]) + "\n", encoding="utf8")
    print(f"\nThe shortest story found, {len(steps)} steps; python -m tests.simulation --replay {path}")
    for step in steps:
        print(f"  {step}")


def _figure(seeds: list[int], counts: Counter[str], days: int, seconds: float) -> str:
    return (
        f"{called(seeds)}: {days} days, {counts['actions']} actions, {counts['runs']} runs of the agent, "
        f"{counts['requests']} requests, {counts['faults']} faults, {counts['deaths']} deaths; "
        f"{seconds:.0f} s"
    )


def called(seeds: list[int]) -> str:
    """`seed 7`, `seeds 0 to 50`, or `seeds 2, 3, 6`."""
    first, last = min(seeds), max(seeds)
    if first == last:
        return f"seed {first}"
    is_span = sorted(seeds) == list(range(first, last + 1))
    return f"seeds {first} to {last}" if is_span else f"seeds {', '.join(map(str, sorted(seeds)))}"


# ---- many


def _many(asked: argparse.Namespace) -> int:
    """Try many seeds; the last line printed is the figure."""
    began, counts, failures, seeds = time.monotonic(), Counter[str](), list[str](), list[int]()
    jobs = [(seed, asked.days, asked.roughness) for seed in seeds_of(asked.seeds)]
    for (seed, *_), (found, counted) in spread(jobs, _lived, asked.workers, _PATIENCE):
        seeds.append(seed)
        counts.update(counted)
        failures += [f"seed {seed}: {found}"] if found else []
        print(f"seed {seed}: {found or 'nothing found'}", file=sys.stderr, flush=True)
        if found and asked.until_wrong:
            break
    seconds = time.monotonic() - began
    figure = _figure(seeds, counts, asked.days * len(seeds), seconds)
    print(*failures, f"{figure}; {len(failures)} of the seeds found something", sep="\n")
    return bool(failures)


def seeds_of(text: str) -> list[int]:
    """`0-2` or `3,4,6`."""
    first, _, last = text.partition("-")
    return list(range(int(first), int(last) + 1)) if last else [int(seed) for seed in text.split(",")]


def _lived(job: tuple[int, int, float]) -> tuple[str, dict[str, int]]:
    seed, days, roughness = job
    files = opened(seed, first_day(seed, days))
    lived = live(files, story(seed, files, days, roughness))
    what = lived.broken and f"{lived.broken.step.at:%d %b %Y %H:%M}: {lived.broken.what}"
    return what or "", dict(lived.counts)


if __name__ == "__main__":
    main()
