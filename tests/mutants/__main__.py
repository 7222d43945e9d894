"""Plant every bug and print who caught it. Exit code 1 where one got away."""

from __future__ import annotations

import argparse
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from tests.mutants.hunt import Caught, hunt
from tests.mutants.table import MUTANTS, SUITES, Mutant


def main() -> None:
    """Hunt them all, or those whose name holds a word."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutants", description=__doc__)
    parser.add_argument("--only", default="", help="a word of the names")
    parser.add_argument("--by", action="append", default=[], choices=SUITES, help="only by this suite")
    parser.add_argument("--workers", type=int, default=2, help="copies at the same time")
    asked = parser.parse_args()
    began, named = time.monotonic(), [mutant for mutant in MUTANTS if asked.only in mutant.name]
    unseen = [mutant for mutant in named if mutant.unseen and asked.by == ["simulation"]]
    for mutant in unseen:
        print(f"{mutant.name}: in no story: {mutant.unseen}", flush=True)
    chosen = [mutant for mutant in named if mutant not in unseen]
    with ThreadPoolExecutor(asked.workers) as pool:
        caught = [
            _told(mutant, found)
            for mutant, found in zip(chosen, pool.map(partial(hunt, by=asked.by), chosen), strict=True)
        ]
    seconds = time.monotonic() - began
    left = f"; {len(unseen)} more are seen in no story" if unseen else ""
    print(f"{sum(caught)} of {len(chosen)} planted bugs were caught{left}; {seconds:.0f} s")
    sys.exit(not all(caught))


def _told(mutant: Mutant, found: Caught) -> bool:
    said = f"caught by {found.suite}: {found.test}" if found.suite else "GOT AWAY"
    print(f"{mutant.name}: {said}", flush=True)
    return bool(found.suite)


if __name__ == "__main__":
    main()
