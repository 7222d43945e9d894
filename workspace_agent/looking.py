"""Open everything for a command that changes nothing at Google, also beside a run or `serve`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from pathlib import Path

from workspace_agent.google.endpoint import Endpoint
from workspace_agent.ledger.file import to_copy
from workspace_agent.ledger.inbox import look_into, take_in
from workspace_agent.ledger.ledger import Ledger
from workspace_agent.log import Log
from workspace_agent.model.errors import LockHeld
from workspace_agent.settings import Settings
from workspace_agent.tools import Openers, Tools, connected, explaining, open_tools

BESIDE = (
    "A run is under way, or serve is there: this is a look beside it. What it is just doing may be shown as "
    "still to be done."
)
_NOTHING_YET = "The very first run is under way, and there is nothing to go by yet."


@contextmanager
def open_to_look(
    settings: Settings, clock: Callable[[], datetime], endpoint: Endpoint, tell: Callable[[str], object]
) -> Iterator[Tools]:
    """Everything to look with, and in the ledger what was handed over.

    Where nobody holds the lock it is taken, so that who is who is remembered. Else the ledger is a copy that
    is forgotten in the end: nothing that has to last may be entered there (see `ledger.inbox`).

    Args:
        settings: What the look is told.
        clock: Gives now, aware.
        endpoint: Google, or a sandbox.
        tell: Is told, in a sentence, that somebody else holds the lock.

    Raises:
        LockHeld: The very first run holds it.
        WorkspaceAgentError: As `open_tools` says.
    """
    with ExitStack() as closing:
        try:
            tools = closing.enter_context(open_tools(settings, clock, endpoint))
            take_in(settings.state, tools.ledger, clock())
        except LockHeld:
            tools = closing.enter_context(_beside(settings, clock, endpoint))
            look_into(settings.state, tools.ledger, clock())
            tell(BESIDE)
        yield tools


@contextmanager
def _beside(settings: Settings, clock: Callable[[], datetime], endpoint: Endpoint) -> Iterator[Tools]:
    with explaining(settings, clock), connected(settings, clock, endpoint, _FORGOTTEN) as tools:
        if not tools.ledger.meta("key_print"):
            raise LockHeld(_NOTHING_YET)  # a look would keep an alias key of its own
        yield tools


def _copied(path: Path) -> Ledger:
    if not path.exists():
        raise LockHeld(_NOTHING_YET)
    return Ledger(path, to_copy)


def _no_log(_: Path) -> Log:
    return Log(None)


_FORGOTTEN = Openers(_copied, _no_log)
