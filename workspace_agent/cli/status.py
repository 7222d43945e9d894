"""`status`: what the ledger knows, without asking Google."""

from __future__ import annotations

import json as json_library
import sys
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from workspace_agent.cli import show
from workspace_agent.cli.options import AsJson, AsOf, Config, asked_at, load_settings, remembered_by
from workspace_agent.duties.digest_rows import EFFECTS
from workspace_agent.duties.digest_send import SendDigest
from workspace_agent.duties.wording import mail_waits
from workspace_agent.ledger.lock import is_held
from workspace_agent.model.action import State

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from workspace_agent.ledger.ledger import Ledger
    from workspace_agent.ledger.rows import Run
    from workspace_agent.settings import Settings

NO_RUN_YET = "No run yet. Start with: workspace-agent plan"
NEXT_CYCLE = "next_cycle"
"""Under which the ledger keeps when the next cycle of `serve` begins."""
_GRACE = timedelta(minutes=15)
"""So long a cycle may take before its successor is missed."""
_AHEAD = timedelta(minutes=15)
"""So much may a clock have been ahead; and `--as-of` stands still, while the run of that moment went on."""


Check = Annotated[
    bool,
    typer.Option(
        "--check", help="Exit with 1 where the last good run is too long ago (alerts.no_good_run_hours)."
    ),
]


def status(
    config: Config = Path("config"), as_of: AsOf = "", check: Check = False, json: AsJson = False
) -> None:
    """Tell of the last runs: when, how they ended, what they did. Google is not asked."""
    settings = load_settings(config)
    zone, now = settings.agent.time_zone, asked_at(as_of, settings)
    with remembered_by(settings) as ledger:
        content = _content(ledger, settings, now) if ledger else {"runs": []}
        last_good = ledger.runs.last_good() if ledger else None
    if json:
        print(show.as_json(content))
    else:
        print(_text(content, zone, now) if content["runs"] else NO_RUN_YET)
    missed = _missed(last_good, now, settings.agent.alerts.no_good_run_hours)
    if check and missed:
        print(missed, file=sys.stderr)
        raise typer.Exit(1)


def _missed(last_good: datetime | None, now: datetime, hours: int) -> str:
    """What is wrong with the last good run; nothing where it is of late."""
    if last_good is None or now - last_good > timedelta(hours=hours):
        return f"No good run within {hours} hours."
    if last_good - now > _AHEAD:
        return "The last good run is ahead of the clock. Look at the clock, then: workspace-agent run"
    return ""


def no_run_yet(*, json: bool) -> None:
    """There is no ledger."""
    print(show.as_json({"runs": []}) if json else NO_RUN_YET)


def _content(ledger: Ledger, settings: Settings, now: datetime) -> dict[str, Any]:
    from workspace_agent.alerts.memory import recall  # noqa: PLC0415 - heavy
    from workspace_agent.ledger.gmail_limit import mail_waits_until  # noqa: PLC0415 - heavy
    from workspace_agent.ledger.inbox import waiting  # noqa: PLC0415 - heavy

    done, runs, zone = ledger.done(), ledger.runs.latest(5), settings.agent.time_zone
    ping, next_cycle = recall(settings.state).ping, ledger.meta(NEXT_CYCLE)
    under_way = run_under_way(ledger, settings.state)
    return {
        "last_good_run": local(ledger.runs.last_good(), zone),
        "students": len(ledger.students()),
        "meetings": sum(key.startswith("meeting/") for key in done),
        "records": sum(key.startswith("record/") for key in done),
        "last_digest": _last_digest(ledger),
        "in_doubt": len(ledger.in_doubt()),
        "handed_over": len(waiting(settings.state)),
        "mail_waits_until": local(mail_waits_until(ledger, now), zone),
        "mails_waiting": _mails_waiting(runs),
        "next_cycle": local(datetime.fromisoformat(next_cycle), zone) if next_cycle else "",
        "next_cycle_is_awaited": bool(next_cycle) and is_held(settings.state),
        "heartbeat": {"at": local(ping.at, zone), "is_heard": ping.is_heard} if ping else None,
        "runs": [run_json(run, zone, under_way) for run in runs],
    }


def _last_digest(ledger: Ledger) -> str:
    return next((one.key for one in ledger.mails.sent(f"{SendDigest.duty}/")), "")


def _mails_waiting(runs: Iterable[Run]) -> int:
    """Mails that the last whole run could not send because of Gmail's limit."""
    counts = (json_library.loads(run.counts) for run in runs)
    return next((int(one["mails_waiting"]) for one in counts if "mails_waiting" in one), 0)


