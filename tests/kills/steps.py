"""What an agent does to the world, one step after another: a request to Google, or a commit of its ledger."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal, TypeVar

import requests
from requests.adapters import BaseAdapter

from workspace_agent.sandbox.server import Sandbox

Kind = Literal["request", "commit"]
When = Literal["before", "after"]
Listener = Callable[[When], None]
T = TypeVar("T")

_COMMITS = frozenset({"INSERT", "UPDATE", "DELETE", "REPLACE"})


@dataclass(frozen=True, slots=True)
class Step:
    """One step.

    Attributes:
        name: Method of Google, or the statement's first words.
        changes: Whether the world is another one afterwards.
    """

    kind: Kind
    name: str
    changes: bool


@dataclass(frozen=True, slots=True)
class Point:
    """A moment to die at: before or after the n-th request or commit of a run, counted from 1."""

    kind: Kind
    nth: int
    when: When

    def __str__(self) -> str:
        return f"{self.when} {self.kind} {self.nth}"


def points(steps: list[Step]) -> Iterator[Point]:
    """Every moment: before and after each step."""
    counts = {"request": 0, "commit": 0}
    for step in steps:
        counts[step.kind] += 1
        yield Point(step.kind, counts[step.kind], "before")
        yield Point(step.kind, counts[step.kind], "after")


def distinct(steps: list[Step]) -> Iterator[Point]:
    """Of the moments that leave the same world, one: the beginning, and after each step that changes it."""
    every = list(points(steps))
    yield from every[:1]
    for step, after in zip(steps, every[1::2], strict=True):
        if step.changes:
            yield after


class WatchedConnection(sqlite3.Connection):
    """A connection that tells a listener of each commit, before and after it.

    A listener that raises an `OperationalError` before a commit plays a disk that is full.
    """

    listener: Listener = staticmethod(lambda _when: None)

    def execute(self, sql: str, *arguments: Any) -> sqlite3.Cursor:
        commits = not self.in_transaction and sql.split(maxsplit=1)[0].upper() in _COMMITS
        return self._told(partial(super().execute, sql, *arguments), commits=commits)

    def executescript(self, sql: str) -> sqlite3.Cursor:
        return self._told(partial(super().executescript, sql), commits=True)

    def commit(self) -> None:
        self._told(super().commit, commits=self.in_transaction)

    def __exit__(self, *error: Any) -> Literal[False]:
        return self._told(partial(super().__exit__, *error), commits=self.in_transaction)

    def _told(self, act: Callable[[], T], *, commits: bool) -> T:
        if not commits:
            return act()
        try:
            type(self).listener("before")
        except sqlite3.OperationalError:
            self.rollback()
            raise
        answer = act()
        type(self).listener("after")
        return answer


@contextmanager
def watched_commits(listener: Listener) -> Iterator[None]:
    """Every ledger that is opened meanwhile tells of its commits."""
    connect = sqlite3.connect
    sqlite3.connect = partial(connect, factory=WatchedConnection)  # type: ignore[assignment]
    WatchedConnection.listener = staticmethod(listener)
    try:
        yield
    finally:
        sqlite3.connect = connect


class WatchedAdapter(BaseAdapter):
    """Carries requests into a sandbox in this process and notes what of it came to Google."""

    def __init__(self, inner: BaseAdapter, sandbox: Sandbox, note: Callable[[Step], None]) -> None:
        super().__init__()
        self._inner, self._sandbox, self._note = inner, sandbox, note

    def send(self, request: requests.PreparedRequest, *args: Any, **kwargs: Any) -> requests.Response:
        before = len(self._sandbox.requests.entries)
        answer = self._inner.send(request, *args, **kwargs)
        for entry in self._sandbox.requests.entries[before:]:
            self._note(Step("request", entry["method"], entry["write"]))
        return answer

    def close(self) -> None:
        self._inner.close()
