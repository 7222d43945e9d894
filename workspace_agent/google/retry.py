"""The one retry layer: what may be repeated, how long to wait, and when to give up."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto
from typing import TypeVar

import requests
from google.auth.exceptions import RefreshError, TransportError
from requests.exceptions import ChunkedEncodingError, ConnectTimeout, ContentDecodingError
from tenacity import RetryCallState, Retrying, retry_if_exception
from urllib3.exceptions import NewConnectionError

from workspace_agent.google.answers import Meaning, Refused, Unreadable
from workspace_agent.google.timing import Timing
from workspace_agent.model.errors import (
    AccessDenied,
    AlreadyExists,
    Changed,
    Gone,
    GoogleRefusal,
    GoogleUnavailable,
    NotFound,
    OutcomeUnknown,
    QuotaExhausted,
    Rejected,
    SignInError,
    WorkspaceAgentError,
)

T = TypeVar("T")

_LOG = logging.getLogger(__name__)

_FIRST_WAIT = 1.0
_LONGEST_WAIT = 32.0

_TRANSPORT = (
    requests.ConnectionError,
    requests.Timeout,
    ChunkedEncodingError,
    ContentDecodingError,
    ConnectionError,
    TimeoutError,
    Unreadable,
)

_REFUSALS: Mapping[Meaning, type[GoogleRefusal]] = {
    Meaning.USED_UP: QuotaExhausted,
    Meaning.DENIED: AccessDenied,
    Meaning.MISSING: NotFound,
    Meaning.TAKEN: AlreadyExists,
    Meaning.GONE: Gone,
    Meaning.CHANGED: Changed,
    Meaning.WRONG: Rejected,
}

_TELLING = frozenset({Meaning.TAKEN, Meaning.CHANGED})
"""What a repeat is refused with because it was applied, or may have been: the effect is compared at once."""


class Repeat(Enum):
    """What happens when a call that was already applied is sent again."""

    IDEMPOTENT = auto()
    """Nothing: reads, and writes that set a whole value."""
    KEYED = auto()
    """It is refused: an id chosen beforehand answers 409, an etag answers 412."""
    UNSAFE = auto()
    """It happens twice."""


class Budget:
    """How many repeats one run may make, over all its calls: a bad day must end.

    Args:
        repeats: The number.
    """

    def __init__(self, repeats: int) -> None:
        self._repeats = self._left = repeats
        self._lock = threading.Lock()

    def refill(self) -> None:
        """Starts anew, for the next run."""
        with self._lock:
            self._left = self._repeats

    def take(self) -> bool:
        """Takes one repeat; False when none is left."""
        with self._lock:
            self._left -= 1
            return self._left >= 0


@dataclass(frozen=True, slots=True)
class _Failure:
    """One failed attempt."""

    meaning: Meaning
    status: int = 0
    reason: str = ""
    retry_at: datetime | None = None


class Retrier:
    """Makes calls, repeats those that may be repeated, and turns failures into our own errors.

    Args:
        timing: Clock, sleep and jitter.
        budget: Shared by all calls of a run.
        patience: For how many seconds after its first failure a call may be repeated.
    """

    def __init__(self, timing: Timing, budget: Budget, patience: float = 120.0) -> None:
        self._timing = timing
        self._budget = budget
        self._patience = timedelta(seconds=patience)

    def call(self, repeat: Repeat, method: str, function: Callable[[], T]) -> T:
        """Returns what the function returns, however many attempts that takes.

        Args:
            repeat: What a second sending would do.
            method: Google's method id, for errors.
            function: Makes one request; raises `Refused`, or what the transport raises.

        Raises:
            SignInError: If Google does not accept the identity: stop the run.
            OutcomeUnknown: If the call may have been applied and must not simply be sent again.
            GoogleRefusal: What else Google answered; see its subclasses.
        """
        one = _Call(repeat, method, self._timing, self._budget, self._patience)
        retrying = Retrying(
            sleep=self._timing.sleep,
            retry=retry_if_exception(one.repeats),
            wait=one.wait,
            stop=one.stop,
            before_sleep=one.tell,
        )
        try:
            return retrying(function)
        except BaseException as error:
            if one.failure is None or isinstance(error, WorkspaceAgentError):
                raise
        # Outside the except block: the library's error, which holds URLs and prose, must not hang on ours.
        raise one.error()


class _Call:
    """One call over all its attempts: tenacity's three questions, and the error at the end."""

    def __init__(
        self, repeat: Repeat, method: str, timing: Timing, budget: Budget, patience: timedelta
    ) -> None:
        self._repeat = repeat
        self._method = method
        self._timing = timing
        self._budget = budget
        self._patience = patience
        self._deadline: datetime | None = None
        self._in_doubt = False
        self.failure: _Failure | None = None

    def repeats(self, error: BaseException) -> bool:
        now = self._timing.clock()
        self.failure = failure = understand(error, now)
        if failure is None:
            return False
        self._deadline = self._deadline or now + self._patience
        self._in_doubt |= failure.meaning is Meaning.UNSURE
        safe = self._repeat is not Repeat.UNSAFE
        return failure.meaning is Meaning.NOT_DONE_YET or (failure.meaning is Meaning.UNSURE and safe)

    def wait(self, state: RetryCallState) -> float:
        backoff = min(_LONGEST_WAIT, _FIRST_WAIT * 2.0 ** min(state.attempt_number - 1, 16))
        asked = self.failure.retry_at if self.failure else None
        told = (asked - self._timing.clock()).total_seconds() if asked else 0.0
        return max(backoff, told) + self._timing.jitter()

    def stop(self, state: RetryCallState) -> bool:
        end = self._timing.clock() + timedelta(seconds=state.upcoming_sleep)
        return (self._deadline is not None and end > self._deadline) or not self._budget.take()

    def tell(self, state: RetryCallState) -> None:
        failure = self.failure or _Failure(Meaning.UNSURE)
        seconds = state.upcoming_sleep
        values = {"status": failure.status, "reason": failure.reason, "seconds": round(seconds, 1)}
        _LOG.info("again", extra={"method": self._method, **values})

    @property
    def _must_be_looked_up(self) -> bool:
        """An earlier attempt may have been applied, which a refusal of a later one does not take back."""
        return self._in_doubt and self._repeat is not Repeat.IDEMPOTENT

    def error(self) -> WorkspaceAgentError:
        failure = self.failure or _Failure(Meaning.UNSURE)
        if failure.meaning is Meaning.SIGNED_OUT:
            return SignInError("Google does not accept the sign-in", reason=failure.reason)
        refusal = _REFUSALS.get(failure.meaning)
        if refusal and (failure.meaning in _TELLING or not self._must_be_looked_up):
            return refusal(self._method, failure.status, failure.reason)
        if self._must_be_looked_up:
            return OutcomeUnknown(self._method, failure.status, failure.reason)
        return GoogleUnavailable(self._method, failure.status, failure.reason, retry_at=failure.retry_at)


