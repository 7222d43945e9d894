"""Let people and the agent act in any order, for long; a seed tells its stories again."""

from __future__ import annotations

import argparse
import itertools
import sys
import time
import traceback
from typing import Any

from hypothesis import Phase, settings
from hypothesis import seed as seeded
from hypothesis.stateful import run_state_machine_as_test

from tests.kills.children import spread
from tests.machine.office import Office
from tests.machine.test_any_order import A_FEW, AnyOrder

_HOUR = 3600


def main() -> None:
    """Try seeds until the time is up."""
    asked = _parser().parse_args()
    began, tried, runs, wrong = time.monotonic(), [], 0, []
    for seed, found in spread(_seeds(asked, began), _try, asked.workers, _HOUR):
        tried.append(seed)
        runs += found["runs"]
        wrong += [f"seed {seed}:\n{found['wrong']}"] if found["wrong"] else []
        if wrong:
            break
    seconds = time.monotonic() - began
    print(
        f"seeds {min(tried)} to {max(tried)}, {EXAMPLES} stories each, {runs} runs of the agent; "
        f"{len(wrong)} of the seeds found something; {seconds:.0f} s"
    )
    for text in wrong:
        print(text)
    sys.exit(bool(wrong))


EXAMPLES = 20
_STEPS = 30


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.machine", description=__doc__)
    parser.add_argument("--seed", type=int, default=1, help="the first one")
    parser.add_argument("--minutes", type=float, default=10, help="begin no further seed after so many")
    parser.add_argument("--workers", type=int, default=2, help="processes at the same time")
    return parser


def _seeds(asked: argparse.Namespace, began: float) -> Any:
    enough = began + asked.minutes * 60
    return itertools.takewhile(lambda _seed: time.monotonic() < enough, itertools.count(asked.seed))


def _try(seed: int) -> dict[str, Any]:
    longer = settings(
        A_FEW,
        max_examples=EXAMPLES,
        stateful_step_count=_STEPS,
        phases=(Phase.generate, Phase.shrink),
        report_multiple_bugs=False,
        derandomize=False,
        database=None,
    )
    wrong = ""
    try:
        run_state_machine_as_test(seeded(seed)(AnyOrder), settings=longer)
    except Exception as error:  # noqa: BLE001 - whatever it found is told
        wrong = "".join(traceback.format_exception_only(error))
    return {"runs": Office.runs_of_all, "wrong": wrong}


if __name__ == "__main__":
    main()
