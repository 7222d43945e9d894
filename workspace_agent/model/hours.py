"""Hours that were worked, as logged, and those that are published."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from workspace_agent.model.field import Field
from workspace_agent.model.place import Cell


@dataclass(frozen=True, slots=True)
class HoursEntry:
    """One row of the Hours Log.

    Attributes:
        logged: When it was typed, where the sheet says so.
    """

    case_manager: str
    date: Field[dt.date]
    start: Field[dt.time]
    end: Field[dt.time]
    row: Cell
    logged: Field[dt.date]


@dataclass(frozen=True, slots=True)
class OfficeHours:
    """Published office hours of one weekday (Monday is 0)."""

    case_manager: str
    weekday: Field[int]
    start: Field[dt.time]
    end: Field[dt.time]
    row: Cell
