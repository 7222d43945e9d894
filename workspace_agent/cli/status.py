"""`status`: what the ledger knows, without asking Google."""

from __future__ import annotations

import json as json_library
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workspace_agent.cli import show
from workspace_agent.cli.options import AsJson, AsOf, Config, asked_at, load_settings, remembered_by
from workspace_agent.duties.digest_rows import EFFECTS
from workspace_agent.duties.digest_send import SendDigest
from workspace_agent.duties.wording import mail_waits
from workspace_agent.model.action import State

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from workspace_agent.ledger.ledger import Ledger
    from workspace_agent.ledger.rows import Run


def status(config: Config = Path("config"), as_of: AsOf = "", json: AsJson = False) -> None:
    """Tell of the last runs: when, how they ended, what they did. Google is not asked."""
    settings = load_settings(config)
    zone = settings.agent.time_zone
    with remembered_by(settings) as ledger:
        if ledger is None:
            no_run_yet(json=json)
            return
        content = _content(ledger, zone, asked_at(as_of, settings))
    print(show.as_json(content) if json else _text(content, zone))


def no_run_yet(*, json: bool) -> None:
    """There is no ledger."""
    print(show.as_json({"runs": []}) if json else "No run yet. Start with: workspace-agent plan")


def _content(ledger: Ledger, zone: ZoneInfo, now: datetime) -> dict[str, Any]:
    from workspace_agent.ledger.gmail_limit import mail_waits_until  # noqa: PLC0415 - heavy

    done, runs = ledger.done(), ledger.runs(5)
    return {
        "last_good_run": local(ledger.last_good_run(), zone),
        "students": len(ledger.students()),
        "meetings": sum(key.startswith("meeting/") for key in done),
        "records": sum(key.startswith("record/") for key in done),
        "last_digest": _last_digest(ledger),
        "in_doubt": len(ledger.in_doubt()),
        "mail_waits_until": local(mail_waits_until(ledger, now), zone),
        "mails_waiting": _mails_waiting(runs),
        "runs": [run_json(run, zone) for run in runs],
    }


def _last_digest(ledger: Ledger) -> str:
    return next((one.key for one in ledger.mails.sent(f"{SendDigest.duty}/")), "")


def _mails_waiting(runs: Iterable[Run]) -> int:
    """Mails that the last whole run could not send because of Gmail's limit."""
    counts = (json_library.loads(run.counts) for run in runs)
    return next((int(one["mails_waiting"]) for one in counts if "mails_waiting" in one), 0)


def run_json(run: Run, zone: ZoneInfo) -> dict[str, Any]:
    """One run."""
    return {
        "run": run.number,
        "started": local(run.started, zone),
        "exit_code": run.exit_code,
        "counts": json_library.loads(run.counts),
    }


def local(moment: datetime | None, zone: ZoneInfo, timespec: str = "minutes") -> str:
    """A moment in the department's zone; nothing for none."""
    return moment.astimezone(zone).isoformat(timespec=timespec) if moment else ""


def _mail_waits(content: Mapping[str, Any], zone: ZoneInfo) -> list[str]:
    if not content["mail_waits_until"]:
        return []
    waits = mail_waits(datetime.fromisoformat(content["mail_waits_until"]), zone.key)
    count = content["mails_waiting"]
    then = f"; {count} {'mail is' if count == 1 else 'mails are'} to be sent then" if count else ""
    return [f"{waits}{then}."]


def _text(content: dict[str, Any], zone: ZoneInfo) -> str:
    lines = [
        f"Last good run: {content['last_good_run'] or 'none yet'}",
        f"Known students: {content['students']}; meetings booked: {content['meetings']}; "
        f"records filed: {content['records']}; last digest: {content['last_digest'] or 'none yet'}",
        f"Effects in doubt, looked up at the next run: {content['in_doubt']}",
        *_mail_waits(content, zone),
        "",
        *runs_table(content["runs"]),
    ]
    return "\n".join(lines)


def runs_table(runs: list[dict[str, Any]]) -> list[str]:
    """A line for each run."""
    return ["Run  started            exit  done", *(_run_line(run) for run in runs)]


def _counted(outcome: str, count: int) -> str:
    """`6 meetings booked`, `1 folders shared (failed)`."""
    kind, _, state = outcome.rpartition(" ")
    said = f"{count} {EFFECTS.get(kind, kind)}"
    return said if state == State.DONE.value else f"{said} ({state})"


def _run_line(run: dict[str, Any]) -> str:
    outcomes = ", ".join(_counted(*one) for one in run["counts"].get("outcomes", {}).items())
    code = "-" if run["exit_code"] is None else run["exit_code"]
    done = outcomes or _nothing(run)
    return f"{run['run']:>3}  {run['started'][:16]}  {code!s:>4}  {done}"


def _nothing(run: dict[str, Any]) -> str:
    """Why no effect is told of a run: it died, it was stopped by an error, or it had nothing to do."""
    if run["exit_code"] is None:
        return "did not end"
    return "nothing to do" if "outcomes" in run["counts"] else "stopped"
