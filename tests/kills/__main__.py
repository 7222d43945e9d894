"""Die everywhere, and print what became of it.

Exit code 0: nothing was doubled or lost anywhere, and there are no fewer points than points.json keeps.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from functools import cache
from hashlib import sha256
from pathlib import Path

from tests.kills.campaign import (
    Counts,
    Days,
    Judged,
    Trial,
    judged,
    losses,
    mishaps,
    pairs,
    prepared_days,
    singles,
)

ROOT = Path(__file__).parents[2]
KEPT = Path(__file__).with_name("points.json")
"""How many requests and commits each day has. A point that is gone is a proof that is gone."""


def main() -> None:
    """Run one of the commands."""
    asked = _parser().parse_args()
    with prepared_days() as days:
        counts = days.counted()
        wrong = _fewer(counts) if asked.command != "keep" else []
        print(json.dumps(counts))
        wrong += COMMANDS[asked.command](days, asked)
    for line in wrong:
        print(line)
    sys.exit(bool(wrong))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.kills", description=__doc__)
    parser.add_argument("command", choices=COMMANDS)
    parser.add_argument("--workers", type=int, default=2, help="processes at the same time")
    parser.add_argument("--every", type=int, default=1, help="only every n-th place")
    parser.add_argument("--until-wrong", action="store_true", help="stop where something was wrong")
    parser.add_argument("--minutes", type=float, default=0, help="stop after so many; 0 is never")
    parser.add_argument("--progress", type=Path, help="a file to write to and to go on from")
    return parser


def _fewer(counts: Counts) -> list[str]:
    kept: Counts = json.loads(KEPT.read_text(encoding="utf8"))
    return [
        f"{day} had {number} {kind} and has {counts.get(day, {}).get(kind, 0)}"
        for day, numbers in kept.items()
        for kind, number in numbers.items()
        if counts.get(day, {}).get(kind, 0) < number
    ]


def _keep(days: Days, _asked: argparse.Namespace) -> list[str]:
    KEPT.write_text(json.dumps(days.counted(), indent=2) + "\n", encoding="utf8")
    return []


def _count(_days: Days, _asked: argparse.Namespace) -> list[str]:
    return []


def _singles(days: Days, asked: argparse.Namespace) -> list[str]:
    return _told("deaths", days, singles(days)[:: asked.every], asked)


def _losses(days: Days, asked: argparse.Namespace) -> list[str]:
    return _told("lost answers", days, losses(days)[:: asked.every], asked)


def _mishaps(days: Days, asked: argparse.Namespace) -> list[str]:
    return _told("mishaps of the state file", days, mishaps(days)[:: asked.every], asked)


def _pairs(days: Days, asked: argparse.Namespace) -> list[str]:
    return _told("deaths in pairs", days, pairs(days), asked)


COMMANDS = {
    "count": _count,
    "keep": _keep,
    "singles": _singles,
    "pairs": _pairs,
    "losses": _losses,
    "mishaps": _mishaps,
}


def _told(what: str, days: Days, trials: list[Trial], asked: argparse.Namespace) -> list[str]:
    """Print a figure, and on a terminal how far it is; what was wrong."""
    began, found = time.monotonic(), _read(asked.progress)
    known = {one.place for one in found}
    left = [trial for trial in trials if trial.place not in known]
    for one in judged(days, left, asked.workers):
        found.append(one)
        _note(asked.progress, one)
        if sys.stderr.isatty():
            print(f"\r{len(found)} of {len(trials)} places", end="", file=sys.stderr)
        late = asked.minutes and time.monotonic() - began > asked.minutes * 60
        if late or (asked.until_wrong and one.wrong):
            break
    wrong = [f"{one.place} {text}" for one in found for text in one.wrong]
    number, places = sum(one.mishaps for one in found), f"at {len(found)} of {len(trials)} places"
    seconds = time.monotonic() - began
    print(f"{number} {what} {places}; {len(wrong)} left something doubled, lost or unquiet; {seconds:.0f} s")
    return wrong


def _read(progress: Path | None) -> list[Judged]:
    """What was found before, by this very program: what another one did proves nothing of it."""
    if progress is None or not progress.exists():
        return []
    lines = map(json.loads, progress.read_text(encoding="utf8").splitlines())
    return [Judged(place, number, tuple(wrong)) for by, place, number, wrong in lines if by == _program()]


def _note(progress: Path | None, one: Judged) -> None:
    if progress is not None:
        with progress.open("a", encoding="utf8") as file:
            file.write(json.dumps([_program(), one.place, one.mishaps, one.wrong]) + "\n")


@cache
def _program() -> str:
    """Print of the program and of what tries it."""
    sources = sorted(
        path for part in ("workspace_agent", "tests/kills") for path in (ROOT / part).rglob("*.py")
    )
    return sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()[:16]


if __name__ == "__main__":
    main()
