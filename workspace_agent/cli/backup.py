"""`backup`: a copy of the ledger, also while a run is under way."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from workspace_agent.cli.options import Config
from workspace_agent.model.errors import SettingsError, WrongUsage

To = Annotated[
    Path | None,
    typer.Option("--to", help="A new file for the copy. Beside the ledger if left out."),
]


def backup(config: Config = Path("config"), to: To = None) -> None:
    """Copy the ledger, also while a run is under way, and print where. Secrets are not in it."""
    from workspace_agent.ledger.backup import back_up  # noqa: PLC0415 - heavy
    from workspace_agent.run import clock_from  # noqa: PLC0415 - heavy
    from workspace_agent.settings import load  # noqa: PLC0415 - heavy
    from workspace_agent.tools import LEDGER  # noqa: PLC0415 - heavy

    settings = load(config)
    ledger = settings.state / LEDGER
    if not ledger.exists():
        raise SettingsError(f"{ledger} is not there yet.", advice="run once, or name the folder of settings")
    now = clock_from()().astimezone(settings.agent.time_zone)
    copy = (to or ledger.with_name(f"{ledger.stem}-{now:%Y-%m-%dT%H%M%S}{ledger.suffix}")).resolve()
    if copy == ledger:
        raise SettingsError("--to names the ledger itself.", advice="name another file")
    if copy.exists():
        raise WrongUsage(
            f"{copy} is there already; nothing was copied.", advice="name another file with --to"
        )
    back_up(ledger, copy)
    print(copy)
    print("The secrets are not in it: back up alias.key apart from it.", file=sys.stderr)
