"""`status`: what the ledger knows, without asking Google."""

from __future__ import annotations

import json as json_library
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workspace_agent.cli import show
from workspace_agent.cli.options import AsJson, Config

if TYPE_CHECKING:
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from workspace_agent.ledger.ledger import Ledger, Run


def status(config: Config = Path("config"), json: AsJson = False) -> None:
    """Tell of the last runs: when, how they ended, what they did. Google is not asked."""
    from workspace_agent.ledger.ledger import Ledger  # noqa: PLC0415 - heavy
    from workspace_agent.settings import load  # noqa: PLC0415 - heavy
    from workspace_agent.tools import LEDGER  # noqa: PLC0415 - heavy

    settings = load(config)
    path = settings.state / LEDGER
    if not path.exists():
        print(show.as_json({"runs": []}) if json else "No run yet. Start with: workspace-agent plan")
        return
    ledger = Ledger(path)
    try:
        content = _content(ledger, settings.agent.organisation.time_zone)
    finally:
        ledger.close()
    print(show.as_json(content) if json else _text(content))


def _content(ledger: Ledger, zone: ZoneInfo) -> dict[str, Any]:
    done = ledger.done()
    return {
        "last_good_run": _local(ledger.last_good_run(), zone),
        "students": len(ledger.students()),
        "meetings": sum(key.startswith("meeting/") for key in done),
        "records": sum(key.startswith("record/") for key in done),
        "last_digest": max((key for key in done if key.startswith("digest/")), default=""),
        "in_doubt": len(ledger.in_doubt()),
        "runs": [_run(run, zone) for run in ledger.runs(5)],
    }


def _run(run: Run, zone: ZoneInfo) -> dict[str, Any]:
    return {
        "run": run.number,
        "started": _local(run.started, zone),
        "exit_code": run.exit_code,
        "counts": json_library.loads(run.counts),
    }


def _local(moment: datetime | None, zone: ZoneInfo) -> str:
    return moment.astimezone(zone).isoformat(timespec="minutes") if moment else ""


def _text(content: dict[str, Any]) -> str:
    lines = [
        f"Last good run: {content['last_good_run'] or 'none yet'}",
        f"Known students: {content['students']}; meetings booked: {content['meetings']}; "
        f"records filed: {content['records']}; last digest: {content['last_digest'] or 'none yet'}",
        f"Effects in doubt, looked up at the next run: {content['in_doubt']}",
        "",
        "Run  started            exit  done",
    ]
    lines += [_run_line(run) for run in content["runs"]]
    return "\n".join(lines)


def _run_line(run: dict[str, Any]) -> str:
    outcomes = ", ".join(f"{count} {kind}" for kind, count in run["counts"].get("outcomes", {}).items())
    code = "-" if run["exit_code"] is None else run["exit_code"]
    done = outcomes or ("did not end" if run["exit_code"] is None else "nothing to do")
    return f"{run['run']:>3}  {run['started'][:16]}  {code!s:>4}  {done}"
