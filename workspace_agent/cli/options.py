"""Options that several commands share, and opening the tools that they name."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from shutil import which
from typing import TYPE_CHECKING, Annotated

import typer

from workspace_agent.model.errors import WrongUsage

if TYPE_CHECKING:
    from workspace_agent.ledger.ledger import Ledger
    from workspace_agent.settings import Settings
    from workspace_agent.tools import Tools

_NAME = "workspace-agent"

Config = Annotated[Path, typer.Option("--config", envvar="WA_CONFIG", help="Folder that holds agent.toml.")]
AsOf = Annotated[
    str,
    typer.Option("--as-of", help="Think it is this moment (department's zone), as 2026-11-20T07:00."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON on standard output.")]
Initials = Annotated[
    bool, typer.Option("--initials", help="Show initials beside the opaque keys of students.")
]


def program() -> str:
    """What to type for this program, as it was started now."""
    return typed_for(sys.argv[0], which(_NAME))


def typed_for(started: str, found: str | None) -> str:
    """The name of the program; its path where a shell does not find it by its name.

    Args:
        started: Path by which it was started.
        found: What a shell finds by the name.
    """
    return shlex.quote(started) if found is None and Path(started).name == _NAME else _NAME


def opened_to_look(config: Path, as_of: str = "") -> AbstractContextManager[Tools]:
    """The tools of a settings folder, for a command that changes nothing at Google, also beside a run.

    Args:
        config: Holds `agent.toml`.
        as_of: A moment, or an empty text for now.

    Raises:
        SettingsError: A setting is wrong.
        WrongUsage: `as_of` is no moment.
    """
    from workspace_agent.run import clock_from  # noqa: PLC0415 - heavy

    settings = load_settings(config)
    return to_look(settings, clock_from(moment(as_of, settings) if as_of else None))


def to_look(settings: Settings, clock: Callable[[], datetime]) -> AbstractContextManager[Tools]:
    """The same with what is loaded already."""
    from workspace_agent.looking import open_to_look  # noqa: PLC0415 - heavy
    from workspace_agent.tools import endpoint_of  # noqa: PLC0415 - heavy

    return open_to_look(settings, clock, endpoint_of(settings), partial(print, file=sys.stderr))


def opened_to_act(config: Path, as_of: str) -> AbstractContextManager[Tools]:
    """The same for a command that writes: against Google itself it is always now.

    Raises:
        SettingsError: A setting is wrong.
        WrongUsage: `as_of` is no moment, or is not for Google.
    """
    from workspace_agent.tools import endpoint_of, open_tools  # noqa: PLC0415 - heavy

    settings = load_settings(config)
    return open_tools(settings, act_clock(settings, as_of), endpoint_of(settings))


def load_settings(config: Path) -> Settings:
    """What stands in a settings folder.

    Raises:
        SettingsError: A setting is wrong.
    """
    from workspace_agent.settings import load  # noqa: PLC0415 - heavy

    return load(config)


def act_clock(settings: Settings, as_of: str) -> Callable[[], datetime]:
    """The clock of a command that writes: against Google itself it is always now.

    Raises:
        WrongUsage: `as_of` is no moment, or is not for Google.
    """
    from workspace_agent.run import clock_from  # noqa: PLC0415 - heavy

    return clock_from(moment_to_act(settings, as_of) if as_of else None)


def moment_to_act(settings: Settings, as_of: str) -> datetime:
    """A typed moment, for a command that writes.

    Raises:
        WrongUsage: It is no moment, or is not for Google.
    """
    if settings.agent.google.mode != "sandbox":
        raise WrongUsage(
            "--as-of is only for the sandbox: real calendars live in the present.",
            advice="leave --as-of out, or name the settings of a sandbox with --config DIR",
        )
    return moment(as_of, settings)


def taken_by(settings: Settings) -> str:
    """Who takes in what is handed over, and when."""
    minutes = settings.agent.serve.every_minutes
    return f"The next run takes it in; where serve is there, it does so within {minutes} min."


@contextmanager
def remembered_by(settings: Settings) -> Iterator[Ledger | None]:
    """The ledger that belongs to settings, None where there was no run yet.

    Raises:
        SettingsError: The ledger is damaged or of another version.
    """
    from workspace_agent.ledger.file import refusing_damage, to_read  # noqa: PLC0415 - heavy
    from workspace_agent.ledger.ledger import Ledger  # noqa: PLC0415 - heavy
    from workspace_agent.tools import LEDGER  # noqa: PLC0415 - heavy

    path = settings.state / LEDGER
    if not path.exists():
        yield None
        return
    ledger = Ledger(path, to_read)
    try:
        with refusing_damage(path):
            yield ledger
    finally:
        ledger.close()


def asked_at(as_of: str, settings: Settings) -> datetime:
    """The moment that was typed, or the one it is, in UTC.

    Raises:
        WrongUsage: What was typed is no moment.
    """
    from workspace_agent.run import clock_from  # noqa: PLC0415 - heavy

    return moment(as_of, settings) if as_of else clock_from()()


def moment(text: str, settings: Settings) -> datetime:
    """A typed moment, in the department's zone where it names none, as UTC.

    Raises:
        WrongUsage: It is none.
    """
    typed, zone = as_typed(text), settings.agent.time_zone
    return (typed if typed.tzinfo else typed.replace(tzinfo=zone)).astimezone(UTC)


def as_typed(text: str) -> datetime:
    """A typed moment, in no zone where it names none.

    Raises:
        WrongUsage: It is none.
    """
    try:
        typed = datetime.fromisoformat(text)
    except ValueError:
        typed = None
    if typed is None or not 2000 <= typed.year < 2100:
        raise WrongUsage(
            f"--as-of {text}: this is no moment.", advice="write it as in 2026-11-20T07:00, or in 2026-11-20"
        )
    return typed
