"""What the rules about papers share: whether a sheet has a column, and how inputs and days are said."""

from __future__ import annotations

from datetime import date
from typing import Any

from workspace_agent.model import dates
from workspace_agent.model.field import Field, Missing, Value
from workspace_agent.model.finding import Step
from workspace_agent.model.place import Cell


def has_column(field: Field[Any], row: Cell) -> bool:
    """Whether the sheet has the column at all: one that is missing has its row for a cell."""
    return field.cell != row


def is_blank(field: Field[Any], row: Cell) -> bool:
    """The column is there, and nothing is filled in."""
    return isinstance(field, Missing) and has_column(field, row)


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
