"""`install systemd`: what makes the agent go by itself on a machine with systemd."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from workspace_agent.cli.options import load_settings
from workspace_agent.cli.systemd import SERVICE, TIMER, Place, resident, timed
from workspace_agent.model.errors import SettingsError

app = typer.Typer(help="What makes the agent go by itself.", no_args_is_help=True)

InstalledConfig = Annotated[
    Path, typer.Option("--config", envvar="WA_CONFIG", help="Folder that holds agent.toml.")
]
User = Annotated[str, typer.Option("--user", help="Who it runs as.")]
Serve = Annotated[bool, typer.Option("--serve", help="A service that is always there, instead of a timer.")]
To = Annotated[Path | None, typer.Option("--to", help="Write the files into this folder instead.")]


@app.callback()
def _group() -> None:
    """What makes the agent go by itself."""


@app.command()
def systemd(
    config: InstalledConfig = Path("/etc/workspace-agent"),
    user: User = "workspace-agent",
    serve: Serve = False,
    to: To = None,
) -> None:
    """Print a hardened service, its timer, and a service for when it fails. Nothing is installed.

    With --serve the service is always there and looks every few minutes; without, a timer starts a run.
    """
    settings = load_settings(config)
    python = Path(sys.executable).resolve()
    place = Place(user, _program(), python, config.resolve(), (settings.state, settings.secrets))
    units = resident(place) if serve else timed(place)
    if to:
        _write(units, to)
    else:
        print("\n".join(f"# ---- {name}\n{text}" for name, text in units.items()), end="")
    print(_next_steps(SERVICE if serve else TIMER, to), file=sys.stderr)
    for path in place.unseen:
        print(f"The service does not see {path}: move it out of home and temporary folders.", file=sys.stderr)
    if place.unseen:
        raise typer.Exit(1)


def _program() -> tuple[str, ...]:
    """This program, by its whole path."""
    command = Path(sys.executable).with_name("workspace-agent")
    return (str(command),) if command.exists() else (sys.executable, "-m", "workspace_agent")


def _write(units: Mapping[str, str], folder: Path) -> None:
    for name, text in units.items():
        path = folder / name
        try:
            path.write_text(text, encoding="utf-8")
        except OSError:
            advice = "name a folder there is, or put sudo before the command"
            raise SettingsError(f"{path} cannot be written.", advice=advice) from None
        print(path)


def _next_steps(started: str, to: Path | None) -> str:
    folder = to or Path("/etc/systemd/system")
    first = "" if to else f"Write them there: sudo workspace-agent install systemd --to {folder}\n"
    return f"{first}Then: sudo systemctl daemon-reload && sudo systemctl enable --now {started}"
