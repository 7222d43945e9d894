"""What a plan says is given to a student, as values: which service stays a keyed hash."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import Enum

from workspace_agent.model.field import Field
from workspace_agent.model.place import Cell


class Per(Enum):
    """The time to which a frequency counts."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class Frequency:
    """How often a service is given."""

    times: int
    per: Per

    @property
    def words(self) -> str:
        """As printed: `each week`, `2 times each week`."""
        often = "" if self.times == 1 else f"{self.times} times "
        return f"{often}each {self.per.value}"


@dataclass(frozen=True, slots=True)
class Service:
    """One row of the Services sheet.

    Attributes:
        service: Keyed hash of what the service is called.
        minutes: Of each time.
        start: Its first day.
        end: Its last day; Missing where none is typed.
    """

    student_ref: str
    service: str
    minutes: Field[int]
    frequency: Field[Frequency]
    start: Field[dt.date]
    end: Field[dt.date]
    row: Cell
