"""Everything that the sandbox holds."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime

from workspace_agent.sandbox.accounts import Accounts
from workspace_agent.sandbox.auth import Grant, Tokens
from workspace_agent.sandbox.calendar.state import CalendarState
from workspace_agent.sandbox.clock import START, Clock
from workspace_agent.sandbox.consent import Consents
from workspace_agent.sandbox.drive.state import DriveState
from workspace_agent.sandbox.forms.state import FormsState
from workspace_agent.sandbox.gmail.state import GmailState
from workspace_agent.sandbox.ids import Ids
from workspace_agent.sandbox.quirks import Quirks
from workspace_agent.sandbox.quotas import Quotas
from workspace_agent.sandbox.sheets.state import SheetsState
from workspace_agent.sandbox.uploads import Uploads


class State:
    """One sub-state per service. Users exist as soon as they are named.

    Args:
        now: Where the clock starts.
        seed: Other seeds give other identifiers.
        elapsed: Monotonic seconds for the clock and the age of tokens.
        wall: Seconds since 1970, for the times in JWTs: clients sign with real time.
    """

    def __init__(
        self,
        now: datetime = START,
        seed: int = 0,
        elapsed: Callable[[], float] = time.monotonic,
        wall: Callable[[], float] = time.time,  # noqa: TID251 - clients sign with real time
    ) -> None:
        self.ids = Ids(seed)
        self.clock = Clock(now, elapsed)
        self.quirks = Quirks()
        self.tokens = Tokens(self.ids, elapsed)
        self.consents = Consents(self.ids, elapsed)
        self.accounts = Accounts(self.ids, wall)
        self.quotas = Quotas()
        self.uploads = Uploads(self.ids)
        self.drive = DriveState(self.ids)
        self.calendar = CalendarState()
        self.gmail = GmailState(self.ids)
        self.forms = FormsState(self.ids)
        self.sheets = SheetsState()

    def end_access(self, ended: Grant) -> None:
        """Forget what somebody allowed an app."""
        self.consents.withdraw(ended.email, ended.client_id)
        if self.quirks.revoked_apps_lose_files:
            self.drive.forget_app(ended.client_id)
