"""Run the benchmarks, or those that are named, and write docs/performance.md.

All of them take a quarter of an hour.

Each is kept in measured.json as soon as it is measured, with the day and the version of the program.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from string import Template

from benchmarks import serving
from benchmarks.case_managers import as_text, measured_department
from tests.reliability.__main__ import version

ROOT = Path(__file__).parents[1]
DOCUMENT = ROOT / "docs" / "performance.md"
TEMPLATE = Path(__file__).with_name("template.md")
MEASURED = Path(__file__).with_name("measured.json")

Measured = dict[str, dict[str, str]]


@dataclass(frozen=True, slots=True)
class Figures:
    """What a benchmark printed, and whether that is within its limits."""

    text: str
    within_limits: bool = True


def _of_module(module: str) -> Callable[[], Figures]:
    """A benchmark that is a command of its own, whose exit code says whether it kept its limits."""

    def printed() -> Figures:
        command = [sys.executable, "-m", module]
        done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False)  # noqa: S603 - our own command
        return Figures(done.stdout.strip(), within_limits=done.returncode == 0)

    return printed


def _of_departments() -> Figures:
    with tempfile.TemporaryDirectory(prefix="workspace-agent-bench-") as folder:
        return Figures(as_text(measured_department(Path(folder))))


def _of_cycles() -> Figures:
    with tempfile.TemporaryDirectory(prefix="workspace-agent-bench-") as folder:
        return Figures(serving.as_table(serving.measured_cycles(Path(folder))))


BENCHMARKS: Mapping[str, Callable[[], Figures]] = {
    "case_managers": _of_departments,
    "serving": _of_cycles,
    "demo": _of_module("tests.bench"),
    "rules": _of_module("tests.bench_rules"),
    "digests": _of_module("tests.bench_digests"),
    "progress": _of_module("tests.bench_progress"),
    "sandbox": _of_module("tests.bench_sandbox"),
}


def main() -> int:
    """Measure, print and write down; 1 where a limit was passed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("benchmarks", nargs="*", help=f"of {', '.join(BENCHMARKS)}; without any, all of them")
    within_limits = True
    for name in parser.parse_args().benchmarks or BENCHMARKS:
        print(f"{name}\n", flush=True)
        figures = BENCHMARKS[name]()
        print(f"{figures.text}\n", flush=True)
        keep(name, figures.text)
        within_limits &= figures.within_limits
    missing = [name for name in BENCHMARKS if name not in measured()]
    if missing:
        sys.exit(f"Not written yet: nothing was measured of {', '.join(missing)}.")
    DOCUMENT.write_text(document(measured()), encoding="utf8")
    return int(not within_limits)


def keep(name: str, figures: str) -> None:
    """Write down what was measured, when, and of which version."""
    today = time.strftime("%d %b %Y", time.gmtime()).lstrip("0")
    one = {"figures": figures, "on": today, "version": version()}
    MEASURED.write_text(json.dumps(measured() | {name: one}, indent=2) + "\n", encoding="utf8")


def measured() -> Measured:
    """What was measured so far, by benchmark."""
    return json.loads(MEASURED.read_text(encoding="utf8")) if MEASURED.exists() else {}


def document(figures: Measured) -> str:
    """The document, of figures of every benchmark."""
    shown = {name: one["figures"] for name, one in figures.items()}
    when = {f"{name}_on": f"{one['on']}, version `{one['version']}`" for name, one in figures.items()}
    return Template(TEMPLATE.read_text(encoding="utf8")).substitute(shown, **when)


if __name__ == "__main__":
    raise SystemExit(main())
