"""What is examined: settings, secrets, ledger and the connection to Google, each opened when first looked at.

Nothing here takes the lock of a run, makes a folder or changes a file, but that a refreshed token is kept.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from pathlib import Path

from workspace_agent.google.endpoint import Endpoint
from workspace_agent.google.session import Timeout
from workspace_agent.google.timing import Timing
from workspace_agent.google.token_info import TokenInfo, ask
from workspace_agent.google.workspace import Google, Limits
from workspace_agent.ledger.file import to_read
from workspace_agent.ledger.keys import AliasKey, alias_key
from workspace_agent.ledger.ledger import Ledger
from workspace_agent.model.organisation import Organisation
from workspace_agent.settings import Settings, load
from workspace_agent.sign_in import identity, owners
from workspace_agent.tools import ALIAS_KEY, LEDGER

_PATIENCE, _REPEATS = 20.0, 10
"""Seconds and repeats: whoever asks how things stand waits for an answer, not for Google's better days."""


@dataclass(frozen=True)
class Installation:
    """The agent as it is installed here.

    Attributes:
        config: Folder of the settings.
        clock: Gives now, aware.
        sleep: Takes seconds.
        endpoint_of: Where Google is, by the settings.
        free_bytes: Free space on the disk of a folder.
        user: Number of the user as whom this runs.
    """

    config: Path
    clock: Callable[[], datetime]
    sleep: Callable[[float], None]
    endpoint_of: Callable[[Settings], Endpoint]
    free_bytes: Callable[[Path], int]
    user: int

    @cached_property
    def settings(self) -> Settings:
        """The settings.

        Raises:
            SettingsError: One is wrong.
        """
        return load(self.config)

    @property
    def organisation(self) -> Organisation:
        """People and districts, today."""
        return self.settings.agent.organisation_on(self.today)

    @property
    def today(self) -> date:
        """The date in the department's zone."""
        return self.clock().astimezone(self.settings.agent.time_zone).date()

    @property
    def robot(self) -> str:
        """The agent's address."""
        return self.settings.agent.department.robot

    @cached_property
    def endpoint(self) -> Endpoint:
        """Google, or the sandbox."""
        return self.endpoint_of(self.settings)

    @property
    def timeout(self) -> Timeout:
        """Seconds to connect and to read."""
        asked = self.settings.agent.google
        return asked.connect_timeout_seconds, asked.read_timeout_seconds

    @cached_property
    def google(self) -> Google:
        """The services, in the agent's name.

        Raises:
            SignInError: There is no usable token.
            SettingsError: There is no usable key, others can read it, or it belongs to the other side.
        """
        timing = Timing(self.clock, self.sleep, random.random)
        limits = Limits(timeout=self.timeout, patience=_PATIENCE, repeats=_REPEATS)
        who, others = identity(self.settings), owners(self.settings)
        return Google.of(self.endpoint, who, timing=timing, guard=_nobody, limits=limits, owners=others)

    @cached_property
    def token_info(self) -> TokenInfo:
        """What Google says of the access token in use; ask after a refresh.

        Raises:
            GoogleUnavailable: Nobody answers.
        """
        return ask(self.endpoint, str(self.google.identity.credentials.token or ""), self.timeout)

    @property
    def ledger_path(self) -> Path:
        """The file of the ledger."""
        return self.settings.state / LEDGER

    @cached_property
    def ledger(self) -> Ledger | None:
        """The ledger, to read; None where there was no run yet.

        Raises:
            SettingsError: It is damaged or of another version.
        """
        return Ledger(self.ledger_path, to_read) if self.ledger_path.exists() else None

    @property
    def alias_key(self) -> AliasKey:
        """The alias key; a new one, which is not kept, where there is none.

        Raises:
            SettingsError: Others can read it, or it is damaged.
        """
        return alias_key(self.settings.secrets / ALIAS_KEY)

    def close(self) -> None:
        """Close what was opened."""
        opened = vars(self)
        if "google" in opened:
            self.google.close()
        if opened.get("ledger") is not None:
            opened["ledger"].close()


def _nobody(_text: str) -> bool:
    """No roster is known here: what is written, if anything is, is made of our own words."""
    return False
