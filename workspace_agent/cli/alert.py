"""`alert`: try the ways by which people hear that the agent does not work, or tell that it failed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from workspace_agent.cli.options import Config, load_settings
from workspace_agent.model.errors import SettingsError

if TYPE_CHECKING:
    from workspace_agent.alerts.watch import Watch

_WELL = "success"
Result = Annotated[
    str,
    typer.Option(
        envvar="SERVICE_RESULT", help=f"How systemd says that it ended; of {_WELL!r} nothing is told."
    ),
]

app = typer.Typer(
    help="How people hear that the agent does not work: heartbeat and mail.", no_args_is_help=True
)

NO_WAY = (
    "Nobody is told when the agent does not work. Put a monitor's address into secrets/heartbeat.url (mode "
    "0600), or a mail server into [alerts.smtp] of agent.toml; docs/operations.md tells how."
)


@app.callback()
def _group() -> None:
    """How people hear that the agent does not work: heartbeat and mail."""


@app.command("test")
def send_test(config: Config = Path("config")) -> None:
    """Send a test by each way: the monitor hears of a failure and then that all is well; a mail is sent."""
    from workspace_agent.alerts.heartbeat import URL_FILE  # noqa: PLC0415 - heavy
    from workspace_agent.alerts.smtp import PASSWORD_FILE  # noqa: PLC0415 - heavy

    watch = _watch(config)
    if not watch.is_on and not watch.broken:
        print(NO_WAY)
        raise typer.Exit(1)
    heard, mailed = watch.test()
    then = f"the server took it for {_recipients(watch)}; look whether it came"
    print(_line("Heartbeat", heard, "the monitor took it", watch.broken.get(URL_FILE)))
    print(_line("Mail", mailed, then, watch.broken.get(PASSWORD_FILE)))
    if watch.broken or False in {heard, mailed}:
        raise typer.Exit(1)


@app.command()
def failed(config: Config = Path("config"), result: Result = "") -> None:
    """Tell that the service failed; what was told already is not told again. systemd calls this."""
    if result != _WELL:
        _known_watch(config).service_failed()


def _known_watch(config: Path) -> Watch:
    """By the settings, or where they are wrong by the last good ones."""
    from workspace_agent.alerts.watch import last_watch  # noqa: PLC0415 - heavy
    from workspace_agent.cli.watched import say  # noqa: PLC0415 - heavy
    from workspace_agent.run import clock_from  # noqa: PLC0415 - heavy

    try:
        return _watch(config)
    except SettingsError:
        watch = last_watch(config, clock_from(), say)
        if watch is None:
            raise
        return watch


def _watch(config: Path) -> Watch:
    from workspace_agent.alerts.watch import watch_of  # noqa: PLC0415 - heavy
    from workspace_agent.cli.watched import say  # noqa: PLC0415 - heavy
    from workspace_agent.run import clock_from  # noqa: PLC0415 - heavy

    return watch_of(load_settings(config), clock_from(), say)


def _recipients(watch: Watch) -> str:
    return ", ".join(watch.mail.settings.to) if watch.mail else ""


def _line(way: str, taken: bool | None, then: str, broken: SettingsError | None) -> str:
    if broken:
        return f"{way}: not tried. {broken}"
    if taken is None:
        return f"{way}: not set up"
    refused = "not taken; look at the address, at the secret, and whether this machine may connect there"
    return f"{way}: {then if taken else refused}"
