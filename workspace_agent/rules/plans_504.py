"""When both rules about 504 plans want something. No law counts days here, so nothing is ever past due."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from workspace_agent.model import dates
from workspace_agent.model.finding import Step
from workspace_agent.rules.clocks import Clock
from workspace_agent.rules.doubts import Doubt
from workspace_agent.rules.steps import counted, distance, first_of


def wanted(clock: Clock, due: date, today: date, doubt: Doubt | None) -> str:
    """From what it is counted, when the next one is or was wanted, and what could not be read."""
    left = (due - today).days
    by = f"is wanted by {dates.words(due)}: {dates.left(left)}."
    if left < 0:
        by = f"was wanted by {dates.words(due)}, {dates.days(-left)} ago."
    sentences = (f"{clock.words}, so the next {by}", clock.remark, doubt.words if doubt else "")
    return " ".join(filter(None, sentences))


def steps(clock: Clock, years: int, due: date, today: date) -> Iterator[Step]:
    """The same line by line."""
    yield from clock.inputs
    if clock.started:
        yield counted(clock.started, years, dates.add_years(clock.started, years))
    if clock.started and clock.typed:
        yield first_of(due)
    yield distance(due, today)
