"""A form response as it was typed. With `table.py` the only place whose types may carry a name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum
from typing import Any

from workspace_agent.intake.table import RawWorkbook
from workspace_agent.model.place import Cell, ResponsePlace
from workspace_agent.model.prints import KnownResponses, ResponsePrints
from workspace_agent.model.problem import Problem
from workspace_agent.model.problem_kinds import ProblemKind


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that was handed in with an answer.

    Attributes:
        name: What the respondent's file was called.
        file_id: Drive's id, or empty where Google gives none.
    """

    name: str = field(repr=False)
    file_id: str


@dataclass(frozen=True, slots=True)
class Answer:
    """One question with what was answered.

    Attributes:
        texts: Empty where it was left blank.
        uploads: Files that were handed in, which are not among the texts.
        fields: What the settings say that the question holds, in the order of the form's fields.
    """

    question: str = field(repr=False)
    texts: tuple[str, ...] = field(repr=False)
    uploads: tuple[Upload, ...] = field(default=(), repr=False)
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FormRecord:
    """What goes into the filed record: it may hold names and free text, and lives for one pass only.

    Attributes:
        response_id: As in its fact.
        submitted: When it was last submitted, aware UTC.
        first_submitted: When it was first submitted, aware UTC.
        respondent: Address that the form verified, or empty.
        counts_from: The day of the meeting, or on which the form was sent: nothing in it is due before.
        of_iep_team: The IEP Team met, by the student's plan and the purposes; not where it was put off.
        doubts: Why it is to be looked at by a person; empty where it is not.
        answers: Every question of the form in its order, answered or not; then answers to questions
            that the form no longer has.
    """

    response_id: str
    submitted: datetime
    first_submitted: datetime
    respondent: str
    counts_from: date
    of_iep_team: bool
    doubts: tuple[ProblemKind, ...]
    answers: tuple[Answer, ...] = field(repr=False)

    def under(self, name: str) -> tuple[Answer, ...]:
        """Questions that are shown under this field: each under the first that it holds."""
        return tuple(answer for answer in self.answers if answer.fields[:1] == (name,))

    def texts(self, name: str) -> tuple[str, ...]:
        """What was answered to them."""
        return tuple(text for answer in self.under(name) for text in answer.texts)


class Presence(Enum):
    """What the form shows of somebody."""

    MARKED = "yes"
    TYPED = "as typed"
    MENTIONED = "as typed below"
    NOT_MARKED = "not marked"


@dataclass(frozen=True, slots=True)
class Participant:
    """A part in the IEP Team, or what was typed beside these.

    Attributes:
        who: Words of the part, or what was typed.
        typed: What was typed for the part where that is not its own name.
    """

    who: str = field(repr=False)
    presence: Presence
    typed: tuple[str, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class ActionItem:
    """One of the action items of a form.

    Attributes:
        text: As it was typed, but for a bullet before it.
        due: The one date that stands in it, if that is no earlier than the meeting, or None.
        to_do: It does not say that nothing is to be done.
    """

    text: str = field(repr=False)
    due: date | None
    to_do: bool


@dataclass(frozen=True, slots=True)
class RawForm:
    """The form as Google holds it.

    Attributes:
        form: Answer of `forms.get`.
        responses: All of `forms.responses.list`, in any order; a response that is there twice counts as it
            was last submitted.
        known: What is known of its responses from before.
    """

    form: Mapping[str, Any] = field(repr=False)
    responses: Sequence[Mapping[str, Any]] = field(repr=False)
    known: KnownResponses = field(default_factory=KnownResponses)


@dataclass(frozen=True, slots=True)
class RawResponses:
    """The spreadsheet into which the responses to the form go.

    Attributes:
        known: What is known of its responses from before.
    """

    workbook: RawWorkbook = field(repr=False)
    known: KnownResponses = field(default_factory=KnownResponses)


@dataclass(frozen=True, slots=True)
class Reply:
    """One response, with its answers by question and the settings' meaning of the questions.

    Attributes:
        response_id: Google's id; of a row a keyed hash.
        record: Keyed hash under which it is filed.
        created: When it was first submitted, aware UTC; of a row no earlier time than the last is known.
        submitted: When it was last submitted, aware UTC.
        address: The respondent's address, where Google verified it; else empty.
        answers: By question id; of a row by heading.
        questions: Question ids or headings by field of the settings: one that was made again, and the one
            before it.
        titles: What each question is called, in the order of the form.
        uploads: Files by question id; their names are among the answers.
        in_question: Two rows claim to be this response and differ.
    """

    place: ResponsePlace | Cell
    response_id: str
    record: str
    prints: ResponsePrints
    created: datetime
    submitted: datetime
    address: str = field(repr=False)
    answers: Mapping[str, tuple[str, ...]] = field(repr=False)
    questions: Mapping[str, tuple[str, ...]]
    titles: Mapping[str, str] = field(repr=False)
    uploads: Mapping[str, tuple[Upload, ...]] = field(default_factory=dict, repr=False)
    in_question: bool = False

    def texts(self, name: str) -> tuple[str, ...]:
        """What was answered to the questions that hold this field."""
        return tuple(text for key in self.questions.get(name, ()) for text in self.answers.get(key, ()))

    def text(self, name: str) -> str:
        """The same as one text."""
        return " ".join(self.texts(name)).strip()

    @property
    def blank(self) -> bool:
        """Nothing at all was answered."""
        return not any(text.strip() for texts in self.answers.values() for text in texts)


@dataclass(frozen=True, slots=True)
class Replies:
    """Responses as they were gathered from the form or its sheet.

    Attributes:
        replies: Those that count, each once.
        problems: Of the form as a whole, and of rows that are no responses.
        unread: Some responses, or what they say, could not be read.
    """

    replies: tuple[Reply, ...] = ()
    problems: tuple[Problem, ...] = ()
    unread: bool = False
