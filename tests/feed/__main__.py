"""Let people act for long, and compare each look through the feed with a full one."""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.feed.acts import People
from tests.feed.department import build
from tests.feed.serving import serving


def live(folder: Path, seed: int, steps: int) -> list[str]:
    """One department, and people who act in it.

    Args:
        folder: For settings, secrets and state.
        seed: Of their choices.
        steps: How often they act.

    Returns:
        What they did.

    Raises:
        AssertionError: The feed remembered something that had changed.
    """
    world, caseload = build(folder)
    with serving(world) as agent:
        agent.cycle()
        people = People(agent, caseload, seed)
        for _ in range(steps):
            people.act()
            agent.sees_everything()
        return people.done


def main() -> None:
    """Print what was done, or the seed and the step at which the feed was wrong."""
    asked = argparse.ArgumentParser(prog="python -m tests.feed")
    asked.add_argument("--seed", type=int, default=1, help="the first seed")
    asked.add_argument("--seeds", type=int, default=3)
    asked.add_argument("--steps", type=int, default=40)
    options = asked.parse_args()
    done: Counter[str] = Counter()
    for seed in range(options.seed, options.seed + options.seeds):
        with TemporaryDirectory() as folder:
            done.update(live(Path(folder) / "world", seed, options.steps))
        print(f"seed {seed}: {options.steps} acts, the feed was right after each", flush=True)
    print(", ".join(f"{name.replace('_', ' ')} {count}" for name, count in done.most_common()))


if __name__ == "__main__":
    main()
