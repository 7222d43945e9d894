"""Functions done in forked processes, which inherit everything that this one has imported and prepared."""

from __future__ import annotations

import json
import os
import select
import signal
import traceback
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from functools import partial
from typing import Any, NoReturn, TypeVar

Job = TypeVar("Job")

PATIENCE = 120
"""Seconds after which a process that hangs is ended by its own alarm."""


def in_child(act: Callable[[], Any], patience: int = PATIENCE) -> Any:
    """What a function returns, done in a forked process; it must fit into JSON.

    Raises:
        RuntimeError: The child did not come back with an answer.
    """
    return _finish(*_start(act, patience))


def spread(
    jobs: Iterable[Job], act: Callable[[Job], Any], workers: int, patience: int = PATIENCE
) -> Iterator[tuple[Job, Any]]:
    """Do many jobs, each in a child of its own and so many at a time; in the order in which they end.

    Where the caller stops asking, what still runs is ended.
    """
    running: dict[int, tuple[Job, int]] = {}
    try:
        for job in jobs:
            if len(running) == workers:
                yield _next(running)
            child, pipe = _start(partial(_leading, act, job), patience)
            running[pipe] = (job, child)
        while running:
            yield _next(running)
    finally:
        for _, child in running.values():
            with suppress(ProcessLookupError):
                os.killpg(child, signal.SIGKILL)


def _leading(act: Callable[[Job], Any], job: Job) -> Any:
    """In a group with all children of its own, so that they can be ended together."""
    os.setpgrp()
    return act(job)


def _next(running: dict[int, tuple[Job, int]]) -> tuple[Job, Any]:
    ready, _, _ = select.select(list(running), [], [])
    job, child = running.pop(ready[0])
    return job, _finish(child, ready[0])


def _start(act: Callable[[], Any], patience: int) -> tuple[int, int]:
    receiving, sending = os.pipe()
    child = os.fork()
    if not child:
        os.close(receiving)
        _answer(sending, act, patience)
    os.close(sending)
    return child, receiving


def _finish(child: int, receiving: int) -> Any:
    with os.fdopen(receiving, encoding="utf8") as pipe:
        text = pipe.read()
    os.waitpid(child, 0)
    if not text:
        raise RuntimeError("a process was lost; what it said stands above")
    return json.loads(text)


def _answer(sending: int, act: Callable[[], Any], patience: int) -> NoReturn:
    signal.alarm(patience)
    try:
        text = json.dumps(act())
        with os.fdopen(sending, "w", encoding="utf8") as pipe:
            pipe.write(text)
    except BaseException:  # noqa: BLE001 - whatever it is, this process must not go on as its parent
        traceback.print_exc()
    os._exit(0)
