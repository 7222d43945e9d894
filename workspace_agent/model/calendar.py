"""Days on which there is school, and days on which somebody works."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Annotated

from pydantic import Field, model_validator

from workspace_agent.model.frozen import Frozen, OneLine

ONE_DAY = timedelta(days=1)


class Closure(Frozen):
    """Days on which a district has no school, or a person no work, both ends included."""

    from_: date = Field(alias="from")
    until: date
    name: OneLine

    @model_validator(mode="after")
    def _in_order(self) -> Closure:
        if self.until < self.from_:
            raise ValueError("a closure ends before it begins")
        return self


class Contract(Frozen):
    """When somebody works by contract: the weekdays of a period, without those that are off.

    Attributes:
        until: The last day; None while no end is agreed on.
        hours_per_day: Hours on each of its working days; None where the company's number holds.
        off: Vacation, sick leave and days that the contract leaves out.
    """

    from_: date = Field(alias="from")
    until: date | None = None
    hours_per_day: Annotated[float, Field(gt=0, le=24)] | None = None
    off: tuple[Closure, ...] = ()

    @model_validator(mode="after")
    def _in_order(self) -> Contract:
        if self.until is not None and self.until < self.from_:
            raise ValueError("a contract ends before it begins")
        return self

    def includes(self, day: date) -> bool:
        """The period holds this day, be it a working day or not."""
        return self.from_ <= day <= (self.until or day)

    def is_contract_day(self, day: date) -> bool:
        """A weekday of the period that is not off. Holidays are the company's: they are not looked at."""
        return day.weekday() < 5 and self.includes(day) and not is_closed(self.off, day)


def is_closed(closures: Iterable[Closure], day: date) -> bool:
    """One of the closures holds this day."""
    return any(closure.from_ <= day <= closure.until for closure in closures)


def last_contract_day_until(contracts: Iterable[Contract], day: date) -> date | None:
    """The last contract day on or before `day`; None where no contract holds one."""
    return max((found for one in contracts if (found := _last_until(one, day))), default=None)


def _last_until(contract: Contract, day: date) -> date | None:
    candidate = min(day, contract.until or day)
    while candidate >= contract.from_:
        if contract.is_contract_day(candidate):
            return candidate
        candidate -= ONE_DAY
    return None
