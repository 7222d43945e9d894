"""Everything that one identity can do at Google."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from workspace_agent.google.api import Api, Caller, OwnersCaller
from workspace_agent.google.calendar import Calendar
from workspace_agent.google.counter import Counter
from workspace_agent.google.credentials import Identity, TokenFile
from workspace_agent.google.drive import Drive
from workspace_agent.google.endpoint import Endpoint
from workspace_agent.google.forms import Forms
from workspace_agent.google.gmail import Gmail
from workspace_agent.google.guard import Guard
from workspace_agent.google.limiter import QUOTAS, Limiter
from workspace_agent.google.methods import METHODS
from workspace_agent.google.retry import Budget, Repeat, Retrier
from workspace_agent.google.scopes import uncovered
from workspace_agent.google.session import TIMEOUT, SignedSession, Timeout, connect
from workspace_agent.google.sheets import Sheets
from workspace_agent.google.timing import Timing
from workspace_agent.model.quotas import Quota

_ROBOT = "robot"
"""Whose quota counts where nobody else is acted for; the others are known by their calendars."""


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
        identity: Who is signed in.
    """

    sheets: Sheets
    drive: Drive
    calendar: Calendar
    gmail: Gmail
    forms: Forms
    counter: Counter
    identity: Identity
    _session: SignedSession
    _caller: Caller
    _budget: Budget
    _others: tuple[SignedSession, ...] = ()

    @classmethod
    def connect(
        cls,
        endpoint: Endpoint,
        token_file: Path,
        *,
        timing: Timing,
        guard: Guard,
        limits: Limits | None = None,
    ) -> Google:
        """Prepares the services for the person whose token file it is; the rest as in `of`.

        Raises:
            SettingsError: If the token file can be read by others, or belongs to the other side.
            SignInError: If there is no usable token file.
        """
        return cls.of(endpoint, TokenFile.read(token_file), timing=timing, guard=guard, limits=limits)

    @classmethod
    def of(
        cls,
        endpoint: Endpoint,
        identity: Identity,
        *,
        timing: Timing,
        guard: Guard,
        limits: Limits | None = None,
        owners: Mapping[str, Identity] | None = None,
    ) -> Google:
        """Prepares the services.

        Args:
            endpoint: Google or the sandbox.
            identity: Who signs in.
            timing: Clock, sleep and jitter.
            guard: Knows the roster.
            limits: Quotas, time-out, patience and repeats.
            owners: By calendar, as whom it is read and written; any other as `identity`.

        Raises:
            SettingsError: If an identity belongs to the other side.
        """
        limits, counter = limits or Limits(), Counter()
        budget = Budget(limits.repeats)
        retrier, limiter = Retrier(timing, budget, limits.patience), Limiter(limits.quotas, timing)
        caller = Caller(retrier, limiter, counter, _ROBOT)

        def signed(whose: Identity) -> SignedSession:
            count = partial(counter.add, METHODS["oauth2.token"])
            return connect(endpoint, whose, timeout=limits.timeout, on_token_call=count)

        session = signed(identity)
        others = {calendar: signed(owner) for calendar, owner in (owners or {}).items()}
        own = Api("calendar.v3", session, caller, guard)
        calendars = {
            calendar: Api("calendar.v3", other, OwnersCaller(retrier, limiter, counter, calendar), guard)
            for calendar, other in others.items()
        }
        return cls(
            Sheets(session, caller, limits.timeout),
            Drive(Api("drive.v3", session, caller, guard)),
            Calendar(lambda calendar: calendars.get(calendar, own)),
            Gmail(Api("gmail.v1", session, caller, guard)),
            Forms(Api("forms.v1", session, caller, guard)),
            counter,
            identity,
            session,
            caller,
            budget,
            tuple(others.values()),
        )

    def begin_run(self) -> None:
        """Starts the counts and the budget of repeats anew; the services stay as they are."""
        self.counter.clear()
        self._budget.refill()

    @property
    def granted(self) -> frozenset[str]:
        """The scopes that this identity was allowed.

        Raises:
            SignInError: It has to buy a token to learn that, and Google does not accept it.
            GoogleUnavailable: The same, and Google does not answer.
        """
        if self.identity.granted is None:
            self._caller.call(Repeat.IDEMPOTENT, "oauth2.token", self._session.buy_token)
        return self.identity.granted or frozenset()

    def missing_scopes(self, needed: frozenset[str]) -> frozenset[str]:
        """Returns the scopes that were not granted."""
        return uncovered(self.granted, needed)

    def close(self) -> None:
        """Closes the connections."""
        for session in (self._session, *self._others):
            session.close()
