"""Contact attempts, without a word of what people wrote about them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from workspace_agent.model.field import Field
from workspace_agent.model.place import Cell
from workspace_agent.model.vocabulary import Method, Person, Purpose


@dataclass(frozen=True, slots=True)
class ContactAttempt:
    """One row of the Contacts sheet.

    Attributes:
        about: Purposes that the attempt was about; empty where it was about something else.
        about_any_meeting: It was about "the IEP meeting" without saying which.
        has_result: Whether a result is written down (its text stays in the sheet).
        answered: Whether that result is of somebody who was reached, and not of a voicemail or no answer.
        typed: Keyed hash of all that the row says, by which a change of it is noticed.
    """

    student_ref: str
    date: Field[dt.date]
    time: Field[dt.time]
    method: Field[Method]
    person: Person
    about: frozenset[Purpose]
    about_any_meeting: bool
    has_result: bool
    row: Cell
    typed: str = ""
    answered: bool = False
