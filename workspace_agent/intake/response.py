"""A form response as it was typed. With `table.py` the only place whose types may carry a name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from workspace_agent.model.place import ResponsePlace
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


@dataclass(frozen=True, slots=True)
class RawForm:
    """The form as Google holds it.

    Attributes:
        form: Answer of `forms.get`.
        responses: All of `forms.responses.list`, in any order; a response that is there twice counts as it
            was last submitted.
    """

    form: Mapping[str, Any] = field(repr=False)
    responses: Sequence[Mapping[str, Any]] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Reply:
    """One response, with its answers by question id and the settings' meaning of the questions.

    Attributes:
        created: When it was first submitted, aware UTC.
        submitted: When it was last submitted, aware UTC.
        address: The respondent's address, where Google verified it; else empty.
        questions: Question id by field of the settings.
    """

    place: ResponsePlace
    created: datetime
    submitted: datetime
    address: str = field(repr=False)
    answers: Mapping[str, tuple[str, ...]] = field(repr=False)
    questions: Mapping[str, str]

    def texts(self, name: str) -> tuple[str, ...]:
        """What was answered to the question that holds this field."""
        return self.answers.get(self.questions.get(name, ""), ())

    def text(self, name: str) -> str:
        """The same as one text."""
        return " ".join(self.texts(name)).strip()

    @property
    def blank(self) -> bool:
        """Nothing at all was answered."""
        return not any(text.strip() for texts in self.answers.values() for text in texts)
