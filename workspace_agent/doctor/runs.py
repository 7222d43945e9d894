"""The last runs, what waits for a person, and who is told when the agent stops."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from workspace_agent.alerts.heartbeat import URL_FILE
from workspace_agent.alerts.memory import recall
from workspace_agent.alerts.watch import watch_of
from workspace_agent.doctor.check import SETTINGS, Check, Group, Verdict, fails, passes, skips, warns
from workspace_agent.doctor.installation import Installation
from workspace_agent.doctor.ledger import LEDGER_FILE
from workspace_agent.doctor.machine import SECRET_FILES
from workspace_agent.doctor.settings import READ
from workspace_agent.ledger.rows import Run
from workspace_agent.model.counting import counted, for_a_person

_TOO_LATE = timedelta(days=3)
_LOOKED_BACK = 50
"""Runs, the newest first, among which one is looked for that counted what waits."""
_AHEAD = timedelta(minutes=15)
"""So much may the clock have been ahead."""
_BRAKE = 6
_MEANT = {
    3: "a setting or a secret file is wrong",
    4: "the sign-in or a scope",
    5: "Google was not available",
    _BRAKE: "a brake is on, and waits for an approval",
    70: "a defect of this program",
}


def checks(here: Installation) -> Iterator[Check]:
    """All of this group."""
    yield Check("last good run", partial(_good, here), (LEDGER_FILE,))
    yield Check("last run", partial(_last, here), (LEDGER_FILE,))
    yield Check("what waits", partial(_waits, here), (LEDGER_FILE,))
    yield Check("alerts", partial(_heard, here), (SECRET_FILES,))


GROUP = Group("Last runs", checks, (READ,))


def _good(here: Installation) -> Verdict:
    if here.ledger is None or _newest(here) is None:
        return passes("There was no run yet: workspace-agent plan shows what the first would do.")
    good = here.ledger.runs.last_good()
    if good is None:
        return warns("No run was good yet.", "Look at workspace-agent status and history.")
    age, found = here.clock() - good, f"Ended well at {_local(here, good)}."
    advice = "Let it run each day: workspace-agent serve, or a timer (workspace-agent install systemd)."
    if age < -_AHEAD:
        return warns(f"{found} That lies ahead of the clock.", "Look at the date of this machine.")
    if age > _TOO_LATE:
        return fails(f"{found} That is {age.days} days ago.", advice)
    late = timedelta(hours=here.settings.agent.alerts.no_good_run_hours)
    return (
        warns(f"{found} That is {age // timedelta(hours=1)} h ago.", advice) if age > late else passes(found)
    )


def _last(here: Installation) -> Verdict:
    run = _newest(here)
    if run is None:
        return skips("there was no run yet")
    told = f"Run {run.number}, begun at {_local(here, run.started)},"
    if run.ended is None or run.exit_code is None:
        return warns(
            f"{told} has not ended: it is under way, or it was stopped.",
            "If none is under way, let the next run look up what it left: workspace-agent run",
        )
    if run.exit_code in _MEANT:
        advice = f"workspace-agent history {run.number}, and what stands above in this report."
        return warns(f"{told} ended with {run.exit_code}: {_MEANT[run.exit_code]}.", advice)
    return passes(f"{told} ended with {run.exit_code}.")


def _waits(here: Installation) -> Verdict:
    exit_code, counts = _last_count(here)
    waits, rows = counts.get("waits", 0), counts.get("problems", 0)
    if exit_code == _BRAKE:
        return warns(
            f"{counted(waits, 'action waits', 'actions wait, some of them')} for an approval.",
            "workspace-agent plan shows them.",
        )
    found = f"{counted(waits, 'action waits', 'actions wait')}; {for_a_person(rows)}."
    return passes(found) if waits or rows else passes("Nothing.")


def _last_count(here: Installation) -> tuple[int | None, Mapping[str, Any]]:
    """Exit code and counts of the newest run that has any: what waited before one that failed waits still."""
    for run in here.ledger.runs.latest(_LOOKED_BACK) if here.ledger else ():
        counts = json.loads(run.counts)
        if "waits" in counts:
            return run.exit_code, counts
    return None, {}


def _heard(here: Installation) -> Verdict:
    watch = watch_of(here.settings, here.clock, _says_nothing)
    for error in watch.broken.values():
        return fails(str(error), error.advice, exit_code=SETTINGS)
    ways = [*(["a monitor"] if watch.heartbeat else []), *(["mail"] if watch.mail else [])]
    if not ways:
        return warns(
            "Nobody is told when the agent stops.",
            "Put the address of a check, as healthchecks.io gives one, into "
            f"{here.settings.secrets / URL_FILE} (mode 0600), or fill in alerts.smtp in agent.toml: "
            "docs/operations.md",
        )
    ping = recall(here.settings.state).ping
    if watch.heartbeat and ping and not ping.is_heard:
        return warns(
            f"The monitor did not take the last heartbeat, of {_local(here, ping.at)}.",
            f"Look at the address in {here.settings.secrets / URL_FILE}, and whether this machine may "
            "connect there; then try it: workspace-agent alert test",
        )
    return passes(f"There is a way: {' and '.join(ways)}; workspace-agent alert test tries it.")


def _says_nothing(_text: str) -> None:
    """Nothing is sent here, and what is wrong is a line of the report."""


def _newest(here: Installation) -> Run | None:
    return next(iter(here.ledger.runs.latest(1)), None) if here.ledger else None


def _local(here: Installation, moment: datetime) -> str:
    return f"{moment.astimezone(here.settings.agent.time_zone):%d %b %Y %H:%M}".lstrip("0")
