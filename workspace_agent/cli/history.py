"""`history`: what a run did, effect by effect, and how to undo it. Google is not asked."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from workspace_agent.cli import show
from workspace_agent.cli.options import AsJson, Config, load_settings, remembered_by
from workspace_agent.cli.status import local, no_run_yet, run_json, run_under_way, runs_table
from workspace_agent.model.errors import NotThere
from workspace_agent.model.undo import undo

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from workspace_agent.ledger.ledger import Ledger
    from workspace_agent.ledger.rows import Recorded

LATEST = 20

Number = Annotated[int | None, typer.Argument(metavar="RUN", help="Number of a run, as listed without it.")]


def history(number: Number = None, config: Config = Path("config"), json: AsJson = False) -> None:
    """List the last runs; of one run tell each effect with its link and how to undo it."""
    settings = load_settings(config)
    with remembered_by(settings) as ledger:
        if ledger is None:
            no_run_yet(json=json)
            return
        zone, under_way = settings.agent.time_zone, run_under_way(ledger, settings.state)
        if number is None:
            content = {"runs": [run_json(run, zone, under_way) for run in ledger.runs.latest(LATEST)]}
        else:
            content = one_run(ledger, number, zone, under_way)
    if json:
        print(show.as_json(content))
    elif number is None:
        print("\n".join(runs_table(content["runs"])))
    else:
        print("\n".join(effect_lines(content)))


def one_run(ledger: Ledger, number: int, zone: ZoneInfo, under_way: int | None = None) -> dict[str, Any]:
    """One run and its effects, for JSON; `under_way` is the number of the one that is.

    Raises:
        NotThere: There was no such run.
    """
    run = ledger.runs.of(number)
    if run is None:
        raise NotThere(f"There is no run {number}.", advice="list the last ones: workspace-agent history")
    effects = [_effect(recorded, zone) for recorded in ledger.history(number)]
    return {**run_json(run, zone, under_way), "effects": effects}


def _effect(recorded: Recorded, zone: ZoneInfo) -> dict[str, Any]:
    return {
        "at": local(recorded.at, zone, "seconds"),
        "key": recorded.key,
        "what": recorded.summary,
        "state": recorded.state,
        "reason": recorded.reason,
        "link": recorded.link,
        "undo": undo(recorded.undo, recorded.state),
    }


def effect_lines(content: dict[str, Any]) -> list[str]:
    """One run and its effects, for a person."""
    lines = runs_table([content])
    for effect in content["effects"]:
        reason = f" ({effect['reason']})" if effect["reason"] else ""
        lines += ["", f"{effect['at'][11:19]}  {effect['state']}{reason}: {effect['what']}"]
        lines += [f"          {effect['link']}"] if effect["link"] else []
        lines += [f"          Undo: {effect['undo']}"] if effect["undo"] else []
    return lines if content["effects"] else [*lines, "", _nothing(content)]


def _nothing(content: dict[str, Any]) -> str:
    if content["counts"].get("outcomes"):
        return "What it tried in vain is told by an earlier run of that day; nothing else was done in it."
    return "Nothing was done in it."
