"""Lines of working that the rules about papers share: a date as it was typed, and where today lies."""

from __future__ import annotations

from datetime import date

from workspace_agent.model import dates
from workspace_agent.model.field import Field, Value
from workspace_agent.model.finding import Step


def typed(words: str, field: Field[date]) -> Step:
    """A date as an input of a finding: what it is, and what stands in its cell."""
    said = dates.words(field.value) if isinstance(field, Value) else "nothing is filled in"
    return Step(f"{words}: {said}", field.cell)


def today_is(today: date, due: date) -> Step:
    """How today lies to a due date."""
    days = (today - due).days
    if not days:
        return Step(f"today is {dates.words(due)}")
    where = "after" if days > 0 else "before"
    return Step(f"today, {dates.words(today)}, is {dates.days(abs(days))} {where} it")
