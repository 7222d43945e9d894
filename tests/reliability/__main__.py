"""Run every proof and write docs/reliability.md. It takes hours; `--minutes` bounds the long ones."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from pathlib import Path
from string import Template

ROOT = Path(__file__).parents[2]
DOCUMENT = ROOT / "docs" / "reliability.md"
TEMPLATE = Path(__file__).with_name("template.md")
KEPT = ROOT / "tests" / "kills" / "points.json"


def main() -> None:
    """Measure, and write what was measured; exit code 1 where a proof failed."""
    parser = argparse.ArgumentParser(prog="python -m tests.reliability", description=__doc__)
    parser.add_argument("--minutes", default="60", help="for deaths in pairs, and for any order")
    minutes = parser.parse_args().minutes
    run("kills", "keep")
    *caught, mutants = run("mutants")
    figures = {
        "points": in_words(json.loads(KEPT.read_text(encoding="utf8"))),
        "singles": run("kills", "singles")[-1],
        "losses": run("kills", "losses")[-1],
        "mishaps": run("kills", "mishaps")[-1],
        "pairs": run("kills", "pairs", "--progress", ".kills-pairs.jsonl", "--minutes", minutes)[-1],
        "machine": run("machine", "--minutes", minutes)[-1],
        "mutants": mutants,
        "caught": "\n".join(map(as_row, caught)),
    }
    DOCUMENT.write_text(Template(TEMPLATE.read_text(encoding="utf8")).substitute(figures), encoding="utf8")


def run(name: str, *arguments: str) -> list[str]:
    """What a proof printed; its last line is its figure.

    Raises:
        SystemExit: It failed.
    """
    command = [sys.executable, "-m", f"tests.{name}", *arguments]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False)  # noqa: S603
    print(done.stdout, end="", flush=True)
    if done.returncode:
        sys.exit(done.returncode)
    return done.stdout.splitlines()


def in_words(counts: dict[str, dict[str, int]]) -> str:
    """`first day 35 requests and 64 commits; ...`."""
    return "; ".join(
        f"{day} {' and '.join(f'{number} {kind}' for kind, number in numbers.items())}"
        for day, numbers in counts.items()
    )


def as_row(line: str) -> str:
    """A line of the planted bugs as a row of a table."""
    bug, _, found = line.partition(": caught by ")
    suite, _, test = found.partition(": ")
    where = test.removeprefix("FAILED ").partition(" - ")[0]
    return f"| {bug} | {suite}: `{where}` |"


if __name__ == "__main__":
    main()
