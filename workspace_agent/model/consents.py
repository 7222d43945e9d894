"""Agreements of parents that stand in the Consents sheet."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from workspace_agent.model.field import Field, Unreadable, known
from workspace_agent.model.place import Cell


@dataclass(frozen=True, slots=True)
class Waiver:
    """A signed agreement that a reevaluation is unnecessary (34 CFR 300.303(b)(2))."""

    student_ref: str
    signed: Field[dt.date]
    row: Cell


@dataclass(frozen=True, slots=True)
class AgencyConsent:
    """A written consent to invite an outside agency (34 CFR 300.321(b)(3), 99.30).

    Attributes:
        until: Its last day; Missing where it names none.
    """

    student_ref: str
    signed: Field[dt.date]
    until: Field[dt.date]
    row: Cell

    def covers(self, day: dt.date) -> bool:
        """Signed by then and not run out; a date that cannot be read covers nothing."""
        signed, until = known(self.signed), known(self.until)
        if signed is None or isinstance(self.until, Unreadable):
            return False
        return signed <= day and (until is None or day <= until)


@dataclass(frozen=True, slots=True)
class UnclearConsent:
    """Something was signed, and the row does not say what in words that are known: it may be a waiver."""

    student_ref: str
    kind: Unreadable
    row: Cell


Consent = Waiver | AgencyConsent | UnclearConsent
