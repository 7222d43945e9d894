"""The last steps of `init`: is everything in place, and what would the agent do?"""

from __future__ import annotations

import typer

from workspace_agent.cli.init.steps_sign_in import what_is_on
from workspace_agent.cli.init.wizard import Wizard, tell


def examine(wizard: Wizard) -> None:
    """What `doctor` says; whoever is asked may mend it and look again."""
    while _finds_faults(wizard):
        terminal = wizard.asker.terminal
        if not terminal or not terminal.confirm(
            "Look again? (No: go on, and mend it later)", suggestion=False
        ):
            tell(f"To look again later: {wizard.command('doctor')}")
            return


def _finds_faults(wizard: Wizard) -> bool:
    from workspace_agent.cli.doctor import doctor  # noqa: PLC0415 - heavy

    try:
        doctor(wizard.config, as_of=wizard.wishes.as_of)
    except typer.Exit as ended:
        wizard.exit_code = ended.exit_code
    return wizard.exit_code != 0


def first_plan(wizard: Wizard) -> None:
    """What `run` would do, and how to go on."""
    from workspace_agent.cli.run import plan  # noqa: PLC0415 - heavy

    plan(wizard.config, as_of=wizard.wishes.as_of)
    tell(
        "",
        f"{what_is_on(wizard)} Next:",
        f"  {wizard.command('run')}",
        "When that is right, switch on digest, so that people read what would be done, and after some weeks",
        f"one feature after the other: [features] in {wizard.config / 'agent.toml'}. To go back to a step:",
        f"  {wizard.command('init --from STEP')}",
    )
