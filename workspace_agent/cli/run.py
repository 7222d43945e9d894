"""`plan` and `run`."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from workspace_agent.cli import show
from workspace_agent.cli.options import (
    AsJson,
    AsOf,
    Config,
    Initials,
    act_clock,
    load_settings,
    opened_to_look,
    taken_by,
    to_look,
)
from workspace_agent.model.errors import LockHeld

if TYPE_CHECKING:
    from workspace_agent.settings import Settings

CHANGES_PENDING = 20

Detailed = Annotated[
    bool, typer.Option("--detailed-exitcode", help="Exit with 20 where run would change something.")
]

Approve = Annotated[
    list[str] | None,
    typer.Option(
        "--approve", metavar="HASH", help="Let past a brake, once, just what `plan` shows under it."
    ),
]


def plan(
    config: Config = Path("config"),
    as_of: AsOf = "",
    initials: Initials = False,
    detailed: Detailed = False,
    json: AsJson = False,
) -> None:
    """Show what `run` would do, and why not more. Nothing is written to Google."""
    from workspace_agent.think import foresee  # noqa: PLC0415 - heavy

    with opened_to_look(config, as_of) as tools:
        thought = foresee(tools)
    if json:
        print(show.as_json(show.plan_json(thought, initials=initials)))
    else:
        print(show.plan_text(thought, initials=initials))
    if detailed and thought.plan.actions:
        raise typer.Exit(CHANGES_PENDING)


def run(
    config: Config = Path("config"), as_of: AsOf = "", approve: Approve = None, json: AsJson = False
) -> None:
    """Do one whole cycle: read, judge, book, file, share, tell. Safe to repeat at any time.

    While another run is under way, or serve, an approval is handed over to it.
    """
    from workspace_agent.alerts.watch import watch_of  # noqa: PLC0415 - heavy
    from workspace_agent.cli.watched import say, told_if_wrong, told_of, watched  # noqa: PLC0415 - heavy
    from workspace_agent.tools import endpoint_of, open_tools  # noqa: PLC0415 - heavy

    started = time.monotonic()
    with told_if_wrong(config):
        settings = load_settings(config)
    clock = act_clock(settings, as_of)
    watch = watch_of(settings, clock, say)
    try:
        with told_of(watch), open_tools(settings, clock, endpoint_of(settings)) as tools:
            report = watched(watch, tools, approve or ())
    except LockHeld:
        if not approve:
            raise
        print(_handed_over(settings, clock, approve, json=json))
        return
    seconds = time.monotonic() - started
    if json:
        print(show.as_json(show.report_json(report, seconds)))
    else:
        print(show.report_text(report, seconds))
    raise typer.Exit(report.exit_code)


def _handed_over(
    settings: Settings, clock: Callable[[], datetime], approve: Sequence[str], *, json: bool
) -> str:
    """Look whether just that waits, and leave it to the run that holds the lock, or to the one after it.

    Raises:
        NotThere: Nothing waits for such an approval.
    """
    from workspace_agent.approvals import chosen  # noqa: PLC0415 - heavy
    from workspace_agent.ledger.inbox import Decision, hand_over  # noqa: PLC0415 - heavy
    from workspace_agent.think import foresee  # noqa: PLC0415 - heavy

    with to_look(settings, clock) as tools:
        items = chosen(foresee(tools).account.waits.stops, approve)
    hand_over(settings.state, Decision(approved=items), clock())
    if json:
        return show.as_json({"handed_over": list(approve)})
    return f"Approved, and handed over: {', '.join(approve)}. {taken_by(settings)}"