def understand(error: BaseException, now: datetime) -> _Failure | None:
    """Returns what a failed attempt means, or None if it is none of Google's doing.

    Args:
        error: What the attempt raised.
        now: Aware, in UTC.
    """
    if isinstance(error, Refused):
        answer = error.answer
        return _Failure(answer.meaning, answer.status, answer.reason, answer.retry_at(now))
    if isinstance(error, RefreshError):
        return _refresh_failure(error)
    if isinstance(error, TransportError):
        return _Failure(Meaning.NOT_DONE_YET, reason="tokenEndpoint")
    return _Failure(_transport_meaning(error)) if _is_transport(error) else None


def _refresh_failure(error: RefreshError) -> _Failure:
    body = error.args[1] if len(error.args) > 1 else None
    reason = body.get("error", "") if isinstance(body, dict) else ""
    return _Failure(Meaning.SIGNED_OUT, reason=str(reason))


def _is_transport(error: BaseException) -> bool:
    return isinstance(error, _TRANSPORT)


def _transport_meaning(error: BaseException) -> Meaning:
    cause = error.__cause__ if isinstance(error.__cause__, requests.RequestException) else error
    if isinstance(cause, ConnectTimeout):
        return Meaning.NOT_DONE_YET
    inner = cause.args[0] if cause.args else None
    never_sent = isinstance(getattr(inner, "reason", inner), NewConnectionError)
    return Meaning.NOT_DONE_YET if never_sent else Meaning.UNSURE
