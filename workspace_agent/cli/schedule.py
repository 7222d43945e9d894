"""The clock of `serve`: APScheduler says when a cycle begins, and decides nothing else.

What was slept through is one cycle (`coalesce`), however late it comes (`misfire_grace_time=None`), and none
begins while another one goes on. What is due in a cycle, such as a digest, is a fact in the ledger.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from apscheduler.executors.debug import DebugExecutor
from apscheduler.schedulers.base import BaseScheduler
from apscheduler.triggers.interval import IntervalTrigger

Wait = Callable[[float | None], bool]
"""Sleeps so many seconds, or until it is asked to end; whether it was."""


class _Loop(BaseScheduler):  # type: ignore[misc]  # APScheduler ships no types
    """APScheduler in the thread that calls it: the ledger belongs to one thread.

    Source: apscheduler.readthedocs.io/en/3.x/extending.html, "Custom schedulers".
    """

    def wakeup(self) -> None:
        """Nothing: no job is added while the loop below waits."""

    def shutdown(self, wait: bool = True) -> None:
        """Forget all jobs."""
        super().shutdown(wait)

    def go_on(self, wait: Wait) -> None:
        """Do what is due, and wait for the next, until `wait` says that this is the end."""
        self.start()
        try:
            while not wait(self._process_jobs()):
                pass
        finally:
            self.shutdown()


def every(period: timedelta, cycle: Callable[[], bool], first: datetime, wait: Wait) -> None:
    """Begin cycles, one after the other, in this thread.

    Args:
        period: From the beginning of one cycle to that of the next.
        cycle: Whether to go on after it.
        first: When the first one begins; in the past: at once.
        wait: Ends it all, too.

    Raises:
        Exception: What a cycle raises; there is no further one then.
    """
    ended: list[BaseException | None] = []

    def tick() -> None:
        # What APScheduler caught it would log with its text, and go on.
        try:
            if not cycle():
                ended.append(None)
        except BaseException as error:  # noqa: BLE001 - raised below
            ended.append(error)

    loop = _Loop(timezone=UTC, executors={"default": DebugExecutor()})
    loop.add_job(
        tick,
        IntervalTrigger(seconds=period.total_seconds(), start_date=first, timezone=UTC),
        next_run_time=first,
        coalesce=True,
        misfire_grace_time=None,
        max_instances=1,
    )
    loop.go_on(lambda seconds: bool(ended) or wait(seconds))
    for error in filter(None, ended):
        raise error
