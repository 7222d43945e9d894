"""On which days a case manager works, and how many hours: by the own contract, else as the company asks.

What counts is the calendar of the person, never that of a school: a break of the students is a working day,
and a vacation of the case manager is none.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from workspace_agent.model.organisation import CaseManager, Organisation
from workspace_agent.model.policy import OfficeHoursPolicy


@dataclass(frozen=True, slots=True)
class Asked:
    """Hours that one person should have on one day.

    Attributes:
        by_contract: Their contract names them; else they are the company's number.
    """

    hours: float
    by_contract: bool

    @property
    def seconds(self) -> int:
        """The same to the second: 7.6 hours are 27 360 of them, and no fraction more."""
        return round(self.hours * 3600)

    @property
    def words(self) -> str:
        """`6`, or `the contract's 4`."""
        return f"the contract's {self.hours:g}" if self.by_contract else f"{self.hours:g}"


def is_under_contract(person: CaseManager, day: date) -> bool:
    """Works here on this day, in a period of their contract where the settings hold one."""
    return person.is_in_office(day) and (not person.contract or person.contract_on(day) is not None)


def is_working_day(organisation: Organisation, person: CaseManager, day: date) -> bool:
    """A weekday that is no federal holiday, and that their contract, if any, does not leave out."""
    if not (organisation.is_business_day(day) and is_under_contract(person, day)):
        return False
    contract = person.contract_on(day)
    return contract is None or contract.is_contract_day(day)


def asked_hours(numbers: OfficeHoursPolicy, person: CaseManager, day: date) -> Asked:
    """The hours that the contract of this day names, else the company's."""
    contract = person.contract_on(day)
    if contract is None or contract.hours_per_day is None:
        return Asked(numbers.min_per_day, by_contract=False)
    return Asked(contract.hours_per_day, by_contract=True)
