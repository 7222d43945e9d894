"""A form response as it was typed. With `table.py` the only place whose types may carry a name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from workspace_agent.model.vocabulary import Held, Purpose


@dataclass(frozen=True, slots=True)
class Answer:
    """One question with what was answered; `texts` is empty where it was left blank."""

    question: str
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FormRecord:
    """What goes into the filed record: it may hold names and free text, and lives for one pass only.

    Attributes:
        response_id: Google's id of the response.
        submitted: When it was last submitted, aware UTC.
        first_submitted: When it was first submitted, aware UTC.
        student: As the respondent typed it.
        district: Name of the district, or empty.
        respondent: Address that the form verified, or empty.
        meeting_date: ISO date as answered, or empty.
        answers: Every question of the form in its order, answered or not; then answers to questions
            that the form no longer has.
    """

    response_id: str
    submitted: datetime
    first_submitted: datetime
    student: str
    district: str
    respondent: str
    meeting_date: str
    purposes: frozenset[Purpose]
    held: Held | None
    answers: tuple[Answer, ...]
