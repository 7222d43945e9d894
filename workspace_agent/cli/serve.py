"""`serve`: cycle after cycle, until somebody ends it."""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from workspace_agent.cli.options import AsOf, Config, act_clock, load_settings
from workspace_agent.cli.status import NEXT_CYCLE, run_json, run_line
from workspace_agent.model.errors import GoogleRefusal, Stopped

if TYPE_CHECKING:
    from workspace_agent.alerts.watch import Watch
    from workspace_agent.cli.shutdown import Shutdown
    from workspace_agent.log import Format
    from workspace_agent.run import Report
    from workspace_agent.settings import Settings
    from workspace_agent.tools import Tools


def serve(config: Config = Path("config"), as_of: AsOf = "") -> None:
    """Do cycle after cycle, each few minutes (serve.every_minutes in agent.toml), until SIGTERM or Ctrl-C.

    The action in hand is finished then, nothing else begins, and the exit code is 0. Changed settings, a new
    sign-in and new secrets of alerts count from the next cycle on. Google's bad days are waited out; a dead
    sign-in or a wrong setting ends it.
    """
    from workspace_agent.cli.shutdown import asked_by_signals  # noqa: PLC0415 - heavy
    from workspace_agent.cli.watched import told_if_wrong  # noqa: PLC0415 - heavy

    with asked_by_signals() as shutdown:
        with told_if_wrong(config):
            held: Given | None = given(config)
        while held is not None and not shutdown.is_asked():
            held = _serve(held, as_of, shutdown)


@dataclass(frozen=True, slots=True)
class Given:
    """What people gave it, and how both looked, to see whether they changed it.

    Attributes:
        files: What stands in the files of settings; None for one that is not there or cannot be read.
        consent: The sign-in.
        alerts: Prints of the secrets by which people are told that the agent does not work.
    """

    settings: Settings
    files: tuple[bytes | None, ...]
    consent: object
    alerts: tuple[str, ...]

    @property
    def has_changed(self) -> bool:
        """It is not what people give by now."""
        from workspace_agent.alerts.watch import secret_prints  # noqa: PLC0415 - heavy
        from workspace_agent.sign_in import consent_of  # noqa: PLC0415 - heavy

        by_now = (_files(self.settings.folder), consent_of(self.settings), secret_prints(self.settings))
        return by_now != (self.files, self.consent, self.alerts)


def given(folder: Path) -> Given:
    """Load a folder of settings. What changes meanwhile has changed since: the files are looked at first.

    Raises:
        SettingsError: A setting is wrong.
    """
    from workspace_agent.alerts.watch import secret_prints  # noqa: PLC0415 - heavy
    from workspace_agent.sign_in import consent_of  # noqa: PLC0415 - heavy

    files = _files(folder)
    settings = load_settings(folder)
    return Given(settings, files, consent_of(settings), secret_prints(settings))


def _files(folder: Path) -> tuple[bytes | None, ...]:
    from workspace_agent.settings import FILES  # noqa: PLC0415 - heavy

    return tuple(_content(folder / name) for name in FILES)


def _content(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None


def _serve(held: Given, as_of: str, shutdown: Shutdown) -> Given | None:
    """Go on until the process is asked to end, or the settings are others: these are returned."""
    from workspace_agent.alerts.watch import watch_of  # noqa: PLC0415 - heavy
    from workspace_agent.cli.schedule import every  # noqa: PLC0415 - heavy
    from workspace_agent.cli.watched import say, told_of  # noqa: PLC0415 - heavy
    from workspace_agent.observe.feed import Feed  # noqa: PLC0415 - heavy
    from workspace_agent.tools import endpoint_of, open_tools  # noqa: PLC0415 - heavy

    settings = held.settings
    clock, real = act_clock(settings, as_of), act_clock(settings, "")
    watch = watch_of(settings, clock, say)
    period = timedelta(minutes=settings.agent.serve.every_minutes)
    with (
        told_of(watch),
        open_tools(settings, clock, endpoint_of(settings), shutdown.sleep, shutdown.is_asked) as opened,
    ):
        tools = replace(opened, feed=Feed(opened.google, settings.agent.department.robot))
        tools.log.show(sys.stderr, _layout(settings.agent.log.format))
        say(f"A look every {settings.agent.serve.every_minutes} min. Ctrl-C or SIGTERM ends it.")
        server = Server(tools, watch, period, held)
        every(period, server.cycle, real(), shutdown.wait)
        tools.ledger.set_meta(NEXT_CYCLE, "")
    return server.fresh


def _layout(asked: Literal["auto", "json", "console"]) -> Format:
    if asked != "auto":
        return asked
    return "console" if sys.stderr.isatty() else "json"


@dataclass(slots=True)
class Server:
    """One cycle after the other on the same tools.

    Attributes:
        given: With what the tools were opened.
        fresh: What is given by now, where that changed.
        told: What was printed of the last cycle.
    """

    tools: Tools
    watch: Watch
    period: timedelta
    given: Given
    fresh: Given | None = None
    told: int | None = None

    def cycle(self) -> bool:
        """Do one; whether to go on with these tools.

        Raises:
            WorkspaceAgentError: It cannot get better by itself.
        """
        if self.given.has_changed:
            self.fresh = given(self.given.settings.folder)
            return False
        began = self.tools.clock()
        goes_on = self._watched_cycle()
        self.tools.ledger.set_meta(NEXT_CYCLE, (began + self.period).isoformat())
        return goes_on

    def _watched_cycle(self) -> bool:
        from workspace_agent.alerts.troubles import Ending  # noqa: PLC0415 - heavy
        from workspace_agent.cli.watched import say, watched  # noqa: PLC0415 - heavy

        try:
            report = watched(self.watch, self.tools)
        except Stopped:
            return False
        except GoogleRefusal as error:
            self.watch.ended(Ending(error.exit_code))
            say(f"{error}. The next look tries again.")
            return True
        self._print(report)
        return True

    def _print(self, report: Report) -> None:
        """A line where something was done, or where it ended in another way than the last one."""
        done = self.tools.ledger.runs.of(report.run)
        if done and (report.account.outcomes or report.exit_code != self.told):
            print(run_line(run_json(done, self.tools.settings.agent.time_zone)), flush=True)
        self.told = report.exit_code