def run_under_way(ledger: Ledger, state: Path) -> int | None:
    """Number of the run that is under way: one that died holds the lock no more."""
    newest = next(iter(ledger.runs.latest(1)), None)
    if newest is None or newest.exit_code is not None or not is_held(state):
        return None
    return newest.number


def run_json(run: Run, zone: ZoneInfo, under_way: int | None = None) -> dict[str, Any]:
    """One run; `under_way` is the number of the one that is."""
    return {
        "run": run.number,
        "started": local(run.started, zone),
        "exit_code": run.exit_code,
        "is_under_way": run.number == under_way,
        "counts": json_library.loads(run.counts),
    }


def local(moment: datetime | None, zone: ZoneInfo, timespec: str = "minutes") -> str:
    """A moment in the department's zone; nothing for none."""
    return moment.astimezone(zone).isoformat(timespec=timespec) if moment else ""


def _handed_over(content: Mapping[str, Any]) -> list[str]:
    count = content["handed_over"]
    return [f"Approvals and answers that the next run takes in: {count}"] if count else []


def _mail_waits(content: Mapping[str, Any], zone: ZoneInfo) -> list[str]:
    if not content["mail_waits_until"]:
        return []
    waits = mail_waits(datetime.fromisoformat(content["mail_waits_until"]), zone.key)
    count = content["mails_waiting"]
    then = f"; {count} {'mail is' if count == 1 else 'mails are'} to be sent then" if count else ""
    return [f"{waits}{then}."]


def _next_cycle(content: Mapping[str, Any], now: datetime) -> list[str]:
    """When `serve` looks next, or that it does not; nothing where it was ended, or is about to look."""
    if not content["next_cycle"]:
        return []
    was_to_look = f"serve was to look at {content['next_cycle']}"
    next_cycle, where = datetime.fromisoformat(content["next_cycle"]), "systemctl status workspace-agent"
    if not content["next_cycle_is_awaited"]:
        return [f"{was_to_look}, and does not run. Why, says: {where}"]
    if next_cycle + _GRACE < now:
        return [f"{was_to_look} and did not: is it running? {where}"]
    return [f"Next look of serve: {content['next_cycle']}"] if next_cycle >= now else []


def _heartbeat(content: Mapping[str, Any]) -> list[str]:
    heartbeat = content["heartbeat"]
    if heartbeat is None:
        return []
    taken = "taken by the monitor" if heartbeat["is_heard"] else "not taken by the monitor"
    return [f"Last heartbeat: {heartbeat['at']}, {taken}"]


def _text(content: dict[str, Any], zone: ZoneInfo, now: datetime) -> str:
    lines = [
        f"Last good run: {content['last_good_run'] or 'none yet'}",
        f"Known students: {content['students']}; meetings booked: {content['meetings']}; "
        f"records filed: {content['records']}; last digest: {content['last_digest'] or 'none yet'}",
        f"Effects in doubt, looked up at the next run: {content['in_doubt']}",
        *_handed_over(content),
        *_mail_waits(content, zone),
        *_next_cycle(content, now),
        *_heartbeat(content),
        "",
        *runs_table(content["runs"]),
    ]
    return "\n".join(lines)


def runs_table(runs: list[dict[str, Any]]) -> list[str]:
    """A line for each run."""
    return ["Run  started            exit  done", *(run_line(run) for run in runs)]


def _counted(outcome: str, count: int) -> str:
    """`6 meetings booked`, `1 folders shared (failed)`."""
    kind, _, state = outcome.rpartition(" ")
    said = f"{count} {EFFECTS.get(kind, kind)}"
    return said if state == State.DONE.value else f"{said} ({state})"


def run_line(run: dict[str, Any]) -> str:
    """One run: its number, when it began, its exit code, what it did."""
    outcomes = ", ".join(_counted(*one) for one in run["counts"].get("outcomes", {}).items())
    code = "-" if run["exit_code"] is None else run["exit_code"]
    done = outcomes or _nothing(run)
    return f"{run['run']:>3}  {run['started'][:16]}  {code!s:>4}  {done}"


def _nothing(run: dict[str, Any]) -> str:
    """Why no effect is told of a run: it goes on, died, was stopped by an error, or had nothing to do."""
    if run["is_under_way"]:
        return "is under way"
    if run["exit_code"] is None:
        return "did not end"
    return "nothing to do" if "outcomes" in run["counts"] else "stopped"
