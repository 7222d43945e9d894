"""Run the proofs, or those that are named, and write docs/reliability.md. All of them take hours.

Where there are fewer places to die than points.json keeps, nothing is measured: if that is as it should be,
`python -m tests.kills keep` says so. Each figure is kept in measured.json as soon as it is measured, with the
day and the version of the program: what was stopped goes on with the proofs that are left.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from string import Template
from textwrap import shorten

ROOT = Path(__file__).parents[2]
DOCUMENT = ROOT / "docs" / "reliability.md"
TEMPLATE = Path(__file__).with_name("template.md")
MEASURED = Path(__file__).with_name("measured.json")
KEPT = ROOT / "tests" / "kills" / "points.json"

PROOFS: Mapping[str, tuple[str, ...]] = {
    "singles": ("kills", "singles"),
    "losses": ("kills", "losses"),
    "mishaps": ("kills", "mishaps"),
    "mutants": ("mutants",),
    "machine": ("machine", "--minutes", "{minutes}"),
    "simulation": ("simulation", "many", "--seeds", "2,3,6", "--days", "40"),
    "year": ("simulation", "--seed", "1", "--days", "200"),
    "hunted": ("mutants", "--by", "simulation"),
    "pairs": ("kills", "pairs", "--progress", ".kills-pairs.jsonl", "--minutes", "{minutes}"),
}
"""What each proof runs, after `python -m tests.`."""

Measured = dict[str, dict[str, str]]


def main() -> None:
    """Measure, and write what was measured; exit code 1 where a proof failed."""
    parser = argparse.ArgumentParser(prog="python -m tests.reliability", description=__doc__)
    parser.add_argument("proofs", nargs="*", help=f"of {', '.join(PROOFS)}; without any, all of them")
    parser.add_argument("--minutes", default="60", help="for deaths in pairs, and for any order")
    asked = parser.parse_args()
    run("kills", "count")
    for proof in asked.proofs or PROOFS:
        module, *arguments = PROOFS[proof]
        keep(proof, run(module, *(one.format(minutes=asked.minutes) for one in arguments)))
    figures = measured()
    missing = [proof for proof in PROOFS if proof not in figures]
    if missing:
        sys.exit(f"Not written yet: nothing was measured of {', '.join(missing)}.")
    DOCUMENT.write_text(document(figures), encoding="utf8")


def run(module: str, *arguments: str) -> list[str]:
    """What a proof printed; its last line is its figure.

    Raises:
        SystemExit: It failed.
    """
    command = [sys.executable, "-m", f"tests.{module}", *arguments]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False)  # noqa: S603
    print(done.stdout, end="", flush=True)
    if done.returncode:
        sys.exit(done.returncode)
    return done.stdout.splitlines()


def keep(proof: str, printed: list[str]) -> None:
    """Write down what a proof printed, when, and of which version."""
    *before, figure = printed
    today = time.strftime("%d %b %Y", time.gmtime()).lstrip("0")
    one = {"figure": figure, "on": today, "version": version()}
    if proof in _TABLES:
        one["caught"] = "\n".join(map(_TABLES[proof], before))
    MEASURED.write_text(json.dumps(measured() | {proof: one}, indent=2) + "\n", encoding="utf8")


def version() -> str:
    """The last commit that changed the program; with a plus where it has been changed since."""
    changed = _git("status", "--porcelain", "--", *_PROGRAM)
    return _git("log", "-1", "--format=%h", "--", *_PROGRAM) + ("+" if changed else "")


_PROGRAM = ("workspace_agent", "config")


def _git(*arguments: str) -> str:
    done = subprocess.run(  # noqa: S603 - our own command
        ["git", *arguments],  # noqa: S607
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


def measured() -> Measured:
    """What was measured so far, by proof."""
    return json.loads(MEASURED.read_text(encoding="utf8")) if MEASURED.exists() else {}


def document(figures: Measured) -> str:
    """The document, of figures of every proof."""
    shown = {
        proof: f"{one['figure']} ({one['on']}, version `{one['version']}`)" for proof, one in figures.items()
    }
    points = in_words(json.loads(KEPT.read_text(encoding="utf8")))
    template = Template(TEMPLATE.read_text(encoding="utf8"))
    tables = {"caught": figures["mutants"]["caught"], "shown": figures["hunted"]["caught"]}
    return template.substitute(shown | tables, points=points)


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


def as_story(line: str) -> str:
    """The same of a bug that a story showed, or why none does."""
    bug, _, found = line.partition(": caught by simulation: ")
    if found:
        return f"| {bug} | {shorten(found, _WIDTH, placeholder=' …').replace('|', '/')} |"
    bug, _, why = line.partition(": in no story: ")
    return f"| {bug} | *none:* {why} |"


_TABLES: Mapping[str, Callable[[str], str]] = {"mutants": as_row, "hunted": as_story}
"""Proofs of which each line is a row, too."""

_WIDTH = 140
"""Signs of what a story showed that are told."""


if __name__ == "__main__":
    main()
