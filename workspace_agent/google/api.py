"""What every request passes: guard, limiter, counter, retry; and Google's client library, built once."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from copy import copy
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

import requests

from workspace_agent.google.answers import Refused, Unreadable
from workspace_agent.google.counter import Counter
from workspace_agent.google.guard import Guard, check_outgoing
from workspace_agent.google.http import RequestsHttp
from workspace_agent.google.limiter import Limiter
from workspace_agent.google.methods import METHODS
from workspace_agent.google.retry import Repeat, Retrier
from workspace_agent.model.errors import NotDelegated, Rejected, SignInError

T = TypeVar("T")
Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Caller:
    """Makes one identity's calls.

    Attributes:
        retrier: Repeats what may be repeated.
        limiter: Waits for the quota, before each attempt.
        counter: Counts each attempt.
        user: A name for the identity: whose quota counts.
    """

    retrier: Retrier
    limiter: Limiter
    counter: Counter
    user: str

    def call(self, repeat: Repeat, method_id: str, function: Callable[[], T]) -> T:
        """Returns what the function returns.

        Args:
            repeat: What a second sending would do.
            method_id: Google's method id; one of `METHODS`.
            function: Makes one request.

        Raises:
            WorkspaceAgentError: What `Retrier.call` raises.
        """
        method = METHODS[method_id]

        def attempt() -> T:
            with self.limiter.turn(method, self.user):
                self.counter.add(method)
                return function()

        return self.retrier.call(repeat, method_id, attempt)


@dataclass(frozen=True, slots=True)
class OwnersCaller(Caller):
    """Makes the calls that a service account makes as somebody else.

    That it may not act for them, or they have no account any more, concerns nothing but what is theirs.
    """

    def call(self, repeat: Repeat, method_id: str, function: Callable[[], T]) -> T:
        """As above, but NotDelegated in place of SignInError."""
        try:
            return Caller.call(self, repeat, method_id, function)
        except SignInError as error:
            raise NotDelegated(method_id, reason=error.reason) from None


class Api:
    """One API through google-api-python-client, and the only way to it: each write passes the guard here.

    Args:
        name: Google's name and version of the API, such as `drive.v3`.
        session: The identity's session.
        caller: Makes the calls.
        guard: Knows the roster.

    Attributes:
        writes: How many were tried so far.
    """

    def __init__(self, name: str, session: requests.Session, caller: Caller, guard: Guard) -> None:
        self._name, _, self._version = name.partition(".")
        self._session = session
        self._caller = caller
        self._guard = guard
        self._resources: dict[str, Any] = {}
        self.writes = 0
        self._lock = threading.Lock()

    def resource(self, path: str) -> Any:
        """Returns a resource such as `users.drafts`. Building one costs 31 ms, so each is built once."""
        with self._lock:
            if path not in self._resources:
                built = self._service
                for part in path.split("."):
                    built = getattr(built, part)()
                self._resources[path] = built
            return self._resources[path]

    def read(self, request: Any) -> Any:
        """Returns the answer to a request that changes nothing."""
        return self._perform(Repeat.IDEMPOTENT, request)

    def write(self, repeat: Repeat, request: Any, outgoing: object) -> Any:
        """Returns the answer to a request that changes something.

        Args:
            repeat: What a second sending would do.
            request: A request of google-api-python-client.
            outgoing: What it says: its JSON body or its message.

        Raises:
            NameRefused: If it shows a name; nothing is sent then.
        """
        check_outgoing(self._guard, self._name, outgoing)
        self.writes += 1
        return self._perform(repeat, request)

    def pages(self, resource: Any, request: Any) -> Iterator[Json]:
        """Yields all pages of a list. A page may be empty and still have a next one.

        Args:
            resource: The resource whose `list` made the request.
            request: For the first page.

        Raises:
            Rejected: If the pages go round in a circle.
        """
        seen: set[str] = set()
        while request is not None:
            if request.uri in seen:
                raise Rejected(request.methodId, 200, "pageTokenRepeated")
            seen.add(request.uri)
            page = self.read(request)
            yield page
            request = resource.list_next(request, page)

    def check_query(self, text: str) -> str:
        """Returns a search text, once the guard has seen it: queries leave too, and are logged by Google.

        Raises:
            NameRefused: If it shows a name.
        """
        check_outgoing(self._guard, self._name, {"q": text})
        return text

    def _perform(self, repeat: Repeat, request: Any) -> Any:
        return self._caller.call(repeat, request.methodId, lambda: _execute(request))

    @cached_property
    def _service(self) -> Any:
        from googleapiclient.discovery import build  # noqa: PLC0415 - 300 ms and 30 MB

        return build(
            self._name,
            self._version,
            http=RequestsHttp(self._session),
            cache_discovery=False,
            static_discovery=True,
        )


def _copied(request: Any) -> Any:
    """A request to be sent in place of another, which stays as it is: for a repeat, and for the next page.

    The library makes a form of the query where an address is longer than 2,048 characters, in the request
    itself; and then `list_next` puts the next token into the address, where the query is no more.
    """
    copied = copy(request)
    copied.headers = dict(request.headers)
    return copied


def _execute(request: Any) -> Any:
    from googleapiclient.errors import HttpError  # noqa: PLC0415 - loaded with the service

    failure: Exception
    try:
        answer = _copied(request).execute(num_retries=0)
    except HttpError as error:
        failure = Refused(error.resp.status, error.resp, error.content)
    except UnicodeDecodeError:
        failure = Unreadable()
    else:
        # The library hands out a text where it could not read JSON, and bytes for a download. After a
        # deletion there is nothing to say (204), and the text is empty.
        if isinstance(answer, dict | bytes) or (request.method == "DELETE" and answer == ""):
            return answer
        failure = Unreadable()
    raise failure  # outside the except block: HttpError holds the URL and Google's prose
