"""What `run` and `serve` have in common: a cycle that is watched, and the ledger's daily copy after it."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from workspace_agent.alerts.troubles import Ending, Mail
from workspace_agent.alerts.watch import Watch, last_watch
from workspace_agent.alerts.ways import keep, ways_of
from workspace_agent.cli.errors import exit_code
from workspace_agent.ledger.backup import back_up_daily, daily_copy
from workspace_agent.ledger.rows import IDLE_RUNS_KEPT
from workspace_agent.model.action import Kind, State
from workspace_agent.model.errors import SettingsError
from workspace_agent.model.features import Switch
from workspace_agent.run import Report, clock_from, run
from workspace_agent.settle import Account, mails_failed
from workspace_agent.sign_in import short
from workspace_agent.tools import LEDGER, Tools

BACKUPS = "backups"


def say(sentence: str) -> None:
    """Tell whoever reads the terminal or the journal."""
    print(sentence, file=sys.stderr, flush=True)


@contextmanager
def told_if_wrong(config: Path) -> Iterator[None]:
    """Tell of settings that the body cannot load, by the ways of the last good ones; they stop it as ever."""
    try:
        yield
    except SettingsError as error:
        if watch := last_watch(config, clock_from(), say):
            watch.ended(Ending(error.exit_code))
        raise


@contextmanager
def told_of(watch: Watch) -> Iterator[None]:
    """What stops the body is told to the outside, and goes on its way."""
    try:
        yield
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:
        watch.ended(Ending(exit_code(error)))
        raise


def watched(watch: Watch, tools: Tools, approve: Sequence[str] = ()) -> Report:
    """One cycle, of whose end the outside is told; once a day the ledger is copied after it.

    Raises:
        WorkspaceAgentError: What stopped it; that is not told yet.
    """
    keep(ways_of(tools.settings))
    watch.begins()
    report = run(tools, approve)
    done = tools.ledger.runs.of(report.run)
    is_complete, counts = (done.is_complete, done.counts) if done else (False, "{}")
    mail = _mail(tools, report.account)
    watch.ended(Ending(report.exit_code, is_complete, _look_after(tools), mail), counts)
    return report


def _mail(tools: Tools, account: Account) -> Mail:
    """What became of a run's mails. That none goes out can be told in no mail of the agent's."""
    agent = tools.settings.agent
    if agent.features.digest is not Switch.ON:
        return Mail.GOES_OUT
    if "digest" in short(agent, tools.google.granted):
        return Mail.NOT_ALLOWED
    if mails_failed(account):
        return Mail.REFUSED
    sent = any(one.action.kind is Kind.MAIL and one.state is State.DONE for one in account.outcomes)
    return Mail.GOES_OUT if sent else Mail.NONE_DUE


def _look_after(tools: Tools) -> bool:
    """Once a day: copy the ledger, and let it forget what nobody asks for any more."""
    settings, now = tools.settings, tools.clock()
    folder, day = settings.state / BACKUPS, now.astimezone(settings.agent.time_zone).date()
    if daily_copy(folder, day).exists():
        return True
    tools.ledger.runs.forget_idle(now - IDLE_RUNS_KEPT)
    try:
        back_up_daily(settings.state / LEDGER, folder, day)
    except SettingsError as error:
        say(f"{error} The run is done all the same.")
        return False
    return True
