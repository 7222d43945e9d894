"""Everything that one identity can do at Google."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from workspace_agent.google.api import Api, Caller
from workspace_agent.google.calendar import Calendar
from workspace_agent.google.counter import Counter
from workspace_agent.google.credentials import TokenFile, missing_scopes
from workspace_agent.google.drive import Drive
from workspace_agent.google.endpoint import Endpoint
from workspace_agent.google.forms import Forms
from workspace_agent.google.gmail import Gmail
from workspace_agent.google.guard import Guard
from workspace_agent.google.limiter import QUOTAS, Limiter
from workspace_agent.google.methods import METHODS
from workspace_agent.google.retry import Budget, Retrier
from workspace_agent.google.session import TIMEOUT, SignedSession, Timeout, connect
from workspace_agent.google.sheets import Sheets
from workspace_agent.google.timing import Timing
from workspace_agent.model.quotas import Quota


@dataclass(frozen=True, slots=True)
class Limits:
    """How much and how long.

    Attributes:
        quotas: Per minute, by bucket; one that is not named has no limit: write `QUOTAS | {...}`.
        timeout: Seconds to connect, and seconds to wait for each piece of an answer.
        patience: For how many seconds after its first failure a call may be repeated.
        repeats: How many repeats all calls of a run may make together.
    """

    quotas: Mapping[str, Quota] = field(default_factory=lambda: QUOTAS)
    timeout: Timeout = TIMEOUT
    patience: float = 120.0
    repeats: int = 60


@dataclass(frozen=True, slots=True)
class Google:
    """The services of one identity. Nothing is sent, and no client library loaded, before the first call.

    Attributes:
        sheets: Spreadsheets.
        drive: Files.
        calendar: Events.
        gmail: Drafts.
        forms: Forms and responses.
        counter: Requests so far.
        token_file: Who is signed in.
    """

    sheets: Sheets
    drive: Drive
    calendar: Calendar
    gmail: Gmail
    forms: Forms
    counter: Counter
    token_file: TokenFile
    _session: SignedSession
    _budget: Budget

    @classmethod
    def connect(
        cls,
        endpoint: Endpoint,
        token_file: Path,
        *,
        timing: Timing,
        guard: Guard,
        limits: Limits | None = None,
        limiter: Limiter | None = None,
    ) -> Google:
        """Prepares the services.

        Args:
            endpoint: Google or the sandbox.
            token_file: Whose token.
            timing: Clock, sleep and jitter.
            guard: Knows the roster.
            limits: Quotas, time-out, patience and repeats.
            limiter: Of another identity of the same project, which has to share its quotas with this one.

        Raises:
            SettingsError: If the token file can be read by others, or belongs to the other side.
            SignInError: If there is no usable token file.
        """
        limits = limits or Limits()
        token, counter = TokenFile.read(token_file), Counter()
        session = connect(
            endpoint,
            token,
            timeout=limits.timeout,
            on_token_call=lambda: counter.add(METHODS["oauth2.token"]),
        )
        budget = Budget(limits.repeats)
        retrier = Retrier(timing, budget, limits.patience)
        limiter = limiter or Limiter(limits.quotas, timing)
        caller = Caller(retrier, limiter, counter, str(token_file))
        return cls(
            Sheets(session, caller, limits.timeout),
            Drive(Api("drive.v3", session, caller, guard)),
            Calendar(Api("calendar.v3", session, caller, guard)),
            Gmail(Api("gmail.v1", session, caller, guard)),
            Forms(Api("forms.v1", session, caller, guard)),
            counter,
            token,
            session,
            budget,
        )

    def begin_run(self) -> None:
        """Starts the counts and the budget of repeats anew; the services stay as they are."""
        self.counter.clear()
        self._budget.refill()

    def missing_scopes(self, needed: frozenset[str]) -> frozenset[str]:
        """Returns the scopes that were not granted."""
        return missing_scopes(self.token_file.credentials, needed)

    def close(self) -> None:
        """Closes the connections."""
        self._session.close()
