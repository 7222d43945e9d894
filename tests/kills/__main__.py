"""Die everywhere, and print what became of it.

Exit code 0: nothing was doubled or lost anywhere, and there are no fewer points than points.json keeps.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterable
from pathlib import Path

from tests.kills.campaign import Counts, Days, Judged, losses, mishaps, pairs, prepared_days, singles

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
    parser.add_argument("--every", type=int, default=1, help="singles: only every n-th point")
    parser.add_argument("--until-wrong", action="store_true", help="stop where something was wrong")
    parser.add_argument("--minutes", type=float, default=0, help="pairs: stop after so many; 0 is never")
    parser.add_argument("--progress", type=Path, help="pairs: a file to write to and to go on from")
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
    return _told("deaths", singles(days, asked.workers, asked.every), asked)


def _losses(days: Days, asked: argparse.Namespace) -> list[str]:
    return _told("lost answers", losses(days, asked.workers, asked.every), asked)


def _mishaps(days: Days, asked: argparse.Namespace) -> list[str]:
    return _told("mishaps of the state file", mishaps(days, asked.workers, asked.every), asked)


def _pairs(days: Days, asked: argparse.Namespace) -> list[str]:
    before = _read(asked.progress)
    found = pairs(days, asked.workers, {one.place for one in before})
    return _told("deaths in pairs", _noted(found, asked.progress), asked, before)


COMMANDS = {
    "count": _count,
    "keep": _keep,
    "singles": _singles,
    "pairs": _pairs,
    "losses": _losses,
    "mishaps": _mishaps,
}


def _told(
    what: str, found: Iterable[Judged], asked: argparse.Namespace, before: Iterable[Judged] = ()
) -> list[str]:
    """Print a figure, and on a terminal how far it is; what was wrong."""
    began, judged = time.monotonic(), list(before)
    for one in found:
        judged.append(one)
        if sys.stderr.isatty():
            print(f"\r{sum(j.mishaps for j in judged)} {what}", end="", file=sys.stderr)
        late = asked.minutes and time.monotonic() - began > asked.minutes * 60
        if late or (asked.until_wrong and one.wrong):
            break
    wrong = [f"{one.place} {text}" for one in judged for text in one.wrong]
    number, seconds = sum(one.mishaps for one in judged), time.monotonic() - began
    print(f"{number} {what}; {len(wrong)} of them left something doubled, lost or unquiet; {seconds:.0f} s")
    return wrong


def _read(progress: Path | None) -> list[Judged]:
    if progress is None or not progress.exists():
        return []
    lines = progress.read_text(encoding="utf8").splitlines()
    return [Judged(place, deaths, tuple(wrong)) for place, deaths, wrong in map(json.loads, lines)]


def _noted(found: Iterable[Judged], progress: Path | None) -> Iterable[Judged]:
    for one in found:
        if progress is not None:
            with progress.open("a", encoding="utf8") as file:
                file.write(json.dumps([one.place, one.mishaps, one.wrong]) + "\n")
        yield one


if __name__ == "__main__":
    main()
