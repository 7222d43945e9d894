"""Figures of a first and a second run on the demo department: requests, seconds, memory.

Run with `make bench`. The runs are separate processes, as a timer would start them; the sandbox is a third.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from workspace_agent.cli import demo
from workspace_agent.cli.demo import AS_OF, LATER

ROUNDS = 5


def main() -> None:
    """Print the figures."""
    with tempfile.TemporaryDirectory(prefix="workspace-agent-bench-") as folder:
        rounds = [_round(Path(folder) / str(number)) for number in range(ROUNDS)]
    for which in ("first", "second"):
        reports = [one[which] for one in rounds]
        print(f"{which} run, {ROUNDS} times")
        _requests(reports[0])
        _spread("seconds of the whole process", [report["wall"] for report in reports])
        _spread("peak memory, MB", [report["memory"] for report in reports])
        print()


def _round(folder: Path) -> dict[str, dict[str, Any]]:
    place = demo.Place(folder)
    place.make()
    with demo.sandbox() as url:
        demo.load_department(demo.stage_at(url), place)
        return {"first": _run(place, AS_OF), "second": _run(place, LATER)}


def _run(place: demo.Place, as_of: str) -> dict[str, Any]:
    command = ["run", "--config", str(place.config), "--as-of", as_of, "--json"]
    started = time.monotonic()
    child = [sys.executable, "-c", _MEASURED, *command]
    done = subprocess.run(child, capture_output=True, text=True, check=False)  # noqa: S603 - our own command
    report: dict[str, Any] = json.loads(done.stdout)
    return report | {"wall": time.monotonic() - started, "memory": float(done.stderr.splitlines()[-1])}


_MEASURED = """
import sys
from tests.peak_memory import peak_megabytes
from workspace_agent.cli import main
try:
    main()
finally:
    print(peak_megabytes(), file=sys.stderr)
"""


def _requests(report: dict[str, Any]) -> None:
    for row in report["requests"]:
        kind = "write" if row["writes"] else "read"
        print(f"  {row['requests']:>4}  {kind:<5}  {row['method']}")
    total = sum(row["requests"] for row in report["requests"])
    print(f"  {total:>4}  in all, {report['write_requests']} of them writes")


def _spread(what: str, values: list[float]) -> None:
    low, middle, high = min(values), statistics.median(values), max(values)
    print(f"  {what}: {low:.2f} / {middle:.2f} / {high:.2f} (min, median, max)")


if __name__ == "__main__":
    main()
